/* SPDX-License-Identifier: MIT */
/* From vectors to the columns that a plugin reads: bits for what is missing, codes for words,
 * ranges checked. */
#include "aggregate/applied.h"

#include "base/bits.h"
#include "base/context.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

struct input_at {
	const struct applied *applied;
	struct reader *reader;
	const struct chiso_input *input;
	int column; /* of the files, to point at */
	size_t first_row;
	uint8_t *bad;
	struct arena *scratch;
};

static void refuse(const struct input_at *at, size_t row, enum message id, const char *expected,
                   const char *most)
{
	struct reader *reader = at->reader;
	size_t batch_row = at->first_row + row;

	int is_silent = at->bad[row] != 0;

	at->bad[row] |= ROW_BAD;
	if (is_silent)
		return;
	report_row(reader, batch_row, at->column, id, batch_text(reader, at->column, batch_row),
	           at->input->field.id, expected, most);
}

static void check_range(const struct input_at *at, const struct vector *v, size_t n)
{
	char low[NUMBER_ROOM], high[NUMBER_ROOM];

	if (!(at->input->min < at->input->max) || v->type != CHISO_F64)
		return;
	for (size_t row = 0; row < n; row++) {
		if (v->missing[row] || (v->at.f64[row] >= at->input->min &&
		                        v->at.f64[row] <= at->input->max))
			continue;
		number_print(low, at->input->min);
		number_print(high, at->input->max);
		if (isinf(at->input->max))
			refuse(at, row, MSG_BELOW_RANGE, low, "");
		else if (isinf(at->input->min))
			refuse(at, row, MSG_ABOVE_RANGE, high, "");
		else
			refuse(at, row, MSG_OUT_OF_RANGE, low, high);
	}
}

/* A code that has been met, and where its text was: what a project computes stands always at the same
 * place. */
struct met {
	const char *text;
	size_t n;
	int32_t code;
};

static int32_t find_code(const struct chiso_code *codes, struct slice text, struct met *met)
{
	if (text.text == met->text && text.n == met->n)
		return met->code;
	for (int32_t i = 0; codes && codes[i].id; i++)
		if (slice_is(text, codes[i].id)) {
			*met = (struct met){text.text, text.n, i};
			return i;
		}
	return -1;
}

static void refuse_code(const struct input_at *at, size_t row)
{
	const struct chiso_code *codes = at->input->field.codes;
	char *known = arena_text(at->scratch, "", 0);

	for (size_t i = 0; known && codes && codes[i].id; i++)
		known = arena_printf(at->scratch, "%s%s%s", known, i ? ", " : "", codes[i].id);
	refuse(at, row, MSG_CODE_UNKNOWN, known ? known : "", "");
}

static void codes_of_texts(const struct input_at *at, const struct vector *v, size_t n, int32_t *out)
{
	enum { PLACES_LOG = 5 };
	struct met met[1 << PLACES_LOG] = {{0}};

	for (size_t row = 0; row < n; row++) {
		if (v->missing[row] || at->bad[row] & ROW_BAD)
			continue;
		uint64_t place = (uintptr_t)v->at.str[row].text * (uint64_t)0x9e3779b97f4a7c15;

		out[row] = find_code(at->input->field.codes, v->at.str[row],
		                     &met[place >> (64 - PLACES_LOG)]);
		if (out[row] >= 0)
			continue;
		refuse_code(at, row);
		out[row] = 0;
	}
}

/* Whether all texts of a project's own are codes: then no row is asked about. */
static int find_codes(const struct chiso_code *codes, const struct few_texts *few, int32_t *out)
{
	int are_known = 1;

	for (size_t i = 0; i < few->n && are_known; i++) {
		struct met met = {NULL, 0, -1};

		out[i] = find_code(codes, few->items[i], &met);
		are_known = out[i] >= 0;
	}
	return are_known;
}

static void copy_codes(int32_t *restrict to, const int32_t *codes, const uint8_t *restrict which, size_t n)
{
	for (size_t row = 0; row < n; row++)
		to[row] = codes[which[row]];
}

static void codes_of(const struct input_at *at, const struct vector *v, size_t n, int32_t *out)
{
	int32_t codes[UINT8_MAX];

	if (v->few && find_codes(at->input->field.codes, v->few, codes)) {
		copy_codes(out, codes, v->bytes, n);
		return;
	}
	vector_spell_out(v, n);
	codes_of_texts(at, v, n, out);
}

/* The labels of the axis over what is met in an input; NULL: there is none. */
static const struct chiso_labels *labels_of(const struct applied *applied,
                                            const struct chiso_input *input)
{
	for (uint16_t i = 0; i < applied->use->n_axes; i++) {
		const struct chiso_axis *axis = chiso_axis_at(applied->use, i);

		if (axis->kind == CHISO_AXIS_DATA &&
		    chiso_input_at(applied->use, axis->of) == input)
			return &applied->axes[i];
	}
	return NULL;
}

int columns_have_labels(const struct applied *applied, const struct chiso_input *input)
{
	return labels_of(applied, input) != NULL;
}

/* Which of the labels, which are in order, every text is.  One that was not met before is on
 * trial, made up; it counts as missing. */
static void labels_met(const struct chiso_labels *labels, const struct vector *v, size_t n,
                       int32_t *out)
{
	for (size_t row = 0; row < n; row++) {
		uint32_t low = 0, high = labels->n;

		if (v->missing[row])
			continue;
		while (low < high) {
			uint32_t middle = low + (high - low) / 2;

			if (slice_compare(v->at.str[row], labels->id[middle]) > 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < labels->n && slice_is(v->at.str[row], labels->id[low]))
			out[row] = (int32_t)low;
		else
			v->missing[row] = CHISO_REASON_NOT_APPLICABLE;
	}
}

static int integers_of(const struct input_at *at, const struct vector *v, size_t n, int64_t *out)
{
	for (size_t row = 0; row < n; row++) {
		double x = v->at.f64[row];

		if (v->missing[row])
			continue;
		/* A figure that was moved need not have landed on a whole number. */
		if (at->bad[row] & ROW_ON_TRIAL)
			x = round(x);
		if (x != floor(x) || fabs(x) > 9e15)
			refuse(at, row, MSG_NOT_WHOLE, "", "");
		else
			out[row] = (int64_t)x;
	}
	return CHISO_OK;
}

static uint8_t *bits_of(const uint8_t *bytes, int flip, size_t n, struct arena *scratch)
{
	uint8_t *bits = arena_new(scratch, n / 8 + 1, 1);

	if (bits)
		bits_pack(bits, bytes, flip, n);
	return bits;
}

/* Which rows are not missing.  Nothing is written of a column where none is. */
static int find_validity(const uint8_t *missing, size_t n, struct chiso_column *column,
                         struct arena *scratch)
{
	uint8_t any = 0;

	for (size_t row = 0; row < n; row++)
		any |= missing[row];
	column->validity = any ? bits_of(missing, 1, n, scratch) : NULL;
	return any && !column->validity ? CHISO_ENOMEM : CHISO_OK;
}

static int strings_of(const struct vector *v, size_t n, struct chiso_column *column,
                      struct arena *scratch)
{
	int32_t *offsets = arena_new(scratch, n + 1, sizeof *offsets);
	size_t total = 0;

	for (size_t i = 0; i < n; i++)
		total += v->missing[i] ? 0 : v->at.str[i].n;
	char *text = total < INT32_MAX ? arena_new(scratch, total + 1, 1) : NULL;
	if (!offsets || !text)
		return CHISO_ENOMEM;
	total = 0;
	for (size_t i = 0; i < n; i++) {
		offsets[i] = (int32_t)total;
		if (!v->missing[i] && v->at.str[i].n) {
			memcpy(text + total, v->at.str[i].text, v->at.str[i].n);
			total += v->at.str[i].n;
		}
	}
	offsets[n] = (int32_t)total;
	column->values = text;
	column->offsets = offsets;
	return CHISO_OK;
}

static int make_column(const struct input_at *at, const struct vector *v, size_t n,
                       struct chiso_column *column)
{
	const struct chiso_labels *labels = labels_of(at->applied, at->input);
	void *values = NULL;
	int status = CHISO_OK;

	check_range(at, v, n);
	if (at->input->field.type == CHISO_CODE) {
		values = arena_new(at->scratch, n, sizeof(int32_t));
		if (values && labels)
			labels_met(labels, v, n, values);
		else if (values)
			codes_of(at, v, n, values);
	}
	if (find_validity(v->missing, n, column, at->scratch))
		return CHISO_ENOMEM;
	switch (at->input->field.type) {
	case CHISO_F64:
		values = v->at.f64;
		break;
	case CHISO_DATE:
		values = v->at.date;
		break;
	case CHISO_BOOL:
		values = bits_of(v->at.boolean, 0, n, at->scratch);
		break;
	case CHISO_I64:
		values = arena_new(at->scratch, n, sizeof(int64_t));
		status = values ? integers_of(at, v, n, values) : CHISO_ENOMEM;
		break;
	case CHISO_CODE:
		break;
	default:
		return strings_of(v, n, column, at->scratch);
	}
	column->values = values;
	return values ? status : CHISO_ENOMEM;
}

/* A day that an input of this role has in a period. */
static int32_t day_of_role(const struct reader *reader, uint8_t role, struct period period)
{
	switch (role) {
	case CHISO_PERIOD_FIRST:
		return period.first;
	case CHISO_REFERENCE_DATE:
		return interval_reference(&reader->spec->interval, period);
	default:
		return period.last;
	}
}

/* An input that the host fills with a day of the record's period. */
static int fill_role(const struct input_at *at, size_t n, struct chiso_column *column)
{
	const struct reader *reader = at->reader;
	int32_t *days = arena_new(at->scratch, n, sizeof *days);
	uint8_t *missing = arena_new(at->scratch, n, 1);

	for (size_t i = 0; days && missing && i < n; i++) {
		size_t row = at->first_row + i;
		struct period period = {1, 0};

		/* A record whose period can't be read has none, and there may be no other. */
		if (!(reader->batch.bad[row] & ROW_LOST))
			period = reader->periods[reader_period_of(reader, row)];

		days[i] = day_of_role(reader, at->input->role, period);
		missing[i] = period.first > period.last;
	}
	column->values = days;
	return days && missing ? find_validity(missing, n, column, at->scratch) : CHISO_ENOMEM;
}

/* The vector of an input that is a column of the files, or one of the project that has a few texts as codes,
 * of the type in which that is read; NULL: another one. */
static const struct vector *as_read(const struct input_at *at, const struct applied_column *column,
                                    const struct vector *table)
{
	int is_code = column->input->field.type == CHISO_CODE, in = column->bound.in[0];
	const struct vector *v = &table[in >= 0 ? in : (int)at->reader->n_uses - 1 - in];

	if (!expr_is_name(column->bound.expr) || v->type != input_type(column->input))
		return NULL;
	/* Codes may lose values that are not among the labels: not in the reader's own vector. */
	if (is_code)
		return v->few && !labels_of(at->applied, at->input) ? v : NULL;
	return in >= 0 ? v : NULL;
}

struct chiso_column *columns_make(const struct applied *applied, uint8_t source,
                                  struct reader *reader, const struct vector *table, size_t n,
                                  size_t first_row, uint8_t *bad, struct arena *scratch)
{
	struct chiso_column *columns = arena_new(scratch, applied->n_columns, sizeof *columns);

	for (uint32_t i = 0; columns && i < applied->n_columns; i++) {
		const struct applied_column *column = &applied->columns[i];
		struct input_at at = {applied, reader, column->input, column->bound.column, first_row,
		                      bad,     scratch};

		if (column->input->source != source)
			continue;
		if (at.input->role) {
			if (fill_role(&at, n, &columns[i]))
				return NULL;
			continue;
		}
		if (!column->bound.expr)
			continue;
		const struct vector *read = as_read(&at, column, table);
		struct vector v = read ? *read : vector_room(scratch, input_type(at.input), n);
		if (!v.at.f64 ||
		    (!read && bound_run(reader, &column->bound, table, n, &v, scratch)) ||
		    make_column(&at, &v, n, &columns[i]))
			return NULL;
	}
	return columns;
}
