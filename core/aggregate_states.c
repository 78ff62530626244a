/* SPDX-License-Identifier: MIT */
/* The states of groups, to which the records of a batch are added that are used. */
#include "aggregate.h"

#include "cpu.h"
#include "spread.h"

static int has_update_each(const struct chiso_state *state)
{
	return state->size >= offsetof(struct chiso_state, update_each) + sizeof state->update_each &&
	       state->update_each;
}

static int is_added(const struct aggregate *aggregate, uint32_t i)
{
	return aggregate->adds.slots[i] != SUMS_NOWHERE && !(aggregate->adds.seen[i] & SUMS_WILD);
}

/* Asks for the states that records are about to be added to. */
static void ask_for(const struct aggregate *aggregate, const struct key_set *set, uint32_t from, uint32_t to)
{
	size_t size = aggregate->use->state->state_size;

	for (uint32_t i = from; i < to; i++)
		if (is_added(aggregate, i))
			cpu_ask_for(set->states + slot_at(set, aggregate->slots[i]) * size);
}

static int update_one(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                      const struct chiso_batch *whole, uint32_t i)
{
	size_t at = slot_at(set, aggregate->slots[i]);
	const struct contribution c = {.variant = variant, .row = aggregate->rows[i], .times = 1};

	return aggregate_update_state(aggregate, set->states + at * aggregate->use->state->state_size,
	                              whole, &c);
}

/* Some at a time, while their states are near. */
static int update_some(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                       const struct chiso_batch *whole)
{
	enum { TOGETHER = 16 };
	int status = CHISO_OK;

	for (uint32_t from = 0, to; from < whole->n && !status; from = to) {
		to = whole->n - from > TOGETHER ? from + TOGETHER : whole->n;
		ask_for(aggregate, set, from, to);
		for (uint32_t i = from; i < to && !status; i++)
			if (is_added(aggregate, i))
				status = update_one(aggregate, set, variant, whole, i);
	}
	return status;
}

/* Those of a batch in one call. */
static int update_each(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                       const struct chiso_batch *whole)
{
	struct arena *scratch = &aggregate->reader->scratch;
	uint32_t *rows = arena_room(scratch, whole->n, sizeof *rows);
	uint32_t *at = arena_room(scratch, whole->n, sizeof *at);
	struct chiso_batch added = *whole;

	if (!rows || !at)
		return CHISO_ENOMEM;
	added.rows = rows;
	added.n = 0;
	for (uint32_t i = 0; i < whole->n; i++) {
		if (!is_added(aggregate, i))
			continue;
		rows[added.n] = aggregate->rows[i];
		at[added.n++] = slot_at(set, aggregate->slots[i]);
	}
	return added.n ? aggregate->use->state->update_each(&variant->call, set->states, at, &added)
	               : CHISO_OK;
}

int aggregate_update_states(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                            const struct chiso_batch *whole)
{
	return has_update_each(aggregate->use->state) ? update_each(aggregate, set, variant, whole)
	                                              : update_some(aggregate, set, variant, whole);
}
