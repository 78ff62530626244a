/* SPDX-License-Identifier: MIT */
#include "unit_periods.h"

#include <chiso/plugin.h>

#include <stdlib.h>

enum { LEAST_SIZE = 256 };

void unit_periods_init(struct unit_periods *all)
{
	*all = (struct unit_periods){.n = 0};
	groups_init(&all->all, 2);
}

struct unit_period_words unit_period_words(struct slice unit, struct slice period)
{
	enum { SHORT = sizeof(uint64_t) };
	struct unit_period_words words = {.n_unit = 0};

	if (!unit.n || unit.n > SHORT || !period.n || period.n > SHORT)
		return words;
	words.unit = text_word(unit.text, unit.n);
	words.period = text_word(period.text, period.n);
	words.n_unit = (uint8_t)unit.n;
	words.n_period = (uint8_t)period.n;
	return words;
}

/* Both words reach all bits (as in group.c). */
static size_t hash_words(const struct unit_period_words *words)
{
	uint64_t h = (words->unit ^ words->n_unit) * 0x9e3779b97f4a7c15;

	h = (h ^ h >> 32 ^ words->period ^ (uint64_t)words->n_period << 56) * 0xff51afd7ed558ccd;
	return (size_t)(h ^ h >> 29);
}

size_t unit_periods_hash(const struct unit_periods *all, const struct unit_period_words *words)
{
	size_t hash = hash_words(words);

#ifdef __GNUC__
	if (all->size)
		__builtin_prefetch(&all->entries[hash & (all->size - 1)]);
#endif
	return hash;
}

static int is_same(const struct unit_period_words *a, const struct unit_period_words *b)
{
	return a->unit == b->unit && a->period == b->period && a->n_unit == b->n_unit &&
	       a->n_period == b->n_period;
}

/* The entry of words, or the empty one where they belong. */
static struct unit_period_entry *find_entry(const struct unit_periods *all,
                                            const struct unit_period_words *words, size_t hash)
{
	size_t at = hash & (all->size - 1);

	while (all->entries[at].words.n_unit && !is_same(&all->entries[at].words, words))
		at = (at + 1) & (all->size - 1);
	return &all->entries[at];
}

uint32_t unit_periods_find(const struct unit_periods *all, const struct unit_period_words *words,
                           size_t hash)
{
	if (!words->n_unit || !all->size)
		return NO_UNIT_PERIOD;
	const struct unit_period_entry *entry = find_entry(all, words, hash);

	return entry->words.n_unit ? entry->number : NO_UNIT_PERIOD;
}

uint32_t unit_periods_number(struct unit_periods *all, int unit, uint32_t period)
{
	return groups_slot(&all->all, (uint32_t[]){(uint32_t)(unit + 1), period});
}

/* Room for one more: three tenths of the entries stay empty at least. */
static int make_room(struct unit_periods *all)
{
	struct unit_periods more = *all;

	if (all->n < all->size / 10 * 7)
		return CHISO_OK;
	more.size = all->size ? 2 * all->size : LEAST_SIZE;
	more.entries = calloc(more.size, sizeof *more.entries);
	if (!more.entries)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < all->size; i++) {
		const struct unit_period_entry *entry = &all->entries[i];

		if (entry->words.n_unit)
			*find_entry(&more, &entry->words, hash_words(&entry->words)) = *entry;
	}
	free(all->entries);
	*all = more;
	return CHISO_OK;
}

int unit_periods_note(struct unit_periods *all, const struct unit_period_words *words,
                      uint32_t number)
{
	if (!words->n_unit)
		return CHISO_OK;
	if (make_room(all))
		return CHISO_ENOMEM;
	*find_entry(all, words, hash_words(words)) = (struct unit_period_entry){*words, number};
	all->n++;
	return CHISO_OK;
}

void unit_periods_clear(struct unit_periods *all)
{
	groups_clear(&all->all);
	free(all->entries);
}
