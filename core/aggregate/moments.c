/* SPDX-License-Identifier: MIT */
#include "aggregate/moments.h"

#include "aggregate/aggregate.h"
#include "aggregate/spread.h"
#include "base/cpu.h"
#include "base/grow.h"

#include <string.h>

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
	aggregate->moments.weights_as = NO_TERM;
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

void moments_list(struct moments *moments)
{
	moments->n_added = 0;
	moments->n_listed = NO_TERM;
	if (moments->n) {
		moments->counted[MOMENT_WEIGHTS] = moments->weights_as == NO_TERM ? UINT64_MAX : 0;
		moments->counted[MOMENT_RECORDS] = moments->counts_records ? 0 : UINT64_MAX;
	}
	for (uint32_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		int is_added = moments->pairs[i].as == NO_TERM;

		moments->counted[MOMENT_PRODUCTS + i] = is_added ? UINT64_MAX : 0;
		moments->added[moments->n_added] = i;
		moments->n_added += (uint32_t)is_added;
	}
}

void moments_list_fours(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;

	if (moments->n_twins == aggregate->twins.n)
		return;
	moments->n_twins = aggregate->twins.n;
	moments->n_fours = 0;
	for (uint32_t t = 0; t < aggregate->n_terms; t++)
		moments->own[t] = twins_added_as(&aggregate->twins, t);
	for (uint32_t first = 0; first < aggregate->n_terms; first += MOMENT_FOUR) {
		int is_in = 0;

		for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n && !is_in; i++)
			is_in = moments->own[moments->pairs[i].a] / MOMENT_FOUR == first / MOMENT_FOUR ||
			        moments->own[moments->pairs[i].b] / MOMENT_FOUR == first / MOMENT_FOUR;
		moments->fours[moments->n_fours] = first;
		moments->n_fours += (uint32_t)is_in;
	}
}

int moments_start(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	struct arena *arena = &aggregate->arena;
	size_t n = aggregate->n_terms;
	/* Without moments nobody asks which records bring something to them. */
	size_t n_rows = moments->n ? aggregate->reader->batch.room : 0;

	moments->counted = arena_new(arena, moments->n + SUMS_SPARE, sizeof *moments->counted);
	moments->kept = arena_new(arena, moments->n + SUMS_SPARE, sizeof *moments->kept);
	moments->place = arena_new(arena, moments->n, sizeof *moments->place);
	moments->added = arena_new(arena, moments->n, sizeof *moments->added);
	moments->parting = arena_new(arena, moments->n, sizeof *moments->parting);
	moments->fours = arena_new(arena, n + 1, sizeof *moments->fours);
	moments->own = arena_new(arena, n, sizeof *moments->own);
	moments->used = arena_room(arena, n_rows, sizeof *moments->used);
	moments->not_one = arena_new(arena, n + MOMENT_FOUR, sizeof *moments->not_one);
	moments->not_binary = arena_new(arena, n + MOMENT_FOUR, sizeof *moments->not_binary);
	moments->as_binary = arena_new(arena, n + MOMENT_FOUR, sizeof *moments->as_binary);
	moments->binary_fours = arena_new(arena, n + 1, sizeof *moments->binary_fours);
	moments->watched = arena_new(arena, 2 * n, sizeof *moments->watched);
	moments->as_one = arena_new(arena, sums_words((uint32_t)n), sizeof *moments->as_one);
	moments->as_bringing = arena_new(arena, sums_words((uint32_t)n), sizeof *moments->as_bringing);
	if (!moments->as_one || !moments->as_bringing)
		return CHISO_ENOMEM;
	moments->room = arena_room(arena, n_rows, sizeof *moments->room);
	if (!moments->as_binary || !moments->binary_fours || !moments->kept || !moments->place ||
	    !moments->watched || !moments->room)
		return CHISO_ENOMEM;
	if (!moments->counted || !moments->added || !moments->parting || !moments->fours || !moments->used ||
	    !moments->not_one || !moments->not_binary || !moments->own)
		return CHISO_ENOMEM;
	moments->n_twins = NO_TERM;
	moments_list(moments);
	return CHISO_OK;
}

/* A term of a record, which may be one of its bits. */
static double term_of(const struct variant *variant, const uint64_t *bits, const double *terms, uint32_t term)
{
	return bits && sums_bit(variant->binary, term) ? (double)sums_bit(bits, term) : terms[term];
}

void moments_of(const struct aggregate *aggregate, const struct variant *variant, const uint64_t *bits,
                const double *terms, double weight, double *out)
{
	const struct moments *moments = &aggregate->moments;
	const uint32_t *place = moments->place;
	uint32_t n = variant->call.n_terms;

	if (place[MOMENT_WEIGHTS])
		out[place[MOMENT_WEIGHTS] - 1] = weight;
	if (place[MOMENT_RECORDS])
		out[place[MOMENT_RECORDS] - 1] = weight != 0;
	for (uint32_t i = 0; i < moments->n_added; i++) {
		const struct term_pair *pair = &moments->pairs[moments->added[i]];
		/* Other variants may have more terms. */
		int is_in = pair->a < n && pair->b < n;

		out[place[MOMENT_PRODUCTS + moments->added[i]] - 1] =
			is_in ? weight * term_of(variant, bits, terms, pair->a) *
					term_of(variant, bits, terms, pair->b)
			      : 0;
	}
}

/* ---- which are terms ------------------------------------------------------------------------- */

/* Four terms of the records that are used; the last of a record may be followed by what is none.  Only 1
 * and 0 are their own squares. */
#ifdef __GNUC__
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
	for (uint32_t k = 0; k < moments->n_fours * MOMENT_FOUR; k++) {
		uint32_t t = moments->fours[k / MOMENT_FOUR] + k % MOMENT_FOUR;

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

static void look_at_rows(struct aggregate *aggregate, const struct variant *variant, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	const struct sums_rows *adds = &aggregate->adds;

	moments_list_fours(aggregate);
	ones_expand_some(aggregate, variant, 0, n);
	moments->lacks_weight = 0;
	for (size_t k = 0; k < adds->n; k++) {
		uint32_t i = adds->list[k];

		moments->used[k] = i * aggregate->n_terms;
		moments->lacks_weight |= adds->factors && adds->factors[i] == 0;
	}
	if (cpu_is_wide())
		look_widely(moments, aggregate->terms, (uint32_t)adds->n);
	else
		look_at_fours(moments, aggregate->terms, (uint32_t)adds->n);
}

/* The term that a product is in all records of the batch; NO_TERM: it is not, or is weighted in
 * another way. */
static uint32_t same_as(const struct aggregate *aggregate, const struct term_pair *pair)
{
	const struct moments *moments = &aggregate->moments;
	uint32_t as = NO_TERM;

	if (pair->a == pair->b)
		as = moments->not_binary[moments->own[pair->a]] ? NO_TERM : pair->a;
	else if (!moments->not_one[moments->own[pair->b]])
		as = pair->a;
	else if (!moments->not_one[moments->own[pair->a]])
		as = pair->b;
	return as != NO_TERM && (!aggregate->weights || aggregate->twins.scaled[as]) ? as : NO_TERM;
}

/* Whether a term is 1 in all records of the batch, and takes their weights. */
static int is_weight(const struct aggregate *aggregate, uint32_t term)
{
	return !aggregate->moments.not_one[aggregate->moments.own[term]] &&
	       (!aggregate->weights || aggregate->twins.scaled[term]);
}

/* Finds which moments need not be added. */
static void find_terms(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;

	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		moments->pairs[i].as = same_as(aggregate, &moments->pairs[i]);
		if (moments->weights_as == NO_TERM && is_weight(aggregate, moments->pairs[i].a))
			moments->weights_as = moments->pairs[i].a;
	}
	moments->counts_records = !moments->lacks_weight;
	moments->is_known = 1;
	moments_list(moments);
}

/* Finds those that part. */
static int part_some(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	int weights_part = moments->weights_as != NO_TERM && !is_weight(aggregate, moments->weights_as);
	int records_part = moments->counts_records && moments->lacks_weight, do_part = 0;

	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		struct term_pair *pair = &moments->pairs[i];

		pair->parts = pair->as != NO_TERM && same_as(aggregate, pair) != pair->as;
		do_part |= pair->parts;
	}
	return do_part || weights_part || records_part
	               ? moments_part_some(aggregate, weights_part, records_part)
	               : CHISO_OK;
}

int moments_look(struct aggregate *aggregate, const struct variant *variant, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	int status = CHISO_OK;

	if (moments->is_known && moments_watch(aggregate, n))
		return CHISO_OK;
	if (!aggregate->adds.n)
		return CHISO_OK;
	look_at_rows(aggregate, variant, n);
	if (moments->is_known) {
		status = part_some(aggregate);
	} else {
		find_terms(aggregate);
		status = moments_place(aggregate);
	}
	/* Where nothing has changed who brings something has been found. */
	if (!status && moments->n_listed == NO_TERM)
		moments_watch(aggregate, n);
	return status;
}
