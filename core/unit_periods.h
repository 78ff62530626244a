/* SPDX-License-Identifier: MIT */
/* Whose a record is, and of when: the units and periods that are met, numbered together.  Nearly all
 * records say so in the same few words, which are known again at a glance. */
#ifndef CORE_UNIT_PERIODS_H
#define CORE_UNIT_PERIODS_H

#include "group.h"
#include "text.h"

#define NO_UNIT_PERIOD UINT32_MAX

enum { WORD_OF_UNIT, WORD_OF_PERIOD };
/** The words of a record. */
struct unit_period_words {
	uint64_t word[2]; /* a text: zeros and its bytes, the last one the highest */
	uint8_t n[2];     /* how many; 0: it is empty or too long */
};

struct unit_periods {
	struct groups all; /* unit + 1, period */
	/* By their words, a power of two of them. */
	struct unit_period_entry {
		struct unit_period_words words; /* without bytes: empty */
		uint32_t number;
	} *entries;
	size_t n, size;
};

void unit_periods_init(struct unit_periods *all);
/** Notes a text among words. */
void unit_period_word(struct unit_period_words *words, int which, struct slice text);
/** The same of one of 1 to 8 bytes, from which on eight may be read. */
static inline void unit_period_long_word(struct unit_period_words *words, int which, struct slice text)
{
	uint64_t word;

	memcpy(&word, text.text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	words->word[which] = word << 8 * (sizeof word - text.n);
	words->n[which] = (uint8_t)text.n;
}
/** The numbers that n times two words were noted for; NO_UNIT_PERIOD: they were not. */
void unit_periods_find(const struct unit_periods *all, const struct unit_period_words *words, size_t n,
                       uint32_t *numbers);
/** The number of a unit (UNIT_NONE: none) in a period; NO_UNIT_PERIOD without memory. */
uint32_t unit_periods_number(struct unit_periods *all, int unit, uint32_t period);
/** Notes what words stand for that have not been noted.  0 or CHISO_ENOMEM. */
int unit_periods_note(struct unit_periods *all, const struct unit_period_words *words,
                      uint32_t number);
void unit_periods_clear(struct unit_periods *all);

#endif
