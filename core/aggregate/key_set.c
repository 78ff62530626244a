/* SPDX-License-Identifier: MIT */
/* The groups of one key set: room for them, and what a record or another group brings. */
#include "aggregate/aggregate.h"
#include "base/grow.h"

#include "aggregate/spread.h"
#include "base/mapped.h"

#include <stdlib.h>
#include <string.h>

static int make_room(struct aggregate *aggregate, struct key_set *set, size_t n)
{
	const struct chiso_state *state = aggregate->use->state;

	if (!set->is_bare && MAPPED_WIDEN(&set->slots, &set->slots_cap, n))
		return CHISO_ENOMEM;
	if (state && set->slots_cap > set->states_cap) {
		if (state->state_size && set->slots_cap > SIZE_MAX / state->state_size)
			return CHISO_ENOMEM;
		char *states = realloc(set->states, set->slots_cap * state->state_size);
		if (!states)
			return CHISO_ENOMEM;
		memset(states + set->states_cap * state->state_size, 0,
		       (set->slots_cap - set->states_cap) * state->state_size);
		set->states = states;
		set->states_cap = set->slots_cap;
	}
	if (set->spread && spread_reserve(set->spread, n))
		return CHISO_ENOMEM;
	if (set->spread && !set->spread->is_settled)
		return CHISO_OK;
	if (set->spread && sums_reserve(&set->spread->moments, n))
		return CHISO_ENOMEM;
	return sums_reserve(&set->sums, n);
}

uint32_t key_set_slot(struct aggregate *aggregate, struct key_set *set, const uint32_t *key)
{
	uint32_t slot = groups_slot(&set->groups, key);

	if (slot == UINT32_MAX || make_room(aggregate, set, set->groups.n))
		return NO_SLOT;
	return slot;
}

int key_set_reserve(struct aggregate *aggregate, struct key_set *set, size_t n)
{
	return groups_reserve(&set->groups, n) || make_room(aggregate, set, n) ? CHISO_ENOMEM : CHISO_OK;
}

int key_set_add_new(struct aggregate *aggregate, struct key_set *set, const uint32_t *keys, size_t n)
{
	return groups_add_new(&set->groups, keys, n) || make_room(aggregate, set, set->groups.n)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int key_set_slots(struct aggregate *aggregate, struct key_set *set, const uint32_t *keys, size_t n,
                  uint32_t *slots)
{
	return groups_slots(&set->groups, keys, n, slots) || make_room(aggregate, set, set->groups.n)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int id_set_add(struct id_set *set, int32_t id)
{
	uint32_t at = 0;
	size_t cap = set->cap;

	while (at < set->n && set->ids[at] < id)
		at++;
	if (at < set->n && set->ids[at] == id)
		return CHISO_OK;
	if (GROW(&set->ids, set->n, &cap))
		return CHISO_ENOMEM;
	set->cap = (uint32_t)cap;
	memmove(set->ids + at + 1, set->ids + at, (set->n - at) * sizeof *set->ids);
	set->ids[at] = id;
	set->n++;
	return CHISO_OK;
}

/* The weaker of two marks, 0 being none. */
static uint8_t weaker(uint8_t a, uint8_t b)
{
	if (!a || !b)
		return a ? a : b;
	return a < b ? a : b;
}

void slot_place(struct slot *slot, const char *file, uint32_t line)
{
	int order = slot->file && file ? strcmp(file, slot->file) : slot->file ? 1 : -1;

	if (order < 0 || (order == 0 && line < slot->line)) {
		slot->file = file;
		slot->line = line;
	}
}

/* What is said about a group; NULL without memory. */
static struct slot_remarks *remarks_of(struct slot *slot)
{
	if (!slot->remarks)
		slot->remarks = calloc(1, sizeof *slot->remarks);
	return slot->remarks;
}

void slot_clear(struct slot *slot)
{
	if (!slot->remarks)
		return;
	free(slot->remarks->bounds);
	free(slot->remarks->notes.ids);
	free(slot->remarks->sources.ids);
	free(slot->remarks);
}

static int add_bounds(struct slot *slot, const uint8_t *bounds, uint32_t n_terms)
{
	if (!bounds)
		return CHISO_OK;
	struct slot_remarks *remarks = remarks_of(slot);
	if (!remarks)
		return CHISO_ENOMEM;
	if (!remarks->bounds)
		remarks->bounds = calloc(n_terms + 1u, 1);
	if (!remarks->bounds)
		return CHISO_ENOMEM;
	for (uint32_t t = 0; t < n_terms; t++)
		remarks->bounds[t] |= bounds[t];
	return CHISO_OK;
}

int slot_add_note(struct slot *slot, int32_t id)
{
	struct slot_remarks *remarks = remarks_of(slot);

	return remarks ? id_set_add(&remarks->notes, id) : CHISO_ENOMEM;
}

int slot_add_source(struct slot *slot, int32_t id)
{
	struct slot_remarks *remarks = remarks_of(slot);

	return remarks ? id_set_add(&remarks->sources, id) : CHISO_ENOMEM;
}

void slot_mark(struct slot *into, const struct slot *from)
{
	into->n_used += from->n_used;
	into->n_seen += from->n_seen;
	into->columns_seen |= from->columns_seen;
	into->is_zero |= from->is_zero;
	into->status = weaker(into->status, from->status);
	into->evidence = weaker(into->evidence, from->evidence);
	into->is_break |= from->is_break;
	if (into->boundaries < from->boundaries)
		into->boundaries = from->boundaries;
}

int slot_merge(struct slot *into, const struct slot *from, uint32_t n_terms)
{
	slot_mark(into, from);
	if (from->file)
		slot_place(into, from->file, from->line);
	const struct slot_remarks *remarks = from->remarks;
	for (uint32_t i = 0; remarks && i < remarks->notes.n; i++)
		if (slot_add_note(into, remarks->notes.ids[i]))
			return CHISO_ENOMEM;
	for (uint32_t i = 0; remarks && i < remarks->sources.n; i++)
		if (slot_add_source(into, remarks->sources.ids[i]))
			return CHISO_ENOMEM;
	return remarks ? add_bounds(into, remarks->bounds, n_terms) : CHISO_OK;
}

int slot_join(struct slot *into, const struct slot *from, uint32_t n_terms)
{
	/* A slot without used records has no parameters yet. */
	if (!into->n_used && !into->is_zero)
		into->variant = from->variant;
	else if (from->n_used || from->is_zero)
		into->is_mixed |= into->variant != from->variant;
	into->is_mixed |= from->is_mixed;
	return slot_merge(into, from, n_terms);
}

int key_set_merge(struct aggregate *aggregate, struct key_set *set, uint32_t into, uint32_t from)
{
	const struct chiso_state *state = aggregate->use->state;
	size_t size = state ? state->state_size : 0;
	int status = slot_join(&set->slots[into], &set->slots[from], aggregate->n_terms);

	if (status || set->slots[into].is_mixed)
		return status;
	if (spread_keep(set, into))
		return CHISO_ENOMEM;
	if (state)
		status = state->merge(&slot_variant(aggregate, &set->slots[into])->call, set->states + into * size,
		                      set->states + from * size, 1);
	if (!status && set->spread)
		status = spread_merge(aggregate, set, into, from);
	return status ? CHISO_ENOMEM : sums_merge(&set->sums, into, &set->sums, from);
}
