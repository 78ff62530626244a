/* SPDX-License-Identifier: MIT */
#include "moments.h"

#include "aggregate.h"
#include "cpu.h"
#include "spread.h"

#include <string.h>

#define NO_TERM UINT32_MAX
enum { FOUR = 4 }; /* terms that are looked at together */

/* ---- which are needed ------------------------------------------------------------------------ */

size_t moments_find(const struct moments *moments, uint32_t a, uint32_t b)
{
	uint32_t i = moments->first[a];

	while (i && moments->pairs[i - 1].b != b)
		i = moments->pairs[i - 1].next;
	return i ? MOMENT_PRODUCTS + i - 1 : moments->n;
}

static int need(struct aggregate *aggregate, uint32_t a, uint32_t b)
{
	struct moments *moments = &aggregate->moments;

	if (moments_find(moments, a, b) < moments->n)
		return CHISO_OK;
	if (GROW(&moments->pairs, moments->n - MOMENT_PRODUCTS, &moments->cap))
		return CHISO_ENOMEM;
	moments->pairs[moments->n++ - MOMENT_PRODUCTS] =
		(struct term_pair){a, b, NO_TERM, 0, moments->first[a]};
	moments->first[a] = (uint32_t)(moments->n - MOMENT_PRODUCTS);
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
	aggregate->moments.first =
		arena_new(&aggregate->arena, applied->n_terms, sizeof *aggregate->moments.first);
	if (!aggregate->moments.first)
		return CHISO_ENOMEM;
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

/* Which terms are to be looked at, four by four. */
static void list_fours(struct moments *moments, uint32_t n_terms)
{
	for (uint32_t first = 0; first < n_terms; first += FOUR) {
		int is_in = 0;

		for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n && !is_in; i++)
			is_in = moments->pairs[i].a / FOUR == first / FOUR ||
			        moments->pairs[i].b / FOUR == first / FOUR;
		moments->fours[moments->n_fours] = first;
		moments->n_fours += (uint32_t)is_in;
	}
}

int moments_start(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	struct arena *arena = &aggregate->arena;
	size_t n = aggregate->n_terms;

	moments->counted = arena_new(arena, moments->n + SUMS_SPARE, sizeof *moments->counted);
	moments->added = arena_new(arena, moments->n, sizeof *moments->added);
	moments->parting = arena_new(arena, moments->n, sizeof *moments->parting);
	moments->fours = arena_new(arena, n + 1, sizeof *moments->fours);
	moments->used = arena_new(arena, BATCH_ROWS, sizeof *moments->used);
	moments->not_one = arena_new(arena, n + FOUR, sizeof *moments->not_one);
	moments->not_binary = arena_new(arena, n + FOUR, sizeof *moments->not_binary);
	if (!moments->counted || !moments->added || !moments->parting || !moments->fours || !moments->used ||
	    !moments->not_one || !moments->not_binary)
		return CHISO_ENOMEM;
	list_fours(moments, aggregate->n_terms);
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

/* Four terms of the records that are used; the last of a record may be followed by what is none.  Only 1
 * and 0 are their own squares. */
#ifdef __GNUC__
/* Only vectors can be declared in no other way than by a typedef. */
typedef double four_terms __attribute__((vector_size(32), aligned(8), may_alias));
typedef uint64_t four_masks __attribute__((vector_size(32), aligned(8), may_alias));

__attribute__((always_inline)) static inline void
look_at_fours(struct moments *moments, const double *terms, uint32_t n_used)
{
	for (uint32_t k = 0; k < moments->n_fours; k++) {
		const double *four = terms + moments->fours[k];
		four_masks not_one = {0}, not_binary = {0};

		for (uint32_t i = 0; i < n_used; i++) {
			four_terms x = *(const four_terms *)(four + moments->used[i]);

			not_one |= (four_masks)(x - 1);
			not_binary |= (four_masks)(x * x - x);
		}
		*(four_masks *)(moments->not_one + moments->fours[k]) = not_one;
		*(four_masks *)(moments->not_binary + moments->fours[k]) = not_binary;
	}
}
#else
static uint64_t bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits;
}

static void look_at_fours(struct moments *moments, const double *terms, uint32_t n_used)
{
	for (uint32_t k = 0; k < moments->n_fours * FOUR; k++) {
		uint32_t t = moments->fours[k / FOUR] + k % FOUR;

		moments->not_one[t] = moments->not_binary[t] = 0;
		for (uint32_t i = 0; i < n_used; i++) {
			double x = terms[moments->used[i] + t];

			moments->not_one[t] |= bits_of(x - 1);
			moments->not_binary[t] |= bits_of(x * x - x);
		}
	}
}
#endif

#if defined __GNUC__ && defined __x86_64__
__attribute__((target("avx2"))) static void look_widely(struct moments *moments, const double *terms,
                                                        uint32_t n_used)
{
	look_at_fours(moments, terms, n_used);
}
#else
static void look_widely(struct moments *moments, const double *terms, uint32_t n_used)
{
	look_at_fours(moments, terms, n_used);
}
#endif

/* Whether there is a record that is used. */
static int look_at_rows(struct aggregate *aggregate, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	uint32_t n_used = 0;

	for (uint32_t i = 0; i < n; i++) {
		moments->used[n_used] = i * aggregate->n_terms;
		n_used += aggregate->fates[i] == CHISO_USED;
	}
	if (n_used && cpu_is_wide())
		look_widely(moments, aggregate->terms, n_used);
	else if (n_used)
		look_at_fours(moments, aggregate->terms, n_used);
	return n_used > 0;
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
static int take_terms(const struct aggregate *aggregate, struct spread *spread, uint32_t n_parting)
{
	const struct moments *moments = &aggregate->moments;
	int status = CHISO_OK;

	for (uint32_t entry = 0; entry < spread->entries.n; entry++) {
		uint32_t slot = groups_key(&spread->entries, entry)[0];

		for (uint32_t i = 0; i < n_parting && !status; i++)
			status = sums_merge_one(&spread->moments, slot,
			                        MOMENT_PRODUCTS + moments->parting[i].pair, &spread->sums,
			                        entry, moments->parting[i].added_as);
	}
	return status;
}

/* Which products part, and whose sums they have so far. */
static uint32_t list_parting(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	uint32_t n = 0;

	for (uint32_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++)
		if (moments->pairs[i].parts)
			moments->parting[n++] = (struct parting){
				i, twins_added_as(&aggregate->twins, moments->pairs[i].as)};
	return n;
}

/* Gives the products that part their own sums. */
static int part(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	uint32_t n_parting = list_parting(aggregate);
	int status = CHISO_OK;

	for (size_t s = 0; s < aggregate->n_sets && !status; s++)
		if (aggregate->sets[s].spread)
			status = take_terms(aggregate, aggregate->sets[s].spread, n_parting);
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
