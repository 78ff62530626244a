/* SPDX-License-Identifier: MIT */
/* Series on the boundaries of another time: a unit that is not valid in a period has the figure of
 * the units that it was, or will be, made of.  Where those are whole, their sums and states are put
 * together like those of children, and the result is as exact; but it lacks nothing: where one of
 * them has no figure there is none.  Where units were divided, each sum is multiplied by a share:
 * of the parts of one unit the last one gets what the others leave, so that they add up to it
 * exactly.
 *
 * A unit that was never linked itself, such as a district that ended when its communes were merged,
 * is what its children are. */
#include "base/context.h"
#include "base/grow.h"
#include "number/number.h"
#include "results/rollup_climb.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A part of a unit that went to another one. */
struct piece {
	int from, to;
	double share;
};

/* How the units of a period are divided among those of a day. */
struct division {
	int32_t day;
	struct piece *pieces; /* by from, then to; only of units that are divided */
	size_t n, cap;
};

struct filling {
	struct climb *climb;
	struct chiso_project *project;
	struct period as_of;
	uint8_t *is_done; /* per unit */
	struct division division;
	int has_division;
};

/* ---- which units ----------------------------------------------------------------------------- */

static int is_wanted(const struct chiso_project *project, int unit)
{
	const struct unit *own = &project->units.list[unit];

	for (size_t i = 0; i < project->n_boundaries; i++)
		if (own->valid_from <= project->boundaries[i] &&
		    project->boundaries[i] <= own->valid_to)
			return 1;
	return 0;
}

/* The area of a plan goes on behind its unit, whether or not other boundaries are asked for. */
static int goes_on(const struct filling *f, int unit)
{
	return unit == f->project->plan_area &&
	       f->project->units.list[unit].valid_to < f->as_of.last;
}

/* ---- notes ----------------------------------------------------------------------------------- */

static int add_note(struct filling *f, int unit, struct slot *slot, enum message id,
		    const char *basis)
{
	struct arena *arena = &f->climb->rollup->arena;
	const char *note[2];
	char day[PERIOD_ROOM];

	for (int i = 0; i < 2; i++) {
		const char *lang = i ? "vi" : "en";

		date_print_for_people(day, project_boundary_day(f->project, unit), lang);
		note[i] = message_fill(arena, id, lang, (const char *const[]){day, basis, NULL});
		if (!note[i])
			return CHISO_ENOMEM;
	}
	int32_t text = reader_add_note(f->climb->aggregate->reader, note[0], note[1]);
	return text == NO_TEXT ? CHISO_ENOMEM : slot_add_note(slot, text);
}

static struct slot *open_slot(struct filling *f, int unit)
{
	struct climb *climb = f->climb;
	struct unit_cell *cell = &climb->cells[unit];

	climb->key[0] = (uint32_t)unit + 1;
	cell->slot = key_set_slot(climb->aggregate, climb->set, climb->key);
	return cell->slot == NO_SLOT ? NULL : &climb->set->slots[cell->slot];
}

static int break_off(struct filling *f, int unit, enum message why)
{
	struct slot *slot = open_slot(f, unit);

	if (!slot)
		return CHISO_ENOMEM;
	slot->boundaries = f->climb->cells[unit].boundaries = CHISO_BOUNDARIES_BROKEN;
	return add_note(f, unit, slot, why, "");
}

/* ---- whole units ----------------------------------------------------------------------------- */

/* Adds the sums of other units, all of which have some. */
static int merge_cells(struct filling *f, int unit, const int *others, size_t n)
{
	struct climb *climb = f->climb;

	if (!open_slot(f, unit))
		return CHISO_ENOMEM;
	uint32_t into = climb->cells[unit].slot;
	for (size_t i = 0; i < n; i++) {
		uint32_t from = climb->cells[others[i]].slot;
		int status = key_set_merge(climb->aggregate, climb->set, into, from);

		if (status)
			return status;
		climb->set->slots[into].rolled_up |= climb->set->slots[from].rolled_up;
	}
	return CHISO_OK;
}

static int fill_exactly(struct filling *f, int unit, const struct flow *flow)
{
	struct climb *climb = f->climb;
	int *others = arena_new(&climb->rollup->arena, flow->n, sizeof *others);
	int status = others ? CHISO_OK : CHISO_ENOMEM;

	for (uint32_t i = 0; i < flow->n && others; i++)
		others[i] = flow->parts[i].unit;
	if (!status)
		status = merge_cells(f, unit, others, flow->n);
	if (status)
		return status;
	struct slot *slot = &climb->set->slots[climb->cells[unit].slot];
	slot->boundaries = CHISO_BOUNDARIES_EXACT;
	return add_note(f, unit, slot, flow->n > 1 ? MSG_BOUNDARIES_MERGED : MSG_BOUNDARIES_ONE,
			"");
}

/* ---- divided units --------------------------------------------------------------------------- */

static int by_source(const void *x, const void *y)
{
	const struct piece *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

/* Adds the pieces of which one unit of the day is made. */
static int add_pieces(struct filling *f, int unit)
{
	struct division *division = &f->division;
	struct flow flow;

	if (lineage_flow(&flow, &f->project->lineage, &f->project->units, unit, f->as_of,
			 f->climb->aggregate->spec->basis))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < flow.n && !flow.is_divided; i++) {
		const struct flow_part *part = &flow.parts[i];

		if (part->is_whole || isnan(part->share))
			continue;
		if (GROW(&division->pieces, division->n, &division->cap))
			return CHISO_ENOMEM;
		division->pieces[division->n++] = (struct piece){part->unit, unit, part->share};
	}
	return CHISO_OK;
}

static int find_division(struct filling *f, int32_t day)
{
	struct division *division = &f->division;

	if (f->has_division && division->day == day)
		return CHISO_OK;
	division->n = 0;
	division->day = day;
	f->has_division = 1;
	for (size_t i = 0; i < f->project->units.n; i++) {
		const struct unit *unit = &f->project->units.list[i];

		if (unit->valid_from <= day && day <= unit->valid_to && !f->climb->tree->valid[i] &&
		    add_pieces(f, (int)i))
			return CHISO_ENOMEM;
	}
	if (division->n)
		qsort(division->pieces, division->n, sizeof *division->pieces, by_source);
	return CHISO_OK;
}

/* The pieces of a unit, *n of them; *is_all: they are all of it. */
static const struct piece *pieces_of(const struct division *division, int unit, size_t *n,
				     int *is_all)
{
	size_t first = 0;
	double sum = 0;

	while (first < division->n && division->pieces[first].from != unit)
		first++;
	for (*n = 0; first + *n < division->n && division->pieces[first + *n].from == unit; ++*n)
		sum += division->pieces[first + *n].share;
	*is_all = fabs(sum - 1) <= 16 * (double)*n * DBL_EPSILON;
	return division->pieces + first;
}

/* Adds a share of each sum of a slot; the last piece of all is what the others leave. */
static int add_share(struct filling *f, uint32_t into, uint32_t from, int to,
		     const struct piece *pieces, size_t n, int is_all)
{
	struct climb *climb = f->climb;
	struct sums *sums = &climb->set->sums;
	size_t at = 0;
	int status = CHISO_OK;

	assert(!climb->set->spread); /* sums of a sample are indivisible, and clusters may have them, too */
	while (pieces[at].to != to)
		at++;
	int is_rest = is_all && at == n - 1;
	for (uint32_t t = 0; t < climb->aggregate->n_terms && !status; t++) {
		double whole = sums_value(sums, from, t);

		if (!is_rest)
			status = sums_add_one(sums, into, t, whole * pieces[at].share);
		else
			status = sums_merge_one(sums, into, t, sums, from, t);
		for (size_t i = 0; i < at && is_rest && !status; i++)
			status = sums_add_one(sums, into, t, -(whole * pieces[i].share));
	}
	return status;
}

static int fill_by_shares(struct filling *f, int unit, const struct flow *flow)
{
	struct climb *climb = f->climb;
	int status = find_division(f, project_boundary_day(f->project, unit));

	if (status || !open_slot(f, unit))
		return CHISO_ENOMEM;
	uint32_t into = climb->cells[unit].slot;
	for (uint32_t i = 0; i < flow->n && !status; i++) {
		const struct flow_part *part = &flow->parts[i];
		uint32_t from = climb->cells[part->unit].slot;
		size_t n;
		int is_all;

		if (part->is_whole) {
			status = key_set_merge(climb->aggregate, climb->set, into, from);
			continue;
		}
		const struct piece *pieces = pieces_of(&f->division, part->unit, &n, &is_all);
		struct slot *slots = climb->set->slots;
		status = slot_join(&slots[into], &slots[from], climb->aggregate->n_terms);
		slots[into].rolled_up |= slots[from].rolled_up;
		if (!status)
			status = add_share(f, into, from, unit, pieces, n, is_all);
	}
	if (status)
		return CHISO_ENOMEM;
	struct slot *slot = &climb->set->slots[into];
	slot->boundaries = CHISO_BOUNDARIES_ESTIMATE;
	slot->status = CHISO_ESTIMATE;
	return flow->basis && *flow->basis
		       ? add_note(f, unit, slot, MSG_BOUNDARIES_SHARES_BY, flow->basis)
		       : add_note(f, unit, slot, MSG_BOUNDARIES_SHARES, "");
}

/* ---- units that are their children ----------------------------------------------------------- */

static int fill_unit(struct filling *f, int unit);

/* The children that a unit has on its day, each filled before. */
static int fill_children(struct filling *f, int unit, int *children, size_t *n)
{
	const struct units *units = &f->project->units;
	int32_t day = project_boundary_day(f->project, unit);
	int status = CHISO_OK;

	*n = 0;
	for (size_t i = 0; i < units->n && !status; i++) {
		const struct unit *child = &units->list[i];

		if (day < child->valid_from || child->valid_to < day ||
		    strcmp(child->parent_code, units->list[unit].code) != 0)
			continue;
		children[(*n)++] = (int)i;
		if (!f->climb->tree->valid[i])
			status = fill_unit(f, (int)i);
	}
	return status;
}

/* Parts of units by way of the children, so that these add up to it. */
static int fill_from_children(struct filling *f, int unit)
{
	struct climb *climb = f->climb;
	struct unit_cell *cell = &climb->cells[unit];
	int *children = arena_new(&climb->rollup->arena, f->project->units.n, sizeof *children);
	size_t n;
	int status = children ? fill_children(f, unit, children, &n) : CHISO_ENOMEM;

	if (status)
		return status;
	for (size_t i = 0; i < n; i++) {
		const struct unit_cell *child = &climb->cells[children[i]];

		if (child->boundaries == CHISO_BOUNDARIES_BROKEN)
			return break_off(f, unit, MSG_BOUNDARIES_UNKNOWN);
		if (!climb_has_sum(climb, child))
			return CHISO_OK;
	}
	status = merge_cells(f, unit, children, n);
	if (status)
		return status;
	climb->set->slots[cell->slot].boundaries = CHISO_BOUNDARIES_ESTIMATE;
	return CHISO_OK;
}

/* ---- a unit ---------------------------------------------------------------------------------- */

/* Why a figure can't be shown on other boundaries; MESSAGE_N: it can. */
static enum message why_not(const struct filling *f, const struct flow *flow)
{
	const struct aggregate *aggregate = f->climb->aggregate;
	const struct chiso_indicator *use = aggregate->use;
	int is_one = flow->is_exact && flow->n == 1;
	int is_published = (use->flags & CHISO_AS_REPORTED) != 0;

	if (is_one)
		return MESSAGE_N;
	if (is_published)
		return MSG_BOUNDARIES_PUBLISHED;
	/* The units of an area may be counted at any time, but one unit is not several. */
	if (aggregate->spec->counts_units && !(flow->is_exact && flow->is_divided))
		return MSG_BOUNDARIES_COUNTS;
	if (flow->is_exact)
		return MESSAGE_N;
	for (uint32_t i = 0; i < flow->n; i++)
		if (isnan(flow->parts[i].share))
			return MSG_BOUNDARIES_UNKNOWN;
	return use->state || use->evaluate || f->climb->set->spread ? MSG_BOUNDARIES_INDIVISIBLE
								    : MESSAGE_N;
}

/* From the units that it is made of, all of which have their cells. */
static int fill_from(struct filling *f, int unit, const struct flow *flow)
{
	struct climb *climb = f->climb;
	struct unit_cell *cell = &climb->cells[unit];
	int lacks = 0;

	cell->reporting = cell->expected = 0;
	for (uint32_t i = 0; i < flow->n; i++) {
		const struct unit_cell *part = &climb->cells[flow->parts[i].unit];

		cell->reporting += part->reporting;
		cell->expected += part->expected;
		lacks |= !climb_has_sum(climb, part);
	}
	if (!cell->expected)
		return CHISO_OK;
	cell->boundaries = flow->is_exact ? CHISO_BOUNDARIES_EXACT : CHISO_BOUNDARIES_ESTIMATE;
	enum message why = cell->reporting ? why_not(f, flow) : MESSAGE_N;
	if (why != MESSAGE_N)
		return break_off(f, unit, why);
	if (lacks)
		return CHISO_OK;
	if (flow->is_exact)
		return fill_exactly(f, unit, flow);
	return flow->is_divided ? fill_from_children(f, unit) : fill_by_shares(f, unit, flow);
}

static int fill_unit(struct filling *f, int unit)
{
	struct climb *climb = f->climb;
	struct unit_cell *cell = &climb->cells[unit];
	int is_same;
	struct flow flow;

	if (f->is_done[unit])
		return CHISO_OK;
	f->is_done[unit] = 1;
	climb->key[0] = (uint32_t)unit + 1;
	int status = climb_over_time(climb, (size_t)unit, 0, 0, 0);
	if (status > 0) {
		uint8_t by = climb->set->slots[cell->slot].boundaries;

		cell->boundaries = by ? by : CHISO_BOUNDARIES_EXACT;
		return CHISO_OK;
	}
	if (status ||
	    lineage_is_same(&is_same, &f->project->lineage, &f->project->units, unit, f->as_of))
		return CHISO_ENOMEM;
	if (lineage_flow(&flow, &f->project->lineage, &f->project->units, unit, f->as_of,
			 climb->aggregate->spec->basis))
		return CHISO_ENOMEM;
	/* It has its figure as the unit that it was then, which longer periods need to know. */
	if (is_same) {
		*cell = climb->cells[flow.parts[0].unit];
		cell->is_hidden = 1;
		return CHISO_OK;
	}
	return flow.n ? fill_from(f, unit, &flow) : CHISO_OK;
}

/* Figures whose records are coded with the units of another day say so. */
static void mark_coded(const struct climb *climb)
{
	for (size_t i = 0; i < climb->rollup->n_units; i++)
		if (climb->cells[i].expected && !climb->cells[i].boundaries &&
		    !unit_is_valid(&climb->units[i], climb->parts.whole))
			climb->cells[i].boundaries = CHISO_BOUNDARIES_REPORTED;
}

int climb_boundaries(struct climb *climb)
{
	struct chiso_project *project = climb->project;
	struct filling f = {.climb = climb, .project = project, .as_of = climb->tree->as_of};
	size_t n = climb->rollup->n_units;
	int status = CHISO_OK;

	if (climb->aggregate->reader->spec->n_coding)
		mark_coded(climb);
	if (!project->has_lineage || period_is_none(f.as_of))
		return CHISO_OK;
	f.is_done = calloc(n + 1, 1);
	if (!f.is_done)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n && !status; i++)
		if (!climb->tree->valid[i] && (is_wanted(project, (int)i) || goes_on(&f, (int)i)))
			status = fill_unit(&f, (int)i);
	free(f.division.pieces);
	free(f.is_done);
	return status;
}
