/* SPDX-License-Identifier: MIT */
#include "ranked.h"

#include "exact.h"

#include <math.h>
#include <string.h>

/* ---- long sums: the rounding error of each addition is kept and added at the end ------------ */

struct twin {
	double high, low;
};

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

/* Pairs in order become masses. */
static void group(struct ranked *out, const struct pair *list, size_t n)
{
	struct exact own = {.to = 0}, upto = {.to = 0};

	for (size_t i = 0, end; i < n; i = end) {
		struct mass *mass = &out->list[out->n];

		mass->value = list[i].value;
		for (end = i; end < n && list[end].value == mass->value; end++)
			exact_add(&upto, list[end].weight);
		exact_clear(&own);
		for (size_t k = i; k < end && end - i > 1; k++)
			exact_add(&own, list[k].weight);
		/* Mostly a value stands once. */
		mass->weight = end - i > 1 ? exact_value(&own) : list[i].weight;
		mass->upto = exact_value(&upto);
		out->n += mass->weight != 0;
	}
	out->weight = exact_value(&upto);
}

/* The pairs of a sample in order; NULL: no memory. */
static struct pair *sorted_pairs(struct chiso_call *call, const struct sample *sample)
{
	size_t n = sample->n, bytes = n * sizeof(struct pair);
	struct pair *pairs = call->host->resize(call, NULL, 0, 2 * bytes), *sorted;

	if (!pairs)
		return NULL;
	memcpy(pairs, sample->list, bytes);
	pairs_sort(pairs, n, pairs + n);
	/* The room to sort in is given back before there are masses beside them. */
	sorted = call->host->resize(call, pairs, 2 * bytes, bytes);
	if (!sorted)
		call->host->resize(call, pairs, 2 * bytes, 0);
	return sorted;
}

int ranked_make(struct chiso_call *call, const struct sample *sample, struct ranked *out)
{
	size_t n = sample->n;
	struct pair *pairs;

	*out = (struct ranked){.list = NULL};
	if (!n)
		return CHISO_OK;
	pairs = sorted_pairs(call, sample);
	if (!pairs)
		return CHISO_ENOMEM;
	out->list = call->host->resize(call, NULL, 0, n * sizeof *out->list);
	out->cap = n;
	if (out->list) {
		group(out, pairs, n);
		out->sum = ranked_sum(out, 0, out->n);
	}
	call->host->resize(call, pairs, n * sizeof *pairs, 0);
	return out->list ? CHISO_OK : CHISO_ENOMEM;
}

void ranked_clear(struct chiso_call *call, struct ranked *ranked)
{
	if (ranked->list)
		call->host->resize(call, ranked->list, ranked->cap * sizeof *ranked->list, 0);
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

double ranked_quantile(const struct ranked *ranked, size_t n, struct chiso_ratio p)
{
	const struct mass *list = ranked->list;
	size_t low = 0, high = n - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_share(list[middle].upto, list[n - 1].upto, p) >= 0)
			high = middle;
		else
			low = middle + 1;
	}
	if (low + 1 < n && !compare_share(list[low].upto, list[n - 1].upto, p))
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

	for (size_t i = from; i < to; i++)
		twin_add_product(&sum, ranked->list[i].weight, ranked->list[i].value);
	return twin_value(&sum);
}

double ranked_lorenz(const struct ranked *ranked, struct chiso_ratio p)
{
	size_t i = 0;

	while (i + 1 < ranked->n && compare_share(ranked->list[i].upto, ranked->weight, p) < 0)
		i++;
	double wanted = ranked->weight * (double)p.num / (double)p.den;
	double before = i ? ranked->list[i - 1].upto : 0;
	return ranked_sum(ranked, 0, i) + (wanted - before) * ranked->list[i].value;
}

double ranked_half_difference(const struct ranked *ranked, double zeros)
{
	double weight = ranked->weight + zeros;
	struct twin sum = {0, 0};

	/* Those below a value less those above it: 2 * upto - own - all. */
	for (size_t i = 0; i < ranked->n; i++) {
		const struct mass *mass = &ranked->list[i];
		double side = 2 * (mass->upto + zeros) - mass->weight - weight;

		twin_add_product(&sum, mass->weight * side, mass->value);
	}
	return weight == 0 ? 0 : twin_value(&sum) / weight / weight;
}
