/* SPDX-License-Identifier: MIT */
/* The cells of one indicator as a table: which columns there are and what stands in them.  The
 * table for the terminal and the one of the report differ only in how they are drawn. */
#ifndef CORE_TABLE_H
#define CORE_TABLE_H

#include "display/footnote.h"
#include "results/results.h"

enum table_kind {
	TABLE_UNIT,
	TABLE_PERIOD,
	TABLE_KEY,
	TABLE_OUTPUT,
	TABLE_VALUE,
	TABLE_ERROR,
	TABLE_FRACTION,
	TABLE_REPORTING,
	TABLE_NOTES
};

struct table_column {
	enum table_kind kind;
	const char *head;
	const char *name; /* of the key or output; of a long table's output NULL */
	int is_number;
	int decimals;  /* of a percentage: of the whole column, so that the signs stand in line */
	size_t widest; /* of a number: the most places that a figure takes */
};

struct table {
	const struct chiso_results *results;
	size_t first, end; /* its cells */
	struct chiso_cell *cells;
	struct table_column *columns;
	size_t n_columns, cap;
	int is_long;      /* each output has a row of its own */
	int is_synthetic; /* has made-up figures */
	int is_mixed;     /* and others as well */
	int status;
};

/** The table that begins with the cell `first` and goes to the end of its indicator.  Outputs stand
 *  beside each other, unless that takes more than `most` places (0: never too many). */
int table_init(struct table *table, const struct chiso_results *results, size_t first, size_t most);
/** A cell, by its number in the results. */
const struct chiso_cell *table_cell(const struct table *table, size_t i);
/** The cells from `at` to the one before this make one row. */
size_t table_row_end(const struct table *table, size_t at);
/** What stands in a column of the row of cells from `at` to `next` - 1.  NULL: no memory. */
char *table_text(const struct table *table, struct arena *arena, struct footnotes *footnotes,
                 size_t column, size_t at, size_t next);
void table_clear(struct table *table);

#endif
