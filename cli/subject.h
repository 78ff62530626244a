/* SPDX-License-Identifier: MIT */
/* An indicator under test, called as a host would: made-up parameters and axes, and tables of random
 * records in the layout that map() reads.  Used in child processes only, which never give memory
 * back: it goes with them. */
#ifndef CLI_SUBJECT_H
#define CLI_SUBJECT_H

#include <chiso/plugin.h>

/** Numbers that look random and are the same for the same seed (SplitMix64). */
uint64_t random_next(uint64_t *state);
uint32_t random_below(uint64_t *state, uint32_t n);

/** Zeroed memory; without any the process ends. */
void *need(size_t n, size_t size);

struct subject {
	const struct chiso_indicator *indicator;
	struct chiso_call call;
	struct chiso_host host;
	uint32_t n_columns, *axis_n;
	const struct chiso_input **column_input; /* the input each column belongs to */
	int made_up;                             /* some parameter has no default */
	char said[200];                          /* the last message to host->error() */
};

/** Makes the call; prepare() has not been called. */
void subject_open(struct subject *subject, const struct chiso_indicator *indicator);
/** The table row of a term. */
const struct chiso_term *subject_term(const struct subject *subject, uint32_t term);

/** Random records: cells[column * n + row]; a column that is not bound has no cells. */
struct records {
	uint32_t n;
	struct chiso_value *cells;
	uint8_t *is_bound;
};
void records_make(struct records *out, const struct subject *subject, uint32_t source, uint32_t n,
                  uint64_t *random);

/** Records as columns in memory. */
struct layout {
	struct chiso_column *columns;
	struct {
		unsigned char *bytes;
		size_t n;
	} * buffers; /* three a column: values, validity, offsets */
};
/** Lays n records from `first` out, behind `offset` elements that are not meant.  What lies there and
 *  behind null bits comes from the random numbers; NULL: zeros. */
void layout_make(struct layout *out, const struct subject *subject, const struct records *records,
                 uint32_t first, uint32_t n, uint32_t offset, uint64_t *random);

#endif
