/* SPDX-License-Identifier: MIT */
/* A sum of doubles without any rounding: a number in fixed point with a digit for every power of
 * two that doubles have.  So a sum of weights does not depend on how its records were split or
 * ordered. */
#ifndef POVERTY_EXACT_H
#define POVERTY_EXACT_H

#include <stdint.h>

enum { EXACT_LIMBS = 70 };

/** A zeroed one is 0. */
struct exact {
	int64_t limb[EXACT_LIMBS]; /* of 32 bits each, the least first; carries are due */
	uint32_t n_added;          /* since the last carrying */
	uint16_t from, to;         /* the limbs that are not 0 lie from here up to there */
	uint8_t is_not_finite;
};

/** Makes it 0 again. */
void exact_clear(struct exact *sum);
void exact_add(struct exact *sum, double x);
/** The sum rounded once, to the nearest double; NaN when what was added is no number. */
double exact_value(struct exact *sum);

#endif
