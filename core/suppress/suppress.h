/* SPDX-License-Identifier: MIT */
/* Suppression: results that would tell of few are kept back, and as many others as it takes that
 * nobody finds them by subtraction.  doc/confidentiality.md says what that protects from.
 *
 * The tables of a dataset with a threshold are one system of linear equations over its groups:
 * units and their children, breakdowns and their margins (suppress_equations.c), periods and their
 * parts (suppress_time.c), units before and after their boundaries changed (suppress_units.c).  A
 * group is kept back or shown in all indicators over the dataset alike.  suppress_choose.c keeps
 * back groups until none can be found from those that are shown; suppress_solve.c knows which can.
 */
#ifndef CORE_SUPPRESS_H
#define CORE_SUPPRESS_H

#include "results/results.h"

/** Keeps back what must be, in the cells of indicators (before anything is derived from them), and
 * in the same cells of `plain`.  0 or CHISO_ENOMEM. */
int suppress(struct chiso_results *results);

#endif
