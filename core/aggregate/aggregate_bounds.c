/* SPDX-License-Identifier: MIT */
/* Bounds: what "more than 2,300" does to the terms of a record.
 *
 * How a term depends on a figure is the plugin's business, so it is asked: the figure is moved to
 * where the true one may lie, the record goes through expressions and map() again, and the terms
 * that move tell whether they are bounds from below or from above.  A place outside the range of an
 * input, or that map() refuses, can't be the true one.  This costs a few calls per qualified record
 * and nothing for others. */
#include "aggregate/aggregate.h"

#include <string.h>

/* Factors by which a figure is moved: a little, twice, far. */
static const double factors[BOUND_MOVES] = {1 + 1.0 / 1024, 2, 1000};

double bound_move(double value, int move, int up)
{
	double factor = factors[move];

	if (value == 0)
		return up ? factor : -factor;
	return (up == (value > 0)) ? value * factor : value / factor;
}

/* The terms of one row of which one figure has been changed.  1 when the record is still used. */
static int terms_of(struct aggregate *aggregate, struct variant *variant, uint32_t row, int use,
                    double value, double *terms)
{
	struct reader *reader = aggregate->reader;
	struct arena *scratch = &reader->scratch;
	struct vector *table = table_row(reader, row, scratch);
	struct chiso_batch batch = {.n = 1, .source = aggregate->source};
	uint8_t bad = ROW_ON_TRIAL;
	uint8_t fate = CHISO_MISSING;

	if (!table)
		return CHISO_ENOMEM;
	table[use].at.f64 = &value;
	for (size_t i = 0; i < reader->n_order; i++) {
		struct vector *v = &table[reader->n_uses + (size_t)reader->order[i]];

		*v = vector_new(scratch, v->type, 1);
		if (!v->at.f64)
			return CHISO_ENOMEM;
	}
	if (reader_run_named(reader, table, 1, row, &bad, scratch))
		return CHISO_ENOMEM;
	batch.columns = columns_make(aggregate->applied, aggregate->source, reader, table, 1, row, &bad,
	                             scratch);
	struct chiso_column *columns;
	if (!batch.columns || variant_columns(variant, batch.columns, &columns, scratch))
		return CHISO_ENOMEM;
	batch.columns = columns;
	for (uint32_t t = 0; t < aggregate->n_terms; t++)
		terms[t] = 0;
	if (bad & ROW_BAD)
		return 0;
	/* Those of the batch have been made numbers: their room can be taken. */
	memset(aggregate->ones.bits, 0, variant->call.n_words * sizeof *aggregate->ones.bits);
	variant->call.ones = variant->binary ? aggregate->ones.bits : NULL;
	int status = aggregate->use->map(&variant->call, &batch, terms, &fate);
	variant->call.ones = NULL;
	if (!status && fate == CHISO_USED && variant->binary)
		ones_expand(variant, aggregate->ones.bits, terms);
	return !status && fate == CHISO_USED;
}

uint8_t bound_of_move(double before, double after, enum qualifier qualifier)
{
	if (after == before)
		return 0;
	if (qualifier == QUALIFIER_ABOUT)
		return BOUND_ABOUT;
	return after > before ? BOUND_LOWER : BOUND_UPPER;
}

int bounds_of_row(struct aggregate *aggregate, struct variant *variant, uint32_t row,
                  const double *terms, uint8_t *bounds)
{
	struct reader *reader = aggregate->reader;
	uint32_t n_terms = variant->call.n_terms;
	double *after = arena_new(&reader->scratch, aggregate->n_terms, sizeof *after);

	if (!after)
		return CHISO_ENOMEM;
	for (size_t q = 0; q < reader->n_qualified; q++) {
		enum qualifier qualifier = reader_qualifier(reader, q, row);
		int use = reader->qualified[q].use;

		if (qualifier == QUALIFIER_NONE || use < 0 || reader->table[use].missing[row])
			continue;
		double value = reader->table[use].at.f64[row];
		for (int k = 0; k < 2 * BOUND_MOVES; k++) {
			int up = k < BOUND_MOVES;

			if ((up && qualifier == QUALIFIER_UPPER) ||
			    (!up && qualifier == QUALIFIER_LOWER))
				continue;
			int used = terms_of(aggregate, variant, row, use,
			                    bound_move(value, k % BOUND_MOVES, up), after);
			if (used < 0)
				return used;
			for (uint32_t t = 0; used && t < n_terms; t++)
				bounds[t] |= bound_of_move(terms[t], after[t], qualifier);
		}
	}
	return CHISO_OK;
}
