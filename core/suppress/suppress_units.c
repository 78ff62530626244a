/* SPDX-License-Identifier: MIT */
/* How units add up: children to their unit, and units to what they are made of on the boundaries of
 * another time. */
#include "suppress/suppress_table.h"

#include <stdlib.h>
#include <string.h>

static struct period period_of(const uint32_t *key)
{
	return (struct period){(int32_t)key[KEY_FIRST], (int32_t)key[KEY_LAST]};
}

/* The same group of another unit; SUPPRESS_NONE: there is none. */
static uint32_t of_unit(const struct suppress_table *table, uint32_t item, int unit)
{
	uint32_t key[KEY_VALUES + MAX_KEYS];

	memcpy(key, groups_key(&table->groups, item), table->groups.width * sizeof *key);
	key[KEY_UNIT] = (uint32_t)(unit + 1);
	return groups_find(&table->groups, key);
}

/* ---- children ------------------------------------------------------------------------------- */

/* The parent of every unit when records of a period are coded; one period at a time. */
struct parents {
	struct period of;
	int *list; /* UNIT_NONE: none, or one that is not added up */
	int is_made;
};

static int find_parents(struct suppress_table *table, struct parents *parents, struct period period)
{
	const struct units *units = &table->project->units;
	struct period as_of = dataset_coding(table->dataset, period);

	if (parents->is_made && parents->of.first == period.first &&
	    parents->of.last == period.last)
		return CHISO_OK;
	if (!parents->list)
		parents->list = arena_new(&table->arena, units->n, sizeof *parents->list);
	if (!parents->list)
		return CHISO_ENOMEM;
	parents->of = period;
	parents->is_made = 1;
	for (size_t i = 0; i < units->n; i++) {
		int parent = unit_is_valid(&units->list[i], as_of)
				     ? unit_parent(units, (int)i, as_of)
				     : UNIT_NONE;
		int is_sum = parent != UNIT_NONE && units->list[parent].children_complete &&
			     unit_is_valid(&units->list[parent], as_of);

		parents->list[i] = is_sum ? parent : UNIT_NONE;
	}
	return CHISO_OK;
}

/* A group and its key, to be put in order of time. */
struct timed {
	struct period period;
	uint32_t item;
};

static int by_period(const void *x, const void *y)
{
	const struct timed *a = x, *b = y;

	if (a->period.first != b->period.first)
		return a->period.first < b->period.first ? -1 : 1;
	if (a->period.last != b->period.last)
		return a->period.last < b->period.last ? -1 : 1;
	return (a->item > b->item) - (a->item < b->item);
}

/* In order of time, so that the tree of one period is made once. */
static struct timed *in_order(struct suppress_table *table)
{
	size_t n = table->groups.n;
	struct timed *list = arena_new(&table->arena, n, sizeof *list);

	for (uint32_t i = 0; i < n && list; i++)
		list[i] = (struct timed){period_of(groups_key(&table->groups, i)), i};
	if (list && n > 1)
		qsort(list, n, sizeof *list, by_period);
	return list;
}

static int equate_children(struct suppress_table *table)
{
	const struct timed *list = in_order(table);
	struct suppress_parts parts = {0};
	struct parents parents = {0};
	int status = list ? CHISO_OK : CHISO_ENOMEM;

	for (size_t i = 0; i < table->groups.n && !status; i++) {
		uint32_t unit = groups_key(&table->groups, list[i].item)[KEY_UNIT];

		if (!unit)
			continue;
		status = find_parents(table, &parents, list[i].period);
		int parent = status ? UNIT_NONE : parents.list[unit - 1];
		uint32_t whole =
			parent == UNIT_NONE ? SUPPRESS_NONE : of_unit(table, list[i].item, parent);
		if (whole != SUPPRESS_NONE)
			status = suppress_parts_add(&parts, whole, list[i].item);
	}
	if (!status)
		suppress_parts_equate(&parts, table);
	free(parts.list);
	return status;
}

/* ---- boundaries ----------------------------------------------------------------------------- */

static int is_same_basis(const char *a, const char *b)
{
	return !a || !b ? a == b : !strcmp(a, b);
}

/* The bases of shares that indicators ask for, once each. */
static int find_bases(struct suppress_table *table)
{
	table->bases = arena_new(&table->arena, table->n_views, sizeof *table->bases);
	if (!table->bases)
		return CHISO_ENOMEM;
	for (size_t v = 0; v < table->n_views; v++) {
		const char *basis = table->views[v].run->applied.spec->basis;
		uint32_t i = 0;

		while (i < table->n_bases && !is_same_basis(basis, table->bases[i]))
			i++;
		if (i == table->n_bases)
			table->bases[table->n_bases++] = basis;
	}
	return CHISO_OK;
}

/* A unit that is made of its children on its own day. */
static void equate_own_children(struct suppress_table *table, uint32_t item, int unit)
{
	const struct units *units = &table->project->units;
	int32_t day = project_boundary_day(table->project, unit);

	suppress_table_open(table, HOLDS_ALWAYS, item);
	for (size_t i = 0; i < units->n; i++) {
		const struct unit *child = &units->list[i];
		uint32_t part;

		if (day < child->valid_from || child->valid_to < day ||
		    strcmp(child->parent_code, units->list[unit].code) != 0)
			continue;
		part = of_unit(table, item, (int)i);
		if (part != SUPPRESS_NONE)
			suppress_table_term(table, part, 1);
	}
	suppress_table_close(table, 1);
}

/* A unit that is made of others; where these are divided, sums are divided and records are not. */
static void equate_flow(struct suppress_table *table, uint32_t item, const struct flow *flow,
			enum suppress_kind kind, uint32_t basis)
{
	suppress_table_open(table, kind, item);
	if (table->status)
		return;
	table->equations[table->n_equations - 1].basis = basis;
	for (uint32_t i = 0; i < flow->n; i++) {
		const struct flow_part *from = &flow->parts[i];
		uint32_t part = of_unit(table, item, from->unit);
		int is_share = kind == HOLDS_OF_SHARES && !from->is_whole;

		if (part != SUPPRESS_NONE && !(is_share && !(from->share > 0)))
			suppress_table_term(table, part, is_share ? from->share : 1);
	}
	suppress_table_close(table, kind != HOLDS_OF_SHARES);
}

static int equate_moved(struct suppress_table *table, uint32_t item)
{
	struct chiso_project *project = table->project;
	const uint32_t *key = groups_key(&table->groups, item);
	struct period as_of = dataset_coding(table->dataset, period_of(key));
	int unit = (int)key[KEY_UNIT] - 1;

	for (uint32_t b = 0; b < table->n_bases; b++) {
		struct flow flow;

		if (lineage_flow(&flow, &project->lineage, &project->units, unit, as_of,
				 table->bases[b]))
			return CHISO_ENOMEM;
		if (!flow.n)
			return CHISO_OK;
		if (flow.is_exact) {
			equate_flow(table, item, &flow, HOLDS_ALWAYS, 0);
			return CHISO_OK;
		}
		if (flow.is_divided) {
			equate_own_children(table, item, unit);
			return CHISO_OK;
		}
		table->has_shares = 1;
		if (!b)
			equate_flow(table, item, &flow, HOLDS_OF_COUNTS, 0);
		equate_flow(table, item, &flow, HOLDS_OF_SHARES, b);
	}
	return CHISO_OK;
}

int suppress_table_equate_units(struct suppress_table *table)
{
	int status = equate_children(table);

	if (!status)
		status = find_bases(table);
	for (uint32_t i = 0; i < table->groups.n && table->project->has_lineage && !status; i++)
		if (table->items[i].is_moved && table->items[i].n)
			status = equate_moved(table, i);
	return status;
}
