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
	const struct pair *sorted = pairs_sort(list, n, list + n);
	for (size_t i = 0; i < n; i++) {
		put_number(at + HEAD + i * PAIR, sorted[i].value);
		put_number(at + HEAD + i * PAIR + NUMBER, sorted[i].weight);
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
		    (i && pair_is_before(&list[i], &list[i - 1])))
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
