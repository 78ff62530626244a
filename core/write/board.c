/* SPDX-License-Identifier: MIT */
#include "write/board.h"

#include "assess/summary.h"
#include "base/context.h"
#include "base/group.h"
#include "display/layout.h"
#include "number/number.h"
#include "project/adjustment.h"

#include <stdlib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { N_VERDICTS = CHISO_STAGNATION + 1 };

static int same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static int is_number(const struct chiso_value *value)
{
	return value->type == CHISO_F64;
}

enum tone board_tone(enum chiso_verdict verdict)
{
	switch (verdict) {
	case CHISO_TARGET_ACHIEVED:
	case CHISO_ON_TRACK:
		return TONE_GOOD;
	case CHISO_ACCELERATION_NEEDED:
	case CHISO_LIMITED_PROGRESS:
		return TONE_WARNING;
	case CHISO_DETERIORATION:
	case CHISO_STAGNATION:
	case CHISO_MISSED:
		return TONE_BAD;
	case CHISO_NO_DATA:
	case CHISO_NOT_ASSESSED:
		return TONE_VOID;
	default:
		return TONE_NEUTRAL;
	}
}

char *board_heading(struct arena *arena, const struct chiso_results *results)
{
	const struct chiso_about *about = &results->about;
	const char *document = "";

	if (about->document_title)
		document = label_document(arena, results->context, about->document_title,
		                          about->document_date, about->document_status);
	return label_join(arena, about->title ? about->title : "", " · ", document);
}

/* ---- Title and value ------------------------------------------------------------------------- */

int board_usual_unit(const struct chiso_results *results, const char **out)
{
	struct intern units = {0};
	size_t *counts = calloc(results->n_assessments + 1, sizeof *counts), most = 0;
	int status = counts ? CHISO_OK : CHISO_ENOMEM;

	*out = NULL;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < results->n_assessments && !status; i++) {
			const char *unit = results->assessments[i].unit;
			uint32_t at = unit ? intern(&units, unit, strlen(unit)) : 0;

			if (at == UINT32_MAX)
				status = CHISO_ENOMEM;
			else if (unit && !pass)
				counts[at]++;
			else if (unit && counts[at] > most) {
				most = counts[at];
				*out = unit;
			}
		}
	free(counts);
	intern_clear(&units);
	return status;
}

char *board_title(struct arena *arena, const char *usual_unit, const struct chiso_assessment *a)
{
	const char *title = a->title && *a->title ? a->title : a->goal_title, *unit = "";

	if (a->unit && a->unit_name && !same(a->unit, usual_unit))
		unit = a->unit_name;
	return label_join(arena, title ? title : "", ", ", unit);
}

char *board_latest(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *a)
{
	const struct chiso_cell *now = &a->current;
	const char *when = "";

	if (a->verdict == CHISO_NOT_ASSESSED)
		return label_join(arena, "–", "", "");
	if (!is_number(&now->value))
		return label_join(arena, label_text(context, MSG_VERDICT_NO_DATA), "", "");
	if (now->period && *now->period)
		when = layout_glue(arena, label_period(arena, context, now->period));
	if (now->status == CHISO_ESTIMATE)
		when = label_join(arena, when, ", ", label_text(context, MSG_STATUS_ESTIMATE));
	if (now->status == CHISO_PRELIMINARY)
		when = label_join(arena, when, ", ", label_text(context, MSG_STATUS_PRELIMINARY));
	if (now->evidence == CHISO_UNCONFIRMED)
		when = label_join(arena, when, ", ", label_text(context, MSG_UNCONFIRMED));
	if (now->synthetic)
		when = label_join(arena, when, ", ", label_text(context, MSG_SYNTHETIC));
	if (when && *when)
		when = arena_printf(arena, "(%s)", when);
	char *value = label_value(arena, context, now->value.as.f64, now->bound, a->unit_measure,
	                          LABEL_BOARD);
	return label_join(arena, layout_glue(arena, value), " ", when);
}

/* A sign stays with its number, and a number with its per cent sign. */
char *board_target(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *a)
{
	const char *text = label_target(arena, context, a), *space;
	char *out = label_join(arena, "", "", "");

	for (; text && (space = strchr(text, ' ')); text = space + 1) {
		int is_sign = space - text == 1 || (space - text == 3 && *text == '\342');
		const char *word = arena_text(arena, text, (size_t)(space - text));

		out = label_join(arena, out, "", word);
		out = label_join(arena, out, "", is_sign || space[1] == '%' ? NO_BREAK_SPACE : " ");
	}
	return label_join(arena, out, "", text);
}

/* ---- Judgement ------------------------------------------------------------------------------- */

/* "2.7 (2016)", in one piece */
static char *figure_at(struct arena *arena, const struct chiso_context *context, double value,
                       int bound, const char *period, const char *unit_measure)
{
	char *number = label_number(arena, context, value, bound, unit_measure, LABEL_BOARD);
	char *when = label_period(arena, context, period);

	return layout_glue(arena,
	                   number && when ? arena_printf(arena, "%s (%s)", number, when) : NULL);
}

char *board_trend(struct arena *arena, const struct chiso_context *context,
                  const struct chiso_assessment *a)
{
	if (a->n_points < 2)
		return label_join(
			arena, a->n_points ? label_text(context, MSG_TREND_ONE_POINT) : "", "", "");
	const struct chiso_point *first = &a->points[0], *last = &a->points[a->n_points - 1];
	const char *from = figure_at(arena, context, first->value, first->bound, first->period,
	                             a->unit_measure);
	const char *to =
		figure_at(arena, context, last->value, last->bound, last->period, a->unit_measure);

	/* Nothing comparable stands before the last figure. */
	if (last->is_break)
		return label_phrase(arena, context, MSG_TREND_BROKEN, to, from);
	if (last->value > first->value)
		return label_phrase(arena, context, MSG_TREND_RISING, from, to);
	if (last->value < first->value)
		return label_phrase(arena, context, MSG_TREND_FALLING, from, to);
	return label_phrase(arena, context, MSG_TREND_STEADY, from, to);
}

/* "breaks 2018, 2019" */
static char *breaks(struct arena *arena, const struct chiso_context *context,
                    const struct chiso_assessment *a)
{
	char *list = label_join(arena, "", "", "");
	size_t n = 0;

	for (size_t i = 0; i < a->n_points; i++) {
		if (!a->points[i].is_break)
			continue;
		list = label_join(arena, list, ", ",
		                  label_period(arena, context, a->points[i].period));
		n++;
	}
	if (n == 1)
		return label_phrase(arena, context, MSG_BREAK_IN, list);
	return n ? label_phrase(arena, context, MSG_BREAKS_IN, list) : list;
}

static char *count_text(struct arena *arena, const struct chiso_context *context, uint32_t n)
{
	char text[NUMBER_ROOM];

	return arena_text(arena, text, number_print_for_people(text, n, 0, context->lang));
}

/* "place 2 to 4 of 12, 2 without a figure" */
static char *place(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *a)
{
	const char *best = count_text(arena, context, a->rank);
	const char *worst = count_text(arena, context, a->rank_worst);
	const char *of = count_text(arena, context, a->n_peers);
	char *text;

	if (!a->rank)
		return label_join(arena, "", "", "");
	if (a->rank == a->rank_worst)
		text = label_phrase(arena, context, MSG_RANK_OF, best, of);
	else
		text = label_phrase(arena, context, MSG_RANK_BETWEEN, best, worst, of);
	if (a->n_ranked < a->n_peers)
		text = label_join(arena, text, ", ",
		                  label_phrase(arena, context, MSG_RANK_MISSING,
		                               count_text(arena, context,
		                                          a->n_peers - a->n_ranked)));
	return text;
}

/* "mean 7.5 % so far (3 of 5 periods), 8.75 % on average needed in what is left" */
static char *mean(struct arena *arena, const struct chiso_context *context,
                  const struct chiso_assessment *a)
{
	const char *value = label_value(arena, context, a->mean.as.f64, CHISO_EXACT,
	                                a->unit_measure, LABEL_TABLE);
	char *text;

	if (!is_number(&a->mean))
		return label_join(arena, "", "", "");
	if (a->n_periods == a->periods_expected)
		return label_phrase(arena, context, MSG_MEAN_IS, value);
	text = label_phrase(arena, context, MSG_MEAN_SO_FAR, value,
	                    count_text(arena, context, a->n_periods),
	                    count_text(arena, context, a->periods_expected));
	if (is_number(&a->mean_needed))
		text = label_join(arena, text, ", ",
		                  label_phrase(arena, context, MSG_MEAN_NEEDED,
		                               label_value(arena, context, a->mean_needed.as.f64,
		                                           CHISO_EXACT, a->unit_measure,
		                                           LABEL_TABLE)));
	return text;
}

/* What the rate observed so far leads to, and what is needed instead. */
static char *outlook(struct arena *arena, const struct chiso_context *context,
                     const struct chiso_assessment *a)
{
	char *text = label_join(arena, "", "", "");

	if (a->aspect == CHISO_ASPECT_RANK)
		return place(arena, context, a);
	if (a->aspect == CHISO_ASPECT_MEAN || a->aspect == CHISO_ASPECT_GEOMETRIC_MEAN)
		return mean(arena, context, a);
	if (a->verdict == CHISO_TARGET_ACHIEVED || a->verdict == CHISO_MISSED)
		return text;
	if (a->is_mean_growth) {
		if (!is_number(&a->rate))
			return text;
		char *rate = label_value(arena, context, 100 * a->rate.as.f64, CHISO_EXACT, "%",
		                         LABEL_BOARD);
		rate = label_join(arena, a->rate.as.f64 > 0 ? "+" : "", "", rate);
		return label_phrase(arena, context, MSG_SO_FAR, rate);
	}
	if (is_number(&a->projected) && a->target_period)
		text = label_phrase(arena, context, MSG_AT_THIS_RATE,
		                    figure_at(arena, context, a->projected.as.f64, CHISO_EXACT,
		                              a->target_period, a->unit_measure));
	if (is_number(&a->change_needed) && a->verdict != CHISO_ON_TRACK)
		text = label_join(arena, text, ", ",
		                  label_phrase(arena, context, MSG_NEEDED_A_YEAR,
		                               label_change(arena, context, a->change_needed.as.f64,
		                                            a->unit_measure)));
	if (a->first_met && strcmp(a->first_met, "never"))
		text = label_join(arena, text, ", ",
		                  label_phrase(arena, context, MSG_MET_FROM,
		                               label_period(arena, context, a->first_met)));
	else if (a->first_met)
		text = label_join(arena, text, ", ", label_text(context, MSG_MET_NEVER));
	return text;
}

char *board_explanation(struct arena *arena, const struct chiso_context *context,
                        const struct chiso_assessment *a)
{
	const char *why = a->why ? a->why : "";

	switch (a->verdict) {
	case CHISO_NO_DATA:
		if (a->needs && *a->needs)
			return label_phrase(arena, context, MSG_NEEDS, a->needs);
		if (!*why)
			why = label_reason(context, a->current.value.reason);
		return label_join(arena, why, "", "");
	case CHISO_NO_TARGET:
		return label_join(arena,
		                  label_join(arena, board_trend(arena, context, a), "; ",
		                             breaks(arena, context, a)),
		                  "; ", why);
	default:
		return label_join(arena, label_join(arena, why, "; ", outlook(arena, context, a)),
		                  "; ", breaks(arena, context, a));
	}
}

int board_names_verdict(const struct chiso_assessment *a)
{
	return a->verdict != CHISO_NO_DATA && a->verdict != CHISO_NO_TARGET;
}

char *board_judgement(struct arena *arena, const struct chiso_context *context,
                      const struct chiso_assessment *a)
{
	char *explanation = board_explanation(arena, context, a);

	if (!board_names_verdict(a) && explanation && *explanation)
		return explanation;
	return label_join(arena, label_verdict(context, a->verdict), ": ", explanation);
}

/* ---- Counts and notes ------------------------------------------------------------------------ */

char *board_counts(struct arena *arena, const struct chiso_results *results)
{
	const struct chiso_context *context = results->context;
	size_t n_goals = 0, n_rows = results->n_assessments, count[N_VERDICTS] = {0};
	char *list = label_join(arena, "", "", "");

	for (size_t i = 0; i < n_rows; i++) {
		const struct chiso_assessment *a = &results->assessments[i];

		n_goals += !i || !same(a->goal, a[-1].goal);
		count[a->verdict]++;
	}
	/* From the best to the worst, what could not be judged behind. */
	static const enum chiso_verdict order[] = {
		CHISO_TARGET_ACHIEVED,  CHISO_ON_TRACK,      CHISO_ACCELERATION_NEEDED,
		CHISO_LIMITED_PROGRESS, CHISO_STAGNATION,    CHISO_DETERIORATION, CHISO_MISSED,
		CHISO_NOT_YET_DUE,      CHISO_NO_TARGET,     CHISO_NOT_COMPUTABLE,
		CHISO_NO_DATA,          CHISO_NOT_ASSESSED,
	};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (count[order[i]])
			list = label_join(arena, list, ", ",
			                  label_phrase(arena, context, MSG_COUNT_OF,
			                               arena_printf(arena, "%zu", count[order[i]]),
			                               label_verdict(context, order[i])));
	const char *goals =
		label_phrase(arena, context, n_goals == 1 ? MSG_COUNT_ONE_GOAL : MSG_COUNT_GOALS,
	                     arena_printf(arena, "%zu", n_goals));
	if (n_rows == n_goals)
		return label_join(arena, goals, ": ", list);
	return label_phrase(arena, context, MSG_COUNT_ROWS, goals,
	                    arena_printf(arena, "%zu", n_rows), list);
}

/* "Whole plan: 3 of 4 judged targets on track (75 %), 2 not judged" */
static char *summary_line(struct arena *arena, const struct chiso_context *context,
                          const struct chiso_summary *s)
{
	const char *name = s->title && *s->title ? s->title : label_text(context, MSG_SUMMARY_NO_GROUP);
	const char *share, *weighted;

	if (s->by == CHISO_BY_PLAN)
		name = label_text(context, MSG_SUMMARY_PLAN);
	else if (s->by != CHISO_BY_UNIT)
		name = label_phrase(arena, context,
		                    s->by == CHISO_BY_SET ? MSG_SUMMARY_BY_SET
		                                          : MSG_SUMMARY_BY_DOMAIN,
		                    name);
	if (!is_number(&s->share))
		return label_phrase(arena, context, MSG_SUMMARY_NONE, name,
		                    arena_printf(arena, "%" PRIu64, s->n_targets));
	share = label_value(arena, context, s->share.as.f64, CHISO_EXACT, "%", LABEL_BOARD);
	weighted = label_value(arena, context, s->weighted_share.as.f64, CHISO_EXACT, "%",
	                       LABEL_BOARD);
	if (s->share.as.f64 != s->weighted_share.as.f64)
		share = label_phrase(arena, context, MSG_SUMMARY_WEIGHTED, share, weighted);
	return label_phrase(arena, context, MSG_SUMMARY_LINE, name,
	                    arena_printf(arena, "%" PRIu64, s->n_on_track),
	                    arena_printf(arena, "%" PRIu64, s->n_judged), share,
	                    arena_printf(arena, "%" PRIu64, s->n_open));
}

/* So many units have a line each; of more, only the worst. */
enum { MOST_UNITS = 10, WORST_UNITS = 5 };

/* The lowest share first, then the order of the scoreboard; those without one behind. */
static int compare_shares(const void *x, const void *y)
{
	const struct chiso_summary *a = *(const struct chiso_summary *const *)x;
	const struct chiso_summary *b = *(const struct chiso_summary *const *)y;
	double left = is_number(&a->share) ? a->share.as.f64 : INFINITY;
	double right = is_number(&b->share) ? b->share.as.f64 : INFINITY;

	if (left != right)
		return left < right ? -1 : 1;
	return (a > b) - (a < b);
}

static int add_line(struct texts *out, const char *line)
{
	out->list[out->n] = line;
	return out->list[out->n++] ? CHISO_OK : CHISO_ENOMEM;
}

/* n units: a line each, or of many those that are worst. */
static int add_units(struct texts *out, struct arena *arena, const struct chiso_results *results,
                     const struct chiso_summary *units, size_t n)
{
	const struct chiso_summary **list = arena_new(arena, n, sizeof *list);
	const struct chiso_context *context = results->context;
	size_t shown = n > MOST_UNITS ? WORST_UNITS : n;
	int status = list ? CHISO_OK : CHISO_ENOMEM;

	for (size_t i = 0; i < n && !status; i++)
		list[i] = &units[i];
	if (!status && shown < n)
		qsort(list, n, sizeof *list, compare_shares);
	for (size_t i = 0; i < shown && !status; i++)
		status = add_line(out, summary_line(arena, context, list[i]));
	if (!status && shown < n)
		status = add_line(out, label_phrase(arena, context, MSG_SUMMARY_MORE_UNITS,
		                                    arena_printf(arena, "%zu", n - shown),
		                                    arena_printf(arena, "%zu", shown)));
	return status;
}

int board_summaries(struct texts *out, struct arena *arena, const struct chiso_results *results)
{
	struct summaries summaries;
	size_t of[CHISO_BY_UNIT + 1] = {0};
	int status = summaries_make(&summaries, results, 0);

	*out = (struct texts){.list = arena_new(arena, summaries.n + 1, sizeof *out->list)};
	if (!out->list)
		status = CHISO_ENOMEM;
	for (size_t i = 0; i < summaries.n; i++)
		of[summaries.list[i].by]++;
	for (size_t i = 0; i < summaries.n && !status; i++) {
		const struct chiso_summary *summary = &summaries.list[i];

		/* A kind with one group says nothing that the plan does not. */
		if (summary->by != CHISO_BY_PLAN && of[summary->by] < 2)
			continue;
		if (summary->by != CHISO_BY_UNIT) {
			status = add_line(out, summary_line(arena, results->context, summary));
			continue;
		}
		status = add_units(out, arena, results, summary, of[CHISO_BY_UNIT]);
		break; /* they come last */
	}
	summaries_clear(&summaries);
	return status;
}

static int is_same(const struct chiso_adjustment *a, const struct chiso_adjustment *b)
{
	return same(a->dataset, b->dataset) && same(a->unit, b->unit) && same(a->period, b->period) &&
	       same(a->keys, b->keys) && same(a->column, b->column);
}

/* Adjustments of values before the latest, whose notes say its own. */
static char *note_adjustments(struct footnotes *footnotes, struct arena *arena, char *marks,
                              const struct chiso_results *results, const struct chiso_assessment *a)
{
	const struct chiso_cell *now = &a->current;

	for (uint32_t i = 0; i < a->n_adjustments && marks; i++) {
		uint32_t k = 0;

		while (k < now->n_adjustments && !is_same(now->adjustments[k], a->adjustments[i]))
			k++;
		if (k < now->n_adjustments)
			continue;
		const char *text = adjustment_sentence(arena, a->adjustments[i],
		                                       results->context->lang);
		marks = text ? footnote(footnotes, arena, marks, text) : NULL;
	}
	return marks;
}

char *board_notes(struct footnotes *footnotes, struct arena *arena,
                  const struct chiso_results *results, const struct chiso_assessment *a)
{
	char *marks = label_join(arena, "", "", "");

	if (a->target != CHISO_TARGET_NONE && a->document_title &&
	    !same(a->document_title, results->about.document_title)) {
		char *document = label_document(arena, results->context, a->document_title,
		                                a->document_date, a->document_status);
		char *text = label_phrase(arena, results->context, MSG_TARGET_FROM, document);

		if (!text)
			return NULL;
		marks = footnote(footnotes, arena, marks, text);
	}
	if (a->note && *a->note)
		marks = footnote(footnotes, arena, marks, a->note);
	for (size_t i = 0; i < a->current.n_notes; i++)
		marks = footnote(footnotes, arena, marks, a->current.notes[i]);
	return note_adjustments(footnotes, arena, marks, results, a);
}

int board_has_bounds(const struct chiso_results *results)
{
	for (size_t i = 0; i < results->n_assessments; i++) {
		const struct chiso_assessment *a = &results->assessments[i];

		if (is_number(&a->current.value) && a->current.bound != CHISO_EXACT)
			return 1;
		for (size_t k = 0; k < a->n_points; k++)
			if (a->points[k].bound != CHISO_EXACT)
				return 1;
	}
	return 0;
}
