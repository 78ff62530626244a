/* SPDX-License-Identifier: MIT */
#include "yes_no.h"

/* ---- turning over ---------------------------------------------------------------------------- */

/* Of two words of units of `step` bits: puts every other unit of both side by side into a, and those between
 * into b. */
static inline void mix(uint64_t *a, uint64_t *b, unsigned step, uint64_t mask)
{
	uint64_t x = *a, y = *b;

	*a = (x & mask) | (y & mask) << step;
	*b = (x >> step & mask) | (y & ~mask);
}

/* Mixes four words with those that are some places on. */
static inline void mix_four(uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d, unsigned places,
			    unsigned step, uint64_t mask)
{
	mix(a, a + places, step, mask);
	mix(b, b + places, step, mask);
	mix(c, c + places, step, mask);
	mix(d, d + places, step, mask);
}

/* Eight columns of the bits of 64 records become a byte a record: bits of two columns come together, of
 * four, of eight, and then in the same way bytes of two, four and eight records. */
static void turn_over(uint64_t w[EIGHT], uint8_t bytes[LOT])
{
	mix_four(w, w + 2, w + 4, w + 6, 1, 1, 0x5555555555555555);
	mix_four(w, w + 1, w + 4, w + 5, 2, 2, 0x3333333333333333);
	mix_four(w, w + 1, w + 2, w + 3, 4, 4, 0x0f0f0f0f0f0f0f0f);
	mix_four(w, w + 2, w + 4, w + 6, 1, 8, 0x00ff00ff00ff00ff);
	mix_four(w, w + 1, w + 4, w + 5, 2, 16, 0x0000ffff0000ffff);
	mix_four(w, w + 1, w + 2, w + 3, 4, 32, 0x00000000ffffffff);
	for (unsigned i = 0; i < EIGHT; i++) {
		uint8_t *to = bytes + EIGHT * i;
		uint64_t word = w[i];

		to[0] = (uint8_t)word;
		to[1] = (uint8_t)(word >> 8);
		to[2] = (uint8_t)(word >> 16);
		to[3] = (uint8_t)(word >> 24);
		to[4] = (uint8_t)(word >> 32);
		to[5] = (uint8_t)(word >> 40);
		to[6] = (uint8_t)(word >> 48);
		to[7] = (uint8_t)(word >> 56);
	}
}

/* ---- counting -------------------------------------------------------------------------------- */

/* How many columns were yes, of 64 records: the digits of the numbers, each a word of one bit a record. */
enum { DIGITS = 4, MOST_COUNTED = (1 << DIGITS) - 1 };
struct counts {
	uint64_t digits[DIGITS], more; /* more: than DIGITS can say */
};

/* Adds two words to a digit; what is carried to the next one. */
static inline uint64_t add_two(uint64_t *digit, uint64_t a, uint64_t b)
{
	uint64_t both = a & b, one = a ^ b, carry = both | (one & *digit);

	*digit ^= one;
	return carry;
}

/* Counts eight columns: ones are added two by two, of what is carried twos, and so on. */
static inline void count_eight(struct counts *counts, const uint64_t w[EIGHT])
{
	uint64_t *digits = counts->digits;
	uint64_t a = add_two(&digits[0], w[0], w[1]), b = add_two(&digits[0], w[2], w[3]);
	uint64_t four = add_two(&digits[1], a, b);

	a = add_two(&digits[0], w[4], w[5]);
	b = add_two(&digits[0], w[6], w[7]);
	uint64_t eight = add_two(&digits[2], four, add_two(&digits[1], a, b));
	counts->more |= digits[3] & eight;
	digits[3] ^= eight;
}

/* Those of whom at least so many were. */
static uint64_t at_least(const struct counts *counts, uint32_t n)
{
	uint64_t more = counts->more, same = UINT64_MAX;

	for (unsigned i = DIGITS; i-- > 0;) {
		if (n >> i & 1) {
			same &= counts->digits[i];
			continue;
		}
		more |= same & counts->digits[i];
		same &= ~counts->digits[i];
	}
	return more | same;
}

/* ---- looking --------------------------------------------------------------------------------- */

static uint32_t differences(const uint32_t *rows, uint32_t first, uint32_t n)
{
	uint32_t differ = 0;

#pragma GCC unroll 4
	for (uint32_t k = 0; k < n; k++)
		differ |= rows[k] ^ (first + k);
	return differ;
}

/* Whether records stand one behind the other. */
static int are_in_a_row(const struct chiso_batch *b, uint32_t from, uint32_t n)
{
	return !b->rows || !differences(b->rows + from, b->rows[from], n);
}

/* Eight bytes, the first one the lowest. */
static inline uint64_t eight_bytes(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
	       (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

/* The next n bits from some place on; what is above them means nothing.  No byte is read that has none of
 * them. */
static inline uint64_t next_bits(const uint8_t *bits, uint64_t at, uint32_t n)
{
	const uint8_t *p = bits + (at >> 3);
	unsigned shift = at & 7, n_bytes = (shift + n + 7) / 8;
	uint64_t word = 0;

	if (n == LOT && !shift)
		return eight_bytes(p);
	if (n_bytes >= EIGHT)
		word = eight_bytes(p) >> shift;
	for (unsigned i = 0; n_bytes < EIGHT && i < n_bytes; i++)
		word |= (uint64_t)p[i] << 8 * i >> shift;
	return n_bytes > EIGHT ? word | (uint64_t)p[EIGHT] << (LOT - shift) : word;
}

static void look_along(const struct chiso_column *c, uint32_t row, uint32_t n, uint64_t *yes,
		       uint64_t *known)
{
	uint64_t at = (uint64_t)c->offset + row;

	*known = 0;
	if (c->values)
		*known = c->validity ? next_bits(c->validity, at, n) : UINT64_MAX;
	*yes = c->values ? next_bits(c->values, at, n) & *known : 0;
}

static void look_one_by_one(const struct chiso_batch *b, uint32_t from, uint32_t n,
			    const struct chiso_column *c, uint64_t *yes, uint64_t *known)
{
	*yes = *known = 0;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t row = chiso_row(b, from + k);

		if (!chiso_has(c, row))
			continue;
		*yes |= (uint64_t)chiso_bool(c, row) << k;
		*known |= (uint64_t)1 << k;
	}
}

struct lot yes_no_look(const struct chiso_batch *b, uint32_t from, uint32_t n,
		       const struct chiso_column *columns, uint32_t n_columns, uint32_t many,
		       int has_known, struct yes_no *out)
{
	int is_in_a_row = are_in_a_row(b, from, n);
	uint64_t complete = UINT64_MAX >> (LOT - n), yes[EIGHT], known[EIGHT];
	struct counts counts = {{0}, 0};

	for (uint32_t i = 0; i < n_columns; i += EIGHT, out++) {
		for (uint32_t k = 0; k < EIGHT; k++) {
			yes[k] = known[k] = 0;
			if (i + k >= n_columns)
				continue;
			if (is_in_a_row)
				look_along(&columns[i + k], chiso_row(b, from), n, &yes[k], &known[k]);
			else
				look_one_by_one(b, from, n, &columns[i + k], &yes[k], &known[k]);
			complete &= known[k];
		}
		count_eight(&counts, yes);
		turn_over(yes, out->yes);
		if (has_known)
			turn_over(known, out->known);
	}
	many = many < MOST_COUNTED ? many : MOST_COUNTED;
	return (struct lot){n, complete, complete & at_least(&counts, many)};
}
