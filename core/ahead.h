/* SPDX-License-Identifier: MIT */
/* What evaluate() makes of groups, some hundred before they are tabulated, by several threads: where an
 * indicator has a state, its values take longer than all else that is said of a group.  A function of
 * sums, state and parameters may be asked in any order; what it says to people, or that it fails, is left
 * to the one who asks again, in order. */
#ifndef CORE_AHEAD_H
#define CORE_AHEAD_H

#include "join.h"

#include <stdatomic.h>

struct ahead {
	struct indicator_run *run; /* NULL: nothing is computed ahead */
	const struct join *join;
	size_t set, from, to; /* those from here on, up to there, have been */
	uint32_t threads, n_cells; /* n_cells: room for each */
	struct chiso_value *values;
	uint8_t *is_done; /* beside them */
	atomic_size_t next; /* that a thread takes */
};

/** Looks whether there is anything to gain; to be cleared. */
void ahead_open(struct ahead *ahead, struct indicator_run *run, size_t set, const struct join *join);
/** The values of a group by its number, to be asked for one after the other; NULL: nobody has computed
 *  them. */
const struct chiso_value *ahead_values(struct ahead *ahead, size_t i);
void ahead_clear(struct ahead *ahead);

#endif
