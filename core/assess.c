/* SPDX-License-Identifier: MIT */
/* The scoreboard: for every row of every goal the series of its indicator, and for every target of
 * the row a verdict. */
#include "assess.h"

#include "context.h"
#include "run.h"
#include "units_index.h"

#include <string.h>

static void name_document(const struct chiso_context *context, const struct document *document,
                          struct chiso_assessment *out)
{
	if (!document)
		return;
	out->document = document->id;
	out->document_title = words_in(document->title, context->lang);
	out->document_date = document->date;
	out->document_status = document->status;
}

static void name_row(struct chiso_results *results, const struct row_spec *row,
                     struct chiso_assessment *out)
{
	const struct chiso_project *project = results->project;
	const char *lang = results->context->lang;
	const struct chiso_output *output;

	out->title = words_in(row->title, lang);
	out->needs = words_in(row->needs, lang);
	if (words_in(row->note, lang))
		out->note = words_in(row->note, lang);
	out->owner = row->owner;
	if (out->unit) {
		int unit = units_with_code(&project->units, out->unit);

		out->unit_name = unit == UNIT_NONE ? out->unit
		                                   : unit_name(&project->units.list[unit], lang);
	}
	if (!row->indicator || !row->indicator->use)
		return;
	output = chiso_output_at(row->indicator->use, row->output);
	out->indicator = row->indicator->id;
	out->output = output->field.id;
	out->unit_measure = output->field.unit ? output->field.unit : row->indicator->unit_measure;
	if (!out->title)
		out->title = words_in(row->indicator->title, lang);
	if (!out->title)
		out->title = chiso_text_in(output->field.title, lang);
}

/* What the target asks of a unit; 0: nothing. */
static int value_for(const struct target_spec *target, const char *unit, double *out)
{
	*out = target->value;
	if (!target->of)
		return 1;
	for (size_t i = 0; i < target->n_of; i++)
		if (unit && !strcmp(target->of[i].unit, unit)) {
			*out = target->of[i].value;
			return 1;
		}
	return 0;
}

static int name_target(struct chiso_results *results, const struct target_spec *target,
                       struct chiso_assessment *out)
{
	if (!target)
		return CHISO_OK;
	name_document(results->context, target->document, out);
	out->set = target->set;
	out->target = target->kind;
	value_for(target, out->unit, &out->target_value);
	out->target_upper = target->upper;
	out->owner = target->owner;
	out->weight = target->weight;
	out->is_mean_growth = target->is_mean_growth;
	if (target->is_mean_growth) {
		char from[PERIOD_ROOM], to[PERIOD_ROOM];

		period_print(from, target->from);
		period_print(to, target->to);
		out->target_period = arena_printf(&results->arena, "%s/%s", from, to);
		return out->target_period ? CHISO_OK : CHISO_ENOMEM;
	}
	out->target_period = target->by_text;
	return CHISO_OK;
}

static int add(struct chiso_results *results, const struct chiso_assessment *assessment)
{
	if (GROW(&results->assessments, results->n_assessments, &results->assessments_cap))
		return CHISO_ENOMEM;
	results->assessments[results->n_assessments++] = *assessment;
	return CHISO_OK;
}

/* The row for one unit, NULL for none: its own series and a verdict for each target. */
static int assess_unit(struct chiso_results *results, const struct row_spec *row,
                       const struct series *all, const char *unit, struct chiso_assessment about)
{
	struct series series;
	size_t n_judged = 0;
	double value;

	about.unit = unit;
	name_row(results, row, &about);
	about.current.value = (struct chiso_value){.reason = CHISO_REASON_NOT_REPORTED};
	int status = series_of_unit(&series, results, all, unit ? unit : "");
	if (!status)
		status = series_points(&about, results, &series);
	for (size_t i = 0; i <= row->n_targets && !status; i++) {
		const struct target_spec *target = i < row->n_targets ? &row->targets[i] : NULL;
		struct chiso_assessment one = about;

		/* A unit without any target has its trend. */
		if (target ? !value_for(target, unit, &value) : n_judged > 0)
			continue;
		n_judged++;
		status = name_target(results, target, &one);
		if (!status)
			status = assess_judge(results, row, target, &one);
		if (!status)
			status = add(results, &one);
	}
	return status;
}

/* Units of the row's level that are there when the indicator's last period ends; before there is
 * one, those that never end. */
static int assess_level(struct chiso_results *results, const struct row_spec *row,
                        const struct series *all, const struct chiso_assessment *about)
{
	const struct units *units = &results->project->units;
	struct period at = {INT32_MAX - 1, INT32_MAX - 1};
	int status = CHISO_OK;

	for (size_t i = 0; i < all->n; i++)
		if (!i || all->entries[i].period.last > at.last)
			at.first = at.last = all->entries[i].period.last;
	for (size_t i = 0; i < units->n && !status; i++)
		if (!strcmp(units->list[i].level, row->level) && unit_is_valid(&units->list[i], at))
			status = assess_unit(results, row, all, units->list[i].code, *about);
	return status;
}

static int assess_row(struct chiso_results *results, const struct row_spec *row,
                      const struct chiso_assessment *about)
{
	struct series all = {0};
	int status = CHISO_OK;

	if (row->indicator && row->indicator->use)
		status = series_of_row(&all, results, row);
	if (status)
		return status;
	if (row->level)
		return assess_level(results, row, &all, about);
	if (!row->units.n)
		return assess_unit(results, row, &all, row->unit, *about);
	for (size_t i = 0; i < row->units.n && !status; i++)
		status = assess_unit(results, row, &all, row->units.items[i], *about);
	return status;
}

int assess(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	const char *lang = results->context->lang;
	const struct chiso_value none = {.reason = CHISO_REASON_NOT_APPLICABLE};
	int status = CHISO_OK;

	for (size_t i = 0; i < project->n_goals && !status; i++) {
		const struct goal_spec *goal = &project->goals[i];
		struct chiso_assessment about = {.size = sizeof about,
		                                 .goal = goal->id,
		                                 .goal_title = words_in(goal->title, lang),
		                                 .domain = goal->domain,
		                                 .words = goal->words,
		                                 .rate = none,
		                                 .rate_needed = none,
		                                 .ratio = none,
		                                 .projected = none,
		                                 .change_needed = none,
		                                 .baseline_value = none,
		                                 .gap = none,
		                                 .weight = 1,
		                                 .note = words_in(goal->note, lang)};

		name_document(results->context, goal->document, &about);
		for (size_t r = 0; r < goal->n_rows && !status; r++)
			status = assess_row(results, &goal->rows[r], &about);
		if (!goal->n_rows) {
			about.title = about.goal_title;
			about.owner = goal->owner;
			about.verdict = CHISO_NOT_ASSESSED;
			about.why = words_in(goal->reason, lang);
			status = add(results, &about);
		}
	}
	return status;
}
