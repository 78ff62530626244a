/* SPDX-License-Identifier: MIT */
/* How the targets of a plan stand, and those of its sets, domains and units: counts of verdicts.  A
 * target that can't be judged is neither a success nor a failure: it is counted apart. */
#ifndef CORE_SUMMARY_H
#define CORE_SUMMARY_H

#include "results/results.h"

struct summaries {
	struct chiso_summary *list;
	size_t n, cap;
};

/** In the order of chiso_results_next_summary() or, by year, of chiso_results_next_year(); none when
 *  there are no targets.  0 or CHISO_ENOMEM; cleared by the caller in either case. */
int summaries_make(struct summaries *out, const struct chiso_results *results, int by_year);
void summaries_clear(struct summaries *summaries);

#endif
