/* SPDX-License-Identifier: MIT */
/* The working of a judgement: the formulas of its method with the numbers that the judge took.  Each
 * gives its value to the last bit, operation by operation, as it stands here. */
#include "explain/explain_goal.h"

#include "derived/panel.h"

#include <math.h>
#include <string.h>

static struct step *add(struct steps *steps, const char *id, enum message label,
                        const char *formula, double value)
{
	struct step *step = &steps->list[steps->n++];

	*step = (struct step){.id = id, .label = label, .formula = formula, .value = value};
	return step;
}

static void name(struct step *step, const char *name, double value)
{
	step->names[step->n_names++] = (struct step_name){name, value};
}

static double time_left(const struct progress_question *q)
{
	return q->years_to_target - q->years_so_far;
}

/* ---- a value at a date ----------------------------------------------------------------------- */

static void add_rates(struct judgement *j)
{
	const struct progress_course *c = &j->trail.answer.course;
	const struct progress_question *q = &j->trail.question;
	struct step *step;

	if (j->a.rate.type == CHISO_F64) {
		step = add(&j->steps, "rate", MSG_LABEL_RATE,
		           "(value / baseline)^(1 / years) - 1", j->a.rate.as.f64);
		name(step, "value", c->now);
		name(step, "baseline", c->base);
		name(step, "years", q->years_so_far);
	}
	if (j->a.rate_needed.type == CHISO_F64) {
		step = add(&j->steps, "rate_needed", MSG_LABEL_RATE_NEEDED,
		           "(target / baseline)^(1 / years_to_target) - 1",
		           j->a.rate_needed.as.f64);
		name(step, "target", c->goal);
		name(step, "baseline", c->base);
		name(step, "years_to_target", q->years_to_target);
	}
}

static void add_projection(struct judgement *j)
{
	const struct progress_course *c = &j->trail.answer.course;
	const struct progress_question *q = &j->trail.question;
	int is_linear = q->method == PROGRESS_LINEAR_PATH;
	struct step *step;

	if (j->a.projected.type != CHISO_F64)
		return;
	step = add(&j->steps, "projected", MSG_LABEL_PROJECTED,
	           is_linear ? "value + (value - baseline) / years * years_left"
	                     : "value * (1 + rate)^years_left",
	           j->a.projected.as.f64);
	name(step, "value", c->now);
	if (is_linear) {
		name(step, "baseline", c->base);
		name(step, "years", q->years_so_far);
	} else {
		name(step, "rate", j->a.rate.as.f64);
	}
	name(step, "years_left", time_left(q));
}

/* The number that the method grades, in the direction that is wanted. */
static void add_ratio(struct judgement *j)
{
	static const char *const formulas[][2] = {
		[PROGRESS_GROWTH_RATIO] = {"rate / abs(rate_needed)", "-rate / abs(rate_needed)"},
		[PROGRESS_LINEAR_PATH] =
			{"(value - baseline) * (years_to_target / years) / abs(target - baseline)",
	                 "-(value - baseline) * (years_to_target / years) / abs(target - baseline)"},
		[PROGRESS_UN_CHART] = {"(projected - baseline) / abs(target - baseline)",
	                               "-(projected - baseline) / abs(target - baseline)"},
	};
	const struct progress_course *c = &j->trail.answer.course;
	const struct progress_question *q = &j->trail.question;
	struct step *step;

	if (j->a.ratio.type != CHISO_F64)
		return;
	step = add(&j->steps, "ratio", MSG_LABEL_RATIO, formulas[q->method][c->direction < 0],
	           j->a.ratio.as.f64);
	if (q->method == PROGRESS_GROWTH_RATIO) {
		name(step, "rate", j->a.rate.as.f64);
		name(step, "rate_needed", j->a.rate_needed.as.f64);
		return;
	}
	if (q->method == PROGRESS_UN_CHART) {
		name(step, "projected", j->a.projected.as.f64);
	} else {
		name(step, "value", c->now);
		name(step, "years_to_target", q->years_to_target);
		name(step, "years", q->years_so_far);
	}
	name(step, "baseline", c->base);
	name(step, "target", c->end);
}

/* A trend is graded by its rate, or by the opposite where less is wanted. */
static void add_turned(struct judgement *j)
{
	const struct progress_grade *grade = &j->trail.answer.grade;

	if (j->judged.target || !grade->is_there || grade->number == j->a.rate.as.f64)
		return;
	name(add(&j->steps, "rate_turned", MSG_LABEL_RATE_TURNED, "-rate", grade->number), "rate",
	     j->a.rate.as.f64);
}

static void add_way(struct judgement *j)
{
	const struct progress_course *c = &j->trail.answer.course;
	const struct progress_question *q = &j->trail.question;
	struct step *step;

	if (j->a.gap.type == CHISO_F64 && j->a.gap.as.f64 != 0) {
		step = add(&j->steps, "gap", MSG_LABEL_GAP, "target - value", j->a.gap.as.f64);
		name(step, "target", c->end);
		name(step, "value", q->now);
	}
	if (j->a.change_needed.type == CHISO_F64) {
		step = add(&j->steps, "change_needed", MSG_LABEL_CHANGE_NEEDED,
		           "(target - value) / years_left", j->a.change_needed.as.f64);
		name(step, "target", c->end);
		name(step, "value", q->now);
		name(step, "years_left", time_left(q));
	}
}

/* How long it takes at the present pace, before it is rounded up to whole years. */
static void add_arrival(struct judgement *j)
{
	const struct progress_course *c = &j->trail.answer.course;
	const struct progress_question *q = &j->trail.question;
	int is_linear = q->method == PROGRESS_LINEAR_PATH;
	struct step *step;

	if (isnan(j->trail.answer.years_exact))
		return;
	step = add(&j->steps, "years_to_meet", MSG_LABEL_YEARS_TO_MEET,
	           is_linear ? "(target - value) / ((value - baseline) / years)"
	                     : "log(target / value) / log1p(rate)",
	           j->trail.answer.years_exact);
	name(step, "target", c->end);
	name(step, "value", c->now);
	if (is_linear) {
		name(step, "baseline", c->base);
		name(step, "years", q->years_so_far);
	} else {
		name(step, "rate", j->a.rate.as.f64);
	}
}

/* ESCAP's indices, from the row's baseline and by the projection of its method. */
static void add_escap(struct judgement *j)
{
	const struct standard *standard =
		standard_find(&j->results->context->standards, "progress.escap");
	const struct chiso_point *base = j->trail.base, *now = j->trail.now;
	double target = j->a.target_value, scale;
	struct step *step;

	if (!base || base->bound || now->bound || base->value == target ||
	    j->a.target < CHISO_MORE_THAN || j->a.target > CHISO_AT_MOST)
		return;
	scale = standard_number(standard, "status_scale");
	step = add(&j->steps, "current_status_index", MSG_LABEL_CURRENT_STATUS,
	           "min(scale, max(0, scale * (value - baseline) / (target - baseline)))",
	           fmin(scale, fmax(0, scale * (now->value - base->value) / (target - base->value))));
	name(step, "scale", scale);
	name(step, "value", now->value);
	name(step, "baseline", base->value);
	name(step, "target", target);
	step->beside = standard;
	if (j->a.projected.type != CHISO_F64)
		return;
	scale = standard_number(standard, "progress_scale");
	step = add(&j->steps, "anticipated_progress_index", MSG_LABEL_ANTICIPATED,
	           "scale * abs(target - projected) / abs(target - baseline)",
	           scale * fabs(target - j->a.projected.as.f64) / fabs(target - base->value));
	name(step, "scale", scale);
	name(step, "target", target);
	name(step, "projected", j->a.projected.as.f64);
	name(step, "baseline", base->value);
	step->beside = standard;
}

/* ---- a mean growth --------------------------------------------------------------------------- */

static void add_growth_rates(struct judgement *j)
{
	struct step *step = add(&j->steps, "rate", MSG_LABEL_RATE,
	                        "(value / baseline)^(1 / years) - 1", j->a.rate.as.f64);
	const struct chiso_assessment *a = &j->a;
	int below;

	name(step, "value", j->trail.now->value);
	name(step, "baseline", j->trail.base->value);
	name(step, "years", j->trail.question.years_so_far);
	step = add(&j->steps, "rate_needed", MSG_LABEL_RATE_NEEDED, "target / 100",
	           a->rate_needed.as.f64);
	name(step, "target", assess_wanted(a, 100 * a->rate.as.f64, &below));
	if (a->ratio.type == CHISO_F64) {
		step = add(&j->steps, "ratio", MSG_LABEL_RATIO, "rate / rate_needed",
		           a->ratio.as.f64);
		name(step, "rate", a->rate.as.f64);
		name(step, "rate_needed", a->rate_needed.as.f64);
	}
	if (a->gap.type == CHISO_F64 && a->gap.as.f64 != 0) {
		step = add(&j->steps, "gap", MSG_LABEL_GAP, "100 * rate_needed - 100 * rate",
		           a->gap.as.f64);
		name(step, "rate_needed", a->rate_needed.as.f64);
		name(step, "rate", a->rate.as.f64);
	}
}

static void add_growth(struct judgement *j)
{
	const struct chiso_assessment *a = &j->a;
	const struct progress_question *q = &j->trail.question;
	struct step *step;

	if (a->rate.type != CHISO_F64)
		return;
	add_growth_rates(j);
	if (a->projected.type == CHISO_F64) {
		step = add(&j->steps, "projected", MSG_LABEL_PROJECTED,
		           "baseline * (1 + rate)^years_to_target", a->projected.as.f64);
		name(step, "baseline", j->trail.base->value);
		name(step, "rate", a->rate.as.f64);
		name(step, "years_to_target", q->years_to_target);
	}
	if (a->change_needed.type == CHISO_F64) {
		step = add(&j->steps, "change_needed", MSG_LABEL_CHANGE_NEEDED,
		           "(baseline * (1 + rate_needed)^years_to_target - value) / years_left",
		           a->change_needed.as.f64);
		name(step, "baseline", j->trail.base->value);
		name(step, "rate_needed", a->rate_needed.as.f64);
		name(step, "years_to_target", q->years_to_target);
		name(step, "value", j->trail.now->value);
		name(step, "years_left", time_left(q));
	}
}

/* ---- a mean ---------------------------------------------------------------------------------- */

int judgement_has_part(const struct judgement *j, uint32_t point)
{
	const struct target_spec *target = j->judged.target;
	struct period period = j->judged.entries[point]->period;

	for (struct period part = target->from;
	     part.first <= part.last && part.last <= target->to.last; part = period_step(part, 1))
		if (!period_compare(part, period))
			return 1;
	return 0;
}

/* The values of the period that a mean is made of. */
static int take_values(struct judgement *j, const double **out)
{
	double *values = arena_new(j->judged.scratch, j->a.n_points, sizeof *values);
	size_t n = 0;

	*out = values;
	if (!values)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < j->a.n_points && n < j->a.n_periods; i++)
		if (judgement_has_part(j, i))
			values[n++] = j->a.points[i].value;
	return CHISO_OK;
}

static int add_mean(struct judgement *j)
{
	int is_geometric = j->a.aspect == CHISO_ASPECT_GEOMETRIC_MEAN, below;
	const double *values;
	struct step *step;
	double wanted;

	if (j->a.mean.type != CHISO_F64)
		return CHISO_OK;
	if (take_values(j, &values))
		return CHISO_ENOMEM;
	wanted = assess_wanted(&j->a, j->a.mean.as.f64, &below);
	step = add(&j->steps, "mean", MSG_LABEL_MEAN,
	           is_geometric ? "100 * (product(1 + values / 100)^(1 / n) - 1)"
	                        : "sum(values) / n",
	           j->a.mean.as.f64);
	name(step, "n", j->a.n_periods);
	if (j->a.gap.type == CHISO_F64 && j->a.gap.as.f64 != 0) {
		step = add(&j->steps, "gap", MSG_LABEL_GAP, "target - mean", j->a.gap.as.f64);
		name(step, "target", wanted);
		name(step, "mean", j->a.mean.as.f64);
		step->rounding = ROUND_15_DIGITS;
	}
	if (j->a.mean_needed.type == CHISO_F64) {
		step = add(&j->steps, "mean_needed", MSG_LABEL_MEAN_NEEDED,
		           is_geometric ? "100 * (((1 + target / 100)^periods / "
		                          "product(1 + values / 100))^(1 / periods_left) - 1)"
		                        : "(periods * target - sum(values)) / periods_left",
		           j->a.mean_needed.as.f64);
		name(step, "target", wanted);
		name(step, "periods", j->a.periods_expected);
		name(step, "periods_left", (double)(j->a.periods_expected - j->a.n_periods));
	}
	for (size_t i = 0; i < j->steps.n; i++) {
		step = &j->steps.list[i];
		if (!strcmp(step->id, "gap"))
			continue;
		step->values = values;
		step->n_values = j->a.n_periods;
		step->rounding = is_geometric ? ROUND_10_DECIMALS : ROUND_15_DIGITS;
	}
	return CHISO_OK;
}

/* ---- a rank ---------------------------------------------------------------------------------- */

static void add_rank(struct judgement *j)
{
	struct step *step;

	if (!j->a.rank)
		return;
	step = add(&j->steps, "rank", MSG_LABEL_RANK, "1 + before", j->a.rank);
	name(step, "before", j->a.rank - 1);
	if (j->a.rank_worst == j->a.rank)
		return;
	step = add(&j->steps, "rank_worst", MSG_LABEL_RANK_WORST, "1 + before + open",
	           j->a.rank_worst);
	name(step, "before", j->a.rank - 1);
	name(step, "open", j->a.rank_worst - j->a.rank);
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* Of a verdict between met and missed. */
static enum rule rule_of_way(const struct judgement *j)
{
	const struct progress_answer *answer = &j->trail.answer;
	int meets = j->a.verdict == CHISO_ON_TRACK;

	if (answer->grade.is_there)
		return answer->grade.cutoff ? RULE_CUTOFF : RULE_BELOW;
	if (j->a.aspect == CHISO_ASPECT_MEAN || j->a.aspect == CHISO_ASPECT_GEOMETRIC_MEAN)
		return meets ? RULE_MET_SO_FAR : RULE_UNMET_SO_FAR;
	if (j->a.aspect == CHISO_ASPECT_MEAN_GROWTH)
		return meets ? RULE_MET_SO_FAR : RULE_OVER;
	return answer->why == WHY_BASE_EQUALS_TARGET ? RULE_AWAY : RULE_NOT_YET_MET;
}

static enum rule rule_of(const struct judgement *j)
{
	switch (j->a.verdict) {
	case CHISO_NOT_ASSESSED:
		return RULE_NO_INDICATOR;
	case CHISO_NO_DATA:
		return RULE_NO_DATA;
	case CHISO_NO_TARGET:
		return RULE_NO_TARGET;
	case CHISO_TARGET_ACHIEVED:
		return j->trail.answer.why == WHY_NEAR_LIMIT ? RULE_NEAR_LIMIT : RULE_MET;
	case CHISO_MISSED:
		return RULE_DATE_PAST;
	case CHISO_NOT_YET_DUE:
		return RULE_NOT_DUE;
	case CHISO_NOT_COMPUTABLE:
		return RULE_OPEN;
	default:
		return rule_of_way(j);
	}
}

int steps_make(struct judgement *j)
{
	int status = CHISO_OK;

	j->rule = rule_of(j);
	if (j->a.aspect == CHISO_ASPECT_RANK) {
		add_rank(j);
	} else if (j->a.aspect == CHISO_ASPECT_MEAN || j->a.aspect == CHISO_ASPECT_GEOMETRIC_MEAN) {
		status = add_mean(j);
	} else if (j->a.aspect == CHISO_ASPECT_MEAN_GROWTH) {
		add_growth(j);
	} else if (j->trail.now) {
		add_rates(j);
		add_projection(j);
		add_ratio(j);
		add_turned(j);
		add_way(j);
		add_arrival(j);
		add_escap(j);
	}
	return status;
}
