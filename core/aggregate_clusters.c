/* SPDX-License-Identifier: MIT */
/* What is added plainly of a sample beside the sums of others: where a record's cluster has its sums, and
 * the moments of its group. */
#include "aggregate.h"

#include "spread.h"

/* So many rows of moments are added together. */
enum { TOGETHER = 16 };

int aggregate_start_moments(struct aggregate *aggregate)
{
	struct arena *arena = &aggregate->arena;
	size_t width = aggregate->moments.n;

	if (moments_start(aggregate))
		return CHISO_ENOMEM;
	aggregate->products = (struct sums_rows){
		.plan = {arena_new(arena, width + SUMS_SPARE, sizeof(uint64_t)),
		         aggregate->moments.counted, 0},
		.terms = arena_new(arena, TOGETHER * width + SUMS_SPARE, sizeof(double)),
		.slots = arena_new(arena, TOGETHER, sizeof(uint32_t)),
		.seen = arena_new(arena, TOGETHER, sizeof(uint64_t))};
	const struct sums_rows *made = &aggregate->products;
	return made->plan.scaled && made->terms && made->slots && made->seen ? CHISO_OK
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

/* Keeps whose the entries of records are by unit and period, which have one only. */
static int note_entries_of_units(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const struct reader *reader = aggregate->reader;
	struct spread *spread = set->spread;

	if (set->n || !reader->batch.are_clusters_of_units)
		return CHISO_OK;
	if (WIDEN(&spread->of_unit, &spread->of_unit_cap, reader->unit_periods.all.n))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++)
		if (aggregate->some_adds[i] != SUMS_NOWHERE)
			spread->of_unit[reader->batch.unit_period[aggregate->rows[i]]] =
				aggregate->some_adds[i] + 1;
	return CHISO_OK;
}

int aggregate_find_entries(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const uint32_t *clusters = aggregate->reader->batch.cluster;
	uint32_t *slots = aggregate->some_slots, *adds = aggregate->some_adds;

	set->spread->is_unsettled = 1;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = slots[i];

		adds[i] = SUMS_NOWHERE;
		if (at == NO_SLOT)
			continue;
		if (aggregate->fates[i] == CHISO_USED) {
			slots[i] = adds[i] = find_entry(aggregate, set, at, clusters[aggregate->rows[i]]);
			if (slots[i] == NO_SLOT)
				return CHISO_ENOMEM;
			continue;
		}
		slots[i] = set->spread->last[at].entry - 1; /* 0 becomes NO_SLOT */
		set->slots[at].n_seen += slots[i] == NO_SLOT;
	}
	return note_entries_of_units(aggregate, set, n);
}

int aggregate_find_entries_of_units(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const struct reader *reader = aggregate->reader;
	const uint32_t *unit_period = reader->batch.unit_period, *rows = aggregate->rows;
	const uint32_t *of_unit = set->spread->of_unit;
	const uint8_t *fates = aggregate->fates;
	uint32_t *slots = aggregate->some_slots, *adds = aggregate->some_adds;
	int is_unknown = 0;

	if (set->n || !reader->batch.are_clusters_of_units || aggregate->fates_met > CHISO_MISSING ||
	    set->spread->of_unit_cap < reader->unit_periods.all.n)
		return 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t entry = of_unit[unit_period[rows[i]]] - 1; /* 0 becomes NO_SLOT */

		is_unknown |= entry == NO_SLOT;
		slots[i] = entry;
		adds[i] = fates[i] == CHISO_USED ? entry : SUMS_NOWHERE;
	}
	set->spread->is_unsettled |= !is_unknown;
	return !is_unknown;
}

/* ---- moments --------------------------------------------------------------------------------- */

/* Adds the first n rows of moments that have been made. */
static int add_products(struct aggregate *aggregate, struct spread *spread, uint32_t n)
{
	struct sums_rows *products = &aggregate->products;

	sums_look(&spread->moments, products, n);
	int status = sums_add_seen(&spread->moments, products, 0, n, n);
	for (uint32_t i = 0; i < n; i++)
		spread->is_overflown |= (products->seen[i] & SUMS_WILD) != 0;
	return status;
}

int aggregate_add_moments(struct aggregate *aggregate, struct key_set *set,
                          const struct variant *variant, uint32_t from, uint32_t to)
{
	const struct moments *moments = &aggregate->moments;
	struct sums_rows *products = &aggregate->products;
	uint32_t n = 0;
	int status = CHISO_OK;

	if (!moments_are_added(moments))
		return CHISO_OK;
	products->plan.lines = sums_lines(&set->spread->moments, products->plan.counted);
	for (uint32_t i = from; i < to && !status; i++) {
		const double *terms = aggregate->terms + (size_t)i * aggregate->n_terms;

		if (aggregate->adds.slots[i] == SUMS_NOWHERE || !moments_has_some(moments, terms) ||
		    aggregate->adds.seen[i] & SUMS_WILD)
			continue;
		products->slots[n] = aggregate_slot_at(set, aggregate->slots[i]);
		moments_of(aggregate, variant, terms,
		           aggregate->weights ? aggregate->weights[aggregate->rows[i]] : 1,
		           products->terms + n * moments->n);
		if (++n == TOGETHER) {
			status = add_products(aggregate, set->spread, n);
			n = 0;
		}
	}
	return status ? status : add_products(aggregate, set->spread, n);
}
