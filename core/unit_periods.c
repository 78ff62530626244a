/* SPDX-License-Identifier: MIT */
#include "unit_periods.h"

#include "cpu.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

enum { LEAST_SIZE = 256 };

void unit_periods_init(struct unit_periods *all)
{
	*all = (struct unit_periods){.n = 0};
	groups_init(&all->all, 2);
}

void unit_period_word(struct unit_period_words *words, int which, struct slice text)
{
	char bytes[sizeof words->word[which]] = {0};

	words->n[which] = 0;
	if (!text.n || text.n > sizeof bytes)
		return;
	memcpy(bytes, text.text, text.n);
	unit_period_long_word(words, which, (struct slice){bytes, text.n});
}

static int are_short(const struct unit_period_words *words)
{
	return words->n[WORD_OF_UNIT] && words->n[WORD_OF_PERIOD];
}

/* Both words reach all bits (as in group.c). */
static size_t hash_words(const struct unit_period_words *words)
{
	uint64_t unit = (words->word[WORD_OF_UNIT] ^ words->n[WORD_OF_UNIT]) * 0x9e3779b97f4a7c15;
	uint64_t period = (words->word[WORD_OF_PERIOD] ^ words->n[WORD_OF_PERIOD]) * 0xc4ceb9fe1a85ec53;
	uint64_t h = (unit ^ unit >> 32 ^ period >> 24) * 0xff51afd7ed558ccd;

	return (size_t)(h ^ h >> 29);
}

static inline int is_same(const struct unit_period_words *a, const struct unit_period_words *b)
{
	uint16_t lengths_a, lengths_b;

	_Static_assert(sizeof lengths_a == sizeof a->n, "both lengths at once");
	memcpy(&lengths_a, a->n, sizeof lengths_a);
	memcpy(&lengths_b, b->n, sizeof lengths_b);
	return !((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) |
	         (uint64_t)(lengths_a ^ lengths_b));
}

/* The entry of words, or the empty one where they belong. */
static inline struct unit_period_entry *find_entry(const struct unit_periods *all,
                                                   const struct unit_period_words *words, size_t hash)
{
	size_t at = hash & (all->size - 1);

	while (all->entries[at].words.n[WORD_OF_UNIT] &&
	       !is_same(&all->entries[at].words, words))
		at = (at + 1) & (all->size - 1);
	return &all->entries[at];
}

/* Some together, so that what one needs comes from memory while others are looked at. */
void unit_periods_find(const struct unit_periods *all, const struct unit_period_words *words, size_t n,
                       uint32_t *numbers)
{
	enum { TOGETHER = 32 };
	size_t hashes[TOGETHER];

	for (size_t from = 0; from < n; from += TOGETHER) {
		size_t here = n - from < TOGETHER ? n - from : TOGETHER;

		for (size_t i = 0; i < here && all->size; i++) {
			hashes[i] = hash_words(&words[from + i]);
			cpu_ask_for(&all->entries[hashes[i] & (all->size - 1)]);
		}
		for (size_t i = 0; i < here; i++) {
			const struct unit_period_entry *entry = NULL;

			if (all->size && are_short(&words[from + i]))
				entry = find_entry(all, &words[from + i], hashes[i]);
			numbers[from + i] = entry && entry->words.n[WORD_OF_UNIT] ? entry->number
			                                                          : NO_UNIT_PERIOD;
		}
	}
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

		if (entry->words.n[WORD_OF_UNIT])
			*find_entry(&more, &entry->words, hash_words(&entry->words)) = *entry;
	}
	free(all->entries);
	*all = more;
	return CHISO_OK;
}

int unit_periods_note(struct unit_periods *all, const struct unit_period_words *words,
                      uint32_t number)
{
	if (!are_short(words))
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
