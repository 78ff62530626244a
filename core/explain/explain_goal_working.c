/* SPDX-License-Identifier: MIT */
/* How a verdict was reached, for people: figures, method, formulas with numbers, cut-offs, peers. */
#include "explain/explain_goal.h"

#include "base/context.h"
#include "project/adjustment.h"
#include "units/units_index.h"

#include <string.h>

static const char *figure(struct page *page, const struct judgement *j, double value, int bound,
                        const char *period)
{
	const char *number = label_value(&page->arena, page->context, value, bound,
	                                 j->a.unit_measure, LABEL_ALL);
	const char *when = label_period(&page->arena, page->context, period);

	return page_text(page, number && when ? arena_printf(&page->arena, "%s (%s)", number, when)
	                                      : NULL);
}

static void write_baseline(struct page *page, const struct judgement *j)
{
	static const enum message texts[] = {[BASELINE_FIRST] = MSG_BASELINE_FIRST,
	                                     [BASELINE_NAMED] = MSG_BASELINE_NAMED,
	                                     [BASELINE_BREAK] = MSG_BASELINE_BREAK,
	                                     [BASELINE_PERIOD] = MSG_BASELINE_PERIOD};
	const struct chiso_point *base = j->trail.base;
	char named[PERIOD_ROOM] = "";

	if (!base)
		return;
	period_print(named, j->judged.board->row->baseline);
	page_line(page, MSG_LABEL_BASELINE,
	          page_text(page, message_fill(&page->arena, texts[j->trail.from],
	                                       page->context->lang,
	                                       (const char *const[]){
						       figure(page, j, base->value, base->bound,
	                                                      base->period),
						       named, NULL})));
}

/* "2022: 121 (break, adjusted)" */
static const char *point_text(struct page *page, const struct judgement *j,
                              const struct chiso_cell *cell, int is_break)
{
	const struct chiso_context *context = page->context;
	const char *value = label_reason(context, cell->value.reason), *marks = "";

	if (cell->value.type == CHISO_F64)
		value = label_number(&page->arena, context, cell->value.as.f64, cell->bound,
		                     j->a.unit_measure, LABEL_ALL);
	if (is_break)
		marks = label_join(&page->arena, marks, ", ",
		                   label_text(context, MSG_LABEL_BREAK));
	if (cell->n_adjustments)
		marks = label_join(&page->arena, marks, ", ",
		                   label_text(context, MSG_LABEL_ADJUSTED));
	if (marks && *marks)
		marks = arena_printf(&page->arena, " (%s)", marks);
	return value && marks ? arena_printf(&page->arena, "%s: %s%s", cell->period, value, marks)
	                      : NULL;
}

/* Of the series also what is missing. */
static void write_series(struct page *page, const struct judgement *j)
{
	const char *text = "";
	uint32_t point = 0;

	for (size_t i = 0; i < j->series.n; i++) {
		const struct chiso_cell cell =
			cells_get(&j->results->cells, j->series.entries[i].at);
		int is_point = cell.value.type == CHISO_F64;

		text = label_join(&page->arena, text, "; ",
		                  point_text(page, j, &cell,
		                             is_point && j->a.points[point].is_break));
		point += (uint32_t)is_point;
	}
	goal_line(page, MSG_LABEL_SERIES, text);
	for (uint32_t i = 0; i < j->a.n_adjustments; i++)
		page_line(page, i ? MESSAGE_N : MSG_LABEL_ADJUSTED,
		          page_text(page, adjustment_sentence(&page->arena, j->a.adjustments[i],
		                                              page->context->lang)));
}

/* ---- the working ----------------------------------------------------------------------------- */

static void write_method(struct page *page, const struct judgement *j)
{
	const struct standard *standard = j->trail.standard;

	if (!standard || !j->a.method || (j->rule == RULE_NO_TARGET && !j->a.why))
		return;
	page_line(page, MSG_LABEL_JUDGED_BY,
	          arena_printf(&page->arena, "%s   %s", standard->id,
	                       strcmp(page->context->lang, "vi") ? standard->title_en
	                                                         : standard->title_vi));
	page_line(page, MESSAGE_N, standard->source);
}

static void write_steps(struct page *page, const struct judgement *j)
{
	static const enum message roundings[] = {[ROUND_NOT] = MESSAGE_N,
	                                         [ROUND_15_DIGITS] = MSG_ROUND_15_DIGITS,
	                                         [ROUND_10_DECIMALS] = MSG_ROUND_10_DECIMALS};

	for (size_t i = 0; i < j->steps.n; i++) {
		const struct step *step = &j->steps.list[i];
		const char *filled = step_filled(step, page->context->lang, &page->arena);
		const char *value = page_number(page, step->value);

		if (step->rounding)
			value = message_fill(&page->arena, roundings[step->rounding],
			                     page->context->lang,
			                     (const char *const[]){value, NULL});
		page_line(page, step->label, step->formula);
		page_line(page, MESSAGE_N,
		          filled && value ? arena_printf(&page->arena, "%s = %s", filled, value)
		                          : page_text(page, NULL));
		if (step->beside)
			page_line(page, MESSAGE_N,
			          label_phrase(&page->arena, page->context, MSG_STEP_BESIDE,
			                       step->beside->id));
	}
}

/* "≥ 0.95: on track   confirmed: ..." */
static void write_cutoff(struct page *page, const struct judgement *j, const char *id,
                         enum chiso_verdict verdict, enum message label)
{
	const struct standard_value *value = standard_value(j->trail.standard, id);
	const char *number;

	if (!value)
		return;
	number = page_number(page, standard_number(j->trail.standard, id));
	page_line(page, label,
	          arena_printf(&page->arena, "≥ %s: %s   %s", number,
	                       label_verdict(page->context, verdict),
	                       label_evidence(page->context, value->status)));
}

/* The other numbers of the standard that had a part in it. */
static void write_other(struct page *page, const struct judgement *j, const char *id)
{
	const struct standard_value *value = standard_value(j->trail.standard, id);

	if (value)
		page_line(page, MESSAGE_N,
		          arena_printf(&page->arena, "%s = %s   %s", id,
		                       page_number(page, standard_number(j->trail.standard, id)),
		                       label_evidence(page->context, value->status)));
}

static void write_cutoffs(struct page *page, const struct judgement *j)
{
	const struct progress_answer *answer = &j->trail.answer;
	int is_trend = !j->judged.target;

	if (answer->grade.is_there) {
		write_cutoff(page, j, is_trend ? "trend_on_track" : "on_track", CHISO_ON_TRACK,
		             MSG_LABEL_CUTOFFS);
		write_cutoff(page, j, is_trend ? "trend_acceleration" : "acceleration",
		             CHISO_ACCELERATION_NEEDED, MESSAGE_N);
		write_cutoff(page, j, is_trend ? "trend_limited" : "limited",
		             CHISO_LIMITED_PROGRESS, MESSAGE_N);
	}
	if (answer->course.replaced)
		write_other(page, j, "zero_replacement");
	if (j->rule == RULE_NEAR_LIMIT)
		write_other(page, j, "near_limit");
}

static void write_first_met(struct page *page, const struct judgement *j)
{
	const char *first = j->a.first_met;

	if (!first)
		return;
	if (!strcmp(first, "never"))
		first = label_text(page->context, MSG_MET_NEVER);
	else if (j->rule == RULE_MET || j->rule == RULE_NEAR_LIMIT)
		first = label_phrase(&page->arena, page->context, MSG_MET_SINCE,
		                     label_period(&page->arena, page->context, first));
	else
		first = label_phrase(&page->arena, page->context, MSG_MET_FROM,
		                     label_period(&page->arena, page->context, first));
	page_line(page, MSG_LABEL_FIRST_MET, page_text(page, first));
}

/* Who stands before the unit, and who may. */
static void write_peers(struct page *page, const struct judgement *j)
{
	const struct units *units = &j->results->project->units;
	enum message label = MSG_LABEL_PEERS;
	size_t n = 0;

	while (n < j->n_peers && j->peers[n].stands <= PEER_OPEN)
		n++;
	for (size_t i = 0; i < n && i < MOST_SHOWN; i++) {
		const struct cell *cell = j->peers[i].peer->cell;
		const char *text = unit_label(&units->list[j->peers[i].peer->unit],
		                              page->context->lang, &page->arena);
		const char *value =
			cell && !cell->no_value
				? label_value(&page->arena, page->context, cell->value, cell->bound,
		                              j->a.unit_measure, LABEL_ALL)
				: label_reason(page->context,
		                               cell ? cells_value(0, cell->no_value).reason
		                                    : CHISO_REASON_NOT_REPORTED);

		text = text && value ? arena_printf(&page->arena, "%s: %s", text, value) : NULL;
		if (text && j->peers[i].stands == PEER_OPEN)
			text = label_phrase(&page->arena, page->context, MSG_PEER_OPEN, text);
		page_line(page, label, page_text(page, text));
		label = MESSAGE_N;
	}
	if (n > MOST_SHOWN)
		goal_more(page, n - MOST_SHOWN, MSG_MORE_PEERS);
}

static void write_standings(struct page *page, const struct judgement *j)
{
	const char *text = "";

	for (uint32_t i = 0; i < j->a.n_standings; i++)
		text = label_join(&page->arena, text, "; ",
		                  arena_printf(&page->arena, "%s: %s", j->a.standings[i].as_of,
		                               label_verdict(page->context,
		                                             j->a.standings[i].verdict)));
	goal_line(page, MSG_LABEL_IN_YEARS, text);
}

void goal_page_working(struct page *page, const struct judgement *j)
{
	const struct chiso_cell *now = &j->a.current;

	if (now->value.type == CHISO_F64)
		page_line(page, MSG_LABEL_VALUE,
		          figure(page, j, now->value.as.f64, now->bound, now->period));
	write_baseline(page, j);
	write_series(page, j);
	write_method(page, j);
	write_steps(page, j);
	write_cutoffs(page, j);
	write_first_met(page, j);
	write_peers(page, j);
	write_standings(page, j);
}
