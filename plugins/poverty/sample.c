/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>
#include <string.h>

/* There is room for a power of two of parts. */
static size_t parts_cap(size_t n)
{
	size_t cap = 4;

	while (cap < n)
		cap *= 2;
	return n ? cap : 0;
}

/* To be used at once, for what there is room for is not kept. */
static int reserve_parts(struct chiso_call *call, struct sample *sample, size_t more)
{
	size_t n = sample->n_parts + more, unit = sizeof(struct part *);
	size_t before = parts_cap(sample->n_parts), after = parts_cap(n);

	if (n > UINT32_MAX / 2)
		return CHISO_ENOMEM;
	if (before == after)
		return CHISO_OK;
	struct part **parts = call->host->resize(call, sample->parts, before * unit, after * unit);
	if (!parts)
		return CHISO_ENOMEM;
	sample->parts = parts;
	return CHISO_OK;
}

static size_t part_size(size_t cap)
{
	return sizeof(struct part) + cap * sizeof(struct pair);
}

/* How many pairs a part has. */
static uint32_t part_n(const struct sample *sample, size_t i)
{
	const struct part *part = sample->parts[i];

	return i + 1 == sample->n_parts ? part->cap - sample->left : part->n;
}

/* As much as the open part and a quarter, or a quarter of all pairs where that is less; and what else there is
 * room for in whole lines of the cache. */
static size_t next_cap(const struct sample *sample, size_t more)
{
	enum { LEAST = 7, SHARE = 4, LINE = 64 };
	size_t cap = 0, most = sample_n(sample) / SHARE;

	if (sample->n_parts)
		cap = sample->parts[sample->n_parts - 1]->cap;
	cap += cap / SHARE;
	cap = cap < most ? cap : most;
	cap = cap > LEAST ? cap : LEAST;
	cap = cap > more ? cap : more;
	return cap > UINT32_MAX ? cap : ((part_size(cap) + LINE - 1) / LINE * LINE - part_size(0)) /
					  sizeof(struct pair);
}

int sample_open(struct chiso_call *call, struct sample *sample, size_t more)
{
	size_t cap = next_cap(sample, more);

	if (cap > UINT32_MAX)
		return CHISO_ENOMEM;
	struct part *part = call->host->resize(call, NULL, 0, part_size(cap));
	if (!part)
		return CHISO_ENOMEM;
	if (reserve_parts(call, sample, 1)) {
		call->host->resize(call, part, part_size(cap), 0);
		return CHISO_ENOMEM;
	}
	atomic_init(&part->holders, 1);
	part->cap = (uint32_t)cap;
	if (sample->n_parts) {
		struct part *last = sample->parts[sample->n_parts - 1];

		last->n = last->cap - sample->left;
		sample->n_closed += last->n;
	}
	sample->parts[sample->n_parts++] = part;
	sample->next = part->list;
	sample->left = (uint32_t)cap;
	return CHISO_OK;
}

void sample_copy(const struct sample *sample, struct pair *out)
{
	for (size_t i = 0, n; i < sample->n_parts; i++, out += n) {
		n = part_n(sample, i);
		memcpy(out, sample->parts[i]->list, n * sizeof *out);
	}
}

static void add_times(struct sample *sample, const struct pair *list, size_t n, double factor)
{
	for (size_t i = 0; i < n; i++) {
		double weight = list[i].weight, product = weight * factor;

		sample_add(sample, list[i].value, product);
		sample_add(sample, list[i].value, fma(weight, factor, -product));
	}
}

static int merge_times(struct chiso_call *call, struct sample *sample, const struct sample *from,
		       double factor)
{
	size_t n_parts = from->n_parts, n = sample_n(from);

	if (n > SIZE_MAX / 4 || sample_reserve(call, sample, 2 * n))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n_parts; i++)
		add_times(sample, from->parts[i]->list, part_n(from, i), factor);
	return CHISO_OK;
}

/* Holds closed parts of another sample, and copies what is in its open one. */
static int merge_once(struct chiso_call *call, struct sample *sample, const struct sample *from)
{
	uint32_t n_closed = from->n_parts - 1;
	const struct part *open = from->parts[n_closed];
	size_t n = part_n(from, n_closed);

	if (sample_reserve(call, sample, n ? n : 1) || reserve_parts(call, sample, n_closed))
		return CHISO_ENOMEM;
	struct part *own = sample->parts[--sample->n_parts];
	for (uint32_t i = 0; i < n_closed; i++) {
		atomic_fetch_add(&from->parts[i]->holders, 1);
		sample->parts[sample->n_parts++] = from->parts[i];
		sample->n_closed += from->parts[i]->n;
	}
	sample->parts[sample->n_parts++] = own;
	for (size_t i = 0; i < n; i++)
		sample_add(sample, open->list[i].value, open->list[i].weight);
	return CHISO_OK;
}

int sample_merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	const struct sample *from = other;

	if (!sample_n(from))
		return CHISO_OK;
	return factor == 1 ? merge_once(call, state, from) : merge_times(call, state, from, factor);
}

void sample_clear(struct chiso_call *call, void *state)
{
	struct sample *sample = state;
	size_t bytes = parts_cap(sample->n_parts) * sizeof *sample->parts;

	for (size_t i = 0; i < sample->n_parts; i++) {
		struct part *part = sample->parts[i];

		if (atomic_fetch_sub(&part->holders, 1) == 1)
			call->host->resize(call, part, part_size(part->cap), 0);
	}
	if (sample->parts)
		call->host->resize(call, sample->parts, bytes, 0);
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
	size_t n = sample_n(sample), bytes = 2 * n * sizeof(struct pair);
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
	struct pair *list = sample->next;
	for (size_t i = 0; i < n; i++)
		list[i] = (struct pair){get_number(at + HEAD + i * PAIR),
					get_number(at + HEAD + i * PAIR + NUMBER)};
	if (!is_sound(list, n)) {
		sample_clear(call, sample);
		return CHISO_ESTATE;
	}
	sample->next += n;
	sample->left -= (uint32_t)n;
	return CHISO_OK;
}
