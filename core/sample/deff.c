/* SPDX-License-Identifier: MIT */
#include "sample/deff.h"

#include "aggregate/spread.h"

#include <math.h>

static int is_weighted(const struct aggregate *aggregate, const struct variant *variant,
                       uint32_t term)
{
	uint32_t row = variant->terms[term].row;

	return !aggregate_is_weighted(aggregate) ||
	       !(chiso_term_at(aggregate->use, row)->field.flags & CHISO_UNWEIGHTED);
}

/* The weighted sum of the products of two terms. */
static double product(const struct aggregate *aggregate, const struct key_set *set, uint32_t slot, uint32_t a,
                      uint32_t b)
{
	return moments_value(aggregate, set, slot, moments_find(&aggregate->moments, a, b));
}

/* The squares of the linearised variable around its mean, over the sum of weights; *gross: what is
 * subtracted to get there. */
static double mean_square(const struct aggregate *aggregate, const struct key_set *set, uint32_t slot,
                          struct quotient q, double *gross)
{
	uint32_t a = q.numerator, b = q.denominator;
	double weights = moments_value(aggregate, set, slot, MOMENT_WEIGHTS);
	double sum = sums_value(&set->sums, slot, a), aa = product(aggregate, set, slot, a, a);

	if (q.is_total) {
		*gross = aa / weights;
		return aa / weights - sum / weights * (sum / weights);
	}
	double whole = sums_value(&set->sums, slot, b), ratio = sum / whole;
	double ab = 2 * ratio * product(aggregate, set, slot, a, b);
	double bb = ratio * ratio * product(aggregate, set, slot, b, b);
	*gross = (aa + fabs(ab) + bb) / (whole * whole) / weights;
	return (aa - ab + bb) / (whole * whole) / weights;
}

struct chiso_value deff_of(const struct aggregate *aggregate, const struct key_set *set,
                           uint32_t slot, struct quotient q, double variance)
{
	/* Less is rounding. */
	static const double least = 1e-10;
	const struct spread *spread = set->spread;
	const struct spread_time *time = spread_time(spread, slot);
	double gross;

	const struct variant *variant = slot_variant(aggregate, &set->slots[slot]);
	if (!is_weighted(aggregate, variant, q.numerator) ||
	    (!q.is_total && !is_weighted(aggregate, variant, q.denominator)) ||
	    (time && time->is_over_time))
		return (struct chiso_value){.reason = CHISO_REASON_NOT_APPLICABLE};
	double weights = moments_value(aggregate, set, slot, MOMENT_WEIGHTS);
	double n = moments_value(aggregate, set, slot, MOMENT_RECORDS);
	if (n < 2)
		return (struct chiso_value){.reason = CHISO_REASON_TOO_FEW};
	/* All there are were drawn: no sample of them varies. */
	if (weights <= n)
		return (struct chiso_value){.reason = CHISO_REASON_DENOMINATOR_ZERO};
	double square = mean_square(aggregate, set, slot, q, &gross);
	double simple = square * n / (n - 1) * weights * weights * ((weights - n) / (weights * n));
	double deff = variance / (q.times * q.times) / simple;
	if (spread->is_overflown || !(square > least * gross) || !isfinite(deff))
		return (struct chiso_value){.reason = CHISO_REASON_OUT_OF_DOMAIN};
	return (struct chiso_value){.type = CHISO_F64, .as.f64 = deff};
}
