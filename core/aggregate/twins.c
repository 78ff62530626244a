/* SPDX-License-Identifier: MIT */
#include "aggregate/twins.h"

#include "aggregate/aggregate.h"
#include "aggregate/spread.h"
#include "base/cpu.h"

#include <string.h>

static inline uint64_t bits_of(const double *x)
{
	uint64_t bits;

	memcpy(&bits, x, sizeof bits);
	return bits;
}

/* Whether nobody can tell which terms are looked at: formulas of the plugin's own may read any, and where
 * small figures are kept back all are compared. */
static int needs_all(const struct aggregate *aggregate)
{
	const struct applied *applied = aggregate->applied;
	int is_needed = dataset_min_n(aggregate->reader->spec) > 0;

	for (uint32_t v = 0; v < applied->n_variants; v++)
		for (uint32_t i = 0; i < applied->variants[v].call.n_cells && !is_needed; i++)
			is_needed = applied->variants[v].kept[i] != NOT_GIVEN &&
			            applied->variants[v].quotients[i].is_computed;
	return is_needed;
}

/* Only what the outputs that are given are made of is added up. */
static void find_needed(struct aggregate *aggregate)
{
	const struct applied *applied = aggregate->applied;
	uint64_t *counted = aggregate->twins.counted;

	memset(counted, needs_all(aggregate) ? 0xff : 0, aggregate->n_terms * sizeof *counted);
	for (uint32_t v = 0; v < applied->n_variants; v++)
		for (uint32_t i = 0; i < applied->variants[v].call.n_cells; i++) {
			struct quotient q = applied->variants[v].quotients[i];

			if (applied->variants[v].kept[i] == NOT_GIVEN || q.is_computed)
				continue;
			counted[q.numerator] = UINT64_MAX;
			if (!q.is_total)
				counted[q.denominator] = UINT64_MAX;
		}
}

int twins_start(struct aggregate *aggregate)
{
	struct twins *twins = &aggregate->twins;
	size_t n = aggregate->n_terms;

	twins->list = arena_new(&aggregate->arena, n, sizeof *twins->list);
	uint64_t *scaled = arena_new(&aggregate->arena, SUMS_BEFORE + n + SUMS_SPARE, sizeof *scaled);
	uint64_t *counted = arena_new(&aggregate->arena, SUMS_BEFORE + n + SUMS_SPARE, sizeof *counted);
	twins->differ = arena_new(&aggregate->arena, n, sizeof *twins->differ);
	if (!twins->list || !scaled || !counted || !twins->differ)
		return CHISO_ENOMEM;
	twins->scaled = scaled + SUMS_BEFORE;
	twins->counted = counted + SUMS_BEFORE;
	find_needed(aggregate);
	return CHISO_OK;
}

/* Which terms take the weight of their record.  It is asked for anew only where that may be different. */
static void find_scaled(struct aggregate *aggregate, const struct variant *variant)
{
	struct twins *twins = &aggregate->twins;
	int is_weighted = aggregate->weights != NULL;

	if (twins->scaled_for == variant && twins->is_weighted == is_weighted)
		return;
	twins->scaled_for = variant;
	twins->is_weighted = is_weighted;
	for (uint32_t t = 0; t < aggregate->n_terms; t++) {
		const struct chiso_term *term =
			chiso_term_at(aggregate->use, variant->terms[t].row);
		int is_scaled = is_weighted && !(term->field.flags & CHISO_UNWEIGHTED);

		twins->scaled[t] = is_scaled ? UINT64_MAX : 0;
	}
}

/* The terms of the k-th record of the batch that is used. */
static inline const double *terms_of(const struct aggregate *aggregate, size_t k)
{
	return aggregate->terms + (size_t)aggregate->adds.list[k] * aggregate->n_terms;
}

/* What a term of the k-th one says, as bits; those of terms that are bits can be compared with each other only. */
static inline uint64_t said_of(const struct aggregate *aggregate, size_t k, uint32_t term)
{
	return ones_are(&aggregate->ones, term) ? ones_bit(&aggregate->ones, aggregate->adds.list[k], term)
	                                        : bits_of(&terms_of(aggregate, k)[term]);
}

/* Whether two terms are the same in all records of the batch that are used. */
static int are_same(const struct aggregate *aggregate, uint32_t a, uint32_t b)
{
	uint64_t differ = aggregate->twins.scaled[a] ^ aggregate->twins.scaled[b];

	if (ones_are(&aggregate->ones, a) != ones_are(&aggregate->ones, b))
		return 0;
	for (size_t k = 0; k < aggregate->adds.n; k++)
		differ |= said_of(aggregate, k, a) ^ said_of(aggregate, k, b);
	return !differ;
}

/* Finds the twin of a term among those before it that are no twins themselves.  One that is mostly
 * nothing costs little as it is. */
static void find_twin(struct aggregate *aggregate, uint32_t term)
{
	struct twins *twins = &aggregate->twins;

	for (uint32_t as = 0; as < term && said_of(aggregate, 0, term) && twins->counted[term]; as++) {
		if (!twins->counted[as] || !are_same(aggregate, term, as))
			continue;
		twins->list[twins->n++] = (struct twin){term, as};
		twins->counted[term] = 0;
		return;
	}
}

/* All the sums of an indicator: of groups and, of a sample, of their clusters. */
static struct sums *sums_of(const struct aggregate *aggregate, size_t i)
{
	struct key_set *set = &aggregate->sets[i / 2];

	if (i % 2)
		return set->spread ? &set->spread->sums : NULL;
	return &set->sums;
}

/* Whether there are no sums yet. */
static int is_empty(const struct aggregate *aggregate)
{
	size_t n_slots = 0;

	for (size_t i = 0; i < 2 * aggregate->n_sets; i++)
		n_slots += sums_of(aggregate, i) ? sums_of(aggregate, i)->n_slots : 0;
	return !n_slots;
}

void twins_leave_out(struct aggregate *aggregate)
{
	for (size_t i = 0; i < 2 * aggregate->n_sets && is_empty(aggregate); i++)
		if (sums_of(aggregate, i))
			sums_leave_out(sums_of(aggregate, i), aggregate->twins.counted);
}

static void find_twins(struct aggregate *aggregate)
{
	if (!aggregate->adds.n)
		return;
	for (uint32_t t = 1; t < aggregate->n_terms; t++)
		find_twin(aggregate, t);
	twins_leave_out(aggregate);
	aggregate->twins.state = TWINS_KNOWN;
}

/* Gives the k-th twin its own sums. */
static int part(struct aggregate *aggregate, uint32_t k)
{
	struct twins *twins = &aggregate->twins;
	struct twin twin = twins->list[k];
	int status = CHISO_OK;

	for (size_t i = 0; i < 2 * aggregate->n_sets && !status; i++) {
		struct sums *sums = sums_of(aggregate, i);

		if (!sums)
			continue;
		status = sums_give_room(sums, twin.term);
		if (!status)
			status = sums_repeat(sums, twin.term, twin.as);
	}
	twins->counted[twin.term] = UINT64_MAX;
	twins->n--;
	memmove(twins->list + k, twins->list + k + 1, (twins->n - k) * sizeof *twins->list);
	return status;
}

/* A run of terms that stand side by side, and all are to be as one of them is: compared in all records of the
 * batch that are used, from one term on so many that a few registers have what differs. */
enum { AT_ONCE = 16 };
#ifdef __GNUC__
/* Only vectors can be declared in no other way than by a typedef. */
typedef uint64_t four __attribute__((vector_size(32), aligned(8), may_alias));

__attribute__((always_inline)) static inline void
compare_some(const struct aggregate *aggregate, uint32_t as, uint32_t from, uint64_t *differ)
{
	four a = {0}, b = {0}, c = {0}, d = {0};
	size_t n = aggregate->adds.n;

	for (size_t k = 0; k < n; k++) {
		const double *terms = terms_of(aggregate, k);
		uint64_t same = bits_of(&terms[as]);
		four all = {same, same, same, same};
		const four *at = (const four *)(const void *)&terms[from];

		a |= at[0] ^ all;
		b |= at[1] ^ all;
		c |= at[2] ^ all;
		d |= at[3] ^ all;
	}
	const four found[] = {a, b, c, d};
	memcpy(differ, found, sizeof found);
}
#else
static void compare_some(const struct aggregate *aggregate, uint32_t as, uint32_t from, uint64_t *differ)
{
	memset(differ, 0, AT_ONCE * sizeof *differ);
	for (size_t k = 0; k < aggregate->adds.n; k++) {
		const double *terms = terms_of(aggregate, k);

		for (uint32_t t = 0; t < AT_ONCE; t++)
			differ[t] |= bits_of(&terms[from + t]) ^ bits_of(&terms[as]);
	}
}
#endif

#if defined __GNUC__ && defined __x86_64__
__attribute__((target("avx2"))) static void
compare_widely(const struct aggregate *aggregate, uint32_t as, uint32_t from, uint64_t *differ)
{
	compare_some(aggregate, as, from, differ);
}
#else
static void compare_widely(const struct aggregate *aggregate, uint32_t as, uint32_t from, uint64_t *differ)
{
	compare_some(aggregate, as, from, differ);
}
#endif

/* Marks the terms of a run that differ.  What stands behind a record's last term is compared, too, but not
 * asked for. */
static void compare_run(struct aggregate *aggregate, uint32_t as, uint32_t from, uint32_t to)
{
	struct twins *twins = &aggregate->twins;
	uint64_t differ[AT_ONCE];

	for (; from < to; from += AT_ONCE) {
		if (cpu_is_wide())
			compare_widely(aggregate, as, from, differ);
		else
			compare_some(aggregate, as, from, differ);
		for (uint32_t t = from; t < to && t < from + AT_ONCE; t++)
			twins->differ[t] = differ[t - from] | (twins->scaled[t] ^ twins->scaled[as]);
	}
}

/* The same of terms that are bits.  Where the one that they are to be as is set, its mask is all ones. */
static void compare_bits(struct aggregate *aggregate, uint32_t as, uint32_t from, uint32_t to)
{
	const struct ones *ones = &aggregate->ones;
	struct twins *twins = &aggregate->twins;
	const uint32_t *rows = aggregate->adds.list;
	size_t n = aggregate->adds.n, n_words = ones->n_words, as_word = (as + 1) / 64;
	unsigned as_bit = (as + 1) % 64;

	for (uint32_t t = from, next; t < to; t = next) {
		uint32_t word = (t + 1) / 64;
		uint64_t differ = 0;

#pragma GCC unroll 4
		for (size_t k = 0; k < n; k++) {
			const uint64_t *words = ones->bits + rows[k] * n_words;

			differ |= words[word] ^ -(words[as_word] >> as_bit & 1);
		}
		for (next = t; next < to && (next + 1) / 64 == word; next++)
			twins->differ[next] = (differ >> (next + 1) % 64 & 1) |
			                      (twins->scaled[next] ^ twins->scaled[as]);
	}
}

/* Marks the twins that differ in some record of the batch.  What is a bit in one batch, and a number in the next, says
 * the same. */
static void compare_twins(struct aggregate *aggregate)
{
	struct twins *twins = &aggregate->twins;

	for (uint32_t k = 0, next; k < twins->n; k = next) {
		struct twin first = twins->list[k];

		next = k;
		while (next < twins->n && twins->list[next].as == first.as &&
		       twins->list[next].term == first.term + (next - k))
			next++;
		if (ones_are(&aggregate->ones, first.as))
			compare_bits(aggregate, first.as, first.term, first.term + (next - k));
		else
			compare_run(aggregate, first.as, first.term, first.term + (next - k));
	}
}

int twins_look(struct aggregate *aggregate, const struct variant *variant)
{
	struct twins *twins = &aggregate->twins;
	int status = CHISO_OK;

	find_scaled(aggregate, variant);
	if (twins->state == TWINS_NEW)
		find_twins(aggregate);
	else
		compare_twins(aggregate);
	for (uint32_t k = twins->n; k-- > 0 && !status;)
		if (twins->differ[twins->list[k].term])
			status = part(aggregate, k);
	return status;
}

uint32_t twins_added_as(const struct twins *twins, uint32_t term)
{
	for (uint32_t k = 0; k < twins->n; k++)
		if (twins->list[k].term == term)
			return twins->list[k].as;
	return term;
}

int twins_part(struct aggregate *aggregate)
{
	int status = CHISO_OK;

	while (aggregate->twins.n && !status)
		status = part(aggregate, aggregate->twins.n - 1);
	aggregate->twins.state = TWINS_NONE;
	return status;
}

/* Whether the sums of two terms are put together alike for longer periods, whatever the variant. */
static int are_alike(const struct aggregate *aggregate, struct twin twin)
{
	const struct applied *applied = aggregate->applied;
	int are = 1;

	for (uint32_t v = 0; v < applied->n_variants; v++) {
		const struct variant *variant = &applied->variants[v];
		const struct chiso_indicator *use = aggregate->use;

		if (variant->call.n_terms == aggregate->n_terms)
			are &= chiso_term_at(use, variant->terms[twin.term].row)->over_time ==
			       chiso_term_at(use, variant->terms[twin.as].row)->over_time;
		else
			are = 0;
	}
	return are;
}

int twins_settle(struct aggregate *aggregate)
{
	struct twins *twins = &aggregate->twins;
	int status = CHISO_OK;

	for (; twins->n && !status; twins->n--) {
		struct twin twin = twins->list[twins->n - 1];

		if (!are_alike(aggregate, twin))
			return twins_part(aggregate);
		for (size_t i = 0; i < 2 * aggregate->n_sets && !status; i++)
			if (sums_of(aggregate, i))
				status = sums_share(sums_of(aggregate, i), twin.term, twin.as);
	}
	twins->state = TWINS_NONE;
	return status;
}

/* Gives a term its own sums. */
static int part_term(struct aggregate *aggregate, uint32_t term)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < 2 * aggregate->n_sets && !status; i++)
		if (sums_of(aggregate, i))
			status = sums_part(sums_of(aggregate, i), term);
	return status;
}

int twins_agree(struct aggregate *a, struct aggregate *b)
{
	int status = CHISO_OK;

	if (is_empty(b))
		return CHISO_OK;
	for (uint32_t t = 0; t < a->n_terms && !status; t++) {
		if (sums_own(&a->sets->sums, t) == sums_own(&b->sets->sums, t))
			continue;
		status = part_term(a, t);
		if (!status)
			status = part_term(b, t);
	}
	return status;
}
