/* SPDX-License-Identifier: MIT */
/* What most records are: figures with nothing said about them, each record itself, added to sums and
 * to states.  Millions of them are added here; aggregate_add.c knows all the others. */
#include "aggregate.h"

#include "context.h"
#include "cpu.h"
#include "spread.h"

#include <string.h>

/* So many records are added and then looked at, while their sums are near; and so many before what is counted
 * in heads is settled, where half of a number is room for it. */
enum { TOGETHER = 16, MOST_PLAIN = 1 << 30 };

/* Makes room for n rows of moments, all of which are added as they are. */
static int start_products(struct aggregate *aggregate, uint32_t n)
{
	struct arena *arena = &aggregate->arena;
	size_t width = aggregate->moments.n;

	if (moments_start(aggregate))
		return CHISO_ENOMEM;
	aggregate->products = (struct sums_rows){
		.plan = {arena_new(arena, width + SUMS_SPARE, sizeof(uint64_t)),
		         aggregate->moments.counted, 0},
		.terms = arena_new(arena, n * width + SUMS_SPARE, sizeof(double)),
		.slots = arena_new(arena, n, sizeof(uint32_t)),
		.seen = arena_new(arena, n, sizeof(uint64_t))};
	const struct sums_rows *made = &aggregate->products;
	return made->plan.scaled && made->terms && made->slots && made->seen ? CHISO_OK
	                                                                     : CHISO_ENOMEM;
}

int aggregate_start_plain(struct aggregate *aggregate)
{
	struct arena *arena = &aggregate->arena;
	const struct twins *twins = &aggregate->twins;

	aggregate->some_slots = arena_new(arena, BATCH_ROWS, sizeof *aggregate->some_slots);
	aggregate->some_adds = arena_new(arena, BATCH_ROWS, sizeof *aggregate->some_adds);
	aggregate->some_weights = arena_new(arena, BATCH_ROWS, sizeof *aggregate->some_weights);
	aggregate->some_lines = arena_new(arena, BATCH_ROWS, sizeof *aggregate->some_lines);
	aggregate->adds = (struct sums_rows){
		.plan = {twins->scaled, twins->counted, 0},
		.terms = aggregate->terms,
		.seen = arena_new(arena, BATCH_ROWS, sizeof(uint64_t))};
	return aggregate->some_slots && aggregate->some_adds && aggregate->some_weights &&
	                       aggregate->some_lines && aggregate->adds.seen
	               ? start_products(aggregate, TOGETHER)
	               : CHISO_ENOMEM;
}

int aggregate_is_plain(const struct aggregate *aggregate, const struct variant *variant)
{
	const struct reader *reader = aggregate->reader;

	for (size_t i = 0; i < aggregate->n_sets; i++)
		if (aggregate->sets[i].spread && aggregate->sets[i].spread->is_jackknifed)
			return 0;
	return !(aggregate->use->flags & CHISO_AS_REPORTED) && !reader->batch.frequency &&
	       !reader->batch.has_marks && !reader->batch.has_adjusted && !reader->n_qualified &&
	       variant->call.n_terms == aggregate->n_terms;
}

/* The columns that a variant has at all. */
static uint64_t columns_bound(const struct variant *variant, const struct chiso_column *columns)
{
	uint64_t bound = 0;

	for (uint32_t i = 0; i < variant->n_columns; i++)
		if (columns[i].values && variant->columns[i] < 64)
			bound |= (uint64_t)1 << variant->columns[i];
	return bound;
}

static int settle_counts(struct aggregate *aggregate)
{
	int status = aggregate->moments.counts_records ? moments_count_records(aggregate) : CHISO_OK;

	for (size_t s = 0; s < aggregate->n_sets && aggregate->n_plain; s++) {
		struct key_set *set = &aggregate->sets[s];
		const struct sums *sums = aggregate_sums(set);
		size_t n = set->spread ? set->spread->entries.n : set->groups.n;

		for (uint32_t i = 0; i < n; i++) {
			double *n_used = sums_count(sums, i);
			struct sums_note *note = sums_note(sums, i);
			struct slot *slot = &set->slots[slot_at(set, i)];

			slot->n_seen += (uint64_t)*n_used + (note->others & ~SUMS_FAMILIAR);
			slot->n_used += (uint64_t)*n_used;
			if (*n_used > 0)
				slot_place(slot, aggregate->plain_file, ~note->least);
			*n_used = 0;
			*note = (struct sums_note){0, note->others & SUMS_FAMILIAR};
		}
	}
	aggregate->n_plain = 0;
	return status;
}

int aggregate_settle(struct aggregate *aggregate)
{
	int status = settle_counts(aggregate);

	if (!status)
		status = moments_part(aggregate);
	if (!status)
		status = twins_part(aggregate);
	for (size_t s = 0; s < aggregate->n_sets && !status; s++)
		if (aggregate->sets[s].spread)
			status = spread_settle(&aggregate->sets[s]);
	return status;
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

/* Where the records of a batch are counted and added is a cluster's.  One that lacks something has none, and
 * is counted wherever its group has one. */
static int find_entries(struct aggregate *aggregate, struct key_set *set, uint32_t n)
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
	return CHISO_OK;
}

/* The same where units and periods, and the records themselves, are as they come: the numbers of units and
 * periods are those of the slots. */
static int are_slots_straight(const struct aggregate *aggregate, const struct key_set *set)
{
	return aggregate->are_in_a_row && aggregate->fates_met <= CHISO_MISSING && !set->spread &&
	       set->n_straight == aggregate->reader->unit_periods.all.n;
}

static void take_straight_slots(struct aggregate *aggregate, uint32_t n)
{
	uint32_t *slots = aggregate->reader->batch.unit_period + aggregate->rows[0];
	const uint8_t *fates = aggregate->fates;
	uint32_t *adds = aggregate->some_adds;

	aggregate->slots = aggregate->adds.slots = slots;
	if (aggregate->fates_met == CHISO_USED)
		return;
	/* Those that are not added, too, are counted. */
	for (uint32_t i = 0; i < n; i++)
		adds[i] = fates[i] == CHISO_USED ? slots[i] : SUMS_NOWHERE;
	aggregate->adds.slots = adds;
}

/* Where the records of a set without columns are counted, as far as their units and periods are known.
 * Whether all of them are. */
static int look_up_slots(struct aggregate *aggregate, const struct key_set *set, uint32_t n)
{
	const uint32_t *unit_period = aggregate->reader->batch.unit_period, *slot_of = set->slot_of;
	const uint32_t *rows = aggregate->rows;
	const uint8_t *fates = aggregate->fates;
	uint32_t *slots = aggregate->some_slots, *adds = aggregate->some_adds;
	int is_unknown = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = slot_of[unit_period[rows[i]]] - 1; /* 0 becomes NO_SLOT */

		is_unknown |= at == NO_SLOT;
		slots[i] = fates[i] > CHISO_MISSING ? NO_SLOT : at;
		adds[i] = fates[i] == CHISO_USED ? at : SUMS_NOWHERE;
	}
	return !is_unknown;
}

/* Where the records of a set with columns are counted: the keys of all of them are looked up together. */
static int find_by_columns(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                           uint32_t n)
{
	const struct batch *batch = &aggregate->reader->batch;
	struct arena *scratch = &aggregate->reader->scratch;
	uint32_t width = 2 + set->n, n_counted = 0, *slots = aggregate->some_slots;
	uint32_t *rows = arena_new(scratch, n, sizeof *rows);
	uint32_t *numbers = arena_new(scratch, n, sizeof *numbers);
	uint32_t *all = arena_new(scratch, (size_t)n * width, sizeof *all);

	if (!rows || !numbers || !all)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++)
		if (aggregate->fates[i] <= CHISO_MISSING)
			rows[n_counted++] = aggregate->rows[i];
	for (uint32_t i = 0; i < n_counted; i++) {
		all[i * width] = (uint32_t)(batch->unit[rows[i]] + 1);
		all[i * width + 1] = batch->period[rows[i]];
	}
	for (uint32_t k = 0; k < set->n; k++) {
		if (intern_rows(&aggregate->key_texts, keys[set->columns[k]].at.str, rows, n_counted,
		                numbers))
			return CHISO_ENOMEM;
		for (uint32_t i = 0; i < n_counted; i++)
			all[i * width + 2 + k] = numbers[i];
	}
	if (key_set_slots(aggregate, set, all, n_counted, numbers))
		return CHISO_ENOMEM;
	for (uint32_t i = 0, at = 0; i < n; i++)
		slots[i] = aggregate->fates[i] <= CHISO_MISSING ? numbers[at++] : NO_SLOT;
	for (uint32_t i = 0; i < n_counted && !set->spread; i++)
		cpu_ask_for(sums_row(&set->sums, numbers[i]));
	return CHISO_OK;
}

/* The same for those whose units and periods are not known yet, and of sets with columns. */
static int find_new_slots(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                          uint32_t n)
{
	uint32_t *slots = aggregate->some_slots;

	if (set->n)
		return find_by_columns(aggregate, set, keys, n);
	for (uint32_t i = 0; i < n; i++) {
		if (aggregate->fates[i] > CHISO_MISSING || slots[i] != NO_SLOT)
			continue;
		slots[i] = aggregate_slot(aggregate, set, keys, aggregate->rows[i]);
		if (slots[i] == NO_SLOT)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* Where the records of a batch that are used or lack something are counted (NO_SLOT: others), and
 * where they are added. */
static int find_slots(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                      uint32_t n)
{
	uint32_t *slots = aggregate->some_slots, *adds = aggregate->some_adds;
	int is_known = 0;

	if (!set->n && are_slots_straight(aggregate, set)) {
		take_straight_slots(aggregate, n);
		return CHISO_OK;
	}
	aggregate->slots = slots;
	aggregate->adds.slots = adds;
	if (!set->n) {
		if (WIDEN(&set->slot_of, &set->slot_of_cap, aggregate->reader->unit_periods.all.n))
			return CHISO_ENOMEM;
		is_known = look_up_slots(aggregate, set, n);
		if (is_known && !set->spread)
			return CHISO_OK;
	}
	if (!is_known && find_new_slots(aggregate, set, keys, n))
		return CHISO_ENOMEM;
	if (set->spread)
		return find_entries(aggregate, set, n);
	for (uint32_t i = 0; i < n; i++) {
		if (slots[i] == NO_SLOT && aggregate->fates[i] == CHISO_USED)
			return CHISO_ENOMEM;
		adds[i] = aggregate->fates[i] == CHISO_USED ? slots[i] : SUMS_NOWHERE;
	}
	return CHISO_OK;
}

/* ---- adding ---------------------------------------------------------------------------------- */

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

/* Adds the moments of records that have been added, of which mostly few have any. */
static int add_moments(struct aggregate *aggregate, struct key_set *set,
                       const struct variant *variant, uint32_t n_rows)
{
	const struct moments *moments = &aggregate->moments;
	struct sums_rows *products = &aggregate->products;
	uint32_t n = 0;
	int status = CHISO_OK;

	if (!moments_are_added(moments))
		return CHISO_OK;
	products->plan.lines = sums_lines(&set->spread->moments, products->plan.counted);
	for (uint32_t i = 0; i < n_rows && !status; i++) {
		const double *terms = aggregate->terms + (size_t)i * aggregate->n_terms;

		if (aggregate->adds.slots[i] == SUMS_NOWHERE || !moments_has_some(moments, terms) ||
		    aggregate->adds.seen[i] & SUMS_WILD)
			continue;
		products->slots[n] = slot_at(set, aggregate->slots[i]);
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

/* A record of a group that has not seen every column yet, or one that can't be added. */
static void note_with_care(struct aggregate *aggregate, struct key_set *set, const struct variant *variant,
                           const struct chiso_batch *whole, uint32_t i, struct sums_note *note)
{
	uint32_t row = aggregate->rows[i];
	struct slot *slot = &set->slots[slot_at(set, aggregate->slots[i])];
	uint64_t bound = columns_bound(variant, whole->columns);

	slot->variant = (uint32_t)(variant - aggregate->applied->variants);
	slot->columns_seen |= aggregate_columns_present(variant, whole->columns, row);
	if (aggregate->adds.seen[i] & SUMS_WILD) {
		note->others++;
		report_row(aggregate->reader, row, -1, MSG_TERM_NOT_FINITE, "", aggregate->use->id);
	} else if ((slot->columns_seen & bound) == bound) {
		/* One that has seen every column learns nothing new. */
		note->others |= SUMS_FAMILIAR;
	}
}

/* Learns what is new of records that have been added. */
static void note_rows(struct aggregate *aggregate, struct key_set *set, const struct variant *variant,
                      const struct chiso_batch *whole)
{
	const struct sums *sums = aggregate_sums(set);
	struct sums_rows *adds = &aggregate->adds;

	for (uint32_t i = 0; i < whole->n && adds->needs_care; i++) {
		struct sums_note *note =
			adds->slots[i] == SUMS_NOWHERE ? NULL : sums_note(sums, adds->slots[i]);

		if (note && (adds->seen[i] & SUMS_WILD || !(note->others & SUMS_FAMILIAR)))
			note_with_care(aggregate, set, variant, whole, i, note);
	}
	adds->needs_care = 0;
}

/* Counts the records that lack something. */
static void count_others(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const struct sums *sums = aggregate_sums(set);

	for (uint32_t i = 0; i < n && aggregate->fates_met != CHISO_USED; i++)
		if (aggregate->fates[i] == CHISO_MISSING && aggregate->slots[i] != NO_SLOT)
			sums_note(sums, aggregate->slots[i])->others++;
}

/* What the records of a batch stand for, one behind the other; NULL: all are 1. */
static const double *weights_of(struct aggregate *aggregate, uint32_t n)
{
	const double *weights = aggregate->weights;

	if (!weights || aggregate->are_in_a_row)
		return weights ? weights + aggregate->rows[0] : NULL;
	for (uint32_t i = 0; i < n; i++)
		aggregate->some_weights[i] = weights[aggregate->rows[i]];
	return aggregate->some_weights;
}

/* The lines of the records of a batch, one behind the other. */
static const uint32_t *lines_of(struct aggregate *aggregate, uint32_t n)
{
	const uint32_t *lines = aggregate->reader->batch.line;

	if (aggregate->are_in_a_row)
		return lines + aggregate->rows[0];
	for (uint32_t i = 0; i < n; i++)
		aggregate->some_lines[i] = lines[aggregate->rows[i]];
	return aggregate->some_lines;
}

static int add_to_set(struct aggregate *aggregate, struct variant *variant, struct key_set *set,
                      const struct chiso_batch *whole)
{
	struct sums *sums = aggregate_sums(set);
	struct sums_rows *adds = &aggregate->adds;

	adds->plan.lines = sums_lines(sums, aggregate->twins.counted);
	sums_look(sums, adds, whole->n);
	count_others(aggregate, set, whole->n);
	int status = sums_add_seen(sums, adds, 0, whole->n, whole->n);
	note_rows(aggregate, set, variant, whole);
	if (aggregate->use->state && !status)
		status = aggregate_update_states(aggregate, set, variant, whole);
	if (set->spread && !status)
		status = add_moments(aggregate, set, variant, whole->n);
	return status;
}

int aggregate_add_plainly(struct aggregate *aggregate, struct variant *variant,
                          const struct vector *keys, const struct chiso_batch *whole)
{
	const struct batch *batch = &aggregate->reader->batch;
	int status = twins_look(aggregate, variant, whole->n);

	if (!status && aggregate->moments.n)
		status = moments_look(aggregate, whole->n);
	if (!status && (aggregate->plain_file != batch->file || aggregate->n_plain > MOST_PLAIN))
		status = settle_counts(aggregate);
	aggregate->plain_file = batch->file;
	aggregate->n_plain += whole->n;
	aggregate->adds.factors = weights_of(aggregate, whole->n);
	aggregate->adds.marks = lines_of(aggregate, whole->n);
	for (size_t s = 0; s < aggregate->n_sets && !status; s++) {
		struct key_set *set = &aggregate->sets[s];

		status = find_slots(aggregate, set, keys, whole->n);
		if (!status)
			status = add_to_set(aggregate, variant, set, whole);
	}
	return status;
}
