/* SPDX-License-Identifier: MIT */
/* Which unknowns of a system of linear equations are determined by it.
 *
 * The equations are homogeneous: what is known counts as 0, since only whether an unknown can be
 * moved matters, not to where.  Then an unknown is determined exactly when it is 0 in every
 * solution.  One solution with random values for all that is free shows that: what is determined is
 * 0 in it, what is not is 0 by a chance of 1 in 2^61, which errs on the safe side.  All is done
 * modulo the prime 2^61 - 1, without rounding, and the random values are the same in every run. */
#ifndef CORE_SUPPRESS_SOLVE_H
#define CORE_SUPPRESS_SOLVE_H

#include <stddef.h>
#include <stdint.h>

struct suppress_entry {
	uint32_t column; /* the unknown */
	uint64_t factor; /* 0 to 2^61 - 2 */
};

struct suppress_row {
	struct suppress_entry *entries; /* by column */
	size_t n, cap;
	int is_done;
};

/** Rows may be added in any order; zeroed memory is a system without any. */
struct suppress_system {
	struct suppress_row *rows;
	size_t n_rows, rows_cap, n_columns;
};

/** The factor that a finite double is, as a fraction. */
uint64_t suppress_factor(double value);
/** Adds an equation over n unknowns, which are sorted here; those that are named twice are added
 * up. 0 or CHISO_ENOMEM. */
int suppress_system_add(struct suppress_system *system, struct suppress_entry *entries, size_t n);
/** Sets is_determined of every unknown; rows are used up.  0 or CHISO_ENOMEM. */
int suppress_system_solve(struct suppress_system *system, uint8_t *is_determined);
void suppress_system_clear(struct suppress_system *system);

#endif
