/* SPDX-License-Identifier: MIT */
/* Texts of 1 and 0 with one sign between each two of them, of many rows: columns of yes and no that stand
 * side by side in a file. */
#ifndef CORE_DIGITS_H
#define CORE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

enum {
	DIGITS_ROWS = 16,   /* that are read at once */
	DIGITS_COLUMNS = 16, /* at most */
	DIGITS_ROOM = 32     /* bytes from the beginning of a text that may be read */
};

/** Reads the first n_columns digits of each text: to[k][i] gets the k-th of the i-th text.  Bits of the rows
 *  where all of them are 1 or 0; of others what is written means nothing. */
unsigned digits_read(const char *const texts[DIGITS_ROWS], size_t n_columns,
                     uint8_t *const to[DIGITS_COLUMNS]);
/** The same on any machine. */
unsigned digits_read_portably(const char *const texts[DIGITS_ROWS], size_t n_columns,
                              uint8_t *const to[DIGITS_COLUMNS]);

#endif
