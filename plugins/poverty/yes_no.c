/* SPDX-License-Identifier: MIT */
#include "yes_no.h"

/* Turns eight bytes of eight bits over: bit i of byte k becomes bit k of byte i.  The two halves of each
 * square change places: of one bit, of two, of four. */
static uint64_t turn_over(uint64_t x)
{
	uint64_t other = (x ^ x >> 7) & 0x00aa00aa00aa00aa;

	x ^= other ^ other << 7;
	other = (x ^ x >> 14) & 0x0000cccc0000cccc;
	x ^= other ^ other << 14;
	other = (x ^ x >> 28) & 0x00000000f0f0f0f0;
	return x ^ other ^ other << 28;
}

/* Whether eight records stand one behind the other. */
static int are_in_a_row(const struct chiso_batch *b, uint32_t from, uint32_t n_records)
{
	uint32_t first = chiso_row(b, from), k = 1;

	while (k < n_records && chiso_row(b, from + k) == first + k)
		k++;
	return k == EIGHT;
}

/* The next eight bits from some place on. */
static uint64_t eight_bits(const uint8_t *bits, uint64_t i)
{
	unsigned word = bits[i >> 3];

	if (i & 7)
		word |= (unsigned)bits[(i >> 3) + 1] << 8;
	return word >> (i & 7) & 0xff;
}

static void look_along(const struct chiso_column *columns, uint32_t n_columns, uint32_t row,
		       struct yes_no *out)
{
	uint64_t yes = 0, known = 0;

	for (uint32_t i = n_columns; i-- > 0;) {
		const struct chiso_column *c = &columns[i];
		uint64_t at = (uint64_t)c->offset + row;

		yes <<= 8;
		known <<= 8;
		if (!c->values)
			continue;
		yes |= eight_bits(c->values, at);
		known |= c->validity ? eight_bits(c->validity, at) : 0xff;
	}
	*out = (struct yes_no){yes, known};
}

static void look_one_by_one(const struct chiso_batch *b, uint32_t from, uint32_t n_records,
			    const struct chiso_column *columns, uint32_t n_columns, struct yes_no *out)
{
	for (uint32_t i = 0; i < n_columns; i++)
		for (uint32_t k = 0; k < n_records; k++) {
			uint32_t row = chiso_row(b, from + k);

			if (!chiso_has(&columns[i], row))
				continue;
			out->yes |= (uint64_t)chiso_bool(&columns[i], row) << (8 * i + k);
			out->known |= (uint64_t)1 << (8 * i + k);
		}
}

void yes_no_look(const struct chiso_batch *b, uint32_t from, uint32_t n_records,
		 const struct chiso_column *columns, uint32_t n_columns, struct yes_no *out)
{
	int is_in_a_row = are_in_a_row(b, from, n_records);

	for (uint32_t i = 0; i < n_columns; i += EIGHT, out++) {
		uint32_t n = n_columns - i < EIGHT ? n_columns - i : EIGHT;
		struct yes_no of_columns = {0, 0};

		if (is_in_a_row)
			look_along(columns + i, n, chiso_row(b, from), &of_columns);
		else
			look_one_by_one(b, from, n_records, columns + i, n, &of_columns);
		out->yes = turn_over(of_columns.yes & of_columns.known);
		out->known = turn_over(of_columns.known);
	}
}
