/* SPDX-License-Identifier: MIT */
#include "moments.h"

#include "aggregate.h"
#include "spread.h"

#include <string.h>

#define NO_TERM UINT32_MAX

/* ---- which are needed ------------------------------------------------------------------------ */

size_t moments_find(const struct moments *moments, uint32_t a, uint32_t b)
{
	size_t i = MOMENT_PRODUCTS;

	while (i < moments->n && (moments->pairs[i - MOMENT_PRODUCTS].a != a ||
	                          moments->pairs[i - MOMENT_PRODUCTS].b != b))
		i++;
	return i;
}

static int need(struct aggregate *aggregate, uint32_t a, uint32_t b)
{
	struct moments *moments = &aggregate->moments;

	if (moments_find(moments, a, b) < moments->n)
		return CHISO_OK;
	if (GROW(&moments->pairs, moments->n - MOMENT_PRODUCTS, &moments->cap))
		return CHISO_ENOMEM;
	moments->pairs[moments->n++ - MOMENT_PRODUCTS] = (struct term_pair){a, b, NO_TERM, 0};
	return CHISO_OK;
}

static int need_for(struct aggregate *aggregate, struct quotient q)
{
	if (q.is_computed)
		return CHISO_OK;
	if (need(aggregate, q.numerator, q.numerator))
		return CHISO_ENOMEM;
	if (q.is_total)
		return CHISO_OK;
	return need(aggregate, q.numerator, q.denominator) ||
	                       need(aggregate, q.denominator, q.denominator)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int moments_plan(struct aggregate *aggregate)
{
	const struct applied *applied = aggregate->applied;
	int status = CHISO_OK;

	aggregate->moments.n = MOMENT_PRODUCTS;
	for (uint32_t v = 0; v < applied->n_variants; v++)
		for (uint32_t i = 0; i < applied->variants[v].call.n_cells && !status; i++)
			if (applied->variants[v].kept[i] != NOT_GIVEN)
				status = need_for(aggregate, applied->variants[v].quotients[i]);
	return status;
}

/* Which are added is known again. */
static void list_added(struct moments *moments)
{
	moments->n_added = 0;
	for (uint32_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		int is_added = moments->pairs[i].as == NO_TERM;

		moments->counted[MOMENT_PRODUCTS + i] = is_added ? UINT64_MAX : 0;
		moments->added[moments->n_added] = i;
		moments->n_added += (uint32_t)is_added;
	}
}

int moments_start(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	struct arena *arena = &aggregate->arena;
	size_t n = aggregate->n_terms;

	moments->counted = arena_new(arena, moments->n + SUMS_SPARE, sizeof *moments->counted);
	moments->added = arena_new(arena, moments->n, sizeof *moments->added);
	moments->not_one = arena_new(arena, n, sizeof *moments->not_one);
	moments->not_binary = arena_new(arena, n, sizeof *moments->not_binary);
	if (!moments->counted || !moments->added || !moments->not_one || !moments->not_binary)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < moments->n && i < MOMENT_PRODUCTS; i++)
		moments->counted[i] = UINT64_MAX;
	list_added(moments);
	return CHISO_OK;
}

void moments_of(const struct aggregate *aggregate, const struct variant *variant,
                const double *terms, double weight, double *out)
{
	const struct moments *moments = &aggregate->moments;
	uint32_t n = variant->call.n_terms;

	out[MOMENT_WEIGHTS] = weight;
	out[MOMENT_RECORDS] = weight != 0;
	for (uint32_t i = 0; i < moments->n_added; i++) {
		const struct term_pair *pair = &moments->pairs[moments->added[i]];
		/* Other variants may have more terms. */
		int is_in = pair->a < n && pair->b < n;

		out[MOMENT_PRODUCTS + moments->added[i]] =
			is_in ? weight * terms[pair->a] * terms[pair->b] : 0;
	}
}

/* ---- which are terms ------------------------------------------------------------------------- */

static inline uint64_t bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits;
}

/* Only 1 and 0 are their own squares. */
static inline void look_at_row(const double *restrict terms, size_t n, uint64_t *restrict not_one,
                               uint64_t *restrict not_binary)
{
	for (size_t t = 0; t < n; t++) {
		double x = terms[t];

		not_one[t] |= bits_of(x - 1);
		not_binary[t] |= bits_of(x * x - x);
	}
}

/* Whether there is a record that is used. */
static int look_at_rows(struct aggregate *aggregate, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	size_t n_terms = aggregate->n_terms;
	int is_used = 0;

	memset(moments->not_one, 0, n_terms * sizeof *moments->not_one);
	memset(moments->not_binary, 0, n_terms * sizeof *moments->not_binary);
	for (uint32_t i = 0; i < n; i++) {
		if (aggregate->fates[i] != CHISO_USED)
			continue;
		look_at_row(aggregate->terms + i * n_terms, n_terms, moments->not_one,
		            moments->not_binary);
		is_used = 1;
	}
	return is_used;
}

/* The term that a product is in all records of the batch; NO_TERM: it is not, or is weighted in
 * another way. */
static uint32_t same_as(const struct aggregate *aggregate, const struct term_pair *pair)
{
	const struct moments *moments = &aggregate->moments;
	uint32_t as = NO_TERM;

	if (pair->a == pair->b)
		as = moments->not_binary[pair->a] ? NO_TERM : pair->a;
	else if (!moments->not_one[pair->b])
		as = pair->a;
	else if (!moments->not_one[pair->a])
		as = pair->b;
	return as != NO_TERM && (!aggregate->weights || aggregate->twins.scaled[as]) ? as : NO_TERM;
}

/* ---- parting --------------------------------------------------------------------------------- */

/* Adds to the products that part what has been added of their terms, a cluster at a time. */
static int take_terms(const struct aggregate *aggregate, struct spread *spread, uint32_t entry)
{
	const struct moments *moments = &aggregate->moments;
	uint32_t slot = groups_key(&spread->entries, entry)[0];
	int status = CHISO_OK;

	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n && !status; i++)
		if (moments->pairs[i].parts)
			status = sums_merge_one(
				&spread->moments, slot, MOMENT_PRODUCTS + i, &spread->sums, entry,
				twins_added_as(&aggregate->twins, moments->pairs[i].as));
	return status;
}

/* Gives the products that part their own sums. */
static int part(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	int status = CHISO_OK;

	for (size_t s = 0; s < aggregate->n_sets; s++) {
		struct spread *spread = aggregate->sets[s].spread;

		for (uint32_t i = 0; spread && i < spread->entries.n && !status; i++)
			status = take_terms(aggregate, spread, i);
	}
	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		if (moments->pairs[i].parts)
			moments->pairs[i].as = NO_TERM;
		moments->pairs[i].parts = 0;
	}
	list_added(moments);
	return status;
}

int moments_part(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	size_t n_pairs = moments->n ? moments->n - MOMENT_PRODUCTS : 0;

	moments->is_known = 1;
	for (size_t i = 0; i < n_pairs; i++)
		moments->pairs[i].parts = moments->pairs[i].as != NO_TERM;
	return moments->n_added < n_pairs ? part(aggregate) : CHISO_OK;
}

/* Finds which products are terms. */
static void find_terms(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;

	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++)
		moments->pairs[i].as = same_as(aggregate, &moments->pairs[i]);
	moments->is_known = 1;
	list_added(moments);
}

int moments_look(struct aggregate *aggregate, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	size_t n_pairs = moments->n - MOMENT_PRODUCTS;
	int do_part = 0;

	if ((moments->is_known && moments->n_added == n_pairs) || !look_at_rows(aggregate, n))
		return CHISO_OK;
	if (!moments->is_known) {
		find_terms(aggregate);
		return CHISO_OK;
	}
	for (size_t i = 0; i < n_pairs; i++) {
		struct term_pair *pair = &moments->pairs[i];

		pair->parts = pair->as != NO_TERM && same_as(aggregate, pair) != pair->as;
		do_part |= pair->parts;
	}
	return do_part ? part(aggregate) : CHISO_OK;
}
