/* SPDX-License-Identifier: MIT */
#include "results/fact.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

int facts_init(struct facts *facts)
{
	*facts = (struct facts){0};
	groups_init(&facts->pairs, 2);
	return intern(&facts->sets, "", 0) == 0 ? CHISO_OK : CHISO_ENOMEM;
}

void facts_clear(struct facts *facts)
{
	intern_clear(&facts->texts);
	intern_clear(&facts->sets);
	groups_clear(&facts->pairs);
	free(facts->unions);
	free(facts->room);
}

/* ---- sets ---------------------------------------------------------------------------------- */

const uint32_t *facts_set(const struct facts *facts, uint32_t set, size_t *n)
{
	*n = facts->sets.looks[set].length / sizeof(uint32_t);
	return (const uint32_t *)(const void *)facts->sets.texts[set]; /* aligned: of an arena */
}

static int compare_numbers(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

static int compare_texts(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The set of n numbers, which are put in order. */
static uint32_t new_set(struct facts *facts, uint32_t *numbers, size_t n)
{
	size_t kept = 0;

	if (n > 1)
		qsort(numbers, n, sizeof *numbers, compare_numbers);
	for (size_t i = 0; i < n; i++)
		if (!kept || numbers[i] != numbers[kept - 1])
			numbers[kept++] = numbers[i];
	uint32_t set = intern(&facts->sets, n ? (const char *)numbers : "", kept * sizeof *numbers);
	if (set != UINT32_MAX)
		return set;
	facts->status = CHISO_ENOMEM;
	return 0;
}

static uint32_t set_of_texts(struct facts *facts, const char *const *texts, uint32_t n)
{
	uint32_t few[16], *numbers = n > 16 ? malloc(n * sizeof *numbers) : few, set = 0;

	if (!n)
		return 0;
	for (uint32_t i = 0; numbers && i < n; i++) {
		numbers[i] = intern(&facts->texts, texts[i], strlen(texts[i]));
		if (numbers[i] == UINT32_MAX)
			facts->status = CHISO_ENOMEM;
	}
	if (numbers)
		set = new_set(facts, numbers, n);
	else
		facts->status = CHISO_ENOMEM;
	if (numbers != few)
		free(numbers);
	return set;
}

static size_t add_to_room(struct facts *facts, uint32_t set, size_t at)
{
	size_t n;
	const uint32_t *numbers = facts_set(facts, set, &n);

	for (size_t i = 0; i < n; i++) {
		if (GROW(&facts->room, at, &facts->room_cap)) {
			facts->status = CHISO_ENOMEM;
			return at;
		}
		facts->room[at++] = numbers[i];
	}
	return at;
}

static uint32_t join_sets(struct facts *facts, uint32_t a, uint32_t b)
{
	uint32_t pair[] = {a < b ? a : b, a < b ? b : a};

	if (a == b || !pair[0])
		return pair[1];
	uint32_t slot = groups_find(&facts->pairs, pair);
	if (slot != UINT32_MAX)
		return facts->unions[slot];
	size_t n = add_to_room(facts, a, 0);
	n = add_to_room(facts, b, n);
	uint32_t set = new_set(facts, facts->room, n);
	if (GROW(&facts->unions, facts->pairs.n, &facts->unions_cap)) {
		facts->status = CHISO_ENOMEM;
		return 0;
	}
	slot = groups_slot(&facts->pairs, pair);
	if (slot == UINT32_MAX)
		facts->status = CHISO_ENOMEM;
	else
		facts->unions[slot] = set;
	return set;
}

void fact_note(struct facts *facts, struct fact *into, const char *note)
{
	into->notes = join_sets(facts, into->notes, set_of_texts(facts, &note, 1));
}

const char *const *facts_texts(const struct facts *facts, uint32_t set, struct arena *arena,
			       uint32_t *n)
{
	size_t count;
	const uint32_t *numbers = facts_set(facts, set, &count);
	const char **texts = arena_new(arena, count + 1, sizeof *texts);

	*n = texts ? (uint32_t)count : 0;
	for (size_t i = 0; texts && i < count; i++)
		texts[i] = facts->texts.texts[numbers[i]];
	if (texts && count > 1)
		qsort(texts, count, sizeof *texts, compare_texts);
	return texts;
}

/* ---- facts --------------------------------------------------------------------------------- */

static uint8_t weaker(uint8_t a, uint8_t b)
{
	if (!a || !b)
		return a ? a : b;
	return a < b ? a : b;
}

struct fact fact_of_group(struct facts *facts, const struct cell_group *group, uint32_t number)
{
	return (struct fact){.status = group->status,
			     .evidence = group->evidence,
			     .synthetic = group->synthetic,
			     .is_break = group->is_break,
			     .rolled_up = group->rolled_up,
			     .boundaries = group->boundaries_by,
			     .reporting = group->reporting,
			     .expected = group->expected,
			     .notes = set_of_texts(facts, group->remarks->notes, group->remarks->n_notes),
			     .sources = set_of_texts(facts, group->remarks->sources, group->remarks->n_sources),
			     .cells = facts->with_cells ? new_set(facts, &number, 1) : 0};
}

static void join_all_but_sets(struct fact *into, const struct fact *from)
{
	into->status = weaker(into->status, from->status);
	into->evidence = weaker(into->evidence, from->evidence);
	into->synthetic |= from->synthetic;
	into->is_break |= from->is_break;
	into->rolled_up |= from->rolled_up;
	if (into->boundaries < from->boundaries)
		into->boundaries = from->boundaries;
	/* The least coverage: reporting / expected. */
	if (!into->expected || (uint64_t)from->reporting * into->expected <
				       (uint64_t)into->reporting * from->expected) {
		into->reporting = from->reporting;
		into->expected = from->expected;
	}
}

void fact_join_other(struct facts *facts, struct fact *into, const struct fact *from)
{
	join_all_but_sets(into, from);
	into->notes = join_sets(facts, into->notes, from->notes);
	into->sources = join_sets(facts, into->sources, from->sources);
	into->cells = join_sets(facts, into->cells, from->cells);
}

enum { NOTES, SOURCES, CELLS };

static uint32_t set_in(const struct fact *fact, int which)
{
	return which == NOTES ? fact->notes : which == SOURCES ? fact->sources : fact->cells;
}

static uint32_t join_many_sets(struct facts *facts, uint32_t set, const struct known *all,
			       const uint32_t *rows, size_t n, int which)
{
	uint32_t last = set;
	size_t at = add_to_room(facts, set, 0);
	int differ = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t other = set_in(&all->list[rows[i]], which);

		if (other == last || !other)
			continue;
		at = add_to_room(facts, other, at);
		differ |= last != 0;
		last = other;
	}
	return differ ? new_set(facts, facts->room, at) : last;
}

void fact_join_many(struct facts *facts, struct fact *into, const struct known *all,
		    const uint32_t *rows, size_t n)
{
	if (all->is_same) {
		if (n)
			fact_join(facts, into, all->list);
		return;
	}
	for (size_t i = 0; i < n; i++)
		join_all_but_sets(into, &all->list[rows[i]]);
	into->notes = join_many_sets(facts, into->notes, all, rows, n, NOTES);
	into->sources = join_many_sets(facts, into->sources, all, rows, n, SOURCES);
	into->cells = join_many_sets(facts, into->cells, all, rows, n, CELLS);
}
