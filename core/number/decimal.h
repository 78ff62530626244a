/* SPDX-License-Identifier: MIT */
/* From decimal digits to the nearest double, ties to even, by whole numbers alone: no locale, no
 * global state, the same bits everywhere. */
#ifndef CORE_DECIMAL_H
#define CORE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

/** All digits of `text`, one after the other, times 10^exponent. */
struct decimal {
	const char *text; /* what is no digit in it does not count */
	size_t n;
	uint64_t head;    /* the first 19 digits, zeros in front not counted */
	size_t n_tail;    /* how many digits follow those */
	int64_t exponent; /* of the last digit */
};

/** Infinite when it is too large; 0 when it is nearer to 0 than to any double. */
double decimal_value(const struct decimal *decimal);

#endif
