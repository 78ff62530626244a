/* SPDX-License-Identifier: MIT */
/* The design effect: how many times the variance of a simple random sample of as many records,
 * drawn without replacement from as many as the weights stand for, the variance of a result is.
 */
#ifndef CORE_DEFF_H
#define CORE_DEFF_H

#include "aggregate/aggregate.h"

/** The design effect of a slot's cell that is a quotient or a sum of this source, and whose variance
 *  is known. */
struct chiso_value deff_of(const struct aggregate *aggregate, const struct key_set *set,
                           uint32_t slot, struct quotient quotient, double variance);

#endif
