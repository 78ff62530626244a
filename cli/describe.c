/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "describe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The parts of a description, "number, ha, 0 or more, required". */
struct parts {
	FILE *stream;
	char *out;
	size_t size;
};

static int parts_open(struct parts *parts)
{
	*parts = (struct parts){0};
	parts->stream = open_memstream(&parts->out, &parts->size);
	return parts->stream ? CHISO_OK : CHISO_ENOMEM;
}

static char *parts_close(struct parts *parts)
{
	if (fclose(parts->stream)) {
		free(parts->out);
		return NULL;
	}
	return parts->out;
}

static void next_part(struct parts *parts)
{
	if (ftell(parts->stream) > 0)
		fputs(", ", parts->stream);
}

static void add(struct parts *parts, const char *word)
{
	next_part(parts);
	fputs(word, parts->stream);
}

static void add_type(struct parts *parts, const struct cli *cli, uint32_t type)
{
	static const char *const words[] = {
		[CHISO_F64] = "cli-type-number", [CHISO_I64] = "cli-type-whole",
		[CHISO_BOOL] = "cli-type-bool",  [CHISO_CODE] = "cli-type-code",
		[CHISO_DATE] = "cli-type-date",  [CHISO_STR] = "cli-type-text",
		[CHISO_RATIO] = "cli-type-ratio"};

	if (type > CHISO_NONE && type < sizeof words / sizeof *words)
		add(parts, text(cli, words[type]));
}

static void add_unit(struct parts *parts, const struct cli *cli, const struct chiso_field *field)
{
	if (field->type != CHISO_F64 && field->type != CHISO_I64 && field->type != CHISO_RATIO)
		return;
	if (!field->unit)
		add(parts, text(cli, "cli-unit-of-data"));
	else if (strcmp(field->unit, "1"))
		add(parts, field->unit);
}

static void add_range(struct parts *parts, const struct cli *cli, const char *min, const char *max)
{
	if (!*min && !*max)
		return;
	next_part(parts);
	if (*min && *max)
		say(parts->stream, cli, "cli-range", min, max);
	else
		say(parts->stream, cli, *min ? "cli-range-from" : "cli-range-to",
		    *min ? min : max);
}

/* The codes themselves, as they stand in data. */
static void add_codes(struct parts *parts, const struct chiso_field *field)
{
	for (const struct chiso_code *code = field->codes; code && code->id; code++)
		fprintf(parts->stream, "%s%s", code == field->codes ? ": " : " | ", code->id);
}

/* A value as the language writes it; "" for none. */
static void value_text(const struct cli *cli, char out[64], const struct chiso_value *value)
{
	*out = 0;
	switch (value->type) {
	case CHISO_F64:
		number_text(cli, out, value->as.f64);
		break;
	case CHISO_I64:
	case CHISO_BOOL:
		snprintf(out, 64, "%lld", (long long)value->as.i64);
		break;
	case CHISO_STR:
		snprintf(out, 64, "%s", value->as.str ? value->as.str : "");
		break;
	case CHISO_RATIO:
		if (value->as.ratio.den == 1)
			snprintf(out, 64, "%lld", (long long)value->as.ratio.num);
		else
			snprintf(out, 64, "%lld/%lld", (long long)value->as.ratio.num,
			         (long long)value->as.ratio.den);
		break;
	}
}

static void add_need(struct parts *parts, const struct cli *cli, const struct chiso_field *field)
{
	add(parts, text(cli, field->flags & CHISO_OPTIONAL ? "cli-optional" : "cli-required"));
}

/* "for each deprivation, k": the axes that a row of a table repeats along; 0 is none. */
static void add_axes(struct parts *parts, const struct cli *cli,
                     const struct chiso_indicator *indicator, uint8_t first, uint8_t second)
{
	char both[160];

	if (!first && !second)
		return;
	snprintf(both, sizeof both, "%s%s%s",
	         first ? chiso_axis_at(indicator, first - 1u)->field.id : "",
	         first && second ? ", " : "",
	         second ? chiso_axis_at(indicator, second - 1u)->field.id : "");
	next_part(parts);
	say(parts->stream, cli, "cli-for-each", both);
}

char *describe_input(const struct cli *cli, const struct chiso_indicator *indicator,
                     const struct chiso_input *input)
{
	char min[64] = "", max[64] = "";
	struct parts parts;

	if (parts_open(&parts))
		return NULL;
	add_type(&parts, cli, input->field.type);
	add_codes(&parts, &input->field);
	add_unit(&parts, cli, &input->field);
	if (input->min < input->max && isfinite(input->min))
		number_text(cli, min, input->min);
	if (input->min < input->max && isfinite(input->max))
		number_text(cli, max, input->max);
	add_range(&parts, cli, min, max);
	add_axes(&parts, cli, indicator, input->axis, 0);
	if (indicator->n_sources) {
		next_part(&parts);
		say(parts.stream, cli, "cli-from-source",
		    chiso_source_at(indicator, input->source)->field.id);
	}
	if (input->role)
		add(&parts, text(cli, "cli-filled"));
	else
		add_need(&parts, cli, &input->field);
	return parts_close(&parts);
}

char *describe_param(const struct cli *cli, const struct chiso_indicator *indicator,
                     const struct chiso_param *param)
{
	char value[64], min[64], max[64];
	struct parts parts;

	if (parts_open(&parts))
		return NULL;
	add_type(&parts, cli, param->field.type);
	add_codes(&parts, &param->field);
	add_unit(&parts, cli, &param->field);
	value_text(cli, min, &param->min);
	value_text(cli, max, &param->max);
	add_range(&parts, cli, min, max);
	add_axes(&parts, cli, indicator, param->axis, 0);
	if (param->field.flags & CHISO_LIST)
		add(&parts, text(cli, "cli-list"));
	value_text(cli, value, &param->def);
	if (param->def.type == CHISO_CODE && param->field.codes)
		snprintf(value, sizeof value, "%s", param->field.codes[param->def.as.code].id);
	if (*value) {
		next_part(&parts);
		say(parts.stream, cli, "cli-default", value);
	} else {
		add_need(&parts, cli, &param->field);
	}
	return parts_close(&parts);
}

/* Most outputs are numbers: of these the unit of measure says enough. */
char *describe_output(const struct cli *cli, const struct chiso_indicator *indicator,
                      const struct chiso_output *output)
{
	const struct chiso_field *field = &output->field;
	struct parts parts;

	if (parts_open(&parts))
		return NULL;
	if (field->type != CHISO_F64 || (field->unit && !strcmp(field->unit, "1")))
		add_type(&parts, cli, field->type);
	add_codes(&parts, field);
	add_unit(&parts, cli, field);
	add_axes(&parts, cli, indicator, output->axis[0], output->axis[1]);
	return parts_close(&parts);
}

/* The inputs that repeat along an axis, "deprived, gap". */
static char *inputs_along(const struct chiso_indicator *indicator, size_t axis)
{
	struct parts parts;

	if (parts_open(&parts))
		return NULL;
	for (size_t i = 0; i < indicator->n_inputs; i++)
		if (chiso_input_at(indicator, i)->axis == axis + 1)
			add(&parts, chiso_input_at(indicator, i)->field.id);
	return parts_close(&parts);
}

char *describe_axis(const struct cli *cli, const struct chiso_indicator *indicator, size_t axis)
{
	static const char *const words[] = {
		[CHISO_AXIS_INPUT] = "cli-axis-inputs", [CHISO_AXIS_PARAM] = "cli-axis-parameter",
		[CHISO_AXIS_CODES] = "cli-axis-codes",  [CHISO_AXIS_DATA] = "cli-axis-data"};
	const struct chiso_axis *row = chiso_axis_at(indicator, axis);
	char *inputs, *out;

	if (row->kind == CHISO_AXIS_PARAM)
		return fill(cli, words[row->kind], chiso_param_at(indicator, row->of)->field.id);
	if (row->kind != CHISO_AXIS_INPUT)
		return fill(cli, words[row->kind], chiso_input_at(indicator, row->of)->field.id);
	inputs = inputs_along(indicator, axis);
	out = inputs ? fill(cli, words[row->kind], inputs) : NULL;
	free(inputs);
	return out;
}
