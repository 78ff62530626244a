/* SPDX-License-Identifier: MIT */
/* A record indicator at work on a reader: its outputs are named columns of the dataset.
 *
 * It is bound when the first of these columns is needed, its inputs before it, so that it may stand
 * on other named columns and they on it.  Columns with the same indicator, the same inputs and the
 * same parameters share one: it is called once a batch and fills all of them. */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include "aggregate/applied.h"

struct record {
	struct record *next;
	struct applied applied;
	size_t first; /* the named column for which it was made: when that is run, it is called */
};

/** Binds a named column to its record indicator.  0; CHISO_EDATA, reported; CHISO_ENOMEM. */
int record_bind(struct reader *reader, struct named_column *named);
/** Makes the calls, when all columns of the reader are bound.  0 or CHISO_ENOMEM. */
int records_start(struct reader *reader);
void records_close(struct reader *reader);
/** Whether it reads a column of the files. */
int record_reads(const struct record *record, int column);
/** The type of the column in expressions: numbers are doubles, codes their ids. */
int record_type(const struct named_column *named);
/** As reader_run_named(), of named column i; those that share its indicator are filled with it. */
int record_run(struct reader *reader, size_t i, struct vector *table, size_t n, size_t first_row,
               uint8_t *bad, struct arena *scratch);

#endif
