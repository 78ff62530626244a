/* SPDX-License-Identifier: MIT */
#include "deff.h"

#include "spread.h"

#include <math.h>

/* The first moments, before the products. */
enum { WEIGHTS, RECORDS, PRODUCTS };

/* Where the product of two terms is; the number of moments when it isn't there. */
static size_t find(const struct moments *moments, uint32_t a, uint32_t b)
{
	size_t i = PRODUCTS;

	while (i < moments->n && (moments->pairs[i - PRODUCTS].a != a ||
	                          moments->pairs[i - PRODUCTS].b != b))
		i++;
	return i;
}

static int need(struct aggregate *aggregate, uint32_t a, uint32_t b)
{
	struct moments *moments = &aggregate->moments;

	if (find(moments, a, b) < moments->n)
		return CHISO_OK;
	if (GROW(&moments->pairs, moments->n - PRODUCTS, &moments->cap))
		return CHISO_ENOMEM;
	moments->pairs[moments->n++ - PRODUCTS] = (struct term_pair){a, b};
	return CHISO_OK;
}

static int need_for(struct aggregate *aggregate, struct quotient q)
{
	if (q.is_computed)
		return CHISO_OK;
	if (need(aggregate, q.numerator, q.numerator))
		return CHISO_ENOMEM;
	if (q.is_total)
		return CHISO_OK;
	return need(aggregate, q.numerator, q.denominator) ||
	                       need(aggregate, q.denominator, q.denominator)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int moments_plan(struct aggregate *aggregate)
{
	const struct applied *applied = aggregate->applied;
	int status = CHISO_OK;

	aggregate->moments.n = PRODUCTS;
	for (uint32_t v = 0; v < applied->n_variants; v++)
		for (uint32_t i = 0; i < applied->variants[v].call.n_cells && !status; i++)
			status = need_for(aggregate, applied->variants[v].quotients[i]);
	return status;
}

void moments_of(const struct aggregate *aggregate, const struct variant *variant,
                const double *terms, double weight, double *out)
{
	const struct term_pair *pairs = aggregate->moments.pairs;
	size_t n_pairs = aggregate->moments.n - PRODUCTS;
	uint32_t n = variant->call.n_terms;

	out[WEIGHTS] = weight;
	out[RECORDS] = weight != 0;
	out += PRODUCTS;
	if (n == aggregate->n_terms) {
		for (size_t i = 0; i < n_pairs; i++)
			out[i] = weight * terms[pairs[i].a] * terms[pairs[i].b];
		return;
	}
	/* Other variants may have more terms. */
	for (size_t i = 0; i < n_pairs; i++)
		out[i] = pairs[i].a < n && pairs[i].b < n
		                 ? weight * terms[pairs[i].a] * terms[pairs[i].b]
		                 : 0;
}

static int is_weighted(const struct aggregate *aggregate, const struct variant *variant,
                       uint32_t term)
{
	uint32_t row = variant->terms[term].row;

	return !aggregate_is_weighted(aggregate) ||
	       !(chiso_term_at(aggregate->use, row)->field.flags & CHISO_UNWEIGHTED);
}

/* The squares of the linearised variable around its mean, over the sum of weights; *gross: what is
 * subtracted to get there. */
static double mean_square(const struct sums *own, const struct moments *moments,
                          const struct sums *sums, uint32_t slot, struct quotient q, double *gross)
{
	uint32_t a = q.numerator, b = q.denominator;
	double weights = sums_value(own, slot, WEIGHTS), sum = sums_value(sums, slot, a);
	double aa = sums_value(own, slot, find(moments, a, a));

	if (q.is_total) {
		*gross = aa / weights;
		return aa / weights - sum / weights * (sum / weights);
	}
	double whole = sums_value(sums, slot, b), ratio = sum / whole;
	double ab = 2 * ratio * sums_value(own, slot, find(moments, a, b));
	double bb = ratio * ratio * sums_value(own, slot, find(moments, b, b));
	*gross = (aa + fabs(ab) + bb) / (whole * whole) / weights;
	return (aa - ab + bb) / (whole * whole) / weights;
}

struct chiso_value deff_of(const struct aggregate *aggregate, const struct key_set *set,
                           uint32_t slot, struct quotient q, double variance)
{
	/* Less is rounding. */
	static const double least = 1e-10;
	const struct spread *spread = set->spread;
	double gross;

	const struct variant *variant = slot_variant(aggregate, &set->slots[slot]);
	if (!is_weighted(aggregate, variant, q.numerator) ||
	    (!q.is_total && !is_weighted(aggregate, variant, q.denominator)) ||
	    spread->slots[slot].is_over_time)
		return (struct chiso_value){.reason = CHISO_REASON_NOT_APPLICABLE};
	double weights = sums_value(&spread->moments, slot, WEIGHTS);
	double n = sums_value(&spread->moments, slot, RECORDS);
	if (n < 2)
		return (struct chiso_value){.reason = CHISO_REASON_TOO_FEW};
	/* All there are were drawn: no sample of them varies. */
	if (weights <= n)
		return (struct chiso_value){.reason = CHISO_REASON_DENOMINATOR_ZERO};
	double square = mean_square(&spread->moments, &aggregate->moments, &set->sums, slot, q,
	                            &gross);
	double simple = square * n / (n - 1) * weights * weights * ((weights - n) / (weights * n));
	double deff = variance / (q.times * q.times) / simple;
	if (spread->is_overflown || !(square > least * gross) || !isfinite(deff))
		return (struct chiso_value){.reason = CHISO_REASON_OUT_OF_DOMAIN};
	return (struct chiso_value){.type = CHISO_F64, .as.f64 = deff};
}
