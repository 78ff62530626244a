/* SPDX-License-Identifier: MIT */
/* From sums to cells: values or reasons, in the final order of the results. */
#ifndef CORE_TABULATE_H
#define CORE_TABULATE_H

#include "results.h"
#include "run.h"

/** The place of every unit in the order of results; NULL: they are in it.  Caller frees it.  0 or
 *  CHISO_ENOMEM. */
int tabulate_rank(const struct units *units, int **rank);
/** Appends the cells of one indicator.  0 or CHISO_ENOMEM. */
int tabulate(struct chiso_results *results, struct indicator_run *run);

#endif
