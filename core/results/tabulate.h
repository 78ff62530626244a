/* SPDX-License-Identifier: MIT */
/* From sums to cells: values or reasons, in the final order of the results. */
#ifndef CORE_TABULATE_H
#define CORE_TABULATE_H

#include "results/results.h"
#include "run/run.h"

/** Appends the cells of one indicator.  0 or CHISO_ENOMEM. */
int tabulate(struct chiso_results *results, struct indicator_run *run);
/** When all indicators have their cells: frees what one takes from another. */
void tabulated_free(struct run *run);

#endif
