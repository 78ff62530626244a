/* SPDX-License-Identifier: MIT */
/* Fixed-point integers wide enough for every double and for 2^77 of the largest: what an exact sum
 * falls back on when two doubles can't hold it.  Two's complement; bit 0 weighs 2^-1074, the
 * smallest double.  Zeroed memory is 0. */
#ifndef CORE_WIDE_H
#define CORE_WIDE_H

#include <stdint.h>

enum { WIDE_LIMBS = 34 };

struct wide {
	uint64_t limb[WIDE_LIMBS]; /* the least first */
};

void wide_add(struct wide *wide, const struct wide *other);
/** Adds a finite number. */
void wide_add_double(struct wide *wide, double x);
/** Rounded once to nearest, ties to even; infinite from 2^1024 - 2^970 on. */
double wide_value(const struct wide *wide);

#endif
