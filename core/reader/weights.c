/* SPDX-License-Identifier: MIT */
#include "reader/weights.h"

#include "base/cpu.h"

#include <stdint.h>
#include <string.h>

/* One more in the exponent of what is not finite becomes a sign; so does one less than +0. */
#define MORE ((uint64_t)1 << 52)
#define LESS UINT64_MAX

/* Whether no number has a sign, nor gets one by a step of its bits. */
__attribute__((always_inline)) static inline int have_no_signs(const double *weights, size_t n, uint64_t step)
{
	uint64_t signs = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t bits;

		memcpy(&bits, &weights[i], sizeof bits);
		signs |= bits | (bits + step);
	}
	return !(signs >> 63);
}

#if defined __GNUC__ && defined __x86_64__
__attribute__((target("avx2"))) static int have_no_signs_widely(const double *weights, size_t n, uint64_t step)
{
	return have_no_signs(weights, n, step);
}
#else
static int have_no_signs_widely(const double *weights, size_t n, uint64_t step)
{
	return have_no_signs(weights, n, step);
}
#endif

int weights_are_plain_portably(const double *weights, size_t n)
{
	return have_no_signs(weights, n, MORE);
}

int weights_are_positive_portably(const double *weights, size_t n)
{
	return have_no_signs(weights, n, LESS);
}

int weights_are_plain(const double *weights, size_t n)
{
	return cpu_is_wide() ? have_no_signs_widely(weights, n, MORE) : weights_are_plain_portably(weights, n);
}

int weights_are_positive(const double *weights, size_t n)
{
	return cpu_is_wide() ? have_no_signs_widely(weights, n, LESS) : weights_are_positive_portably(weights, n);
}
