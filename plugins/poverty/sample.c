/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>
#include <string.h>

static int reserve_parts(struct chiso_call *call, struct sample *sample, size_t more)
{
	enum { FIRST = 4 };
	size_t cap = sample->parts_cap ? sample->parts_cap : FIRST, unit = sizeof(struct part *);

	if (more > SIZE_MAX / unit / 4 - sample->n_parts)
		return CHISO_ENOMEM;
	while (cap < sample->n_parts + more)
		cap *= 2;
	if (cap == sample->parts_cap)
		return CHISO_OK;
	struct part **parts = call->host->resize(call, sample->parts, sample->parts_cap * unit,
						 cap * unit);
	if (!parts)
		return CHISO_ENOMEM;
	sample->parts = parts;
	sample->parts_cap = cap;
	return CHISO_OK;
}

static size_t part_size(size_t cap)
{
	return sizeof(struct part) + cap * sizeof(struct pair);
}

int sample_reserve(struct chiso_call *call, struct sample *sample, size_t more)
{
	enum { LEAST = 8, SHARE = 4 };
	size_t cap = sample->n / SHARE;

	if (sample->n_parts) {
		const struct part *last = sample->parts[sample->n_parts - 1];

		if (last->cap - last->n >= more && atomic_load(&last->holders) == 1)
			return CHISO_OK;
	}
	if (more > SIZE_MAX / sizeof(struct pair) / 4 || reserve_parts(call, sample, 1))
		return CHISO_ENOMEM;
	cap = cap > LEAST ? cap : LEAST;
	cap = cap > more ? cap : more;
	struct part *part = call->host->resize(call, NULL, 0, part_size(cap));
	if (!part)
		return CHISO_ENOMEM;
	atomic_init(&part->holders, 1);
	part->n = 0;
	part->cap = cap;
	sample->parts[sample->n_parts++] = part;
	return CHISO_OK;
}

void sample_copy(const struct sample *sample, struct pair *out)
{
	for (size_t i = 0; i < sample->n_parts; i++) {
		const struct part *part = sample->parts[i];

		memcpy(out, part->list, part->n * sizeof *out);
		out += part->n;
	}
}

static void add_times(struct sample *sample, const struct part *part, double factor)
{
	for (size_t i = 0; i < part->n; i++) {
		double weight = part->list[i].weight, product = weight * factor;

		sample_add(sample, part->list[i].value, product);
		sample_add(sample, part->list[i].value, fma(weight, factor, -product));
	}
}

int sample_merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	struct sample *sample = state;
	const struct sample *from = other;
	size_t n_parts = from->n_parts, n = from->n;

	if (!n)
		return CHISO_OK;
	if (n > SIZE_MAX / 2 || (factor == 1 ? reserve_parts(call, sample, n_parts)
					     : sample_reserve(call, sample, 2 * n)))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n_parts; i++) {
		if (factor != 1) {
			add_times(sample, from->parts[i], factor);
			continue;
		}
		atomic_fetch_add(&from->parts[i]->holders, 1);
		sample->parts[sample->n_parts++] = from->parts[i];
	}
	sample->n += factor == 1 ? n : 0;
	return CHISO_OK;
}

void sample_clear(struct chiso_call *call, void *state)
{
	struct sample *sample = state;

	for (size_t i = 0; i < sample->n_parts; i++) {
		struct part *part = sample->parts[i];

		if (atomic_fetch_sub(&part->holders, 1) == 1)
			call->host->resize(call, part, part_size(part->cap), 0);
	}
	if (sample->parts)
		call->host->resize(call, sample->parts, sample->parts_cap * sizeof *sample->parts, 0);
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
	sample_copy(sample, list);
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
	struct part *part = sample->parts[sample->n_parts - 1];
	for (size_t i = 0; i < n; i++)
		part->list[i] = (struct pair){get_number(at + HEAD + i * PAIR),
					      get_number(at + HEAD + i * PAIR + NUMBER)};
	if (!is_sound(part->list, n)) {
		sample_clear(call, sample);
		return CHISO_ESTATE;
	}
	part->n = sample->n = n;
	return CHISO_OK;
}
