/* SPDX-License-Identifier: MIT */
/* How much of the whole a breakdown is: its part of the sums behind a quotient. */
#ifndef CORE_SHARE_H
#define CORE_SHARE_H

#include "results/entry.h"

/** Gives every cell of a set with keys its shares of the numerator and the denominator of the same
 *  unit, period and output over all groups, in per cent.  Nothing for the set without keys.
 *  0 or CHISO_ENOMEM. */
int share_entries(struct entries *parts, const struct entries *total);

#endif
