/* SPDX-License-Identifier: MIT */
/* The states of groups, to which the records of a batch are added that are used. */
#include "aggregate/aggregate.h"

#include "aggregate/spread.h"
#include "base/cpu.h"

static int has_update_each(const struct chiso_state *state)
{
	return state->size >= offsetof(struct chiso_state, update_each) + sizeof state->update_each &&
	       state->update_each;
}

/* Asks for the states that some of the records are about to be added to. */
static void ask_for(const struct aggregate *aggregate, const struct key_set *set, size_t from, size_t to)
{
	const struct sums_rows *adds = &aggregate->adds;
	size_t size = aggregate->use->state->state_size;

	for (size_t k = from; k < to && k < adds->n; k++)
		cpu_ask_for(set->states + aggregate_slot_at(set, adds->slots[adds->list[k]]) * size);
}

static int update_one(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                      const struct chiso_batch *whole, uint32_t i)
{
	size_t at = aggregate_slot_at(set, aggregate->adds.slots[i]);
	const struct contribution c = {.variant = variant, .row = aggregate->rows[i], .times = 1};

	return aggregate_update_state(aggregate, set->states + at * aggregate->use->state->state_size,
	                              whole, &c);
}

static int update_some(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                       const struct chiso_batch *whole)
{
	enum { TOGETHER = 16 };
	const struct sums_rows *adds = &aggregate->adds;
	int status = CHISO_OK;

	ask_for(aggregate, set, 0, TOGETHER);
	for (size_t k = 0; k < adds->n && !status; k++) {
		if (k % TOGETHER == 0)
			ask_for(aggregate, set, k + TOGETHER, k + 2 * TOGETHER);
		if (!adds->wild[adds->list[k]])
			status = update_one(aggregate, set, variant, whole, adds->list[k]);
	}
	return status;
}

/* Those of a batch in one call. */
static int update_each(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                       const struct chiso_batch *whole)
{
	const struct sums_rows *adds = &aggregate->adds;
	struct arena *scratch = &aggregate->reader->scratch;
	uint32_t *rows = arena_room(scratch, adds->n, sizeof *rows);
	uint32_t *at = arena_room(scratch, adds->n, sizeof *at);
	struct chiso_batch added = *whole;

	if (!rows || !at)
		return CHISO_ENOMEM;
	added.rows = rows;
	added.n = 0;
	for (size_t k = 0; k < adds->n; k++) {
		uint32_t i = adds->list[k];

		rows[added.n] = aggregate->rows[i];
		at[added.n] = aggregate_slot_at(set, adds->slots[i]);
		added.n += !adds->wild[i];
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
