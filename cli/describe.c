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
	static const char *const codes[] = {
		[CHISO_F64] = "cli-type-number", [CHISO_I64] = "cli-type-whole",
		[CHISO_BOOL] = "cli-type-bool",  [CHISO_CODE] = "cli-type-code",
		[CHISO_DATE] = "cli-type-date",  [CHISO_STR] = "cli-type-text",
		[CHISO_RATIO] = "cli-type-ratio"};

	if (type > CHISO_NONE && type < sizeof codes / sizeof *codes)
		add(parts, text(cli, codes[type]));
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

char *describe_input(const struct cli *cli, const struct chiso_input *input)
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
	if (input->role)
		add(&parts, text(cli, "cli-filled"));
	else
		add_need(&parts, cli, &input->field);
	return parts_close(&parts);
}

char *describe_param(const struct cli *cli, const struct chiso_param *param)
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
