/* SPDX-License-Identifier: MIT */
/* What is added plainly of a sample beside the sums of others: where a record's cluster has its sums, and
 * the moments of its group. */
#include "aggregate/aggregate.h"
#include "base/grow.h"

#include "aggregate/spread.h"
#include "base/cpu.h"

/* So many rows of moments are added together. */
enum { TOGETHER = 16 };

int aggregate_start_moments(struct aggregate *aggregate)
{
	struct arena *arena = &aggregate->arena;
	size_t width = aggregate->moments.n;

	if (moments_start(aggregate))
		return CHISO_ENOMEM;
	aggregate->products = (struct sums_rows){
		.plan = {.scaled = arena_new(arena, width + SUMS_SPARE, sizeof(uint64_t)),
		         .counted = aggregate->moments.kept},
		.terms = arena_new(arena, TOGETHER * width + SUMS_SPARE, sizeof(double)),
		.slots = arena_new(arena, TOGETHER, sizeof(uint32_t)),
		.list = aggregate->every,
		.wild = arena_new(arena, TOGETHER, 1)};
	const struct sums_rows *made = &aggregate->products;
	return made->plan.scaled && made->terms && made->slots && made->wild ? CHISO_OK
	                                                                     : CHISO_ENOMEM;
}

/* ---- where records belong -------------------------------------------------------------------- */

/* The sums of a record's cluster.  Mostly it is that of the last one of its group. */
static uint32_t find_entry(struct aggregate *aggregate, struct key_set *set, uint32_t at, uint32_t cluster)
{
	struct spread *spread = set->spread;
	struct spread_last *last = &spread->last[at];

	if (last->entry && last->cluster == cluster)
		return last->entry - 1;
	uint32_t entry = spread_entry(aggregate, set, at, cluster);
	*last = (struct spread_last){entry == NO_SLOT ? 0 : entry + 1, cluster};
	return entry;
}

/* Of unit and period by their number, where these say which cluster it is: 1 + the entry; 0: not known yet.  NULL:
 * they don't, or without memory. */
static uint32_t *entries_of_units(const struct aggregate *aggregate, const struct key_set *set)
{
	const struct reader *reader = aggregate->reader;
	struct spread *spread = set->spread;

	if (set->n || !reader->batch.are_clusters_of_units ||
	    WIDEN(&spread->of_unit, &spread->of_unit_cap, reader->unit_periods.all.n))
		return NULL;
	return spread->of_unit;
}

int aggregate_are_entries_straight(const struct aggregate *aggregate, const struct key_set *set)
{
	return aggregate->reader->batch.are_clusters_of_units && set->spread->n_straight == set->n_straight;
}

/* A record that lacks something makes one as well, of nothing. */
int aggregate_add_straight_entries(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const struct reader *reader = aggregate->reader;
	const uint32_t *slots = aggregate->room->slots;
	struct spread *spread = set->spread;
	uint32_t first = (uint32_t)set->groups.n - n, n_keys = 0;
	uint32_t *keys = arena_room(&aggregate->reader->scratch, n, 2 * sizeof *keys);

	if (!keys)
		return CHISO_ENOMEM;
	if (!reader->batch.are_clusters_of_units || spread->n_straight != first || spread->entries.n != first)
		return CHISO_OK;
	for (uint32_t i = 0; n_keys < n; i++) {
		keys[2 * n_keys] = slots[i];
		keys[2 * n_keys + 1] = batch_cluster(&reader->batch, aggregate->rows[i]);
		n_keys += slots[i] == first + n_keys;
	}
	spread->n_straight += n;
	return spread_add_new(aggregate, set, keys, n);
}

int aggregate_find_entries(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const struct batch *batch = &aggregate->reader->batch;
	uint32_t *slots = aggregate->room->slots, *of_unit = entries_of_units(aggregate, set);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = slots[i], row = aggregate->rows[i], none = 0;
		uint32_t *known = of_unit ? &of_unit[batch->unit_period[row]] : &none;

		if (aggregate->fates[i] == CHISO_USED) {
			slots[i] = *known ? *known - 1 : find_entry(aggregate, set, at, batch_cluster(batch, row));
			if (slots[i] == NO_SLOT)
				return CHISO_ENOMEM;
			*known = slots[i] + 1;
		} else if (aggregate->fates[i] == CHISO_MISSING) {
			slots[i] = set->spread->last[at].entry - 1; /* 0 becomes NO_SLOT */
			set->slots[at].n_seen += slots[i] == NO_SLOT;
		}
	}
	return CHISO_OK;
}

int aggregate_find_entries_of_units(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const struct reader *reader = aggregate->reader;

	if (set->n || !reader->batch.are_clusters_of_units || aggregate->fates_met > CHISO_MISSING ||
	    set->spread->of_unit_cap < reader->unit_periods.all.n)
		return 0;
	return aggregate_look_up(aggregate, set->spread->of_unit, n, aggregate->room->slots);
}

/* ---- moments --------------------------------------------------------------------------------- */

/* Adds the rows of moments that have been made. */
static int add_products(struct aggregate *aggregate, struct spread *spread)
{
	struct sums_rows *products = &aggregate->products;
	int status = sums_add_rows(&spread->moments, products);

	for (uint32_t i = 0; i < products->n; i++)
		spread->is_overflown |= products->wild[i];
	products->n = 0;
	return status;
}

/* The slot of the i-th record, which has been added. */
static uint32_t slot_of_added(const struct aggregate *aggregate, const struct key_set *set, uint32_t i)
{
	return aggregate_are_slots_straight(aggregate, set)
	               ? aggregate->reader->batch.unit_period[aggregate->rows[i]]
	               : aggregate_slot_at(set, aggregate->adds.slots[i]);
}

/* Makes the row of moments of a record that has been added. */
static void make_products(struct aggregate *aggregate, const struct key_set *set, const struct variant *variant,
                          uint32_t i)
{
	struct sums_rows *products = &aggregate->products;
	const struct ones *ones = &aggregate->ones;
	uint32_t slot = slot_of_added(aggregate, set, i);

	if (aggregate->adds.wild[i])
		return;
	cpu_ask_for(sums_row(&set->spread->moments, slot));
	products->slots[products->n] = slot;
	moments_of(aggregate, variant, ones->are_bits ? ones->bits + (size_t)i * ones->n_words : NULL,
	           aggregate->terms + (size_t)i * aggregate->n_terms,
	           aggregate->weights ? aggregate->weights[aggregate->rows[i]] : 1,
	           products->terms + products->n * aggregate->moments.n_places);
	products->n++;
}

int aggregate_add_moments(struct aggregate *aggregate, struct key_set *set, const struct variant *variant)
{
	const struct moments *moments = &aggregate->moments;
	const uint32_t *bringing = moments->bringing;
	int status = CHISO_OK;

	if (!moments_are_added(moments))
		return CHISO_OK;
	if (spread_reserve_moments(set))
		return CHISO_ENOMEM;
	aggregate->products.plan.lines = sums_lines(&set->spread->moments, aggregate->products.plan.counted);
	for (uint32_t from = 0, to; from < moments->n_bringing && !status; from = to) {
		to = from + TOGETHER < moments->n_bringing ? from + TOGETHER : moments->n_bringing;
		for (uint32_t k = from; k < to; k++)
			make_products(aggregate, set, variant, bringing[k]);
		status = add_products(aggregate, set->spread);
	}
	return status;
}
