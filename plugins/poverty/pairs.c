/* SPDX-License-Identifier: MIT */
#include "pairs.h"

#include <string.h>

int pair_is_before(const struct pair *a, const struct pair *b)
{
	return (a->value < b->value) | ((a->value == b->value) & (a->weight < b->weight));
}

/* ---- few: merging ---------------------------------------------------------------------------- */

/* Merges the runs [0, middle) and [middle, n) into out.  Without branches, for which of two comes first is
 * as good as chance. */
static void merge_runs(struct pair *out, const struct pair *list, size_t middle, size_t n,
		       int by_weight)
{
	const struct pair *a = list, *b = list + middle, *end_a = b, *end = list + n;

	while (a < end_a && b < end) {
		size_t takes_b = by_weight ? (size_t)pair_is_before(b, a) : b->value < a->value;

		*out++ = *(takes_b ? b : a);
		a += 1 - takes_b;
		b += takes_b;
	}
	memcpy(out, a < end_a ? a : b, (size_t)(a < end_a ? end_a - a : end - b) * sizeof *out);
}

/* Puts some pairs in order, each where those before it let it. */
static void insert(struct pair *list, size_t n, int by_weight)
{
	for (size_t i = 1, at; i < n; i++) {
		struct pair own = list[i];

		for (at = i; at; at--) {
			const struct pair *before = &list[at - 1];

			if (by_weight ? !pair_is_before(&own, before) : own.value >= before->value)
				break;
			list[at] = *before;
		}
		list[at] = own;
	}
}

static struct pair *merge_sort(struct pair *list, size_t n, struct pair *room, int by_weight)
{
	enum { RUN = 4 };
	struct pair *from = list, *to = room, *swap;

	for (size_t i = 0; i < n; i += RUN)
		insert(list + i, n - i < RUN ? n - i : RUN, by_weight);
	for (size_t run = RUN; run < n; run *= 2) {
		for (size_t i = 0; i < n; i += 2 * run) {
			size_t left = n - i, middle = run < left ? run : left;

			merge_runs(to + i, from + i, middle, 2 * run < left ? 2 * run : left,
				   by_weight);
		}
		swap = from;
		from = to;
		to = swap;
	}
	return from;
}

/* ---- many: digit by digit -------------------------------------------------------------------- */

enum { MOST_BITS = 11, FEW_BITS = 8, ALL_BITS = 64 };

/* A digit of the bits of values. */
struct digit {
	unsigned from, bits;
};

/* In the order of their bits those above 0 are in that of their values; the others come behind them, the
 * greatest first. */
static uint64_t bits_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	return bits;
}

static size_t digit_of(const struct pair *pair, struct digit digit)
{
	return (size_t)(bits_of(pair->value) >> digit.from & (((uint64_t)1 << digit.bits) - 1));
}

/* Puts pairs in the order of a digit, equal ones as they were.  places: how many have each digit.  Counts
 * the next digit on the way. */
static void sort_by_digit(const struct pair *from, size_t n, struct pair *to, struct digit digit,
			  size_t *places, struct digit next, size_t *next_places)
{
	size_t sum = 0;

	for (size_t i = 0; i < (size_t)1 << digit.bits; i++) {
		size_t here = places[i];

		places[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++) {
		to[places[digit_of(&from[i], digit)]++] = from[i];
		next_places[digit_of(&from[i], next)]++;
	}
}

/* Where values differ: the bits from `from` on, up to `to`.  Whole numbers of some size are
 * alike in more than half of them. */
static void find_differing(const struct pair *list, size_t n, unsigned *from, unsigned *to)
{
	uint64_t first = bits_of(list[0].value), differing = 0;

	for (size_t i = 1; i < n; i++)
		differing |= bits_of(list[i].value) ^ first;
	for (*to = ALL_BITS; *to && !(differing >> (*to - 1)); --*to)
		;
	for (*from = 0; *from < *to && !(differing >> *from & 1); ++*from)
		;
}

/* Puts those below 0, the greatest of which is the first, before the others. */
static void turn_negative(const struct pair *from, size_t n, struct pair *to)
{
	size_t n_others = 0;

	while (n_others < n && !(bits_of(from[n_others].value) >> (ALL_BITS - 1)))
		n_others++;
	for (size_t i = n; i > n_others; i--)
		*to++ = from[i - 1];
	memcpy(to, from, n_others * sizeof *to);
}

static struct pair *radix_sort(struct pair *list, size_t n, struct pair *room, unsigned most_bits)
{
	size_t places[2][1 << MOST_BITS];
	struct pair *from = list, *to = room, *swap;
	unsigned least, end;

	find_differing(list, n, &least, &end);
	if (least == end)
		return list;
	unsigned n_digits = (end - least + most_bits - 1) / most_bits;
	struct digit digit = {least, (end - least + n_digits - 1) / n_digits};
	memset(places[0], 0, sizeof **places << digit.bits);
	for (size_t i = 0; i < n; i++)
		places[0][digit_of(&list[i], digit)]++;
	for (unsigned i = 0; i < n_digits; i++) {
		struct digit next = {digit.from + digit.bits, digit.bits};

		/* There is none after the last one, and what is counted of any other is of no use. */
		if (i + 1 == n_digits)
			next = digit;
		memset(places[~i & 1], 0, sizeof **places << next.bits);
		sort_by_digit(from, n, to, digit, places[i & 1], next, places[~i & 1]);
		swap = from;
		from = to;
		to = swap;
		digit = next;
	}
	if (!(bits_of(from[n - 1].value) >> (ALL_BITS - 1)))
		return from;
	turn_negative(from, n, to);
	return to;
}

/* ---- either ---------------------------------------------------------------------------------- */

enum { FEW = 192, MANY = 8192 };

struct pair *pairs_sort_by_value(struct pair *list, size_t n, struct pair *room)
{
	return n < FEW ? merge_sort(list, n, room, 0)
		       : radix_sort(list, n, room, n < MANY ? FEW_BITS : MOST_BITS);
}

struct pair *pairs_sort(struct pair *list, size_t n, struct pair *room)
{
	struct pair *sorted = pairs_sort_by_value(list, n, room), *other = sorted == list ? room : list;

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && sorted[end].value == sorted[i].value;)
			end++;
		if (end - i == 1)
			continue;
		struct pair *run = merge_sort(sorted + i, end - i, other + i, 1);
		if (run != sorted + i)
			memcpy(sorted + i, run, (end - i) * sizeof *run);
	}
	return sorted;
}
