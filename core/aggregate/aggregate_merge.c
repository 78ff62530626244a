/* SPDX-License-Identifier: MIT */
/* What the same indicator makes of two parts of its records, brought together. */
#include "aggregate/aggregate_merge.h"

#include "aggregate/spread.h"
#include "base/cpu.h"

#include <stdlib.h>

/* So many groups are merged together. */
enum { TOGETHER = 64 };

/* The numbers that the texts of a part have in the whole; NULL: no memory. */
static uint32_t *number_texts(struct intern *into, const struct intern *from)
{
	uint32_t *numbers = malloc((from->n + 1) * sizeof *numbers);
	struct slice *texts = malloc((from->n + 1) * sizeof *texts);
	int status = numbers && texts ? CHISO_OK : CHISO_ENOMEM;

	for (size_t i = 0; i < from->n && !status; i++)
		texts[i] = (struct slice){from->texts[i], from->looks[i].length};
	if (!status)
		status = intern_rows(into, texts, NULL, from->n, numbers);
	free(texts);
	if (status) {
		free(numbers);
		return NULL;
	}
	return numbers;
}

/* The slots of some groups of a part in the whole. */
static int find_slots(struct aggregate *into, struct key_set *set, const struct key_set *part, uint32_t from,
                      uint32_t n, const struct reader_map *map, const uint32_t *texts, uint32_t *slots)
{
	uint32_t keys[TOGETHER * (2 + MAX_KEYS)], width = 2 + set->n;

	for (uint32_t i = 0; i < n; i++) {
		const uint32_t *own = groups_key(&part->groups, from + i);
		uint32_t *key = keys + i * width;

		key[0] = map->units && own[0] ? (uint32_t)map->units[own[0] - 1] + 1 : own[0];
		key[1] = map->periods[own[1]];
		for (uint32_t k = 0; k < set->n; k++)
			key[2 + k] = texts[own[2 + k]];
	}
	return key_set_slots(into, set, keys, n, slots);
}

/* Adds the notes and sources of a slot, by the numbers that their texts have for another reader. */
static int add_texts(struct slot *into, const struct slot_remarks *from, const struct reader_map *map)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; from && i < from->notes.n && !status; i++)
		status = slot_add_note(into, map->texts[from->notes.ids[i]]);
	for (uint32_t i = 0; from && i < from->sources.n && !status; i++)
		status = slot_add_source(into, map->texts[from->sources.ids[i]]);
	return status;
}

static int merge_slot(struct aggregate *into, struct key_set *set, uint32_t at,
                      const struct aggregate *other, const struct key_set *part, uint32_t from,
                      const struct reader_map *map)
{
	const struct chiso_state *state = into->use->state;
	size_t size = state ? state->state_size : 0;
	struct slot one = part->slots[from], *slot = &set->slots[at];
	struct slot_remarks bounds = {.bounds = one.remarks ? one.remarks->bounds : NULL};

	one.line = reader_map_line(map, one.file, one.line);
	one.remarks = &bounds;
	int status = slot_join(slot, &one, into->n_terms);
	if (!status)
		status = add_texts(slot, part->slots[from].remarks, map);
	/* Sums made with different parameters don't add up: the group has no value. */
	if (status || slot->is_mixed)
		return status;
	if (state)
		status = state->merge(&slot_variant(into, slot)->call, set->states + at * size,
		                      part->states + from * size, 1);
	if (!status && set->spread)
		status = spread_merge_part(into, set, at, other, part, from, map->clusters);
	if (status)
		return CHISO_ENOMEM;
	return set->spread ? CHISO_OK : sums_merge(&set->sums, at, &part->sums, from);
}

/* The same of bare sets. */
static int merge_head(struct key_set *set, uint32_t at, const struct aggregate *other, const struct key_set *part,
                      uint32_t from, const struct reader_map *map)
{
	uint32_t least = sums_note(&part->sums, from)->least;
	uint32_t line = least ? reader_map_line(map, other->plain_file, ~least) : 0;

	key_set_take_head(set, at, part, from, line);
	return sums_merge(&set->sums, at, &part->sums, from);
}

/* Merges the groups of a set, some together: where they go comes from memory while others are merged. */
static int merge_set(struct aggregate *into, struct key_set *set, const struct aggregate *other,
                     const struct key_set *part, const struct reader_map *map, const uint32_t *texts)
{
	uint32_t slots[TOGETHER], n = (uint32_t)part->groups.n;
	int status = CHISO_OK;

	for (uint32_t from = 0, here; from < n && !status; from += here) {
		here = n - from < TOGETHER ? n - from : TOGETHER;
		status = find_slots(into, set, part, from, here, map, texts, slots);
		for (uint32_t i = 0; i < here && !status; i++) {
			if (!set->is_bare)
				cpu_ask_for(&set->slots[slots[i]]);
			if (!set->spread)
				cpu_ask_for(sums_row(&set->sums, slots[i]));
		}
		for (uint32_t i = 0; i < here && !status; i++)
			status = set->is_bare ? merge_head(set, slots[i], other, part, from + i, map)
			                      : merge_slot(into, set, slots[i], other, part, from + i, map);
	}
	return status;
}

/* Sets stay bare if both are. */
static int make_slots(struct aggregate *into, struct aggregate *part)
{
	int status = CHISO_OK;

	for (size_t s = 0; s < into->n_sets && !status; s++) {
		if (key_set_takes_heads(into, &into->sets[s], part, &part->sets[s]))
			continue;
		if (into->sets[s].is_bare)
			status = key_set_settle(into, &into->sets[s]);
		if (!status && part->sets[s].is_bare)
			status = key_set_settle(part, &part->sets[s]);
	}
	return status;
}

int aggregate_merge(struct aggregate *into, struct aggregate *part, const struct reader_map *map)
{
	uint32_t *texts = number_texts(&into->key_texts, &part->key_texts);
	int status = texts ? twins_agree(into, part) : CHISO_ENOMEM;

	if (!status)
		status = moments_agree(into, part);
	if (!status)
		status = make_slots(into, part);
	for (size_t s = 0; s < into->n_sets && !status; s++)
		status = merge_set(into, &into->sets[s], part, &part->sets[s], map, texts);
	into->n_bare += part->n_bare;
	if (!into->plain_file)
		into->plain_file = part->plain_file;
	free(texts);
	return status;
}

static int has_groups(const struct aggregate *aggregate)
{
	for (size_t s = 0; s < aggregate->n_sets; s++)
		if (aggregate->sets[s].groups.n)
			return 1;
	return aggregate->key_texts.n != 0;
}

int aggregate_adopt(struct aggregate *into, struct aggregate *part)
{
	if (has_groups(into))
		return CHISO_OK;
	struct intern texts = into->key_texts;

	into->key_texts = part->key_texts;
	part->key_texts = texts;
	for (size_t s = 0; s < into->n_sets; s++) {
		struct key_set *a = &into->sets[s], *b = &part->sets[s], own = *a;
		struct spread *spread = a->spread, *other = b->spread;
		const char **names = a->names, **others = b->names;
		int *columns = a->columns, *other_columns = b->columns;

		*a = *b;
		*b = own;
		a->names = names;
		a->columns = columns;
		b->names = others;
		b->columns = other_columns;
		a->spread = spread;
		b->spread = other;
		if (spread)
			spread_exchange(spread, other);
		/* Units and periods together are numbered by each reader for itself. */
		free(a->slot_of);
		a->slot_of = NULL;
		a->slot_of_cap = 0;
		a->n_straight = a->n_asked = 0;
	}
	into->plain_file = part->plain_file;
	into->n_bare = part->n_bare;
	return moments_take_over(into, part);
}
