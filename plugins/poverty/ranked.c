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

/* The same of weights that are near each other. */
static void group_near(struct ranked *out, const struct pair *list, size_t n, unsigned exponent)
{
	struct near upto = {.exponent = exponent};
	struct mass *mass = out->list;

	for (size_t i = 0, end; i < n; i = end, mass++) {
		struct near before = upto;

		mass->value = list[i].value;
		mass->weight = list[i].weight;
		near_add(&upto, list[i].weight);
		for (end = i + 1; end < n && list[end].value == mass->value; end++)
			near_add(&upto, list[end].weight);
		if (end - i > 1)
			mass->weight = near_since(&upto, &before);
		mass->upto = near_value(&upto);
	}
	out->n = (size_t)(mass - out->list);
	out->weight = mass[-1].upto;
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

static void *new(struct chiso_call *call, size_t n, size_t size)
{
	return call->host->resize(call, NULL, 0, n * size);
}

static void drop(struct chiso_call *call, void *list, size_t n, size_t size)
{
	if (list)
		call->host->resize(call, list, n * size, 0);
}

int ranked_make(struct chiso_call *call, const struct sample *sample, struct ranked *out)
{
	size_t n = sample->n;
	unsigned exponent;

	*out = (struct ranked){.list = NULL};
	if (!n)
		return CHISO_OK;
	out->cap = n;
	out->list = new(call, n, sizeof *out->list);
	out->steps = new(call, n_steps(n), sizeof *out->steps);
	struct pair *pairs = new(call, n, 2 * sizeof *pairs);
	int status = out->list && out->steps && pairs ? CHISO_OK : CHISO_ENOMEM;
	if (!status) {
		sample_copy(sample, pairs);
		const struct pair *sorted = pairs_sort_by_value(pairs, n, pairs + n);

		if (near_fits(sorted, n, &exponent))
			group_near(out, sorted, n, exponent);
		else
			group(out, sorted, n);
		add_up(out);
	}
	drop(call, pairs, n, 2 * sizeof *pairs);
	if (status)
		ranked_clear(call, out);
	return status;
}

void ranked_clear(struct chiso_call *call, struct ranked *ranked)
{
	drop(call, ranked->list, ranked->cap, sizeof *ranked->list);
	drop(call, ranked->steps, n_steps(ranked->cap), sizeof *ranked->steps);
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
	const struct mass *list = ranked->list;
	size_t low = 0, high = n - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_share(list[middle].upto, list[n - 1].upto, p) >= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

double ranked_quantile(const struct ranked *ranked, size_t n, struct chiso_ratio p)
{
	const struct mass *list = ranked->list;
	size_t low = first_from(ranked, n, p);

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
