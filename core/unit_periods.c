/* SPDX-License-Identifier: MIT */
#include "unit_periods.h"

#include "cpu.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

enum { LEAST_SIZE = 256, TOGETHER = 32 };

void unit_periods_init(struct unit_periods *all)
{
	*all = (struct unit_periods){.n = 0};
	groups_init(&all->all, 2);
}

/* Both words reach all bits. */
static inline size_t hash_words(uint64_t unit, uint64_t period)
{
	uint128 product = (uint128)(unit ^ 0x9e3779b97f4a7c15) * (period ^ 0xc4ceb9fe1a85ec53);

	return (size_t)(product >> 64 ^ product);
}

/* The entry of words from a place on, or the empty one where they belong. */
static struct unit_period_entry *find_entry(const struct unit_periods *all, uint64_t unit, uint64_t period,
                                            size_t at)
{
	for (;; at++) {
		struct unit_period_entry *entry = &all->entries[at & (all->size - 1)];

		if ((entry->unit_word == unit && entry->period_word == period) || !entry->above)
			return entry;
	}
}

/* Some together, so that what one needs comes from memory while others are looked at. */
static int find_some(const struct unit_periods *all, const uint64_t *units, const uint64_t *periods, size_t n,
                     struct unit_periods_found found)
{
	size_t places[TOGETHER];
	int are_known = 1;

	for (size_t i = 0; i < n; i++) {
		places[i] = hash_words(units[i], periods[i]) & (all->size - 1);
		cpu_ask_for(&all->entries[places[i]]);
	}
	for (size_t i = 0; i < n; i++) {
		const struct unit_period_entry *entry = &all->entries[places[i]];

		if (entry->unit_word != units[i] || entry->period_word != periods[i])
			entry = find_entry(all, units[i], periods[i], places[i]);
		found.numbers[i] = entry->above - 1;
		if (!entry->above) {
			are_known = 0;
			continue;
		}
		found.units[i] = (int32_t)entry->key[0] - 1;
		found.periods[i] = entry->key[1];
	}
	return are_known;
}

int unit_periods_find(const struct unit_periods *all, const uint64_t *unit_words,
                      const uint64_t *period_words, size_t n, struct unit_periods_found found)
{
	int are_known = 1;

	if (!all->size) {
		memset(found.numbers, 0xff, n * sizeof *found.numbers);
		return !n;
	}
	for (size_t from = 0; from < n; from += TOGETHER) {
		size_t here = n - from < TOGETHER ? n - from : TOGETHER;
		struct unit_periods_found some = {found.numbers + from, found.units + from,
		                                  found.periods + from};

		are_known &= find_some(all, unit_words + from, period_words + from, here, some);
	}
	return are_known;
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
		uint64_t unit = entry->unit_word, period = entry->period_word;

		if (entry->above)
			*find_entry(&more, unit, period, hash_words(unit, period)) = *entry;
	}
	free(all->entries);
	*all = more;
	return CHISO_OK;
}

int unit_periods_note(struct unit_periods *all, uint64_t unit_word, uint64_t period_word, uint32_t number)
{
	const uint32_t *key = groups_key(&all->all, number);
	struct unit_period_entry entry = {unit_word, period_word, number + 1, {key[0], key[1]}};

	all->has_others |= !unit_word || !period_word || number != all->n;
	if (!unit_word || !period_word)
		return CHISO_OK;
	if (make_room(all))
		return CHISO_ENOMEM;
	*find_entry(all, unit_word, period_word, hash_words(unit_word, period_word)) = entry;
	all->n++;
	return CHISO_OK;
}

void unit_periods_clear(struct unit_periods *all)
{
	groups_clear(&all->all);
	free(all->entries);
}
