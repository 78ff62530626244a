/* SPDX-License-Identifier: MIT */
/* What exact.test leaves: the limits, packed bytes, and large numbers of rows. */
#include "sum/sum.h"

#include <chiso/plugin.h>

#include <criterion/criterion.h>
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PACKED = 300 };

static int same(double a, double b)
{
	return !memcmp(&a, &b, sizeof a);
}

/* A table of one slot with the sums of a list that ends with NAN, all in term 0. */
static struct sums sum_of(const double *list)
{
	struct sums sums;

	sums_init(&sums, 1);
	cr_assert_eq(sums_reserve(&sums, 1), CHISO_OK);
	for (; !isnan(*list); list++)
		cr_assert_eq(sums_add(&sums, 0, list), CHISO_OK);
	return sums;
}

Test(sum, nothing_is_plus_zero)
{
	struct sums sums = sum_of((double[]){NAN});

	cr_assert(same(sums_value(&sums, 0, 0), 0.0));
	cr_assert_eq(sums_add(&sums, 0, (double[]){-0.0}), CHISO_OK);
	cr_assert(same(sums_value(&sums, 0, 0), 0.0));
	sums_clear(&sums);
}

Test(sum, famous_cases)
{
	static const struct {
		double terms[6], sum;
	} cases[] = {
		{{1e16, 1, -1e16, NAN}, 1},
		{{1e308, 1e308, -1e308, -1e308, 1, NAN}, 1},
		{{1e300, 1, 1e-300, -1e300, -1, NAN}, 1e-300},
		{{5e-324, 5e-324, 5e-324, NAN}, 1.5e-323},
		/* ties to even, and what decides them from far below */
		{{1, 0x1p-53, NAN}, 1},
		{{1, 0x1p-53, 5e-324, NAN}, 1 + DBL_EPSILON},
		{{1, 0x1p-53, -5e-324, NAN}, 1},
		{{1 + DBL_EPSILON, 0x1p-53, NAN}, 1 + 2 * DBL_EPSILON},
		/* too large: from half a unit behind the largest double on */
		{{DBL_MAX, DBL_MAX, NAN}, INFINITY},
		{{-DBL_MAX, -0x1p970, NAN}, -INFINITY},
		{{DBL_MAX, 0x1p969, NAN}, DBL_MAX},
		{{DBL_MAX, 0x1p970, -5e-324, NAN}, DBL_MAX},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sums sums = sum_of(cases[i].terms);

		cr_assert(same(sums_value(&sums, 0, 0), cases[i].sum), "case %zu: %a", i,
		          sums_value(&sums, 0, 0));
		sums_clear(&sums);
	}
}

Test(sum, a_row_that_is_not_finite_adds_nothing)
{
	static const double bad[] = {INFINITY, -INFINITY, NAN};

	for (size_t n_terms = 1; n_terms < 8; n_terms++) {
		struct sums sums;
		double row[8];

		sums_init(&sums, n_terms);
		cr_assert_eq(sums_reserve(&sums, 3), CHISO_OK);
		for (size_t at = 0; at < 3 * n_terms; at++) {
			for (size_t i = 0; i < n_terms; i++)
				row[i] = 1;
			row[at % n_terms] = bad[at / n_terms];
			cr_assert_eq(sums_add(&sums, 1, row), CHISO_EDATA);
		}
		for (size_t i = 0; i < n_terms; i++)
			cr_assert(same(sums_value(&sums, 1, i), 0.0));
		sums_clear(&sums);
	}
}

/* Slots stay apart, and keep what they have when the table grows, wide parts too. */
/* Adding n times is adding x n times, one by one. */
Test(sum, many_at_once)
{
	static const double values[] = {0.1, -1.0 / 3, 1e300, 5e-324, 0x1.fffffffffffffp-1022, 12345.678,
	                                -0.0, 1, DBL_MAX / 8000};
	static const unsigned times[] = {0, 1, 2, 3, 7, 1000, 7919};
	uint8_t one[PACKED], all[PACKED];
	struct sums sums;

	sums_init(&sums, 1);
	cr_assert_eq(sums_reserve(&sums, 2), CHISO_OK);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		for (size_t k = 0; k < sizeof times / sizeof *times; k++) {
			for (unsigned n = 0; n < times[k]; n++)
				cr_assert_eq(sums_add(&sums, 0, &values[i]), CHISO_OK);
			cr_assert_eq(sums_add_times(&sums, 1, 0, values[i], times[k]), CHISO_OK);
			size_t n = sums_pack(&sums, 0, one, sizeof one);
			cr_assert_eq(n, sums_pack(&sums, 1, all, sizeof all));
			cr_assert_leq(n, sizeof one);
			cr_assert_arr_eq(one, all, n, "%u times %a", times[k], values[i]);
		}
	cr_assert_eq(sums_add_times(&sums, 1, 0, DBL_MAX, 2), CHISO_EDATA);
	sums_clear(&sums);
}

/* One term of several, into another table. */
Test(sum, one_term_is_merged)
{
	struct sums from, into;

	sums_init(&from, 3);
	sums_init(&into, 3);
	cr_assert_eq(sums_reserve(&from, 2), CHISO_OK);
	cr_assert_eq(sums_reserve(&into, 1), CHISO_OK);
	cr_assert_eq(sums_add(&from, 1, (double[]){1, 1e300, 2}), CHISO_OK);
	cr_assert_eq(sums_add(&from, 1, (double[]){1, 1, 2}), CHISO_OK);
	cr_assert_eq(sums_add(&from, 1, (double[]){1, 1e-300, 2}), CHISO_OK);
	cr_assert_eq(sums_add(&into, 0, (double[]){8, -1e300, 8}), CHISO_OK);
	cr_assert_eq(sums_add(&into, 0, (double[]){8, -1, 8}), CHISO_OK);
	cr_assert_eq(sums_merge_one(&into, 0, 1, &from, 1, 1), CHISO_OK);
	cr_assert(same(sums_value(&into, 0, 0), 16));
	cr_assert(same(sums_value(&into, 0, 1), 1e-300));
	cr_assert(same(sums_value(&into, 0, 2), 16));
	sums_clear(&into);
	sums_clear(&from);
}

Test(sum, a_table_grows)
{
	const size_t n = 1000;
	struct sums sums;

	sums_init(&sums, 3);
	for (size_t slot = 0; slot < n; slot++) {
		const double x = (double)slot, rows[3][3] = {
			{x, 1e300, 1}, {x / 4, x, 2}, {-x, -1e300, 3}};

		cr_assert_eq(sums_reserve(&sums, slot + 1), CHISO_OK);
		for (size_t i = 0; i < 3; i++)
			cr_assert_eq(sums_add(&sums, slot, rows[i]), CHISO_OK);
	}
	cr_assert_eq(sums_reserve(&sums, 10), CHISO_OK, "less is no loss");
	cr_assert_eq(sums.n_slots, n);
	for (size_t slot = 0; slot < n; slot++) {
		cr_assert_eq(sums_value(&sums, slot, 0), (double)slot / 4);
		cr_assert_eq(sums_value(&sums, slot, 1), (double)slot);
		cr_assert_eq(sums_value(&sums, slot, 2), 6);
	}
	cr_assert_eq(sums_reserve(&sums, SIZE_MAX / 2), CHISO_ENOMEM);
	cr_assert_eq(sums_reserve(&sums, SIZE_MAX / 16), CHISO_ENOMEM);
	cr_assert_eq(sums_value(&sums, n - 1, 2), 6, "a refusal changes nothing");
	sums_clear(&sums);
}

Test(sum, no_terms)
{
	struct sums sums;

	sums_init(&sums, 0);
	cr_assert_eq(sums_reserve(&sums, 100), CHISO_OK);
	cr_assert_eq(sums_add(&sums, 99, NULL), CHISO_OK);
	cr_assert_eq(sums_merge(&sums, 0, &sums, 99), CHISO_OK);
	cr_assert_eq(sums_pack(&sums, 99, NULL, 0), 0);
	cr_assert_eq(sums_unpack(&sums, 99, "", 0), CHISO_OK);
	cr_assert_eq(sums_unpack(&sums, 99, "", 1), CHISO_ESTATE);
	sums_clear(&sums);
}

Test(sum, a_slot_is_added_to_itself)
{
	struct sums sums = sum_of((double[]){1e300, 1, 1e-300, NAN});

	cr_assert_eq(sums_merge(&sums, 0, &sums, 0), CHISO_OK);
	cr_assert_eq(sums_add(&sums, 0, (double[]){-2e300}), CHISO_OK);
	cr_assert_eq(sums_value(&sums, 0, 0), 2);
	cr_assert_eq(sums_add(&sums, 0, (double[]){-2}), CHISO_OK);
	cr_assert_eq(sums_value(&sums, 0, 0), 2e-300);
	sums_clear(&sums);
}

/* Two-decimal weights as an exact sum of integers: a weight below 64 and above 0.25 is a multiple
 * of 2^-54, so its multiple is added in two halves, each of which a double holds exactly. */
struct halves {
	uint64_t high, low;
};

static void add_halves(struct halves *halves, double x)
{
	uint64_t units = (uint64_t)ldexp(x, 54);

	halves->high += units >> 32;
	halves->low += units & UINT32_MAX;
}

static double value_of(struct halves halves)
{
	return ldexp(ldexp((double)halves.high, 32) + (double)halves.low, -54);
}

static uint64_t next(uint64_t *random)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return *random >> 33;
}

Test(sum, a_million_weights_in_any_order_and_in_seven_parts)
{
	const size_t n = 1000000, parts = 7;
	double *x = malloc(n * sizeof *x), plain = 0, shuffled = 0;
	struct halves expected = {0};
	struct sums sums;
	uint64_t random = 2030;
	uint8_t packed[3][PACKED];
	size_t length[3];

	cr_assert_not_null(x);
	sums_init(&sums, 1);
	cr_assert_eq(sums_reserve(&sums, 2 + parts), CHISO_OK);
	for (size_t i = 0; i < n; i++) {
		x[i] = (double)(50 + next(&random) % 5950) / 100;
		plain += x[i];
		add_halves(&expected, x[i]);
		cr_assert_eq(sums_add(&sums, 0, &x[i]), CHISO_OK);
	}
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = next(&random) % (i + 1);
		double swap = x[i];

		x[i] = x[j];
		x[j] = swap;
	}
	for (size_t i = 0; i < n; i++) {
		shuffled += x[i];
		cr_assert_eq(sums_add(&sums, 1, &x[i]), CHISO_OK);
		cr_assert_eq(sums_add(&sums, 2 + i % parts, &x[i]), CHISO_OK);
	}
	for (size_t i = 1; i < parts; i++)
		cr_assert_eq(sums_merge(&sums, 2, &sums, 2 + i), CHISO_OK);
	cr_assert(!same(plain, shuffled), "ordinary addition depends on the order");
	for (size_t i = 0; i < 3; i++) {
		cr_assert(same(sums_value(&sums, i, 0), value_of(expected)), "way %zu", i);
		length[i] = sums_pack(&sums, i, packed[i], PACKED);
		cr_assert_eq(length[i], length[0]);
		cr_assert(!memcmp(packed[i], packed[0], length[0]));
	}
	cr_assert_null(sums.wide, "two doubles hold such sums");
	sums_clear(&sums);
	free(x);
}

/* The bytes are a format: they must not change from version to version or machine to machine. */
Test(sum, packed_bytes)
{
	static const struct {
		double terms[5];
		size_t n;
		const char *bytes;
	} cases[] = {
		{{NAN}, 1, "\x00"},
		{{1.5, -1.5, NAN}, 1, "\x00"},
		{{1, 2, NAN}, 9, "\x01\x00\x00\x00\x00\x00\x00\x08\x40"},
		{{-0.5, NAN}, 9, "\x01\x00\x00\x00\x00\x00\x00\xe0\xbf"},
		{{0x1p-60, 1, NAN}, 17,
	         "\x02\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x30\x3c"},
		/* 2^1024 = limb 32, bit 50 of bits from 2^-1074 */
		{{0x1p1023, 0x1p1023, NAN}, 11, "\x03\x20\x21\x00\x00\x00\x00\x00\x00\x04\x00"},
		{{-0x1p1023, -0x1p1023, NAN}, 11, "\x03\x20\x21\x00\x00\x00\x00\x00\x00\xfc\xff"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sums sums = sum_of(cases[i].terms);
		uint8_t bytes[PACKED] = {0};

		cr_assert_eq(sums_pack(&sums, 0, NULL, 0), cases[i].n, "case %zu", i);
		cr_assert_eq(sums_pack(&sums, 0, bytes, sizeof bytes), cases[i].n);
		cr_assert(!memcmp(bytes, cases[i].bytes, cases[i].n), "case %zu", i);
		sums_clear(&sums);
	}
}

/* Too little room: nothing is written behind it. */
Test(sum, packing_keeps_to_its_room)
{
	struct sums sums = sum_of((double[]){1, 0x1p-60, NAN});

	for (size_t cap = 0; cap < 17; cap++) {
		uint8_t bytes[17];

		memset(bytes, 0xee, sizeof bytes);
		cr_assert_eq(sums_pack(&sums, 0, bytes, cap), 17);
		for (size_t i = cap; i < sizeof bytes; i++)
			cr_assert_eq(bytes[i], 0xee);
	}
	sums_clear(&sums);
}

#define ONE "\x01\x00\x00\x00\x00\x00\x00\xf0\x3f"
#define TINY "\x00\x00\x00\x00\x00\x00\x30\x3c" /* 2^-60 */
#define LIMB "\x01\x00\x00\x00\x00\x00\x00\x00"
#define NO_LIMB "\x00\x00\x00\x00\x00\x00\x00\x00"
#define MINUS "\xff\xff\xff\xff\xff\xff\xff\xff"

Test(sum, hostile_bytes_are_refused_and_add_nothing)
{
	static const struct {
		const char *bytes;
		size_t n;
	} cases[] = {
		{"", 0},
		{"\x00", 1},          /* one sum too few */
		{"\x00\x00\x00", 3},  /* one too many */
		{"\x00\x04", 2},      /* no such form */
		{ONE ONE, 17},        /* cut off */
		{ONE "\x01\x00\x00\x00\x00\x00\x00\xf0\x7f", 18}, /* infinite */
		{ONE "\x01\x00\x00\x00\x00\x00\x00\xf8\x7f", 18}, /* NaN */
		{ONE "\x01" NO_LIMB, 18},                         /* 0 has a shorter form */
		{ONE "\x01\x00\x00\x00\x00\x00\x00\x00\x80", 18}, /* -0 */
		{ONE "\x02\x00\x00\x00\x00\x00\x00\xf0\x3f" NO_LIMB, 26},
		{ONE "\x02" TINY "\x00\x00\x00\x00\x00\x00\xf0\x3f", 26}, /* the less first */
		{ONE "\x02\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\xf0\x3f", 26},
		{ONE "\x03", 10},
		{ONE "\x03\x05", 11},
		{ONE "\x03\x05\x05", 12},      /* no limbs */
		{ONE "\x03\x05\x04" LIMB, 20}, /* ends before it begins */
		{ONE "\x03\x05\x06" LIMB, 20}, /* a double would do */
		{ONE "\x03\x21\x23" LIMB LIMB, 28}, /* past the last limb */
		{ONE "\x03\xff\xff" LIMB, 20},
		{ONE "\x03\x00\x22" LIMB, 20}, /* fewer limbs than said */
		{ONE "\x03\x21\x22\x00\x00\x00\x00\x01\x00\x00\x00", 20}, /* too large to be true */
		{ONE "\x03\x21\x22\xff\xff\xff\xff\xfe\xff\xff\xff", 20},
		{ONE "\x03\x1f\x21" NO_LIMB "\x00\x00\x00\x00\x00\x00\x04\x00", 28}, /* 0 below */
		{ONE "\x03\x20\x22\x00\x00\x00\x00\x00\x00\xfc\xff" MINUS, 28}, /* sign above */
	};
	struct sums sums;

	sums_init(&sums, 2);
	cr_assert_eq(sums_reserve(&sums, 1), CHISO_OK);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *exact = malloc(cases[i].n + !cases[i].n); /* so that sanitizers see its end */

		cr_assert_not_null(exact);
		memcpy(exact, cases[i].bytes, cases[i].n);
		cr_assert_eq(sums_unpack(&sums, 0, exact, cases[i].n), CHISO_ESTATE, "case %zu", i);
		cr_assert_eq(sums_value(&sums, 0, 0), 0, "case %zu", i);
		free(exact);
	}
	cr_assert_eq(sums_unpack(&sums, 0, ONE ONE, 18), CHISO_OK);
	cr_assert_eq(sums_unpack(&sums, 0, ONE "\x00", 10), CHISO_OK, "it adds");
	cr_assert_eq(sums_value(&sums, 0, 0), 2);
	cr_assert_eq(sums_value(&sums, 0, 1), 1);
	sums_clear(&sums);
}

/* Any change of a bit is refused, or makes another sum with just these bytes. */
Test(sum, flipped_bits)
{
	static const double lists[][6] = {
		{1, 0x1p-60, NAN}, {0.1, NAN}, {1e300, 1, 1e-300, NAN}, {-DBL_MAX, -DBL_MAX, NAN}};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct sums sums = sum_of(lists[i]);
		uint8_t bytes[PACKED], again[PACKED];
		size_t n = sums_pack(&sums, 0, bytes, sizeof bytes);

		for (size_t bit = 0; bit < 8 * n; bit++) {
			struct sums other = sum_of((double[]){NAN});

			bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
			if (sums_unpack(&other, 0, bytes, n) == CHISO_OK) {
				cr_assert_eq(sums_pack(&other, 0, again, sizeof again), n);
				cr_assert(!memcmp(bytes, again, n), "list %zu bit %zu", i, bit);
			}
			bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
			sums_clear(&other);
		}
		sums_clear(&sums);
	}
}

Test(sum, a_changed_rounding_is_noticed)
{
	static const int modes[] = {
#ifdef FE_UPWARD
		FE_UPWARD,
#endif
#ifdef FE_DOWNWARD
		FE_DOWNWARD,
#endif
#ifdef FE_TOWARDZERO
		FE_TOWARDZERO,
#endif
		FE_TONEAREST};

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		int works;

		if (fesetround(modes[i]))
			continue;
		works = sums_works();
		fesetround(FE_TONEAREST);
		cr_assert_eq(works, modes[i] == FE_TONEAREST, "mode %d", modes[i]);
	}
}
