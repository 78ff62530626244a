/* SPDX-License-Identifier: MIT */
/* Terms that map() says by bits (CHISO_BINARY), which most records are added by as they are: a term that is 1 or 0
 * takes a bit where a number takes 64, of which nearly all say nothing.  Whatever looks closer at a record has
 * numbers made of them first. */
#ifndef CORE_ONES_H
#define CORE_ONES_H

#include "sum/sum.h"

struct aggregate;
struct variant;

struct ones {
	uint64_t *bits; /* of a batch, n_words a record, which begin with a bit that is no term's */
	uint32_t n_words;
	const uint64_t *binary; /* the terms that are bits, n_words; NULL: none is */
	/* The others that somebody looks at, and so are to be zero where map() is silent: the first of each group of four, one
	 * behind the other, some of which may be others. */
	uint32_t *fours, n_fours;
	int are_bits; /* in the batch that is looked at they are; else numbers, all of them */
};

/** Which of a variant's terms are bits, in so many words as its call has; NULL with 0: no row of the table is one.  0 or
 *  CHISO_ENOMEM. */
int variant_find_binary(struct variant *variant);

/** Finds out which terms are bits, when it is known which are counted.  0 or CHISO_ENOMEM. */
int ones_start(struct aggregate *aggregate);
/** How many bytes of its terms are looked at of a record, about. */
size_t ones_width(const struct aggregate *aggregate);
/** Clears what map() is to write of n records.  are_plain: they are going to be added by their bits, if there are
 *  any. */
void ones_clear(struct aggregate *aggregate, struct variant *variant, uint32_t n, int are_plain);
/** Makes numbers of the bits of a record that is used. */
void ones_expand(const struct variant *variant, const uint64_t *bits, double *terms);
/** The same of those of n records of the batch, from one on, that are used; the first term of others may say what they
 *  are refused for. */
void ones_expand_some(const struct aggregate *aggregate, const struct variant *variant, uint32_t from, uint32_t n);

/** Whether a term is a bit in the batch that is looked at. */
static inline int ones_are(const struct ones *ones, uint32_t term)
{
	return ones->are_bits && sums_bit(ones->binary, term);
}
/** The bit of a term of a record. */
static inline uint64_t ones_bit(const struct ones *ones, size_t record, uint32_t term)
{
	return sums_bit(ones->bits + record * ones->n_words, term);
}

#endif
