/* SPDX-License-Identifier: MIT */
#include "yes_no.h"

/* Of two columns, whose bits are `step` apart where records have some: puts those of every other record
 * side by side into a, and those of the records between into b. */
static inline void mix(uint64_t *a, uint64_t *b, unsigned step, uint64_t mask)
{
	uint64_t x = *a, y = *b;

	*a = (x & mask) | (y & mask) << step;
	*b = (x >> step & mask) | (y & ~mask);
}

/* Turns eight columns of 64 records over: bit r of word i becomes bit i of byte r / 8 of word r % 8.  Bits
 * of two columns come together first, then of four, then of eight. */
static void turn_over(uint64_t words[EIGHT])
{
	static const uint64_t masks[] = {0x5555555555555555, 0x3333333333333333, 0x0f0f0f0f0f0f0f0f};

	for (unsigned i = 0; i < EIGHT; i += 2)
		mix(&words[i], &words[i + 1], 1, masks[0]);
	for (unsigned i = 0; i < 2; i++) {
		mix(&words[i], &words[i + 2], 2, masks[1]);
		mix(&words[i + 4], &words[i + 6], 2, masks[1]);
	}
	for (unsigned i = 0; i < 4; i++)
		mix(&words[i], &words[i + 4], 4, masks[2]);
}

/* Whether records stand one behind the other. */
static int are_in_a_row(const struct chiso_batch *b, uint32_t from, uint32_t n_records)
{
	uint32_t first = chiso_row(b, from), differ = 0;

	if (!b->rows)
		return 1;
	if (n_records == LOT)
		for (uint32_t k = 0; k < LOT; k++)
			differ |= b->rows[from + k] ^ (first + k);
	else
		for (uint32_t k = 0; k < n_records; k++)
			differ |= b->rows[from + k] ^ (first + k);
	return !differ;
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

uint64_t yes_no_look(const struct chiso_batch *b, uint32_t from, uint32_t n_records,
		     const struct chiso_column *columns, uint32_t n_columns, int has_known,
		     struct yes_no *out)
{
	int is_in_a_row = are_in_a_row(b, from, n_records);
	uint64_t complete = UINT64_MAX >> (LOT - n_records);

	for (uint32_t i = 0; i < n_columns; i += EIGHT, out++) {
		uint32_t n = n_columns - i < EIGHT ? n_columns - i : EIGHT;

		*out = (struct yes_no){{0}, {0}};
		for (uint32_t k = 0; k < n; k++) {
			if (is_in_a_row)
				look_along(&columns[i + k], chiso_row(b, from), n_records,
					   &out->yes[k], &out->known[k]);
			else
				look_one_by_one(b, from, n_records, &columns[i + k], &out->yes[k],
						&out->known[k]);
			complete &= out->known[k];
		}
		turn_over(out->yes);
		if (has_known)
			turn_over(out->known);
	}
	return complete;
}
