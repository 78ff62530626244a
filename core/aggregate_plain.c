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

static int add_row(struct aggregate *aggregate, const struct variant *variant, struct key_set *set,
                   uint32_t at, uint32_t i, const uint64_t *weighted,
                   const struct chiso_column *columns)
{
	const struct batch *batch = &aggregate->reader->batch;
	struct slot *slot = &set->slots[at];
	uint32_t row = aggregate->rows[i];

	slot->n_seen++;
	if (aggregate->fates[i] != CHISO_USED)
		return CHISO_OK;
	slot->variant = (uint32_t)(variant - aggregate->applied->variants);
	int status = sums_add_scaled(&set->sums, at,
	                             aggregate->terms + (size_t)i * aggregate->n_terms,
	                             aggregate->weights ? aggregate->weights[row] : 1,
	                             aggregate->weights ? weighted : NULL);
	if (status == CHISO_EDATA)
		report_row(aggregate->reader, row, -1, MSG_TERM_NOT_FINITE, "",
		           aggregate->use->id);
	if (status)
		return status == CHISO_EDATA ? CHISO_OK : status;
	slot->n_used++;
	if (slot->file != batch->file || slot->line > batch->line[row])
		slot_place(slot, batch->file, batch->line[row]);
	if (columns)
		slot->columns_seen |= aggregate_columns_present(variant, columns, row);
	return CHISO_OK;
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

/* Asks for what will be added to: groups lie scattered over more memory than is near. */
enum { AHEAD = 6 };
static void fetch(const struct key_set *set, uint32_t at)
{
#ifdef __GNUC__
	if (at == NO_SLOT)
		return;
	__builtin_prefetch(&set->slots[at], 1);
	const char *sums = sums_row(&set->sums, at);
	for (size_t i = 0; i < sums_row_size(&set->sums); i += 64)
		__builtin_prefetch(sums + i, 1);
#else
	(void)set;
	(void)at;
#endif
}

int aggregate_add_plainly(struct aggregate *aggregate, const struct variant *variant,
                          const struct vector *keys, const struct chiso_batch *whole)
{
	const uint64_t *weighted = find_weighted(aggregate, variant);
	uint64_t bound = columns_bound(variant, whole->columns);
	int status = weighted ? CHISO_OK : CHISO_ENOMEM;

	for (size_t s = 0; s < aggregate->n_sets && !status; s++) {
		struct key_set *set = &aggregate->sets[s];

		status = find_slots(aggregate, set, keys, whole->n);
		for (uint32_t i = 0; i < whole->n && !status; i++) {
			uint32_t at = aggregate->slots[i];

			if (i + AHEAD < whole->n)
				fetch(set, aggregate->slots[i + AHEAD]);
			if (at == NO_SLOT)
				continue;
			/* A group that has seen every column learns nothing new. */
			status = add_row(aggregate, variant, set, at, i,
			                 weighted,
			                 (set->slots[at].columns_seen & bound) == bound
			                         ? NULL
			                         : whole->columns);
		}
	}
	return status;
}
