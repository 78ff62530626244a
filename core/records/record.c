/* SPDX-License-Identifier: MIT */
#include "records/record.h"

#include "base/context.h"

#include <math.h>
#include <string.h>

/* ---- binding ---- */

/* Whether two bound inputs are one and the same: the same words about the same vectors. */
static int is_same_bound(const struct bound *a, const struct bound *b)
{
	const struct expr_use *uses;

	if (!a->expr || !b->expr)
		return !a->expr == !b->expr;
	size_t n = expr_uses(a->expr, &uses);
	return !strcmp(expr_source(a->expr), expr_source(b->expr)) &&
	       expr_type(a->expr) == expr_type(b->expr) && n == expr_uses(b->expr, &uses) &&
	       (!n || !memcmp(a->in, b->in, n * sizeof *a->in));
}

static int is_same_list(const struct chiso_list *a, const struct chiso_list *b)
{
	if (a->n != b->n)
		return 0;
	for (uint32_t i = 0; i < a->n; i++)
		if (!value_is_same(&a->v[i], &b->v[i]))
			return 0;
	return 1;
}

static int have_same_params(const struct indicator_spec *a, const struct indicator_spec *b)
{
	if (a->n_sets != b->n_sets)
		return 0;
	for (size_t s = 0; s < a->n_sets; s++) {
		if (a->sets[s].standard != b->sets[s].standard)
			return 0;
		for (uint32_t i = 0; i < a->use->n_params; i++)
			if (!is_same_list(&a->sets[s].params[i], &b->sets[s].params[i]))
				return 0;
	}
	return 1;
}

static int is_same(const struct applied *a, const struct applied *b)
{
	if (a->use != b->use || a->n_columns != b->n_columns || a->is_broken || b->is_broken)
		return 0;
	for (uint32_t i = 0; i < a->use->n_axes; i++) {
		if (a->axes[i].n != b->axes[i].n)
			return 0;
		for (uint32_t k = 0; k < a->axes[i].n; k++)
			if (strcmp(a->axes[i].id[k], b->axes[i].id[k]))
				return 0;
	}
	for (uint32_t i = 0; i < a->n_columns; i++)
		if (!is_same_bound(&a->columns[i].bound, &b->columns[i].bound))
			return 0;
	return have_same_params(a->spec, b->spec);
}

/* The one that does the same already, or the new one itself, behind the others. */
static struct record *share(struct reader *reader, struct record *record)
{
	struct record **at = &reader->records;

	while (*at && !is_same(&(*at)->applied, &record->applied))
		at = &(*at)->next;
	if (*at)
		applied_close(&record->applied);
	else
		*at = record;
	return *at;
}

/* A column of the files that the record indicator reads, to point at. */
static int place_of(const struct applied *applied)
{
	for (uint32_t i = 0; i < applied->n_columns; i++)
		if (applied->columns[i].bound.column >= 0)
			return applied->columns[i].bound.column;
	return -1;
}

/* Where one object of the project has all outputs, they are bound together, and what is wrong with
 * it is said once. */
static struct record *find(const struct reader *reader, const struct indicator_spec *spec)
{
	struct record *record = reader->records;

	while (record && record->applied.spec != spec)
		record = record->next;
	return record;
}

static int open_record(struct record **out, struct reader *reader, const struct named_column *named)
{
	struct record *record = arena_new(&reader->arena, 1, sizeof *record);

	if (!record)
		return CHISO_ENOMEM;
	int status = applied_open(&record->applied, named->spec->record, &reader);
	if (status) {
		applied_close(&record->applied);
		return status;
	}
	/* Its own inputs may have led back to it. */
	record->applied.is_broken |= named->state != 1;
	record->first = (size_t)(named - reader->named);
	*out = share(reader, record);
	return CHISO_OK;
}

int record_bind(struct reader *reader, struct named_column *named)
{
	struct record *record = find(reader, named->spec->record);
	int status = record ? CHISO_OK : open_record(&record, reader, named);

	named->bound = (struct bound){.column = -1};
	if (status)
		return status;
	if (record->applied.is_broken)
		return CHISO_EDATA;
	named->record = record;
	named->bound.column = place_of(&record->applied);
	return CHISO_OK;
}

int records_start(struct reader *reader)
{
	int status = CHISO_OK;

	for (struct record *r = reader->records; r && !status; r = r->next)
		if (!r->applied.is_broken)
			status = applied_prepare(&r->applied);
	return status;
}

void records_close(struct reader *reader)
{
	for (struct record *r = reader->records; r; r = r->next)
		applied_close(&r->applied);
}

int record_reads(const struct record *record, int column)
{
	const struct applied *applied = &record->applied;

	for (uint32_t i = 0; i < applied->n_columns; i++)
		if (bound_reads(applied->columns[i].reader, &applied->columns[i].bound, column))
			return 1;
	return 0;
}

/* ---- values ---- */

static const struct chiso_output *output_of(const struct named_column *named)
{
	return chiso_output_at(named->record->applied.use, named->spec->output);
}

int record_type(const struct named_column *named)
{
	switch (output_of(named)->field.type) {
	case CHISO_BOOL:
		return CHISO_BOOL;
	case CHISO_DATE:
		return CHISO_DATE;
	case CHISO_CODE:
		return CHISO_STR;
	default:
		return CHISO_F64;
	}
}

/* One call and what it writes. */
struct calling {
	struct reader *reader;
	struct record *record;
	const struct vector *table;
	size_t n, first_row;
	uint8_t *seen;             /* as `bad`, with what is silent for this run */
	struct chiso_column *columns;
	uint32_t *rows;
	uint8_t *fates;
	struct chiso_out *out;
	struct arena *scratch;
};

static int is_silent(const struct calling *calling, size_t row)
{
	return calling->seen[row] & (ROW_ON_TRIAL | ROW_SAID);
}

static size_t size_of(uint32_t type)
{
	return type == CHISO_BOOL ? 1 : type == CHISO_CODE || type == CHISO_DATE ? 4 : 8;
}

/* Of what stands at a place of `out`: behind the outputs there are labels. */
static size_t size_of_out(const struct chiso_indicator *use, uint32_t o)
{
	return o < use->n_outputs ? size_of(chiso_output_at(use, o)->field.type) : sizeof(double);
}

static int32_t count_codes(const struct chiso_code *codes)
{
	int32_t n = 0;

	while (codes[n].id)
		n++;
	return n;
}

/* What the plugin gave is no value of the output's type. */
static void refuse_value(const struct calling *calling, size_t row,
                         const struct chiso_output *output, double value)
{
	char number[NUMBER_ROOM];

	calling->seen[row] |= ROW_BAD;
	if (is_silent(calling, row))
		return;
	if (isfinite(value))
		number[number_print(number, value)] = '\0';
	else
		strcpy(number, isnan(value) ? "nan" : "inf");
	report_row(calling->reader, calling->first_row + row, -1, MSG_RECORD_VALUE, number,
	           calling->record->applied.use->id, output->field.id);
}

/* Takes element i of an output, which is about a row.  0 when it can't be. */
static int take(struct vector *out, size_t row, const struct chiso_output *output,
                const void *values, uint32_t i, double *met)
{
	static const double most = 9007199254740992.0; /* whole numbers above are not all doubles */
	char date[PERIOD_ROOM];
	int32_t small = 0;

	switch (output->field.type) {
	case CHISO_F64:
		*met = out->at.f64[row] = ((const double *)values)[i];
		return isfinite(*met);
	case CHISO_I64:
		*met = out->at.f64[row] = (double)((const int64_t *)values)[i];
		return fabs(*met) <= most;
	case CHISO_BOOL:
		*met = ((const uint8_t *)values)[i];
		out->at.boolean[row] = *met != 0;
		return *met <= 1;
	default:
		*met = small = ((const int32_t *)values)[i];
	}
	if (output->field.type == CHISO_DATE) {
		out->at.date[row] = small;
		/* One that can be written can be read again. */
		return !date_read(&small, date, date_print(date, small), 0);
	}
	if (small < 0 || small >= count_codes(output->field.codes))
		return 0;
	const char *id = output->field.codes[small].id;
	out->at.str[row] = (struct slice){id, strlen(id)};
	return 1;
}

static void fill(const struct calling *calling, struct vector *out,
                 const struct chiso_output *output, const struct chiso_out *from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		size_t row = calling->rows[i];
		uint8_t reason = from->reasons[i];
		double met = reason;

		if (calling->fates[i] == CHISO_EXCLUDED)
			reason = CHISO_REASON_NOT_APPLICABLE;
		else if (calling->fates[i] != CHISO_USED)
			reason = CHISO_REASON_NOT_REPORTED;
		out->missing[row] = reason;
		if (reason > CHISO_REASON_FAILED ||
		    (!reason && !take(out, row, output, from->values, i, &met))) {
			out->missing[row] = CHISO_REASON_NOT_REPORTED;
			refuse_value(calling, row, output, met);
		}
	}
}

/* The label at which a refused record is wrong. */
static double label_of(const struct calling *calling, uint32_t i)
{
	const struct chiso_out *last = &calling->out[calling->record->applied.use->n_outputs];

	return ((const double *)last->values)[i];
}

static void judge(const struct calling *calling, const struct variant *variant, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		size_t row = calling->rows[i];

		if (calling->fates[i] <= CHISO_EXCLUDED)
			continue;
		calling->seen[row] |= ROW_BAD;
		if (!is_silent(calling, row))
			variant_refuse(variant, calling->reader, calling->first_row + row,
			               calling->fates[i], label_of(calling, i));
	}
}

/* ---- calling ---- */

static int make_room(struct calling *calling)
{
	const struct chiso_indicator *use = calling->record->applied.use;
	size_t n = calling->n;

	calling->rows = arena_new(calling->scratch, n, sizeof *calling->rows);
	calling->fates = arena_new(calling->scratch, n, 1);
	calling->out = arena_new(calling->scratch, use->n_outputs + 1u, sizeof *calling->out);
	if (!calling->rows || !calling->fates || !calling->out)
		return CHISO_ENOMEM;
	for (uint32_t o = 0; o <= use->n_outputs; o++) {
		calling->out[o].values = arena_new(calling->scratch, n, size_of_out(use, o));
		calling->out[o].reasons = arena_new(calling->scratch, n, 1);
		if (!calling->out[o].values || !calling->out[o].reasons)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* As the plugin finds it: no values, and what it does not write is missing. */
static void empty(const struct calling *calling, uint32_t n)
{
	const struct chiso_indicator *use = calling->record->applied.use;

	memset(calling->fates, CHISO_USED, n);
	for (uint32_t o = 0; o <= use->n_outputs; o++) {
		memset(calling->out[o].values, 0, n * size_of_out(use, o));
		memset(calling->out[o].reasons, CHISO_REASON_NOT_REPORTED, n);
	}
}

static int is_good(const struct calling *calling, size_t row)
{
	return !(calling->seen[row] & (ROW_BAD | ROW_LOST | ROW_NOT_MEANT));
}

static struct variant *variant_of(const struct calling *calling, size_t row)
{
	const struct reader *reader = calling->reader;
	size_t at = calling->first_row + row;

	return applied_variant(&calling->record->applied, reader_unit_of(reader, at),
	                       reader->periods[reader_period_of(reader, at)]);
}

/* Refuses the records for which no standard holds. */
static void drop_others(const struct calling *calling)
{
	for (size_t row = 0; row < calling->n; row++) {
		size_t at = calling->first_row + row;

		if (!is_good(calling, row) || variant_of(calling, row))
			continue;
		calling->seen[row] |= ROW_BAD;
		if (!is_silent(calling, row))
			applied_refuse_then(&calling->record->applied, calling->reader, at,
			                    calling->reader->periods[reader_period_of(calling->reader, at)]);
	}
}

/* The good records that a variant is meant for. */
static uint32_t select_rows(const struct calling *calling, const struct variant *variant)
{
	uint32_t n = 0;

	for (size_t row = 0; row < calling->n; row++)
		if (is_good(calling, row) && variant_of(calling, row) == variant)
			calling->rows[n++] = (uint32_t)row;
	return n;
}

static int call(const struct calling *calling, struct variant *variant)
{
	struct reader *reader = calling->reader;
	struct applied *applied = &calling->record->applied;
	struct chiso_batch batch = {.rows = calling->rows};
	struct chiso_column *columns;

	batch.n = select_rows(calling, variant);
	if (!batch.n)
		return CHISO_OK;
	variant_begin(variant);
	if (applied->is_broken)
		return CHISO_OK;
	if (variant_columns(variant, calling->columns, &columns, calling->scratch))
		return CHISO_ENOMEM;
	batch.columns = columns;
	empty(calling, batch.n);
	int status = applied->use->record(&variant->call, &batch, calling->out, calling->fates);
	if (status) {
		report(applied->context, MSG_PLUGIN_FAILED, applied->spec->place, applied->use->id);
		applied->is_broken = 1;
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	}
	judge(calling, variant, batch.n);
	for (size_t i = 0; i < reader->n_named; i++) {
		const struct named_column *named = &reader->named[i];
		struct vector out = calling->table[reader->n_uses + i];

		if (named->record == calling->record && named->state == 2)
			fill(calling, &out, output_of(named),
			     &calling->out[named->spec->output], batch.n);
	}
	return CHISO_OK;
}

static int run(struct calling *calling)
{
	struct applied *applied = &calling->record->applied;

	calling->columns = columns_make(applied, 0, calling->reader, calling->table, calling->n,
	                                calling->first_row, calling->seen, calling->scratch);
	if (!calling->columns || make_room(calling))
		return CHISO_ENOMEM;
	drop_others(calling);
	int status = CHISO_OK;
	for (uint32_t i = 0; i < applied->n_variants && !status && !applied->is_broken; i++)
		status = call(calling, &applied->variants[i]);
	return status;
}

int record_run(struct reader *reader, size_t i, struct vector *table, size_t n, size_t first_row,
               uint8_t *bad, struct arena *scratch)
{
	struct record *record = reader->named[i].record;
	struct calling calling = {.reader = reader,
	                          .record = record,
	                          .table = table,
	                          .n = n,
	                          .first_row = first_row,
	                          .seen = arena_new(scratch, n, 1),
	                          .scratch = scratch};

	if (record->first != i)
		return CHISO_OK;
	if (!calling.seen)
		return CHISO_ENOMEM;
	for (size_t k = 0; k < reader->n_named; k++)
		if (reader->named[k].record == record && reader->named[k].state == 2)
			memset(table[reader->n_uses + k].missing, CHISO_REASON_NOT_REPORTED, n);
	if (record->applied.is_broken || !reader->knows_period)
		return CHISO_OK;
	for (size_t row = 0; row < n; row++)
		calling.seen[row] = (uint8_t)(bad[row] | (reader->is_repeat ? ROW_SAID : 0));
	int status = run(&calling);
	for (size_t row = 0; row < n; row++)
		bad[row] |= calling.seen[row] & ROW_BAD;
	return status;
}
