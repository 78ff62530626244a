/* SPDX-License-Identifier: MIT */
/* A target for the rank of a unit among its peers.  Equal figures share the better place (1, 2, 2, 4).
 * A peer without a figure may stand before or behind, and so may a bound: then there is a best and a
 * worst place, and a verdict only where both give the same. */
#include "assess/assess.h"

#include "base/context.h"
#include "units/units_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All that are compared on the units of a day. */
struct ranking {
	struct ranking *next;
	const struct target_spec *target;
	struct period period;
	int32_t on;
	const char *level;
	struct peer *peers; /* by unit */
	size_t n;
	double *lows, *highs; /* of all peers, in order; NULL: each is compared with few of them */
	uint32_t n_known;
};

static struct peer peer_of(int unit, const struct cell *cell, int order)
{
	struct peer out = {.unit = unit, .low = -INFINITY, .high = INFINITY, .cell = cell};
	int bound;

	if (!cell || cell->no_value)
		return out;
	bound = cell->bound;
	out.is_known = 1;
	if (bound != CHISO_LOWER_BOUND)
		out.high = cell->value;
	if (bound != CHISO_UPPER_BOUND)
		out.low = cell->value;
	if (order < 0) {
		double low = out.low;

		out.low = -out.high;
		out.high = -low;
	}
	return out;
}

/* The figure of a unit in a period; a unit of the same code is another one. */
static const struct cell *find_cell(const struct series *all, const struct units *units, int unit,
                                    struct period period)
{
	const char *code = units->list[unit].code;
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct entry *entry = &all->entries[middle];
		int order = strcmp(entry->group->unit_code, code);

		if (!order)
			order = period_compare(entry->period, period);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < all->n && !strcmp(all->entries[low].group->unit_code, code) &&
	       !period_compare(all->entries[low].period, period);
	     low++)
		if (all->entries[low].unit == unit)
			return all->entries[low].cell;
	return NULL;
}

static void add_peer(struct ranking *ranking, const struct judged *judged, int unit)
{
	const struct units *units = &judged->results->project->units;
	struct period on = {ranking->on, ranking->on};
	struct peer *peer = &ranking->peers[ranking->n++];

	*peer = peer_of(unit, find_cell(&judged->board->all, units, unit, ranking->period),
	                ranking->target->order);
	peer->parent = unit_parent(units, unit, on);
}

static int compare_units(const void *x, const void *y)
{
	const struct peer *a = x, *b = y;

	return (a->unit > b->unit) - (a->unit < b->unit);
}

static int compare_numbers(const void *x, const void *y)
{
	const double *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

/* So that all of a level are ranked without comparing each with each. */
static int put_in_order(struct ranking *ranking, struct arena *arena)
{
	size_t n = ranking->n;

	qsort(ranking->peers, n, sizeof *ranking->peers, compare_units);
	if (ranking->target->among == AMONG_SIBLINGS)
		return CHISO_OK;
	ranking->lows = arena_new(arena, n, sizeof *ranking->lows);
	ranking->highs = arena_new(arena, n, sizeof *ranking->highs);
	if (!ranking->lows || !ranking->highs)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		ranking->lows[i] = ranking->peers[i].low;
		ranking->highs[i] = ranking->peers[i].high;
		ranking->n_known += (uint32_t)ranking->peers[i].is_known;
	}
	qsort(ranking->lows, n, sizeof *ranking->lows, compare_numbers);
	qsort(ranking->highs, n, sizeof *ranking->highs, compare_numbers);
	return CHISO_OK;
}

static int fill(struct ranking *ranking, const struct judged *judged)
{
	const struct units *units = &judged->results->project->units;
	const struct target_spec *target = ranking->target;
	struct period on = {ranking->on, ranking->on};
	size_t most = target->among == AMONG_LISTED ? target->peers.n : units->n;

	ranking->peers = arena_new(judged->scratch, most + 1, sizeof *ranking->peers);
	if (!ranking->peers)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < most; i++) {
		int unit = (int)i;

		if (target->among == AMONG_LISTED)
			unit = unit_on(units, target->peers.items[i], ranking->on);
		else if (strcmp(units->list[i].level, ranking->level) ||
		         !unit_is_valid(&units->list[i], on))
			continue;
		if (unit != UNIT_NONE)
			add_peer(ranking, judged, unit);
	}
	return put_in_order(ranking, judged->scratch);
}

/* One ranking serves all units of a level, or all of a list. */
static struct ranking *find_ranking(const struct judged *judged, struct period period, int32_t on,
                                    const char *level)
{
	struct board_row *board = judged->board;

	for (struct ranking *at = board->rankings; at; at = at->next)
		if (at->target == judged->target && at->on == on &&
		    !period_compare(at->period, period) && !strcmp(at->level, level))
			return at;
	struct ranking *made = arena_new(judged->scratch, 1, sizeof *made);
	if (!made)
		return NULL;
	*made = (struct ranking){.next = board->rankings,
	                         .target = judged->target,
	                         .period = period,
	                         .on = on,
	                         .level = level};
	if (fill(made, judged))
		return NULL;
	board->rankings = made;
	return made;
}

static int is_compared(const struct ranking *ranking, const struct peer *peer,
                       const struct peer *own)
{
	return peer->unit != own->unit &&
	       (ranking->target->among != AMONG_SIBLINGS || peer->parent == own->parent);
}

/* How many of n numbers in order are above x. */
static uint32_t count_above(const double *numbers, size_t n, double x)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (numbers[middle] > x)
			high = middle;
		else
			low = middle + 1;
	}
	return (uint32_t)(n - low);
}

/* Takes the unit itself out of what was counted of all. */
static void leave_out(const struct ranking *ranking, const struct peer *own,
                      struct chiso_assessment *out)
{
	size_t low = 0, high = ranking->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ranking->peers[middle].unit < own->unit)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < ranking->n && ranking->peers[low].unit == own->unit; low++) {
		const struct peer *self = &ranking->peers[low];

		out->n_peers--;
		out->n_ranked -= (uint32_t)self->is_known;
		out->rank -= self->low > own->high;
		out->rank_worst -= self->high > own->low;
	}
}

/* Counts those that surely stand before it and those that may. */
static void count(const struct ranking *ranking, const struct peer *own, struct chiso_assessment *out)
{
	out->rank = out->rank_worst = out->n_peers = out->n_ranked = 1;
	if (ranking->lows) {
		out->n_peers += (uint32_t)ranking->n;
		out->n_ranked += ranking->n_known;
		out->rank += count_above(ranking->lows, ranking->n, own->high);
		out->rank_worst += count_above(ranking->highs, ranking->n, own->low);
		leave_out(ranking, own, out);
		return;
	}
	for (size_t i = 0; i < ranking->n; i++) {
		const struct peer *peer = &ranking->peers[i];

		if (!is_compared(ranking, peer, own))
			continue;
		out->n_peers++;
		out->n_ranked += (uint32_t)peer->is_known;
		out->rank += peer->low > own->high;
		out->rank_worst += peer->high > own->low;
	}
}

static int compare_compared(const void *x, const void *y)
{
	const struct compared *a = x, *b = y;

	if (a->stands != b->stands)
		return (int)a->stands - (int)b->stands;
	if (a->peer->low != b->peer->low)
		return a->peer->low > b->peer->low ? -1 : 1;
	if (a->peer->high != b->peer->high)
		return a->peer->high > b->peer->high ? -1 : 1;
	return a->peer->unit - b->peer->unit;
}

int assess_peers(struct compared **out, size_t *n, const struct judged *judged)
{
	const struct ranking *ranking = judged->trail->ranking;
	const struct peer *own = &judged->trail->own;

	*n = 0;
	*out = arena_new(judged->scratch, ranking ? ranking->n + 1 : 1, sizeof **out);
	if (!*out)
		return CHISO_ENOMEM;
	for (size_t i = 0; ranking && i < ranking->n; i++) {
		const struct peer *peer = &ranking->peers[i];
		struct compared *to = &(*out)[*n];

		if (!is_compared(ranking, peer, own))
			continue;
		to->peer = peer;
		to->stands = peer->low > own->high                              ? PEER_BEFORE
		             : peer->high > own->low                            ? PEER_OPEN
		             : peer->low == own->low && peer->high == own->high ? PEER_EQUAL
		                                                                : PEER_BEHIND;
		++*n;
	}
	qsort(*out, *n, sizeof **out, compare_compared);
	return CHISO_OK;
}

/* 1 or 0 where every place that is possible says the same, else -1. */
static int meets_of(const struct chiso_assessment *a)
{
	int best = assess_meets(a, a->rank, CHISO_EXACT);
	int worst = assess_meets(a, a->rank_worst, CHISO_EXACT);
	int spans = a->target == CHISO_BETWEEN && a->rank < a->target_value &&
	            a->rank_worst > a->target_upper;

	return best == worst && !spans ? best : -1;
}

static void judge(const struct judged *judged, struct period at, struct chiso_assessment *out)
{
	struct period by = judged->target->by;
	int has_date = by.first <= by.last, meets = meets_of(out);

	if (out->n_peers < 2) {
		out->verdict = CHISO_NOT_COMPUTABLE;
		out->why = message_text(MSG_WHY_NO_PEERS, judged->results->context->lang);
	} else if (meets < 0) {
		out->verdict = CHISO_NOT_COMPUTABLE;
		out->why = message_text(MSG_WHY_RANK_OPEN, judged->results->context->lang);
	} else if (meets) {
		out->verdict = CHISO_TARGET_ACHIEVED;
	} else {
		out->verdict = has_date && at.last >= by.last ? CHISO_MISSED : CHISO_NOT_YET_DUE;
	}
}

int assess_rank(const struct judged *judged, struct chiso_assessment *out)
{
	const struct units *units = &judged->results->project->units;
	const struct chiso_point *point = series_point(judged, out, judged->target->by);
	const struct entry *entry;
	struct period day;

	if (!point)
		point = &out->points[out->n_points - 1];
	entry = judged->entries[point - out->points];
	out->current = cells_get(&judged->results->cells, entry->at);
	if (entry->unit == UNIT_NONE) {
		out->verdict = CHISO_NOT_COMPUTABLE;
		out->why = message_text(MSG_WHY_NO_PEERS, judged->results->context->lang);
		return CHISO_OK;
	}
	/* Who the peers are is asked on the day whose boundaries the figure is on. */
	day.first = day.last = entry->period.last;
	if (entry->group->boundaries &&
	    date_read(&day.last, entry->group->boundaries, strlen(entry->group->boundaries), 0))
		day.last = entry->period.last;
	day.first = day.last;
	struct ranking *ranking = find_ranking(judged, entry->period, day.last,
	                                       units->list[entry->unit].level);
	if (!ranking)
		return CHISO_ENOMEM;
	struct peer own = peer_of(entry->unit, entry->cell, judged->target->order);
	own.parent = unit_parent(units, entry->unit, day);
	if (judged->trail)
		*judged->trail = (struct trail){.now = point, .ranking = ranking, .own = own};
	count(ranking, &own, out);
	judge(judged, entry->period, out);
	return CHISO_OK;
}
