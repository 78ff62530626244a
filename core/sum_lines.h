/* SPDX-License-Identifier: MIT */
/* Between the files that add rows: sum_add.c, which works anywhere, and sum_lines.c, which adds a line at a time
 * and leaves what is special to it. */
#ifndef CORE_SUM_LINES_H
#define CORE_SUM_LINES_H

#include "sum.h"

/** sum_lines.c: as sums_look() for the first `to` rows, and sums_add_seen(), where the table is_wide and has no
 *  more than SUMS_MOST_LINES. */
void sums_look_widely(const struct sums *sums, const struct sums_rows *rows, size_t to);
int sums_add_widely(struct sums *sums, struct sums_rows *rows, size_t from, size_t to, size_t n);

/** sum_add.c: looks at a row, and whether it is wild. */
void sums_look_at_row(const struct sums *sums, const struct sums_rows *rows, size_t row);
/** Adds those lines of a row of which there is a bit.  0 or CHISO_ENOMEM. */
int sums_add_lines_of_row(struct sums *sums, const struct sums_rows *rows, size_t row, uint64_t lines);
/** Takes them away again, which leaves no trace, for sums are exact. */
int sums_take_lines_back(struct sums *sums, const struct sums_rows *rows, size_t row, uint64_t lines);
/** Counts a row that has been added. */
void sums_count_added(const struct sums *sums, struct sums_rows *rows, size_t row);

#endif
