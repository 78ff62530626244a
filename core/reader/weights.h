/* SPDX-License-Identifier: MIT */
/* Whether a whole batch of weights is as nearly all are: asked of their bits, which compilers do many at a time, while
 * to compare doubles they go from one to the next. */
#ifndef CORE_WEIGHTS_H
#define CORE_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Whether n numbers are all finite and not negative.  If not, they may still be weights: one may be -0. */
static inline int weights_are_plain(const double *weights, size_t n)
{
	uint64_t others = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t bits;

		memcpy(&bits, &weights[i], sizeof bits);
		/* One more in the exponent of what is not finite becomes a sign. */
		others |= bits | (bits + ((uint64_t)1 << 52));
	}
	return !(others >> 63);
}

/** Whether n weights, of which it is known that they are, are all more than 0. */
static inline int weights_are_positive(const double *weights, size_t n)
{
	uint64_t others = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t bits;

		memcpy(&bits, &weights[i], sizeof bits);
		others |= bits | (bits - 1);
	}
	return !(others >> 63);
}

#endif
