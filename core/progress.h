/* SPDX-License-Identifier: MIT */
/* Progress towards a target by the ratio of growth rates: the observed compound annual growth rate
 * over the one required to reach the target in time (Statistics Canada and Open SDG, after
 * Eurostat).  The cut-offs are in the standard progress.open-sdg. */
#ifndef CORE_PROGRESS_H
#define CORE_PROGRESS_H

#include "standard.h"

#include <chiso/chiso.h>

struct progress_question {
	double base, now;        /* values at the baseline and now */
	double years_so_far;     /* from baseline to now, > 0; 0: one point only */
	int direction;           /* 1: more is better, -1: less is better */
	int target;              /* CHISO_TARGET_NONE, CHISO_AT_LEAST, ... */
	double target_value, target_upper;
	double years_to_target;  /* from baseline to the target's date */
	int bound;               /* of `now`: CHISO_EXACT, ... */
};

struct progress_answer {
	enum chiso_verdict verdict;
	enum message_why {
		WHY_NOTHING, WHY_ONE_POINT, WHY_SIGN_CHANGE, WHY_BASE_ZERO_REPLACED,
		WHY_TARGET_ZERO_REPLACED, WHY_BOUND, WHY_BASE_EQUALS_TARGET, WHY_NO_DIRECTION,
		WHY_TARGET_DATE_IS_BASE
	} why;
	struct chiso_value rate, rate_needed, ratio, projected, change_needed;
};

/** Judges by the cut-offs of the standard. */
void progress_judge(struct progress_answer *out, const struct progress_question *question,
                    const struct standard *cutoffs);
/** Whether a value meets a target: 1, 0, or -1 when a bound leaves it open. */
int progress_meets(double value, int bound, int target, double target_value, double target_upper);
/** (b / a)^(1 / years) - 1, a fraction; CHISO_NONE with a reason when that is no number. */
struct chiso_value progress_growth(double a, double b, double years);

#endif
