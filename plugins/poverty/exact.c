/* SPDX-License-Identifier: MIT */
#include "exact.h"

#include <math.h>
#include <string.h>

/* Bit 0 of limb 0 is 2^LEAST, below which no double has a bit. */
enum { LEAST = -1074, LIMB_BITS = 32, MANTISSA = 53, MOST_ADDED = 1 << 30, LAST = EXACT_LIMBS - 1 };
enum { BIAS = 1023, FAR = 900 }; /* of exponents */

/* What is carried out of a limb, which keeps a digit from 0 to 2^32 - 1. */
static int64_t carry_out(int64_t *limb, int64_t in)
{
	int64_t all = *limb + in, digit = (int64_t)((uint64_t)all & UINT32_MAX);

	*limb = digit;
	return (all - digit) / ((int64_t)1 << LIMB_BITS);
}

/* Makes all limbs in use but the last a digit.  The last has the sign, and room for what is added before
 * the next carrying. */
static void carry(struct exact *sum)
{
	int64_t over = 0;

	for (int i = sum->from; i + 1 < sum->to; i++)
		over = carry_out(&sum->limb[i], over);
	if (sum->to)
		sum->limb[sum->to - 1] += over;
	while (sum->to && sum->to <= LAST &&
	       (sum->limb[sum->to - 1] > UINT32_MAX || sum->limb[sum->to - 1] < -(int64_t)UINT32_MAX)) {
		sum->limb[sum->to] = carry_out(&sum->limb[sum->to - 1], 0);
		sum->to++;
	}
	sum->n_added = 0;
}

void exact_clear(struct exact *sum)
{
	memset(sum->limb + sum->from, 0, (size_t)(sum->to - sum->from) * sizeof *sum->limb);
	sum->n_added = sum->from = sum->to = sum->is_not_finite = 0;
}

void exact_add(struct exact *sum, double x)
{
	const uint64_t most = ((uint64_t)1 << (MANTISSA - 1)) - 1;
	uint64_t bits;

	if (x == 0)
		return;
	if (!isfinite(x)) {
		sum->is_not_finite = 1;
		return;
	}
	memcpy(&bits, &x, sizeof bits);
	/* x = whole * 2^(LEAST + at).  Subnormals have no bit above their fraction. */
	int exponent = (int)(bits >> (MANTISSA - 1) & 0x7ff), at = exponent ? exponent - 1 : 0;
	uint64_t whole = (bits & most) | (exponent ? most + 1 : 0);
	int limb = at / LIMB_BITS, shift = at % LIMB_BITS;
	int64_t sign = x < 0 ? -1 : 1;

	if (sum->n_added++ == MOST_ADDED)
		carry(sum);
	if (!sum->to || limb < sum->from)
		sum->from = (uint16_t)limb;
	if (limb + 3 > sum->to)
		sum->to = (uint16_t)(limb + 3);
	sum->limb[limb] += sign * (int64_t)(whole << shift & UINT32_MAX);
	whole >>= LIMB_BITS - shift;
	sum->limb[limb + 1] += sign * (int64_t)(whole & UINT32_MAX);
	sum->limb[limb + 2] += sign * (int64_t)(whole >> LIMB_BITS);
}

/* Of digits that make a number from 0 on: its first 64 bits as a whole number, whose last bit also
 * stands for anything below; *exponent is that of its last bit. */
static uint64_t leading_bits(const struct exact *sum, int *exponent)
{
	const int64_t *digit = sum->limb;
	int top = sum->to > 1 ? sum->to - 1 : 1, room = 0;

	while (top > 1 && !digit[top])
		top--;
	uint64_t bits = (uint64_t)digit[top] << LIMB_BITS | (uint64_t)digit[top - 1];
	*exponent = LEAST + LIMB_BITS * (top - 1);
	if (top == 1)
		return bits; /* all there is */
	for (int step = LIMB_BITS; step; step /= 2) {
		if (bits >> (64 - step))
			continue;
		bits <<= step;
		room += step;
	}
	uint64_t next = (uint64_t)digit[top - 2] << room, below = next & UINT32_MAX;
	for (int i = sum->from; i < top - 2; i++)
		below |= (uint64_t)digit[i];
	*exponent -= room;
	return bits | next >> LIMB_BITS | (below != 0);
}

static double magnitude(const struct exact *sum)
{
	int exponent;
	uint64_t bits = leading_bits(sum, &exponent), power;
	double factor;

	/* Far from where doubles end a product is as good, and computed at once. */
	if (exponent < -FAR || exponent > FAR)
		return ldexp((double)bits, exponent);
	power = (uint64_t)(BIAS + exponent) << (MANTISSA - 1);
	memcpy(&factor, &power, sizeof factor);
	return (double)bits * factor;
}

static double negated(const struct exact *sum)
{
	struct exact positive = {.from = sum->from, .to = sum->to};

	for (int i = sum->from; i < sum->to; i++)
		positive.limb[i] = -sum->limb[i];
	carry(&positive);
	return -magnitude(&positive);
}

double exact_value(struct exact *sum)
{
	if (sum->is_not_finite)
		return NAN;
	carry(sum);
	return sum->to && sum->limb[sum->to - 1] < 0 ? negated(sum) : magnitude(sum);
}
