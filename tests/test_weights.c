/* SPDX-License-Identifier: MIT */
/* Whether weights are as nearly all are, wherever among others one stands that is not. */
#include "reader/weights.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

enum { MOST = 40 };

static void expect(const double *weights, size_t n, int are_plain, int are_positive)
{
	cr_expect_eq(weights_are_plain(weights, n), are_plain);
	cr_expect_eq(weights_are_plain_portably(weights, n), are_plain);
	if (!are_plain)
		return;
	cr_expect_eq(weights_are_positive(weights, n), are_positive);
	cr_expect_eq(weights_are_positive_portably(weights, n), are_positive);
}

Test(weights, one_among_others)
{
	const double ones[] = {0.0, -0.0, 0x1p-1074, DBL_MIN, 1, DBL_MAX, INFINITY, NAN, -NAN, -0x1p-1074, -1, -INFINITY};

	for (size_t k = 0; k < sizeof ones / sizeof *ones; k++)
		for (size_t n = 1; n <= MOST; n++)
			for (size_t at = 0; at < n; at++) {
				double weights[MOST + 1];

				for (size_t i = 0; i < n; i++)
					weights[i] = 0.5 + (double)i;
				weights[at] = ones[k];
				weights[n] = -1; /* which is none of them */
				expect(weights, n, isfinite(ones[k]) && !signbit(ones[k]), ones[k] > 0);
			}
	expect(NULL, 0, 1, 1);
}
