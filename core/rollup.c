/* SPDX-License-Identifier: MIT */
/* Up the tree of units: a unit without records of its own is the sum of its children, if the units
 * file lists all of them.  A unit's own record wins; the two are never added together.  On the way
 * it is counted how many units should have reported and how many did. */
#include "rollup.h"

#include "context.h"

#include <stdlib.h>
#include <string.h>

/* The tree as it is in one period. */
struct tree {
	int *parent, *first_child, *next_sibling; /* per unit; UNIT_NONE */
	uint8_t *valid, *reports;        /* reports: of a level that records are of */
	size_t n;
};

static int is_level(const struct chiso_project *project, const struct aggregate *aggregate,
                    const struct unit *unit, const uint8_t *own)
{
	const char *level = aggregate->spec->dataset->level;

	if (level)
		return unit->level && !strcmp(unit->level, level);
	for (size_t i = 0; i < project->units.n; i++) {
		const struct unit *other = &project->units.list[i];

		if (own[i] && (unit->level == other->level ||
		               (unit->level && other->level && !strcmp(unit->level, other->level))))
			return 1;
	}
	return 0;
}

static int make_tree(struct tree *tree, struct arena *arena, const struct chiso_project *project,
                     struct period period, const uint8_t *reports)
{
	const struct units *units = &project->units;

	tree->n = units->n;
	tree->parent = arena_new(arena, units->n, sizeof *tree->parent);
	tree->first_child = arena_new(arena, units->n, sizeof *tree->first_child);
	tree->next_sibling = arena_new(arena, units->n, sizeof *tree->next_sibling);
	tree->valid = arena_new(arena, units->n, 1);
	tree->reports = arena_new(arena, units->n, 1);
	if (!tree->parent || !tree->first_child || !tree->next_sibling || !tree->valid || !tree->reports)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < units->n; i++) {
		tree->first_child[i] = tree->next_sibling[i] = UNIT_NONE;
		tree->parent[i] = unit_parent(units, (int)i, period);
		tree->valid[i] = (uint8_t)unit_is_valid(&units->list[i], period);
		tree->reports[i] = tree->valid[i] && reports[i];
	}
	/* Backwards, so that children stand in the file's order. */
	for (size_t i = units->n; i-- > 0;) {
		int parent = tree->parent[i];

		if (parent == UNIT_NONE || !tree->valid[i] || !tree->valid[parent])
			continue;
		tree->next_sibling[i] = tree->first_child[parent];
		tree->first_child[parent] = (int)i;
	}
	return CHISO_OK;
}

/* One group's way through the tree. */
struct climb {
	struct aggregate *aggregate;
	struct key_set *set;
	const struct tree *tree;
	const struct unit *units;
	uint32_t *key; /* of the group; key[0] is the unit */
	struct unit_cell *cells;
	int can_add;
};

static int climb_unit(struct climb *climb, int unit)
{
	struct unit_cell *cell = &climb->cells[unit];
	uint32_t reporting = 0, expected = 0;
	int has_part = 0, status;

	cell->slot = NO_SLOT;
	for (int child = climb->tree->first_child[unit]; child != UNIT_NONE;
	     child = climb->tree->next_sibling[child]) {
		status = climb_unit(climb, child);
		if (status)
			return status;
		reporting += climb->cells[child].reporting;
		expected += climb->cells[child].expected;
		has_part |= climb->cells[child].slot != NO_SLOT;
	}
	climb->key[0] = (uint32_t)unit + 1;
	uint32_t own = groups_find(&climb->set->groups, climb->key);
	if (own != NO_SLOT) {
		cell->slot = own;
		cell->expected = 1;
		cell->reporting = climb->set->slots[own].n_used > 0;
		return CHISO_OK;
	}
	if (climb->tree->reports[unit] && !has_part) {
		cell->expected = 1;
		if (!climb->aggregate->spec->dataset->complete)
			return CHISO_OK;
		/* A register: no record means that there is nothing, which is a report too. */
		cell->reporting = 1;
		cell->slot = key_set_slot(climb->aggregate, climb->set, climb->key);
		if (cell->slot == NO_SLOT)
			return CHISO_ENOMEM;
		climb->set->slots[cell->slot].is_zero = 1;
		climb->set->slots[cell->slot].inputs_seen = UINT64_MAX;
		return CHISO_OK;
	}
	if (!climb->units[unit].children_complete || !climb->can_add)
		return CHISO_OK;
	cell->reporting = reporting;
	cell->expected = expected;
	if (!has_part)
		return CHISO_OK;
	cell->slot = key_set_slot(climb->aggregate, climb->set, climb->key);
	if (cell->slot == NO_SLOT)
		return CHISO_ENOMEM;
	climb->set->slots[cell->slot].rolled_up = 1;
	for (int child = climb->tree->first_child[unit]; child != UNIT_NONE;
	     child = climb->tree->next_sibling[child]) {
		if (climb->cells[child].slot == NO_SLOT)
			continue;
		status = key_set_merge(climb->aggregate, climb->set, cell->slot,
		                       climb->cells[child].slot);
		if (status)
			return status;
	}
	return CHISO_OK;
}

/* All keys without the unit, once each. */
static int combinations(struct groups *out, const struct key_set *set)
{
	groups_init(out, set->groups.width - 1);
	for (uint32_t i = 0; i < set->groups.n; i++)
		if (groups_slot(out, groups_key(&set->groups, i) + 1) == UINT32_MAX)
			return CHISO_ENOMEM;
	return CHISO_OK;
}

/* Of which units there are records, in any group: they decide which levels report. */
static uint8_t *reporters(struct arena *arena, const struct chiso_project *project,
                          const struct aggregate *aggregate)
{
	size_t n = project->units.n;
	uint8_t *own = arena_new(arena, n, 1), *reports = arena_new(arena, n, 1);

	if (!own || !reports)
		return NULL;
	for (size_t s = 0; s < aggregate->n_sets; s++)
		for (uint32_t i = 0; i < aggregate->sets[s].groups.n; i++) {
			uint32_t unit = groups_key(&aggregate->sets[s].groups, i)[0];

			if (unit)
				own[unit - 1] = 1;
		}
	for (size_t i = 0; i < n; i++)
		reports[i] = (uint8_t)is_level(project, aggregate, &project->units.list[i], own);
	return reports;
}

static int roll_group(struct rollup *rollup, struct climb *climb, const struct tree *trees,
                      uint32_t combination)
{
	const uint32_t *key = groups_key(&rollup->groups, combination);

	memcpy(climb->key + 1, key, rollup->groups.width * sizeof *key);
	climb->cells = rollup->cells + (size_t)combination * rollup->n_units;
	if (!rollup->n_units)
		return CHISO_OK;
	climb->tree = &trees[key[0]];
	for (size_t unit = 0; unit < rollup->n_units; unit++)
		climb->cells[unit].slot = NO_SLOT;
	for (size_t unit = 0; unit < rollup->n_units; unit++) {
		int parent = climb->tree->parent[unit];

		if (!climb->tree->valid[unit] ||
		    (parent != UNIT_NONE && climb->tree->valid[parent]))
			continue;
		int status = climb_unit(climb, (int)unit);
		if (status)
			return status;
	}
	return CHISO_OK;
}

int rollup_make(struct rollup *rollup, struct chiso_project *project, struct aggregate *aggregate,
                size_t set_at)
{
	struct key_set *set = &aggregate->sets[set_at];
	const struct reader *reader = aggregate->reader;
	struct climb climb = {.aggregate = aggregate,
	                      .set = set,
	                      .units = project->units.list,
	                      .can_add = !(aggregate->use->flags & CHISO_AS_REPORTED)};
	int status;

	*rollup = (struct rollup){.n_units = project->units.n};
	status = combinations(&rollup->groups, set);
	struct tree *trees = arena_new(&rollup->arena, reader->n_periods, sizeof *trees);
	const uint8_t *reports = reporters(&rollup->arena, project, aggregate);
	climb.key = arena_new(&rollup->arena, set->groups.width, sizeof *climb.key);
	rollup->cells = arena_new(&rollup->arena, rollup->n_units * rollup->groups.n,
	                          sizeof *rollup->cells);
	if (!trees || !reports || !climb.key || !rollup->cells)
		status = CHISO_ENOMEM;
	for (size_t i = 0; i < reader->n_periods && !status; i++)
		status = make_tree(&trees[i], &rollup->arena, project, reader->periods[i], reports);
	for (uint32_t i = 0; i < rollup->groups.n && !status; i++)
		status = roll_group(rollup, &climb, trees, i);
	return status;
}

void rollup_clear(struct rollup *rollup)
{
	groups_clear(&rollup->groups);
	arena_clear(&rollup->arena);
}
