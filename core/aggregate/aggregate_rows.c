/* SPDX-License-Identifier: MIT */
/* Which records of a batch count for an indicator, what they stand for, and which of them a variant is
 * given.  Mostly it is all of them, in their order: then no row is looked at by itself. */
#include "aggregate/aggregate.h"

#include "base/bits.h"
#include "base/context.h"
#include "base/grow.h"
#include "reader/weights.h"

#include <string.h>

/* Whether the records of each variant, and those of none, have room for a batch, so that nobody need count them
 * first. */
static int are_few(const struct aggregate *aggregate)
{
	return aggregate->applied->n_variants < AGGREGATE_FEW;
}

int aggregate_start_rows(struct aggregate *aggregate)
{
	struct arena *arena = &aggregate->arena;
	size_t n = aggregate->applied->n_variants + (size_t)1;

	aggregate->begins = arena_new(arena, n, sizeof *aggregate->begins);
	aggregate->ends = arena_new(arena, n, sizeof *aggregate->ends);
	return aggregate->begins && aggregate->ends ? CHISO_OK : CHISO_ENOMEM;
}

/* ---- which count ----------------------------------------------------------------------------- */

/* Finds the records that have nothing to say: where files have one value a line, those without a line of what
 * is read.  Lines about something else are no record of it. */
static int find_silent(struct aggregate *aggregate, uint8_t *bad)
{
	const struct reader *reader = aggregate->reader;
	uint8_t *speaks;

	if (!reader->pivot || !aggregate->n_reads)
		return CHISO_OK;
	speaks = arena_new(&aggregate->reader->scratch, reader->batch.n, 1);
	for (size_t i = 0; i < aggregate->n_reads && speaks; i++)
		pivot_find_lines(reader, reader->marks[aggregate->reads[i]].column, speaks);
	for (uint32_t row = 0; row < reader->batch.n && speaks; row++)
		bad[row] |= speaks[row] ? 0 : ROW_NOT_MEANT;
	return speaks ? CHISO_OK : CHISO_ENOMEM;
}

/* Which rows the condition holds for and have something to say; the others are not meant: a value out of
 * range matters where it is used. */
static int find_meant(struct aggregate *aggregate, uint8_t *bad)
{
	struct reader *reader = aggregate->reader;
	struct vector where = {0};

	if (aggregate->where.expr) {
		where = vector_room(&reader->scratch, CHISO_BOOL, reader->batch.n);
		if (!where.at.boolean || bound_run(reader, &aggregate->where, reader->table,
		                                   reader->batch.n, &where, &reader->scratch))
			return CHISO_ENOMEM;
		for (uint32_t row = 0; row < reader->batch.n; row++)
			if (where.missing[row] || !where.at.boolean[row])
				bad[row] |= ROW_NOT_MEANT;
	}
	return find_silent(aggregate, bad);
}

/* Which records of the batch count: good ones that are meant. */
static void choose(struct aggregate *aggregate, const uint8_t *bad)
{
	uint32_t n = 0, *chosen = aggregate->room->chosen;

	aggregate->chosen = aggregate->every;
	aggregate->n_chosen = aggregate->reader->batch.n;
	if (bits_are_none(bad, aggregate->reader->batch.n))
		return;
	for (uint32_t row = 0; row < aggregate->reader->batch.n; row++) {
		chosen[n] = row;
		n += !bad[row];
	}
	aggregate->chosen = chosen;
	aggregate->n_chosen = n;
}

/* ---- what they stand for --------------------------------------------------------------------- */

/* What the records of the batch stand for.  One that does not say so is refused. */
static int find_weights(struct aggregate *aggregate, uint8_t *bad)
{
	struct reader *reader = aggregate->reader;
	uint32_t n = 0, *fit = aggregate->room->chosen;
	struct vector v;

	aggregate->weights = aggregate->spec->is_unweighted ? NULL : reader->batch.weight;
	if (!aggregate->weight.expr)
		return CHISO_OK;
	v = vector_room(&reader->scratch, CHISO_F64, reader->batch.n);
	if (!v.at.f64 || bound_run(reader, &aggregate->weight, reader->table, reader->batch.n, &v,
	                           &reader->scratch))
		return CHISO_ENOMEM;
	aggregate->weights = v.at.f64;
	if (weights_are_plain(v.at.f64, reader->batch.n) && bits_are_none(v.missing, reader->batch.n))
		return CHISO_OK;
	for (uint32_t i = 0; i < aggregate->n_chosen; i++) {
		uint32_t row = aggregate->chosen[i];

		if (!v.missing[row] && v.at.f64[row] >= 0) {
			fit[n++] = row;
			continue;
		}
		bad[row] |= ROW_BAD;
		report_row(reader, row, aggregate->weight.column,
		           v.missing[row] ? MSG_WEIGHT_MISSING : MSG_WEIGHT_NEGATIVE,
		           v.missing[row] ? "" : batch_text(reader, aggregate->weight.column, row));
	}
	aggregate->chosen = fit;
	aggregate->n_chosen = n;
	return CHISO_OK;
}

int aggregate_choose(struct aggregate *aggregate, uint8_t *bad)
{
	if (find_meant(aggregate, bad))
		return CHISO_ENOMEM;
	choose(aggregate, bad);
	return find_weights(aggregate, bad);
}

/* ---- whose they are -------------------------------------------------------------------------- */

/* Takes note of a variant that units and periods have. */
static void meet(struct aggregate *aggregate, uint32_t number)
{
	uint32_t n = aggregate->n_met, *met = aggregate->met;

	if ((n && number == met[0]) || (n > 1 && number == met[1]))
		return;
	if (n < 2)
		met[n] = number;
	aggregate->n_met++;
	aggregate->only_variant = n ? NO_VARIANT : number;
}

/* Makes room for the variants of n units and periods. */
static int make_room(struct aggregate *aggregate, size_t n)
{
	return are_few(aggregate) ? WIDEN(&aggregate->few_of, &aggregate->few_of_cap, n)
	                          : WIDEN(&aggregate->variant_of, &aggregate->variant_of_cap, n);
}

int aggregate_find_variants(struct aggregate *aggregate)
{
	const struct groups *all = &aggregate->reader->unit_periods.all;
	const struct applied *applied = aggregate->applied;

	if (applied_has_one_variant(applied)) {
		aggregate->only_variant = 1;
		return CHISO_OK;
	}
	if (make_room(aggregate, all->n))
		return CHISO_ENOMEM;
	for (uint32_t *n = &aggregate->n_variants_known; *n < all->n; ++*n) {
		const uint32_t *key = groups_key(all, *n);
		const struct variant *variant = applied_variant(
			applied, (int)key[0] - 1, aggregate->reader->periods[key[1]]);
		uint32_t known = variant ? (uint32_t)(variant - applied->variants) + 1 : NO_VARIANT;

		if (aggregate->few_of)
			aggregate->few_of[*n] = (uint8_t)known;
		else
			aggregate->variant_of[*n] = known;
		aggregate->lacks_variants |= !variant;
		meet(aggregate, known);
	}
	return CHISO_OK;
}

/* Finds where the records of each variant begin; bad ones are of none. */
static void find_begins(struct aggregate *aggregate, const uint8_t *bad)
{
	uint32_t *begins = aggregate->begins, n_variants = aggregate->applied->n_variants;

	if (are_few(aggregate)) {
		for (uint32_t v = 0; v <= n_variants; v++)
			begins[v] = v * aggregate->reader->batch.room;
		return;
	}
	memset(begins, 0, (n_variants + (size_t)1) * sizeof *begins);
	for (uint32_t i = 0; i < aggregate->n_chosen; i++) {
		uint32_t row = aggregate->chosen[i];

		begins[bad[row] ? NO_VARIANT : aggregate_variant_of(aggregate, row)]++;
	}
	for (uint32_t v = 0, end = 0; v <= n_variants; v++) {
		uint32_t begin = end;

		end += begins[v];
		begins[v] = begin;
	}
}

/* The records of a batch, all good, by two variants.  Which one a record is meant by nobody can guess, so it is
 * not asked: each is written to both lists, and kept in one. */
static void part(struct aggregate *aggregate, uint32_t n)
{
	const uint32_t *unit_period = aggregate->reader->batch.unit_period;
	const uint8_t *few_of = aggregate->few_of, one = (uint8_t)aggregate->met[0];
	uint32_t *sorted = aggregate->room->sorted, *ends = aggregate->ends;
	uint32_t *first = sorted + ends[aggregate->met[0]], *second = sorted + ends[aggregate->met[1]];
	uint32_t *end = first;

	for (uint32_t row = 0; row < n; row++) {
		*end = *second = row;
		int is_first = few_of[unit_period[row]] == one;
		end += is_first;
		second += !is_first;
	}
	ends[aggregate->met[0]] += (uint32_t)(end - first);
	ends[aggregate->met[1]] += n - (uint32_t)(end - first);
}

/* The same of any variants; bad ones are of none. */
static void sort(struct aggregate *aggregate, const uint8_t *bad)
{
	const uint32_t *chosen = aggregate->chosen;
	uint32_t *ends = aggregate->ends, *sorted = aggregate->room->sorted;

	for (uint32_t i = 0; i < aggregate->n_chosen; i++) {
		uint32_t row = chosen[i];

		sorted[ends[bad[row] ? NO_VARIANT : aggregate_variant_of(aggregate, row)]++] = row;
	}
}

/* The variant that all records of a batch can be given to, as that of all of them, or as one that adds the same of
 * them as their own would; NO_VARIANT: there is none. */
static uint32_t find_common(const struct aggregate *aggregate)
{
	const struct applied *applied = aggregate->applied;

	if (aggregate->only_variant != NO_VARIANT)
		return aggregate->only_variant;
	return !aggregate->lacks_variants && applied_adds_alike(applied) &&
	                       aggregate_is_plain(aggregate, applied->variants)
	               ? 1
	               : NO_VARIANT;
}

void aggregate_sort(struct aggregate *aggregate, const uint8_t *bad)
{
	uint32_t n = aggregate->n_chosen, *ends = aggregate->ends;
	size_t size = (aggregate->applied->n_variants + (size_t)1) * sizeof *ends;
	int are_all = n == aggregate->reader->batch.n && bits_are_none(bad, n);

	uint32_t variant = are_all ? find_common(aggregate) : NO_VARIANT;

	aggregate->are_in_a_row = variant != NO_VARIANT;
	if (aggregate->are_in_a_row) {
		memset(aggregate->begins, 0, size);
		memset(ends, 0, size);
		ends[variant] = n;
		aggregate->sorted = aggregate->every;
		return;
	}
	find_begins(aggregate, bad);
	memcpy(ends, aggregate->begins, size);
	if (are_all && aggregate->n_met == 2 && aggregate->few_of)
		part(aggregate, n);
	else
		sort(aggregate, bad);
	aggregate->sorted = aggregate->room->sorted;
}

uint32_t aggregate_select(struct aggregate *aggregate, const struct variant *variant, uint32_t from)
{
	uint32_t number = (uint32_t)(variant - aggregate->applied->variants) + 1;
	uint32_t at = aggregate->begins[number] + from, left = aggregate->ends[number] - at;

	aggregate->rows = aggregate->sorted + at;
	return left < aggregate->at_once ? left : aggregate->at_once;
}
