/* SPDX-License-Identifier: MIT */
/* An exact sum as struct exact is, of weights that are all above 0 and not far from each other, as those
 * of a survey are: each is a whole number of the last bit of the least one, and so is their sum, which
 * has room in 128 bits. */
#ifndef POVERTY_NEAR_H
#define POVERTY_NEAR_H

#include "pairs.h"

#include <string.h>

enum {
	NEAR_FRACTION = 52,
	NEAR_BIAS = 1023,
	NEAR_SPAN = 40, /* of exponents: with a mantissa and that many weights there is room left */
	NEAR_FAR = 800  /* where doubles end no sum is near */
};
static const uint64_t near_most = (uint64_t)1 << 32; /* weights */

/** A zeroed one with its exponent is 0. */
struct near {
	uint64_t high, low;
	unsigned shift; /* by which it would be below 2^63; it only grows */
	unsigned exponent; /* of the least weight, as doubles have it */
};

static inline uint64_t near_bits(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits;
}

/** Whether such a sum can take the weights of a list; its exponent. */
static inline int near_fits(const struct pair *list, size_t n, unsigned *exponent)
{
	uint64_t least = UINT64_MAX, most = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t bits = near_bits(list[i].weight);

		least = bits < least ? bits : least;
		most = bits > most ? bits : most; /* anything with a sign is beyond all exponents */
	}
	least >>= NEAR_FRACTION;
	most >>= NEAR_FRACTION;
	*exponent = (unsigned)least;
	return n < near_most && least > NEAR_BIAS - NEAR_FAR && most < NEAR_BIAS + NEAR_FAR &&
	       most - least <= NEAR_SPAN;
}

static inline void near_add(struct near *sum, double weight)
{
	const uint64_t one = (uint64_t)1 << NEAR_FRACTION;
	uint64_t bits = near_bits(weight), whole = (bits & (one - 1)) | one;
	unsigned up = (unsigned)(bits >> NEAR_FRACTION) - sum->exponent;
	uint64_t low = whole << up;

	sum->low += low;
	sum->high += (whole >> 1 >> (63 - up)) + (sum->low < low);
}

/** The sum rounded once, to the nearest double. */
static inline double near_value(struct near *sum)
{
	uint64_t whole = sum->low, power;
	double factor;

	if (sum->high || sum->low >> 63) {
		sum->shift += !sum->shift;
		while (sum->high >> (sum->shift - 1))
			sum->shift++;
		/* 63 bits are more than a double has; the last one stands for those below it, too. */
		whole = sum->high << (64 - sum->shift) | sum->low >> sum->shift |
			(sum->low << (64 - sum->shift) != 0);
	}
	power = (uint64_t)(sum->exponent - NEAR_FRACTION + sum->shift) << NEAR_FRACTION;
	memcpy(&factor, &power, sizeof factor);
	return (double)(int64_t)whole * factor;
}

/** What was added since `before`, rounded once. */
static inline double near_since(const struct near *sum, const struct near *before)
{
	struct near own = {.high = sum->high - before->high - (sum->low < before->low),
			   .low = sum->low - before->low,
			   .exponent = sum->exponent};

	return near_value(&own);
}

#endif
