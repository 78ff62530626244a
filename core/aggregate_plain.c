/* SPDX-License-Identifier: MIT */
/* What most records are: figures with nothing said about them, each record itself, added to sums.
 * Millions of them are added here; aggregate_add.c knows all the others. */
#include "aggregate.h"

#include "context.h"
#include "deff.h"
#include "spread.h"

/* So far ahead the sums that a record is added to are asked for. */
enum { AHEAD = 8 };

int aggregate_start_plain(struct aggregate *aggregate)
{
	aggregate->products = arena_new(&aggregate->arena, (AHEAD + 1) * aggregate->moments.n,
	                                sizeof *aggregate->products);
	aggregate->products_seen =
		arena_new(&aggregate->arena, AHEAD + 1, sizeof *aggregate->products_seen);
	return aggregate->products && aggregate->products_seen ? CHISO_OK : CHISO_ENOMEM;
}

int aggregate_is_plain(const struct aggregate *aggregate, const struct variant *variant)
{
	const struct reader *reader = aggregate->reader;

	for (size_t i = 0; i < aggregate->n_sets; i++)
		if (aggregate->sets[i].spread && aggregate->sets[i].spread->is_jackknifed)
			return 0;
	return !aggregate->use->state &&
	       !(aggregate->use->flags & CHISO_AS_REPORTED) && !reader->batch.frequency &&
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

/* What is known of the records of a group, in front of its sums: so little is touched of groups that lie
 * scattered over more memory than is near. */
struct plain_count {
	uint32_t n_seen, n_used;
	uint32_t line;     /* of the first one that is used */
	uint32_t sees_all; /* records have had every column */
};

/* A group that has seen every column learns nothing new. */
static void see_columns(struct slot *slot, struct plain_count *count, const struct variant *variant,
                        const struct chiso_column *columns, uint32_t row, uint64_t bound)
{
	slot->columns_seen |= aggregate_columns_present(variant, columns, row);
	count->sees_all = (slot->columns_seen & bound) == bound;
}

/* The slot whose sums, or those of one of its clusters, are the at-th. */
static uint32_t slot_at(const struct key_set *set, uint32_t at)
{
	return set->spread ? groups_key(&set->spread->entries, at)[0] : at;
}

/* Room for the moments of the i-th record, until it has been added. */
static double *moments_at(const struct aggregate *aggregate, uint32_t i)
{
	return aggregate->products + i % (AHEAD + 1) * aggregate->moments.n;
}

static struct sums_plan plan_of(const struct aggregate *aggregate, struct key_set *set)
{
	const struct twins *twins = &aggregate->twins;

	return (struct sums_plan){twins->scaled, twins->counted, sums_fours(aggregate_sums(set), twins->counted)};
}

static int add_moments(struct aggregate *aggregate, struct spread *spread, uint32_t slot, uint32_t i)
{
	int status = sums_add_seen(&spread->moments, slot, moments_at(aggregate, i), 1, NULL,
	                           aggregate->products_seen[i % (AHEAD + 1)]);

	if (status != CHISO_EDATA)
		return status;
	spread->is_overflown = 1;
	return CHISO_OK;
}

/* Adds the i-th record of the batch. */
static int add_row(struct aggregate *aggregate, struct key_set *set, const struct sums_plan *plan,
                   uint32_t i)
{
	uint32_t at = aggregate->slots[i], row = aggregate->rows[i];
	struct sums *sums = aggregate_sums(set);
	struct plain_count *count = sums_head(sums, at);
	uint32_t line = aggregate->reader->batch.line[row];

	count->n_seen++;
	if (aggregate->fates[i] != CHISO_USED)
		return CHISO_OK;
	int status = sums_add_seen(sums, at, aggregate->terms + (size_t)i * aggregate->n_terms,
	                           aggregate->weights ? aggregate->weights[row] : 1, plan,
	                           aggregate->seen[i]);
	if (status == CHISO_EDATA)
		report_row(aggregate->reader, row, -1, MSG_TERM_NOT_FINITE, "",
		           aggregate->use->id);
	if (status)
		return status == CHISO_EDATA ? CHISO_OK : status;
	if (!count->n_used++ || line < count->line)
		count->line = line;
	return set->spread ? add_moments(aggregate, set->spread, slot_at(set, at), i) : CHISO_OK;
}

static void settle_counts(struct aggregate *aggregate)
{
	for (size_t s = 0; s < aggregate->n_sets && aggregate->n_plain; s++) {
		struct key_set *set = &aggregate->sets[s];
		const struct sums *sums = aggregate_sums(set);
		size_t n = set->spread ? set->spread->entries.n : set->groups.n;

		for (uint32_t i = 0; i < n; i++) {
			struct plain_count *count = sums_head(sums, i);
			struct slot *slot = &set->slots[slot_at(set, i)];

			slot->n_seen += count->n_seen;
			slot->n_used += count->n_used;
			if (count->n_used)
				slot_place(slot, aggregate->plain_file, count->line);
			count->n_seen = count->n_used = 0;
		}
	}
	aggregate->n_plain = 0;
}

int aggregate_settle(struct aggregate *aggregate)
{
	settle_counts(aggregate);
	int status = twins_part(aggregate);
	for (size_t s = 0; s < aggregate->n_sets && !status; s++)
		if (aggregate->sets[s].spread)
			status = spread_settle(&aggregate->sets[s]);
	return status;
}

/* The sums of the i-th record's cluster.  One that lacks something has none to add. */
static uint32_t find_entry(struct aggregate *aggregate, struct key_set *set, uint32_t i, uint32_t at)
{
	struct spread *spread = set->spread;

	spread->is_unsettled = 1;
	return spread_entry(aggregate, set, at,
	                    aggregate->reader->batch.cluster[aggregate->rows[i]]);
}

/* The slots of the records of a batch that are used or lack something; NO_SLOT: others. */
static int find_slots(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                      uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint8_t fate = aggregate->fates[i];
		uint32_t *at = &aggregate->slots[i];

		*at = NO_SLOT;
		if (fate != CHISO_USED && fate != CHISO_MISSING)
			continue;
		*at = aggregate_slot(aggregate, set, keys, aggregate->rows[i]);
		if (*at == NO_SLOT)
			return CHISO_ENOMEM;
		if (!set->spread)
			continue;
		if (fate != CHISO_USED) {
			set->slots[*at].n_seen++;
			*at = NO_SLOT;
			continue;
		}
		*at = find_entry(aggregate, set, i, *at);
		if (*at == NO_SLOT)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* Looks at the terms of the i-th record, and has its group come near. */
static void look_at_row(struct aggregate *aggregate, struct key_set *set,
                        const struct variant *variant, const struct sums_plan *plan, uint32_t i)
{
	const double *terms = aggregate->terms + (size_t)i * aggregate->n_terms;
	uint32_t row = aggregate->rows[i], at = aggregate->slots[i];
	double weight = aggregate->weights ? aggregate->weights[row] : 1;

	if (at == NO_SLOT)
		return;
	aggregate->seen[i] = sums_look(aggregate_sums(set), at, terms, weight, plan);
	if (!set->spread)
		return;
	moments_of(aggregate, variant, terms, weight, moments_at(aggregate, i));
	aggregate->products_seen[i % (AHEAD + 1)] = sums_look(
		&set->spread->moments, slot_at(set, at), moments_at(aggregate, i), 1, NULL);
}

static int add_to_set(struct aggregate *aggregate, const struct variant *variant, struct key_set *set,
                      const struct chiso_batch *whole)
{
	const struct sums *sums = aggregate_sums(set);
	uint32_t number = (uint32_t)(variant - aggregate->applied->variants);
	uint64_t bound = columns_bound(variant, whole->columns);
	const struct sums_plan plan = plan_of(aggregate, set);
	int status = CHISO_OK;

	for (uint32_t i = 0; i < AHEAD && i < whole->n; i++)
		look_at_row(aggregate, set, variant, &plan, i);
	for (uint32_t i = 0; i < whole->n && !status; i++) {
		uint32_t at = aggregate->slots[i];

		if (i + AHEAD < whole->n)
			look_at_row(aggregate, set, variant, &plan, i + AHEAD);
		if (at == NO_SLOT)
			continue;
		struct plain_count *count = sums_head(sums, at);
		if (!count->sees_all && aggregate->fates[i] == CHISO_USED) {
			struct slot *slot = &set->slots[slot_at(set, at)];

			slot->variant = number;
			see_columns(slot, count, variant, whole->columns,
			            aggregate->rows[i], bound);
		}
		status = add_row(aggregate, set, &plan, i);
	}
	return status;
}

int aggregate_add_plainly(struct aggregate *aggregate, const struct variant *variant,
                          const struct vector *keys, const struct chiso_batch *whole)
{
	const struct batch *batch = &aggregate->reader->batch;
	int status = twins_look(aggregate, variant, whole->n);

	if (aggregate->plain_file != batch->file || aggregate->n_plain > UINT32_MAX - BATCH_ROWS)
		settle_counts(aggregate);
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
