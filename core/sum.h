/* SPDX-License-Identifier: MIT */
/* Exact sums.  A table holds rows ("slots") of n_terms sums.  Whatever the order of additions and
 * the tree of merges, the value is the real sum of the doubles, rounded once to nearest, ties to
 * even. */
#ifndef CORE_SUM_H
#define CORE_SUM_H

#include <stddef.h>

struct sums {
	size_t n_terms, n_slots, cap;
	struct sum *table;
	struct wide **wide; /* what two doubles can't hold; NULL for nearly all */
};

void sums_init(struct sums *sums, size_t n_terms);
/** Makes slots 0 to n_slots - 1 usable; new ones are sums of nothing.  0 or CHISO_ENOMEM. */
int sums_reserve(struct sums *sums, size_t n_slots);
/** Adds n_terms finite numbers.  0, CHISO_ENOMEM, or CHISO_EDATA when one is not finite: then
 *  nothing has been added. */
int sums_add(struct sums *sums, size_t slot, const double *terms);
/** Adds the sums of another table's slot (n_terms alike). */
int sums_merge(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot);
/** Infinite when the sum is too large for a double. */
double sums_value(const struct sums *sums, size_t slot, size_t term);
void sums_clear(struct sums *sums);

#endif
