/* SPDX-License-Identifier: MIT */
/* From records to batches: splitting, keys, weights. */
#include "reader.h"

#include "context.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct place batch_place(const struct reader *reader, int column, size_t row)
{
	const struct batch *batch = &reader->batch;
	struct place place = {batch->file, batch->line[row], 0};

	if (column >= 0) {
		const struct csv_field *cell = &batch->cells[(size_t)column * BATCH_ROWS + row];

		if (cell->line) {
			place.line = cell->line;
			place.column = cell->column;
		}
	}
	return place;
}

static struct slice cell_text(const struct reader *reader, int column, size_t row)
{
	if (column < 0)
		return (struct slice){"", 0};
	return cell_trim(reader->batch.cells[(size_t)column * BATCH_ROWS + row].text);
}

const char *reader_copy(struct reader *reader, struct slice text)
{
	const char *copy = arena_text(&reader->scratch, text.text, text.n);

	return copy ? copy : "";
}

const char *batch_text(struct reader *reader, int column, size_t row)
{
	return reader_copy(reader, cell_text(reader, column, row));
}

/* The text of a key: as the file has it, or as the project computes it. */
struct slice bound_text(const struct reader *reader, const struct bound *bound, size_t row)
{
	return bound->texts ? cell_trim(bound->texts[row]) : cell_text(reader, bound->column, row);
}

/* Computes a key that is more than the name of a column. */
static int run_key(struct reader *reader, struct bound *bound)
{
	struct vector v;

	if (!bound->expr || (expr_is_name(bound->expr) && bound->in[0] >= 0))
		return CHISO_OK;
	v = vector_new(&reader->scratch, CHISO_STR, reader->batch.n);
	if (!v.at.str ||
	    bound_run(reader, bound, reader->table, reader->batch.n, &v, &reader->scratch))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++)
		if (v.missing[row])
			v.at.str[row] = (struct slice){"", 0};
	bound->texts = v.at.str;
	return CHISO_OK;
}

static int run_keys(struct reader *reader)
{
	struct bound *keys[] = {&reader->unit,   &reader->period,   &reader->status,
	                        &reader->evidence, &reader->source, &reader->is_break,
	                        &reader->note_en,  &reader->note_vi};
	int status = CHISO_OK;

	for (size_t i = 0; i < sizeof keys / sizeof *keys && !status; i++)
		status = run_key(reader, keys[i]);
	for (size_t i = 0; i < reader->n_qualified && !status; i++)
		status = run_key(reader, &reader->qualified[i].by);
	return status;
}

/* ---- splitting into records ---- */

static int is_total(struct reader *reader, struct slice unit)
{
	const char *folded;

	/* Words only: codes are digits, and those are nearly all. */
	if (!unit.n || (unit.text[0] >= '0' && unit.text[0] <= '9'))
		return 0;
	folded = text_fold(&reader->scratch, unit.text, unit.n);
	for (size_t i = 0; folded && i < reader->spec->format.totals.n; i++)
		if (!strcmp(folded, reader->totals[i]))
			return 1;
	return 0;
}

static int open_file(struct reader *reader)
{
	struct source_file *file = &reader->files[reader->file];

	csv_open(&reader->csv, reader->context, file->name, file->bytes.data, file->bytes.n,
	         file->delimiter, file->skip);
	reader->csv_is_open = 1;
	reader->n_taken = 0;
	int status = csv_next(&reader->csv); /* the header, which has been read before */
	file->n_fields = reader->csv.n_fields;
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

static void report_ragged(struct reader *reader, size_t expected)
{
	char have[NUMBER_ROOM], want[NUMBER_ROOM];

	number_print(have, (double)reader->csv.n_fields);
	number_print(want, (double)expected);
	reader_refuse_ragged(reader, have, want);
}

/* Takes the current record into row n of the batch.  1 when it is one. */
static int take_record(struct reader *reader, uint32_t n)
{
	const struct source_file *file = &reader->files[reader->file];
	struct batch *batch = &reader->batch;
	struct csv *csv = &reader->csv;
	const struct origin *origin = file->origins ? &file->origins[reader->n_taken++] : NULL;

	reader->n_records++;
	if (csv->n_fields != file->n_fields) {
		report_ragged(reader, file->n_fields);
		return 0;
	}
	if (reader->unit.column >= 0 && file->at[reader->unit.column] >= 0) {
		size_t at = (size_t)file->at[reader->unit.column];

		if (is_total(reader, cell_trim(csv->fields[at].text))) {
			if (!reader->n_totals++)
				reader->first_total = csv_place(csv, at);
			return 0;
		}
	}
	batch->line[n] = origin ? origin->line : csv->fields[0].line;
	batch->records[n] = origin ? origin->records : NULL;
	for (size_t i = 0; i < reader->n_columns; i++) {
		struct csv_field *cell = &batch->cells[i * BATCH_ROWS + n];

		if (file->at[i] < 0) {
			*cell = (struct csv_field){.text = {"", 0}};
			continue;
		}
		*cell = csv->fields[file->at[i]];
		if (origin) {
			cell->line = origin->line;
			cell->column = 0;
		}
		/* Unquoted text is gone with the next record. */
		if (cell->text.n && (cell->text.text < csv->data || cell->text.text >= csv->end)) {
			cell->text.text = arena_text(&reader->scratch, cell->text.text, cell->text.n);
			if (!cell->text.text)
				return CHISO_ENOMEM;
		}
	}
	batch->bad[n] = 0;
	batch->reject[n] = NO_REJECT;
	return 1;
}

/* Fills the batch from one file: batches never mix files, so a place needs one name. */
static int fill_batch(struct reader *reader)
{
	struct batch *batch = &reader->batch;

	batch->n = 0;
	while (reader->file < reader->n_files && !batch->n) {
		if (!reader->csv_is_open && open_file(reader))
			return CHISO_ENOMEM;
		batch->file = reader->files[reader->file].name;
		while (batch->n < BATCH_ROWS) {
			int got = csv_next(&reader->csv);

			if (got == CHISO_ENOMEM)
				return got;
			if (!got) {
				csv_close(&reader->csv);
				reader->csv_is_open = 0;
				reader->file++;
				break;
			}
			if (got > 0)
				got = take_record(reader, batch->n);
			if (got == CHISO_ENOMEM)
				return got;
			batch->n += got > 0;
		}
	}
	return batch->n ? 1 : 0;
}

/* ---- keys ---- */

int64_t reader_period(struct reader *reader, struct period period)
{
	for (size_t i = 0; i < reader->n_periods; i++)
		if (reader->periods[i].first == period.first &&
		    reader->periods[i].last == period.last)
			return (int64_t)i;
	if (GROW(&reader->periods, reader->n_periods, &reader->periods_cap))
		return CHISO_ENOMEM;
	reader->periods[reader->n_periods] = period;
	return (int64_t)reader->n_periods++;
}

/* A period, or a date as offices write it. */
static int read_period(struct period *out, struct slice text)
{
	int32_t day = 0;

	if (!period_read(out, text.text, text.n))
		return CHISO_OK;
	int status = date_read(&day, text.text, text.n, 1);
	*out = (struct period){day, day};
	return status;
}

/* The period of a text, kept per text: -2 not looked up yet, -1 no period. */
static int find_period(struct reader *reader, size_t row, int32_t *out)
{
	struct slice text = bound_text(reader, &reader->period, row);
	uint32_t key = intern(&reader->keys, text.text, text.n);

	if (key == UINT32_MAX)
		return CHISO_ENOMEM;
	while (key >= reader->period_of_key_cap) {
		size_t before = reader->period_of_key_cap;

		if (GROW(&reader->period_of_key, before, &reader->period_of_key_cap))
			return CHISO_ENOMEM;
		for (size_t i = before; i < reader->period_of_key_cap; i++)
			reader->period_of_key[i] = -2;
	}
	*out = reader->period_of_key[key];
	if (*out == -2) {
		struct period period;
		*out = -1;
		if (!read_period(&period, text)) {
			int64_t index = reader_period(reader, period);

			if (index < 0)
				return CHISO_ENOMEM;
			*out = (int32_t)index;
		}
		reader->period_of_key[key] = *out;
	}
	if (*out < 0)
		refuse_row(reader, row, reader->period.column,
		           text.n ? MSG_BAD_PERIOD : MSG_PERIOD_EMPTY, reader_copy(reader, text));
	return CHISO_OK;
}

/* units_find() says itself what is wrong with a unit; where records are kept, that is listened to. */
static int look_for_unit(struct reader *reader, size_t row, struct slice text,
                         struct period period)
{
	struct place place = batch_place(reader, reader->unit.column, row);
	struct units *units = &reader->project->units;
	struct chiso_context listener = {.lang = reader->context->lang, .findings.limit = 1};
	struct chiso_finding found = {.size = sizeof found};

	if (!reader->project->rejects && !reader->is_repeat)
		return units_find(units, reader->context, place, text.text, text.n, period);
	int unit = units_find(units, &listener, place, text.text, text.n, period);
	if (!reader->is_repeat && !chiso_finding_at(&listener, 0, &found))
		reader_keep(reader, row, found.code, found.message);
	chiso_findings_clear(&listener);
	findings_free(&listener.findings);
	return unit;
}

static int find_unit(struct reader *reader, size_t row, uint32_t period, int32_t *out)
{
	struct slice text = bound_text(reader, &reader->unit, row);
	uint32_t key[2] = {intern(&reader->keys, text.text, text.n), period};

	*out = UNIT_NONE;
	if (key[0] == UINT32_MAX)
		return CHISO_ENOMEM;
	if (!text.n) {
		refuse_row(reader, row, reader->unit.column, MSG_UNIT_EMPTY, "");
		return CHISO_OK;
	}
	uint32_t slot = groups_slot(&reader->unit_cache, key);
	if (slot == UINT32_MAX)
		return CHISO_ENOMEM;
	while (slot >= reader->unit_cached_cap) {
		size_t before = reader->unit_cached_cap;

		if (GROW(&reader->unit_cached, before, &reader->unit_cached_cap))
			return CHISO_ENOMEM;
		for (size_t i = before; i < reader->unit_cached_cap; i++)
			reader->unit_cached[i] = UNIT_NONE;
	}
	/* What was not found is looked up again: each record gets its own finding. */
	if (reader->unit_cached[slot] == UNIT_NONE)
		reader->unit_cached[slot] =
			look_for_unit(reader, row, text, reader->periods[period]);
	*out = reader->unit_cached[slot];
	return CHISO_OK;
}

/* The unit that all records are of, as it is in a period: a code may be of several units in time. */
static int find_constant_unit(struct reader *reader, uint32_t period, int32_t *out)
{
	const struct key_source *unit = &reader->spec->unit;
	uint32_t key[2] = {0, period};

	*out = reader->constant_unit;
	if (!unit->constant || !reader->period.expr)
		return CHISO_OK;
	uint32_t slot = groups_slot(&reader->unit_cache, key);
	if (slot == UINT32_MAX)
		return CHISO_ENOMEM;
	if (slot == reader->n_constant_units) {
		if (GROW(&reader->unit_cached, slot, &reader->unit_cached_cap))
			return CHISO_ENOMEM;
		reader->unit_cached[reader->n_constant_units++] =
			units_find(&reader->project->units, reader->context, unit->place,
			           unit->constant, strlen(unit->constant), reader->periods[period]);
	}
	*out = reader->unit_cached[slot];
	return CHISO_OK;
}

static int find_keys(struct reader *reader, size_t row)
{
	struct batch *batch = &reader->batch;
	int has_unit = reader->unit.expr || reader->spec->unit.constant;
	int32_t period = 0;

	batch->unit[row] = UNIT_NONE;
	batch->period[row] = 0;
	if (reader->period.expr) {
		if (find_period(reader, row, &period))
			return CHISO_ENOMEM;
	} else {
		int64_t index = reader_period(reader, reader->constant_period);

		if (index < 0)
			return CHISO_ENOMEM;
		period = (int32_t)index;
	}
	if (period < 0) {
		batch->bad[row] |= ROW_BAD | ROW_LOST;
		return CHISO_OK;
	}
	batch->period[row] = (uint32_t)period;
	int status = reader->unit.expr
	                     ? find_unit(reader, row, (uint32_t)period, &batch->unit[row])
	                     : find_constant_unit(reader, (uint32_t)period, &batch->unit[row]);
	if (has_unit && batch->unit[row] == UNIT_NONE)
		batch->bad[row] |= ROW_BAD | ROW_LOST;
	return status;
}

static int fill_keys(struct reader *reader)
{
	int status = run_keys(reader);

	for (size_t row = 0; row < reader->batch.n && !status; row++)
		status = find_keys(reader, row);
	return status;
}

/* What an expression gives for each row, for a number that no record may lack.  *out is NULL when
 * there is no such expression. */
static int fill_numbers(struct reader *reader, const struct bound *bound, enum message lacking,
                        enum message bad, int (*is_fine)(double), double **out)
{
	struct batch *batch = &reader->batch;
	struct vector v;

	*out = NULL;
	if (!bound->expr)
		return CHISO_OK;
	v = vector_new(&reader->scratch, CHISO_F64, BATCH_ROWS);
	if (!v.at.f64 ||
	    bound_run(reader, bound, reader->table, batch->n, &v, &reader->scratch))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < batch->n; row++) {
		if (!v.missing[row] && is_fine(v.at.f64[row]))
			continue;
		v.at.f64[row] = 1;
		if (!batch->bad[row])
			refuse_row(reader, row, bound->column, v.missing[row] ? lacking : bad,
			           batch_text(reader, bound->column, row));
	}
	*out = v.at.f64;
	return CHISO_OK;
}

static int is_weight(double x)
{
	return x >= 0;
}

/* Past 2^53 not every whole number is a double. */
static int is_frequency(double x)
{
	return x >= 0 && x <= 0x1p53 && x == floor(x);
}

int reader_next(struct reader *reader)
{
	int status;

	arena_clear(&reader->scratch);
	status = fill_batch(reader);
	if (status <= 0)
		return status;
	for (size_t i = 0; i < reader->n_uses; i++)
		if (cells_read(reader, &reader->uses[i], &reader->table[i]))
			return CHISO_ENOMEM;
	if (reader_run_named(reader, reader->table, reader->batch.n, &reader->scratch) ||
	    reader_check_keys(reader) || fill_keys(reader) || figures_read(reader))
		return CHISO_ENOMEM;
	if (fill_numbers(reader, &reader->weight, MSG_WEIGHT_MISSING, MSG_WEIGHT_NEGATIVE, is_weight,
	                 &reader->batch.weight) ||
	    fill_numbers(reader, &reader->frequency, MSG_FREQUENCY_MISSING, MSG_FREQUENCY_BAD,
	                 is_frequency, &reader->batch.frequency) ||
	    reader_place_records(reader))
		return CHISO_ENOMEM;
	return 1;
}

void reader_rewind(struct reader *reader)
{
	intern_clear(&reader->key_rows);
	reader_rewind_design(reader);
	if (reader->csv_is_open)
		csv_close(&reader->csv);
	reader->csv_is_open = 0;
	reader->file = 0;
}

void reader_repeat(struct reader *reader)
{
	reader_rewind(reader);
	reader->is_repeat = 1;
}

int reader_has_period(const struct reader *reader)
{
	return reader->spec->period.column || reader->spec->period.constant;
}

void reader_say(struct reader *reader)
{
	char number[NUMBER_ROOM];

	if (reader->n_totals) {
		number_print(number, (double)reader->n_totals);
		report(reader->context, MSG_TOTALS_LEFT_OUT, reader->first_total, number);
	}
	if (reader->n_none) {
		number_print(number, (double)reader->n_none);
		report(reader->context, MSG_NONE_READ_AS_ZERO, reader->first_none, number);
	}
}
