/* SPDX-License-Identifier: MIT */
#include "aggregate/moments.h"

#include "aggregate/aggregate.h"
#include "aggregate/spread.h"
#include "base/cpu.h"
#include "base/grow.h"

#include <string.h>

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

/* Which terms are to be looked at, four by four.  It is found out again when twins have parted. */
static void list_fours(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;

	if (moments->n_twins == aggregate->twins.n)
		return;
	moments->n_twins = aggregate->twins.n;
	moments->n_fours = 0;
	for (uint32_t t = 0; t < aggregate->n_terms; t++)
		moments->own[t] = twins_added_as(&aggregate->twins, t);
	for (uint32_t first = 0; first < aggregate->n_terms; first += FOUR) {
		int is_in = 0;

		for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n && !is_in; i++)
			is_in = moments->own[moments->pairs[i].a] / FOUR == first / FOUR ||
			        moments->own[moments->pairs[i].b] / FOUR == first / FOUR;
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
	moments->kept = arena_new(arena, moments->n + SUMS_SPARE, sizeof *moments->kept);
	moments->place = arena_new(arena, moments->n, sizeof *moments->place);
	moments->added = arena_new(arena, moments->n, sizeof *moments->added);
	moments->parting = arena_new(arena, moments->n, sizeof *moments->parting);
	moments->fours = arena_new(arena, n + 1, sizeof *moments->fours);
	moments->own = arena_new(arena, n, sizeof *moments->own);
	moments->used = arena_new(arena, BATCH_ROWS, sizeof *moments->used);
	moments->not_one = arena_new(arena, n + FOUR, sizeof *moments->not_one);
	moments->not_binary = arena_new(arena, n + FOUR, sizeof *moments->not_binary);
	moments->as_binary = arena_new(arena, n + FOUR, sizeof *moments->as_binary);
	moments->binary_fours = arena_new(arena, n + 1, sizeof *moments->binary_fours);
	moments->ones = arena_new(arena, n, sizeof *moments->ones);
	if (!moments->as_binary || !moments->binary_fours || !moments->ones || !moments->kept ||
	    !moments->place)
		return CHISO_ENOMEM;
	if (!moments->counted || !moments->added || !moments->parting || !moments->fours || !moments->used ||
	    !moments->not_one || !moments->not_binary || !moments->own)
		return CHISO_ENOMEM;
	moments->n_twins = NO_TERM;
	moments_list(moments);
	return CHISO_OK;
}

void moments_of(const struct aggregate *aggregate, const struct variant *variant,
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
	const double *weights = aggregate->weights;
	uint32_t n_used = 0;

	list_fours(aggregate);
	moments->lacks_weight = 0;
	for (uint32_t i = 0; i < n; i++) {
		int is_used = aggregate->fates[i] == CHISO_USED;

		moments->used[n_used] = i * aggregate->n_terms;
		n_used += (uint32_t)is_used;
		moments->lacks_weight |= is_used & (weights && weights[aggregate->rows[i]] == 0);
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

/* ---- whether they still are ------------------------------------------------------------------- */

static void list_one(struct moments *moments, uint32_t term)
{
	uint32_t own = moments->own[term];

	for (uint32_t i = 0; i < moments->n_ones; i++)
		if (moments->ones[i] == own)
			return;
	moments->ones[moments->n_ones++] = own;
}

/* Lists what the moments that are not added rest on. */
static void list_assumed(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;

	list_fours(aggregate);
	memset(moments->as_binary, 0, aggregate->n_terms * sizeof *moments->as_binary);
	moments->n_binary_fours = moments->n_ones = 0;
	if (moments->weights_as != NO_TERM)
		list_one(moments, moments->weights_as);
	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		const struct term_pair *pair = &moments->pairs[i];

		if (pair->as != NO_TERM && pair->a == pair->b)
			moments->as_binary[moments->own[pair->a]] = UINT64_MAX;
		else if (pair->as != NO_TERM)
			list_one(moments, pair->as == pair->a ? pair->b : pair->a);
	}
	for (uint32_t t = 0; t < aggregate->n_terms; t++) {
		uint32_t n = moments->n_binary_fours, first = t / FOUR * FOUR;

		if (moments->as_binary[t] && (!n || moments->binary_fours[n - 1] != first))
			moments->binary_fours[moments->n_binary_fours++] = first;
	}
	moments->n_listed = aggregate->twins.n;
}

/* Whether in n records those terms are 1 or 0; of a record that is not used it does no harm if they seem not to
 * be. */
#ifdef __GNUC__
__attribute__((always_inline)) static inline int hold_fours(const struct moments *moments, const double *terms,
                                                            uint32_t n, uint32_t n_terms)
{
	four_masks other = {0};

	for (uint32_t k = 0; k < moments->n_binary_fours; k++) {
		uint32_t first = moments->binary_fours[k], i = 0;
		const double *at = terms + first;
		four_masks one = {0}, two = {0};

		for (; i + 1 < n; i += 2, at += 2 * (size_t)n_terms) {
			four_terms x = *(const four_terms *)at, y = *(const four_terms *)(at + n_terms);

			one |= (four_masks)(x * x - x);
			two |= (four_masks)(y * y - y);
		}
		if (i < n) {
			four_terms x = *(const four_terms *)at;

			one |= (four_masks)(x * x - x);
		}
		other |= (one | two) & *(const four_masks *)(moments->as_binary + first);
	}
	return !(other[0] | other[1] | other[2] | other[3]);
}
#else
static int hold_fours(const struct moments *moments, const double *terms, uint32_t n, uint32_t n_terms)
{
	uint64_t other = 0;

	for (uint32_t k = 0; k < moments->n_binary_fours * FOUR; k++) {
		uint32_t t = moments->binary_fours[k / FOUR] + k % FOUR;

		for (uint32_t i = 0; i < n; i++) {
			double x = terms[i * (size_t)n_terms + t];

			other |= bits_of(x * x - x) & moments->as_binary[t];
		}
	}
	return !other;
}
#endif

#if defined __GNUC__ && defined __x86_64__
__attribute__((target("avx2"))) static int hold_widely(const struct moments *moments, const double *terms,
                                                       uint32_t n, uint32_t n_terms)
{
	return hold_fours(moments, terms, n, n_terms);
}
#else
static int hold_widely(const struct moments *moments, const double *terms, uint32_t n, uint32_t n_terms)
{
	return hold_fours(moments, terms, n, n_terms);
}
#endif

/* The same of the terms that are 1, in those that are used. */
static int are_ones(const struct aggregate *aggregate, uint32_t n)
{
	const struct moments *moments = &aggregate->moments;
	int is_other = 0;

	for (uint32_t k = 0; k < moments->n_ones; k++) {
		const double *at = aggregate->terms + moments->ones[k];

		for (uint32_t i = 0; i < n; i++, at += aggregate->n_terms)
			is_other |= (aggregate->fates[i] == CHISO_USED) & (*at != 1);
	}
	return !is_other;
}

/* Whether n records have weights, the used ones or all. */
static int have_weights(const struct aggregate *aggregate, uint32_t n)
{
	int lacks_some = 0;

	for (uint32_t i = 0; aggregate->weights && i < n; i++)
		lacks_some |= aggregate->weights[aggregate->rows[i]] == 0;
	return !lacks_some;
}

/* Whether the moments that are not added need not be for n more records, as far as that is seen at a glance. */
static int still_hold(struct aggregate *aggregate, uint32_t n)
{
	struct moments *moments = &aggregate->moments;

	if (moments->n_listed != aggregate->twins.n)
		list_assumed(aggregate);
	if (moments->counts_records && !have_weights(aggregate, n))
		return 0;
	return are_ones(aggregate, n) &&
	       (cpu_is_wide() ? hold_widely(moments, aggregate->terms, n, aggregate->n_terms)
	                      : hold_fours(moments, aggregate->terms, n, aggregate->n_terms));
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

int moments_look(struct aggregate *aggregate, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	int weights_part, records_part, do_part = 0;

	if (moments->is_known && (!moments_are_left(moments) || still_hold(aggregate, n)))
		return CHISO_OK;
	if (!look_at_rows(aggregate, n))
		return CHISO_OK;
	if (!moments->is_known) {
		find_terms(aggregate);
		return moments_place(aggregate);
	}
	weights_part = moments->weights_as != NO_TERM && !is_weight(aggregate, moments->weights_as);
	records_part = moments->counts_records && moments->lacks_weight;
	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		struct term_pair *pair = &moments->pairs[i];

		pair->parts = pair->as != NO_TERM && same_as(aggregate, pair) != pair->as;
		do_part |= pair->parts;
	}
	return do_part || weights_part || records_part
	               ? moments_part_some(aggregate, weights_part, records_part)
	               : CHISO_OK;
}
