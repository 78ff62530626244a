/* SPDX-License-Identifier: MIT */
/* Columns of yes and no, up to 64 records and eight columns at a time. */
#ifndef POVERTY_YES_NO_H
#define POVERTY_YES_NO_H

#include "poverty.h"

enum { EIGHT = 8, LOT = 64 };

/** Of eight columns, a byte a record: see yes_no_of(). */
struct yes_no {
	uint64_t yes[EIGHT], known[EIGHT]; /* what is not known is no yes */
};

/** The byte of the k-th record; its bit i, from the lowest, is of the i-th column. */
static inline unsigned yes_no_of(const uint64_t bytes[EIGHT], uint32_t k)
{
	return (unsigned)(bytes[k % EIGHT] >> (k & ~7u)) & 255;
}

/** Looks at up to LOT records of a batch, from the from-th on, in some columns: eight of them in each of
 *  `out`.  Bits of the records of which all is known, the first one the lowest; has_known: whether what is
 *  known is to be told by columns, too. */
uint64_t yes_no_look(const struct chiso_batch *b, uint32_t from, uint32_t n_records,
		     const struct chiso_column *columns, uint32_t n_columns, int has_known,
		     struct yes_no *out);

#endif
