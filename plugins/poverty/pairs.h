/* SPDX-License-Identifier: MIT */
/* Values with their weights, and their order. */
#ifndef POVERTY_PAIRS_H
#define POVERTY_PAIRS_H

#include <stddef.h>
#include <stdint.h>

struct pair {
	double value, weight;
};

/** Sorts by value, equal ones in any order; room is for n pairs more.  What comes out is in `list` or
 *  in `room`: where, is returned. */
struct pair *pairs_sort_by_value(struct pair *list, size_t n, struct pair *room);
/** Sorts by value, and those of equal value by weight.  The same. */
struct pair *pairs_sort(struct pair *list, size_t n, struct pair *room);
/** Whether `a` comes before `b` in that order. */
int pair_is_before(const struct pair *a, const struct pair *b);

#endif
