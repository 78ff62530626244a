/* SPDX-License-Identifier: MIT */
/* What evaluate() makes of groups, some hundred before they are tabulated, by several threads if there are,
 * and in the same memory: where an indicator has a state, its values take longer than all else that is said of
 * a group.  A function of
 * sums, state and parameters may be asked in any order; what it says to people, or that it fails, is left
 * to the one who asks again, in order. */
#ifndef CORE_AHEAD_H
#define CORE_AHEAD_H

#include "results/entry.h"

struct ahead {
	const struct entries *entries; /* NULL: nothing is computed ahead */
	size_t from, to;    /* those from here on, up to there, have been */
	uint32_t n_cells;   /* room for each */
	struct chiso_value *values;
	uint8_t *is_done; /* beside them */
	struct ahead_worker *workers;
	uint32_t n_workers;
};

/** Looks whether there is anything to gain for entries that are made; to be cleared. */
void ahead_open(struct ahead *ahead, const struct entries *entries);
/** The values of an entry by its number, to be asked for one after the other; NULL: nobody has computed
 *  them. */
const struct chiso_value *ahead_values(struct ahead *ahead, size_t i);
void ahead_clear(struct ahead *ahead);

#endif
