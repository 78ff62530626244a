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
	               ? aggregate_start_moments(aggregate)
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
			struct slot *slot = &set->slots[aggregate_slot_at(set, i)];

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

/* Whether units and periods, and the records themselves, are as they come: the numbers of units and
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
	if (set->spread && aggregate_find_entries_of_units(aggregate, set, n))
		return CHISO_OK;
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
		return aggregate_find_entries(aggregate, set, n);
	for (uint32_t i = 0; i < n; i++) {
		if (slots[i] == NO_SLOT && aggregate->fates[i] == CHISO_USED)
			return CHISO_ENOMEM;
		adds[i] = aggregate->fates[i] == CHISO_USED ? slots[i] : SUMS_NOWHERE;
	}
	return CHISO_OK;
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* Asks for the states that records are about to be added to. */
static void ask_for_states(const struct aggregate *aggregate, const struct key_set *set, uint32_t from,
                           uint32_t to)
{
	size_t size = aggregate->use->state->state_size;

	for (uint32_t i = from; i < to; i++)
		if (aggregate->adds.slots[i] != SUMS_NOWHERE)
			cpu_ask_for(set->states + aggregate_slot_at(set, aggregate->slots[i]) * size);
}

/* Adds a record to the state of its group. */
static int update_state(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                        const struct chiso_batch *whole, uint32_t i)
{
	size_t at = aggregate_slot_at(set, aggregate->slots[i]);
	const struct contribution c = {.variant = variant, .row = aggregate->rows[i], .times = 1};

	return aggregate_update_state(aggregate, set->states + at * aggregate->use->state->state_size,
	                              whole, &c);
}

static int update_states(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                         const struct chiso_batch *whole, uint32_t from, uint32_t to)
{
	int status = CHISO_OK;

	for (uint32_t i = from; i < to && !status; i++)
		if (aggregate->adds.slots[i] != SUMS_NOWHERE &&
		    !(aggregate->adds.seen[i] & SUMS_WILD))
			status = update_state(aggregate, set, variant, whole, i);
	return status;
}

/* A record of a group that has not seen every column yet, or one that can't be added. */
static void note_with_care(struct aggregate *aggregate, struct key_set *set, const struct variant *variant,
                           const struct chiso_batch *whole, uint32_t i, struct sums_note *note)
{
	uint32_t row = aggregate->rows[i];
	struct slot *slot = &set->slots[aggregate_slot_at(set, aggregate->slots[i])];
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
                      const struct chiso_batch *whole, uint32_t from, uint32_t to)
{
	const struct sums *sums = aggregate_sums(set);
	struct sums_rows *adds = &aggregate->adds;

	for (uint32_t i = from; i < to && adds->needs_care; i++) {
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
	uint32_t at_once = aggregate->use->state ? TOGETHER : whole->n;
	int status = CHISO_OK;

	adds->plan.lines = sums_lines(sums, aggregate->twins.counted);
	sums_look(sums, adds, whole->n);
	count_others(aggregate, set, whole->n);
	for (uint32_t from = 0, to; from < whole->n && !status; from = to) {
		to = whole->n - from > at_once ? from + at_once : whole->n;
		if (aggregate->use->state)
			ask_for_states(aggregate, set, from, to);
		status = sums_add_seen(sums, adds, from, to, whole->n);
		note_rows(aggregate, set, variant, whole, from, to);
		if (aggregate->use->state && !status)
			status = update_states(aggregate, set, variant, whole, from, to);
		if (set->spread && !status)
			status = aggregate_add_moments(aggregate, set, variant, from, to);
	}
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
