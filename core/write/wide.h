/* SPDX-License-Identifier: MIT */
/* Results as one table: a row for each unit and period, a column for each figure that some of them have.  What a
 * figure is broken down by is part of its column's name. */
#ifndef CORE_WIDE_TABLE_H
#define CORE_WIDE_TABLE_H

#include "base/group.h"
#include "results/results.h"

/** Figures of a column in rows that follow each other, which are as far apart among the results. */
struct wide_run {
	uint32_t column, row, n;
	uint32_t figure, step; /* of the first one, by the order in which they are shown, and to the next one */
};

struct wide_table {
	const char **columns; /* their names, such as "af.censored[deprivation=water;k=1/3]" */
	size_t n_columns, columns_cap;
	/* Rows: what a figure says of unit and period, and whether some of their figures rest on synthetic data. */
	struct wide_row {
		const struct cell_group *group;
		uint32_t unit;   /* by the order in which results have them */
		uint32_t number; /* of the row, in that order */
		uint8_t is_synthetic;
	} *rows;
	size_t n_rows, rows_cap;
	struct wide_run *runs; /* by columns, and of one by rows */
	size_t n_runs, runs_cap;
	size_t *begins; /* of the runs of a column: n_columns, and the end */
	struct intern names;
};

/** Makes the table of what is shown of results, which it borrows: units in the order in which these have them, each with
 *  its periods in time.  A figure that is there twice, as saved results can say, has two
 *  columns.  0 or CHISO_ENOMEM;
 *  to be cleared in either case. */
int wide_table_make(struct wide_table *table, const struct chiso_results *results);
void wide_table_clear(struct wide_table *table);

#endif
