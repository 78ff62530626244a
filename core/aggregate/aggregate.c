/* SPDX-License-Identifier: MIT */
#include "aggregate/aggregate.h"

#include "aggregate/spread.h"
#include "base/bits.h"
#include "base/context.h"
#include "base/mapped.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int bind(struct aggregate *aggregate, struct bound *out, const struct binding *binding,
                int type)
{
	if (!binding->source)
		return CHISO_OK;
	int status = reader_bind(aggregate->reader, out, binding, type);

	aggregate->is_broken |= status != 0;
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

/* Index of a key column, bound when it is new; NO_KEY when this source has no such column. */
enum { NO_KEY = -1, NO_MEMORY_FOR_KEY = -2 };
static int bind_key(struct aggregate *aggregate, const char *name, struct place place)
{
	struct key_column *key;

	for (size_t i = 0; i < aggregate->n_key_columns; i++)
		if (!strcmp(aggregate->key_columns[i].name, name))
			return (int)i;
	if (!reader_has(aggregate->reader, name))
		return NO_KEY;
	key = &aggregate->key_columns[aggregate->n_key_columns];
	key->name = name;
	int status = reader_bind_name(aggregate->reader, &key->bound, name, CHISO_STR);
	if (status == CHISO_ENOMEM)
		return NO_MEMORY_FOR_KEY;
	aggregate->is_broken |= status != 0;
	if (!status && reader_is_personal(aggregate->reader, &key->bound)) {
		report(aggregate->context, MSG_PERSONAL_KEY, place, name,
		       aggregate->reader->spec->id);
		aggregate->is_broken = 1;
	}
	return (int)aggregate->n_key_columns++;
}

static int bind_sets(struct aggregate *aggregate)
{
	const struct indicator_spec *spec = aggregate->spec;
	size_t room = 0;

	for (size_t i = 0; i < spec->n_by; i++)
		room += spec->by[i].n;
	aggregate->sets = arena_new(&aggregate->arena, spec->n_by, sizeof *aggregate->sets);
	aggregate->key_columns = arena_new(&aggregate->arena, room, sizeof *aggregate->key_columns);
	if (!aggregate->sets || !aggregate->key_columns)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < spec->n_by; i++) {
		struct key_set *set = &aggregate->sets[i];

		set->names = arena_new(&aggregate->arena, spec->by[i].n, sizeof *set->names);
		set->columns = arena_new(&aggregate->arena, spec->by[i].n, sizeof *set->columns);
		if (!set->names || !set->columns)
			return CHISO_ENOMEM;
		for (size_t k = 0; k < spec->by[i].n; k++) {
			struct place place =
				spec->by[i].places ? spec->by[i].places[k] : (struct place){0};
			int column = bind_key(aggregate, spec->by[i].items[k], place);

			if (column == NO_MEMORY_FOR_KEY)
				return CHISO_ENOMEM;
			if (column == NO_KEY)
				continue;
			set->names[set->n] = spec->by[i].items[k];
			set->columns[set->n++] = column;
		}
		groups_init(&set->groups, 2 + set->n);
		aggregate->n_sets++;
	}
	return CHISO_OK;
}

int aggregate_open(struct aggregate *aggregate, struct applied *applied, uint8_t source,
                   struct reader *reader)
{
	*aggregate = (struct aggregate){.context = applied->context,
	                                .spec = applied->spec,
	                                .use = applied->use,
	                                .applied = applied,
	                                .source = source,
	                                .reader = reader};
	int status = bind(aggregate, &aggregate->where, &applied->spec->where[source], CHISO_BOOL);

	if (!status)
		status = bind(aggregate, &aggregate->weight, &applied->spec->weight[source],
		              CHISO_F64);
	return status ? status : bind_sets(aggregate);
}

/* Says which columns to group by no source has. */
static void report_no_key(struct aggregate *parts, uint32_t n, const char *name,
                          struct place place)
{
	struct nearest near = nearest_to(name);

	for (uint32_t i = 0; i < n; i++)
		reader_offer(parts[i].reader, &near);
	if (near.best)
		report(parts->context, MSG_NO_SUCH_COLUMN_NEAR, place, name, near.best);
	else
		report(parts->context, MSG_NO_SUCH_COLUMN_HERE, place, name,
		       parts->reader->files[0].name);
	parts->is_broken = 1;
}

void aggregates_check_keys(struct aggregate *parts, uint32_t n)
{
	const struct indicator_spec *spec = parts->spec;

	for (size_t s = 0; s < spec->n_by; s++) {
		const struct names *by = &spec->by[s];
		size_t most = 0, lacking = 0;

		for (size_t k = 0; k < by->n; k++) {
			uint32_t i = 0;

			while (i < n && !reader_has(parts[i].reader, by->items[k]))
				i++;
			if (i < n)
				continue;
			report_no_key(parts, n, by->items[k], by->places[k]);
			lacking++;
		}
		for (uint32_t i = 0; i < n; i++)
			if (parts[i].sets[s].n > most)
				most = parts[i].sets[s].n;
		if (lacking || most == by->n)
			continue;
		report(parts->context, MSG_NO_SOURCE_HAS_KEYS, by->places[0], by->items[0], spec->id);
		parts->is_broken = 1;
	}
}

/* Whether it reads a column: what is known of others is not of interest. */
static int reads_column(const struct aggregate *aggregate, int column)
{
	const struct applied *applied = aggregate->applied;
	const struct reader *reader = aggregate->reader;
	const struct bound *weight =
		aggregate->weight.expr ? &aggregate->weight : &reader->weight;
	int reads = bound_reads(reader, &aggregate->where, column) ||
	            (aggregate_is_weighted(aggregate) && bound_reads(reader, weight, column)) ||
	            bound_reads(reader, &reader->frequency, column);

	for (uint32_t i = 0; i < applied->n_columns && !reads; i++)
		reads = applied->columns[i].reader == reader &&
		        bound_reads(reader, &applied->columns[i].bound, column);
	for (size_t i = 0; i < aggregate->n_key_columns && !reads; i++)
		reads = bound_reads(reader, &aggregate->key_columns[i].bound, column);
	return reads;
}

int aggregate_note_adjusted(const struct aggregate *aggregate, struct slot *slot, uint32_t row)
{
	const struct reader *reader = aggregate->reader;
	int status = CHISO_OK;

	/* When a record holds is part of every result. */
	for (const struct adjusted *a = reader->batch.adjusted[row]; a && !status; a = a->next)
		if (reads_column(aggregate, a->column) ||
		    bound_reads(reader, &reader->turns.from, a->column) ||
		    bound_reads(reader, &reader->turns.to, a->column))
			status = slot_add_note(slot, a->note);
	return status;
}

static int find_marks(struct aggregate *aggregate)
{
	const struct reader *reader = aggregate->reader;

	aggregate->reads = arena_new(&aggregate->arena, reader->n_marks, sizeof *aggregate->reads);
	if (!aggregate->reads)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < reader->n_marks && !aggregate->is_broken; i++)
		if (reader->marks[i].column < 0 || reads_column(aggregate, reader->marks[i].column))
			aggregate->reads[aggregate->n_reads++] = i;
	return CHISO_OK;
}

/* A sample: what a figure is worth is computed from it.  A published one is no estimate. */
static int open_spreads(struct aggregate *aggregate)
{
	int status = CHISO_OK;

	if (!reader_design(aggregate->reader) || aggregate->use->flags & CHISO_AS_REPORTED)
		return CHISO_OK;
	status = moments_plan(aggregate);
	for (size_t i = 0; i < aggregate->n_sets && !status; i++)
		status = spread_open(aggregate, &aggregate->sets[i]);
	return status;
}

static struct aggregate_room *make_room(struct arena *arena, uint32_t n)
{
	struct aggregate_room *room = arena_new(arena, 1, sizeof *room);

	if (!room)
		return NULL;
	room->every = arena_room(arena, n, sizeof *room->every);
	room->chosen = arena_room(arena, n, sizeof *room->chosen);
	room->sorted = arena_room(arena, (size_t)AGGREGATE_FEW * n, sizeof *room->sorted);
	room->slots = arena_room(arena, n, sizeof *room->slots);
	room->used = arena_room(arena, n + BITS_SPARE, sizeof *room->used);
	room->lacking = arena_room(arena, n + BITS_SPARE, sizeof *room->lacking);
	room->lines = arena_room(arena, n, sizeof *room->lines);
	room->weights = arena_room(arena, n, sizeof *room->weights);
	room->fates = arena_room(arena, n, 1);
	room->wild = arena_new(arena, n, 1);
	if (!room->every || !room->chosen || !room->sorted || !room->slots || !room->used ||
	    !room->lacking || !room->lines || !room->weights || !room->fates || !room->wild)
		return NULL;
	for (uint32_t row = 0; row < n; row++)
		room->every[row] = row;
	return room;
}

/* Takes the reader's room for a batch, which it may have to make, or to make larger. */
static int take_room(struct aggregate *aggregate)
{
	struct reader *reader = aggregate->reader;
	size_t n_terms = (size_t)aggregate->at_once * (aggregate->n_terms + (size_t)1) + SUMS_SPARE;
	size_t n_bits = (size_t)aggregate->at_once * aggregate->ones.n_words;
	struct aggregate_room *room = reader->room;

	if (!room)
		room = reader->room = make_room(&reader->arena, reader->batch.room);
	if (!room)
		return CHISO_ENOMEM;
	if (n_bits > room->n_bits) {
		uint64_t *bits = arena_new(&reader->arena, n_bits, sizeof *bits);

		if (!bits)
			return CHISO_ENOMEM;
		room->bits = bits;
		room->n_bits = n_bits;
	}
	if (n_terms > room->n_terms) {
		double *terms = arena_new(&reader->arena, SUMS_BEFORE + n_terms, sizeof *terms);

		if (!terms)
			return CHISO_ENOMEM;
		room->terms = terms + SUMS_BEFORE;
		room->n_terms = n_terms;
	}
	aggregate->room = room;
	aggregate->terms = room->terms;
	aggregate->ones.bits = room->bits;
	aggregate->fates = room->fates;
	aggregate->every = room->every;
	return CHISO_OK;
}

int aggregate_start(struct aggregate *aggregate)
{
	enum { NEAR = 131072 /* a part of the second cache */, LEAST_AT_ONCE = 32, WORD = 64 };
	struct arena *arena = &aggregate->arena;
	uint32_t n = aggregate->applied->n_terms;

	aggregate->n_terms = n;
	for (size_t i = 0; i < aggregate->n_sets; i++)
		sums_init_with_heads(&aggregate->sets[i].sums, n);
	aggregate->is_broken |= aggregate->applied->is_broken;
	if (find_marks(aggregate) || (!aggregate->is_broken && open_spreads(aggregate)))
		return CHISO_ENOMEM;
	if (twins_start(aggregate) || ones_start(aggregate))
		return CHISO_ENOMEM;
	/* In eights, or words of them, as validity and yes and no are bits. */
	aggregate->at_once = (uint32_t)(NEAR / ones_width(aggregate) / 8 * 8);
	if (aggregate->at_once > WORD)
		aggregate->at_once -= aggregate->at_once % WORD;
	if (aggregate->at_once < LEAST_AT_ONCE)
		aggregate->at_once = LEAST_AT_ONCE;
	if (aggregate->at_once > aggregate->reader->batch.room)
		aggregate->at_once = aggregate->reader->batch.room;
	aggregate->padded = arena_new(arena, n, sizeof *aggregate->padded);
	if (!aggregate->padded || take_room(aggregate) || aggregate_start_rows(aggregate))
		return CHISO_ENOMEM;
	twins_leave_out(aggregate);
	for (size_t i = 0; i < aggregate->n_sets; i++)
		aggregate->sets[i].is_bare = !aggregate->use->state && !aggregate->sets[i].spread;
	return aggregate_start_plain(aggregate);
}

struct variant *slot_variant(const struct aggregate *aggregate, const struct slot *slot)
{
	return &aggregate->applied->variants[slot->variant];
}

void aggregate_clear_states(struct aggregate *aggregate)
{
	const struct chiso_state *state = aggregate->use->state;

	for (size_t i = 0; state && i < aggregate->n_sets; i++) {
		struct key_set *set = &aggregate->sets[i];

		for (size_t k = 0; k < set->groups.n && k < set->slots_cap && k < set->states_cap; k++)
			state->clear(&slot_variant(aggregate, &set->slots[k])->call,
			             set->states + k * state->state_size);
	}
}

void aggregate_close(struct aggregate *aggregate)
{
	if (aggregate->use)
		aggregate_clear_states(aggregate);
	for (size_t i = 0; i < aggregate->n_sets; i++) {
		struct key_set *set = &aggregate->sets[i];

		for (size_t k = 0; k < set->groups.n && k < set->slots_cap; k++)
			slot_clear(&set->slots[k]);
		spread_close(aggregate, set);
		mapped_free(set->slots, set->slots_cap * sizeof *set->slots);
		free(set->states);
		free(set->slot_of);
		free(set->familiar);
		groups_clear(&set->groups);
		sums_clear(&set->sums);
	}
	free(aggregate->moments.pairs);
	free(aggregate->variant_of);
	free(aggregate->few_of);
	intern_clear(&aggregate->key_texts);
	arena_clear(&aggregate->arena);
}
