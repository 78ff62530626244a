/* SPDX-License-Identifier: MIT */
/* From sums to cells: values or reasons, in the final order of the results. */
#ifndef CORE_TABULATE_H
#define CORE_TABULATE_H

#include "results/results.h"
#include "run/run.h"

/** Makes room for the cells of all indicators that have been read, about so many as there will be: what grows step
 *  by step is moved again and again.  0 or CHISO_ENOMEM. */
int tabulate_reserve(struct chiso_results *results);
/** Appends the cells of one indicator.  0 or CHISO_ENOMEM. */
int tabulate(struct chiso_results *results, struct indicator_run *run);
/** When all indicators have their cells: frees what one takes from another. */
void tabulated_free(struct run *run);

#endif
