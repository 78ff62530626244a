/* SPDX-License-Identifier: MIT */
/* Variances by hand. */
#include "number/variance.h"

#include <chiso/plugin.h>

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double variance(const struct sample *sample, const struct cluster_total *list, size_t n)
{
	double v = -1;

	cr_assert_eq(variance_linear(&v, sample, list, n), CHISO_OK);
	return v;
}

/* 1, 2, 6 around 3: 4 + 1 + 9 = 14, times 3 / 2 is 21; 10 and 14: 8, times 2 is 16. */
Test(variance, strata)
{
	const struct cluster_total list[] = {{0, 0, 1}, {0, 1, 2}, {0, 2, 6}, {1, 3, 10}, {1, 4, 14}};
	struct stage strata[] = {{3, 1}, {2, 1}};
	const struct sample sample = {.strata = strata, .n_strata = 2};

	cr_expect_eq(variance(&sample, list, 5), 37);
	strata[0].unsampled = 0.5; /* 3 of 6 */
	strata[1].unsampled = 0;   /* all there are */
	cr_expect_eq(variance(&sample, list, 5), 10.5);
	cr_expect_eq(variance(&sample, list, 0), 0);
}

/* One more PSU, with nothing: 1, 2, 6, 0 around 2.25: 1.5625 + 0.0625 + 14.0625 + 5.0625 = 20.75,
 * times 4 / 3. */
Test(variance, empty_psus_count)
{
	const struct cluster_total list[] = {{0, 0, 1}, {0, 1, 2}, {0, 3, 6}};
	const struct stage strata[] = {{4, 1}, {7, 1}};
	const struct sample sample = {.strata = strata, .n_strata = 2};

	cr_expect(fabs(variance(&sample, list, 3) - 83.0 / 3) < 1e-13);
}

/* PSUs 3 = 1 + 2 and 7 = 7 + 0 (of 3 SSUs one is empty): 8 * 2 = 16, of 2 in 8: 12.  SSUs: 0.5 * 2,
 * times 0.9 (2 of 20) times 2 / 8: 0.225; 7, 0, 0 around 7/3: 98/3 * 3/2 = 49, 0.5 * 2 / 8: 6.125. */
Test(variance, two_stages)
{
	const struct cluster_total list[] = {{0, 0, 1}, {0, 0, 2}, {0, 1, 7}, {0, 1, 0}};
	const struct stage strata[] = {{2, 0.75}}, psus[] = {{2, 0.9}, {3, 0.5}};
	const struct sample sample = {.strata = strata, .psus = psus, .n_strata = 1};

	cr_expect(fabs(variance(&sample, list, 4) - 18.35) < 1e-13);
}

Test(variance, lonely)
{
	const struct cluster_total list[] = {{0, 0, 3}, {1, 1, 10}, {1, 2, 14}};
	struct stage strata[] = {{1, 0.5}, {2, 1}};
	struct sample sample = {.strata = strata, .n_strata = 2};

	for (int i = 0; i < LONELY_KINDS; i++) {
		sample.lonely = (enum lonely)i;
		cr_expect_eq(variance(&sample, list, 3), i == LONELY_ADJUST ? 20.5 : 16);
		cr_expect_eq(variance_is_known(&sample), 1);
	}
	/* Nothing but lonely ones. */
	strata[1] = (struct stage){1, 1};
	for (int i = 0; i < LONELY_KINDS; i++) {
		sample.lonely = (enum lonely)i;
		cr_expect_eq(variance_is_known(&sample),
		             i == LONELY_ADJUST || i == LONELY_CERTAINTY);
	}
	strata[0].unsampled = strata[1].unsampled = 0;
	sample.lonely = LONELY_REMOVE;
	cr_expect_eq(variance_is_known(&sample), 1);
}

/* 1e16 hides what the others differ by from plain sums; the order changes no bit. */
Test(variance, order)
{
	const struct cluster_total a[] = {{0, 0, 1e16}, {0, 1, 1}, {0, 2, -1e16}, {0, 3, 0.1}};
	const struct cluster_total b[] = {{0, 3, 0.1}, {0, 0, 1e16}, {0, 2, -1e16}, {0, 1, 1}};
	const struct stage strata[] = {{4, 1}};
	const struct sample sample = {.strata = strata, .n_strata = 1};
	double one = variance(&sample, a, 4), other = variance(&sample, b, 4);

	cr_expect(!memcmp(&one, &other, sizeof one));
}

Test(variance, too_large)
{
	const struct cluster_total list[] = {{0, 0, 1e200}, {0, 1, -1e200}};
	const struct stage strata[] = {{2, 1}};
	const struct sample sample = {.strata = strata, .n_strata = 1};
	double v;

	cr_expect_eq(variance_linear(&v, &sample, list, 2), CHISO_EDATA);
}

/* Squares so far apart that no two doubles can hold their sum, in any order. */
Test(variance, order_changes_nothing_however_far_apart)
{
	static const double values[] = {1e100, 3, 1e-80, 0.1, -1e100, 7e40, -2e-9, 1e20, -1e-30, 0};
	enum { N = sizeof values / sizeof *values };
	const struct stage strata[] = {{N, 1}};
	const struct sample sample = {.strata = strata, .n_strata = 1};
	struct cluster_total list[N] = {{0}};
	double first = 0;

	for (uint32_t turn = 0; turn < N; turn++) {
		for (uint32_t i = 0; i < N; i++)
			list[i] = (struct cluster_total){0, i, values[(i * 3 + turn) % N]};
		double v = variance(&sample, list, N);

		if (!turn)
			first = v;
		cr_expect_eq(v, first);
		cr_expect(v > 2.2e200 && v < 2.3e200);
	}
}

/* 2^107 and half of what its last digit is worth, and a little more: that little decides how the sum is rounded. */
Test(variance, what_is_far_below_counts)
{
	static const double values[] = {0x1p53, -0x1p53, 0x1p26, -0x1p26, 0x1p26, -0x1p26, 0x1p-30, -0x1p-30};
	enum { N = sizeof values / sizeof *values };
	const struct stage strata[] = {{N, 1}};
	const struct sample sample = {.strata = strata, .n_strata = 1};
	struct cluster_total list[N] = {{0}};

	for (uint32_t turn = 0; turn < N; turn++) {
		for (uint32_t i = 0; i < N; i++)
			list[i] = (struct cluster_total){0, i, values[(i + turn) % N]};
		cr_expect_eq(variance(&sample, list, N), (0x1p107 + 0x1p55) * (8 / 7.0));
	}
}

/* Random totals around a mean that is no double: a cluster of nothing may be listed or not. */
Test(variance, nothing_listed_or_not)
{
	enum { N = 40, TURNS = 200 };
	uint64_t seed = 20261130;
	int differ = 0;

	for (int turn = 0; turn < TURNS; turn++) {
		const struct stage strata[] = {{N, 1}, {N / 2, 0.5}};
		const struct sample sample = {.strata = strata, .n_strata = 2};
		struct cluster_total all[N + N / 2], some[N + N / 2];
		size_t n = 0;

		for (uint32_t i = 0; i < N + N / 2; i++) {
			seed = seed * 6364136223846793005 + 1442695040888963407;
			all[i] = (struct cluster_total){i >= N, i, (double)(seed >> 11) * 0x1p-50};
			if (seed >> 33 & 1)
				all[i].z = 0;
			else
				some[n++] = all[i];
		}
		double with = variance(&sample, all, N + N / 2), without = variance(&sample, some, n);
		differ += memcmp(&with, &without, sizeof with) != 0;
	}
	cr_expect_eq(differ, 0);
}
