/* SPDX-License-Identifier: MIT */
/* What the records of a batch add: map(), weights, groups. */
#include "aggregate/aggregate.h"
#include "base/grow.h"

#include "aggregate/spread.h"
#include "base/context.h"

#include <math.h>
#include <string.h>

uint64_t aggregate_columns_present(const struct variant *variant,
                                   const struct chiso_column *columns, uint32_t row)
{
	uint64_t present = 0;

	for (uint32_t i = 0; i < variant->n_columns; i++) {
		const struct chiso_column *c = &columns[i];

		if (c->values && (!c->validity || (c->validity[row >> 3] >> (row & 7) & 1)) &&
		    variant->columns[i] < 64)
			present |= (uint64_t)1 << variant->columns[i];
	}
	return present;
}

/* Multiplies terms by the weight of their record. */
static void weigh(const struct aggregate *aggregate, const struct variant *variant, double *terms,
                  double weight)
{
	for (uint32_t t = 0; t < variant->call.n_terms; t++) {
		uint32_t flags = chiso_term_at(aggregate->use, variant->terms[t].row)->field.flags;

		/* A bit that is not set is nothing, whatever the weight. */
		if (!(flags & CHISO_UNWEIGHTED) && !(flags & CHISO_BINARY && terms[t] == 0))
			terms[t] *= weight;
	}
}

/* What is known about the figures of one record, as if it were a group of its own. */
static int annotate(struct aggregate *aggregate, struct slot *slot, const struct contribution *c)
{
	const struct batch *batch = &aggregate->reader->batch;
	struct slot_remarks bounds = {.bounds = c->bounds};
	struct slot one = {.n_used = (uint64_t)c->times,
	                   .columns_seen = c->columns,
	                   .file = batch->file,
	                   .line = batch->line[c->row],
	                   .remarks = &bounds};
	int status = slot_merge(slot, &one, aggregate->n_terms);

	for (size_t i = 0; i < aggregate->n_reads && batch->has_marks && !status; i++) {
		struct mark *mark = &batch->marks[aggregate->reads[i] * batch->room + c->row];
		struct slot_remarks remarks = {.notes = {&mark->note, mark->note != NO_TEXT, 0},
		                               .sources = {&mark->source, mark->source != NO_TEXT, 0}};
		struct slot known = {.status = mark->status,
		                     .evidence = mark->evidence,
		                     .is_break = mark->is_break,
		                     .remarks = &remarks};

		status = slot_merge(slot, &known, aggregate->n_terms);
	}
	return status;
}

int aggregate_update_state(struct aggregate *aggregate, void *state,
                           const struct chiso_batch *whole, const struct contribution *c)
{
	const struct chiso_state *use = aggregate->use->state;
	struct chiso_batch one = *whole;

	one.rows = &c->row;
	one.n = 1;
	if (c->times <= 1)
		return use->update(&c->variant->call, state, &one);
	void *alone = arena_new(&aggregate->reader->scratch, use->state_size, 1);
	if (!alone)
		return CHISO_ENOMEM;
	int status = use->update(&c->variant->call, alone, &one);
	if (!status)
		status = use->merge(&c->variant->call, state, alone, c->times);
	use->clear(&c->variant->call, alone);
	return status;
}

/* Adds the terms as often as the record stands for others. */
static int add_terms(const struct aggregate *aggregate, struct sums *sums, uint32_t slot,
                     const struct contribution *c)
{
	uint32_t n = aggregate->n_terms;
	int status = CHISO_OK;

	if (c->times == 1)
		return sums_add(sums, slot, c->terms);
	for (uint32_t t = 0; t < n; t++)
		if (!isfinite(c->terms[t] * c->times))
			return CHISO_EDATA;
	for (uint32_t t = 0; t < n && !status; t++)
		status = sums_add_times(sums, slot, t, c->terms[t], c->times);
	return status;
}

/* The slot of a unit and period in a set without columns.  The next one after those that are straight is new where
 * there are no others, which need not be asked. */
static uint32_t slot_of(struct aggregate *aggregate, struct key_set *set, uint32_t unit_period)
{
	const uint32_t *key = groups_key(&aggregate->reader->unit_periods.all, unit_period);

	if (unit_period < set->n_straight)
		return unit_period;
	if (unit_period == set->n_straight && unit_period == set->groups.n)
		return key_set_add_new(aggregate, set, key, 1) ? NO_SLOT : set->n_straight++;
	if (WIDEN(&set->slot_of, &set->slot_of_cap, unit_period + (size_t)1))
		return NO_SLOT;
	uint32_t *known = &set->slot_of[unit_period];
	if (*known)
		return *known - 1;
	uint32_t slot = key_set_slot(aggregate, set, key);
	*known = slot == NO_SLOT ? 0 : slot + 1;
	return slot;
}

uint32_t aggregate_slot(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                        uint32_t row)
{
	const struct batch *batch = &aggregate->reader->batch;

	if (!set->n)
		return slot_of(aggregate, set, batch->unit_period[row]);
	const uint32_t *known = groups_key(&aggregate->reader->unit_periods.all, batch->unit_period[row]);
	uint32_t key[2 + MAX_KEYS] = {known[0], known[1]};

	for (uint32_t k = 0; k < set->n; k++) {
		struct slice text = keys[set->columns[k]].at.str[row];

		key[2 + k] = intern(&aggregate->key_texts, text.text, text.n);
		if (key[2 + k] == UINT32_MAX)
			return NO_SLOT;
	}
	return key_set_slot(aggregate, set, key);
}

static int add_to_set(struct aggregate *aggregate, struct key_set *set,
                      const struct vector *keys, const struct chiso_batch *whole,
                      const struct contribution *c)
{
	const struct batch *batch = &aggregate->reader->batch;
	const struct chiso_state *state = aggregate->use->state;
	uint32_t at = aggregate_slot(aggregate, set, keys, c->row);

	if (at == NO_SLOT || key_set_dress(aggregate, set))
		return CHISO_ENOMEM;
	struct slot *slot = &set->slots[at];
	slot->n_seen += (uint64_t)c->times;
	if (batch->adjusted && batch->adjusted[c->row] &&
	    aggregate_note_adjusted(aggregate, slot, c->row))
		return CHISO_ENOMEM;
	if (c->fate != CHISO_USED)
		return set->spread ? spread_add(aggregate, set, at, whole, c) : CHISO_OK;
	slot->variant = (uint32_t)(c->variant - aggregate->applied->variants);
	if ((slot->n_used || c->times > 1) && (aggregate->use->flags & CHISO_AS_REPORTED)) {
		/* A frequency of two makes two figures of one record. */
		int column = applied_place(aggregate->applied, 0);
		const char *file = slot->n_used ? slot->file : batch->file;
		char line[NUMBER_ROOM];

		number_print(line, (double)(slot->n_used ? slot->line : batch->line[c->row]));
		report_row(aggregate->reader, c->row, column, MSG_REPORTED_TWICE,
		           batch_text(aggregate->reader, column, c->row), aggregate->spec->id, file,
		           line);
		return CHISO_OK;
	}
	int status = set->spread ? spread_add(aggregate, set, at, whole, c)
	                         : add_terms(aggregate, &set->sums, at, c);
	if (status == CHISO_EDATA)
		report_row(aggregate->reader, c->row, -1, MSG_TERM_NOT_FINITE, "",
		           aggregate->use->id);
	if (status)
		return status == CHISO_EDATA ? CHISO_OK : status;
	if (state && aggregate_update_state(
			     aggregate, set->states + at * (size_t)state->state_size, whole, c))
		return CHISO_ENOMEM;
	return annotate(aggregate, slot, c);
}

static int add_to_sets(struct aggregate *aggregate, const struct vector *keys,
                       const struct chiso_batch *whole, const struct contribution *c)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < aggregate->n_sets && !status; i++)
		status = add_to_set(aggregate, &aggregate->sets[i], keys, whole, c);
	return status;
}

static double times_of(const struct aggregate *aggregate, uint32_t row)
{
	const struct batch *batch = &aggregate->reader->batch;

	return batch->frequency ? batch->frequency[row] : 1;
}

/* Records that were refused before map() could see them have been seen all the same, where it is
 * known whose they are. */
static int add_refused(struct aggregate *aggregate, const struct vector *keys,
                       const struct chiso_batch *whole, const uint8_t *bad)
{
	int status = CHISO_OK;

	for (uint32_t row = 0; row < aggregate->reader->batch.n && !status; row++) {
		struct contribution c = {.row = row,
		                         .fate = CHISO_MISSING,
		                         .times = times_of(aggregate, row)};

		if (bad[row] == ROW_BAD && c.times > 0)
			status = add_to_sets(aggregate, keys, whole, &c);
	}
	return status;
}

static int take_moments(struct aggregate *aggregate, struct contribution *c, const double *terms)
{
	struct reader *reader = aggregate->reader;
	double *moments =
		arena_new(&reader->scratch, aggregate->moments.n, sizeof *moments);

	if (moments)
		moments_of(aggregate, c->variant, NULL, terms,
		           aggregate->weights ? aggregate->weights[c->row] : 1, moments);
	c->moments = moments;
	return moments ? CHISO_OK : CHISO_ENOMEM;
}

static int add_record(struct aggregate *aggregate, const struct vector *keys,
                      const struct chiso_batch *whole, struct contribution *c, double *terms)
{
	const struct batch *batch = &aggregate->reader->batch;

	c->times = times_of(aggregate, c->row);
	if (c->fate == CHISO_EXCLUDED || c->times == 0)
		return CHISO_OK;
	if (c->fate >= CHISO_REFUSED || (c->fate != CHISO_USED && c->fate != CHISO_MISSING)) {
		variant_refuse(c->variant, aggregate->reader, c->row, c->fate, *terms);
		return add_to_sets(aggregate, keys, whole, c);
	}
	if (c->fate == CHISO_USED && batch->is_qualified[c->row]) {
		uint8_t *bounds = arena_new(&aggregate->reader->scratch,
		                            aggregate->n_terms, 1);

		if (!bounds || bounds_of_row(aggregate, c->variant, c->row, terms, bounds))
			return CHISO_ENOMEM;
		c->bounds = bounds;
	}
	c->columns = aggregate_columns_present(c->variant, whole->columns, c->row);
	if (aggregate->moments.n && take_moments(aggregate, c, terms))
		return CHISO_ENOMEM;
	if (aggregate->weights)
		weigh(aggregate, c->variant, terms, aggregate->weights[c->row]);
	c->terms = terms;
	/* Sums have room for the variant with most terms. */
	if (c->variant->call.n_terms < aggregate->n_terms) {
		memcpy(aggregate->padded, terms, c->variant->call.n_terms * sizeof *terms);
		memset(aggregate->padded + c->variant->call.n_terms, 0,
		       (aggregate->n_terms - c->variant->call.n_terms) * sizeof *terms);
		c->terms = aggregate->padded;
	}
	return add_to_sets(aggregate, keys, whole, c);
}

static struct vector *run_keys(struct aggregate *aggregate)
{
	struct reader *reader = aggregate->reader;
	struct vector *keys = arena_new(&reader->scratch, aggregate->n_key_columns, sizeof *keys);

	for (size_t i = 0; keys && i < aggregate->n_key_columns; i++) {
		keys[i] = vector_room(&reader->scratch, CHISO_STR, reader->batch.n);
		if (!keys[i].at.str || bound_run(reader, &aggregate->key_columns[i].bound,
		                                 reader->table, reader->batch.n, &keys[i],
		                                 &reader->scratch))
			return NULL;
	}
	return keys;
}

/* Records that no variant is meant for: refused where no standard holds, else without a value. */
static int drop_others(struct aggregate *aggregate, const struct vector *keys,
                       const struct chiso_batch *whole, uint8_t *bad)
{
	const struct applied *applied = aggregate->applied;
	int status = CHISO_OK;

	for (uint32_t i = 0; i < aggregate->n_chosen && !status && aggregate->lacks_variants; i++) {
		uint32_t row = aggregate->chosen[i];
		struct contribution c = {.row = row,
		                         .fate = CHISO_MISSING,
		                         .times = times_of(aggregate, row)};

		if (bad[row] || aggregate_variant_of(aggregate, row) != NO_VARIANT)
			continue;
		bad[row] |= ROW_BAD;
		struct period period = aggregate->reader->periods[reader_period_of(aggregate->reader, row)];
		if (!applied_has_standard(applied, reader_unit_of(aggregate->reader, row), period))
			applied_refuse_then(applied, aggregate->reader, row, period);
		if (c.times > 0)
			status = add_to_sets(aggregate, keys, whole, &c);
	}
	return status;
}

/* The bits that some fate has: none when all records are used, and no more than those of CHISO_MISSING when
 * the others lack something. */
static uint8_t fates_met(const uint8_t *fates, uint32_t n)
{
	uint8_t met = CHISO_USED;

	for (uint32_t i = 0; i < n; i++)
		met |= fates[i];
	return met;
}

static int add_variant(struct aggregate *aggregate, struct variant *variant,
                       const struct vector *keys, const struct chiso_batch *whole)
{
	size_t n_terms = variant->call.n_terms;
	struct chiso_column *columns;
	struct chiso_batch own = *whole, *batch = &own;
	int status = variant_columns(variant, whole->columns, &columns,
	                             &aggregate->reader->scratch);

	if (status)
		return status;
	own.columns = columns;
	int is_plain = aggregate_is_plain(aggregate, variant);
	ones_clear(aggregate, variant, batch->n, is_plain);
	status = aggregate->use->map(&variant->call, batch, aggregate->terms, aggregate->fates);
	variant->call.ones = NULL;
	if (status) {
		report(aggregate->context, MSG_PLUGIN_FAILED, aggregate->spec->place,
		       aggregate->use->id);
		aggregate->is_broken = 1;
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	}
	if (!aggregate->ones.are_bits)
		ones_expand_some(aggregate, variant, 0, batch->n);
	aggregate->fates_met = fates_met(aggregate->fates, batch->n);
	if (is_plain)
		status = aggregate_add_plainly(aggregate, variant, keys, batch);
	else
		status = moments_part(aggregate) || twins_part(aggregate) ? CHISO_ENOMEM : CHISO_OK;
	if (is_plain && aggregate->fates_met <= CHISO_MISSING)
		return status;
	for (uint32_t i = 0; i < batch->n && !status; i++) {
		uint8_t fate = aggregate->fates[i];

		if (is_plain && (fate == CHISO_USED || fate == CHISO_MISSING))
			continue;
		uint32_t row = aggregate->rows[i], number = aggregate_own_variant(aggregate, row);
		struct contribution c = {
			.variant = &aggregate->applied->variants[number], .row = row, .fate = fate};
		status = add_record(aggregate, keys, batch, &c, aggregate->terms + i * n_terms);
	}
	return status;
}

/* Gives a variant the records that are its. */
static int add_chosen(struct aggregate *aggregate, struct variant *variant, const struct vector *keys,
                      struct chiso_batch *batch)
{
	int status = CHISO_OK;

	for (uint32_t from = 0; !status && !aggregate->is_broken; from += batch->n) {
		batch->n = aggregate_select(aggregate, variant, from);
		batch->rows = aggregate->rows;
		if (!batch->n)
			break;
		variant_begin(variant);
		aggregate->is_broken |= aggregate->applied->is_broken;
		if (!aggregate->is_broken)
			status = add_variant(aggregate, variant, keys, batch);
	}
	return status;
}

int aggregate_add(struct aggregate *aggregate)
{
	struct reader *reader = aggregate->reader;
	struct applied *applied = aggregate->applied;
	struct chiso_batch batch = {.rows = aggregate->every, .source = aggregate->source};
	uint8_t *bad = arena_new(&reader->scratch, reader->batch.n, 1);

	if (aggregate->is_broken)
		return CHISO_OK;
	if (!bad)
		return CHISO_ENOMEM;
	memcpy(bad, reader->batch.bad, reader->batch.n);
	/* Records that do not count must not be refused for their values either. */
	if (aggregate_choose(aggregate, bad) || aggregate_find_variants(aggregate))
		return CHISO_ENOMEM;
	batch.weight = aggregate->weights;
	batch.columns = columns_make(applied, aggregate->source, reader, reader->table,
	                             reader->batch.n, 0, bad, &reader->scratch);
	struct vector *keys = run_keys(aggregate);
	if (!batch.columns || !keys)
		return CHISO_ENOMEM;
	if (reader->project->rejects && add_refused(aggregate, keys, &batch, bad))
		return CHISO_ENOMEM;
	int status = drop_others(aggregate, keys, &batch, bad);
	aggregate_sort(aggregate, bad);
	for (uint32_t i = 0; i < applied->n_variants && !status && !aggregate->is_broken; i++)
		status = add_chosen(aggregate, &applied->variants[i], keys, &batch);
	return status;
}
