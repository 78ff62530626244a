/* SPDX-License-Identifier: MIT */
#include "suppress/suppress_table.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

void suppress_table_init(struct suppress_table *table, struct chiso_project *project,
			 const struct dataset_spec *dataset, uint64_t min_n, size_t width)
{
	*table = (struct suppress_table){.project = project, .dataset = dataset, .min_n = min_n};
	groups_init(&table->groups, KEY_VALUES + width);
}

void suppress_table_clear(struct suppress_table *table)
{
	for (size_t i = 0; i < table->n_views; i++) {
		free(table->views[i].rows);
		free(table->views[i].has_family);
	}
	free(table->views);
	free(table->sets);
	free(table->items);
	free(table->terms);
	free(table->equations);
	groups_clear(&table->groups);
	intern_clear(&table->texts);
	arena_clear(&table->arena);
}

struct suppress_view *suppress_table_view(struct suppress_table *table,
					  const struct indicator_run *run, uint32_t part)
{
	for (size_t i = 0; i < table->n_views; i++)
		if (table->views[i].run == run && table->views[i].part == part)
			return &table->views[i];
	if (GROW(&table->views, table->n_views, &table->views_cap))
		return NULL;
	struct suppress_view *view = &table->views[table->n_views++];
	const struct chiso_indicator *use = run->applied.use;
	*view = (struct suppress_view){.run = run, .part = part};
	view->has_condition = run->applied.spec->where[part].source != NULL;
	table->adds_up |= !(use->flags & CHISO_AS_REPORTED);
	for (uint32_t t = 0; t < use->n_terms; t++)
		table->has_stocks |= chiso_term_at(use, t)->source == part &&
				     chiso_term_at(use, t)->over_time == CHISO_STOCK_LAST;
	return view;
}

/* ---- keys ---- */

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static int is_set(const struct suppress_set *set, const char *const *sorted, uint32_t n)
{
	if (set->n != n)
		return 0;
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(set->names[i], sorted[i]))
			return 0;
	return 1;
}

uint32_t suppress_table_set(struct suppress_table *table, const char *const *names, uint32_t n)
{
	const char *sorted[MAX_KEYS];

	if (n)
		memcpy(sorted, names, n * sizeof *sorted);
	if (n > 1)
		qsort(sorted, n, sizeof *sorted, by_text);
	for (uint32_t s = 0; s < table->n_sets; s++)
		if (is_set(&table->sets[s], sorted, n))
			return s;
	const char **copy = arena_new(&table->arena, n, sizeof *copy);
	if (!copy || GROW(&table->sets, table->n_sets, &table->sets_cap))
		return SUPPRESS_NONE;
	if (n)
		memcpy(copy, sorted, n * sizeof *copy);
	table->sets[table->n_sets] = (struct suppress_set){copy, n};
	return (uint32_t)table->n_sets++;
}

uint32_t suppress_table_item(struct suppress_table *table, const uint32_t *key)
{
	size_t n = table->groups.n;

	if (GROW(&table->items, n, &table->items_cap))
		return SUPPRESS_NONE;
	uint32_t item = groups_slot(&table->groups, key);
	if (item == n)
		table->items[item] = (struct suppress_item){0};
	return item;
}

/* Which group a row is of: by a slot's own key, or by the row that shows that there is none. */
struct where {
	int unit;
	struct period period;
	const struct aggregate *part;
	const uint32_t *slot_key; /* NULL: there is no slot */
	const struct chiso_cell *cell;
};

static const char *value_of(const struct where *where, const struct key_set *set, uint32_t k)
{
	if (where->slot_key)
		return where->part->key_texts.texts[where->slot_key[2 + k]];
	for (uint32_t i = 0; i < where->cell->n_keys; i++)
		if (!strcmp(where->cell->keys[i], set->names[k]))
			return where->cell->key_values[i];
	return "";
}

/* The group that a row's sums of a source are of.  Without records it is that of the row, if the
 * source has units at all. */
static struct where find(const struct indicator_run *run, uint32_t part,
			 const struct chiso_cell *cell, const struct cell_group *group,
			 const struct group_slots *slots)
{
	const struct aggregate *own = &run->parts[part];
	const struct key_source *unit = &own->reader->spec->unit;
	uint32_t slot = slots->slots[part];
	struct where where = {.unit = unit->column || unit->constant ? group->unit : UNIT_NONE,
			      .period = group->period,
			      .part = own,
			      .cell = cell};

	if (slot == NO_SLOT)
		return where;
	where.slot_key = groups_key(&own->sets[slots->set].groups, slot);
	where.unit = (int)where.slot_key[0] - 1;
	where.period = own->reader->periods[where.slot_key[1]];
	return where;
}

/* Fills a key.  0 or CHISO_ENOMEM. */
static int key_of(struct suppress_table *table, const struct where *where,
		  const struct key_set *set, int is_total, uint32_t *key)
{
	uint32_t n = is_total ? 0 : set->n;
	const struct suppress_set *own;

	memset(key, 0, table->groups.width * sizeof *key);
	key[KEY_SET] = suppress_table_set(table, set->names, n);
	if (key[KEY_SET] == SUPPRESS_NONE)
		return CHISO_ENOMEM;
	key[KEY_UNIT] = (uint32_t)(where->unit + 1);
	key[KEY_FIRST] = (uint32_t)where->period.first;
	key[KEY_LAST] = (uint32_t)where->period.last;
	own = &table->sets[key[KEY_SET]];
	for (uint32_t k = 0; k < n; k++) {
		const char *value = value_of(where, set, k);
		uint32_t at = 0;

		while (strcmp(own->names[at], set->names[k]))
			at++;
		key[KEY_VALUES + at] = intern(&table->texts, value, strlen(value));
		if (key[KEY_VALUES + at] == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

uint32_t suppress_table_find(struct suppress_table *table, const struct indicator_run *run,
			     uint32_t part, const struct chiso_cell *cell,
			     const struct cell_group *group, const struct group_slots *slots,
			     int is_total, int *status)
{
	uint32_t key[KEY_VALUES + MAX_KEYS];
	const struct where where = find(run, part, cell, group, slots);

	*status = key_of(table, &where, &run->parts[part].sets[slots->set], is_total, key);
	return *status ? SUPPRESS_NONE : groups_find(&table->groups, key);
}

/* ---- rows ---- */

/* A group of so few records, or so few that are seen and lack something, is kept back itself. */
static void weigh(const struct suppress_table *table, const struct suppress_view *view,
		  struct suppress_item *item, const struct suppress_seen *row)
{
	uint64_t telling = row->n ? row->n : row->n_seen;

	item->is_shown = 1;
	item->is_kept |= telling && telling < table->min_n;
	if (telling > item->n)
		item->n = telling;
	if (!view->has_condition && row->n_seen > item->n_all)
		item->n_all = row->n_seen;
}

int suppress_table_add(struct suppress_table *table, struct suppress_view *view,
		       const struct chiso_cell *cell, const struct cell_group *group,
		       const struct group_slots *slots)
{
	const struct key_set *set = &view->run->parts[view->part].sets[slots->set];
	const struct where where = find(view->run, view->part, cell, group, slots);
	const struct slot *slot = group_slot(slots, view->part);
	struct suppress_seen row = {.slot = slots->slots[view->part],
				    .n = slot ? slot->n_used : 0,
				    .n_seen = slot ? slot->n_seen : 0,
				    .set = slots->set,
				    .group = group};
	uint32_t key[KEY_VALUES + MAX_KEYS];

	/* Along axes one group has several rows. */
	if (view->n && view->rows[view->n - 1].group == group)
		return CHISO_OK;
	if (key_of(table, &where, set, 0, key) || GROW(&view->rows, view->n, &view->cap))
		return CHISO_ENOMEM;
	row.item = suppress_table_item(table, key);
	if (row.item == SUPPRESS_NONE)
		return CHISO_ENOMEM;
	weigh(table, view, &table->items[row.item], &row);
	table->items[row.item].is_moved |= cell->boundaries != NULL;
	table->items[row.item].is_partial |=
		cell->value.type != CHISO_F64 && cell->periods_reporting < cell->periods_expected;
	view->rows[view->n++] = row;
	return CHISO_OK;
}
