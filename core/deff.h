/* SPDX-License-Identifier: MIT */
/* The design effect: how many times the variance of a simple random sample of as many records,
 * drawn without replacement from as many as the weights stand for, the variance of a result is.
 *
 * That needs, of all records of a slot together, the sum of weights, how many have one, and the
 * weighted sums of products of two terms: the moments. */
#ifndef CORE_DEFF_H
#define CORE_DEFF_H

#include "aggregate.h"

/** Finds which moments the indicator's outputs need.  0 or CHISO_ENOMEM. */
int moments_plan(struct aggregate *aggregate);
/** What one record adds to them: its terms as they are before they are multiplied by its weight. */
void moments_of(const struct aggregate *aggregate, const struct variant *variant,
                const double *terms, double weight, double *out);
/** The design effect of a slot's cell that is a quotient or a sum of this source, and whose variance
 *  is known. */
struct chiso_value deff_of(const struct aggregate *aggregate, const struct key_set *set,
                           uint32_t slot, struct quotient quotient, double variance);

#endif
