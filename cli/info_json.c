/* SPDX-License-Identifier: MIT */
/* What chiso info says, as JSON for programs: ids and numbers are the same in every language. */
#include <config.h>

#include "info_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void put_json_string(const char *text)
{
	if (!text) {
		fputs("null", stdout);
		return;
	}
	putchar('"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void put_text(const char *key, const char *text)
{
	printf(",\"%s\":", key);
	put_json_string(text);
}

/* The shortest form that reads back; null for no number, such as an open end of a range. */
static void put_number(const char *key, double x)
{
	char text[32];
	int digits = 15;

	if (isfinite(x))
		do
			snprintf(text, sizeof text, "%.*g", digits, x);
		while (digits++ < 17 && strtod(text, NULL) != x);
	printf(",\"%s\":%s", key, isfinite(x) ? text : "null");
}

static void put_value(const char *key, const struct chiso_value *value,
		      const struct chiso_field *field)
{
	char ratio[48];

	switch (value->type) {
	case CHISO_F64:
		put_number(key, value->as.f64);
		break;
	case CHISO_I64:
		printf(",\"%s\":%lld", key, (long long)value->as.i64);
		break;
	case CHISO_BOOL:
		printf(",\"%s\":%s", key, value->as.i64 ? "true" : "false");
		break;
	case CHISO_STR:
		put_text(key, value->as.str);
		break;
	case CHISO_CODE:
		put_text(key, field->codes ? field->codes[value->as.code].id : NULL);
		break;
	case CHISO_RATIO:
		snprintf(ratio, sizeof ratio, "%lld/%lld", (long long)value->as.ratio.num,
			 (long long)value->as.ratio.den);
		put_text(key, ratio);
		break;
	default:
		put_text(key, NULL);
	}
}

/* The beginning of an input, a parameter or an output. */
static void open_field(const struct cli *cli, const struct chiso_field *field, size_t i)
{
	static const char *const types[] = {
		[CHISO_F64] = "number", [CHISO_I64] = "whole", [CHISO_BOOL] = "boolean",
		[CHISO_CODE] = "code",  [CHISO_DATE] = "date", [CHISO_STR] = "text",
		[CHISO_RATIO] = "fraction"};
	size_t type = field->type < sizeof types / sizeof *types ? field->type : CHISO_NONE;

	printf("%s\n  {\"id\":", i ? "," : "");
	put_json_string(field->id);
	put_text("title", chiso_text_in(field->title, cli->lang));
	put_text("type", types[type]);
	put_text("unit_measure", field->unit);
	if (!field->codes)
		return;
	fputs(",\"codes\":[", stdout);
	for (const struct chiso_code *code = field->codes; code->id; code++) {
		fputs(code == field->codes ? "" : ",", stdout);
		put_json_string(code->id);
	}
	putchar(']');
}

static void put_flag(const char *key, int is_set)
{
	printf(",\"%s\":%s", key, is_set ? "true" : "false");
}

static void put_inputs(const struct cli *cli, const struct chiso_indicator *indicator)
{
	const struct chiso_input *input;

	fputs(",\n \"inputs\":[", stdout);
	for (size_t i = 0; (input = chiso_input_at(indicator, i)); i++) {
		int has_range = input->min < input->max;

		open_field(cli, &input->field, i);
		put_number("min", has_range ? input->min : NAN);
		put_number("max", has_range ? input->max : NAN);
		put_flag("required", !(input->field.flags & CHISO_OPTIONAL) && !input->role);
		put_flag("filled", input->role != 0);
		put_text("axis", input->axis ? chiso_axis_at(indicator, input->axis - 1u)->field.id
					     : NULL);
		put_text("source", indicator->n_sources
					   ? chiso_source_at(indicator, input->source)->field.id
					   : NULL);
		putchar('}');
	}
	putchar(']');
}

static void put_params(const struct cli *cli, const struct chiso_indicator *indicator)
{
	const struct chiso_param *param;

	fputs(",\n \"parameters\":[", stdout);
	for (size_t i = 0; (param = chiso_param_at(indicator, i)); i++) {
		open_field(cli, &param->field, i);
		put_value("min", &param->min, &param->field);
		put_value("max", &param->max, &param->field);
		put_value("default", &param->def, &param->field);
		put_flag("required", param->def.type == CHISO_NONE &&
					     !(param->field.flags & CHISO_OPTIONAL));
		put_flag("list", (param->field.flags & CHISO_LIST) != 0);
		put_text("axis", param->axis ? chiso_axis_at(indicator, param->axis - 1u)->field.id
					     : NULL);
		putchar('}');
	}
	putchar(']');
}

/* "100 * part / whole"; null for what is computed in a way that no formula says, as all columns of a
 * record indicator are. */
static void put_formula(const struct chiso_indicator *indicator, const struct chiso_output *output)
{
	if (indicator->record || output->numerator == CHISO_COMPUTED) {
		put_text("formula", output->formula);
		return;
	}
	fputs(",\"formula\":\"", stdout);
	if (output->scale != 1)
		printf("%.15g * ", output->scale);
	if (output->factor)
		printf("%s * ", chiso_param_at(indicator, output->factor - 1u)->field.id);
	fputs(chiso_term_at(indicator, output->numerator)->field.id, stdout);
	if (output->denominator != CHISO_ONE)
		printf(" / %s", chiso_term_at(indicator, output->denominator)->field.id);
	putchar('"');
}

/* The ids of the axes along which an output repeats. */
static void put_axes_of(const struct chiso_indicator *indicator, const struct chiso_output *output)
{
	int n = 0;

	fputs(",\"axes\":[", stdout);
	for (int i = 0; i < 2; i++) {
		if (!output->axis[i])
			continue;
		fputs(n++ ? "," : "", stdout);
		put_json_string(chiso_axis_at(indicator, output->axis[i] - 1u)->field.id);
	}
	putchar(']');
}

static void put_outputs(const struct cli *cli, const struct chiso_indicator *indicator)
{
	const struct chiso_output *output;

	fputs(",\n \"outputs\":[", stdout);
	for (size_t i = 0; (output = chiso_output_at(indicator, i)); i++) {
		open_field(cli, &output->field, i);
		put_formula(indicator, output);
		put_axes_of(indicator, output);
		putchar('}');
	}
	putchar(']');
}

void json_indicator(const struct cli *cli, const struct chiso_indicator *indicator,
		    const char *plugin)
{
	static const char *const directions[] = {"less", NULL, "more"};

	fputs("{\"indicator\":", stdout);
	put_json_string(indicator->id);
	printf(",\"version\":%u", (unsigned)indicator->version);
	put_text("plugin", plugin);
	put_flag("record", indicator->record != NULL);
	put_text("title", chiso_text_in(indicator->title, cli->lang));
	put_text("summary", chiso_text_in(indicator->summary, cli->lang));
	put_text("formula", indicator->formula);
	put_text("reference", indicator->reference);
	put_text("better",
		 directions[(indicator->direction > 0) - (indicator->direction < 0) + 1]);
	put_flag("record", indicator->record != NULL);
	put_inputs(cli, indicator);
	put_params(cli, indicator);
	put_outputs(cli, indicator);
	puts("}");
}

void json_plugin(const struct cli *cli, const struct chiso_plugin *plugin)
{
	fputs("{\"plugin\":", stdout);
	put_json_string(plugin->id);
	put_text("version", plugin->version);
	put_text("title", plugin->title ? chiso_text_in(plugin->title, cli->lang) : NULL);
	put_text("vendor", plugin->vendor);
	put_text("license", plugin->license);
	put_text("url", plugin->url);
	fputs(",\"indicators\":[", stdout);
	for (uint32_t i = 0; i < plugin->n_indicators; i++) {
		fputs(i ? "," : "", stdout);
		put_json_string(plugin->indicators[i]->id);
	}
	puts("]}");
}

/* A number or a fraction as the file writes it is a text, for it is exact; several are a list. */
static void put_standard_value(const struct chiso_standard_value *value)
{
	printf("\"%s\":", value->is_text ? "text" : "value");
	fputs(value->n == 1 ? "" : "[", stdout);
	for (size_t i = 0; i < value->n; i++) {
		fputs(i ? "," : "", stdout);
		put_json_string(value->texts[i]);
	}
	fputs(value->n == 1 ? "" : "]", stdout);
}

static void put_standard_values(struct cli *cli, size_t at)
{
	struct chiso_standard_value value = {.size = sizeof value};

	fputs(",\n \"values\":[", stdout);
	for (size_t k = 0; !chiso_standard_value_at(cli->context, at, k, &value); k++) {
		fputs(k ? ",\n  {\"id\":" : "\n  {\"id\":", stdout);
		put_json_string(value.id);
		putchar(',');
		put_standard_value(&value);
		put_text("status", value.status);
		put_text("article", value.article);
		put_text("note", value.note);
		putchar('}');
	}
	putchar(']');
}

static void put_standard_items(struct cli *cli, size_t at)
{
	struct chiso_standard_item item = {.size = sizeof item};
	struct chiso_standard_value value = {.size = sizeof value};

	fputs(",\n \"items\":[", stdout);
	for (size_t k = 0; !chiso_standard_item_at(cli->context, at, k, &item); k++) {
		fputs(k ? ",\n  {\"axis\":" : "\n  {\"axis\":", stdout);
		put_json_string(item.axis);
		put_text("code", item.code);
		put_text("title", item.title);
		put_text("status", item.status);
		put_text("article", item.article);
		put_text("note", item.note);
		fputs(",\"values\":{", stdout);
		for (size_t m = 0; !chiso_standard_item_value_at(cli->context, at, k, m, &value);
		     m++) {
			fputs(m ? "," : "", stdout);
			put_json_string(value.id);
			putchar(':');
			put_json_string(value.texts[0]);
		}
		fputs("}}", stdout);
	}
	putchar(']');
}

void json_standard(struct cli *cli, size_t at, const struct chiso_standard_info *info)
{
	fputs("{\"standard\":", stdout);
	put_json_string(info->id);
	put_text("title", info->title);
	put_text("source", info->source);
	put_text("valid_from", info->valid_from);
	put_text("valid_to", info->valid_to);
	put_text("country", info->country);
	put_text("unit", info->unit);
	put_text("replaces", info->replaces);
	put_text("evidence", info->status);
	fputs(",\"indicators\":[", stdout);
	for (size_t i = 0; i < info->n_indicators; i++) {
		fputs(i ? "," : "", stdout);
		put_json_string(info->indicators[i]);
	}
	putchar(']');
	put_standard_values(cli, at);
	put_standard_items(cli, at);
	puts("}");
}
