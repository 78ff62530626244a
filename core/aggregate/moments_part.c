/* SPDX-License-Identifier: MIT */
/* Where the moments of a sample are kept: those that are added have sums of their own, all others are what is
 * known of their groups anyway, until a record comes in which they differ. */
#include "aggregate/moments.h"

#include "aggregate/aggregate.h"
#include "aggregate/spread.h"

#include <string.h>

/* ---- places ---------------------------------------------------------------------------------- */

/* Gives each slot more sums. */
static int widen_moments(struct sums *sums, size_t n_terms)
{
	struct sums wider;

	if (sums->n_terms == n_terms)
		return CHISO_OK;
	sums_init(&wider, n_terms);
	int status = sums_reserve(&wider, sums->n_slots);
	for (size_t slot = 0; slot < sums->n_slots && !status; slot++)
		for (size_t term = 0; term < sums->n_terms && !status; term++)
			status = sums_merge_one(&wider, slot, term, sums, slot, term);
	if (status) {
		sums_clear(&wider);
		return status;
	}
	sums_clear(sums);
	*sums = wider;
	return CHISO_OK;
}

int moments_place(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	int status = CHISO_OK;

	for (size_t i = 0; i < moments->n; i++)
		if (moments->counted[i] && !moments->place[i]) {
			moments->kept[moments->n_places] = UINT64_MAX;
			moments->place[i] = ++moments->n_places;
		}
	for (size_t s = 0; s < aggregate->n_sets && !status; s++)
		if (aggregate->sets[s].spread)
			status = widen_moments(&aggregate->sets[s].spread->moments, moments->n_places);
	return status;
}

double moments_value(const struct aggregate *aggregate, const struct key_set *set, uint32_t slot,
                     size_t moment)
{
	const struct moments *moments = &aggregate->moments;
	uint32_t place = moments->place[moment];

	if (place)
		return sums_value(&set->spread->moments, slot, place - 1);
	if (moment == MOMENT_RECORDS)
		return (double)set->slots[slot].n_used;
	uint32_t as = moment == MOMENT_WEIGHTS ? moments->weights_as
	                                       : moments->pairs[moment - MOMENT_PRODUCTS].as;
	return as == NO_TERM ? 0 : sums_value(&set->sums, slot, as);
}

/* ---- parting --------------------------------------------------------------------------------- */

/* Adds to the products that part what has been added of their terms, a cluster at a time. */
static int take_terms(const struct aggregate *aggregate, struct spread *spread, uint32_t n_parting)
{
	const struct moments *moments = &aggregate->moments;
	int status = CHISO_OK;

	for (uint32_t entry = 0; entry < spread->entries.n; entry++) {
		uint32_t slot = groups_key(&spread->entries, entry)[0];

		for (uint32_t i = 0; i < n_parting && !status; i++)
			status = sums_merge_one(&spread->moments, slot,
			                        moments->place[moments->parting[i].moment] - 1,
			                        &spread->sums, spread_row(spread, entry),
			                        moments->parting[i].added_as);
	}
	return status;
}

/* The same of the number of records: those that have been counted, and what heads have counted since. */
static int take_counts(const struct aggregate *aggregate, struct key_set *set)
{
	struct spread *spread = set->spread;
	uint32_t term = aggregate->moments.place[MOMENT_RECORDS] - 1;
	int status = CHISO_OK;

	for (uint32_t i = 0; i < set->groups.n && !status; i++)
		status = sums_add_one(&spread->moments, i, term, (double)set->slots[i].n_used);
	for (uint32_t i = 0; i < spread->entries.n && !status; i++)
		status = sums_add_one(&spread->moments, groups_key(&spread->entries, i)[0], term,
		                      *sums_count(&spread->sums, i));
	return status;
}

/* Which moments part, and whose sums they have so far. */
static uint32_t list_parting(struct aggregate *aggregate, int weights_part)
{
	struct moments *moments = &aggregate->moments;
	uint32_t n = 0;

	if (weights_part)
		moments->parting[n++] = (struct parting){
			MOMENT_WEIGHTS, twins_added_as(&aggregate->twins, moments->weights_as)};
	for (uint32_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++)
		if (moments->pairs[i].parts)
			moments->parting[n++] = (struct parting){
				MOMENT_PRODUCTS + i, twins_added_as(&aggregate->twins, moments->pairs[i].as)};
	return n;
}

int moments_part_some(struct aggregate *aggregate, int weights_part, int records_part)
{
	struct moments *moments = &aggregate->moments;
	uint32_t n_parting = list_parting(aggregate, weights_part);

	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		if (moments->pairs[i].parts)
			moments->pairs[i].as = NO_TERM;
		moments->pairs[i].parts = 0;
	}
	if (weights_part)
		moments->weights_as = NO_TERM;
	if (records_part)
		moments->counts_records = 0;
	moments_list(moments);
	int status = moments_place(aggregate);
	for (size_t s = 0; s < aggregate->n_sets && !status; s++) {
		struct key_set *set = &aggregate->sets[s];

		if (!set->spread)
			continue;
		status = spread_reserve_moments(set);
		if (!status && records_part)
			status = take_counts(aggregate, set);
		if (!status)
			status = take_terms(aggregate, set->spread, n_parting);
	}
	return status;
}

/* Whether some moments are not added. */
static int are_left(const struct moments *moments)
{
	return moments->n_added + MOMENT_PRODUCTS < moments->n || moments->weights_as != NO_TERM ||
	       moments->counts_records;
}

int moments_part(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;

	if (!moments->n || (moments->is_known && !are_left(moments)))
		return CHISO_OK;
	moments->is_known = 1;
	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++)
		moments->pairs[i].parts = moments->pairs[i].as != NO_TERM;
	return moments_part_some(aggregate, moments->weights_as != NO_TERM, moments->counts_records);
}

/* ---- bringing together ----------------------------------------------------------------------- */

int moments_take_over(struct aggregate *into, const struct aggregate *part)
{
	struct moments *moments = &into->moments;
	const struct moments *from = &part->moments;

	if (!from->is_known)
		return CHISO_OK;
	moments->is_known = 1;
	moments->weights_as = from->weights_as;
	moments->counts_records = from->counts_records;
	moments->n_places = from->n_places;
	memcpy(moments->place, from->place, moments->n * sizeof *moments->place);
	memcpy(moments->kept, from->kept, moments->n * sizeof *moments->kept);
	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++)
		moments->pairs[i].as = from->pairs[i].as;
	moments_list(moments);
	return moments_place(into);
}

int moments_agree(struct aggregate *into, struct aggregate *part)
{
	struct moments *a = &into->moments, *b = &part->moments;
	int do_part = 0;

	if (!a->n || !b->is_known)
		return CHISO_OK;
	if (!a->is_known)
		return moments_take_over(into, part);
	for (size_t i = 0; i + MOMENT_PRODUCTS < a->n; i++) {
		int differ = a->pairs[i].as != b->pairs[i].as;

		a->pairs[i].parts = differ && a->pairs[i].as != NO_TERM;
		b->pairs[i].parts = differ && b->pairs[i].as != NO_TERM;
		do_part |= differ;
	}
	int other_weights = a->weights_as != b->weights_as;
	int other_counts = a->counts_records != b->counts_records;
	if (!do_part && !other_weights && !other_counts)
		return CHISO_OK;
	int status = moments_part_some(into, other_weights && a->weights_as != NO_TERM,
	                               other_counts && a->counts_records);
	return status ? status
	              : moments_part_some(part, other_weights && b->weights_as != NO_TERM,
	                                  other_counts && b->counts_records);
}

int moments_merge(const struct aggregate *into, struct sums *sums, uint32_t slot,
                  const struct aggregate *part, const struct sums *other, uint32_t from)
{
	const struct moments *a = &into->moments, *b = &part->moments;
	int status = CHISO_OK;

	if (a->n_places && a->n_places == b->n_places && !memcmp(a->place, b->place, a->n * sizeof *a->place))
		return sums_merge(sums, slot, other, from);
	for (size_t i = 0; i < a->n && !status; i++)
		if (a->place[i] && b->place[i])
			status = sums_merge_one(sums, slot, a->place[i] - 1, other, from,
			                        b->place[i] - 1);
	return status;
}
