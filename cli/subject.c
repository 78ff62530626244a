/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "subject.h"

#include <chiso/chiso.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LABELS = 4, WITHOUT_MEMORY = 3 }; /* labels of axes that the data would give; exit status */

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

uint32_t random_below(uint64_t *state, uint32_t n)
{
	return n ? (uint32_t)(random_next(state) % n) : 0;
}

void *need(size_t n, size_t size)
{
	void *out = calloc(n ? n : 1, size);

	if (!out)
		_exit(WITHOUT_MEMORY);
	return out;
}

/* ---- the host ---- */

static void *resize(struct chiso_call *call, void *ptr, size_t old_size, size_t size)
{
	(void)call;
	(void)old_size;
	if (size)
		return realloc(ptr, size);
	free(ptr);
	return NULL;
}

static void listen_log(struct chiso_call *call, int level, const char *message)
{
	(void)call;
	(void)level;
	(void)message;
}

static void listen_error(struct chiso_call *call, int status, int param,
                         const struct chiso_text *message)
{
	/* Every call here lies inside its subject. */
	struct subject *subject = (struct subject *)((char *)call - offsetof(struct subject, call));

	(void)status;
	(void)param;
	snprintf(subject->said, sizeof subject->said, ": %s", chiso_text_in(message, "en"));
}

static const void *no_extension(struct chiso_call *call, const char *name)
{
	(void)call;
	(void)name;
	return NULL;
}

/* ---- rows of tables, whatever their stride ---- */

#define ROW(indicator, name, i) \
	((const struct chiso_##name *)((const char *)(indicator)->name##s + \
	                               (size_t)(i) * (indicator)->name##_stride))

static const struct chiso_axis *axis_row(const struct chiso_indicator *indicator, uint32_t i)
{
	return (const struct chiso_axis *)((const char *)indicator->axes +
	                                   (size_t)i * indicator->axis_stride);
}

static uint32_t code_count(const struct chiso_field *field)
{
	uint32_t n = 0;

	while (field->codes && field->codes[n].id)
		n++;
	return n ? n : LABELS;
}

static uint32_t repeats(const struct subject *subject, uint8_t axis)
{
	return axis ? subject->axis_n[axis - 1] : 1;
}

/* ---- parameters and axes ---- */

static struct chiso_value made_up(const struct chiso_param *param, uint32_t i)
{
	struct chiso_value out = param->min.type == param->field.type && !i
	                                 ? param->min
	                                 : (struct chiso_value){.type = param->field.type};

	if (out.type == CHISO_F64 && (i || param->min.type == CHISO_NONE))
		out.as.f64 = param->max.type == CHISO_F64 ? param->max.as.f64 / (i + 1) : 1.0 + i;
	else if (out.type == CHISO_I64 && param->min.type == CHISO_NONE)
		out.as.i64 = 1 + (int64_t)i;
	else if (out.type == CHISO_RATIO && param->min.type == CHISO_NONE)
		out.as.ratio = (struct chiso_ratio){1, 2 + (int64_t)i};
	else if (out.type == CHISO_STR)
		out.as.str = "a";
	return out;
}

/* What a parameter is given: what it says itself, else a value in its range.  Along an axis a value of
 * its own for each place; other lists have two. */
static struct chiso_list make_param(struct subject *subject, const struct chiso_param *param)
{
	uint32_t n = param->axis                        ? repeats(subject, param->axis)
	             : param->field.flags & CHISO_LIST ? 2
	                                                : 1;
	struct chiso_value *values;

	if (param->def.type != CHISO_NONE) {
		n = param->axis ? n : 1;
	} else if (param->field.flags & CHISO_OPTIONAL) {
		return (struct chiso_list){0};
	} else {
		subject->made_up = 1;
	}
	values = need(n, sizeof *values);
	for (uint32_t k = 0; k < n; k++)
		values[k] = param->def.type != CHISO_NONE ? param->def : made_up(param, k);
	return (struct chiso_list){values, n};
}

/* The parameters that lie along an axis, or the others, which axes may follow. */
static void make_params(struct subject *subject, struct chiso_list *lists, int along)
{
	for (uint32_t i = 0; i < subject->indicator->n_params; i++) {
		const struct chiso_param *param = ROW(subject->indicator, param, i);

		if (!!param->axis == along)
			lists[i] = make_param(subject, param);
	}
}

static struct chiso_labels *make_axes(struct subject *subject)
{
	static const char *const names[LABELS] = {"a", "b", "c", "d"};
	const struct chiso_indicator *indicator = subject->indicator;
	struct chiso_labels *axes = need(indicator->n_axes, sizeof *axes);

	for (uint32_t i = 0; i < indicator->n_axes; i++) {
		const struct chiso_axis *axis = axis_row(indicator, i);
		uint32_t n = LABELS;

		if (axis->kind == CHISO_AXIS_PARAM)
			n = subject->call.params[axis->of].n;
		else if (axis->kind == CHISO_AXIS_CODES)
			n = code_count(&ROW(indicator, input, axis->of)->field);
		const char **ids = need(n, sizeof *ids);
		for (uint32_t k = 0; k < n; k++)
			ids[k] = names[k % LABELS];
		if (axis->kind == CHISO_AXIS_CODES && ROW(indicator, input, axis->of)->field.codes)
			for (uint32_t k = 0; k < n; k++)
				ids[k] = ROW(indicator, input, axis->of)->field.codes[k].id;
		axes[i] = (struct chiso_labels){ids, n};
		subject->axis_n[i] = n;
	}
	return axes;
}

static void number_columns(struct subject *subject)
{
	const struct chiso_indicator *indicator = subject->indicator;
	struct chiso_call *call = &subject->call;
	uint32_t *input_at = need(indicator->n_inputs, sizeof *input_at);
	uint32_t *term_at = need(indicator->n_terms, sizeof *term_at);
	uint32_t *output_at = need(indicator->n_outputs, sizeof *output_at);

	for (uint32_t i = 0; i < indicator->n_inputs; i++) {
		input_at[i] = subject->n_columns;
		subject->n_columns += repeats(subject, ROW(indicator, input, i)->axis);
	}
	for (uint32_t i = 0; i < indicator->n_terms; i++) {
		const struct chiso_term *term = ROW(indicator, term, i);

		term_at[i] = call->n_terms;
		call->n_terms += repeats(subject, term->axis[0]) * repeats(subject, term->axis[1]);
	}
	for (uint32_t i = 0; i < indicator->n_outputs; i++) {
		const struct chiso_output *output = ROW(indicator, output, i);

		output_at[i] = call->n_cells;
		call->n_cells +=
			repeats(subject, output->axis[0]) * repeats(subject, output->axis[1]);
	}
	call->input_at = input_at;
	call->term_at = term_at;
	call->output_at = output_at;
	subject->column_input = need(subject->n_columns, sizeof *subject->column_input);
	for (uint32_t i = 0; i < indicator->n_inputs; i++) {
		const struct chiso_input *input = ROW(indicator, input, i);

		for (uint32_t k = 0; k < repeats(subject, input->axis); k++)
			subject->column_input[input_at[i] + k] = input;
	}
}

void subject_open(struct subject *subject, const struct chiso_indicator *indicator)
{
	*subject = (struct subject){
		.indicator = indicator,
		.call = {.size = sizeof subject->call},
		.host = {.size = sizeof subject->host,
	                 .abi = CHISO_ABI,
	                 .resize = resize,
	                 .log = listen_log,
	                 .error = listen_error,
	                 .extension = no_extension},
	};
	subject->call.host = &subject->host;
	subject->axis_n = need(indicator->n_axes, sizeof *subject->axis_n);
	struct chiso_list *params = need(indicator->n_params, sizeof *params);
	subject->call.params = params;
	make_params(subject, params, 0);
	subject->call.axes = make_axes(subject);
	make_params(subject, params, 1);
	number_columns(subject);
}

const struct chiso_term *subject_term(const struct subject *subject, uint32_t term)
{
	uint32_t i = subject->indicator->n_terms - 1u;

	while (i && subject->call.term_at[i] > term)
		i--;
	return ROW(subject->indicator, term, i);
}

/* ---- random records ---- */

static double random_f64(const struct chiso_input *input, uint64_t *random)
{
	static const double odd[] = {0, 1, -1, 0.1, 1e-9, 1e15, -12345.678};
	int is_bounded = input->min < input->max;
	double low = is_bounded && isfinite(input->min) ? input->min : -1e6;
	double high = is_bounded && isfinite(input->max) ? input->max : low + 2e6;
	uint32_t kind = random_below(random, 8);
	double value = low + (high - low) * (double)(random_next(random) >> 11) * 0x1p-53;

	if (is_bounded && kind == 0)
		return low;
	if (is_bounded && kind == 1 && isfinite(input->max))
		return high;
	if (!is_bounded && kind < 3)
		return odd[random_below(random, sizeof odd / sizeof *odd)];
	/* Most figures of offices have two decimals. */
	if (kind < 6 && low > -1e12 && high < 1e12) {
		double rounded = (double)(int64_t)(value * 100) / 100;

		if (rounded >= low && rounded <= high)
			return rounded;
	}
	return value;
}

/* 2020-01-01 and so on: first and last day of a year that the row decides. */
static int32_t random_date(const struct chiso_input *input, uint32_t row, uint64_t *random)
{
	enum { YEAR_2020 = 18262 };

	if (input->role == CHISO_PERIOD_FIRST)
		return YEAR_2020 + 365 * (int32_t)(row % 5);
	if (input->role == CHISO_PERIOD_LAST || input->role == CHISO_REFERENCE_DATE)
		return YEAR_2020 + 365 * (int32_t)(row % 5) + 364;
	return YEAR_2020 - 2000 + (int32_t)random_below(random, 6000);
}

static struct chiso_value random_value(const struct chiso_input *input, uint32_t row,
                                       uint64_t *random)
{
	static const char *const words[] = {"", "na", "Hoà", "xã Chi Lăng", "=1+1"};
	struct chiso_value out = {.type = input->field.type};

	switch (input->field.type) {
	case CHISO_F64:
		out.as.f64 = random_f64(input, random);
		break;
	case CHISO_I64:
		out.as.i64 = (int64_t)random_f64(input, random);
		break;
	case CHISO_BOOL:
		out.as.i64 = random_below(random, 2);
		break;
	case CHISO_CODE:
		out.as.code = (int32_t)random_below(random, code_count(&input->field));
		break;
	case CHISO_DATE:
		out.as.date = random_date(input, row, random);
		break;
	case CHISO_STR:
		out.as.str = words[random_below(random, sizeof words / sizeof *words)];
		break;
	}
	return out;
}

void records_make(struct records *out, const struct subject *subject, uint32_t source, uint32_t n,
                  uint64_t *random)
{
	out->n = n;
	out->cells = need((size_t)n * subject->n_columns, sizeof *out->cells);
	out->is_bound = need(subject->n_columns, 1);
	for (uint32_t c = 0; c < subject->n_columns; c++) {
		const struct chiso_input *input = subject->column_input[c];
		int may_lack = input->field.flags & CHISO_OPTIONAL && !input->role;
		int has_nulls = !input->role && random_below(random, 4);

		out->is_bound[c] = input->source == source && !(may_lack && !random_below(random, 3));
		for (uint32_t r = 0; out->is_bound[c] && r < n; r++)
			if (!has_nulls || random_below(random, 6))
				out->cells[(size_t)c * n + r] = random_value(input, r, random);
	}
}
