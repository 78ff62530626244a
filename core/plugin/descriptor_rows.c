/* SPDX-License-Identifier: MIT */
#include "plugin/descriptor.h"

#include "number/number.h"

#include <math.h>
#include <string.h>

static const char *number_text(struct check *check, double number)
{
	char text[NUMBER_ROOM];

	if (isfinite(number))
		return arena_text(&check->arena, text, number_print(text, number));
	return isnan(number) ? "NaN" : number > 0 ? "INFINITY" : "-INFINITY";
}

static const char *whole_text(struct check *check, long long number)
{
	return arena_printf(&check->arena, "%lld", number);
}

const char *descriptor_type(struct check *check, uint32_t type)
{
	static const char *const names[] = {
		[CHISO_NONE] = "CHISO_NONE", [CHISO_F64] = "CHISO_F64",
		[CHISO_I64] = "CHISO_I64",   [CHISO_BOOL] = "CHISO_BOOL",
		[CHISO_CODE] = "CHISO_CODE", [CHISO_DATE] = "CHISO_DATE",
		[CHISO_STR] = "CHISO_STR",   [CHISO_RATIO] = "CHISO_RATIO",
	};

	return type <= CHISO_RATIO ? names[type] : whole_text(check, type);
}

/* A number that names a row of another table. */
static void check_index(struct check *check, const char *name, size_t index, enum table_kind kind)
{
	const struct table *table = &check->tables[kind];

	if (index >= table->n)
		descriptor_fault(check, MSG_DESCRIPTOR_INDEX,
				 arena_printf(&check->arena, "%s %zu", name, index), table->name,
				 whole_text(check, (long long)table->n));
}

/* The same, counted from 1; 0 is none. */
static void check_index_from_1(struct check *check, const char *name, size_t index,
			       enum table_kind kind)
{
	const struct table *table = &check->tables[kind];

	if (index > table->n)
		descriptor_fault(check, MSG_DESCRIPTOR_INDEX_FROM_1,
				 arena_printf(&check->arena, "%s %zu", name, index), table->name,
				 whole_text(check, (long long)table->n));
}

/* An indicator without a table of sources has one all the same. */
static void check_source_index(struct check *check, size_t index)
{
	if (index || check->tables[SOURCES].n)
		check_index(check, "source", index, SOURCES);
}

static void check_axes(struct check *check, const uint8_t *axis, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_index_from_1(check, "axis", axis[i], AXES);
}

static void check_enumerator(struct check *check, const char *name, unsigned value, unsigned last)
{
	if (value > last)
		descriptor_fault(check, MSG_DESCRIPTOR_UNKNOWN, name, whole_text(check, value),
				 NULL);
}

static void check_codes(struct check *check, const struct chiso_code *codes)
{
	for (const struct chiso_code *code = codes; code && code->id; code++) {
		descriptor_text(check, "codes", NULL, code->id);
		descriptor_texts(check, code->id, code->title, 0);
		for (const struct chiso_code *other = codes; other < code; other++)
			if (!strcmp(other->id, code->id)) {
				descriptor_fault(check, MSG_DESCRIPTOR_TWICE, code->id, "codes",
						 NULL);
				break;
			}
	}
}

static void check_field(struct check *check, const struct chiso_field *field, uint32_t last_type)
{
	descriptor_text(check, "unit", NULL, field->unit);
	if (field->type == CHISO_NONE || field->type > last_type)
		descriptor_fault(check, MSG_DESCRIPTOR_UNKNOWN, "type",
				 descriptor_type(check, field->type), NULL);
	check_codes(check, field->codes);
}

enum { MOST_SOURCES = 8 };

static void check_source(struct check *check, const struct chiso_source *source)
{
	if (source->field.flags & CHISO_WHOLE)
		descriptor_fault(check, MSG_DESCRIPTOR_BEYOND, "CHISO_WHOLE", NULL, NULL);
	if (check->row == 1 && check->indicator->state) /* once for the table */
		descriptor_fault(check, MSG_DESCRIPTOR_BEYOND, "state with n_sources > 1", NULL, NULL);
	if (check->row == MOST_SOURCES)
		descriptor_fault(check, MSG_DESCRIPTOR_TOO_MANY,
				 whole_text(check, (long long)check->table->n),
				 whole_text(check, MOST_SOURCES), NULL);
}

/* ---- axes ---------------------------------------------------------------------------------- */

/* A row of a table that can be looked at; NULL: there is none. */
static const void *row_of(const struct check *check, enum table_kind kind, size_t i)
{
	const struct table *table = &check->tables[kind];

	if (i >= table->n || !table->rows || table->stride < table->least)
		return NULL;
	return descriptor_row(table, i);
}

static void check_axis(struct check *check, const struct chiso_axis *axis)
{
	const struct chiso_param *param = row_of(check, PARAMS, axis->of);
	const struct chiso_input *input = row_of(check, INPUTS, axis->of);

	if (check->indicator->record)
		descriptor_check_record_axis(check, axis);
	switch (axis->kind) {
	case CHISO_AXIS_INPUT:
		break;
	case CHISO_AXIS_PARAM:
		check_index(check, "of", axis->of, PARAMS);
		if (param && !(param->field.flags & CHISO_LIST))
			descriptor_fault(check, MSG_DESCRIPTOR_AXIS_OF, param->field.id, "CHISO_LIST",
					 NULL);
		break;
	case CHISO_AXIS_CODES:
	case CHISO_AXIS_DATA:
		check_index(check, "of", axis->of, INPUTS);
		if (input && (input->field.type != CHISO_CODE ||
			      !input->field.codes != (axis->kind == CHISO_AXIS_DATA)))
			descriptor_fault(check, MSG_DESCRIPTOR_AXIS_OF, input->field.id,
					 axis->kind == CHISO_AXIS_DATA ? "CHISO_CODE without codes"
								       : "CHISO_CODE with codes",
					 NULL);
		break;
	default:
		check_enumerator(check, "kind", axis->kind, CHISO_AXIS_DATA);
		if (!axis->kind)
			descriptor_fault(check, MSG_DESCRIPTOR_UNKNOWN, "kind", "0", NULL);
	}
}

/* An input repeats along its columns, and so along no other kind of axis. */
static void check_repeats(struct check *check, const struct chiso_input *input)
{
	const struct chiso_axis *axis =
		input->axis ? row_of(check, AXES, input->axis - 1u) : NULL;

	if (axis && axis->kind != CHISO_AXIS_INPUT)
		descriptor_fault(check, MSG_DESCRIPTOR_AXIS_KIND, input->field.id, "CHISO_AXIS_INPUT",
				 NULL);
}

static void check_axis_twice(struct check *check, const uint8_t *axis)
{
	if (axis[0] && axis[0] == axis[1])
		descriptor_fault(check, MSG_DESCRIPTOR_AXIS_TWICE, whole_text(check, axis[0]), NULL,
				 NULL);
}

/* A quotient can't choose among the sums along an axis that its output has not. */
static void check_axes_of(struct check *check, const struct chiso_output *output, size_t term)
{
	const struct chiso_term *row = row_of(check, TERMS, term);

	for (int i = 0; row && i < 2; i++)
		if (row->axis[i] && row->axis[i] != output->axis[0] &&
		    row->axis[i] != output->axis[1]) {
			descriptor_fault(check, MSG_DESCRIPTOR_AXIS_LACKS, row->field.id, NULL,
					 NULL);
			return;
		}
}

static void check_input(struct check *check, const struct chiso_input *input)
{
	check_field(check, &input->field, CHISO_STR);
	check_axes(check, &input->axis, 1);
	check_repeats(check, input);
	check_source_index(check, input->source);
	check_enumerator(check, "role", input->role, CHISO_REFERENCE_DATE);
	if (!(input->min <= input->max))
		descriptor_fault(check, MSG_DESCRIPTOR_RANGE, number_text(check, input->min),
				 number_text(check, input->max), NULL);
}

/* ---- parameters ---------------------------------------------------------------------------- */

static int is_whole(const struct chiso_value *value)
{
	return value->type != CHISO_F64 && value->type != CHISO_RATIO;
}

static const char *value_text(struct check *check, const struct chiso_value *value)
{
	if (value->type == CHISO_RATIO)
		return arena_printf(&check->arena, "%lld/%lld", (long long)value->as.ratio.num,
				    (long long)value->as.ratio.den);
	if (is_whole(value))
		return whole_text(check, (long long)number_of_value(value));
	return number_text(check, value->as.f64);
}

/* Whether it can be compared; none is fine and can't. */
static int check_value(struct check *check, const char *name, const struct chiso_value *value,
		       const struct chiso_param *param)
{
	if (value->type == CHISO_NONE)
		return 0;
	if (value->type != param->field.type) {
		descriptor_fault(check, MSG_DESCRIPTOR_VALUE_TYPE, name,
				 descriptor_type(check, value->type),
				 descriptor_type(check, param->field.type));
		return 0;
	}
	if ((value->type == CHISO_F64 && isnan(value->as.f64)) ||
	    (value->type == CHISO_RATIO && value->as.ratio.den <= 0) ||
	    (value->type == CHISO_STR && !value->as.str)) {
		descriptor_fault(check, MSG_DESCRIPTOR_VALUE, name, NULL, NULL);
		return 0;
	}
	return value->type != CHISO_STR && value->type != CHISO_BOOL;
}

/* A default code must be one of those declared. */
static int32_t count_codes(const struct chiso_code *codes)
{
	int32_t n = 0;

	while (codes && codes[n].id)
		n++;
	return n;
}

static void check_param(struct check *check, const struct chiso_param *param)
{
	struct chiso_value least = param->min, most = param->max;

	check_field(check, &param->field, CHISO_RATIO);
	check_axes(check, &param->axis, 1);
	int has_default = check_value(check, "def", &param->def, param);
	int has_min = check_value(check, "min", &least, param);
	int has_max = check_value(check, "max", &most, param);

	if (param->field.type == CHISO_CODE && param->field.codes && has_default) {
		least = (struct chiso_value){.type = CHISO_CODE};
		most = (struct chiso_value){.type = CHISO_CODE,
					    .as.code = count_codes(param->field.codes) - 1};
		has_min = has_max = 1;
	}
	double low = has_min ? number_of_value(&least) : -INFINITY;
	double high = has_max ? number_of_value(&most) : INFINITY;
	double number = has_default ? number_of_value(&param->def) : low;

	if (low > high)
		descriptor_fault(check, MSG_DESCRIPTOR_RANGE, value_text(check, &least),
				 value_text(check, &most), NULL);
	else if (number < low || number > high)
		descriptor_fault(check, MSG_DESCRIPTOR_DEFAULT, value_text(check, &param->def),
				 has_min ? value_text(check, &least) : "-INFINITY",
				 has_max ? value_text(check, &most) : "INFINITY");
}

/* ---- terms, outputs and the rest ----------------------------------------------------------- */

static void check_term(struct check *check, const struct chiso_term *term)
{
	check_field(check, &term->field, CHISO_STR);
	check_axes(check, term->axis, 2);
	check_axis_twice(check, term->axis);
	check_source_index(check, term->source);
	check_enumerator(check, "over_time", term->over_time, CHISO_STOCK_MEAN);
	check_index_from_1(check, "input", term->input, INPUTS);
}

/* The host multiplies by it, so it must be one number. */
static void check_factor(struct check *check, const struct chiso_output *output)
{
	const struct table *params = &check->tables[PARAMS];

	check_index_from_1(check, "factor", output->factor, PARAMS);
	if (!output->factor || output->factor > params->n || !params->rows ||
	    params->stride < params->least)
		return;
	const struct chiso_param *param = descriptor_row(params, output->factor - 1u);
	uint32_t type = param->field.type;

	if ((type != CHISO_F64 && type != CHISO_I64 && type != CHISO_RATIO) ||
	    param->field.flags & CHISO_LIST)
		descriptor_fault(check, MSG_DESCRIPTOR_FACTOR, param->field.id, NULL, NULL);
}

static void check_output(struct check *check, const struct chiso_output *output)
{
	check_field(check, &output->field, CHISO_STR);
	if (check->indicator->record) {
		descriptor_check_record_output(check, output);
		return;
	}
	check_axes(check, output->axis, 2);
	check_axis_twice(check, output->axis);
	if (output->numerator == CHISO_COMPUTED) {
		descriptor_text(check, "formula", NULL, output->formula);
		if (!check->indicator->evaluate)
			descriptor_fault(check, MSG_DESCRIPTOR_NO_EVALUATE, NULL, NULL, NULL);
		return; /* the rest is for the host's own arithmetic */
	}
	check_index(check, "numerator", output->numerator, TERMS);
	check_axes_of(check, output, output->numerator);
	if (output->denominator != CHISO_ONE) {
		check_index(check, "denominator", output->denominator, TERMS);
		check_axes_of(check, output, output->denominator);
	}
	check_factor(check, output);
	if (!isfinite(output->scale) || output->scale == 0)
		descriptor_fault(check, MSG_DESCRIPTOR_SCALE, number_text(check, output->scale),
				 NULL, NULL);
	else if (output->field.unit && !strcmp(output->field.unit, "%")) {
		if (output->scale != 100)
			descriptor_fault(check, MSG_DESCRIPTOR_PERCENT,
					 number_text(check, output->scale), NULL, NULL);
		if (output->factor)
			descriptor_fault(check, MSG_DESCRIPTOR_PERCENT_FACTOR, NULL, NULL, NULL);
	}
}

void descriptor_check_row(struct check *check, enum table_kind kind, const void *row)
{
	const struct chiso_problem *problem = row;

	switch (kind) {
	case SOURCES:
		check_source(check, row);
		break;
	case AXES:
		check_axis(check, row);
		break;
	case INPUTS:
		check_input(check, row);
		break;
	case PARAMS:
		check_param(check, row);
		break;
	case TERMS:
		check_term(check, row);
		break;
	case OUTPUTS:
		check_output(check, row);
		break;
	case PROBLEMS:
		check_index(check, "input", problem->input, INPUTS);
		break;
	case TABLES:
		break;
	}
}
