/* SPDX-License-Identifier: MIT */
#include "number/decimal.h"

#include <float.h>
#include <math.h>

enum {
	STEPS = 56,       /* bits of a quotient: 53, one to round by, two to spare */
	MAX_DIGITS = 768, /* a double, or the middle of two, has at most 767 */
	LIMBS = 120,      /* 10^1092 has 3628 bits */
};

/* ---- rounding ---- */

/* quotient has STEPS bits, the first of which weighs 2^exponent; `rest`: something follows. */
static double assemble(uint64_t quotient, int rest, int exponent)
{
	int drop = STEPS - DBL_MANT_DIG;

	if (exponent < DBL_MIN_EXP - 1)
		drop += DBL_MIN_EXP - 1 - exponent;
	if (drop > STEPS)
		return 0;
	uint64_t kept = quotient >> drop, half = (uint64_t)1 << (drop - 1);
	uint64_t dropped = quotient & (2 * half - 1);
	if (dropped > half || (dropped == half && (rest || (kept & 1))))
		kept++;
	return ldexp((double)kept, exponent - STEPS + 1 + drop);
}

/* ---- up to 19 digits ---- */

/* Clinger's way: two doubles that are exact, and one rounding.  0: not this way. */
static int exact_doubles(double *out, uint64_t head, int64_t exponent)
{
	static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
	                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
	                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

	if (FLT_EVAL_METHOD != 0 || head > (uint64_t)1 << 53 || exponent < -22 || exponent > 22)
		return 0;
	*out = exponent < 0 ? (double)head / powers[-exponent] : (double)head * powers[exponent];
	return 1;
}

/* head / 5^k by long division in 64 bits, for the digits of a double printed in full; both are kept
 * in [2^62, 2^63).  0: not this way. */
static int short_division(double *out, uint64_t head, int64_t exponent)
{
	const uint64_t top = (uint64_t)1 << 62;
	uint64_t divisor = 1, quotient = 0;
	int power = (int)exponent; /* of 2 */

	/* 5^27 is below 2^63. */
	if (exponent < -27 || exponent >= 0 || head / 2 >= top)
		return 0;
	for (int64_t i = exponent; i < 0; i++)
		divisor *= 5;
	for (; head < top; power--)
		head *= 2;
	for (; divisor < top; power++)
		divisor *= 2;
	if (head < divisor) {
		head *= 2;
		power--;
	}
	for (int i = 0; i < STEPS; i++) {
		uint64_t bit = head >= divisor;

		head = (head - (bit ? divisor : 0)) * 2;
		quotient = quotient * 2 + bit;
	}
	*out = assemble(quotient, head != 0, power);
	return 1;
}

/* ---- any number of digits ---- */

struct big {
	uint32_t limb[LIMBS]; /* the least first */
	size_t n;             /* in use; the last one is not 0 */
};

static void multiply_add(struct big *big, uint32_t factor, uint32_t carry)
{
	for (size_t i = 0; i < big->n; i++) {
		uint64_t product = (uint64_t)big->limb[i] * factor + carry;

		big->limb[i] = (uint32_t)product;
		carry = (uint32_t)(product >> 32);
	}
	if (carry)
		big->limb[big->n++] = carry;
}

static void multiply_by_power(struct big *big, int64_t power)
{
	for (; power >= 9; power -= 9)
		multiply_add(big, 1000000000, 0);
	for (; power > 0; power--)
		multiply_add(big, 10, 0);
}

static int bits(const struct big *big)
{
	int n = (int)(big->n - 1) * 32;

	for (uint32_t top = big->limb[big->n - 1]; top; top >>= 1)
		n++;
	return n;
}

static void shift(struct big *big, int by)
{
	size_t whole = (size_t)by / 32;
	int part = by % 32;

	if (whole) {
		for (size_t i = big->n; i-- > 0;)
			big->limb[i + whole] = big->limb[i];
		for (size_t i = 0; i < whole; i++)
			big->limb[i] = 0;
		big->n += whole;
	}
	if (part)
		multiply_add(big, (uint32_t)1 << part, 0);
}

static int is_less(const struct big *a, const struct big *b)
{
	if (a->n != b->n)
		return a->n < b->n;
	for (size_t i = a->n; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i];
	return 0;
}

static void subtract(struct big *a, const struct big *b)
{
	int64_t borrow = 0;

	for (size_t i = 0; i < a->n; i++) {
		int64_t difference = (int64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0) + borrow;

		a->limb[i] = (uint32_t)difference;
		borrow = difference < 0 ? -1 : 0;
	}
	while (a->n && !a->limb[a->n - 1])
		a->n--;
}

/* The digits as a whole number times 10^*exponent.  Of digits past MAX_DIGITS it matters only
 * whether there is one that is not 0: a 1 stands for them. */
static size_t load(struct big *big, int64_t *exponent, const struct decimal *decimal)
{
	size_t n_digits = 0;
	int rest = 0;

	big->n = 0;
	*exponent = decimal->exponent;
	for (size_t i = 0; i < decimal->n; i++) {
		uint32_t digit = (uint32_t)((unsigned char)decimal->text[i] - '0');

		if (digit > 9 || (!digit && !n_digits))
			continue;
		if (n_digits < MAX_DIGITS) {
			multiply_add(big, 10, digit);
			n_digits++;
		} else {
			rest |= digit != 0;
			++*exponent;
		}
	}
	if (rest) {
		multiply_add(big, 10, 1);
		n_digits++;
		--*exponent;
	}
	return n_digits;
}

static double long_division(const struct decimal *decimal)
{
	struct big numerator, divisor = {{1}, 1};
	int64_t exponent;
	int64_t first = (int64_t)load(&numerator, &exponent, decimal) + exponent;
	uint64_t quotient = 0;

	/* It is in [10^(first - 1), 10^first). */
	if (first > DBL_MAX_10_EXP + 1)
		return INFINITY;
	if (first < -323)
		return 0;
	if (exponent < 0)
		multiply_by_power(&divisor, -exponent);
	else
		multiply_by_power(&numerator, exponent);
	int power = bits(&numerator) - bits(&divisor);
	shift(power < 0 ? &numerator : &divisor, power < 0 ? -power : power);
	if (is_less(&numerator, &divisor)) {
		shift(&numerator, 1);
		power--;
	}
	for (int i = 0; i < STEPS; i++) {
		int bit = !is_less(&numerator, &divisor);

		if (bit)
			subtract(&numerator, &divisor);
		shift(&numerator, 1);
		quotient = quotient * 2 + (unsigned)bit;
	}
	return assemble(quotient, numerator.n != 0, power);
}

double decimal_value(const struct decimal *decimal)
{
	double value;

	if (!decimal->head)
		return 0;
	if (!decimal->n_tail && (exact_doubles(&value, decimal->head, decimal->exponent) ||
	                         short_division(&value, decimal->head, decimal->exponent)))
		return value;
	return long_division(decimal);
}
