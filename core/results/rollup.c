/* SPDX-License-Identifier: MIT */
/* Up the tree of units: a unit without records of its own is the sum of its children, if the units
 * file lists all of them.  A unit's own figure wins; the two are never added together.  A record of
 * its own that says nothing hides no figure of others.  On the way it is counted how many units
 * should have reported and how many did.
 *
 * A longer period is the unit's own record of it; else what more units reported for: the sum of its
 * shorter periods or, in the longer period, of its children.  A unit that ends in the middle of a
 * year has no year, but its parent has: that of its own months. */
#include "results/rollup_climb.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

static int is_level(const struct chiso_project *project, const struct aggregate *aggregate,
                    const struct unit *unit, const uint8_t *own)
{
	const char *level = aggregate->reader->spec->level;

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

int climb_has_sum(const struct climb *climb, const struct unit_cell *cell)
{
	return cell->slot != NO_SLOT && !climb->set->slots[cell->slot].is_incomplete;
}

int climb_over_time(struct climb *climb, size_t unit, int has_part, uint32_t reporting,
                    uint32_t expected)
{
	struct unit_cell *cell = &climb->cells[unit];
	struct tiling tiling;

	if (tiling_make(&tiling, climb->rollup, climb->aggregate, climb->set, &climb->parts, unit))
		return CHISO_ENOMEM;
	if (!tiling.n)
		return 0;
	uint32_t have = tiling.is_complete ? tiling.want : 0;
	if (has_part && (double)have * tiling.reporting * expected <
	                        (double)reporting * tiling.want * tiling.expected)
		return 0;
	cell->slot = key_set_slot(climb->aggregate, climb->set, climb->key);
	if (cell->slot == NO_SLOT ||
	    tiling_fill(climb->rollup, climb->aggregate, climb->set, &climb->parts, &tiling, unit,
	                cell->slot))
		return CHISO_ENOMEM;
	cell->over_time = 1;
	cell->expected = tiling.expected;
	cell->reporting = tiling.is_complete ? tiling.reporting : 0;
	return 1;
}

/* Adds up the children; there is one that can be added. */
static int add_children(struct climb *climb, int unit)
{
	struct unit_cell *cell = &climb->cells[unit];

	cell->slot = key_set_slot(climb->aggregate, climb->set, climb->key);
	if (cell->slot == NO_SLOT)
		return CHISO_ENOMEM;
	climb->set->slots[cell->slot].rolled_up = 1;
	for (int child = climb->tree->first_child[unit]; child != UNIT_NONE;
	     child = climb->tree->next_sibling[child]) {
		if (!climb_has_sum(climb, &climb->cells[child]))
			continue;
		int status = key_set_merge(climb->aggregate, climb->set, cell->slot,
		                           climb->cells[child].slot);
		if (status)
			return status;
	}
	return CHISO_OK;
}

/* In a register no record means that there is nothing, which is a report too. */
static int report_nothing(struct climb *climb, struct unit_cell *cell, int unit)
{
	const struct variant *variant =
		applied_variant(climb->aggregate->applied, unit, climb->parts.whole);

	if (!climb->aggregate->reader->spec->complete || !variant)
		return CHISO_OK;
	cell->reporting = 1;
	cell->slot = key_set_slot(climb->aggregate, climb->set, climb->key);
	if (cell->slot == NO_SLOT)
		return CHISO_ENOMEM;
	struct slot *slot = &climb->set->slots[cell->slot];
	slot->is_zero = 1;
	slot->columns_seen = UINT64_MAX;
	slot->variant = (uint32_t)(variant - climb->aggregate->applied->variants);
	return CHISO_OK;
}

/* Whether the group is one of groups of units, and not one of this unit's. */
static int is_outside(const struct climb *climb, int unit)
{
	const struct aggregate *aggregate = climb->aggregate;
	int is_out = 0;

	for (uint32_t k = 0; k < climb->set->n && !is_out; k++)
		is_out = reader_excludes_unit(
			aggregate->reader, &aggregate->key_columns[climb->set->columns[k]].bound,
			unit, climb->parts.whole, aggregate->key_texts.texts[climb->key[2 + k]]);
	return is_out;
}

static int climb_unit(struct climb *climb, int unit)
{
	struct unit_cell *cell = &climb->cells[unit];
	uint32_t reporting = 0, expected = 0;
	int has_part = 0, status;

	uint32_t own = cell->slot;

	cell->slot = NO_SLOT;
	for (int child = climb->tree->first_child[unit]; child != UNIT_NONE;
	     child = climb->tree->next_sibling[child]) {
		status = climb_unit(climb, child);
		if (status)
			return status;
		reporting += climb->cells[child].reporting;
		expected += climb->cells[child].expected + climb->cells[child].lacking;
		has_part |= climb_has_sum(climb, &climb->cells[child]);
	}
	climb->key[0] = (uint32_t)unit + 1;
	if (own != NO_SLOT && climb->set->slots[own].n_used) {
		cell->slot = own;
		cell->expected = cell->reporting = 1;
		return CHISO_OK;
	}
	int can_add = climb->can_add && climb->units[unit].children_complete;
	int adds_up = has_part && can_add;
	status = climb_over_time(climb, (size_t)unit, adds_up, reporting, expected);
	if (status)
		return status < 0 ? status : CHISO_OK;
	if (own != NO_SLOT && !adds_up) {
		cell->slot = own;
		cell->expected = 1;
		return CHISO_OK;
	}
	if (climb->aggregate->reports[unit] && !adds_up) {
		if (is_outside(climb, unit))
			return CHISO_OK;
		cell->expected = 1;
		return has_part ? CHISO_OK : report_nothing(climb, cell, unit);
	}
	if (!can_add) {
		cell->lacking = expected;
		return CHISO_OK;
	}
	cell->reporting = reporting;
	cell->expected = expected;
	return adds_up ? add_children(climb, unit) : CHISO_OK;
}

/* The group of records that are of no unit. */
static int climb_no_unit(struct climb *climb)
{
	size_t none = climb->rollup->n_units;
	struct unit_cell *cell = &climb->cells[none];

	climb->key[0] = 0;
	if (cell->slot == NO_SLOT) {
		const struct key_source *unit = &climb->aggregate->reader->spec->unit;
		int status = climb_over_time(climb, none, 0, 0, 0);

		if (status || !climb->is_own || unit->column || unit->constant)
			return status < 0 ? status : CHISO_OK;
		cell->expected = 1;
		return report_nothing(climb, cell, UNIT_NONE);
	}
	cell->expected = 1;
	cell->reporting = climb->set->slots[cell->slot].n_used > 0;
	return CHISO_OK;
}

/* All keys without the unit, once each; of: which each slot has.  by_period: room for a number for each period,
 * by which those are found that have nothing else. */
static int combinations(struct groups *out, const struct key_set *set, uint32_t *of, uint32_t *by_period)
{
	groups_init(out, set->groups.width - 1);
	for (uint32_t i = 0; i < set->groups.n; i++) {
		const uint32_t *key = groups_key(&set->groups, i) + 1;
		uint32_t *known = set->n ? NULL : &by_period[*key];

		of[i] = known && *known ? *known - 1 : groups_slot(out, key);
		if (of[i] == UINT32_MAX)
			return CHISO_ENOMEM;
		if (known)
			*known = of[i] + 1;
	}
	return CHISO_OK;
}

/* A cell for each unit in each group, with the slot of its own records. */
static int make_cells(struct rollup *rollup, const struct key_set *set, const uint32_t *of)
{
	size_t n = (rollup->n_units + 1) * rollup->groups.n;

	rollup->cells = arena_room(&rollup->arena, n, sizeof *rollup->cells);
	if (!rollup->cells)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++)
		rollup->cells[i] = (struct unit_cell){.slot = NO_SLOT};
	for (uint32_t i = 0; i < set->groups.n; i++) {
		uint32_t unit = groups_key(&set->groups, i)[0];
		size_t at = unit ? unit - 1 : rollup->n_units;

		rollup->cells[of[i] * (rollup->n_units + 1) + at].slot = i;
	}
	return CHISO_OK;
}

/* A dataset that says on which periods it reports reports on each, with whatever texts there are in
 * any: that no certificate was valid then is a result too. */
static int add_reporting_periods(struct groups *out, const struct key_set *set,
                                 const struct reader *reader)
{
	uint32_t key[1 + MAX_KEYS], n = (uint32_t)out->n;

	if (!reader_has_interval(reader))
		return CHISO_OK;
	for (uint32_t period = 0; period < reader->turns.n; period++) {
		key[0] = period;
		if (!set->n && groups_slot(out, key) == UINT32_MAX)
			return CHISO_ENOMEM;
		for (uint32_t i = 0; i < n && set->n; i++) {
			memcpy(key + 1, groups_key(out, i) + 1, set->n * sizeof *key);
			if (groups_slot(out, key) == UINT32_MAX)
				return CHISO_ENOMEM;
		}
	}
	return CHISO_OK;
}

/* Of which units there are records, in any group: they decide which levels report.  To be asked
 * before the first roll-up, which makes groups of units without records. */
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

static int roll_group(struct rollup *rollup, struct climb *climb, const struct unit_tree *const *trees,
                      uint32_t combination)
{
	const uint32_t *key = groups_key(&rollup->groups, combination);

	climb->is_own = combination < rollup->n_own;
	memcpy(climb->key + 1, key, rollup->groups.width * sizeof *key);
	climb->cells = rollup->cells + (size_t)combination * (rollup->n_units + 1);
	climb->tree = trees[key[0]];
	int status = parts_find(&climb->parts, rollup, climb->aggregate, climb->set, combination);
	for (size_t unit = 0; unit < rollup->n_units; unit++)
		if (!climb->tree->valid[unit])
			climb->cells[unit].slot = NO_SLOT;
	for (size_t unit = 0; unit < rollup->n_units && !status; unit++) {
		int parent = climb->tree->parent[unit];

		if (!climb->tree->valid[unit] ||
		    (parent != UNIT_NONE && climb->tree->valid[parent]))
			continue;
		status = climb_unit(climb, (int)unit);
	}
	if (!status)
		status = climb_boundaries(climb);
	return status ? status : climb_no_unit(climb);
}

/* A group to be rolled up, and how long its period is. */
struct turn {
	uint32_t combination;
	int32_t days;
};

static int by_length(const void *x, const void *y)
{
	const struct turn *a = x, *b = y;

	if (a->days != b->days)
		return a->days < b->days ? -1 : 1;
	return (a->combination > b->combination) - (a->combination < b->combination);
}

/* Shorter periods first: longer ones are made of them. */
static int roll_groups(struct rollup *rollup, struct climb *climb, const struct unit_tree *const *trees)
{
	const struct period *periods = climb->aggregate->reader->periods;
	struct turn *turns = arena_new(&rollup->arena, rollup->groups.n, sizeof *turns);
	int status = turns ? CHISO_OK : CHISO_ENOMEM;

	for (uint32_t i = 0; i < rollup->groups.n && !status; i++) {
		struct period period = periods[groups_key(&rollup->groups, i)[0]];

		turns[i] = (struct turn){i, period.last - period.first};
	}
	if (!status && rollup->groups.n > 1)
		qsort(turns, rollup->groups.n, sizeof *turns, by_length);
	for (size_t i = 0; i < rollup->groups.n && !status; i++)
		status = roll_group(rollup, climb, trees, turns[i].combination);
	return status;
}

int rollup_make(struct rollup *rollup, struct chiso_project *project, struct aggregate *aggregate,
                size_t set_at)
{
	struct key_set *set = &aggregate->sets[set_at];
	const struct reader *reader = aggregate->reader;
	struct climb climb = {.project = project,
	                      .aggregate = aggregate,
	                      .set = set,
	                      .units = project->units.list,
	                      .rollup = rollup,
	                      .can_add = !(aggregate->use->flags & CHISO_AS_REPORTED)};
	const struct unit_tree **trees = NULL;
	uint32_t *of = malloc((set->groups.n + 1) * sizeof *of);

	*rollup = (struct rollup){.n_units = project->units.n};
	uint32_t *by_period = arena_new(&rollup->arena, reader->n_periods + 1, sizeof *by_period);
	int status = of && by_period ? combinations(&rollup->groups, set, of, by_period) : CHISO_ENOMEM;
	if (!status)
		status = add_reporting_periods(&rollup->groups, set, reader);
	rollup->n_own = (uint32_t)rollup->groups.n;
	if (!status)
		status = rollup_add_periods(rollup, aggregate);
	if (!status)
		status = make_cells(rollup, set, of);
	free(of);
	if (!aggregate->reports)
		aggregate->reports = reporters(&aggregate->arena, project, aggregate);
	climb.key = arena_new(&rollup->arena, set->groups.width, sizeof *climb.key);
	trees = arena_new(&rollup->arena, reader->n_periods, sizeof *trees);
	if (!trees || !aggregate->reports || !climb.key)
		status = CHISO_ENOMEM;
	for (size_t i = 0; i < reader->n_periods && !status; i++) {
		trees[i] = unit_tree(&project->units, dataset_coding(reader->spec, reader->periods[i]),
		                     &rollup->arena);
		status = trees[i] ? CHISO_OK : CHISO_ENOMEM;
	}
	return status ? status : roll_groups(rollup, &climb, trees);
}

void rollup_clear(struct rollup *rollup)
{
	groups_clear(&rollup->groups);
	arena_clear(&rollup->arena);
}
