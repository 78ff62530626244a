/* SPDX-License-Identifier: MIT */
#include "exact.h"

#include <math.h>

/* Bit 0 of limb 0 is 2^LEAST, below which no double has a bit. */
enum { LEAST = -1074, LIMB_BITS = 32, MANTISSA = 53, MOST_ADDED = 1 << 30 };

/* Makes all limbs but the last a digit from 0 to 2^32 - 1. */
static void carry(struct exact *sum)
{
	int64_t over = 0;

	for (int i = 0; i < EXACT_LIMBS - 1; i++) {
		int64_t all = sum->limb[i] + over;
		int64_t digit = (int64_t)((uint64_t)all & UINT32_MAX);

		over = (all - digit) / ((int64_t)1 << LIMB_BITS);
		sum->limb[i] = digit;
	}
	sum->limb[EXACT_LIMBS - 1] += over;
	sum->n_added = 0;
}

void exact_add(struct exact *sum, double x)
{
	int exponent;
	double fraction = frexp(x, &exponent);

	if (x == 0)
		return;
	if (!isfinite(x)) {
		sum->is_not_finite = 1;
		return;
	}
	/* x = whole * 2^(LEAST + at).  A subnormal has fewer bits: those below LEAST are 0. */
	int at = exponent - MANTISSA - LEAST;
	uint64_t whole = (uint64_t)ldexp(fabs(fraction), MANTISSA);
	if (at < 0) {
		whole >>= -at;
		at = 0;
	}
	int limb = at / LIMB_BITS, shift = at % LIMB_BITS;
	int64_t sign = x < 0 ? -1 : 1;

	if (sum->n_added++ == MOST_ADDED)
		carry(sum);
	sum->limb[limb] += sign * (int64_t)(whole << shift & UINT32_MAX);
	whole >>= LIMB_BITS - shift;
	sum->limb[limb + 1] += sign * (int64_t)(whole & UINT32_MAX);
	sum->limb[limb + 2] += sign * (int64_t)(whole >> LIMB_BITS);
}

/* Of digits that make a number from 0 on: its first 64 bits as a whole number, whose last bit also
 * stands for anything below; *exponent is that of its last bit. */
static uint64_t leading_bits(const int64_t *digit, int *exponent)
{
	int top = EXACT_LIMBS - 1, room = 0;

	while (top > 1 && !digit[top])
		top--;
	uint64_t bits = (uint64_t)digit[top] << LIMB_BITS | (uint64_t)digit[top - 1];
	*exponent = LEAST + LIMB_BITS * (top - 1);
	if (top == 1)
		return bits; /* all there is */
	while (!(bits >> 63)) {
		bits <<= 1;
		room++;
	}
	uint64_t next = (uint64_t)digit[top - 2] << room, below = next & UINT32_MAX;
	for (int i = 0; i < top - 2; i++)
		below |= (uint64_t)digit[i];
	*exponent -= room;
	return bits | next >> LIMB_BITS | (below != 0);
}

double exact_value(struct exact *sum)
{
	struct exact positive;
	int exponent, is_negative;

	if (sum->is_not_finite)
		return NAN;
	carry(sum);
	positive = *sum;
	is_negative = sum->limb[EXACT_LIMBS - 1] < 0;
	if (is_negative) {
		for (int i = 0; i < EXACT_LIMBS; i++)
			positive.limb[i] = -positive.limb[i];
		carry(&positive);
	}
	uint64_t bits = leading_bits(positive.limb, &exponent);
	double value = ldexp((double)bits, exponent);
	return is_negative ? -value : value;
}
