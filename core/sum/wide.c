/* SPDX-License-Identifier: MIT */
#include "sum/wide.h"

#include <math.h>
#include <string.h>

/* limb[0..room) += part[0..n), or -= when flip is ~0, for a - b = ~(~a + b). */
static void add(uint64_t *limb, unsigned room, const uint64_t *part, unsigned n, uint64_t flip)
{
	uint64_t carry = 0;

	for (unsigned i = 0; i < room && (i < n || carry); i++) {
		uint64_t more = i < n ? part[i] : 0;
		uint64_t sum = (limb[i] ^ flip) + more, out = sum + carry;

		carry = (sum < more) | (out < carry);
		limb[i] = out ^ flip;
	}
}

void wide_add(struct wide *wide, const struct wide *other)
{
	add(wide->limb, WIDE_LIMBS, other->limb, WIDE_LIMBS, 0);
}

void wide_add_double(struct wide *wide, double x)
{
	uint64_t bits, part[2];

	memcpy(&bits, &x, sizeof bits);
	unsigned exponent = bits >> 52 & 0x7ff;
	unsigned shift = exponent ? exponent - 1 : 0; /* subnormals are as the least others */
	uint64_t significand = (bits & 0xfffffffffffff) | (uint64_t)(exponent != 0) << 52;
	part[0] = significand << shift % 64;
	part[1] = significand >> 1 >> (63 - shift % 64);
	add(wide->limb + shift / 64, WIDE_LIMBS - shift / 64, part, 2, -(bits >> 63));
}

double wide_value(const struct wide *wide)
{
	uint64_t r[WIDE_LIMBS] = {0}, flip = -(wide->limb[WIDE_LIMBS - 1] >> 63), sticky = 0;
	int top = WIDE_LIMBS - 1, lead = 0;

	add(r, WIDE_LIMBS, wide->limb, WIDE_LIMBS, flip);
	while (top > 0 && !r[top])
		top--;
	if (!top && r[0] >> 53 == 0) /* a double as it is, perhaps a subnormal one */
		return ldexp(flip ? -(double)r[0] : (double)r[0], -1074);
	while (!(r[top] >> (63 - lead)))
		lead++;
	uint64_t word = r[top] << lead;
	if (top) {
		word |= r[top - 1] >> 1 >> (63 - lead);
		sticky = r[top - 1] << lead;
	}
	for (int i = 0; i < top - 1; i++)
		sticky |= r[i];
	uint64_t q = word >> 11, rest = word & 0x7ff;
	q += rest > 0x400 || (rest == 0x400 && (sticky || q & 1));
	double x = ldexp((double)q, 64 * top + 11 - lead - 1074);
	return flip ? -x : x;
}
