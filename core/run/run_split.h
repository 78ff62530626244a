/* SPDX-License-Identifier: MIT */
/* Large datasets are read by several threads, each of which takes one block of the files after the other
 * (reader/blocks.h).
 *
 * What a thread reads is a part, with a reader and sums of its own, so that threads share nothing else that changes;
 * at the end the sums are added, which are exact: who has read what can't be seen in any result.  A part
 * in which anything is to be said gives all of it up: the records are read again one after the other,
 * and what is said is the same as ever. */
#ifndef CORE_RUN_SPLIT_H
#define CORE_RUN_SPLIT_H

#include "run/run.h"

/** Reads the records of a dataset in parts, for all indicators of the first pass: 1; it can't be done
 *  so, and nothing has happened: 0; or CHISO_ENOMEM. */
int run_split(struct run *run, struct reader *reader);

/* run_read.c */
/** Opens readers of all datasets, beside those of another run where there is one, and binds the
 *  indicators to them.  0 or CHISO_ENOMEM. */
int run_bind(struct run *run, const char *file);
/** Makes an indicator ready for the records of its pass. */
int run_start_indicator(struct run *run, struct indicator_run *indicator, int is_in_vain);
/** Gives the current batch of a reader to all indicators.  0 or CHISO_ENOMEM. */
int run_give_batch(struct run *run, struct reader *reader, int pass);
/** To be called when all batches of a reader have been given. */
int run_settle(struct run *run, const struct reader *reader);

#endif
