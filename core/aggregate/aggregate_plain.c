/* SPDX-License-Identifier: MIT */
/* What most records are: figures with nothing said about them, each record itself, added to sums and
 * to states.  Millions of them are added here; aggregate_add.c knows all the others. */
#include "aggregate/aggregate.h"
#include "base/grow.h"

#include "aggregate/spread.h"
#include "base/bits.h"
#include "base/context.h"
#include "base/cpu.h"

#include <string.h>

/* So many heads are asked for together; bits of a word. */
enum { TOGETHER = 48, WORD = 64 };

int aggregate_start_plain(struct aggregate *aggregate)
{
	const struct twins *twins = &aggregate->twins;

	aggregate->adds = (struct sums_rows){
		.plan = {.scaled = twins->scaled, .counted = twins->counted, .binary = aggregate->ones.binary},
		.terms = aggregate->terms,
		.n_words = aggregate->ones.n_words,
		.wild = aggregate->room->wild};
	return aggregate_start_moments(aggregate);
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

static void settle_set(struct aggregate *aggregate, struct key_set *set)
{
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

int key_set_settle(struct aggregate *aggregate, struct key_set *set)
{
	int status = key_set_dress(aggregate, set);

	if (!status)
		settle_set(aggregate, set);
	return status;
}

/* Brings what heads count to the slots; those of bare sets stay as they are, if they can. */
static int settle_counts(struct aggregate *aggregate, int can_stay_bare)
{
	int status = CHISO_OK;

	for (size_t s = 0; s < aggregate->n_sets && aggregate->n_plain && !status; s++) {
		struct key_set *set = &aggregate->sets[s];

		if (!set->is_bare || !can_stay_bare)
			status = key_set_settle(aggregate, set);
	}
	aggregate->n_bare += aggregate->n_plain;
	aggregate->n_plain = 0;
	return status;
}

int aggregate_settle(struct aggregate *aggregate, int can_stay_bare)
{
	int status = settle_counts(aggregate, can_stay_bare);

	if (!status)
		status = twins_settle(aggregate);
	return status;
}

/* ---- where records belong -------------------------------------------------------------------- */

/* Where records are counted then. */
static uint32_t *straight_slots(const struct aggregate *aggregate, uint32_t n)
{
	uint32_t *unit_period = aggregate->reader->batch.unit_period, *slots = aggregate->room->slots;

	if (aggregate->are_in_a_row)
		return unit_period + aggregate->rows[0];
	for (uint32_t i = 0; i < n; i++)
		slots[i] = unit_period[aggregate->rows[i]];
	return slots;
}

/* Writes down which slots straight units and periods have. */
static int write_straight(const struct aggregate *aggregate, struct key_set *set)
{
	if (WIDEN(&set->slot_of, &set->slot_of_cap, aggregate->reader->unit_periods.all.n))
		return CHISO_ENOMEM;
	for (; set->n_asked < set->n_straight; set->n_asked++)
		set->slot_of[set->n_asked] = set->n_asked + 1;
	return CHISO_OK;
}

/* Where the records of a set with columns are counted: the keys of all of them are looked up together. */
static int find_by_columns(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                           uint32_t n)
{
	const uint32_t *unit_period = aggregate->reader->batch.unit_period;
	struct arena *scratch = &aggregate->reader->scratch;
	uint32_t width = 2 + set->n, n_counted = 0, *slots = aggregate->room->slots;
	uint32_t *rows = arena_new(scratch, n, sizeof *rows);
	uint32_t *numbers = arena_new(scratch, n, sizeof *numbers);
	uint32_t *all = arena_new(scratch, (size_t)n * width, sizeof *all);

	if (!rows || !numbers || !all)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++)
		if (aggregate->fates[i] <= CHISO_MISSING)
			rows[n_counted++] = aggregate->rows[i];
	for (uint32_t i = 0; i < n_counted; i++)
		memcpy(&all[i * width], groups_key(&aggregate->reader->unit_periods.all, unit_period[rows[i]]),
		       2 * sizeof *all);
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

/* How many of the records, the first ones, are of units and periods that the set has met, where these are the first
 * ones that there are, or of the next one each, *n_new of them.  Their numbers are those of the slots. */
static uint32_t count_straight(const struct aggregate *aggregate, const struct key_set *set, uint32_t n,
                               uint32_t *n_new)
{
	const uint32_t *unit_period = aggregate->reader->batch.unit_period;
	uint32_t *slots = aggregate->room->slots, next = set->n_straight, i = 0;

	*n_new = 0;
	if (set->n_straight != set->groups.n)
		return 0;
	for (; i < n && aggregate->fates[i] <= CHISO_MISSING; i++) {
		uint32_t number = unit_period[aggregate->rows[i]];

		if (number > next)
			break;
		next += number == next;
		slots[i] = number;
	}
	*n_new = next - set->n_straight;
	return i;
}

/* Makes the groups of n units and periods that come next together. */
static int add_straight(struct aggregate *aggregate, struct key_set *set, uint32_t n)
{
	const struct reader *reader = aggregate->reader;
	uint32_t first = set->n_straight;

	if (!n)
		return CHISO_OK;
	/* When all of the first batch are of one each, the others are likely to be: tables that grow leave holes. */
	if (!first && n == reader->batch.n &&
	    key_set_reserve(aggregate, set, reader_n_expected(reader)))
		return CHISO_ENOMEM;
	if (key_set_add_new(aggregate, set, groups_key(&aggregate->reader->unit_periods.all, first), n))
		return CHISO_ENOMEM;
	set->n_straight += n;
	return set->spread ? aggregate_add_straight_entries(aggregate, set, n) : CHISO_OK;
}

/* The same for those whose units and periods are not known yet, and of sets with columns. */
static int find_new_slots(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                          uint32_t n)
{
	uint32_t *slots = aggregate->room->slots;

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

/* Where the records of a batch that are used or lack something are counted, and where those that are used are
 * added. */
static int find_slots(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                      uint32_t n)
{
	int is_straight = 0, is_known = 0;

	if (aggregate_are_slots_straight(aggregate, set) &&
	    (!set->spread || aggregate_are_entries_straight(aggregate, set))) {
		aggregate->adds.slots = straight_slots(aggregate, n);
		return CHISO_OK;
	}
	aggregate->adds.slots = aggregate->room->slots;
	if (set->spread && aggregate_find_entries_of_units(aggregate, set, n))
		return CHISO_OK;
	if (!set->n) {
		uint32_t n_new, n_straight = count_straight(aggregate, set, n, &n_new);

		is_straight = n_straight == n;
		if (add_straight(aggregate, set, n_new) || (!is_straight && write_straight(aggregate, set)))
			return CHISO_ENOMEM;
		is_known = is_straight || aggregate_look_up(aggregate, set->slot_of, n, aggregate->room->slots);
	}
	if (!is_known && find_new_slots(aggregate, set, keys, n))
		return CHISO_ENOMEM;
	return !set->spread || (is_straight && aggregate_are_entries_straight(aggregate, set))
	               ? CHISO_OK
	               : aggregate_find_entries(aggregate, set, n);
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* A record of a group that has not seen every column yet, or one that can't be added. */
static void note_with_care(struct aggregate *aggregate, struct key_set *set, const struct variant *variant,
                           const struct chiso_batch *whole, uint32_t i, struct sums_note *note)
{
	uint32_t row = aggregate->rows[i];
	struct slot *slot = &set->slots[aggregate_slot_at(set, aggregate->adds.slots[i])];
	uint64_t bound = aggregate_columns_bound(variant, whole->columns);

	slot->variant = aggregate_own_variant(aggregate, row);
	slot->columns_seen |= aggregate_columns_present(variant, whole->columns, row);
	if (aggregate->adds.wild[i]) {
		note->others++;
		report_row(aggregate->reader, row, -1, MSG_TERM_NOT_FINITE, "", aggregate->use->id);
	} else if ((slot->columns_seen & bound) == bound) {
		/* One that has seen every column learns nothing new. */
		note->others |= SUMS_FAMILIAR;
	}
}

/* The records that were added to something new, or could not be; *n of them.  NULL: no memory. */
static uint32_t *list_news(struct aggregate *aggregate, struct key_set *set, size_t *n)
{
	const struct sums_rows *adds = &aggregate->adds;
	const uint32_t *slots = adds->slots;
	uint32_t *list = arena_room(&aggregate->reader->scratch, adds->n + 1, sizeof *list);

	*n = 0;
	if (!list || WIDEN(&set->familiar, &set->familiar_cap, aggregate_sums(set)->n_slots / WORD + 1))
		return NULL;
	for (size_t k = 0; k < adds->n; k++) {
		uint32_t i = adds->list[k];

		list[*n] = i;
		*n += (~set->familiar[slots[i] / WORD] >> slots[i] % WORD & 1) | adds->wild[i];
	}
	return list;
}

/* Writes down which of them were added to what is known by now. */
static void mark_familiar(const struct aggregate *aggregate, struct key_set *set, const uint32_t *list, size_t n)
{
	const struct sums *sums = aggregate_sums(set);

	for (size_t k = 0; k < n; k++) {
		uint32_t slot = aggregate->adds.slots[list[k]];

		if (sums_note(sums, slot)->others & SUMS_FAMILIAR)
			set->familiar[slot / WORD] |= (uint64_t)1 << slot % WORD;
	}
}

/* Learns what is new of records that have been added. */
static int note_rows(struct aggregate *aggregate, struct key_set *set, const struct variant *variant,
                     const struct chiso_batch *whole)
{
	const struct sums *sums = aggregate_sums(set);
	struct sums_rows *adds = &aggregate->adds;
	size_t n;

	if (!adds->needs_care)
		return CHISO_OK;
	adds->needs_care = 0;
	const uint32_t *list = list_news(aggregate, set, &n);
	if (!list)
		return CHISO_ENOMEM;
	if (!set->is_bare || !key_set_stays_bare(aggregate, set, variant, whole, list, n)) {
		if (key_set_dress(aggregate, set))
			return CHISO_ENOMEM;
		for (size_t k = 0; k < n; k++) {
			struct sums_note *note = sums_note(sums, adds->slots[list[k]]);

			if (adds->wild[list[k]] || !(note->others & SUMS_FAMILIAR))
				note_with_care(aggregate, set, variant, whole, list[k], note);
		}
	}
	mark_familiar(aggregate, set, list, n);
	return CHISO_OK;
}

/* Counts the records that lack something, and asks for the places where that is done some records before. */
static void count_lacking(struct aggregate *aggregate, struct key_set *set)
{
	const struct sums sums = *aggregate_sums(set); /* which no note can be a part of */
	const uint32_t *slots = aggregate->adds.slots, *lacking = aggregate->room->lacking;
	uint32_t n = aggregate->n_lacking;

	for (uint32_t k = 0; k < n + TOGETHER; k++) {
		if (k < n)
			cpu_ask_for(sums_row(&sums, slots[lacking[k]]));
		if (k >= TOGETHER && slots[lacking[k - TOGETHER]] != NO_SLOT)
			sums_note(&sums, slots[lacking[k - TOGETHER]])->others++;
	}
}

/* Which records are added, and which lack something. */
static void part_by_fate(struct aggregate *aggregate, uint32_t n)
{
	const uint8_t *fates = aggregate->fates;
	const struct aggregate_room *room = aggregate->room;

	aggregate->adds.list = aggregate->fates_met == CHISO_USED ? aggregate->every : room->used;
	aggregate->adds.n = n;
	aggregate->n_lacking = 0;
	if (aggregate->fates_met == CHISO_USED)
		return;
	aggregate->adds.n = bits_list(room->used, fates, CHISO_USED, n);
	aggregate->n_lacking = (uint32_t)bits_list(room->lacking, fates, CHISO_MISSING, n);
}

/* What the records of a batch stand for, one behind the other; NULL: all are 1. */
static const double *weights_of(struct aggregate *aggregate, uint32_t n)
{
	const double *weights = aggregate->weights;

	if (!weights || aggregate->are_in_a_row)
		return weights ? weights + aggregate->rows[0] : NULL;
	for (uint32_t i = 0; i < n; i++)
		aggregate->room->weights[i] = weights[aggregate->rows[i]];
	return aggregate->room->weights;
}

/* The lines of the records of a batch, one behind the other. */
static const uint32_t *lines_of(struct aggregate *aggregate, uint32_t n)
{
	const uint32_t *lines = aggregate->reader->batch.line;

	if (aggregate->are_in_a_row)
		return lines + aggregate->rows[0];
	for (uint32_t i = 0; i < n; i++)
		aggregate->room->lines[i] = lines[aggregate->rows[i]];
	return aggregate->room->lines;
}

static int add_to_set(struct aggregate *aggregate, struct variant *variant, struct key_set *set,
                      const struct chiso_batch *whole)
{
	struct sums *sums = aggregate_sums(set);
	struct sums_rows *adds = &aggregate->adds;
	int status;

	adds->plan.lines = sums_lines(sums, aggregate->twins.counted);
	count_lacking(aggregate, set);
	status = sums_add_rows(sums, adds);
	if (!status)
		status = note_rows(aggregate, set, variant, whole);
	if (aggregate->use->state && !status)
		status = aggregate_update_states(aggregate, set, variant, whole);
	if (set->spread && !status)
		status = aggregate_add_moments(aggregate, set, variant);
	return status;
}

int aggregate_add_plainly(struct aggregate *aggregate, struct variant *variant,
                          const struct vector *keys, const struct chiso_batch *whole)
{
	const struct batch *batch = &aggregate->reader->batch;
	int status;

	part_by_fate(aggregate, whole->n);
	aggregate->adds.ones = aggregate->ones.are_bits ? aggregate->ones.bits : NULL;
	aggregate->adds.factors = weights_of(aggregate, whole->n);
	aggregate->adds.marks = lines_of(aggregate, whole->n);
	status = twins_look(aggregate, variant);
	if (!status && aggregate->moments.n)
		status = moments_look(aggregate, variant, whole->n);
	if (!status && (aggregate->plain_file != batch->file || aggregate->n_plain > MOST_IN_HEADS))
		status = settle_counts(aggregate, 0);
	aggregate->plain_file = batch->file;
	aggregate->n_plain += whole->n;
	for (size_t s = 0; s < aggregate->n_sets && !status; s++) {
		struct key_set *set = &aggregate->sets[s];

		status = find_slots(aggregate, set, keys, whole->n);
		if (!status)
			status = add_to_set(aggregate, variant, set, whole);
	}
	return status;
}
