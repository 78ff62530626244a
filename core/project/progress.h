/* SPDX-License-Identifier: MIT */
/* Progress towards a target by the ratio of growth rates: the observed compound annual growth rate
 * over the one required to reach the target in time (Statistics Canada and Open SDG, after
 * Eurostat).  The cut-offs are in the standard progress.open-sdg.
 *
 * Growth has a meaning between values of one sign only.  Where all are negative a falling rate is
 * a rise, so the direction flips.  A baseline or target of 0 is replaced, and that is said. */
#ifndef CORE_PROGRESS_H
#define CORE_PROGRESS_H

#include "base/message.h"
#include "plugin/standard.h"

#include <chiso/chiso.h>

enum progress_method {
	PROGRESS_GROWTH_RATIO, /* and, without a target, the thresholds of the same standard */
	PROGRESS_LINEAR_PATH,  /* progress made over that due on a straight line to the target */
	PROGRESS_UN_CHART,     /* UN Progress Chart, technical note of 2023: the value projected at the
	                          growth so far, as a part of the whole way */
};

struct progress_question {
	double base, now;        /* values at the baseline and now */
	double years_so_far;     /* from baseline to now, > 0; 0: one point only */
	int direction;           /* 1: more is better, -1: less is better, 0: neither; a target
	                            with a number brings its own */
	int target;              /* CHISO_TARGET_NONE, CHISO_AT_LEAST, ... */
	double target_value, target_upper;
	double years_to_target;  /* from baseline to the target's date; NAN: it has none */
	int bound, base_bound;   /* of `now` and `base`: CHISO_EXACT, ... */
	int is_percent;          /* the unit of measure is the per cent */
	enum progress_method method;
};

/** Why there is no verdict, or what to know about the one there is. */
enum progress_why {
	WHY_NOTHING,
	WHY_ONE_POINT,
	WHY_SIGN_CHANGE,
	WHY_BASE_ZERO_REPLACED,
	WHY_TARGET_ZERO_REPLACED,
	WHY_BOUND,
	WHY_BASE_EQUALS_TARGET,
	WHY_NO_DIRECTION,
	WHY_TARGET_DATE_IS_BASE, /* or before it */
	WHY_NO_DATE,             /* of the target */
	WHY_CROSSED_RANGE,       /* from one side of a range to the other */
	WHY_BASE_ZERO,           /* which the method has no replacement for */
	WHY_NEAR_LIMIT,          /* of 0 or 100 per cent, which counts as there */
};

/** The question as the rates take it. */
struct progress_course {
	double end;             /* the number aimed at; NAN: none */
	double base, now, goal; /* the same with zeros replaced */
	int direction;
	int mixed; /* positive and negative values */
	enum progress_why replaced, obstacle;
};

/** A number and the first of the cut-offs that it reaches. */
struct progress_grade {
	int is_there;
	double number;
	const char *cutoff; /* its name in the standard; NULL: it reaches none */
	enum chiso_verdict verdict;
};

struct progress_answer {
	enum chiso_verdict verdict;
	enum progress_why why;
	/* As in struct chiso_assessment.  Without a target there is no ratio: the verdict is by the
	 * rate in the wanted direction. */
	struct chiso_value rate, rate_needed, ratio, projected, change_needed, gap;
	int projection;       /* CHISO_PROJECTION_... */
	double years_to_meet; /* from now at the present pace; INFINITY: never; NAN: not known */
	double years_exact;   /* before it became a whole number; NAN where that is not finite */
	struct progress_course course;
	struct progress_grade grade; /* what the verdict is by, unless it is met or missed */
};

/** Judges by the numbers of the standard: on_track, acceleration and limited are the least ratios
 *  for these verdicts, trend_on_track, trend_acceleration and trend_limited the least rates a year
 *  without a target, zero_replacement stands for a 0. */
void progress_judge(struct progress_answer *out, const struct progress_question *question,
                    const struct standard *cutoffs);
/** The verdict by the ratio of the observed rate to the one required. */
void progress_grade(struct progress_grade *out, double ratio, const struct standard *cutoffs);
/** Whether a value meets a target: 1, 0, or -1 when a bound leaves it open.  "About" counts as
 *  exact. */
int progress_meets(double value, int bound, int target, double target_value, double target_upper);
/** (b / a)^(1 / years) - 1, a fraction; CHISO_NONE with a reason when that is no number. */
struct chiso_value progress_growth(double a, double b, double years);
/** The label that says it; not for WHY_NOTHING. */
enum message progress_why_label(enum progress_why why);

#endif
