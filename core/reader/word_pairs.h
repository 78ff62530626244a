/* SPDX-License-Identifier: MIT */
/* What pairs of words stand for, as long as most first words come with most second ones, as units come with
 * periods: each kind of words is numbered for itself, and a table has a place for each pair of numbers.  All of
 * that is small enough to stay near, and no place in it is looked for twice. */
#ifndef CORE_WORD_PAIRS_H
#define CORE_WORD_PAIRS_H

#include <stddef.h>
#include <stdint.h>

/* Two words and their numbers; 0: no word. */
struct word_line {
	_Alignas(32) uint64_t words[2];
	uint32_t numbers[2];
};

enum { FEW_WORDS = 8 };

struct word_numbers {
	uint64_t few[FEW_WORDS]; /* as long as there are so many, those of the numbers 1, 2, ... */
	struct word_line *lines; /* a power of two of them, in `memory` */
	void *memory;
	size_t n, size;
	unsigned shift; /* of a hash */
};

struct word_pairs {
	struct word_numbers first, second;
	/* `width` for each first word, by their numbers; 0: nothing is noted.  Those of number 0 are of words that
	   are not known. */
	uint32_t *table;
	size_t cap, width, n;
};

/** The numbers of n words; 0: it is not known.  There must be some that are. */
void word_numbers_find(const struct word_numbers *all, const uint64_t *words, size_t n, uint32_t *numbers);

/** Notes something, which is not 0, of two words, neither of them 0.  0; CHISO_ENOMEM; or 1: too few of the pairs
 *  that there may be are there. */
int word_pairs_note(struct word_pairs *pairs, uint64_t first, uint64_t second, uint32_t what);
/** Calls for each pair of which something is noted.  0, or the first status that is not. */
int word_pairs_each(const struct word_pairs *pairs,
                    int (*take)(void *user, uint64_t first, uint64_t second, uint32_t what), void *user);
void word_pairs_clear(struct word_pairs *pairs);

#endif
