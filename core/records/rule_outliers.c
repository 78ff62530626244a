/* SPDX-License-Identifier: MIT */
/* Outliers: values beyond limits that are stated are seen at once; what is usual in a group is known when
 * all its values are. */
#include "base/grow.h"
#include "reader/reader_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *shown(struct reader *reader, double value)
{
	char room[NUMBER_ROOM];
	size_t n = number_print(room, value);

	return reader_copy(reader, (struct slice){room, n});
}

int rule_check_stated(struct reader *reader, struct rule *rule, const uint8_t *meant)
{
	const struct vector values = rule_run(reader, &rule->value);
	struct vector low = {0}, high = {0};
	int column = rule->value.column;

	if (rule->low.expr)
		low = rule_run(reader, &rule->low);
	if (rule->high.expr)
		high = rule_run(reader, &rule->high);
	if (!values.missing || (rule->low.expr && !low.missing) || (rule->high.expr && !high.missing))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		if (!meant[row] || values.missing[row])
			continue;
		double x = values.at.f64[row];
		if (low.missing && !low.missing[row] && x < low.at.f64[row])
			break_rule(reader, rule, row, column, MSG_RULE_BELOW, shown(reader, x),
			           rule->spec->value.source, shown(reader, low.at.f64[row]));
		if (high.missing && !high.missing[row] && x > high.at.f64[row])
			break_rule(reader, rule, row, column, MSG_RULE_ABOVE, shown(reader, x),
			           rule->spec->value.source, shown(reader, high.at.f64[row]));
	}
	return CHISO_OK;
}

int rule_gather_values(struct reader *reader, struct rule *rule, const uint8_t *meant)
{
	if (rule->spec->method == OUTLIER_MIN_MAX)
		return rule_check_stated(reader, rule, meant);
	if (reader->is_repeat || reader->rules->is_over)
		return CHISO_OK;
	const struct vector values = rule_run(reader, &rule->value);
	const struct vector *vectors = rule_run_keys(reader, rule);
	char *key;

	if (!values.missing || !vectors)
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		int status = meant[row] && !values.missing[row]
		                     ? rule_key(&key, reader, rule, vectors, row)
		                     : 1;

		if (status > 0)
			continue;
		uint32_t group = status ? UINT32_MAX : intern(&rule->seen, key, strlen(key));
		if (group == UINT32_MAX || GROW(&rule->values, rule->n_values, &rule->values_cap))
			return CHISO_ENOMEM;
		struct place place = batch_place(reader, rule->value.column, row);
		rule->values[rule->n_values++] = (struct rule_value){
			values.at.f64[row], place.file, group, place.line, place.column};
	}
	return CHISO_OK;
}

static int compare(const void *x, const void *y)
{
	const struct rule_value *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

static void say_outlier(struct reader *reader, const struct rule *rule,
                        const struct rule_value *value, const struct outlier_scale *scale)
{
	const struct rule_spec *spec = rule->spec;
	const char *source = spec->value.source, *x = shown(reader, value->value);
	struct place place = {value->file, value->line, value->column};
	int column = rule->value.column;
	const char *name = column >= 0 ? reader->columns[column] : NULL;

	if (spec->method == OUTLIER_IQR) {
		if (value->value < scale->low || value->value > scale->high)
			break_rule_at(reader, rule, place, name, MSG_RULE_FENCE, x, source,
			              shown(reader, scale->low), shown(reader, scale->high));
		return;
	}
	double score = outlier_score(scale, value->value);
	char rounded[NUMBER_ROOM];
	if (fabs(score) <= spec->threshold)
		return;
	number_print_for_people(rounded, score, 2, reader->context->lang);
	break_rule_at(reader, rule, place, name, MSG_RULE_SCORE, x, source,
	              message_text(spec->method == OUTLIER_Z ? MSG_RULE_Z : MSG_RULE_MODIFIED_Z,
	                           reader->context->lang),
	              rounded, shown(reader, spec->threshold));
}

int rule_judge_values(struct reader *reader, struct rule *rule)
{
	const struct standards *standards = &reader->project->context->standards;
	double *sorted = malloc((rule->n_values + 1) * sizeof *sorted);
	int status = sorted ? CHISO_OK : CHISO_ENOMEM;

	if (rule->n_values)
		qsort(rule->values, rule->n_values, sizeof *rule->values, compare);
	for (size_t i = 0, end; i < rule->n_values && status >= 0; i = end) {
		struct outlier_scale scale;

		for (end = i; end < rule->n_values && rule->values[end].group == rule->values[i].group;
		     end++)
			sorted[end - i] = rule->values[end].value;
		status = outlier_measure(&scale, rule->spec->method, rule->spec->threshold,
		                         standards, sorted, end - i);
		for (size_t k = i; k < end && status > 0; k++)
			say_outlier(reader, rule, &rule->values[k], &scale);
		arena_clear(&reader->scratch);
	}
	free(sorted);
	free(rule->values);
	rule->values = NULL;
	rule->n_values = rule->values_cap = 0;
	return status < 0 ? status : CHISO_OK;
}
