/* SPDX-License-Identifier: MIT */
/* What most records are: figures with nothing said about them, each record itself, added to sums.
 * Millions of them are added here; aggregate_add.c knows all the others. */
#include "aggregate.h"

#include "context.h"

int aggregate_is_plain(const struct aggregate *aggregate, const struct variant *variant)
{
	const struct reader *reader = aggregate->reader;

	for (size_t i = 0; i < aggregate->n_sets; i++)
		if (aggregate->sets[i].spread)
			return 0;
	return !aggregate->use->state && !aggregate->moments.n &&
	       !(aggregate->use->flags & CHISO_AS_REPORTED) && !reader->batch.frequency &&
	       !reader->batch.has_marks && !reader->batch.has_adjusted && !reader->n_qualified &&
	       variant->call.n_terms == aggregate->n_terms;
}

/* Which terms take the weight of their record: all ones.  NULL: no memory. */
static uint64_t *find_weighted(const struct aggregate *aggregate, const struct variant *variant)
{
	uint64_t *which =
		arena_new(&aggregate->reader->scratch, aggregate->n_terms, sizeof *which);

	for (uint32_t t = 0; which && t < aggregate->n_terms; t++) {
		const struct chiso_term *term =
			chiso_term_at(aggregate->use, variant->terms[t].row);

		which[t] = term->field.flags & CHISO_UNWEIGHTED ? 0 : UINT64_MAX;
	}
	return which;
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

/* What is known of the records of a group: so little that it stays near for many groups. */
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

static int add_row(struct aggregate *aggregate, struct key_set *set, uint32_t at, uint32_t i,
                   const uint64_t *weighted)
{
	struct plain_count *count = &set->plain[at];
	uint32_t row = aggregate->rows[i], line = aggregate->reader->batch.line[row];

	count->n_seen++;
	if (aggregate->fates[i] != CHISO_USED)
		return CHISO_OK;
	int status = sums_add_scaled(&set->sums, at,
	                             aggregate->terms + (size_t)i * aggregate->n_terms,
	                             aggregate->weights ? aggregate->weights[row] : 1,
	                             aggregate->weights ? weighted : NULL);
	if (status == CHISO_EDATA)
		report_row(aggregate->reader, row, -1, MSG_TERM_NOT_FINITE, "",
		           aggregate->use->id);
	if (status)
		return status == CHISO_EDATA ? CHISO_OK : status;
	if (!count->n_used++ || line < count->line)
		count->line = line;
	return CHISO_OK;
}

static void settle_set(struct key_set *set, const char *file)
{
	for (size_t i = 0; i < set->plain_cap && i < set->groups.n; i++) {
		struct plain_count *count = &set->plain[i];
		struct slot *slot = &set->slots[i];

		slot->n_seen += count->n_seen;
		slot->n_used += count->n_used;
		if (count->n_used)
			slot_place(slot, file, count->line);
		count->n_seen = count->n_used = 0;
	}
}

void aggregate_settle(struct aggregate *aggregate)
{
	for (size_t s = 0; s < aggregate->n_sets && aggregate->n_plain; s++)
		settle_set(&aggregate->sets[s], aggregate->plain_file);
	aggregate->n_plain = 0;
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
	}
	return CHISO_OK;
}

/* Adds the records of a batch to one set.  Groups lie scattered over more memory than is near, so they
 * are asked for some records ahead. */
static int add_to_set(struct aggregate *aggregate, const struct variant *variant, struct key_set *set,
                      const struct chiso_batch *whole, const uint64_t *weighted)
{
	enum { AHEAD = 8 };
	uint32_t number = (uint32_t)(variant - aggregate->applied->variants);
	uint64_t bound = columns_bound(variant, whole->columns);
	int status = CHISO_OK;

	for (uint32_t i = 0; i < whole->n && !status; i++) {
		uint32_t at = aggregate->slots[i];

		if (i + AHEAD < whole->n && aggregate->slots[i + AHEAD] != NO_SLOT)
			sums_expect(&set->sums, aggregate->slots[i + AHEAD],
			            aggregate->terms + (size_t)(i + AHEAD) * aggregate->n_terms);
		if (at == NO_SLOT)
			continue;
		if (!set->plain[at].sees_all && aggregate->fates[i] == CHISO_USED) {
			set->slots[at].variant = number;
			see_columns(&set->slots[at], &set->plain[at], variant, whole->columns,
			            aggregate->rows[i], bound);
		}
		status = add_row(aggregate, set, at, i, weighted);
	}
	return status;
}

int aggregate_add_plainly(struct aggregate *aggregate, const struct variant *variant,
                          const struct vector *keys, const struct chiso_batch *whole)
{
	const struct batch *batch = &aggregate->reader->batch;
	const uint64_t *weighted = find_weighted(aggregate, variant);
	int status = weighted ? CHISO_OK : CHISO_ENOMEM;

	if (aggregate->plain_file != batch->file || aggregate->n_plain > UINT32_MAX - BATCH_ROWS)
		aggregate_settle(aggregate);
	aggregate->plain_file = batch->file;
	aggregate->n_plain += whole->n;
	for (size_t s = 0; s < aggregate->n_sets && !status; s++) {
		struct key_set *set = &aggregate->sets[s];

		status = find_slots(aggregate, set, keys, whole->n);
		if (!status)
			status = WIDEN(&set->plain, &set->plain_cap, set->groups.n);
		if (!status)
			status = add_to_set(aggregate, variant, set, whole, weighted);
	}
	return status;
}
