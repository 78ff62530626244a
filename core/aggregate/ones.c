/* SPDX-License-Identifier: MIT */
#include "aggregate/ones.h"

#include "aggregate/aggregate.h"

#include <assert.h>
#include <string.h>

/* Terms that are cleared together. */
enum { FOUR = 4 };
static_assert(FOUR - 1 <= SUMS_SPARE, "what is cleared behind the last record is room");

int variant_find_binary(struct variant *variant)
{
	const struct chiso_indicator *use = variant->applied->use;
	uint32_t n = variant->call.n_terms, is_binary = 0;
	uint64_t *binary = arena_new(&variant->applied->arena, sums_words(n), sizeof *binary);

	if (!binary)
		return CHISO_ENOMEM;
	/* One that goes along an axis without labels is none, but map() may well set no bits of it. */
	for (uint32_t row = 0; row < use->n_terms; row++)
		is_binary |= chiso_term_at(use, row)->field.flags & CHISO_BINARY;
	for (uint32_t t = 0; t < n; t++)
		if (chiso_term_at(use, variant->terms[t].row)->field.flags & CHISO_BINARY)
			sums_set_bit(binary, t);
	variant->binary = is_binary ? binary : NULL;
	variant->call.n_words = is_binary ? sums_words(n) : 0;
	return CHISO_OK;
}

/* Terms that are bits for some variants only are numbers for all: sums don't ask whose records they are of. */
static const uint64_t *find_binary(const struct applied *applied)
{
	const struct variant *first = applied->variants;
	int are_alike = applied->n_variants > 0 && first->binary;

	for (uint32_t v = 1; v < applied->n_variants && are_alike; v++) {
		const struct variant *variant = &applied->variants[v];

		are_alike = variant->binary && variant->call.n_terms == first->call.n_terms &&
		            !memcmp(variant->binary, first->binary, first->call.n_words * sizeof *first->binary);
	}
	return are_alike ? first->binary : NULL;
}

int ones_start(struct aggregate *aggregate)
{
	const struct applied *applied = aggregate->applied;
	struct ones *ones = &aggregate->ones;
	uint32_t n = aggregate->n_terms;

	ones->binary = find_binary(applied);
	ones->n_words = sums_words(n);
	ones->fours = arena_new(&aggregate->arena, n + (size_t)1, sizeof *ones->fours);
	if (!ones->fours)
		return CHISO_ENOMEM;
	for (uint32_t t = 0; t < n && ones->binary; t++) {
		/* In the first one map() may say what a record is refused for. */
		int is_looked_at = (!t && applied->use->n_problems) ||
		                   (aggregate->twins.counted[t] && !sums_bit(ones->binary, t));

		if (is_looked_at && (!ones->n_fours || t >= ones->fours[ones->n_fours - 1] + FOUR))
			ones->fours[ones->n_fours++] = t;
	}
	return CHISO_OK;
}

size_t ones_width(const struct aggregate *aggregate)
{
	enum { LINE = 64, PART = 8 };
	const struct ones *ones = &aggregate->ones;
	size_t all = (aggregate->n_terms + (size_t)1) * sizeof(double), least = all / PART;
	size_t some = (size_t)ones->n_fours * LINE + ones->n_words * sizeof *ones->bits;

	if (!ones->binary || some > all)
		return all;
	/* There is room for the rest, too, which should not be too much. */
	return some > least ? some : least;
}

/* Clears the numbers of n records, few of which mostly are looked at.  What follows those of a record is cleared as well:
 * the next one's, or room. */
static void clear_numbers(const struct ones *ones, double *terms, uint32_t n_terms, uint32_t n)
{
	for (uint32_t k = 0; k < ones->n_fours; k++) {
		double *at = terms + ones->fours[k];

#pragma GCC unroll 4
		for (uint32_t i = 0; i < n; i++, at += n_terms)
			memset(at, 0, FOUR * sizeof *at);
	}
}

void ones_clear(struct aggregate *aggregate, struct variant *variant, uint32_t n, int are_plain)
{
	struct ones *ones = &aggregate->ones;
	uint32_t n_terms = variant->call.n_terms;

	ones->are_bits = are_plain && ones->binary;
	variant->call.ones = variant->binary ? ones->bits : NULL;
	if (variant->binary)
		memset(ones->bits, 0, (size_t)n * variant->call.n_words * sizeof *ones->bits);
	if (ones->are_bits)
		clear_numbers(ones, aggregate->terms, n_terms, n);
	else
		memset(aggregate->terms, 0, (size_t)n * n_terms * sizeof *aggregate->terms);
}

void ones_expand(const struct variant *variant, const uint64_t *bits, double *terms)
{
	for (uint32_t t = 0; t < variant->call.n_terms; t++)
		terms[t] = sums_bit(variant->binary, t) ? (double)sums_bit(bits, t) : terms[t];
}

void ones_expand_some(const struct aggregate *aggregate, const struct variant *variant, uint32_t from, uint32_t n)
{
	for (uint32_t i = from; i < from + n && variant->binary; i++)
		if (aggregate->fates[i] == CHISO_USED)
			ones_expand(variant, aggregate->ones.bits + (size_t)i * variant->call.n_words,
			            aggregate->terms + (size_t)i * variant->call.n_terms);
}
