/* SPDX-License-Identifier: MIT */
/* The scoreboard: for every row of every goal the series of its indicator, and for every target of
 * the row a verdict. */
#include "assess/assess.h"

#include "base/context.h"
#include "base/grow.h"
#include "run/run.h"
#include "units/units_index.h"

#include <stdlib.h>
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
	out->aspect = target->aspect;
	out->is_mean_growth = target->aspect == CHISO_ASPECT_MEAN_GROWTH;
	if (target->from.first <= target->from.last) {
		char from[PERIOD_ROOM], to[PERIOD_ROOM];

		period_print(from, target->from);
		period_print(to, target->to);
		out->target_period = arena_printf(&results->arena, "%s/%s", from, to);
		return out->target_period ? CHISO_OK : CHISO_ENOMEM;
	}
	out->target_period = target->by_text;
	return CHISO_OK;
}

/* The board on its way.  judged: beside the assessments. */
struct board {
	struct chiso_results *results;
	struct arena scratch;
	const struct goal_spec *goal; /* in hand */
	struct judged *judged;
	size_t n, cap;
};

static int add(struct board *board, const struct judged *judged,
               const struct chiso_assessment *assessment)
{
	struct chiso_results *results = board->results;

	if (GROW(&results->assessments, results->n_assessments, &results->assessments_cap) ||
	    GROW(&results->assessed, board->n, &results->assessed_cap) ||
	    GROW(&board->judged, board->n, &board->cap))
		return CHISO_ENOMEM;
	results->assessments[results->n_assessments++] = *assessment;
	results->assessed[board->n] =
		(struct assessed){board->goal, judged->board ? judged->board->row : NULL,
	                          judged->target};
	board->judged[board->n++] = *judged;
	return CHISO_OK;
}

/* The row for one unit, NULL for none: its own series and a verdict for each target. */
static int assess_unit(struct board *board, struct board_row *at, const char *unit,
                       struct chiso_assessment about)
{
	struct chiso_results *results = board->results;
	const struct row_spec *row = at->row;
	struct judged judged = {.results = results,
	                        .arena = &results->arena,
	                        .scratch = &board->scratch,
	                        .board = at,
	                        .as_of = INT32_MAX};
	struct series series;
	size_t n_judged = 0;
	double value;

	about.unit = unit;
	name_row(results, row, &about);
	about.current.value = (struct chiso_value){.reason = CHISO_REASON_NOT_REPORTED};
	int status = series_of_unit(&series, results, &at->all, unit ? unit : "", &results->arena);
	if (!status)
		status = series_points(&about, &judged, &series);
	for (size_t i = 0; i <= row->n_targets && !status; i++) {
		struct chiso_assessment one = about;

		judged.target = i < row->n_targets ? &row->targets[i] : NULL;
		/* A unit without any target has its trend. */
		if (judged.target ? !value_for(judged.target, unit, &value) : n_judged > 0)
			continue;
		n_judged++;
		status = name_target(results, judged.target, &one);
		if (!status)
			status = assess_judge(&judged, &one);
		if (!status)
			status = add(board, &judged, &one);
	}
	return status;
}

/* Units of the row's level that are there when the indicator's last period ends; before there is
 * one, those that never end. */
static int assess_level(struct board *board, struct board_row *at,
                        const struct chiso_assessment *about)
{
	const struct units *units = &board->results->project->units;
	struct period last = {INT32_MAX - 1, INT32_MAX - 1};
	int status = CHISO_OK;

	for (size_t i = 0; i < at->all.n; i++)
		if (!i || at->all.entries[i].period.last > last.last)
			last.first = last.last = at->all.entries[i].period.last;
	for (size_t i = 0; i < units->n && !status; i++)
		if (!strcmp(units->list[i].level, at->row->level) &&
		    unit_is_valid(&units->list[i], last))
			status = assess_unit(board, at, units->list[i].code, *about);
	return status;
}

static int open_row(struct board_row *out, struct chiso_results *results,
                    const struct row_spec *row, struct arena *arena)
{
	int status = CHISO_OK;

	*out = (struct board_row){.row = row, .latest = INT32_MIN};
	if (row->indicator && row->indicator->use)
		status = series_of_row(&out->all, results, row, arena);
	for (size_t i = 0; i < out->all.n && !status; i++) {
		const struct entry *entry = &out->all.entries[i];

		if (!entry->cell->no_value && entry->period.last > out->latest)
			out->latest = entry->period.last;
	}
	return status;
}

static int assess_row(struct board *board, const struct row_spec *row,
                      const struct chiso_assessment *about)
{
	struct board_row *at = arena_new(&board->scratch, 1, sizeof *at);
	int status = at ? open_row(at, board->results, row, &board->results->arena) : CHISO_ENOMEM;

	if (status)
		return status;
	if (row->level)
		return assess_level(board, at, about);
	if (!row->units.n)
		return assess_unit(board, at, row->unit, *about);
	for (size_t i = 0; i < row->units.n && !status; i++)
		status = assess_unit(board, at, row->units.items[i], *about);
	return status;
}

static int assess_goal(struct board *board, const struct goal_spec *goal)
{
	const char *lang = board->results->context->lang;
	struct chiso_assessment about = {.size = sizeof about,
	                                 .goal = goal->id,
	                                 .goal_title = words_in(goal->title, lang),
	                                 .domain = goal->domain,
	                                 .words = goal->words,
	                                 .weight = 1,
	                                 .note = words_in(goal->note, lang)};
	int status = CHISO_OK;

	board->goal = goal;
	assess_reset(&about);
	name_document(board->results->context, goal->document, &about);
	for (size_t r = 0; r < goal->n_rows && !status; r++)
		status = assess_row(board, &goal->rows[r], &about);
	if (goal->n_rows)
		return status;
	about.title = about.goal_title;
	about.owner = goal->owner;
	about.verdict = CHISO_NOT_ASSESSED;
	about.why = words_in(goal->reason, lang);
	return add(board, &(struct judged){0}, &about);
}

int assess_again(struct chiso_assessment *out, struct series *series, struct judged *judged,
                 size_t at)
{
	struct chiso_results *results = judged->results;
	const struct row_spec *row = results->assessed[at].row;
	int status = CHISO_OK;

	*out = results->assessments[at];
	*series = (struct series){0};
	judged->target = results->assessed[at].target;
	judged->entries = NULL;
	if (!row)
		return CHISO_OK;
	if (judged->board->row != row)
		status = open_row(judged->board, results, row, judged->scratch);
	if (!status)
		status = series_of_unit(series, results, &judged->board->all,
		                        out->unit ? out->unit : "", judged->scratch);
	while (series->n && series->entries[series->n - 1].period.last > judged->as_of)
		series->n--;
	out->current = (struct chiso_cell){.value.reason = CHISO_REASON_NOT_REPORTED};
	out->n_points = 0;
	assess_reset(out);
	if (!status)
		status = series_points(out, judged, series);
	return status ? status : assess_judge(judged, out);
}

int assess(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	struct board board = {.results = results};
	int status = CHISO_OK;

	for (size_t i = 0; i < project->n_goals && !status; i++)
		status = assess_goal(&board, &project->goals[i]);
	if (!status)
		status = assess_years(results, board.judged);
	free(board.judged);
	arena_clear(&board.scratch);
	return status;
}
