/* SPDX-License-Identifier: MIT */
/* The verdict on a series, for a target or for none.  Only the part behind its last break is
 * compared. */
#include "assess/assess.h"

#include "base/context.h"
#include "derived/panel.h"
#include "project/progress.h"

#include <math.h>
#include <string.h>

static const char *const standards_of[] = {
	[PROGRESS_GROWTH_RATIO] = "progress.open-sdg",
	[PROGRESS_LINEAR_PATH] = "progress.linear-path",
	[PROGRESS_UN_CHART] = "progress.un-chart-2023",
};

/* The first point that can be compared with the last: behind the last break, and not before the
 * baseline that the project names. */
static const struct chiso_point *baseline(const struct judged *judged,
                                          const struct chiso_assessment *out)
{
	const struct period wanted = judged->board->row->baseline;
	const struct chiso_point *point = &out->points[out->n_points - 1];

	while (point > out->points && !point->is_break) {
		struct period before = series_period(judged, out, point - 1);

		if (wanted.first <= wanted.last && period_compare(before, wanted) < 0)
			break;
		point--;
	}
	return point;
}

/* Leaves behind what a verdict was made from. */
static void leave_trail(const struct judged *judged, const struct trail *trail)
{
	if (judged->trail)
		*judged->trail = *trail;
}

static enum baseline_from baseline_from(const struct judged *judged,
                                        const struct chiso_assessment *out,
                                        const struct chiso_point *base)
{
	const struct period wanted = judged->board->row->baseline;

	if (base->is_break && base > out->points)
		return BASELINE_BREAK;
	return wanted.first <= wanted.last ? BASELINE_NAMED : BASELINE_FIRST;
}

static const char *why_text(const struct chiso_context *context, enum progress_why why)
{
	return why == WHY_NOTHING ? NULL : message_text(progress_why_label(why), context->lang);
}

static void take_answer(struct chiso_results *results, struct chiso_assessment *out,
                        const struct progress_answer *answer)
{
	out->verdict = answer->verdict;
	out->why = why_text(results->context, answer->why);
	out->rate = answer->rate;
	out->rate_needed = answer->rate_needed;
	out->ratio = answer->ratio;
	out->projected = answer->projected;
	out->change_needed = answer->change_needed;
	out->gap = answer->gap;
	out->projection = answer->projection;
}

/* The first of the latest points that meet the target one and all. */
static const char *met_since(const struct chiso_assessment *out)
{
	const char *since = NULL;

	for (uint32_t i = out->n_points; i-- > 0;) {
		const struct chiso_point *point = &out->points[i];

		if (assess_meets(out, point->value, point->bound) != 1)
			break;
		since = point->period;
		if (point->is_break)
			break;
	}
	return since;
}

/* Past the last year that can be written it is never. */
static int name_first_met(const struct judged *judged, struct chiso_assessment *out,
                          struct period now, double years)
{
	char label[PERIOD_ROOM];
	int year;
	unsigned month, day;

	out->first_met = NULL;
	if (out->target == CHISO_TARGET_NONE)
		return CHISO_OK;
	if (assess_meets(out, out->current.value.as.f64, out->current.bound) == 1) {
		out->first_met = met_since(out);
		return CHISO_OK;
	}
	if (isnan(years))
		return CHISO_OK;
	date_parts(now.last, &year, &month, &day);
	if (year + years > 9999) {
		out->first_met = "never";
		return CHISO_OK;
	}
	size_t n = period_print(label, period_in_other_year(now, (int)years));
	out->first_met = arena_text(judged->arena, label, n);
	return out->first_met ? CHISO_OK : CHISO_ENOMEM;
}

static struct chiso_value number(double x)
{
	return isfinite(x) ? (struct chiso_value){.type = CHISO_F64, .as.f64 = x}
	                   : (struct chiso_value){.reason = CHISO_REASON_OUT_OF_DOMAIN};
}

/* A verdict by numbers that no publication confirms says so. */
static void name_cutoffs(const struct judged *judged, const struct standard *standard,
                         struct chiso_assessment *out)
{
	if (!out->why && out->ratio.type && out->verdict != CHISO_TARGET_ACHIEVED &&
	    out->verdict != CHISO_MISSED && standard_status(standard) == CHISO_UNCONFIRMED)
		out->why = message_text(MSG_WHY_UNCONFIRMED, judged->results->context->lang);
}

/* A target for a value at a date, or none: the trend. */
static int judge_value(const struct judged *judged, struct chiso_assessment *out)
{
	struct chiso_results *results = judged->results;
	const struct row_spec *row = judged->board->row;
	const struct target_spec *target = judged->target;
	int method = target ? target->method : row->has_method ? row->method : PROGRESS_GROWTH_RATIO;
	const struct standard *standard =
		standard_find(&results->context->standards, standards_of[method]);
	const struct chiso_point *base = baseline(judged, out);
	const struct chiso_point *now = &out->points[out->n_points - 1];
	struct period from = series_period(judged, out, base), to = series_period(judged, out, now);
	struct progress_question question = {
		.method = (enum progress_method)method,
		.is_percent = out->unit_measure && !strcmp(out->unit_measure, "%"),
		.base = base->value,
		.now = now->value,
		.bound = now->bound,
		.years_so_far = base == now ? 0 : period_years(from, to),
		.base_bound = base->bound,
		.direction = out->current.direction,
		.target = out->target,
		.target_value = out->target_value,
		.target_upper = out->target_upper,
	};
	struct progress_answer answer = {0};
	int has_date = target && target->by.first <= target->by.last;

	question.years_to_target = has_date ? period_years(from, target->by) : NAN;
	progress_judge(&answer, &question, standard);
	take_answer(results, out, &answer);
	out->method = standards_of[method];
	leave_trail(judged, &(struct trail){
				    .from = base == now ? BASELINE_NONE
	                                                : baseline_from(judged, out, base),
				    .base = base == now ? NULL : base,
				    .now = now,
				    .standard = standard,
				    .question = question,
				    .answer = answer});
	if (base != now) {
		out->baseline = base->period;
		out->baseline_value = number(base->value);
	}
	if (has_date && out->verdict != CHISO_TARGET_ACHIEVED && to.last >= target->by.last &&
	    assess_meets(out, now->value, now->bound) == 0)
		out->verdict = CHISO_MISSED;
	name_cutoffs(judged, standard, out);
	return name_first_met(judged, out, to, answer.years_to_meet);
}

static int is_exact(int bound)
{
	return bound == CHISO_EXACT || bound == CHISO_ABOUT;
}

/* Which way the growth between two figures errs, as a bound; -1: it may be anything. */
static int bound_of_growth(int base, int now)
{
	int turned = base == CHISO_LOWER_BOUND   ? CHISO_UPPER_BOUND
	             : base == CHISO_UPPER_BOUND ? CHISO_LOWER_BOUND
	                                         : base;

	if (is_exact(turned) || is_exact(now))
		return is_exact(now) ? turned : now;
	return turned == now ? now : -1;
}

/* The points whose growth is asked for: from the first year of the period to its last or, before
 * that is there, the latest.  NULL: they can't be compared, `why` says why. */
static const struct chiso_point *growth_points(const struct judged *judged,
                                               struct chiso_assessment *out,
                                               const struct chiso_point **now)
{
	const struct chiso_point *base = series_point(judged, out, judged->target->from);
	enum message why = MESSAGE_N;

	*now = series_point(judged, out, judged->target->to);
	if (!*now)
		*now = &out->points[out->n_points - 1];
	if (!base)
		why = MSG_WHY_NO_BASELINE;
	for (const struct chiso_point *p = base ? base + 1 : *now + 1; p <= *now; p++)
		if (p->is_break)
			why = MSG_WHY_BREAK;
	if (why == MESSAGE_N && base >= *now)
		why = MSG_WHY_ONE_POINT;
	if (why == MESSAGE_N && (base->value <= 0 || (*now)->value < 0))
		why = MSG_WHY_NO_GROWTH;
	if (why == MESSAGE_N)
		return base;
	out->why = message_text(why, judged->results->context->lang);
	return NULL;
}

/* How fast it grew, beside how fast it should. */
static void measure_growth(struct chiso_assessment *out, const struct trail *trail,
                           struct chiso_value rate, double wanted, int below)
{
	double base = trail->base->value, now = trail->now->value;
	double done = trail->question.years_so_far, whole = trail->question.years_to_target;
	double goal = base * pow(1 + wanted, whole);

	out->rate = rate;
	out->rate_needed = number(wanted);
	/* Less where more is forbidden has no ratio: it is met or it is not. */
	if (wanted != 0 && below == (wanted < 0))
		out->ratio = number(rate.as.f64 / wanted);
	if (whole > done) {
		out->projected = number(base * pow(1 + rate.as.f64, whole));
		out->projection = CHISO_PROJECTION_GROWTH;
		out->change_needed = number((goal - now) / (whole - done));
	}
}

/* A target for the mean growth a year over a period, in per cent, as a compound rate. */
static void judge_growth(const struct judged *judged, struct chiso_assessment *out)
{
	const struct chiso_results *results = judged->results;
	const struct target_spec *target = judged->target;
	const char *method = standards_of[PROGRESS_GROWTH_RATIO];
	const struct chiso_point *now, *base = growth_points(judged, out, &now);
	struct trail trail = {.from = BASELINE_PERIOD, .base = base, .now = now};

	out->verdict = CHISO_NOT_COMPUTABLE;
	if (!base)
		return;
	double done = period_years(target->from, series_period(judged, out, now));
	double whole = period_years(target->from, target->to);
	int bound = bound_of_growth(base->bound, now->bound);
	struct chiso_value rate = progress_growth(base->value, now->value, done);
	double percent = rate.type ? 100 * rate.as.f64 : INFINITY;
	int below, meets = assess_meets(out, percent, bound);
	double wanted = assess_wanted(out, percent, &below) / 100;

	trail.standard = standard_find(&results->context->standards, method);
	trail.question.years_so_far = done;
	trail.question.years_to_target = whole;
	out->method = method;
	out->baseline = base->period;
	out->baseline_value = number(base->value);
	if (meets < 0 || bound < 0) {
		out->why = why_text(results->context, WHY_BOUND);
		leave_trail(judged, &trail);
		return;
	}
	if (is_exact(bound)) {
		measure_growth(out, &trail, rate, wanted, below);
		/* In points, as the target is. */
		out->gap = number(meets ? 0 : 100 * wanted - percent);
	}
	if (whole <= done)
		out->verdict = meets ? CHISO_TARGET_ACHIEVED : CHISO_MISSED;
	else if (meets)
		out->verdict = CHISO_ON_TRACK;
	else if (!out->ratio.type)
		out->verdict = CHISO_DETERIORATION;
	else
		progress_grade(&trail.answer.grade, out->ratio.as.f64, trail.standard);
	if (trail.answer.grade.is_there)
		out->verdict = trail.answer.grade.verdict;
	leave_trail(judged, &trail);
}

void assess_reset(struct chiso_assessment *out)
{
	const struct chiso_value none = {.reason = CHISO_REASON_NOT_APPLICABLE};

	out->rate = out->rate_needed = out->ratio = none;
	out->projected = out->change_needed = out->gap = none;
	out->baseline_value = out->mean = out->mean_needed = none;
	out->projection = CHISO_PROJECTION_NONE;
	out->why = out->method = out->baseline = out->first_met = NULL;
	out->n_periods = out->periods_expected = 0;
	out->rank = out->rank_worst = out->n_peers = out->n_ranked = 0;
}

double assess_wanted(const struct chiso_assessment *a, double x, int *below)
{
	*below = a->target == CHISO_LESS_THAN || a->target == CHISO_AT_MOST ||
	         (a->target == CHISO_BETWEEN && x > a->target_upper);
	return a->target == CHISO_BETWEEN && *below ? a->target_upper : a->target_value;
}

int assess_meets(const struct chiso_assessment *a, double x, int bound)
{
	return progress_meets(x, bound, a->target, a->target_value, a->target_upper);
}

int assess_judge(const struct judged *judged, struct chiso_assessment *out)
{
	const struct target_spec *target = judged->target;
	const char *lang = judged->results->context->lang;
	int status = CHISO_OK;

	if (!out->n_points) {
		int is_kept = cell_is_suppressed(&out->current);

		out->verdict = is_kept ? CHISO_NOT_COMPUTABLE : CHISO_NO_DATA;
		if (is_kept)
			out->why = message_text(MSG_REASON_SUPPRESSED, lang);
		return CHISO_OK;
	}
	if (out->aspect == CHISO_ASPECT_RANK)
		return assess_rank(judged, out);
	if (out->aspect == CHISO_ASPECT_MEAN || out->aspect == CHISO_ASPECT_GEOMETRIC_MEAN)
		return assess_mean(judged, out);
	if (out->aspect == CHISO_ASPECT_MEAN_GROWTH)
		judge_growth(judged, out);
	else
		status = judge_value(judged, out);
	/* A trend is a trend, whatever its pace: without a target there is nothing to reach, unless
	 * the project asks for the thresholds of a method. */
	if (!target && !judged->board->row->has_method) {
		out->verdict = CHISO_NO_TARGET;
		out->why = NULL;
	} else if (target && !out->why && out->points[out->n_points - 1].is_break &&
	           out->n_points > 1)
		out->why = message_text(MSG_WHY_BREAK, lang);
	return status;
}
