/* SPDX-License-Identifier: MIT */
/* Results as CSV with a row for each unit and period and a column for each figure: for spreadsheets and for programs that
 * want a table.  Why a figure is missing, what it rests on and the like have columns behind its own, of which somebody
 * says which he wants. */
#include "base/code.h"
#include "base/context.h"
#include "number/number.h"
#include "write/wide.h"
#include "write/write_csv_texts.h"
#include "write/write_parts.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FIELDS = 16 };

struct row_writer;

/* What there is to be had beside a figure, by the name that it has in the other CSV. */
struct field {
	const char *name;
	void (*write)(struct row_writer *, const struct cell *);
};

/* What some rows in a thread's hands are written with. */
struct row_writer {
	const struct wide_table *table;
	const struct chiso_results *results;
	const struct cells *cells;
	size_t *next; /* by column: its first run that does not end before the row that is written */
	const struct field *const *fields;
	size_t n_fields;
	int has_boundaries;
	struct cell_columns *columns; /* by output: with the sums of its cells */
	struct printed {
		double x;
		size_t n;
		char text[NUMBER_ROOM];
	} last; /* the denominator that was written last, which many figures of a row have in common */
	struct csv_row row;
	struct sink sink;
};

/* ---- fields ---- */

static void write_reason(struct row_writer *writer, const struct cell *cell)
{
	csv_text(&writer->row, cell->no_value && cell->no_value != CELL_NO_REASON
	                               ? chiso_reason_word(cell->no_value)
	                               : NULL);
}

static void write_number(struct row_writer *writer, double x, uint8_t why)
{
	if (why)
		csv_text(&writer->row, NULL);
	else
		csv_number(&writer->row, x);
}

static struct cell_sums sums_of(struct row_writer *writer, const struct cell *cell)
{
	return cells_sums(writer->cells, cell, &writer->columns[cell->output]);
}

static void write_numerator(struct row_writer *writer, const struct cell *cell)
{
	write_number(writer, sums_of(writer, cell).numerator, cell->no_numerator);
}

static void write_denominator(struct row_writer *writer, const struct cell *cell)
{
	double x = sums_of(writer, cell).denominator;
	struct printed *last = &writer->last;

	csv_text(&writer->row, NULL);
	if (cell->no_denominator)
		return;
	if (!last->n || memcmp(&last->x, &x, sizeof x) != 0) {
		last->x = x;
		last->n = number_print(last->text, x);
	}
	sink_bytes(&writer->sink, last->text, last->n);
}

/* Of a value that is kept back nothing is said of its records. */
static void write_records(struct row_writer *writer, const struct cell *cell, uint64_t n)
{
	if (cell->no_value == CHISO_REASON_SUPPRESSED)
		csv_text(&writer->row, NULL);
	else
		csv_count(&writer->row, n);
}

static void write_n_used(struct row_writer *writer, const struct cell *cell)
{
	write_records(writer, cell, writer->cells->groups[cell->group]->n_used);
}

static void write_n_seen(struct row_writer *writer, const struct cell *cell)
{
	write_records(writer, cell, writer->cells->groups[cell->group]->n_seen);
}

static void write_bound(struct row_writer *writer, const struct cell *cell)
{
	csv_text(&writer->row, cell->no_value ? NULL : code_bound(cell->bound));
}

static void write_status(struct row_writer *writer, const struct cell *cell)
{
	csv_text(&writer->row, code_status(writer->cells->groups[cell->group]->status));
}

static void write_evidence(struct row_writer *writer, const struct cell *cell)
{
	csv_text(&writer->row, code_evidence(writer->cells->groups[cell->group]->evidence));
}

static void write_se(struct row_writer *writer, const struct cell *cell)
{
	const struct cell_more *more = cells_find_more(writer->cells, cell);

	write_number(writer, more ? more->se : 0, more ? more->no_se : CELL_NO_REASON);
}

static void write_ci_low(struct row_writer *writer, const struct cell *cell)
{
	const struct cell_more *more = cells_find_more(writer->cells, cell);

	write_number(writer, more ? more->ci_low : 0, more ? more->no_ci_low : CELL_NO_REASON);
}

static void write_ci_high(struct row_writer *writer, const struct cell *cell)
{
	const struct cell_more *more = cells_find_more(writer->cells, cell);

	write_number(writer, more ? more->ci_high : 0, more ? more->no_ci_high : CELL_NO_REASON);
}

static const struct field known[] = {
	{"reason", write_reason},   {"numerator", write_numerator}, {"denominator", write_denominator},
	{"n_used", write_n_used},   {"n_seen", write_n_seen},       {"bound", write_bound},
	{"status", write_status},   {"evidence", write_evidence},   {"se", write_se},
	{"ci_low", write_ci_low},   {"ci_high", write_ci_high},
};
_Static_assert(sizeof known / sizeof *known <= MOST_FIELDS, "each can be wanted");

static const struct field *find_field(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strlen(known[i].name) == n && !memcmp(known[i].name, name, n))
			return &known[i];
	return NULL;
}

/* The fields of a list "n_used,se", once each; how many, or -1: some are none. */
static int read_fields(const char *list, const struct field *out[MOST_FIELDS])
{
	int n = 0;

	for (const char *end; list; list = *end ? end + 1 : NULL) {
		const struct field *field;
		int i = 0;

		end = list + strcspn(list, ",");
		field = find_field(list, (size_t)(end - list));
		if (!field)
			return -1;
		while (i < n && out[i] != field)
			i++;
		out[i] = field;
		n += i == n;
	}
	return n;
}

const char *chiso_results_field(size_t at)
{
	return at < sizeof known / sizeof *known ? known[at].name : NULL;
}

/* ---- rows ---- */

static void write_head(const struct row_writer *writer, struct csv_row *row, struct arena *arena)
{
	const struct wide_table *table = writer->table;

	sink_text(row->sink, writer->has_boundaries ? "unit,unit_name,level,period,boundaries,synthetic"
	                                            : "unit,unit_name,level,period,synthetic");
	row->begun = 1;
	for (size_t i = 0; i < table->n_columns; i++) {
		csv_text(row, table->columns[i]);
		for (size_t k = 0; k < writer->n_fields; k++) {
			const char *name = arena_printf(arena, "%s:%s", table->columns[i], writer->fields[k]->name);

			if (!name)
				sink_text(row->sink, NULL);
			csv_text(row, name);
		}
	}
	csv_end(row);
}

/* The figure of a row in a column; NULL: there is none.  Rows are asked for in their order. */
static const struct cell *find_figure(struct row_writer *writer, size_t column, size_t row)
{
	const struct wide_table *table = writer->table;
	size_t *next = &writer->next[column], end = table->begins[column + 1];
	const struct wide_run *run;

	while (*next < end && table->runs[*next].row + (size_t)table->runs[*next].n <= row)
		++*next;
	run = &table->runs[*next];
	if (*next == end || run->row > row)
		return NULL;
	return cells_at(writer->cells,
	                results_at(writer->results, run->figure + (row - run->row) * (size_t)run->step));
}

static void begin_row(struct row_writer *writer, size_t i)
{
	const struct cell_group *group = writer->table->rows[i].group;
	struct csv_row *row = &writer->row;

	csv_text(row, group->unit_code);
	csv_text(row, group->unit_name);
	csv_text(row, group->level);
	csv_text(row, group->label);
	if (writer->has_boundaries)
		csv_text(row, group->boundaries);
	csv_count(row, writer->table->rows[i].is_synthetic);
}

static void write_row(struct row_writer *writer, size_t i)
{
	begin_row(writer, i);
	for (size_t column = 0; column < writer->table->n_columns; column++) {
		const struct cell *cell = find_figure(writer, column, i);

		if (cell)
			write_number(writer, cell->value, cell->no_value);
		else
			csv_text(&writer->row, NULL);
		for (size_t k = 0; k < writer->n_fields; k++) {
			if (cell)
				writer->fields[k]->write(writer, cell);
			else
				csv_text(&writer->row, NULL);
		}
	}
	csv_end(&writer->row);
}

static int write_rows(void *user, size_t from, size_t to, struct part *part)
{
	struct row_writer *writer = user;

	writer->sink = (struct sink){.write = part_append, .user = part};
	writer->row = (struct csv_row){.sink = &writer->sink};
	for (size_t i = from; i < to; i++)
		write_row(writer, i);
	/* All that can fail here is to find memory. */
	return sink_close(&writer->sink, CHISO_OK) ? CHISO_ENOMEM : CHISO_OK;
}

/* All rows, by as many threads as the context allows. */
static void write_all(const struct row_writer *like, uint32_t threads, struct sink *sink)
{
	const struct wide_table *table = like->table;
	size_t n_rows = table->n_rows;
	uint32_t n = parts_threads(n_rows * table->n_columns, threads);
	struct row_writer *writers = calloc(n, sizeof *writers);
	void **list = calloc(n, sizeof *list);
	int status = writers && list ? CHISO_OK : CHISO_ENOMEM;

	for (uint32_t i = 0; i < n && !status; i++) {
		writers[i] = *like;
		writers[i].columns = calloc(like->cells->n_outputs + 1, sizeof *writers[i].columns);
		writers[i].next = malloc((table->n_columns + 1) * sizeof *writers[i].next);
		list[i] = &writers[i];
		if (!writers[i].columns || !writers[i].next)
			status = CHISO_ENOMEM;
		else
			memcpy(writers[i].next, table->begins, table->n_columns * sizeof *writers[i].next);
	}
	if (status)
		sink_text(sink, NULL);
	else
		parts_write(sink, n_rows, list, n, write_rows);
	for (uint32_t i = 0; i < n && writers; i++) {
		free(writers[i].columns);
		free(writers[i].next);
	}
	free(writers);
	free(list);
}

int write_wide(const struct chiso_results *results, const char *fields, struct sink *sink)
{
	const struct field *list[MOST_FIELDS];
	struct csv_row row = {.sink = sink};
	struct wide_table table;
	struct arena arena = {0};
	int n = *fields ? read_fields(fields, list) : 0;

	if (n < 0)
		return CHISO_EUSE;
	results = results_plain(results);
	if (wide_table_make(&table, results)) {
		wide_table_clear(&table);
		return CHISO_ENOMEM;
	}
	struct row_writer writer = {
		.table = &table, .results = results, .cells = &results->cells, .fields = list, .n_fields = (size_t)n,
		.has_boundaries = results->about.has_boundaries};
	write_head(&writer, &row, &arena);
	arena_clear(&arena);
	write_all(&writer, results->context->threads, sink);
	wide_table_clear(&table);
	return sink->status;
}
