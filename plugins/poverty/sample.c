/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>
#include <string.h>

int sample_reserve(struct chiso_call *call, struct sample *sample, size_t more)
{
	size_t cap = sample->cap ? sample->cap : 8;

	if (more > SIZE_MAX / sizeof *sample->list / 4 - sample->n)
		return CHISO_ENOMEM;
	while (cap < sample->n + more)
		cap += cap / 2;
	if (cap == sample->cap)
		return CHISO_OK;
	struct pair *list = call->host->resize(call, sample->list, sample->cap * sizeof *list,
					       cap * sizeof *list);
	if (!list)
		return CHISO_ENOMEM;
	sample->list = list;
	sample->cap = cap;
	return CHISO_OK;
}

void sample_add(struct sample *sample, double value, double weight)
{
	/* There is one zero: -0 would sort beside it and differ in its bits. */
	if (weight != 0)
		sample->list[sample->n++] = (struct pair){value == 0 ? 0 : value, weight};
}

int sample_merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	struct sample *sample = state;
	const struct sample *from = other;
	size_t n = from->n;

	if (!n)
		return CHISO_OK;
	if (n > SIZE_MAX / 2 || sample_reserve(call, sample, factor == 1 ? n : 2 * n))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		double weight = from->list[i].weight, product = weight * factor;

		sample_add(sample, from->list[i].value, product);
		if (factor != 1)
			sample_add(sample, from->list[i].value, fma(weight, factor, -product));
	}
	return CHISO_OK;
}

void sample_clear(struct chiso_call *call, void *state)
{
	struct sample *sample = state;

	if (sample->list)
		call->host->resize(call, sample->list, sample->cap * sizeof *sample->list, 0);
	*sample = (struct sample){0};
}

/* ---- order --------------------------------------------------------------------------------- */

static size_t is_before(const struct pair *a, const struct pair *b)
{
	return (a->value < b->value) | ((a->value == b->value) & (a->weight < b->weight));
}

/* Merges the runs [0, middle) and [middle, n) into out.  Without branches, for which of two comes first is
 * as good as chance. */
static void merge_runs(struct pair *out, const struct pair *list, size_t middle, size_t n)
{
	const struct pair *a = list, *b = list + middle, *end_a = b, *end = list + n;

	while (a < end_a && b < end) {
		size_t takes_b = is_before(b, a);

		*out++ = *(takes_b ? b : a);
		a += 1 - takes_b;
		b += takes_b;
	}
	memcpy(out, a < end_a ? a : b, (size_t)(a < end_a ? end_a - a : end - b) * sizeof *out);
}

static void merge_sort(struct pair *list, size_t n, struct pair *room)
{
	struct pair *from = list, *to = room, *swap;

	for (size_t run = 1; run < n; run *= 2) {
		for (size_t i = 0; i < n; i += 2 * run) {
			size_t left = n - i, middle = run < left ? run : left;

			merge_runs(to + i, from + i, middle, 2 * run < left ? 2 * run : left);
		}
		swap = from;
		from = to;
		to = swap;
	}
	if (from != list)
		memcpy(list, from, n * sizeof *list);
}

/* A number that is in the order of the values. */
static uint64_t rank_of(double value)
{
	const uint64_t sign = (uint64_t)1 << 63;
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	return bits & sign ? ~bits : bits | sign;
}

enum { DIGIT_BITS = 11, DIGITS = 6, ALL_DIGITS = 1 << DIGIT_BITS };

static size_t digit_of(const struct pair *pair, int digit)
{
	return (size_t)(rank_of(pair->value) >> digit * DIGIT_BITS & (ALL_DIGITS - 1));
}

/* Puts pairs in the order of one digit, equal ones as they were.  0: all have the same one, and nothing was
 * moved. */
static int sort_by_digit(const struct pair *from, size_t n, struct pair *to, int digit)
{
	size_t place[ALL_DIGITS] = {0}, sum = 0;

	for (size_t i = 0; i < n; i++)
		place[digit_of(&from[i], digit)]++;
	if (place[digit_of(from, digit)] == n)
		return 0;
	for (size_t i = 0; i < ALL_DIGITS; i++) {
		size_t here = place[i];

		place[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++)
		to[place[digit_of(&from[i], digit)]++] = from[i];
	return 1;
}

/* Digit by digit of the value; whole numbers of some size have most of them alike. */
static void radix_sort(struct pair *list, size_t n, struct pair *room)
{
	struct pair *from = list, *to = room, *swap;

	for (int digit = 0; digit < DIGITS; digit++) {
		if (!sort_by_digit(from, n, to, digit))
			continue;
		swap = from;
		from = to;
		to = swap;
	}
	if (from != list)
		memcpy(list, from, n * sizeof *list);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && list[end].value == list[i].value;)
			end++;
		merge_sort(list + i, end - i, room + i);
	}
}

void pairs_sort(struct pair *list, size_t n, struct pair *room)
{
	enum { FEW = 2048 };

	if (n < FEW)
		merge_sort(list, n, room);
	else
		radix_sort(list, n, room);
}

/* ---- packing ------------------------------------------------------------------------------- */

/* "chs1", then the pairs in order, 16 bytes each: the bits of value and weight, low byte first. */
enum { HEAD = 4, NUMBER = 8, PAIR = 2 * NUMBER };
static const unsigned char head[HEAD] = {'c', 'h', 's', '1'};

static void put_number(unsigned char *at, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	for (int i = 0; i < NUMBER; i++)
		at[i] = (unsigned char)(bits >> 8 * i);
}

static double get_number(const unsigned char *at)
{
	uint64_t bits = 0;
	double x;

	for (int i = 0; i < NUMBER; i++)
		bits |= (uint64_t)at[i] << 8 * i;
	memcpy(&x, &bits, sizeof x);
	return x;
}

int64_t sample_pack(struct chiso_call *call, const void *state, void *buf, size_t cap)
{
	const struct sample *sample = state;
	size_t n = sample->n, bytes = 2 * n * sizeof(struct pair);
	unsigned char *at = buf;

	if (cap < HEAD + n * PAIR)
		return (int64_t)(HEAD + n * PAIR);
	memcpy(at, head, HEAD);
	if (!n)
		return HEAD;
	struct pair *list = call->host->resize(call, NULL, 0, bytes);
	if (!list)
		return CHISO_ENOMEM;
	memcpy(list, sample->list, n * sizeof *list);
	pairs_sort(list, n, list + n);
	for (size_t i = 0; i < n; i++) {
		put_number(at + HEAD + i * PAIR, list[i].value);
		put_number(at + HEAD + i * PAIR + NUMBER, list[i].weight);
	}
	call->host->resize(call, list, bytes, 0);
	return (int64_t)(HEAD + n * PAIR);
}

/* What pack() could have written: finite numbers, no weight of 0, in order. */
static int is_sound(const struct pair *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(list[i].value) || !isfinite(list[i].weight) || list[i].weight == 0 ||
		    (list[i].value == 0 && signbit(list[i].value)) ||
		    (i && is_before(&list[i], &list[i - 1])))
			return 0;
	return 1;
}

int sample_unpack(struct chiso_call *call, void *state, const void *buf, size_t len)
{
	struct sample *sample = state;
	const unsigned char *at = buf;

	if (len < HEAD || memcmp(at, head, HEAD) || (len - HEAD) % PAIR)
		return CHISO_ESTATE;
	size_t n = (len - HEAD) / PAIR;
	if (!n)
		return CHISO_OK;
	if (sample_reserve(call, sample, n))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++)
		sample->list[i] = (struct pair){get_number(at + HEAD + i * PAIR),
						get_number(at + HEAD + i * PAIR + NUMBER)};
	if (!is_sound(sample->list, n)) {
		sample_clear(call, sample);
		return CHISO_ESTATE;
	}
	sample->n = n;
	return CHISO_OK;
}
