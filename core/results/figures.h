/* SPDX-License-Identifier: MIT */
/* The figures of groups that are quotients of sums: an output at a time for many groups, and group by group where
 * there is more to know of one than its sums. */
#ifndef CORE_FIGURES_H
#define CORE_FIGURES_H

#include "results/entry.h"

/** Whether all cells that are given are such quotients, and no more is said of them. */
int figures_are_all(const struct entries *entries);
/** Computes and keeps those cells of some entries that are, which any thread may do, and with figures_keep_sums()
 *  the sums of an entry whose cells somebody else computes.  0 or CHISO_ENOMEM, or that slots are to be made. */
enum { FIGURES_NEED_SLOTS = 1 };
int figures_compute(const struct entries *entries, size_t from, size_t to);
void figures_keep_sums(const struct entry *entry);

#endif
