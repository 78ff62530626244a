/* SPDX-License-Identifier: MIT */
/* Between the files that add rows: sum_add.c, which works anywhere, and sum_lines.c, which adds a line at a time
 * and leaves what is special to it. */
#ifndef CORE_SUM_LINES_H
#define CORE_SUM_LINES_H

#include "sum/sum.h"

/** sum_lines.c: as sums_add_rows(), where the table is_wide and has no more than SUMS_MOST_LINES.  Of no row it is
 *  said yet that it is wild. */
int sums_add_widely(struct sums *sums, struct sums_rows *rows);

/** sum_add.c: whether a line of a row is not finite, as far as it counts. */
int sums_is_line_wild(const struct sums *sums, const struct sums_rows *rows, size_t row, size_t line);
/** Adds a line of a row.  0 or CHISO_ENOMEM. */
int sums_add_line_of_row(struct sums *sums, const struct sums_rows *rows, size_t row, size_t line);
/** Takes away what has been added of a row that turns out to be wild: those lines behind the first one that are
 *  not.  That leaves no trace, for sums are exact. */
int sums_take_lines_back(struct sums *sums, const struct sums_rows *rows, size_t row);
/** Counts a row that has been added. */
void sums_count_added(const struct sums *sums, struct sums_rows *rows, size_t row);

/** sum_lines.c, where the table is_wide: adds n lines of sums, at most SUMS_MOST_LINES, to others, but for a head in
 *  front of both, as far as hi and lo alone can take them.  Bits of the lines that have not been added. */
uint64_t sums_merge_widely(double *into, const double *from, size_t n, int has_head);

#endif
