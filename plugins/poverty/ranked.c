/* SPDX-License-Identifier: MIT */
#include "ranked.h"

#include "exact.h"
#include "near.h"

#include <math.h>
#include <string.h>

/* ---- long sums: the rounding error of each addition is kept and added at the end ------------ */

enum { STEP = 256 };

static void twin_add(struct twin *sum, double x)
{
	double high = sum->high + x, part = high - sum->high;

	sum->low += (sum->high - (high - part)) + (x - part);
	sum->high = high;
}

static void twin_add_product(struct twin *sum, double a, double b)
{
	double product = a * b;

	twin_add(sum, product);
	sum->low += fma(a, b, -product);
}

static double twin_value(const struct twin *sum)
{
	return sum->high + sum->low;
}

/* ---- making ---------------------------------------------------------------------------------- */

/* Pairs in order become those of distinct values, in the same place. */
static void group(struct ranked *out, size_t n)
{
	struct exact own = {.to = 0}, upto = {.to = 0};
	struct pair *list = out->list;

	for (size_t i = 0, end; i < n; i = end) {
		struct pair one = list[i];

		for (end = i; end < n && list[end].value == one.value; end++)
			exact_add(&upto, list[end].weight);
		exact_clear(&own);
		for (size_t k = i; k < end && end - i > 1; k++)
			exact_add(&own, list[k].weight);
		/* Mostly a value stands once. */
		if (end - i > 1)
			one.weight = exact_value(&own);
		list[out->n] = one;
		out->upto[out->n] = exact_value(&upto);
		out->n += one.weight != 0;
	}
	out->weight = exact_value(&upto);
}

/* The same of weights that are near each other. */
static void group_near(struct ranked *out, size_t n, unsigned exponent)
{
	struct near upto = {.exponent = exponent};
	struct pair *list = out->list;

	for (size_t i = 0, end; i < n; i = end, out->n++) {
		struct near before = upto;
		struct pair one = list[i];

		near_add(&upto, one.weight);
		for (end = i + 1; end < n && list[end].value == one.value; end++)
			near_add(&upto, list[end].weight);
		if (end - i > 1)
			one.weight = near_since(&upto, &before);
		list[out->n] = one;
		out->upto[out->n] = near_value(&upto);
	}
	out->weight = out->upto[out->n - 1];
}

static size_t n_steps(size_t n)
{
	return n / STEP + 1;
}

/* Adds up weight * value, and keeps what there was at each step: who adds up to a place begins at the
 * step before it, with the same bits as from the start. */
static void add_up(struct ranked *out)
{
	struct twin sum = {0, 0};

	for (size_t i = 0; i < out->n; i++) {
		if (i % STEP == 0)
			out->steps[i / STEP] = sum;
		twin_add_product(&sum, out->list[i].weight, out->list[i].value);
	}
	if (out->n % STEP == 0)
		out->steps[out->n / STEP] = sum;
	out->sum = twin_value(&sum);
}

/* Of n pairs, as many again to put them in order, where what stands beside them is kept then, and steps. */
static size_t room_for(size_t n)
{
	return 2 * n * sizeof(struct pair) + n_steps(n) * sizeof(struct twin);
}

int ranked_make(struct chiso_call *call, const struct sample *sample, struct ranked *out)
{
	size_t n = sample_n(sample);
	unsigned exponent;

	*out = (struct ranked){.list = NULL};
	if (!n)
		return CHISO_OK;
	struct pair *pairs = call->host->resize(call, NULL, 0, room_for(n));
	if (!pairs)
		return CHISO_ENOMEM;
	sample_copy(sample, pairs);
	out->room = pairs;
	out->cap = n;
	out->list = pairs_sort_by_value(pairs, n, pairs + n);
	out->upto = &(out->list == pairs ? pairs + n : pairs)->value;
	out->steps = (struct twin *)(void *)(pairs + 2 * n);
	if (near_fits(out->list, n, &exponent))
		group_near(out, n, exponent);
	else
		group(out, n);
	add_up(out);
	return CHISO_OK;
}

void ranked_clear(struct chiso_call *call, struct ranked *ranked)
{
	if (ranked->room)
		call->host->resize(call, ranked->room, room_for(ranked->cap), 0);
	*ranked = (struct ranked){.list = NULL};
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Whether part / whole is below (-1), exactly (0) or above (1) p, without rounding. */
static int compare_share(double part, double whole, struct chiso_ratio p)
{
	double den = (double)p.den, num = (double)p.num;
	double left = part * den, right = whole * num;
	double high = left - right;
	double low = fma(part, den, -left) - fma(whole, num, -right);

	/* Close products differ exactly, and their rests are all that is left. */
	double difference = high + low;
	return (difference > 0) - (difference < 0);
}

/* The first of the first n values up to which the share p of their weight lies. */
static size_t first_from(const struct ranked *ranked, size_t n, struct chiso_ratio p)
{
	const double *upto = ranked->upto;
	size_t low = 0, high = n - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_share(upto[middle], upto[n - 1], p) >= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

double ranked_quantile(const struct ranked *ranked, size_t n, struct chiso_ratio p)
{
	const struct pair *list = ranked->list;
	size_t low = first_from(ranked, n, p);

	if (low + 1 < n && !compare_share(ranked->upto[low], ranked->upto[n - 1], p))
		return (list[low].value + list[low + 1].value) / 2;
	return list[low].value;
}

size_t ranked_count(const struct ranked *ranked, double limit, int is_at_most)
{
	size_t low = 0, high = ranked->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		double value = ranked->list[middle].value;

		if (value < limit || (is_at_most && value == limit))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

double ranked_sum(const struct ranked *ranked, size_t from, size_t to)
{
	struct twin sum = {0, 0};

	if (!from && to) {
		sum = ranked->steps[to / STEP];
		from = to / STEP * STEP;
	}
	for (size_t i = from; i < to; i++)
		twin_add_product(&sum, ranked->list[i].weight, ranked->list[i].value);
	return twin_value(&sum);
}

double ranked_lorenz(const struct ranked *ranked, struct chiso_ratio p)
{
	size_t i = first_from(ranked, ranked->n, p);
	double wanted = ranked->weight * (double)p.num / (double)p.den;
	double before = i ? ranked->upto[i - 1] : 0;
	return ranked_sum(ranked, 0, i) + (wanted - before) * ranked->list[i].value;
}

double ranked_half_difference(const struct ranked *ranked, double zeros)
{
	double weight = ranked->weight + zeros;
	struct twin sum = {0, 0};

	/* Those below a value less those above it: 2 * upto - own - all. */
	for (size_t i = 0; i < ranked->n; i++) {
		struct pair one = ranked->list[i];
		double side = 2 * (ranked->upto[i] + zeros) - one.weight - weight;

		twin_add_product(&sum, one.weight * side, one.value);
	}
	return weight == 0 ? 0 : twin_value(&sum) / weight / weight;
}
