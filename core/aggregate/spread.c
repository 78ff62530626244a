/* SPDX-License-Identifier: MIT */
#include "aggregate/spread.h"

#include "base/grow.h"
#include "sample/deff.h"
#include "sample/design.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Whether some output is evaluated again without each cluster. */
static int is_jackknifed(const struct chiso_indicator *use)
{
	const struct chiso_output *output;

	if (use->n_sources > 1)
		return 0;
	for (size_t i = 0; (output = chiso_output_at(use, i)); i++)
		if (output->numerator == CHISO_COMPUTED && output->field.flags & CHISO_SMOOTH)
			return 1;
	return 0;
}

/* The call that an entry's slot was made with. */
static struct chiso_call *call_of(const struct aggregate *aggregate, const struct key_set *set,
                                  uint32_t entry)
{
	uint32_t slot = groups_key(&set->spread->entries, entry)[0];

	return &slot_variant(aggregate, &set->slots[slot])->call;
}

int spread_open(struct aggregate *aggregate, struct key_set *set)
{
	struct spread *spread = set->spread =
		arena_new(&aggregate->arena, 1, sizeof *spread);

	if (!spread)
		return CHISO_ENOMEM;
	spread->is_jackknifed = is_jackknifed(aggregate->use);
	groups_init(&spread->entries, 2);
	sums_init_with_heads(&spread->sums, aggregate->n_terms);
	sums_init(&spread->moments, 0);
	return CHISO_OK;
}

void spread_close(struct aggregate *aggregate, struct key_set *set)
{
	struct spread *spread = set->spread;
	const struct chiso_state *state = aggregate->use->state;

	if (!spread)
		return;
	for (size_t i = 0; spread->states && i < spread->entries.n && i < spread->states_cap; i++)
		state->clear(call_of(aggregate, set, (uint32_t)i),
		             spread->states + i * (size_t)state->state_size);
	for (size_t i = 0; i < spread->times_cap; i++)
		free(spread->times[i].periods.ids);
	free(spread->next);
	free(spread->row);
	free(spread->is_shared);
	free(spread->counts);
	free(spread->states);
	free(spread->first);
	free(spread->times);
	free(spread->last);
	free(spread->of_unit);
	free(spread->met);
	groups_clear(&spread->entries);
	sums_clear(&spread->sums);
	sums_clear(&spread->moments);
}

int spread_reserve(struct spread *spread, size_t n)
{
	return WIDEN(&spread->first, &spread->first_cap, n) || WIDEN(&spread->last, &spread->last_cap, n)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int spread_reserve_moments(struct key_set *set)
{
	return sums_reserve(&set->spread->moments, set->groups.n);
}

static int widen_entries(struct aggregate *aggregate, struct spread *spread)
{
	const struct chiso_state *state = aggregate->use->state;
	size_t n = spread->entries.n;

	if (WIDEN(&spread->next, &spread->next_cap, n) ||
	    (spread->row && WIDEN(&spread->row, &spread->row_cap, n)))
		return CHISO_ENOMEM;
	if (!spread->is_jackknifed)
		return CHISO_OK;
	if (WIDEN(&spread->counts, &spread->counts_cap, n))
		return CHISO_ENOMEM;
	return state ? widen((void **)&spread->states, &spread->states_cap, n, state->state_size)
	             : CHISO_OK;
}

/* Gives entries sums of their own where they have those of slots. */
static int give_back(struct spread *spread)
{
	const struct sums *lent = spread->lent;
	int status = lent ? sums_reserve(&spread->sums, spread->n_lent) : CHISO_OK;

	for (size_t i = 0; lent && i < spread->n_lent && !status; i++)
		status = sums_merge(&spread->sums, i, lent, i);
	spread->lent = NULL;
	return status ? CHISO_ENOMEM : CHISO_OK;
}

/* Gives an entry sums of nothing. */
static int give_row(struct spread *spread, uint32_t entry)
{
	uint32_t row = spread->row ? (uint32_t)spread->n_rows : entry;

	if (give_back(spread) || sums_reserve(&spread->sums, row + (size_t)1))
		return CHISO_ENOMEM;
	if (!spread->row)
		return CHISO_OK;
	if (WIDEN(&spread->is_shared, &spread->is_shared_cap, row + (size_t)1))
		return CHISO_ENOMEM;
	spread->n_rows++;
	spread->row[entry] = row;
	return CHISO_OK;
}

/* Gives the last entry, which has no sums yet, those of another one. */
static int share_row(struct spread *spread, uint32_t entry, uint32_t from)
{
	if (!spread->row) {
		if (WIDEN(&spread->row, &spread->row_cap, spread->entries.n) ||
		    WIDEN(&spread->is_shared, &spread->is_shared_cap, entry))
			return CHISO_ENOMEM;
		for (uint32_t i = 0; i < entry; i++)
			spread->row[i] = i;
		spread->n_rows = entry;
	}
	spread->row[entry] = spread->row[from];
	spread->is_shared[spread->row[from]] = 1;
	return CHISO_OK;
}

/* Sums of an entry that no other one has: it is added to them.  0 or CHISO_ENOMEM. */
static int part_row(struct spread *spread, uint32_t entry)
{
	uint32_t before = spread_row(spread, entry);

	if (!spread->row || !spread->is_shared[before])
		return CHISO_OK;
	return give_row(spread, entry)
	               ? CHISO_ENOMEM
	               : sums_merge(&spread->sums, spread->row[entry], &spread->sums, before);
}

/* Makes room for what is known of the last entry, which is new and has no sums yet. */
static uint32_t add_entry(struct aggregate *aggregate, struct spread *spread)
{
	uint32_t entry = (uint32_t)spread->entries.n - 1, slot = groups_key(&spread->entries, entry)[0];

	if (widen_entries(aggregate, spread))
		return NO_SLOT;
	spread->next[entry] = spread->first[slot];
	spread->first[slot] = entry + 1;
	return entry;
}

static uint32_t add_new_entry(struct aggregate *aggregate, struct spread *spread, const uint32_t *key)
{
	return spread->entries.n >= NO_SLOT || groups_add_new(&spread->entries, key, 1)
	               ? NO_SLOT
	               : add_entry(aggregate, spread);
}

/* The entry of a cluster; a new one has no sums yet. */
static uint32_t find_entry(struct aggregate *aggregate, struct key_set *set, uint32_t slot, uint32_t cluster)
{
	struct spread *spread = set->spread;
	size_t before = spread->entries.n;
	uint32_t last = spread->first[slot], entry;
	const uint32_t key[2] = {slot, cluster};

	/* Mostly it is that of the record before. */
	if (last && groups_key(&spread->entries, last - 1)[1] == cluster)
		return last - 1;
	/* The first one of a slot is new. */
	if (!last)
		return add_new_entry(aggregate, spread, key);
	entry = groups_slot(&spread->entries, key);
	return entry == NO_SLOT || entry < before ? entry : add_entry(aggregate, spread);
}

int spread_meets(struct spread *spread, uint32_t slot, uint32_t cluster)
{
	if (WIDEN(&spread->met, &spread->met_cap, cluster + (size_t)1))
		return -1;
	int is_new = spread->met[cluster] != slot + 1;

	spread->met[cluster] = slot + 1;
	return is_new;
}

/* The same of a slot that is put together of others.  They come one after the other: as long as it is this one's
 * turn, which began with no cluster, one that it has not met is new. */
static uint32_t find_entry_of_sum(struct aggregate *aggregate, struct key_set *set, uint32_t slot,
                                  uint32_t cluster)
{
	struct spread *spread = set->spread;
	const uint32_t key[2] = {slot, cluster};

	if (!spread->first[slot])
		spread->turn = slot + 1;
	else if (spread->turn != slot + 1)
		spread->turn = 0;
	if (!spread->turn)
		return find_entry(aggregate, set, slot, cluster);
	int is_new = spread_meets(spread, slot, cluster);

	if (is_new <= 0)
		return is_new ? NO_SLOT : find_entry(aggregate, set, slot, cluster);
	return add_new_entry(aggregate, spread, key);
}

uint32_t spread_entry(struct aggregate *aggregate, struct key_set *set, uint32_t slot,
                      uint32_t cluster)
{
	size_t before = set->spread->entries.n;
	uint32_t entry = find_entry(aggregate, set, slot, cluster);

	set->spread->turn = 0;
	return entry != NO_SLOT && entry >= before && give_row(set->spread, entry) ? NO_SLOT : entry;
}

int spread_add_new(struct aggregate *aggregate, struct key_set *set, const uint32_t *keys, size_t n)
{
	struct spread *spread = set->spread;
	uint32_t entry = (uint32_t)spread->entries.n;

	if (n >= NO_SLOT - spread->entries.n || groups_add_new(&spread->entries, keys, n) ||
	    widen_entries(aggregate, spread) || sums_reserve(&spread->sums, spread->entries.n))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++, entry++) {
		uint32_t slot = keys[2 * i];

		spread->next[entry] = spread->first[slot];
		spread->first[slot] = entry + 1;
	}
	return CHISO_OK;
}

/* Adds what a record brings to the moments of a slot. */
static int add_moments(struct spread *spread, uint32_t slot, const double *moments)
{
	int status = sums_add(&spread->moments, slot, moments);

	if (status != CHISO_EDATA)
		return status;
	spread->is_overflown = 1;
	return CHISO_OK;
}

int spread_add(struct aggregate *aggregate, struct key_set *set, uint32_t slot,
               const struct chiso_batch *whole, const struct contribution *c)
{
	struct spread *spread = set->spread;
	uint32_t cluster = batch_cluster(&aggregate->reader->batch, c->row);

	if (cluster == NO_CLUSTER || (c->fate != CHISO_USED && !spread->is_jackknifed))
		return CHISO_OK;
	uint32_t entry = spread_entry(aggregate, set, slot, cluster);
	if (entry == NO_SLOT)
		return CHISO_ENOMEM;
	int status = c->fate == CHISO_USED ? sums_add(&spread->sums, entry, c->terms) : CHISO_OK;
	if (status)
		return status;
	if (spread->counts)
		spread->counts[entry].n_seen++;
	if (c->fate != CHISO_USED)
		return CHISO_OK;
	if (spread->counts)
		spread->counts[entry].n_used++;
	status = spread_reserve_moments(set);
	if (!status)
		status = add_moments(spread, slot, c->moments);
	if (!status && spread->states)
		status = aggregate_update_state(
			aggregate,
			spread->states + entry * (size_t)aggregate->use->state->state_size, whole,
			c);
	return status ? CHISO_ENOMEM : CHISO_OK;
}

uint32_t spread_first(const struct spread *spread, uint32_t slot)
{
	return spread->first[slot] - 1;
}

uint32_t spread_next(const struct spread *spread, uint32_t entry)
{
	return spread->next[entry] - 1;
}

/* Whether entries are of the slots of their numbers. */
static int are_alike(const struct spread *spread)
{
	uint32_t n = 0;

	while (n < spread->entries.n && groups_key(&spread->entries, n)[0] == n)
		n++;
	return n == spread->entries.n;
}

/* Makes the sums of entries those of slots. */
static void lend(struct key_set *set)
{
	struct spread *spread = set->spread;
	struct sums none = set->sums;

	set->sums = spread->sums;
	spread->sums = none;
	spread->lent = &set->sums;
	spread->n_lent = spread->entries.n;
}

int spread_keep(struct key_set *set, uint32_t slot)
{
	return set->spread && slot < set->spread->n_lent ? give_back(set->spread) : CHISO_OK;
}

static int settle_set(struct key_set *set)
{
	struct spread *spread = set->spread;
	int status;

	if (spread->is_settled)
		return CHISO_OK;
	spread->is_settled = 1;
	if (are_alike(spread))
		lend(set);
	status = sums_reserve(&set->sums, set->groups.n);
	if (!status)
		status = spread_reserve_moments(set);
	for (uint32_t i = 0; !spread->lent && i < spread->entries.n && !status; i++)
		status = sums_merge(&set->sums, groups_key(&spread->entries, i)[0], &spread->sums,
		                    spread_row(spread, i));
	return status;
}

int spread_settle(struct aggregate *aggregate)
{
	int status = CHISO_OK;

	for (size_t s = 0; s < aggregate->n_sets && !status; s++)
		if (aggregate->sets[s].spread)
			status = settle_set(&aggregate->sets[s]);
	return status ? CHISO_ENOMEM : CHISO_OK;
}

int spread_merge_rest(struct aggregate *aggregate, struct key_set *set, uint32_t into,
                      uint32_t from)
{
	struct spread *spread = set->spread;
	const struct chiso_state *state = aggregate->use->state;

	if (spread->counts) {
		spread->counts[into].n_used += spread->counts[from].n_used;
		spread->counts[into].n_seen += spread->counts[from].n_seen;
	}
	return spread->states
	               ? state->merge(call_of(aggregate, set, into),
	                              spread->states + into * (size_t)state->state_size,
	                              spread->states + from * (size_t)state->state_size, 1)
	               : CHISO_OK;
}

int spread_add_periods(struct key_set *set, uint32_t into, uint32_t from, uint32_t period)
{
	struct spread *spread = set->spread;

	if (WIDEN(&spread->times, &spread->times_cap, into + (size_t)1))
		return CHISO_ENOMEM;
	struct spread_time *time = &spread->times[into];
	const struct spread_time *other = from == NO_SLOT ? NULL : spread_time(spread, from);

	time->is_over_time |= (other && other->is_over_time) || period != groups_key(&set->groups, into)[1];
	for (uint32_t i = 0; other && i < other->periods.n; i++)
		if (id_set_add(&time->periods, other->periods.ids[i]))
			return CHISO_ENOMEM;
	return other && other->periods.n ? CHISO_OK : id_set_add(&time->periods, (int32_t)period);
}

/* Adds sums to those of an entry. */
static int merge_rows(struct spread *spread, uint32_t entry, const struct spread *other, uint32_t from)
{
	if (part_row(spread, entry))
		return CHISO_ENOMEM;
	assert(!spread->lent); /* else they would be shared, or kept before */
	return sums_merge(&spread->sums, spread_row(spread, entry), spread_sums(other), spread_row(other, from));
}

int spread_merge(struct aggregate *aggregate, struct key_set *set, uint32_t into, uint32_t from)
{
	struct spread *spread = set->spread;
	int status = spread_add_periods(set, into, from, groups_key(&set->groups, from)[1]);

	if (!status)
		status = sums_merge(&spread->moments, into, &spread->moments, from);
	for (uint32_t e = spread_first(spread, from); e != NO_SLOT && !status;
	     e = spread_next(spread, e)) {
		size_t before = spread->entries.n;
		uint32_t to = find_entry_of_sum(aggregate, set, into, groups_key(&spread->entries, e)[1]);

		if (to == NO_SLOT)
			return CHISO_ENOMEM;
		status = to < before ? merge_rows(spread, to, spread, e)
		                     : share_row(spread, to, e);
		if (!status)
			status = spread_merge_rest(aggregate, set, to, e);
	}
	return status ? CHISO_ENOMEM : CHISO_OK;
}

/* Adds an entry of another set. */
static int merge_entry(struct aggregate *aggregate, struct key_set *set, uint32_t into,
                       const struct spread *part, uint32_t from)
{
	struct spread *spread = set->spread;
	const struct chiso_state *state = aggregate->use->state;
	int status = merge_rows(spread, into, part, from);

	if (!status && spread->counts) {
		spread->counts[into].n_used += part->counts[from].n_used;
		spread->counts[into].n_seen += part->counts[from].n_seen;
	}
	if (!status && spread->states)
		status = state->merge(call_of(aggregate, set, into),
		                      spread->states + into * (size_t)state->state_size,
		                      part->states + from * (size_t)state->state_size, 1);
	return status;
}

int spread_merge_part(struct aggregate *aggregate, struct key_set *set, uint32_t into,
                      const struct aggregate *from_part, const struct key_set *other, uint32_t from,
                      const uint32_t *clusters)
{
	struct spread *spread = set->spread;
	const struct spread *part = other->spread;
	int status = CHISO_OK;

	if (part->moments.n_slots > from) {
		status = spread_reserve_moments(set);
		if (!status)
			status = moments_merge(aggregate, &spread->moments, into, from_part, &part->moments,
			                       from);
	}
	spread->is_overflown |= part->is_overflown;
	for (uint32_t e = spread_first(part, from); e != NO_SLOT && !status;
	     e = spread_next(part, e)) {
		uint32_t to = spread_entry(aggregate, set, into,
		                           clusters[groups_key(&part->entries, e)[1]]);

		if (to == NO_SLOT)
			return CHISO_ENOMEM;
		status = merge_entry(aggregate, set, to, part, e);
	}
	return status ? CHISO_ENOMEM : CHISO_OK;
}

/* Units and periods are numbered by each reader for itself. */
static void forget_units(struct spread *spread)
{
	free(spread->of_unit);
	spread->of_unit = NULL;
	spread->of_unit_cap = 0;
	spread->n_straight = 0;
}

void spread_exchange(struct spread *a, struct spread *b)
{
	struct spread own = *a;

	*a = *b;
	*b = own;
	forget_units(a);
	forget_units(b);
}
