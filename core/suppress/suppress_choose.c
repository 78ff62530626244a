/* SPDX-License-Identifier: MIT */
/* Which groups are kept back beside those that are too small: until none that is kept back can be
 * found from what is shown.
 *
 * A group can be found when the equations determine it, once what is shown is known
 * (suppress_solve.c). Then another one of an equation that it is in is kept back too: the one that
 * costs least, by its records and by how many further equations would need one for it.
 *
 * Indicators over one dataset have their own zeros: a group of which one of them has no row, while
 * it shows others of that breakdown and period, is known to be nothing for it, and unknown for
 * another. */
#include "suppress/suppress_choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of which figures the equations are read. */
struct reading {
	int is_of_stocks;
	uint32_t basis; /* SUPPRESS_NONE: of counts */
};

static int holds(const struct suppress_equation *equation, const struct reading *reading)
{
	switch ((enum suppress_kind)equation->kind) {
	case HOLDS_OF_FLOWS:
		return !reading->is_of_stocks;
	case HOLDS_OF_STOCKS:
		return reading->is_of_stocks;
	case HOLDS_OF_COUNTS:
		return reading->basis == SUPPRESS_NONE;
	case HOLDS_OF_SHARES:
		return reading->basis == equation->basis;
	default:
		return 1;
	}
}

/* ---- what can be found ---------------------------------------------------------------------- */

/* An item is unknown from now on, and whether it stays so. */
static void hide(struct choosing *c, uint32_t item, int stays)
{
	for (size_t i = c->first_of[item]; i < c->first_of[item + 1]; i++) {
		c->n_hidden[c->equations_of[i]]++;
		c->n_covered[c->equations_of[i]] += (uint32_t)stays;
	}
}

void choosing_keep(struct choosing *c, uint32_t item)
{
	c->table->items[item].is_kept = 1;
	c->has_changed = 1;
	hide(c, item, 1);
}

int choosing_may_keep(const struct choosing *c, uint32_t item)
{
	const struct suppress_item *it = &c->table->items[item];

	return it->n && it->is_shown && !it->is_kept && !c->is_absent[item];
}

static void number_unknowns(struct choosing *c)
{
	const struct suppress_table *table = c->table;

	c->n_unknown = 0;
	for (uint32_t i = 0; i < table->groups.n; i++) {
		const struct suppress_item *item = &table->items[i];
		int is_unknown = item->n && !c->is_absent[i] && (item->is_kept || !item->is_shown);

		c->columns[i] = is_unknown ? (uint32_t)c->n_unknown : SUPPRESS_NONE;
		if (is_unknown)
			c->unknown[c->n_unknown++] = i;
	}
}

static int add_equation(struct choosing *c, struct suppress_system *system, uint32_t equation)
{
	const struct suppress_term *terms = choosing_terms(c, equation);
	size_t n = 0;

	for (uint32_t i = 0; i < c->table->equations[equation].n; i++) {
		uint32_t column = c->columns[terms[i].item];

		if (column != SUPPRESS_NONE)
			c->entries[n++] =
				(struct suppress_entry){column, suppress_factor(terms[i].factor)};
	}
	return n ? suppress_system_add(system, c->entries, n) : CHISO_OK;
}

static int find_determined(struct choosing *c, const struct reading *reading)
{
	struct suppress_system system = {0};
	int status = CHISO_OK;

	number_unknowns(c);
	system.n_columns = c->n_unknown;
	for (uint32_t e = 0; e < c->table->n_equations && !status; e++)
		if (holds(&c->table->equations[e], reading))
			status = add_equation(c, &system, e);
	if (!status)
		status = suppress_system_solve(&system, c->is_found);
	suppress_system_clear(&system);
	for (size_t e = 0; e < c->table->n_equations; e++)
		c->n_hidden[e] = c->n_covered[e] = 0;
	for (size_t i = 0; i < c->n_unknown && !status; i++)
		hide(c, c->unknown[i], !c->is_found[i]);
	return status;
}

/* ---- what to keep back against it ------------------------------------------------------------ */

/* What it costs to keep an item back: its records, once more for each equation in which it would be
 * the only unknown, and less if it covers in several equations at once. */
static double cost_of(const struct choosing *c, const struct reading *reading, uint32_t item)
{
	uint32_t alone = 1, helps = 1;

	for (size_t i = c->first_of[item]; i < c->first_of[item + 1]; i++) {
		uint32_t equation = c->equations_of[i];

		if (!holds(&c->table->equations[equation], reading))
			continue;
		alone += !c->n_hidden[equation];
		helps += c->n_hidden[equation] && !c->n_covered[equation];
	}
	return (double)c->table->items[item].n * alone / helps;
}

/* Takes the item of an equation that costs least, if it is less than *cost. */
static void find_cheapest(const struct choosing *c, const struct reading *reading,
			  uint32_t equation, uint32_t *best, double *cost)
{
	const struct suppress_term *terms = choosing_terms(c, equation);

	for (uint32_t i = 0; i < c->table->equations[equation].n; i++) {
		if (!choosing_may_keep(c, terms[i].item))
			continue;
		double own = cost_of(c, reading, terms[i].item);
		if (own >= *cost)
			continue;
		*cost = own;
		*best = terms[i].item;
	}
}

/* Covers an item in each equation that tells it: in which nothing else stays unknown. */
static void cover(struct choosing *c, const struct reading *reading, uint32_t item)
{
	for (size_t i = c->first_of[item]; i < c->first_of[item + 1]; i++) {
		uint32_t equation = c->equations_of[i], best = SUPPRESS_NONE;
		double cost = INFINITY;

		if (!holds(&c->table->equations[equation], reading) || c->n_covered[equation])
			continue;
		find_cheapest(c, reading, equation, &best, &cost);
		if (best != SUPPRESS_NONE)
			choosing_keep(c, best);
	}
}

/* Where several equations together tell what none does alone: one more item of any of them, the
 * nearest by way of what is unknown. */
static void cover_anyhow(struct choosing *c, const struct reading *reading, uint32_t item)
{
	uint32_t *queue = c->unknown + c->n_unknown, best = SUPPRESS_NONE;
	size_t head = 0, tail = 0, end = 1;
	double cost = INFINITY;

	memset(c->is_met, 0, c->table->groups.n);
	queue[tail++] = item;
	c->is_met[item] = 1;
	for (; head < tail && (head < end || best == SUPPRESS_NONE); head++) {
		if (head == end)
			end = tail;
		for (size_t i = c->first_of[queue[head]]; i < c->first_of[queue[head] + 1]; i++) {
			uint32_t equation = c->equations_of[i];
			const struct suppress_term *terms = choosing_terms(c, equation);

			if (!holds(&c->table->equations[equation], reading))
				continue;
			find_cheapest(c, reading, equation, &best, &cost);
			for (uint32_t k = 0; k < c->table->equations[equation].n; k++) {
				uint32_t other = terms[k].item;

				if (c->columns[other] != SUPPRESS_NONE && !c->is_met[other])
					queue[tail++] = other;
				c->is_met[other] = 1;
			}
		}
	}
	if (best != SUPPRESS_NONE)
		choosing_keep(c, best);
}

static int is_found(const struct choosing *c, size_t i)
{
	return c->is_found[i] && c->table->items[c->unknown[i]].is_kept;
}

/* Until nothing that is kept back can be found. */
static int protect(struct choosing *c, const struct reading *reading)
{
	int status, has_changed = c->has_changed;

	do {
		c->has_changed = 0;
		status = find_determined(c, reading);
		for (size_t i = 0; i < c->n_unknown && !status; i++)
			if (is_found(c, i))
				cover(c, reading, c->unknown[i]);
		for (size_t i = 0; i < c->n_unknown && !c->has_changed && !status; i++)
			if (is_found(c, i))
				cover_anyhow(c, reading, c->unknown[i]);
		has_changed |= c->has_changed;
	} while (c->has_changed && !status);
	c->has_changed = has_changed;
	return status;
}

/* Against all readings of the equations. */
static int protect_all(struct choosing *c)
{
	const struct suppress_table *table = c->table;
	int status = CHISO_OK;

	for (int stocks = 0; stocks <= table->has_stocks && !status; stocks++) {
		struct reading reading = {stocks, SUPPRESS_NONE};

		status = protect(c, &reading);
		for (uint32_t b = 0; b < table->n_bases && table->has_shares && !status; b++) {
			reading.basis = b;
			status = protect(c, &reading);
		}
	}
	return status;
}

/* ---- views ---------------------------------------------------------------------------------- */

/* Takes the rows of a view, and what it knows to be nothing: it has no row where it would have one.
 * Returns whether that makes a difference. */
static int look_through(struct choosing *c, const struct suppress_view *view)
{
	const struct suppress_table *table = c->table;
	int differs = 0;

	for (uint32_t i = 0; i < table->groups.n; i++) {
		c->is_absent[i] = view->has_family[table->items[i].family];
		c->rows[i] = SUPPRESS_NONE;
		c->n[i] = 0;
	}
	for (size_t i = 0; i < view->n; i++) {
		c->is_absent[view->rows[i].item] = 0;
		c->n[view->rows[i].item] = view->rows[i].n;
		c->rows[view->rows[i].item] = (uint32_t)i;
	}
	for (uint32_t i = 0; i < table->groups.n; i++)
		differs |= c->is_absent[i] && table->items[i].n &&
			   (table->items[i].is_kept || !table->items[i].is_shown);
	return differs;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* Lists the equations of every item. */
static void index_equations(struct choosing *c)
{
	const struct suppress_table *table = c->table;
	size_t n = table->groups.n;

	for (uint32_t e = 0; e < table->n_equations; e++)
		for (uint32_t i = 0; i < table->equations[e].n; i++)
			c->first_of[choosing_terms(c, e)[i].item + 1]++;
	for (size_t i = 0; i < n; i++)
		c->first_of[i + 1] += c->first_of[i];
	/* Filled from its end, the end becomes the beginning. */
	for (uint32_t e = (uint32_t)table->n_equations; e-- > 0;)
		for (uint32_t i = 0; i < table->equations[e].n; i++)
			c->equations_of[--c->first_of[choosing_terms(c, e)[i].item + 1]] = e;
	for (size_t i = 0; i < n; i++)
		c->first_of[i] = c->first_of[i + 1];
	c->first_of[n] = table->n_terms;
}

static int prepare(struct choosing *c, struct arena *arena)
{
	const struct suppress_table *table = c->table;
	size_t n = table->groups.n + 1, longest = 0;

	for (size_t e = 0; e < table->n_equations; e++)
		if (table->equations[e].n > longest)
			longest = table->equations[e].n;
	c->columns = arena_new(arena, n, sizeof *c->columns);
	c->unknown = arena_new(arena, 2 * n, sizeof *c->unknown);
	c->is_met = arena_new(arena, n, 1);
	c->is_found = arena_new(arena, n, 1);
	c->is_absent = arena_new(arena, n, 1);
	c->n = arena_new(arena, n, sizeof *c->n);
	c->rows = arena_new(arena, n, sizeof *c->rows);
	c->first_of = arena_new(arena, n + 1, sizeof *c->first_of);
	c->equations_of = arena_new(arena, table->n_terms, sizeof *c->equations_of);
	c->n_hidden = arena_new(arena, table->n_equations, sizeof *c->n_hidden);
	c->n_covered = arena_new(arena, table->n_equations, sizeof *c->n_covered);
	c->entries = arena_new(arena, longest, sizeof *c->entries);
	if (!c->columns || !c->unknown || !c->is_found || !c->is_absent || !c->n || !c->rows ||
	    !c->first_of || !c->equations_of || !c->n_hidden || !c->n_covered || !c->is_met ||
	    !c->entries)
		return CHISO_ENOMEM;
	index_equations(c);
	return CHISO_OK;
}

int suppress_table_choose(struct suppress_table *table)
{
	struct choosing c = {.table = table};
	struct arena arena = {0};
	int status = prepare(&c, &arena);

	do {
		c.has_changed = 0;
		if (!status) {
			memset(c.is_absent, 0, table->groups.n);
			status = protect_all(&c);
		}
		for (size_t v = 0; v < table->n_views && !status; v++) {
			int differs = look_through(&c, &table->views[v]);

			status = choosing_keep_enough(&c, &table->views[v]);
			if (differs && !status)
				status = protect_all(&c);
		}
	} while (c.has_changed && !status);
	arena_clear(&arena);
	return status;
}
