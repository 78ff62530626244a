/* SPDX-License-Identifier: MIT */
/* Whose a record is, and of when: the units and periods that are met, numbered together.  Nearly all
 * records say so in the same few words, which are known again at a glance. */
#ifndef CORE_UNIT_PERIODS_H
#define CORE_UNIT_PERIODS_H

#include "base/group.h"
#include "reader/word_pairs.h"

#define NO_UNIT_PERIOD UINT32_MAX

struct unit_periods {
	struct groups all; /* unit + 1, period */
	struct word_pairs pairs; /* the number and 1, by the words of both (words.h) */
	/* Where too few of the pairs are there that there may be: by both words, a power of two of them, in
	   `memory`. */
	struct unit_periods_line *lines;
	void *memory;
	size_t n, size;
	int has_others; /* some number was noted for no words, or for others, too */
};

void unit_periods_init(struct unit_periods *all);
/** Finds the numbers that n times two words were noted for; NO_UNIT_PERIOD: they were not.  Whether all were. */
int unit_periods_find(const struct unit_periods *all, const uint64_t *unit_words,
                      const uint64_t *period_words, size_t n, uint32_t *numbers);
/** The number of a unit (UNIT_NONE: none) in a period; NO_UNIT_PERIOD without memory. */
uint32_t unit_periods_number(struct unit_periods *all, int unit, uint32_t period);
/** Whether each of the numbers is that of one unit word and one period word, and these of no other. */
static inline int unit_periods_are_words(const struct unit_periods *all)
{
	return !all->has_others;
}
/** Notes what words stand for that have not been noted.  0 or CHISO_ENOMEM. */
int unit_periods_note(struct unit_periods *all, uint64_t unit_word, uint64_t period_word, uint32_t number);
void unit_periods_clear(struct unit_periods *all);

#endif
