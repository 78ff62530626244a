/* SPDX-License-Identifier: MIT */
/* Results as one table: a row for each unit and period, a column for each figure that some of them have.  What a
 * figure is broken down by is part of its column's name. */
#ifndef CORE_WIDE_TABLE_H
#define CORE_WIDE_TABLE_H

#include "base/group.h"
#include "results/results.h"

struct wide_figure {
	uint32_t column, cell; /* cell: in the order of all results */
};

struct wide_table {
	struct intern columns; /* their names, such as "af.censored[k=1/3;deprivation=water]" */
	/* Rows: what their first figure says of unit and period, whether some of their figures rest on synthetic data,
	 * and where their figures begin, which are in the order of columns. */
	const struct cell_group **rows;
	uint8_t *are_synthetic;
	size_t *begins; /* n_rows, and the end */
	size_t n_rows;
	struct wide_figure *figures;
};

/** Makes the table of what is shown of results, which it borrows: units in the order in which these have them, each with
 *  its periods in time.  0 or CHISO_ENOMEM; to be cleared in either case. */
int wide_table_make(struct wide_table *table, const struct chiso_results *results);
void wide_table_clear(struct wide_table *table);

#endif
