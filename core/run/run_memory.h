/* SPDX-License-Identifier: MIT */
/* What a run holds, and what to say when that is more than it may. */
#ifndef CORE_RUN_MEMORY_H
#define CORE_RUN_MEMORY_H

#include "run/run.h"

/** Counts what the run holds now.  0, or CHISO_ENOMEM: it is more than the limit allows. */
int run_count_memory(struct run *run);
/** Bytes that it holds, as of when they were counted last, with the states of its indicators. */
uint64_t run_holds(const struct run *run);
/** To be called when what it holds is about to be freed. */
void run_forget_memory(struct run *run);
/** Says why there is no memory: that the limit does not allow more, and who holds most; or that
 * there is none. */
void run_report_no_memory(struct run *run);

#endif
