/* SPDX-License-Identifier: MIT */
/* Columns of yes and no that stand side by side in a file, of many rows: cells of one sign, 1 or 0, or of none.
 * Where no cell is empty digits and separators take turns. */
#ifndef CORE_DIGITS_H
#define CORE_DIGITS_H

#include "base/cpu.h"
#include "reader/field.h"

enum {
	DIGITS_ROWS = 32,    /* that are read at once */
	DIGITS_COLUMNS = 15, /* at most */
	DIGITS_ROOM = 32     /* bytes from the beginning of a row that must be there */
};

/** Where the values of columns go, and why there is none. */
struct digits_out {
	uint8_t *to[DIGITS_COLUMNS], *missing[DIGITS_COLUMNS];
};

/** Reads n_columns of rows from one on, the first of which is a field; behind the end of its last row there are
 *  DIGITS_COLUMNS more that may be looked at.  Bits of the rows where all cells are 1, 0 or empty; of others what is
 *  written means nothing. */
uint32_t digits_read(const struct field *first, size_t row, size_t n_columns, const struct digits_out *out);
/** The same by instructions that processors of a width have, and wider ones. */
uint32_t digits_read_by(enum cpu_width width, const struct field *first, size_t row, size_t n_columns,
                        const struct digits_out *out);
/** The same of one row, which may be anywhere, and whose cells may be in quotes, or have a blank before them: bits of the
 *  columns where a cell is something else. */
unsigned digits_read_row(const struct field *first, size_t row, size_t n_columns, const struct digits_out *out);

#endif
