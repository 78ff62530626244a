/* SPDX-License-Identifier: MIT */
#include "project/progress.h"

#include <math.h>

static struct chiso_value none(uint32_t reason)
{
	return (struct chiso_value){.type = CHISO_NONE, .reason = reason};
}

static struct chiso_value number(double x)
{
	return isfinite(x) ? (struct chiso_value){.type = CHISO_F64, .as = {.f64 = x}}
	                   : none(CHISO_REASON_OUT_OF_DOMAIN);
}

struct chiso_value progress_growth(double a, double b, double years)
{
	if (!(years > 0))
		return none(CHISO_REASON_TOO_FEW);
	if (a == 0)
		return none(CHISO_REASON_DENOMINATOR_ZERO);
	if (b / a < 0)
		return none(CHISO_REASON_OUT_OF_DOMAIN);
	return number(pow(b / a, 1 / years) - 1);
}

enum message progress_why_label(enum progress_why why)
{
	static const enum message labels[] = {
		[WHY_NOTHING] = MESSAGE_N,
		[WHY_ONE_POINT] = MSG_WHY_ONE_POINT,
		[WHY_SIGN_CHANGE] = MSG_WHY_SIGN_CHANGE,
		[WHY_BASE_ZERO_REPLACED] = MSG_WHY_BASE_ZERO_REPLACED,
		[WHY_TARGET_ZERO_REPLACED] = MSG_WHY_TARGET_ZERO_REPLACED,
		[WHY_BOUND] = MSG_WHY_BOUND,
		[WHY_BASE_EQUALS_TARGET] = MSG_WHY_BASE_EQUALS_TARGET,
		[WHY_NO_DIRECTION] = MSG_WHY_NO_DIRECTION,
		[WHY_TARGET_DATE_IS_BASE] = MSG_WHY_TARGET_DATE_IS_BASE,
		[WHY_NO_DATE] = MSG_WHY_NO_DATE,
		[WHY_CROSSED_RANGE] = MSG_WHY_CROSSED_RANGE,
		[WHY_BASE_ZERO] = MSG_WHY_BASE_ZERO,
		[WHY_NEAR_LIMIT] = MSG_WHY_NEAR_LIMIT,
	};

	return labels[why];
}

/* Whether value >= least (strict: >) when the value is a bound. */
static int is_above(double value, int bound, double least, int strict)
{
	int meets = strict ? value > least : value >= least;

	if (bound == CHISO_LOWER_BOUND) /* of a larger one */
		return meets ? 1 : -1;
	if (bound == CHISO_UPPER_BOUND)
		return meets ? -1 : 0;
	return meets;
}

static int is_below(double value, int bound, double most, int strict)
{
	int mirrored = bound == CHISO_LOWER_BOUND   ? CHISO_UPPER_BOUND
	               : bound == CHISO_UPPER_BOUND ? CHISO_LOWER_BOUND
	                                            : bound;

	return is_above(-value, mirrored, -most, strict);
}

static int is_exact(int bound)
{
	return bound == CHISO_EXACT || bound == CHISO_ABOUT;
}

int progress_meets(double value, int bound, int target, double target_value, double target_upper)
{
	int low, high;

	switch (target) {
	case CHISO_MORE_THAN:
	case CHISO_AT_LEAST:
		return is_above(value, bound, target_value, target == CHISO_MORE_THAN);
	case CHISO_LESS_THAN:
	case CHISO_AT_MOST:
		return is_below(value, bound, target_value, target == CHISO_LESS_THAN);
	case CHISO_BETWEEN:
		low = is_above(value, bound, target_value, 0);
		high = is_below(value, bound, target_upper, 0);
		return low && high ? (low < high ? low : high) : 0;
	case CHISO_YES:
	case CHISO_NO:
		if (!is_exact(bound))
			return -1;
		return value == (target == CHISO_YES);
	}
	return 0;
}

/* Sets end and direction; of a range, the end that the value is nearer to. */
static void aim(struct progress_course *out, const struct progress_question *q)
{
	out->end = NAN;
	out->direction = q->direction;
	if (q->target == CHISO_MORE_THAN || q->target == CHISO_AT_LEAST ||
	    (q->target == CHISO_BETWEEN && q->now < q->target_value)) {
		out->end = q->target_value;
		out->direction = 1;
	} else if (q->target == CHISO_LESS_THAN || q->target == CHISO_AT_MOST) {
		out->end = q->target_value;
		out->direction = -1;
	} else if (q->target == CHISO_BETWEEN && q->now > q->target_upper) {
		out->end = q->target_upper;
		out->direction = -1;
	}
}

/* Whether a and b stand in another order than they did. */
static int swapped(double old_a, double old_b, double a, double b)
{
	return (old_a < old_b) != (a < b) || (old_a > old_b) != (a > b);
}

/* Methods that measure the way itself need no replacement. */
static void take_as_is(struct progress_course *out, const struct progress_question *q)
{
	out->base = q->base;
	out->now = q->now;
	out->goal = out->end;
	out->mixed = q->method == PROGRESS_UN_CHART && q->base * q->now < 0;
}

/* Replaces zeros, and turns the direction where all is negative. */
static void settle_signs(struct progress_course *out, const struct progress_question *q, double replacement)
{
	int negative = q->base < 0 || q->now < 0 || out->end < 0;
	double zero = negative ? -replacement : replacement;

	out->mixed = negative && (q->base > 0 || q->now > 0 || out->end > 0);
	if (negative)
		out->direction = -out->direction;
	out->base = q->base;
	out->now = q->now;
	out->goal = out->end;
	if (out->goal == 0) {
		out->goal = zero;
		out->replaced = WHY_TARGET_ZERO_REPLACED;
	}
	if (out->base == 0) {
		out->base = zero;
		out->replaced = WHY_BASE_ZERO_REPLACED;
		if (out->now == 0) /* no change stays none */
			out->now = zero;
	}
}

/* The first thing that keeps the rates from being compared. */
static enum progress_why find_obstacle(const struct progress_course *c, const struct progress_question *q)
{
	int has_target = q->target != CHISO_TARGET_NONE;

	if (!is_exact(q->bound) || !is_exact(q->base_bound))
		return WHY_BOUND;
	if (!(q->years_so_far > 0))
		return WHY_ONE_POINT;
	if (!has_target && !c->direction)
		return WHY_NO_DIRECTION;
	if (has_target && isnan(q->years_to_target))
		return WHY_NO_DATE;
	if (has_target && q->years_to_target <= 0)
		return WHY_TARGET_DATE_IS_BASE;
	if (q->target == CHISO_BETWEEN &&
	    ((q->base < q->target_value && q->now > q->target_upper) ||
	     (q->base > q->target_upper && q->now < q->target_value)))
		return WHY_CROSSED_RANGE;
	if (c->mixed)
		return WHY_SIGN_CHANGE;
	if (q->method == PROGRESS_UN_CHART && q->base == 0)
		return WHY_BASE_ZERO;
	/* So near 0 that the replacement would make up look like down. */
	if (c->replaced && (swapped(q->base, q->now, c->base, c->now) ||
	                    swapped(q->base, c->end, c->base, c->goal)))
		return c->replaced;
	return WHY_NOTHING;
}

static void measure_rates(struct progress_answer *out, const struct progress_course *c,
                          const struct progress_question *q)
{
	double left = q->years_to_target - q->years_so_far;

	out->rate = progress_growth(c->base, c->now, q->years_so_far);
	if (isnan(c->goal))
		return;
	if (q->years_to_target > 0 && !(c->replaced && c->obstacle))
		out->rate_needed = progress_growth(c->base, c->goal, q->years_to_target);
	/* From a made-up baseline a rate serves to compare, not to extrapolate. */
	if (out->rate.type && left >= 0 && c->replaced != WHY_BASE_ZERO_REPLACED) {
		out->projected = number(c->now * pow(1 + out->rate.as.f64, left));
		out->projection = CHISO_PROJECTION_GROWTH;
	}
	/* + 0.0 makes a -0 0. */
	if (!c->obstacle && out->rate.type && out->rate_needed.type && out->rate_needed.as.f64 != 0)
		out->ratio = number(c->direction * out->rate.as.f64 /
		                    fabs(out->rate_needed.as.f64) + 0.0);
}

/* By amounts instead of rates. */
static void measure_path(struct progress_answer *out, const struct progress_course *c,
                         const struct progress_question *q)
{
	double left = q->years_to_target - q->years_so_far, whole = c->end - c->base, come;

	if (isnan(c->end) || !(q->years_so_far > 0))
		return;
	if (q->method == PROGRESS_UN_CHART) {
		out->rate = progress_growth(c->base, c->now, q->years_so_far);
		if (out->rate.type && left >= 0)
			out->projected = number(c->now * pow(1 + out->rate.as.f64, left));
		out->projection = CHISO_PROJECTION_GROWTH;
		come = out->projected.type ? out->projected.as.f64 - c->base : NAN;
	} else {
		if (left >= 0)
			out->projected =
				number(c->now + (c->now - c->base) / q->years_so_far * left);
		out->projection = CHISO_PROJECTION_LINEAR;
		come = (c->now - c->base) * (q->years_to_target / q->years_so_far);
	}
	if (!out->projected.type)
		out->projection = CHISO_PROJECTION_NONE;
	if (!c->obstacle && whole != 0 && isfinite(come))
		out->ratio = number(c->direction * come / fabs(whole) + 0.0);
}

/* When the number aimed at is reached at the present pace. */
static double years_to_meet(struct progress_answer *a, const struct progress_course *c,
                            const struct progress_question *q)
{
	int strict = q->target == CHISO_MORE_THAN || q->target == CHISO_LESS_THAN;
	double years;

	if (isnan(c->end) || !(q->years_so_far > 0) || c->replaced == WHY_BASE_ZERO_REPLACED ||
	    (c->obstacle && c->obstacle != WHY_NO_DATE))
		return NAN;
	if (q->method == PROGRESS_LINEAR_PATH)
		years = (c->end - c->now) / ((c->now - c->base) / q->years_so_far);
	else if (!a->rate.type)
		return NAN;
	else if (c->end == 0 || c->end * c->now < 0) /* growth gets near to 0, never there */
		return INFINITY;
	else
		years = log(c->end / c->now) / log1p(a->rate.as.f64);
	if (!(years > 0) || !isfinite(years))
		return INFINITY;
	a->years_exact = years;
	/* What is a whole number of years but for rounding is one. */
	double whole = nearbyint(years);
	if (fabs(years - whole) < 1e-9 * (1 + whole))
		return strict || whole < 1 ? whole + 1 : whole;
	return ceil(years);
}

/* Takes the first of the cut-offs that x reaches. */
static void grade(struct progress_grade *out, double x, const struct standard *cutoffs,
                  const char *on_track, const char *acceleration, const char *limited)
{
	*out = (struct progress_grade){.is_there = 1, .number = x};
	if (x >= standard_number(cutoffs, on_track)) {
		out->cutoff = on_track;
		out->verdict = CHISO_ON_TRACK;
	} else if (x >= standard_number(cutoffs, acceleration)) {
		out->cutoff = acceleration;
		out->verdict = CHISO_ACCELERATION_NEEDED;
	} else if (!limited) {
		out->verdict = CHISO_STAGNATION;
	} else if (x >= standard_number(cutoffs, limited)) {
		out->cutoff = limited;
		out->verdict = CHISO_LIMITED_PROGRESS;
	} else {
		out->verdict = CHISO_DETERIORATION;
	}
}

void progress_grade(struct progress_grade *out, double ratio, const struct standard *cutoffs)
{
	grade(out, ratio, cutoffs, "on_track", "acceleration", "limited");
}

static void judge_trend(struct progress_answer *out, const struct progress_course *c,
                        const struct progress_question *q, const struct standard *cutoffs)
{
	int is_un = q->method == PROGRESS_UN_CHART;
	int turned = is_un && (q->base < 0 || q->now < 0) ? -1 : 1; /* as settle_signs() does */

	if (!c->obstacle && out->rate.type) {
		grade(&out->grade, turned * c->direction * out->rate.as.f64, cutoffs,
		      "trend_on_track", "trend_acceleration", is_un ? NULL : "trend_limited");
		out->verdict = out->grade.verdict;
	} else if (c->obstacle == WHY_BOUND || c->obstacle == WHY_ONE_POINT ||
	           c->obstacle == WHY_NO_DIRECTION) {
		out->verdict = CHISO_NO_TARGET;
	}
}

/* The UN Progress Chart takes a value within a point of 0 or 100 per cent for there. */
static int is_near_limit(const struct progress_course *c, const struct progress_question *q,
                         const struct standard *cutoffs)
{
	return q->method == PROGRESS_UN_CHART && q->is_percent && is_exact(q->bound) &&
	       (c->end == 0 || c->end == 100) &&
	       fabs(q->now - c->end) <= standard_number(cutoffs, "near_limit");
}

static void judge_target(struct progress_answer *out, const struct progress_course *c,
                         const struct progress_question *q, const struct standard *cutoffs)
{
	int meets = progress_meets(q->now, q->bound, q->target, q->target_value, q->target_upper);
	double left = q->years_to_target - q->years_so_far; /* NAN: no date */
	int is_due = left <= 0, is_un = q->method == PROGRESS_UN_CHART;
	int is_near = !meets && is_near_limit(c, q, cutoffs);

	if (meets == 1 || is_near) {
		out->verdict = CHISO_TARGET_ACHIEVED;
	} else if (!meets && is_due) {
		out->verdict = CHISO_MISSED;
	} else if (!meets && isnan(c->end)) { /* yes or no */
		out->verdict = is_un ? CHISO_STAGNATION : CHISO_NOT_YET_DUE;
	} else if (out->ratio.type) {
		grade(&out->grade, out->ratio.as.f64, cutoffs, "on_track", "acceleration",
		      is_un ? NULL : "limited");
		out->verdict = out->grade.verdict;
	} else if (!c->obstacle && (q->method == PROGRESS_GROWTH_RATIO
	                                    ? out->rate.type && out->rate_needed.type
	                                    : c->end == c->base)) {
		out->why = WHY_BASE_EQUALS_TARGET;
		if (q->now != q->base && (q->now < q->base) == (c->end > q->now))
			out->verdict = is_un ? CHISO_STAGNATION : CHISO_DETERIORATION;
	}
	/* Met or missed, it is so whether there is a rate or not. */
	if ((meets == 1 || (!meets && is_due) || (!meets && isnan(c->end))) &&
	    !out->ratio.type && out->why != WHY_TARGET_DATE_IS_BASE)
		out->why = WHY_NOTHING;
	if (is_near)
		out->why = WHY_NEAR_LIMIT;
	if (meets >= 0 && q->target != CHISO_YES && q->target != CHISO_NO && is_exact(q->bound))
		out->gap = number(meets ? 0 : c->end - q->now);
	if (!meets && !is_near && !isnan(c->end) && is_exact(q->bound) && left > 0)
		out->change_needed = number((c->end - q->now) / left);
	if (!meets && !is_near)
		out->years_to_meet = years_to_meet(out, c, q);
}

void progress_judge(struct progress_answer *out, const struct progress_question *question,
                    const struct standard *cutoffs)
{
	const struct chiso_value nothing = none(CHISO_REASON_NOT_APPLICABLE);
	struct progress_course course = {0};

	*out = (struct progress_answer){.verdict = CHISO_NOT_COMPUTABLE,
	                                .rate = nothing,
	                                .rate_needed = nothing,
	                                .ratio = nothing,
	                                .projected = nothing,
	                                .change_needed = nothing,
	                                .gap = nothing,
	                                .years_to_meet = NAN,
	                                .years_exact = NAN};
	if (!isfinite(question->now)) {
		out->verdict = CHISO_NO_DATA;
		return;
	}
	aim(&course, question);
	if (question->method == PROGRESS_GROWTH_RATIO)
		settle_signs(&course, question, standard_number(cutoffs, "zero_replacement"));
	else
		take_as_is(&course, question);
	course.obstacle = find_obstacle(&course, question);
	out->why = course.obstacle ? course.obstacle : course.replaced;
	if (course.obstacle != WHY_BOUND && question->target != CHISO_YES &&
	    question->target != CHISO_NO) {
		if (question->method == PROGRESS_GROWTH_RATIO ||
		    question->target == CHISO_TARGET_NONE)
			measure_rates(out, &course, question);
		else
			measure_path(out, &course, question);
	}
	if (question->target == CHISO_TARGET_NONE)
		judge_trend(out, &course, question, cutoffs);
	else
		judge_target(out, &course, question, cutoffs);
	out->course = course;
}
