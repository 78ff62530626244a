/* SPDX-License-Identifier: MIT */
/* Short texts as whole numbers, which are compared and read at once: words.  A word is the bytes of a text of
 * 1 to 8, the last one the highest, and zeros; 0: the text is empty or longer.  No text has a NUL in it. */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include "reader/field.h"

enum { WORD_BYTES = 8 };

/** The word of one of 1 to 8 bytes, from the first of which on eight may be read. */
static inline uint64_t word_at(const char *text, size_t n)
{
	uint64_t word;

	memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word << 8 * (sizeof word - n);
}

/** The word of a text, which may have a NUL: then it has none. */
uint64_t word_of(struct slice text);
/** The words of n rows as they stand in the file, from a row on; 0, too, where eight bytes can't be read.
 *  Whether none is 0. */
int words_read(const struct field *field, size_t row, size_t n, uint64_t *words);
/** The same on any machine. */
int words_read_portably(const struct field *field, size_t row, size_t n, uint64_t *words);

/** The texts of n rows from one on, at most 64.  Bits of those that are not simple: of 1 to 8 bytes, all ASCII, without
 *  blanks at the ends or a quote before them, and none of some words. */
uint64_t words_read_texts(const struct field *field, size_t row, size_t n, const uint64_t *but, size_t n_but,
                          struct slice *texts);
/** The same on any machine. */
uint64_t words_read_texts_portably(const struct field *field, size_t row, size_t n, const uint64_t *but,
                                   size_t n_but, struct slice *texts);
/** Whether a word is one of a simple text. */
int word_is_simple(uint64_t word, const uint64_t *but, size_t n_but);

/** Words, none of them 0 and each there once, and what each stands for. */
struct word_list {
	const uint64_t *words;
	const uint8_t *numbers;
	size_t n;
};

/** What each of n words stands for, at most 64; 0 for those that are not known.  Bits of these. */
uint64_t words_number(uint8_t *out, const uint64_t *words, size_t n, const struct word_list *known);
/** The same on any machine. */
uint64_t words_number_portably(uint8_t *out, const uint64_t *words, size_t n, const struct word_list *known);

/** Reads numbers of words, at most 64: digits with or without one decimal sign inside.  Bits of the words
 *  that are something else, for which what is written means nothing. */
uint64_t words_read_numbers(double *out, const uint64_t *words, size_t n, char decimal);
/** The same on any machine. */
uint64_t words_read_numbers_portably(double *out, const uint64_t *words, size_t n, char decimal);

#endif
