/* SPDX-License-Identifier: MIT */
/* How the groups of a table add up, as readers know: equations, and those of breakdowns and their
 * margins. */
#include "base/grow.h"
#include "suppress/suppress_table.h"

#include <stdlib.h>
#include <string.h>

void suppress_table_open(struct suppress_table *table, enum suppress_kind kind, uint32_t total)
{
	if (!table->status)
		table->status = GROW(&table->equations, table->n_equations, &table->equations_cap);
	if (table->status)
		return;
	table->equations[table->n_equations++] = (struct suppress_equation){
		.first = table->n_terms, .kind = (uint8_t)kind, .total = total};
	suppress_table_term(table, total, -1);
}

void suppress_table_term(struct suppress_table *table, uint32_t item, double factor)
{
	if (table->status || !table->items[item].n)
		return;
	table->status = GROW(&table->terms, table->n_terms, &table->terms_cap);
	if (table->status)
		return;
	table->terms[table->n_terms++] = (struct suppress_term){item, factor};
	table->equations[table->n_equations - 1].n++;
}

void suppress_table_close(struct suppress_table *table, int is_plain)
{
	if (table->status)
		return;
	struct suppress_equation *equation = &table->equations[table->n_equations - 1];

	equation->is_plain = (uint8_t)is_plain;
	if (equation->n > 1 && table->terms[equation->first].item == equation->total)
		return;
	table->n_terms = equation->first;
	table->n_equations--;
}

/* ---- sums of groups ------------------------------------------------------------------------- */

static int by_whole(const void *x, const void *y)
{
	const struct suppress_part *a = x, *b = y;

	if (a->whole != b->whole)
		return a->whole < b->whole ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

int suppress_parts_add(struct suppress_parts *parts, uint32_t whole, uint32_t part)
{
	if (GROW(&parts->list, parts->n, &parts->cap))
		return CHISO_ENOMEM;
	parts->list[parts->n++] = (struct suppress_part){whole, part};
	return CHISO_OK;
}

void suppress_parts_equate(struct suppress_parts *parts, struct suppress_table *table)
{
	if (parts->n > 1)
		qsort(parts->list, parts->n, sizeof *parts->list, by_whole);
	for (size_t i = 0; i < parts->n; i++) {
		uint32_t whole = parts->list[i].whole;

		if (!i || parts->list[i - 1].whole != whole)
			suppress_table_open(table, HOLDS_ALWAYS, whole);
		suppress_table_term(table, parts->list[i].part, 1);
		if (i + 1 == parts->n || parts->list[i + 1].whole != whole)
			suppress_table_close(table, 1);
	}
	parts->n = 0;
}

/* ---- breakdowns ----------------------------------------------------------------------------- */

static int has_name(const struct suppress_set *set, const char *name)
{
	for (uint32_t i = 0; i < set->n; i++)
		if (!strcmp(set->names[i], name))
			return 1;
	return 0;
}

static int is_inside(const struct suppress_set *small, const struct suppress_set *large)
{
	for (uint32_t i = 0; i < small->n; i++)
		if (!has_name(large, small->names[i]))
			return 0;
	return small->n < large->n;
}

/* Two breakdowns have the same sums by the keys that both have, whether or not these are shown. */
static int close_sets(struct suppress_table *table)
{
	for (size_t a = 0; a < table->n_sets; a++)
		for (size_t b = 0; b < a; b++) {
			const char *names[MAX_KEYS];
			uint32_t n = 0;

			for (uint32_t i = 0; i < table->sets[a].n; i++)
				if (has_name(&table->sets[b], table->sets[a].names[i]))
					names[n++] = table->sets[a].names[i];
			if (suppress_table_set(table, names, n) == SUPPRESS_NONE)
				return CHISO_ENOMEM;
		}
	return CHISO_OK;
}

/* Whether nothing stands between them: sums of sums say nothing new. */
static int is_next(const struct suppress_table *table, size_t small, size_t large)
{
	if (!is_inside(&table->sets[small], &table->sets[large]))
		return 0;
	for (size_t i = 0; i < table->n_sets; i++)
		if (is_inside(&table->sets[small], &table->sets[i]) &&
		    is_inside(&table->sets[i], &table->sets[large]))
			return 0;
	return 1;
}

/* The margin of a group in a smaller set of keys. */
static uint32_t margin_of(struct suppress_table *table, uint32_t item, size_t small, size_t large)
{
	uint32_t key[KEY_VALUES + MAX_KEYS];
	const struct suppress_set *from = &table->sets[large], *to = &table->sets[small];

	memcpy(key, groups_key(&table->groups, item), table->groups.width * sizeof *key);
	for (uint32_t i = 0, at = 0; i < from->n; i++)
		if (at < to->n && !strcmp(to->names[at], from->names[i]))
			key[KEY_VALUES + at++] = key[KEY_VALUES + i];
	key[KEY_SET] = (uint32_t)small;
	for (size_t i = KEY_VALUES + to->n; i < table->groups.width; i++)
		key[i] = 0;
	return suppress_table_item(table, key);
}

static int equate_margins(struct suppress_table *table, size_t small, size_t large,
			  struct suppress_parts *parts)
{
	uint32_t n = (uint32_t)table->groups.n;

	for (uint32_t item = 0; item < n; item++) {
		if (groups_key(&table->groups, item)[KEY_SET] != large || !table->items[item].n)
			continue;
		uint32_t margin = margin_of(table, item, small, large);
		if (margin == SUPPRESS_NONE || suppress_parts_add(parts, margin, item))
			return CHISO_ENOMEM;
		/* One that nobody shows is the sum of what is shown. */
		if (!table->items[margin].is_shown)
			table->items[margin].n += table->items[item].n;
	}
	suppress_parts_equate(parts, table);
	return CHISO_OK;
}

/* Larger sets first: margins that nobody shows are made on the way, and have margins themselves. */
static int equate_sets(struct suppress_table *table)
{
	struct suppress_parts parts = {0};
	int status = close_sets(table);

	for (uint32_t n = MAX_KEYS + 1; n-- > 1 && !status;)
		for (size_t large = 0; large < table->n_sets && !status; large++)
			for (size_t small = 0; small < table->n_sets && !status; small++)
				if (table->sets[large].n == n && is_next(table, small, large))
					status = equate_margins(table, small, large, &parts);
	free(parts.list);
	return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* A condition that takes away few makes two results of which the difference tells of these. */
static void keep_differences(struct suppress_table *table)
{
	for (size_t v = 0; v < table->n_views; v++)
		for (size_t i = 0; i < table->views[v].n && table->views[v].has_condition; i++) {
			const struct suppress_seen *row = &table->views[v].rows[i];
			struct suppress_item *item = &table->items[row->item];

			if (item->n_all > row->n_seen && item->n_all - row->n_seen < table->min_n)
				item->is_kept = 1;
		}
}

/* Numbers the tables of one set and period, and marks those that a view shows. */
static int find_families(struct suppress_table *table)
{
	struct groups families;
	int status = CHISO_OK;

	groups_init(&families, 3);
	for (uint32_t i = 0; i < table->groups.n && !status; i++) {
		const uint32_t *key = groups_key(&table->groups, i);
		const uint32_t family[] = {key[KEY_SET], key[KEY_FIRST], key[KEY_LAST]};

		table->items[i].family = groups_slot(&families, family);
		status = table->items[i].family == UINT32_MAX ? CHISO_ENOMEM : CHISO_OK;
	}
	size_t n = families.n;
	groups_clear(&families);
	for (size_t v = 0; v < table->n_views && !status; v++) {
		struct suppress_view *view = &table->views[v];

		view->has_family = calloc(n + 1, 1);
		status = view->has_family ? CHISO_OK : CHISO_ENOMEM;
		for (size_t i = 0; i < view->n && !status; i++)
			view->has_family[table->items[view->rows[i].item].family] = 1;
	}
	return status;
}

int suppress_table_equate(struct suppress_table *table)
{
	int status = CHISO_OK;

	keep_differences(table);
	/* Published rates are no sums. */
	if (table->adds_up)
		status = equate_sets(table);
	if (!status)
		status = find_families(table);
	if (!status && table->adds_up)
		status = suppress_table_equate_units(table);
	if (!status && table->adds_up)
		status = suppress_table_equate_time(table);
	return status ? status : table->status;
}
