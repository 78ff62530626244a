/* SPDX-License-Identifier: MIT */
#include "twins.h"

#include "aggregate.h"
#include "spread.h"

#include <string.h>

static uint64_t bits_of(const double *x)
{
	uint64_t bits;

	memcpy(&bits, x, sizeof bits);
	return bits;
}

int twins_start(struct aggregate *aggregate)
{
	struct twins *twins = &aggregate->twins;
	size_t n = aggregate->n_terms;

	twins->list = arena_new(&aggregate->arena, n, sizeof *twins->list);
	twins->scaled = arena_new(&aggregate->arena, n, sizeof *twins->scaled);
	twins->counted = arena_new(&aggregate->arena, n, sizeof *twins->counted);
	if (!twins->list || !twins->scaled || !twins->counted)
		return CHISO_ENOMEM;
	memset(twins->counted, 0xff, n * sizeof *twins->counted);
	return CHISO_OK;
}

/* Which terms take the weight of their record. */
static void find_scaled(struct aggregate *aggregate, const struct variant *variant)
{
	for (uint32_t t = 0; t < aggregate->n_terms; t++) {
		const struct chiso_term *term =
			chiso_term_at(aggregate->use, variant->terms[t].row);
		int is_scaled = aggregate->weights && !(term->field.flags & CHISO_UNWEIGHTED);

		aggregate->twins.scaled[t] = is_scaled ? UINT64_MAX : 0;
	}
}

/* Whether two terms are the same in all records of the batch that are used. */
static int are_same(const struct aggregate *aggregate, uint32_t a, uint32_t b, uint32_t n)
{
	uint64_t differ = aggregate->twins.scaled[a] ^ aggregate->twins.scaled[b];
	const double *terms = aggregate->terms;

	for (uint32_t i = 0; i < n; i++, terms += aggregate->n_terms)
		if (aggregate->fates[i] == CHISO_USED)
			differ |= bits_of(&terms[a]) ^ bits_of(&terms[b]);
	return !differ;
}

/* Finds the twin of a term among those before it that are no twins themselves.  One that is mostly
 * nothing costs little as it is. */
static void find_twin(struct aggregate *aggregate, const double *row, uint32_t term, uint32_t n)
{
	struct twins *twins = &aggregate->twins;

	for (uint32_t as = 0; as < term && row[term] != 0; as++) {
		if (!twins->counted[as] || bits_of(&row[as]) != bits_of(&row[term]) ||
		    !are_same(aggregate, term, as, n))
			continue;
		twins->list[twins->n++] = (struct twin){term, as};
		twins->counted[term] = 0;
		return;
	}
}

static void find_twins(struct aggregate *aggregate, uint32_t n)
{
	uint32_t i = 0;

	while (i < n && aggregate->fates[i] != CHISO_USED)
		i++;
	if (i == n)
		return;
	const double *row = aggregate->terms + (size_t)i * aggregate->n_terms;
	for (uint32_t t = 1; t < aggregate->n_terms; t++)
		find_twin(aggregate, row, t, n);
	aggregate->twins.state = TWINS_KNOWN;
}

/* Gives the k-th twin its own sums. */
static int part(struct aggregate *aggregate, uint32_t k)
{
	struct twins *twins = &aggregate->twins;
	struct twin twin = twins->list[k];
	int status = CHISO_OK;

	for (size_t s = 0; s < aggregate->n_sets && !status; s++)
		status = sums_repeat(aggregate_sums(&aggregate->sets[s]), twin.term, twin.as);
	twins->counted[twin.term] = UINT64_MAX;
	twins->list[k] = twins->list[--twins->n];
	return status;
}

int twins_look(struct aggregate *aggregate, const struct variant *variant, uint32_t n)
{
	struct twins *twins = &aggregate->twins;
	int status = CHISO_OK;

	find_scaled(aggregate, variant);
	if (twins->state == TWINS_NEW)
		find_twins(aggregate, n);
	else
		for (uint32_t k = twins->n; k-- > 0 && !status;)
			if (!are_same(aggregate, twins->list[k].term, twins->list[k].as, n))
				status = part(aggregate, k);
	return status;
}

int twins_part(struct aggregate *aggregate)
{
	int status = CHISO_OK;

	while (aggregate->twins.n && !status)
		status = part(aggregate, aggregate->twins.n - 1);
	aggregate->twins.state = TWINS_NONE;
	return status;
}
