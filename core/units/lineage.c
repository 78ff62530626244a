/* SPDX-License-Identifier: MIT */
#include "units/lineage.h"

#include "base/grow.h"
#include "number/number.h"
#include "units/units_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- links ----------------------------------------------------------------------------------- */

double unit_number(const struct unit *unit, int attribute)
{
	const char *text = attribute < 0 || !unit->attributes ? "" : unit->attributes[attribute];
	double value;

	if (number_read(&value, text, strlen(text), (struct number_style){'.', 0}) != NUMBER_FINE)
		return NAN;
	return value;
}

int units_attribute(const struct units *units, const char *name)
{
	for (size_t i = 0; name && i < units->n_attributes; i++)
		if (!strcmp(units->attributes[i], name))
			return (int)i;
	return -1;
}

/* Order of rows in the file stands for that of their bases: a unit's bases are as they come first.
 */
static int by_from(const void *x, const void *y)
{
	const struct lineage_link *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* Links of one unit: those of one basis together, in the order of the units that they lead to. */
static void order_links(struct lineage_link *links, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t end = i;

		for (size_t k = i; k < n; k++) {
			struct lineage_link link = links[k];

			if (strcmp(link.basis, links[i].basis) != 0)
				continue;
			memmove(&links[end + 1], &links[end], (k - end) * sizeof *links);
			links[end++] = link;
		}
		for (size_t k = i + 1; k < end; k++)
			for (size_t j = k; j > i && links[j - 1].to > links[j].to; j--) {
				struct lineage_link link = links[j];

				links[j] = links[j - 1];
				links[j - 1] = link;
			}
		i = end - 1;
	}
}

struct target {
	int to, from;
	uint32_t link;
};

static int by_to(const void *x, const void *y)
{
	const struct target *a = x, *b = y;

	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->link > b->link) - (a->link < b->link);
}

int lineage_index(struct lineage *lineage, const struct units *units)
{
	struct target *targets = calloc(lineage->n + 1, sizeof *targets);

	lineage->first_from = arena_new(&lineage->arena, units->n + 1, sizeof(uint32_t));
	lineage->first_to = arena_new(&lineage->arena, units->n + 1, sizeof(uint32_t));
	lineage->by_to = arena_new(&lineage->arena, lineage->n, sizeof(uint32_t));
	lineage->at = arena_new(&lineage->arena, units->n, sizeof *lineage->at);
	if (!targets || !lineage->first_from || !lineage->first_to || !lineage->by_to ||
	    !lineage->at) {
		free(targets);
		return CHISO_ENOMEM;
	}
	groups_init(&lineage->found, 4);
	if (lineage->n)
		qsort(lineage->links, lineage->n, sizeof *lineage->links, by_from);
	for (size_t i = 0; i < lineage->n; i++) {
		lineage->first_from[lineage->links[i].from + 1]++;
		lineage->first_to[lineage->links[i].to + 1]++;
	}
	for (size_t i = 0; i < units->n; i++) {
		lineage->first_from[i + 1] += lineage->first_from[i];
		lineage->first_to[i + 1] += lineage->first_to[i];
		order_links(lineage->links + lineage->first_from[i],
			    lineage->first_from[i + 1] - lineage->first_from[i]);
	}
	for (size_t i = 0; i < lineage->n; i++)
		targets[i] =
			(struct target){lineage->links[i].to, lineage->links[i].from, (uint32_t)i};
	if (lineage->n)
		qsort(targets, lineage->n, sizeof *targets, by_to);
	for (size_t i = 0; i < lineage->n; i++)
		lineage->by_to[i] = targets[i].link;
	free(targets);
	return CHISO_OK;
}

const struct lineage_link *lineage_links(const struct lineage *lineage, int from, const char *basis,
					 size_t *n)
{
	const struct lineage_link *first = lineage->links + lineage->first_from[from];
	size_t all = lineage->first_from[from + 1] - lineage->first_from[from], at = 0;

	while (basis && at < all && strcmp(first[at].basis, basis) != 0)
		at++;
	if (at == all)
		at = 0;
	for (*n = 0; at + *n < all && !strcmp(first[at + *n].basis, first[at].basis);)
		++*n;
	return first + at;
}

static int same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static int has_links(const struct lineage *lineage, int unit, int from)
{
	const uint32_t *first = from ? lineage->first_from : lineage->first_to;

	return first[unit + 1] > first[unit];
}

int lineage_continued(const struct lineage *lineage, const struct units *units, int unit,
		      int32_t day)
{
	const struct unit *own = &units->list[unit];
	int is_later = day > own->valid_to;
	int other = unit_on(units, own->code, day);

	if (other == UNIT_NONE || has_links(lineage, other, !is_later) ||
	    !same_text(own->name_vi, units->list[other].name_vi) ||
	    !same_text(own->name_en, units->list[other].name_en))
		return UNIT_NONE;
	return other;
}

/* ---- walking --------------------------------------------------------------------------------- */

/* The units that a territory is made of, on the way to another time. */
struct walk {
	struct lineage *lineage;
	const struct units *units;
	struct period period;
	const char *basis;
	struct flow_part *parts;
	size_t n, cap;
	int start, is_divided; /* the unit that is walked from; into its children */
	const char *met_basis; /* of the first part that is not whole */
	enum { GOES, LOST, NO_MEMORY } state;
};

static void put(struct walk *walk, int unit, double share, int is_whole)
{
	int *at = &walk->lineage->at[unit];

	if (*at) {
		walk->parts[*at - 1].share += share;
		return;
	}
	if (GROW(&walk->parts, walk->n, &walk->cap)) {
		walk->state = NO_MEMORY;
		return;
	}
	walk->parts[walk->n++] = (struct flow_part){unit, share, (uint8_t)is_whole};
	*at = (int)walk->n;
}

static void take_out(struct walk *walk, size_t i)
{
	walk->lineage->at[walk->parts[i].unit] = 0;
	walk->parts[i] = walk->parts[--walk->n];
	if (i < walk->n)
		walk->lineage->at[walk->parts[i].unit] = (int)i + 1;
}

static int is_whole(const struct walk *walk, int unit)
{
	int at = walk->lineage->at[unit];

	return at && walk->parts[at - 1].is_whole;
}

/* The part of a successor that came of one unit: all, when there is no other; else what an
 * attribute says of them.  NAN: nobody knows. */
static double share_of_successor(const struct walk *walk, int from, int to)
{
	const struct lineage *lineage = walk->lineage;
	double own = 0, all = 0;
	int before = UNIT_NONE, others = 0, wanted = units_attribute(walk->units, walk->basis);

	for (uint32_t i = lineage->first_to[to]; i < lineage->first_to[to + 1]; i++) {
		int other = lineage->links[lineage->by_to[i]].from;
		size_t n;
		const struct lineage_link *links = lineage_links(lineage, other, walk->basis, &n);

		if (other == before)
			continue;
		before = other;
		others += other != from;
		for (size_t k = 0; k < n; k++) {
			if (links[k].to != to)
				continue;
			double size = links[k].share *
				      unit_number(&walk->units->list[other],
						  wanted < 0 ? links[k].attribute : wanted);
			all += size;
			own += other == from ? size : 0;
		}
	}
	if (!others)
		return 1;
	return all > 0 ? own / all : NAN;
}

/* Whether all of a unit that a link leads to from the walk is in it: every unit on the other side.
 */
static int is_all_in(const struct walk *walk, int unit, int back)
{
	const struct lineage *lineage = walk->lineage;
	size_t n;

	if (back) {
		const struct lineage_link *links = lineage_links(lineage, unit, walk->basis, &n);

		for (size_t i = 0; i < n; i++)
			if (!is_whole(walk, links[i].to))
				return 0;
		return 1;
	}
	for (uint32_t i = lineage->first_to[unit]; i < lineage->first_to[unit + 1]; i++)
		if (!is_whole(walk, lineage->links[lineage->by_to[i]].from))
			return 0;
	return 1;
}

/* Follows the links of one unit to the other side of a day. */
static void follow(struct walk *walk, struct flow_part part, int back)
{
	const struct lineage *lineage = walk->lineage;
	const struct lineage_link *links = NULL;
	size_t n, first = lineage->first_to[part.unit];

	if (back)
		n = lineage->first_to[part.unit + 1] - first;
	else
		links = lineage_links(lineage, part.unit, walk->basis, &n);
	for (size_t i = 0; i < n && walk->state == GOES; i++) {
		const struct lineage_link *link =
			back ? &lineage->links[lineage->by_to[first + i]] : &links[i];
		size_t n_chosen;
		const struct lineage_link *chosen =
			lineage_links(lineage, link->from, walk->basis, &n_chosen);
		int unit = back ? link->from : link->to;

		if (link < chosen || link >= chosen + n_chosen)
			continue;
		int all = is_all_in(walk, unit, back);
		double share = back ? link->share : share_of_successor(walk, link->from, link->to);
		if (!all && !walk->met_basis)
			walk->met_basis = link->basis;
		put(walk, unit, all ? 0 : share * part.share, all);
		if (all && walk->state == GOES)
			walk->parts[walk->lineage->at[unit] - 1].share = 1;
	}
}

static int has_children(const struct units *units, int unit, int32_t day)
{
	if (!units->list[unit].children_complete)
		return 0;
	for (size_t i = 0; i < units->n; i++)
		if (units->list[i].valid_from <= day && day <= units->list[i].valid_to &&
		    !strcmp(units->list[i].parent_code, units->list[unit].code))
			return 1;
	return 0;
}

/* Puts the children of a unit on a day in its place. */
static void divide(struct walk *walk, struct flow_part part, int32_t day)
{
	const struct units *units = walk->units;

	walk->is_divided |= part.unit == walk->start;
	for (size_t i = 0; i < units->n; i++)
		if (units->list[i].valid_from <= day && day <= units->list[i].valid_to &&
		    !strcmp(units->list[i].parent_code, units->list[part.unit].code))
			put(walk, (int)i, part.share, part.is_whole);
}

/* Whether a part is at the edge of its time, on the way. */
static int is_at(const struct walk *walk, size_t i, int32_t day, int back)
{
	const struct unit *unit = &walk->units->list[walk->parts[i].unit];

	return back ? unit->valid_from == day : unit->valid_to == day;
}

/* The next part at the edge without links of its own; the number of parts: there is none. */
static size_t next_without_links(const struct walk *walk, int32_t day, int back)
{
	size_t i = 0;

	while (i < walk->n &&
	       (!is_at(walk, i, day, back) || has_links(walk->lineage, walk->parts[i].unit, !back)))
		i++;
	return i;
}

/* Steps over the edge of a day on which units begin (back) or end: units without links first, since
 * they may be made of others that have some. */
static void step(struct walk *walk, int32_t day, int back)
{
	int32_t beyond = back ? day - 1 : day + 1;
	size_t i, n;

	while (walk->state == GOES && (i = next_without_links(walk, day, back)) < walk->n) {
		struct flow_part part = walk->parts[i];
		int other = lineage_continued(walk->lineage, walk->units, part.unit, beyond);
		int divides = has_children(walk->units, part.unit, day);

		take_out(walk, i);
		if (divides)
			divide(walk, part, day);
		else if (other != UNIT_NONE)
			put(walk, other, part.share, part.is_whole);
		else
			walk->state = LOST;
	}
	n = walk->n;
	for (i = 0; i < n && walk->state == GOES; i++)
		if (is_at(walk, i, day, back))
			follow(walk, walk->parts[i], back);
	for (i = n; i-- > 0;)
		if (is_at(walk, i, day, back))
			take_out(walk, i);
}

/* The next day on the way on which a part has its edge; 0: none has. */
static int next_edge(const struct walk *walk, int32_t *day, int back)
{
	int any = 0;

	for (size_t i = 0; i < walk->n; i++) {
		const struct unit *unit = &walk->units->list[walk->parts[i].unit];
		int32_t edge = back ? unit->valid_from : unit->valid_to;

		if (back ? edge <= walk->period.first : edge >= walk->period.last)
			continue;
		if (!any || (back ? edge > *day : edge < *day))
			*day = edge;
		any = 1;
	}
	return any;
}

/* ---- the units of a tree --------------------------------------------------------------------- */

/* Whether all children that a unit has in the period are whole parts; any: it has some. */
static int has_all_children(const struct walk *walk, int unit)
{
	const struct units *units = walk->units;

	for (size_t i = 0; i < units->n; i++)
		if (!strcmp(units->list[i].parent_code, units->list[unit].code) &&
		    unit_is_valid(&units->list[i], walk->period) && !is_whole(walk, (int)i))
			return 0;
	return 1;
}

/* Puts a unit in the place of its children where all of them are there: its own figure is theirs.
 */
static void gather(struct walk *walk)
{
	const struct units *units = walk->units;

	for (size_t i = 0; i < walk->n && walk->state == GOES; i++) {
		int parent = unit_parent(units, walk->parts[i].unit, walk->period);

		if (parent == UNIT_NONE || !walk->parts[i].is_whole ||
		    !units->list[parent].children_complete || walk->lineage->at[parent] ||
		    !has_all_children(walk, parent))
			continue;
		for (size_t k = walk->n; k-- > 0;)
			if (unit_parent(units, walk->parts[k].unit, walk->period) == parent)
				take_out(walk, k);
		put(walk, parent, 1, 1);
		i = (size_t)-1; /* from the start: it may be a child itself */
	}
}

static int by_unit(const void *x, const void *y)
{
	const struct flow_part *a = x, *b = y;

	return (a->unit > b->unit) - (a->unit < b->unit);
}

static int finish(struct walk *walk, struct flow *flow)
{
	for (size_t i = 0; i < walk->n && walk->state == GOES; i++)
		if (!unit_is_valid(&walk->units->list[walk->parts[i].unit], walk->period))
			walk->state = LOST;
	if (walk->state == GOES)
		gather(walk);
	for (size_t i = 0; i < walk->n; i++)
		walk->lineage->at[walk->parts[i].unit] = 0;
	if (walk->state != GOES || !walk->n)
		return walk->state == NO_MEMORY ? CHISO_ENOMEM : CHISO_OK;
	qsort(walk->parts, walk->n, sizeof *walk->parts, by_unit);
	flow->parts = arena_new(&walk->lineage->arena, walk->n, sizeof *flow->parts);
	if (!flow->parts)
		return CHISO_ENOMEM;
	memcpy(flow->parts, walk->parts, walk->n * sizeof *flow->parts);
	flow->n = (uint32_t)walk->n;
	flow->is_divided = (uint8_t)walk->is_divided;
	flow->is_exact = 1;
	for (size_t i = 0; i < walk->n; i++)
		flow->is_exact &= walk->parts[i].is_whole;
	flow->basis = flow->is_exact ? NULL : walk->met_basis;
	return CHISO_OK;
}

static int walk_to(struct lineage *lineage, const struct units *units, int unit,
		   struct period period, const char *basis, struct flow *flow)
{
	struct walk walk = {
		.lineage = lineage,
		.units = units,
		.period = period,
		.basis = basis,
		.start = unit,
	};
	int back = units->list[unit].valid_from > period.first;
	int32_t day = 0;

	*flow = (struct flow){0};
	put(&walk, unit, 1, 1);
	while (walk.state == GOES && next_edge(&walk, &day, back))
		step(&walk, day, back);
	int status = finish(&walk, flow);
	free(walk.parts);
	return status;
}

int lineage_flow(struct flow *out, struct lineage *lineage, const struct units *units, int unit,
		 struct period period, const char *basis)
{
	uint32_t key[] = {(uint32_t)unit, (uint32_t)period.first, (uint32_t)period.last, 0};

	if (basis)
		key[3] = intern(&lineage->bases, basis, strlen(basis)) + 1;
	size_t before = lineage->found.n;
	uint32_t slot = groups_slot(&lineage->found, key);
	if (slot == UINT32_MAX || (basis && !key[3]))
		return CHISO_ENOMEM;
	if (slot == before && (GROW(&lineage->flows, before, &lineage->flows_cap) ||
			       walk_to(lineage, units, unit, period, basis, &lineage->flows[slot])))
		return CHISO_ENOMEM;
	*out = lineage->flows[slot];
	return CHISO_OK;
}

int lineage_is_same(int *same, struct lineage *lineage, const struct units *units, int unit,
		    struct period period)
{
	const struct unit *own = &units->list[unit];
	struct flow flow;

	*same = 0;
	if (lineage_flow(&flow, lineage, units, unit, period, NULL))
		return CHISO_ENOMEM;
	if (flow.n != 1 || !flow.is_exact)
		return CHISO_OK;
	const struct unit *other = &units->list[flow.parts[0].unit];
	*same = !strcmp(own->code, other->code) && same_text(own->name_vi, other->name_vi) &&
		same_text(own->name_en, other->name_en);
	return CHISO_OK;
}

void lineage_clear(struct lineage *lineage)
{
	free(lineage->links);
	free(lineage->flows);
	intern_clear(&lineage->bases);
	groups_clear(&lineage->found);
	arena_clear(&lineage->arena);
	*lineage = (struct lineage){0};
}
