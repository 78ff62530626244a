/* SPDX-License-Identifier: MIT */
/* The rows of derived indicators: one for each unit, period and group of which an operand has a
 * figure. */
#include "base/grow.h"
#include "derived/derived_run.h"

#include <stdlib.h>
#include <string.h>

/* A row that is not yet in its place. */
struct draft {
	uint32_t group, period;
	int unit, unit_rank;
	struct period time;
	const struct cell_group *like;
};

static int compare_drafts(const void *x, const void *y)
{
	const struct draft *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->unit_rank != b->unit_rank)
		return a->unit_rank < b->unit_rank ? -1 : 1;
	return period_compare(a->time, b->time);
}

struct drafting {
	struct derived_run *run;
	struct grid *grid;
	struct groups groups, seen; /* key texts with a 0 in front; group, unit + 1, period */
	struct draft *drafts;
	size_t n, cap;
};

static int rank_of(const struct derived_run *run, int unit)
{
	return unit == UNIT_NONE || !run->rank ? unit : run->rank[unit];
}

static int draft_part(struct drafting *d, const struct part *part)
{
	const struct extent *extent = part->extent;
	uint32_t values[MAX_CELL_KEYS + 1] = {0};

	for (uint32_t i = 0; i < extent->rows.n; i++) {
		const uint32_t *key = groups_key(&extent->rows, i);
		struct draft draft = {.period = key[1], .unit = (int)key[0] - 1};

		for (size_t k = 0; k < extent->n_names; k++)
			values[part->at[k] + 1] = key[k + 2];
		draft.group = groups_slot(&d->groups, values);
		if (draft.group == UINT32_MAX)
			return CHISO_ENOMEM;
		uint32_t place[] = {draft.group, key[0], key[1]}, n = (uint32_t)d->seen.n;
		uint32_t slot = groups_slot(&d->seen, place);
		if (slot == UINT32_MAX || GROW(&d->drafts, d->n, &d->cap))
			return CHISO_ENOMEM;
		if (slot < n)
			continue;
		draft.like = extent->like[i].group;
		draft.unit_rank = rank_of(d->run, draft.unit);
		draft.time = d->run->periods[draft.period];
		d->drafts[d->n++] = draft;
	}
	return CHISO_OK;
}

struct ranked_group {
	const char *const *values;
	size_t n;
	uint32_t group;
};

static int compare_groups(const void *x, const void *y)
{
	const struct ranked_group *a = x, *b = y;

	for (size_t i = 0; i < a->n; i++) {
		int order = strcmp(a->values[i], b->values[i]);

		if (order)
			return order;
	}
	return 0;
}

/* Numbers the groups in order of their texts. */
static int rank_groups(struct drafting *d)
{
	struct grid *grid = d->grid;
	struct arena *arena = &d->run->arena;
	size_t n = d->groups.n;
	struct ranked_group *ranked = arena_new(arena, n, sizeof *ranked);
	uint32_t *rank = arena_new(arena, n, sizeof *rank);

	grid->values_of = arena_new(arena, n, sizeof *grid->values_of);
	if (!ranked || !rank || !grid->values_of)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++) {
		const char **values =
			arena_new(&d->run->results->arena, grid->n_keys, sizeof *values);

		if (!values)
			return CHISO_ENOMEM;
		for (size_t k = 0; k < grid->n_keys; k++)
			values[k] = d->run->texts.texts[groups_key(&d->groups, i)[k + 1]];
		ranked[i] = (struct ranked_group){values, grid->n_keys, i};
	}
	if (n)
		qsort(ranked, n, sizeof *ranked, compare_groups);
	for (uint32_t i = 0; i < n; i++) {
		rank[ranked[i].group] = i;
		grid->values_of[i] = ranked[i].values;
	}
	for (size_t i = 0; i < d->n; i++)
		d->drafts[i].group = rank[d->drafts[i].group];
	return CHISO_OK;
}

static int take_rows(struct drafting *d)
{
	struct grid *grid = d->grid;
	struct derived_run *run = d->run;
	struct panel_row *rows = arena_new(&run->arena, d->n, sizeof *rows);

	grid->like = arena_new(&run->arena, d->n, sizeof *grid->like);
	grid->rows = arena_new(&run->arena, d->n, sizeof *grid->rows);
	grid->row_known = arena_new(&run->arena, d->n, sizeof *grid->row_known);
	if (!rows || !grid->like || !grid->rows || !grid->row_known)
		return CHISO_ENOMEM;
	if (d->n)
		qsort(d->drafts, d->n, sizeof *d->drafts, compare_drafts);
	for (size_t i = 0; i < d->n; i++) {
		const struct draft *draft = &d->drafts[i];
		const struct cell_group *like = draft->like;

		rows[i] = (struct panel_row){.group = draft->group,
					     .unit = draft->unit,
					     .actual = like->unit,
					     .is_moved = like->boundaries != NULL,
					     .period = draft->period};
		if (like->boundaries)
			rows[i].on = project_boundary_day(run->results->project, like->unit);
		grid->like[i] = like;
		grid->rows[i] = (struct grid_row){UINT32_MAX, UINT32_MAX};
	}
	return panel_init(&grid->panel, &run->results->project->units, run->same, run->periods,
			  run->n_periods, rows, d->n);
}

static int make_rows(struct derived_run *run, struct grid *grid)
{
	struct drafting d = {.run = run, .grid = grid};
	int status = CHISO_OK;

	groups_init(&d.groups, grid->n_keys + 1);
	groups_init(&d.seen, 3);
	for (size_t i = 0; i < grid->n_parts && !status; i++)
		status = draft_part(&d, &grid->parts[i]);
	if (!status)
		status = rank_groups(&d);
	if (!status)
		status = take_rows(&d);
	groups_clear(&d.groups);
	groups_clear(&d.seen);
	free(d.drafts);
	return status;
}

/* ---- finding one ------------------------------------------------------------------------------ */

struct part part_of(const struct cell_table *table, const struct names *keys)
{
	struct part part = {.extent = table->extent};

	for (size_t i = 0; i < table->n_names; i++)
		for (size_t k = 0; k < keys->n; k++)
			if (!strcmp(table->names[i], keys->items[k]))
				part.at[i] = (uint32_t)k;
	return part;
}

static int is_same_part(const struct part *a, const struct part *b)
{
	return a->extent == b->extent && !memcmp(a->at, b->at, sizeof a->at);
}

static int has_parts(const struct grid *grid, size_t n_keys, const struct part *parts, size_t n)
{
	if (grid->n_keys != n_keys || grid->n_parts != n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (!is_same_part(&grid->parts[i], &parts[i]))
			return 0;
	return 1;
}

/* Rows are where an operand that has all keys of the set has a cell. */
static size_t list_parts(const struct evaluation *e, struct part *parts)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n_uses; i++) {
		const struct cell_table *table =
			e->parts[i].n == e->keys->n
				? derived_table(e->run, e->columns[e->uses[i].column].spec, &e->parts[i])
				: NULL;
		size_t k = 0;

		if (!table)
			continue;
		parts[n] = part_of(table, e->keys);
		while (!is_same_part(&parts[k], &parts[n]))
			k++;
		n += k == n;
	}
	return n;
}

struct grid *grid_of(const struct evaluation *e)
{
	struct derived_run *run = e->run;
	struct part *parts = arena_new(e->scratch, e->n_uses, sizeof *parts);
	struct grid *grid = run->grids;
	size_t n = parts ? list_parts(e, parts) : 0;

	if (!parts)
		return NULL;
	while (grid && !has_parts(grid, e->keys->n, parts, n))
		grid = grid->before;
	if (grid)
		return grid;
	grid = arena_new(&run->arena, 1, sizeof *grid);
	struct part *own = arena_new(&run->arena, n, sizeof *own);
	if (!grid || !own)
		return NULL;
	memcpy(own, parts, n * sizeof *own);
	*grid = (struct grid){.before = run->grids, .n_keys = e->keys->n, .n_parts = n, .parts = own};
	run->grids = grid;
	return make_rows(run, grid) ? NULL : grid;
}

const struct row_map *grid_map(struct derived_run *run, struct grid *grid, const struct part *part)
{
	const struct panel *panel = &grid->panel;
	const struct extent *extent = part->extent;
	struct row_map *map = grid->maps;

	while (map && !is_same_part(&map->part, part))
		map = map->next;
	if (map)
		return map;
	map = arena_new(&run->arena, 1, sizeof *map);
	uint32_t *slots = arena_new(&run->arena, panel->n, sizeof *slots), key[MAX_CELL_KEYS + 2];
	if (!map || !slots)
		return NULL;
	*map = (struct row_map){grid->maps, *part, slots, 1, 1};
	for (size_t row = 0; row < panel->n; row++) {
		key[0] = (uint32_t)(panel->rows[row].unit + 1);
		key[1] = panel->rows[row].period;
		for (size_t k = 0; k < extent->n_names; k++) {
			const char *value = grid->values_of[panel->rows[row].group][part->at[k]];

			key[k + 2] = intern_find(&run->texts, value, strlen(value));
		}
		slots[row] = groups_find(&extent->rows, key);
		map->is_whole &= slots[row] != UINT32_MAX;
		map->is_straight &= slots[row] == row;
	}
	return grid->maps = map;
}

void derived_grids_free(struct derived_run *run)
{
	for (struct grid *grid = run->grids; grid; grid = grid->before)
		panel_clear(&grid->panel);
}
