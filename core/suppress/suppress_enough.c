/* SPDX-License-Identifier: MIT */
/* What is kept back of a sum that is shown is known together: it must not be too small either, nor
 * be nothing but zeros, since of figures that are never negative a sum of 0 tells all of them. */
#include "suppress/suppress_choose.h"

#include <stdlib.h>

/* A sum of a view's group: of a term, or of one less another. */
struct figure {
	uint32_t plus, minus; /* SUPPRESS_NONE: nothing is taken away */
};

static double figure_of(const struct choosing *c, const struct suppress_view *view,
			const struct figure *figure, uint32_t item)
{
	const struct suppress_seen *row =
		c->rows[item] == SUPPRESS_NONE ? NULL : &view->rows[c->rows[item]];

	if (!row || row->slot == NO_SLOT)
		return 0;
	const struct sums *sums = &view->run->parts[view->part].sets[row->set].sums;
	double less =
		figure->minus == SUPPRESS_NONE ? 0 : sums_value(sums, row->slot, figure->minus);
	return sums_value(sums, row->slot, figure->plus) - less;
}

/* The smallest part of a plain sum that is shown and, with a figure, adds something to it. */
static uint32_t smallest(const struct choosing *c, const struct suppress_view *view,
			 const struct figure *figure, uint32_t equation)
{
	const struct suppress_term *terms = choosing_terms(c, equation);
	uint32_t best = SUPPRESS_NONE;

	for (uint32_t i = 1; i < c->table->equations[equation].n; i++) {
		uint32_t item = terms[i].item;

		if (!choosing_may_keep(c, item) || !c->n[item] ||
		    (figure && figure_of(c, view, figure, item) == 0))
			continue;
		if (best == SUPPRESS_NONE || c->n[item] < c->n[best])
			best = item;
	}
	return best;
}

/* At least as many records as the threshold. */
static void keep_records(struct choosing *c, const struct suppress_view *view, uint32_t equation)
{
	const struct suppress_term *terms = choosing_terms(c, equation);
	uint64_t n = 0;

	for (uint32_t i = 1; i < c->table->equations[equation].n; i++)
		if (c->table->items[terms[i].item].is_kept)
			n += c->n[terms[i].item];
	while (n && n < c->table->min_n) {
		uint32_t more = smallest(c, view, NULL, equation);

		if (more == SUPPRESS_NONE) {
			choosing_keep(c, terms[0].item);
			return;
		}
		choosing_keep(c, more);
		n += c->n[more];
	}
}

/* Something other than 0, if the sum has that. */
static void keep_figures(struct choosing *c, const struct suppress_view *view,
			 const struct figure *figure, uint32_t equation)
{
	const struct suppress_term *terms = choosing_terms(c, equation);
	uint32_t n_kept = 0, more = SUPPRESS_NONE;

	for (uint32_t i = 1; i < c->table->equations[equation].n; i++) {
		uint32_t item = terms[i].item;

		if (!c->table->items[item].is_kept || !c->n[item])
			continue;
		if (figure_of(c, view, figure, item) != 0)
			return;
		n_kept++;
	}
	if (n_kept && figure_of(c, view, figure, terms[0].item) != 0)
		more = smallest(c, view, figure, equation);
	if (more != SUPPRESS_NONE)
		choosing_keep(c, more);
}

/* ---- the figures of a view ------------------------------------------------------------------- */

static int is_of_source(const struct variant *variant, uint32_t term, uint32_t part)
{
	const struct chiso_indicator *use = variant->applied->use;

	return chiso_term_at(use, variant->terms[term].row)->source == part;
}

/* Adds the sums of a view's source and, of parts in a whole, what is not in the part. */
static void list_figures(const struct suppress_view *view, const struct variant *variant,
			 struct figure *list, size_t *n)
{
	for (uint32_t t = 0; t < variant->call.n_terms; t++)
		if (is_of_source(variant, t, view->part))
			list[(*n)++] = (struct figure){t, SUPPRESS_NONE};
	for (uint32_t i = 0; i < variant->call.n_cells; i++) {
		const struct quotient q = variant->quotients[i];

		if (!q.is_computed && !q.is_total &&
		    is_of_source(variant, q.numerator, view->part) &&
		    is_of_source(variant, q.denominator, view->part))
			list[(*n)++] = (struct figure){q.denominator, q.numerator};
	}
}

/* Those of all variants of an indicator; NULL without memory. */
static struct figure *figures_of(const struct suppress_view *view, struct arena *arena, size_t *n)
{
	const struct applied *applied = &view->run->applied;
	size_t room = 0;

	for (uint32_t v = 0; v < applied->n_variants; v++)
		if (applied->variants[v].is_prepared)
			room += (size_t)applied->variants[v].call.n_terms +
				applied->variants[v].call.n_cells;
	struct figure *list = arena_new(arena, room, sizeof *list);
	*n = 0;
	for (uint32_t v = 0; v < applied->n_variants && list; v++)
		if (applied->variants[v].is_prepared)
			list_figures(view, &applied->variants[v], list, n);
	return list;
}

int choosing_keep_enough(struct choosing *c, const struct suppress_view *view)
{
	struct arena scratch = {0};
	size_t n;
	struct figure *figures = figures_of(view, &scratch, &n);

	for (uint32_t e = 0; e < c->table->n_equations && figures; e++) {
		const struct suppress_equation *equation = &c->table->equations[e];

		if (!equation->is_plain || c->rows[equation->total] == SUPPRESS_NONE ||
		    c->table->items[equation->total].is_kept)
			continue;
		keep_records(c, view, e);
		for (size_t i = 0; i < n && !c->table->items[equation->total].is_kept; i++)
			keep_figures(c, view, &figures[i], e);
	}
	arena_clear(&scratch);
	return figures ? CHISO_OK : CHISO_ENOMEM;
}
