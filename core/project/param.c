/* SPDX-License-Identifier: MIT */
/* Parameters of an indicator: from texts of a project file or the command line to typed values. */
#include "project/project.h"

#include "base/context.h"

#include <math.h>
#include <string.h>

static int read_value(struct chiso_value *out, const struct chiso_param *param, const char *text)
{
	static const struct number_style plain = {'.', 0};
	struct chiso_ratio ratio;
	size_t n = strlen(text);
	double number;

	*out = (struct chiso_value){.type = param->field.type};
	switch (param->field.type) {
	case CHISO_F64:
		if (number_read(&out->as.f64, text, n, plain) == NUMBER_FINE)
			return CHISO_OK;
		if (number_ratio(&ratio, text, n))
			return CHISO_EUSE;
		out->as.f64 = (double)ratio.num / (double)ratio.den;
		return CHISO_OK;
	case CHISO_I64:
		if (number_read(&number, text, n, plain) != NUMBER_FINE || number != floor(number) ||
		    fabs(number) > 9007199254740992.0)
			return CHISO_EUSE;
		out->as.i64 = (int64_t)number;
		return CHISO_OK;
	case CHISO_RATIO:
		return number_ratio(&out->as.ratio, text, n);
	case CHISO_BOOL:
		out->as.i64 = !strcmp(text, "true");
		return !strcmp(text, "true") || !strcmp(text, "false") ? CHISO_OK : CHISO_EUSE;
	case CHISO_DATE:
		return date_read(&out->as.date, text, n, 0);
	case CHISO_STR:
		out->as.str = text;
		return CHISO_OK;
	case CHISO_CODE:
		for (int32_t i = 0; param->field.codes && param->field.codes[i].id; i++) {
			out->as.code = i;
			if (!strcmp(param->field.codes[i].id, text))
				return CHISO_OK;
		}
		return CHISO_EUSE;
	default:
		return CHISO_EUSE;
	}
}

static const char *kind_of(const struct chiso_context *context, uint32_t type)
{
	switch (type) {
	case CHISO_I64:
		return message_text(MSG_A_WHOLE_NUMBER, context->lang);
	case CHISO_RATIO:
		return message_text(MSG_A_FRACTION, context->lang);
	case CHISO_BOOL:
		return message_text(MSG_TRUE_OR_FALSE, context->lang);
	case CHISO_DATE:
		return message_text(MSG_A_DATE, context->lang);
	case CHISO_CODE:
		return message_text(MSG_A_CODE, context->lang);
	default:
		return message_text(MSG_A_NUMBER, context->lang);
	}
}

/* Whether the values of a parameter are the labels of an axis. */
static int is_axis(const struct chiso_indicator *use, size_t param)
{
	for (uint16_t i = 0; i < use->n_axes; i++) {
		const struct chiso_axis *axis = chiso_axis_at(use, i);

		if (axis->kind == CHISO_AXIS_PARAM && axis->of == param)
			return 1;
	}
	return 0;
}

int value_is_same(const struct chiso_value *a, const struct chiso_value *b)
{
	if (a->type == CHISO_STR)
		return !strcmp(a->as.str, b->as.str);
	if (a->type == CHISO_RATIO)
		return a->as.ratio.num == b->as.ratio.num && a->as.ratio.den == b->as.ratio.den;
	return number_of_value(a) == number_of_value(b);
}

static uint32_t remove_repeated(struct chiso_value *values, uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = 0;

		while (k < kept && !value_is_same(&values[k], &values[i]))
			k++;
		if (k == kept)
			values[kept++] = values[i];
	}
	return kept;
}

static void check_range(struct chiso_project *project, const struct chiso_param *param,
                        const struct chiso_value *value, const char *text, struct place place)
{
	struct chiso_context *context = project->context;
	double number = number_of_value(value);
	char low[NUMBER_ROOM] = "", high[NUMBER_ROOM] = "";

	if ((param->min.type == CHISO_NONE || number >= number_of_value(&param->min)) &&
	    (param->max.type == CHISO_NONE || number <= number_of_value(&param->max)))
		return;
	if (param->min.type != CHISO_NONE)
		number_print(low, number_of_value(&param->min));
	if (param->max.type != CHISO_NONE)
		number_print(high, number_of_value(&param->max));
	if (!*high)
		report(context, MSG_PARAM_BELOW, place, text, param->field.id, low);
	else if (!*low)
		report(context, MSG_PARAM_ABOVE, place, text, param->field.id, high);
	else
		report(context, MSG_PARAM_RANGE, place, text, param->field.id, low, high);
}

int indicator_set_param(struct chiso_project *project, const struct indicator_spec *spec,
                        struct param_set *set, size_t param_at, const struct given_param *given)
{
	const struct chiso_param *param = chiso_param_at(spec->use, param_at);
	struct chiso_context *context = project->context;
	struct chiso_value *values = arena_new(&project->arena, given->n + 1, sizeof *values);
	int is_given = given->texts != NULL;
	uint32_t n = 0;

	if (!values)
		return CHISO_ENOMEM;
	if (!is_given && param->def.type != CHISO_NONE)
		values[n++] = param->def;
	else if (!is_given && !(param->field.flags & CHISO_OPTIONAL))
		report(context, MSG_PARAM_MISSING, given->place, param->field.id, spec->use->id);
	if (is_given && given->n > 1 && !(param->field.flags & CHISO_LIST) && !param->axis)
		report(context, MSG_PARAM_NOT_A_LIST, given->place, param->field.id);
	for (size_t i = 0; is_given && i < given->n; i++) {
		if (read_value(&values[n], param, given->texts[i]))
			report(context, MSG_PARAM_BAD, given->place, given->texts[i],
			       param->field.id, kind_of(context, param->field.type));
		else
			check_range(project, param, &values[n++], given->texts[i], given->place);
	}
	/* Of one along another axis the places count. */
	if (is_axis(spec->use, param_at) && !param->axis)
		n = remove_repeated(values, n);
	set->params[param_at] = (struct chiso_list){values, n};
	return indicator_align_param(project, spec, set, param_at, given->place, is_given);
}
