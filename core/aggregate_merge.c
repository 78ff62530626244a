/* SPDX-License-Identifier: MIT */
/* What the same indicator makes of two parts of its records, brought together. */
#include "aggregate_merge.h"

#include "spread.h"

#include <stdlib.h>

/* Numbers of key texts of the part, as the other one has them. */
struct texts {
	struct intern *into;
	const struct intern *from;
	uint32_t *numbers; /* UINT32_MAX: not yet known */
};

static int texts_open(struct texts *texts, struct aggregate *into, const struct aggregate *from)
{
	size_t n = from->key_texts.n;

	*texts = (struct texts){.into = &into->key_texts, .from = &from->key_texts};
	texts->numbers = malloc((n + 1) * sizeof *texts->numbers);
	for (size_t i = 0; texts->numbers && i < n; i++)
		texts->numbers[i] = UINT32_MAX;
	return texts->numbers ? CHISO_OK : CHISO_ENOMEM;
}

static uint32_t number_of(const struct texts *texts, uint32_t text)
{
	uint32_t *number = &texts->numbers[text];

	if (*number == UINT32_MAX)
		*number = intern(texts->into, texts->from->texts[text], texts->from->lengths[text]);
	return *number;
}

static uint32_t find_slot(struct aggregate *into, struct key_set *set, const struct key_set *part,
                          uint32_t slot, const struct reader_map *map, const struct texts *texts)
{
	const uint32_t *own = groups_key(&part->groups, slot);
	uint32_t key[2 + MAX_KEYS] = {own[0], map->periods[own[1]]};

	if (map->units && own[0])
		key[0] = (uint32_t)map->units[own[0] - 1] + 1;
	for (uint32_t k = 0; k < set->n; k++) {
		key[2 + k] = number_of(texts, own[2 + k]);
		if (key[2 + k] == UINT32_MAX)
			return NO_SLOT;
	}
	return key_set_slot(into, set, key);
}

/* Adds to a set the numbers of texts that another one has for its reader. */
static int add_ids(struct id_set *into, const struct id_set *from, const struct reader_map *map)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; i < from->n && !status; i++)
		status = id_set_add(into, map->texts[from->ids[i]]);
	return status;
}

static int merge_slot(struct aggregate *into, struct key_set *set, uint32_t at,
                      const struct key_set *part, uint32_t from, const struct reader_map *map)
{
	const struct chiso_state *state = into->use->state;
	size_t size = state ? state->state_size : 0;
	struct slot one = part->slots[from], *slot = &set->slots[at];

	one.line = reader_map_line(map, one.file, one.line);
	one.notes = one.sources = (struct id_set){0};
	int status = slot_join(slot, &one, into->n_terms);
	if (!status)
		status = add_ids(&slot->notes, &part->slots[from].notes, map);
	if (!status)
		status = add_ids(&slot->sources, &part->slots[from].sources, map);
	/* Sums made with different parameters don't add up: the group has no value. */
	if (status || slot->is_mixed)
		return status;
	if (state)
		status = state->merge(&slot_variant(into, slot)->call, set->states + at * size,
		                      part->states + from * size, 1);
	if (!status && set->spread)
		status = spread_merge_part(into, set, at, part, from, map->clusters);
	return status ? CHISO_ENOMEM : sums_merge(&set->sums, at, &part->sums, from);
}

int aggregate_merge(struct aggregate *into, const struct aggregate *part,
                    const struct reader_map *map)
{
	struct texts texts;
	int status = texts_open(&texts, into, part);

	for (size_t s = 0; s < into->n_sets && !status; s++) {
		const struct key_set *from = &part->sets[s];
		struct key_set *set = &into->sets[s];

		for (uint32_t i = 0; i < from->groups.n && !status; i++) {
			uint32_t at = find_slot(into, set, from, i, map, &texts);

			status = at == NO_SLOT ? CHISO_ENOMEM
			                       : merge_slot(into, set, at, from, i, map);
		}
	}
	free(texts.numbers);
	return status;
}

static int has_groups(const struct aggregate *aggregate)
{
	for (size_t s = 0; s < aggregate->n_sets; s++)
		if (aggregate->sets[s].groups.n)
			return 1;
	return aggregate->key_texts.n != 0;
}

void aggregate_adopt(struct aggregate *into, struct aggregate *part)
{
	if (has_groups(into))
		return;
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
	}
}
