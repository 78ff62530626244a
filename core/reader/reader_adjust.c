/* SPDX-License-Identifier: MIT */
/* Adjustments meet the records: by unit, period and what else tells them apart. */
#include "base/context.h"
#include "project/adjustment.h"
#include "reader/reader.h"

#include <stdlib.h>
#include <string.h>

/* An adjustment and the record that it is for. */
struct aim {
	const struct adjustment *of;
	int32_t unit;
	struct period period;
	int column;
	uint32_t n_found;
	struct place found[2]; /* the first ones */
};

/** Of a reader whose dataset has adjustments. */
struct reader_adjustments {
	const struct adjustments *of;
	struct aim *aims; /* by unit and period */
	size_t n;
	int *columns;  /* of the further ones */
	uint32_t file; /* 1 + the number of their file among the reader's */
	int is_broken; /* a further column is not there, which has been said */
	int reads_keys; /* unit or period are computed */
	int *units;    /* of records that hold for a time, in the batch */
};

/* ---- binding ---- */

static const struct period any_time = {1, 0};

static int compare_aims(const void *a, const void *b)
{
	const struct aim *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->period.first != y->period.first)
		return x->period.first < y->period.first ? -1 : 1;
	if (x->period.last != y->period.last)
		return x->period.last < y->period.last ? -1 : 1;
	return 0;
}

static int has_unit(const struct reader *reader)
{
	return reader->unit.expr || reader->spec->unit.constant;
}

/* A record that holds for a time is of no period. */
static int has_period(const struct reader *reader)
{
	return reader_has_period(reader) && !reader_has_interval(reader);
}

/* What says which record is meant must be there exactly where records have it. */
static int check_key(const struct reader *reader, const char *text, int is_needed,
                     struct place place, const char *name)
{
	if (is_needed && !*text)
		report(reader->context, MSG_ADJUST_EMPTY, place, "", name);
	else if (!is_needed && *text)
		report(reader->context, MSG_ADJUST_NO_KEY, place, text, name, reader->spec->id);
	return is_needed == (*text != 0);
}

static int find_period(const struct reader *reader, struct aim *aim)
{
	const struct adjustment *of = aim->of;

	aim->period = has_period(reader) ? any_time : reader->constant_period;
	if (reader_has_interval(reader))
		aim->period = any_time;
	if (!check_key(reader, of->period, has_period(reader), of->period_place, "period"))
		return 0;
	if (!has_period(reader) || !period_of_text(&aim->period, of->period, strlen(of->period)))
		return 1;
	report(reader->context, MSG_BAD_PERIOD, of->period_place, of->period);
	return 0;
}

static int find_unit(const struct reader *reader, struct aim *aim)
{
	const struct adjustment *of = aim->of;
	struct period then = reader_has_interval(reader)
	                             ? any_time
	                             : dataset_coding(reader->spec, aim->period);

	aim->unit = UNIT_NONE;
	if (!check_key(reader, of->unit, has_unit(reader), of->unit_place, "unit"))
		return 0;
	if (has_unit(reader))
		aim->unit = units_find(&reader->project->units, reader->context, of->unit_place,
		                       of->unit, strlen(of->unit), then);
	return !has_unit(reader) || aim->unit != UNIT_NONE;
}

static void report_column(const struct reader *reader, const char *name, struct place place)
{
	struct nearest near = nearest_to(name);

	for (size_t i = 0; i < reader->n_columns; i++)
		nearest_offer(&near, reader->columns[i]);
	report(reader->context, near.best ? MSG_NO_SUCH_COLUMN_NEAR : MSG_NO_SUCH_COLUMN_HERE, place,
	       name, near.best ? near.best : reader->spec->id);
}

static int find_column(const struct reader *reader, struct aim *aim)
{
	const struct adjustment *of = aim->of;

	aim->column = reader_column(reader, of->column);
	if (aim->column < 0) {
		report_column(reader, of->column, of->column_place);
		return 0;
	}
	if (!bound_reads(reader, &reader->unit, aim->column) &&
	    !bound_reads(reader, &reader->period, aim->column))
		return 1;
	report(reader->context, MSG_ADJUST_KEY, of->column_place, of->column);
	return 0;
}

static int find_further(const struct reader *reader, struct reader_adjustments *out)
{
	const struct adjustments *of = out->of;
	int all = 1;

	for (size_t i = 0; i < of->n_columns; i++) {
		out->columns[i] = reader_column(reader, of->columns[i]);
		if (out->columns[i] < 0)
			report_column(reader, of->columns[i], of->places[i]);
		all &= out->columns[i] >= 0;
	}
	return all;
}

static int is_computed(const struct bound *bound)
{
	return bound->expr && (!expr_is_name(bound->expr) || bound->in[0] < 0);
}

int reader_bind_adjustments(struct reader *reader)
{
	const struct adjustments *of = reader->spec->adjustments;
	struct arena *arena = &reader->arena;

	if (!of)
		return CHISO_OK;
	struct reader_adjustments *out = arena_new(arena, 1, sizeof *out);
	if (!out)
		return CHISO_ENOMEM;
	out->of = of;
	out->aims = arena_new(arena, of->n, sizeof *out->aims);
	out->columns = arena_new(arena, of->n_columns, sizeof *out->columns);
	out->file = (uint32_t)reader->spec->files.n + 1;
	reader->files[reader->spec->files.n].name = finding_file(reader->context, of->path);
	reader->batch.adjusted = arena_new(arena, reader->batch.room, sizeof *reader->batch.adjusted);
	if (!out->aims || !out->columns || !reader->files[reader->spec->files.n].name ||
	    !reader->batch.adjusted)
		return CHISO_ENOMEM;
	out->reads_keys = is_computed(&reader->unit) || is_computed(&reader->period);
	out->is_broken = !find_further(reader, out);
	for (size_t i = 0; i < of->n; i++) {
		struct aim aim = {.of = &of->list[i]};
		int is_known = find_period(reader, &aim);

		is_known = is_known && find_unit(reader, &aim);
		if (find_column(reader, &aim) && is_known)
			out->aims[out->n++] = aim;
	}
	qsort(out->aims, out->n, sizeof *out->aims, compare_aims);
	reader->adjustments = out;
	return CHISO_OK;
}

/* ---- whose a record is ---- */

/* Units of records that hold for a time, whenever that is. */
static int find_units_of_all_times(struct reader *reader)
{
	struct chiso_context quiet = {.lang = reader->context->lang, .findings.limit = 1};
	const struct key_source *constant = &reader->spec->unit;
	int *units = arena_room(&reader->scratch, reader->batch.n, sizeof *units);

	reader->adjustments->units = units;
	if (!units || reader_run_keys(reader))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		struct slice text = reader->unit.expr ? bound_text(reader, &reader->unit, row)
		                    : constant->constant
		                            ? (struct slice){constant->constant,
		                                             strlen(constant->constant)}
		                            : (struct slice){"", 0};

		units[row] =
			text.n ? units_find(&reader->project->units, &quiet, (struct place){0},
		                            text.text, text.n, any_time)
			       : UNIT_NONE;
	}
	chiso_findings_clear(&quiet);
	findings_free(&quiet.findings);
	return CHISO_OK;
}

/* Finds unit and period of each record ahead of time and in silence: what is wrong with them is said
 * when they are read for good. */
static int find_keys(struct reader *reader)
{
	int is_repeat = reader->is_repeat, status = CHISO_OK;
	struct first_met nones = reader->met_nones;

	reader->is_repeat = 1;
	for (size_t i = 0; i < reader->n_uses && reader->adjustments->reads_keys && !status; i++)
		status = cells_read(reader, &reader->uses[i], &reader->table[i]);
	if (!status && reader->adjustments->reads_keys)
		status = reader_run_order(reader, 0, reader->n_order_keys, reader->table,
		                          reader->batch.n, 0, reader->batch.bad, &reader->scratch);
	if (!status)
		status = reader_has_interval(reader) ? find_units_of_all_times(reader)
		                                     : reader_find_keys(reader);
	reader->is_repeat = is_repeat;
	reader->met_nones = nones;
	return status;
}

/* Whether the further columns say that it is this record. */
static int has_keys(struct reader *reader, const struct aim *aim, size_t row)
{
	const struct reader_adjustments *all = reader->adjustments;

	for (size_t i = 0; i < all->of->n_columns; i++) {
		const char *key = aim->of->keys[i];
		struct slice text = cell_trim(batch_slice(reader, all->columns[i], row));
		const char *nfc = *key ? text_nfc(&reader->scratch, text.text, text.n) : NULL;

		if (*key && (!nfc || strcmp(nfc, key) != 0))
			return 0;
	}
	return 1;
}

/* ---- what a cell has ---- */

static int is_used_as(const struct reader *reader, int column, int type)
{
	for (size_t i = 0; i < reader->n_uses; i++)
		if (reader->uses[i].column == column && reader->uses[i].type == type)
			return 1;
	return 0;
}

static int is_missing(const struct reader *reader, struct slice text)
{
	const struct names *signs = &reader->spec->format.not_collected;

	for (size_t i = 0; i < signs->n; i++)
		if (slice_is(text, signs->items[i]))
			return 1;
	return !text.n;
}

/* Whether two texts are one value: codes are as they are written, 06 is not 6. */
static int are_same(struct reader *reader, int column, const char *wanted, struct slice met)
{
	struct slice want = {wanted, strlen(wanted)};
	const char *nfc = text_nfc(&reader->scratch, met.text, met.n);
	int is_text = is_used_as(reader, column, CHISO_STR);
	double a, b;
	int32_t first, second;

	if (is_missing(reader, want) || is_missing(reader, met))
		return is_missing(reader, want) && is_missing(reader, met);
	if (nfc && !strcmp(nfc, wanted))
		return 1;
	if ((!is_text || is_used_as(reader, column, CHISO_F64)) && cell_number(reader, want, &a) &&
	    cell_number(reader, met, &b))
		return a == b;
	if ((!is_text || is_used_as(reader, column, CHISO_DATE)) &&
	    !date_read(&first, want.text, want.n, 1) && !date_read(&second, met.text, met.n, 1))
		return first == second;
	return is_used_as(reader, column, CHISO_BOOL) && cell_boolean(reader, want) >= 0 &&
	       cell_boolean(reader, want) == cell_boolean(reader, met);
}

static const char *place_text(struct reader *reader, struct place place)
{
	const char *text = place.column ? arena_printf(&reader->scratch, "%s:%u:%u", place.file,
	                                               (unsigned)place.line, (unsigned)place.column)
	                                : arena_printf(&reader->scratch, "%s:%u", place.file,
	                                               (unsigned)place.line);

	return text ? text : "";
}

static void report_old(struct reader *reader, const struct aim *aim, struct slice met,
                       struct place place)
{
	const char *const args[] = {aim->of->old, place_text(reader, place), aim->of->column,
	                            reader_copy(reader, met), NULL};
	const char *const masked[] = {"***", args[1], args[2], "***", NULL};

	finding_add(reader->context, CHISO_ERROR, MSG_ADJUST_OLD, aim->of->old_place,
	            reader_column_is_personal(reader, aim->column) ? masked : args);
}

/* ---- adjusting ---- */

int reader_add_adjusted(struct reader *reader, size_t row, int column, const char *mark)
{
	struct adjusted **at = &reader->batch.adjusted[row];
	int32_t note = (int32_t)intern(&reader->texts, mark, strlen(mark));

	for (const struct adjusted *a = *at; a; a = a->next)
		if (a->column == column && a->note == note)
			return CHISO_OK;
	struct adjusted *one = arena_new(&reader->arena, 1, sizeof *one);
	if (!one || note == NO_TEXT)
		return CHISO_ENOMEM;
	*one = (struct adjusted){column, note, *at};
	*at = one;
	reader->batch.has_adjusted = 1;
	return CHISO_OK;
}

/* The fields of a record as its own, whatever stands in the file. */
static struct csv_field *own_fields(struct reader *reader, size_t row)
{
	struct csv_field *fields = reader->batch.own[row];

	if (!fields) {
		fields = arena_new(&reader->scratch, reader->n_columns, sizeof *fields);
		for (size_t i = 0; fields && i < reader->n_columns; i++)
			fields[i] = batch_cell(reader, (int)i, row);
		reader->batch.own[row] = fields;
		reader->batch.n_own++;
	}
	return fields;
}

static int adjust_cell(struct reader *reader, struct aim *aim, size_t row)
{
	struct csv_field *fields = own_fields(reader, row);
	struct csv_field *cell = fields ? &fields[aim->column] : NULL;

	if (!cell)
		return CHISO_ENOMEM;
	struct place place = batch_place(reader, cell->line ? aim->column : -1, row);
	struct slice met = cell_trim(cell->text);

	if (aim->n_found < 2)
		aim->found[aim->n_found] = batch_place(reader, -1, row);
	aim->n_found++;
	if (cell->line && cell->file == reader->adjustments->file) {
		if (!reader->is_repeat)
			report(reader->context, MSG_ADJUST_TWICE, aim->of->place, aim->of->column,
			       place_text(reader, place));
		return CHISO_OK;
	}
	if (!are_same(reader, aim->column, aim->of->old, met)) {
		if (!reader->is_repeat)
			report_old(reader, aim, met, place);
		return CHISO_OK;
	}
	*cell = (struct csv_field){.text = {aim->of->new, strlen(aim->of->new)},
	                           .line = aim->of->new_place.line,
	                           .column = aim->of->new_place.column,
	                           .file = reader->adjustments->file};
	return reader_add_adjusted(reader, row, aim->column, aim->of->mark);
}

/* The first of the aims at a unit and period. */
static struct aim *find_aim(const struct reader_adjustments *all, const struct aim *wanted)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_aims(&all->aims[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return &all->aims[low];
}

static int adjust_row(struct reader *reader, size_t row)
{
	const struct reader_adjustments *all = reader->adjustments;
	struct aim wanted = {.period = any_time};
	int status = CHISO_OK;

	/* Nobody knows whose or when it is. */
	if (reader->batch.bad[row] & ROW_LOST)
		return CHISO_OK;
	if (reader_has_interval(reader))
		wanted.unit = all->units[row];
	else
		wanted = (struct aim){.unit = reader_unit_of(reader, row),
		                      .period = reader->periods[reader_period_of(reader, row)]};
	if (has_unit(reader) && wanted.unit == UNIT_NONE)
		return CHISO_OK;
	for (struct aim *aim = find_aim(all, &wanted);
	     aim < all->aims + all->n && !compare_aims(aim, &wanted) && !status; aim++)
		if (has_keys(reader, aim, row))
			status = adjust_cell(reader, aim, row);
	return status;
}

int reader_adjust(struct reader *reader)
{
	const struct reader_adjustments *all = reader->adjustments;
	int status = CHISO_OK;

	if (!all || all->is_broken || !all->n)
		return CHISO_OK;
	if (find_keys(reader))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n && !status; row++)
		status = adjust_row(reader, row);
	memset(reader->batch.bad, 0, reader->batch.n);
	return status;
}

void reader_judge_adjustments(struct reader *reader)
{
	const struct reader_adjustments *all = reader->adjustments;
	char number[NUMBER_ROOM];

	for (size_t i = 0; all && !all->is_broken && i < all->n; i++) {
		const struct aim *aim = &all->aims[i];

		if (!aim->n_found)
			report(reader->context, MSG_ADJUST_NONE, aim->of->place, aim->of->unit,
			       reader->spec->id);
		if (aim->n_found < 2)
			continue;
		number_print(number, aim->n_found);
		report(reader->context, MSG_ADJUST_SEVERAL, aim->of->place, number,
		       place_text(reader, aim->found[0]), place_text(reader, aim->found[1]));
	}
}
