/* SPDX-License-Identifier: MIT */
/* Whose a record is, and of when: the units and periods that are met, numbered together.  Nearly all
 * records say so in the same few words, which are known again at a glance. */
#ifndef CORE_UNIT_PERIODS_H
#define CORE_UNIT_PERIODS_H

#include "group.h"
#include "text.h"

#define NO_UNIT_PERIOD UINT32_MAX

/** The words of a record, if both are short. */
struct unit_period_words {
	uint64_t unit, period;
	uint8_t n_unit, n_period; /* bytes; n_unit 0: they are not short */
};

struct unit_periods {
	struct groups all; /* unit + 1, period */
	/* By their words, a power of two of them. */
	struct unit_period_entry {
		struct unit_period_words words; /* n_unit 0: empty */
		uint32_t number;
	} *entries;
	size_t n, size;
};

void unit_periods_init(struct unit_periods *all);
struct unit_period_words unit_period_words(struct slice unit, struct slice period);
/** Where to look for words; what is there is on its way into the cache. */
size_t unit_periods_hash(const struct unit_periods *all, const struct unit_period_words *words);
/** The number that these words were noted for; NO_UNIT_PERIOD: they were not. */
uint32_t unit_periods_find(const struct unit_periods *all, const struct unit_period_words *words,
                           size_t hash);
/** The number of a unit (UNIT_NONE: none) in a period; NO_UNIT_PERIOD without memory. */
uint32_t unit_periods_number(struct unit_periods *all, int unit, uint32_t period);
/** Notes what words stand for.  0 or CHISO_ENOMEM. */
int unit_periods_note(struct unit_periods *all, const struct unit_period_words *words,
                      uint32_t number);
void unit_periods_clear(struct unit_periods *all);

#endif
