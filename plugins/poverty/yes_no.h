/* SPDX-License-Identifier: MIT */
/* Columns of yes and no, up to 64 records and eight columns at a time. */
#ifndef POVERTY_YES_NO_H
#define POVERTY_YES_NO_H

#include "poverty.h"

enum { EIGHT = 8, LOT = 64 };

/** Of eight columns, a byte a record, whose bit i, from the lowest, is of the i-th column. */
struct yes_no {
	uint8_t yes[LOT], known[LOT]; /* what is not known is no yes */
};

/** Records of a batch as bits, the first one the lowest. */
struct lot {
	uint32_t n;
	uint64_t complete; /* all is known of them */
	uint64_t many;     /* and at least so many columns are yes */
};

/** Looks at `n` records of a batch, up to LOT, from the from-th on, in some columns: eight of them in each of
 *  `out`.  has_known: whether what is known is to be told by columns, too. */
struct lot yes_no_look(const struct chiso_batch *b, uint32_t from, uint32_t n,
		       const struct chiso_column *columns, uint32_t n_columns, uint32_t many,
		       int has_known, struct yes_no *out);

#endif
