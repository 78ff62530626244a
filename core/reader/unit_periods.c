/* SPDX-License-Identifier: MIT */
#include "reader/unit_periods.h"

#include "base/cpu.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

enum { LEAST_SIZE = 128, TOGETHER = 32, SIDE_BY_SIDE = 2, CACHE_LINE = 64 };

/* Words and what they were noted for, some in a line of the cache. */
struct unit_periods_line {
	_Alignas(CACHE_LINE) uint64_t unit_words[SIDE_BY_SIDE];
	uint64_t period_words[SIDE_BY_SIDE];
	uint32_t above[SIDE_BY_SIDE]; /* the number and 1; 0: empty, as those behind it are */
};

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

/* Whether words stand in a place of a line; those that are empty are in all empty ones. */
static inline int is_at(const struct unit_periods_line *line, size_t i, uint64_t unit, uint64_t period)
{
	return (line->unit_words[i] == unit) & (line->period_words[i] == period);
}

/* Where words stand from a line on, or the empty place where they belong: *at gets which of the line. */
static struct unit_periods_line *find_place(const struct unit_periods *all, uint64_t unit, uint64_t period,
                                            size_t from, size_t *at)
{
	for (;; from++) {
		struct unit_periods_line *line = &all->lines[from & (all->size - 1)];

		for (*at = 0; *at < SIDE_BY_SIDE; ++*at)
			if (is_at(line, *at, unit, period) || !line->above[*at])
				return line;
	}
}

/* The same from the line on where words belong.  In which place of it they are nobody can foresee: both are looked
 * at without a branch. */
static inline const struct unit_periods_line *look_up(const struct unit_periods *all, uint64_t unit,
                                                      uint64_t period, size_t from, size_t *at)
{
	const struct unit_periods_line *line = &all->lines[from];

	*at = (size_t)is_at(line, 1, unit, period);
	return is_at(line, *at, unit, period) ? line : find_place(all, unit, period, from, at);
}

/* Whether NO_UNIT_PERIOD is among numbers of which all bits are put together.  (So it is said where there are very many,
 * and then each record is asked about.) */
static inline int has_unknown(uint32_t together)
{
	return together >> 31 != 0;
}

/* Some together, so that what one needs comes from memory while others are looked at. */
static int find_some(const struct unit_periods *all, const uint64_t *units, const uint64_t *periods, size_t n,
                     uint32_t *numbers)
{
	size_t places[TOGETHER], at;
	uint32_t together = 0;

	for (size_t i = 0; i < n; i++) {
		places[i] = hash_words(units[i], periods[i]) & (all->size - 1);
		cpu_ask_for(&all->lines[places[i]]);
	}
	for (size_t i = 0; i < n; i++) {
		const struct unit_periods_line *line = look_up(all, units[i], periods[i], places[i], &at);

		numbers[i] = line->above[at] - 1; /* 0 becomes NO_UNIT_PERIOD */
		together |= numbers[i];
	}
	return !has_unknown(together);
}

/* The same as long as pairs have places of their own. */
static int find_pairs(const struct unit_periods *all, const uint64_t *units, const uint64_t *periods, size_t n,
                      uint32_t *numbers)
{
	const uint32_t *table = all->pairs.table;
	uint32_t rows[TOGETHER], columns[TOGETHER], width = (uint32_t)all->pairs.width, together = 0;

	word_numbers_find(&all->pairs.first, units, n, rows);
	word_numbers_find(&all->pairs.second, periods, n, columns);
#pragma GCC unroll 4
	for (size_t i = 0; i < n; i++) {
		numbers[i] = table[rows[i] * width + columns[i]] - 1;
		together |= numbers[i];
	}
	return !has_unknown(together);
}

int unit_periods_find(const struct unit_periods *all, const uint64_t *unit_words,
                      const uint64_t *period_words, size_t n, uint32_t *numbers)
{
	int are_known = 1;

	if (!all->n) {
		memset(numbers, 0xff, n * sizeof *numbers);
		return !n;
	}
	for (size_t from = 0; from < n; from += TOGETHER) {
		size_t here = n - from < TOGETHER ? n - from : TOGETHER;

		are_known &= all->size ? find_some(all, unit_words + from, period_words + from, here, numbers + from)
		                       : find_pairs(all, unit_words + from, period_words + from, here,
		                                    numbers + from);
	}
	return are_known;
}

uint32_t unit_periods_number(struct unit_periods *all, int unit, uint32_t period)
{
	return groups_slot(&all->all, (uint32_t[]){(uint32_t)(unit + 1), period});
}

static void put(struct unit_periods *all, uint64_t unit, uint64_t period, uint32_t above)
{
	size_t at, from = hash_words(unit, period) & (all->size - 1);
	struct unit_periods_line *line = find_place(all, unit, period, from, &at);

	line->unit_words[at] = unit;
	line->period_words[at] = period;
	line->above[at] = above;
}

/* Makes lines, empty at first. */
static int make_lines(struct unit_periods *all, size_t size)
{
	char *memory = calloc(size * sizeof *all->lines + CACHE_LINE, 1);

	if (!memory)
		return CHISO_ENOMEM;
	all->memory = memory;
	all->lines = (void *)(memory + (CACHE_LINE - (uintptr_t)memory % CACHE_LINE) % CACHE_LINE);
	all->size = size;
	return CHISO_OK;
}

/* Room for one more: three tenths of the places stay empty at least. */
static int make_room(struct unit_periods *all)
{
	struct unit_periods more = *all;

	if (all->n < all->size * SIDE_BY_SIDE / 10 * 7)
		return CHISO_OK;
	if (make_lines(&more, all->size ? 2 * all->size : LEAST_SIZE))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < all->size; i++) {
		const struct unit_periods_line *line = &all->lines[i];

		for (size_t k = 0; k < SIDE_BY_SIDE && line->above[k]; k++)
			put(&more, line->unit_words[k], line->period_words[k], line->above[k]);
	}
	free(all->memory);
	*all = more;
	return CHISO_OK;
}

static int note(void *user, uint64_t unit, uint64_t period, uint32_t above)
{
	struct unit_periods *all = user;

	if (make_room(all))
		return CHISO_ENOMEM;
	put(all, unit, period, above);
	all->n++;
	return CHISO_OK;
}

/* Looks for both words together from now on. */
static int leave_pairs(struct unit_periods *all)
{
	all->n = 0;
	int status = word_pairs_each(&all->pairs, note, all);
	word_pairs_clear(&all->pairs);
	return status;
}

int unit_periods_note(struct unit_periods *all, uint64_t unit_word, uint64_t period_word, uint32_t number)
{
	int status = CHISO_OK;

	all->has_others |= !unit_word || !period_word || number != all->n;
	if (!unit_word || !period_word)
		return CHISO_OK;
	if (!all->size) {
		status = word_pairs_note(&all->pairs, unit_word, period_word, number + 1);
		all->n += !status;
		if (status <= 0)
			return status;
		status = leave_pairs(all);
	}
	return status ? status : note(all, unit_word, period_word, number + 1);
}

void unit_periods_clear(struct unit_periods *all)
{
	groups_clear(&all->all);
	word_pairs_clear(&all->pairs);
	free(all->memory);
}
