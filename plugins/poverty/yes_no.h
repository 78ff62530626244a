/* SPDX-License-Identifier: MIT */
/* Columns of yes and no, eight records and eight columns at a time. */
#ifndef POVERTY_YES_NO_H
#define POVERTY_YES_NO_H

#include "poverty.h"

enum { EIGHT = 8 };

/** Byte k, from the lowest, is of the k-th record; its bit i of the i-th column. */
struct yes_no {
	uint64_t yes, known; /* what is not known is no yes */
};

/** Looks at up to eight records of a batch, from the from-th on, in some columns: eight of them in each of
 *  `out`. */
void yes_no_look(const struct chiso_batch *b, uint32_t from, uint32_t n_records,
		 const struct chiso_column *columns, uint32_t n_columns, struct yes_no *out);

#endif
