/* SPDX-License-Identifier: MIT */
/* Results as CSV with a row for each unit and period and a column for each figure: for spreadsheets and for programs that
 * want a table.  Why a figure is missing, what it rests on and the like have columns behind its own, of which somebody
 * says which he wants, of all figures or of one. */
#include "base/code.h"
#include "base/context.h"
#include "base/grow.h"
#include "number/number.h"
#include "write/wide.h"
#include "write/write_csv_texts.h"
#include "write/write_parts.h"

#include <stdlib.h>
#include <string.h>

struct row_writer;

/* What there is to be had beside a figure, by the name that it has in the other CSV. */
struct field {
	const char *name;
	void (*write)(struct row_writer *, const struct cell *);
};

/* Those that each column has behind it. */
struct columns_fields {
	const struct field **list; /* column by column */
	size_t *begins;            /* of a column: n_columns, and the end */
};

/* What some rows in a thread's hands are written with. */
struct row_writer {
	const struct wide_table *table;
	const struct chiso_results *results;
	const struct cells *cells;
	size_t *next; /* by column: its first run that does not end before the row that is written */
	const struct columns_fields *fields;
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

static const struct field *find_field(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strlen(known[i].name) == n && !memcmp(known[i].name, name, n))
			return &known[i];
	return NULL;
}

/* A field that somebody wants behind figures. */
struct wanted {
	const struct field *field;
	struct slice figure; /* the column of the only one; no text: behind all */
};

/* Reads a list "n_used,af.h:se".  *n gets how many there are; NULL: CHISO_EUSE, some are none, or CHISO_ENOMEM,
 * by *status. */
static struct wanted *read_wanted(const char *list, size_t *n, int *status)
{
	struct wanted *all = malloc((strlen(list) + 1) * sizeof *all);

	*n = 0;
	*status = all ? CHISO_OK : CHISO_ENOMEM;
	for (const char *end; !*status && *list; list = end) {
		size_t length = strcspn(list, ","), behind = length;

		while (behind && list[behind - 1] != ':')
			behind--;
		all[*n].figure = (struct slice){list, behind ? behind - 1 : 0};
		all[*n].field = find_field(list + behind, length - behind);
		/* Behind a comma there is one more. */
		end = list + length + (list[length] == ',' && list[length + 1]);
		if (!all[(*n)++].field || *end == ',' || behind == 1)
			*status = CHISO_EUSE;
	}
	if (!*status)
		return all;
	free(all);
	return NULL;
}

const char *chiso_results_field(size_t at)
{
	return at < sizeof known / sizeof *known ? known[at].name : NULL;
}

/* Whether a column has a field already, behind those that begin at some place. */
static int has_field(const struct columns_fields *fields, size_t begin, size_t end, const struct field *field)
{
	while (begin < end && fields->list[begin] != field)
		begin++;
	return begin < end;
}

/* Gives each column the fields that are wanted there, once each, in the order in which they are. */
static int fields_make(struct columns_fields *fields, const struct wide_table *table, const struct wanted *wanted,
                       size_t n_wanted)
{
	size_t n = 0, cap = 0;

	fields->begins = calloc(table->n_columns + 1, sizeof *fields->begins);
	if (!fields->begins)
		return CHISO_ENOMEM;
	for (size_t column = 0; column < table->n_columns; column++) {
		size_t begin = fields->begins[column];

		for (size_t i = 0; i < n_wanted; i++) {
			struct slice figure = wanted[i].figure;

			if ((figure.n && !slice_is(figure, table->columns[column])) ||
			    has_field(fields, begin, n, wanted[i].field))
				continue;
			if (GROW(&fields->list, n, &cap))
				return CHISO_ENOMEM;
			fields->list[n++] = wanted[i].field;
		}
		fields->begins[column + 1] = n;
	}
	return CHISO_OK;
}

static void fields_clear(struct columns_fields *fields)
{
	free(fields->list);
	free(fields->begins);
}

/* Whether there are all figures that are named; if not that is said. */
static int are_figures(const struct chiso_results *results, const struct wide_table *table,
                       const struct wanted *wanted, size_t n_wanted)
{
	for (size_t i = 0; i < n_wanted; i++) {
		struct slice figure = wanted[i].figure;
		size_t column = 0;

		while (figure.n && column < table->n_columns && !slice_is(figure, table->columns[column]))
			column++;
		if (!figure.n || column < table->n_columns)
			continue;
		char *name = strndup(figure.text, figure.n);
		report(results->context, MSG_NO_SUCH_FIGURE, (struct place){0}, name ? name : "",
		       table->n_columns ? table->columns[0] : "");
		free(name);
		return 0;
	}
	return 1;
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
		for (size_t k = writer->fields->begins[i]; k < writer->fields->begins[i + 1]; k++) {
			const char *name = arena_printf(arena, "%s:%s", table->columns[i], writer->fields->list[k]->name);

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
	const struct columns_fields fields = *writer->fields;

	begin_row(writer, i);
	for (size_t column = 0; column < writer->table->n_columns; column++) {
		const struct cell *cell = find_figure(writer, column, i);

		if (cell)
			write_number(writer, cell->value, cell->no_value);
		else
			csv_text(&writer->row, NULL);
		for (size_t k = fields.begins[column]; k < fields.begins[column + 1]; k++) {
			if (cell)
				fields.list[k]->write(writer, cell);
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

static int write_columns(const struct chiso_results *results, const struct wide_table *table,
                       const struct columns_fields *fields, struct sink *sink)
{
	struct csv_row row = {.sink = sink};
	struct arena arena = {0};
	struct row_writer writer = {.table = table,
	                            .results = results,
	                            .cells = &results->cells,
	                            .fields = fields,
	                            .has_boundaries = results->about.has_boundaries};

	write_head(&writer, &row, &arena);
	arena_clear(&arena);
	write_all(&writer, results->context->threads, sink);
	return sink->status;
}

int write_wide(const struct chiso_results *results, const char *fields, struct sink *sink)
{
	struct columns_fields of_columns = {0};
	struct wide_table table = {0};
	size_t n;
	int status;
	struct wanted *wanted = read_wanted(fields, &n, &status);

	results = results_plain(results);
	if (!status)
		status = wide_table_make(&table, results);
	if (!status && !are_figures(results, &table, wanted, n))
		status = CHISO_EUSE;
	if (!status)
		status = fields_make(&of_columns, &table, wanted, n);
	if (!status)
		status = write_columns(results, &table, &of_columns, sink);
	fields_clear(&of_columns);
	wide_table_clear(&table);
	free(wanted);
	return status;
}
