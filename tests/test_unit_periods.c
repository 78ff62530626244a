/* SPDX-License-Identifier: MIT */
/* Words are found again as what they were noted for, however many stand for the same and wherever they lie. */
#include "reader/unit_periods.h"

#include <criterion/criterion.h>

enum { UNITS = 900, PERIODS = 7, ALL = UNITS * PERIODS, TOGETHER = 100 };

/* Codes as texts have them, of three digits or four. */
static uint64_t unit_word(uint32_t i)
{
	uint64_t digits = 0x0030303000000000 + ((uint64_t)(i % 10) << 32) +
	                  ((uint64_t)(i / 10 % 10) << 40) + ((uint64_t)(i / 100) << 48);

	return i % 2 ? digits | (uint64_t)0x39 << 56 : digits << 8;
}

static uint64_t period_word(uint32_t i)
{
	return 0x3130323000000000 + ((uint64_t)i << 56);
}

struct asked {
	uint64_t units[TOGETHER], periods[TOGETHER];
	uint32_t numbers[TOGETHER];
};

static int find(const struct unit_periods *all, struct asked *asked, size_t n)
{
	return unit_periods_find(all, asked->units, asked->periods, n, asked->numbers);
}

/* Whether the i-th is the number of a unit and a period. */
static void check_number(const struct unit_periods *all, const struct asked *asked, size_t i, uint32_t unit,
                         uint32_t period)
{
	const uint32_t *key;

	cr_assert_lt(asked->numbers[i], all->all.n);
	key = groups_key(&all->all, asked->numbers[i]);
	cr_assert_eq(key[0], unit + 1);
	cr_assert_eq(key[1], period);
}

/* The i-th pair in an order of no meaning. */
static uint32_t shuffled(uint32_t i)
{
	return i * 2741 % ALL;
}

/* Asks for those from one on, the first `known` of which have been noted, as far as they are so many. */
static void ask(const struct unit_periods *all, uint32_t from, uint32_t n, uint32_t known)
{
	struct asked asked;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t pair = shuffled(from + i);

		asked.units[i] = unit_word(pair / PERIODS);
		asked.periods[i] = period_word(pair % PERIODS);
	}
	cr_assert_eq(find(all, &asked, n), from + n <= known);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t pair = shuffled(from + i);

		if (from + i >= known) {
			cr_assert_eq(asked.numbers[i], NO_UNIT_PERIOD);
			continue;
		}
		check_number(all, &asked, i, pair / PERIODS / 2, pair % PERIODS);
	}
}

Test(unit_periods, many)
{
	struct unit_periods all;

	unit_periods_init(&all);
	ask(&all, 0, TOGETHER, 0);
	for (uint32_t i = 0; i < ALL; i++) {
		uint32_t pair = shuffled(i), period = pair % PERIODS;
		/* Two words each mean the same unit. */
		uint32_t number = unit_periods_number(&all, (int)(pair / PERIODS / 2), period);

		cr_assert_neq(number, NO_UNIT_PERIOD);
		cr_assert_eq(unit_periods_note(&all, unit_word(pair / PERIODS), period_word(period), number),
		             0);
		if (i % 50 == 0 && i + TOGETHER < ALL)
			ask(&all, i > 33 ? i - 33 : 0, TOGETHER, i + 1);
	}
	cr_assert_eq(all.n, ALL);
	for (uint32_t from = 0; from < ALL; from += TOGETHER)
		ask(&all, from, ALL - from < TOGETHER ? ALL - from : TOGETHER, ALL);
	unit_periods_clear(&all);
}

/* What has no word is never known. */
Test(unit_periods, no_words)
{
	struct unit_periods all;
	struct asked asked;

	unit_periods_init(&all);
	for (uint32_t i = 0; i < 170; i++) {
		uint32_t number = unit_periods_number(&all, (int)i, 0);

		cr_assert_eq(unit_periods_note(&all, unit_word(i), period_word(0), number), 0);
		cr_assert_eq(unit_periods_note(&all, unit_word(i), 0, number), 0);
		cr_assert_eq(unit_periods_note(&all, 0, period_word(0), number), 0);
		cr_assert_eq(unit_periods_note(&all, 0, 0, number), 0);
	}
	for (uint32_t i = 0; i < TOGETHER; i++) {
		asked.units[i] = i % 3 ? 0 : unit_word(i);
		asked.periods[i] = i % 2 ? 0 : period_word(0);
	}
	cr_assert_not(find(&all, &asked, TOGETHER));
	for (uint32_t i = 0; i < TOGETHER; i++)
		if (i % 6)
			cr_assert_eq(asked.numbers[i], NO_UNIT_PERIOD);
		else
			check_number(&all, &asked, i, i, 0);
	unit_periods_clear(&all);
}

/* Where each unit has a period of its own no table has room for all pairs that there may be. */
Test(unit_periods, sparse)
{
	struct unit_periods all;
	struct asked asked;

	unit_periods_init(&all);
	for (uint32_t i = 0; i < UNITS; i++) {
		uint32_t number = unit_periods_number(&all, (int)i, UNITS - i);

		cr_assert_eq(unit_periods_note(&all, unit_word(i), unit_word(UNITS - 1 - i), number), 0);
		/* The first and the last ones so far, and pairs of words that are known, but not together. */
		for (uint32_t k = 0; k < 8; k++) {
			uint32_t unit = k % 2 ? i - (i < k ? i : k) : k < i ? k : i;

			asked.units[k] = unit_word(unit);
			asked.periods[k] = unit_word(UNITS - 1 - unit);
		}
		cr_assert(find(&all, &asked, 8));
		for (uint32_t k = 0; k < 8; k++) {
			uint32_t unit = k % 2 ? i - (i < k ? i : k) : k < i ? k : i;

			check_number(&all, &asked, k, unit, UNITS - unit);
		}
		asked.units[0] = unit_word(i);
		asked.periods[0] = unit_word(UNITS - i);
		cr_assert_not(find(&all, &asked, 1));
		cr_assert_eq(asked.numbers[0], NO_UNIT_PERIOD);
	}
	cr_assert_eq(all.n, UNITS);
	cr_assert_gt(all.size, 0, "looked for by both words");
	unit_periods_clear(&all);
}
