/* SPDX-License-Identifier: MIT */
/* How the periods of a group add up.  Days between periods are points and periods are lines between
 * them: what is known of flows is that lines from one point to another are alike, whichever way. So
 * every line that closes a circle with shorter ones is an equation, and there are no others.  Of a
 * stock the end is what counts: periods that end on one day have the same. */
#include "suppress/suppress_table.h"

#include <stdlib.h>
#include <string.h>

/* ---- series --------------------------------------------------------------------------------- */

struct member {
	const uint32_t *key;
	uint32_t item;
	size_t width;
};

static int32_t first_of(const struct member *member)
{
	return (int32_t)member->key[KEY_FIRST];
}

static int32_t last_of(const struct member *member)
{
	return (int32_t)member->key[KEY_LAST];
}

/* Of the same set, values and unit: 0. */
static int compare_series(const uint32_t *a, const uint32_t *b, size_t width)
{
	for (size_t i = 0; i < width; i++)
		if (i != KEY_FIRST && i != KEY_LAST && a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

static int by_series(const void *x, const void *y)
{
	const struct member *a = x, *b = y;
	int order = compare_series(a->key, b->key, a->width);

	for (int i = KEY_FIRST; i <= KEY_LAST && !order; i++)
		if (a->key[i] != b->key[i])
			order = (int32_t)a->key[i] < (int32_t)b->key[i] ? -1 : 1;
	return order;
}

/* All groups, series by series and in order of time; NULL without memory. */
static struct member *sort_series(struct suppress_table *table)
{
	size_t n = table->groups.n;
	struct member *members = arena_new(&table->arena, n, sizeof *members);

	for (uint32_t i = 0; i < n && members; i++)
		members[i] = (struct member){groups_key(&table->groups, i), i, table->groups.width};
	if (members && n > 1)
		qsort(members, n, sizeof *members, by_series);
	return members;
}

/* ---- flows ---------------------------------------------------------------------------------- */

/* A period of a series, from one point to the next. */
struct line {
	uint32_t item, from, to; /* numbers of points */
	int32_t days;
	uint8_t is_way; /* it belongs to the ways between points */
};

/* The points and lines of one series, and a way back while one is looked for. */
struct circles {
	struct line *lines;
	int32_t *points;
	uint32_t *group; /* per point: those with a way between them have one number */
	uint32_t *came;  /* per point, the line by which it was reached */
	uint32_t *queue; /* points to go on from; or the spans that are taken */
	size_t n_lines, n_points;
};

static int by_length(const void *x, const void *y)
{
	const struct line *a = x, *b = y;

	if (a->days != b->days)
		return a->days < b->days ? -1 : 1;
	return (a->from > b->from) - (a->from < b->from);
}

static int by_day(const void *x, const void *y)
{
	const int32_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static uint32_t point_at(const struct circles *c, int32_t day)
{
	const int32_t *found = bsearch(&day, c->points, c->n_points, sizeof day, by_day);

	return (uint32_t)(found - c->points);
}

/* Finds the way from one point to another along the first lines: there is just one. */
static void find_way(const struct circles *c, size_t n_lines, uint32_t from, uint32_t to)
{
	size_t head = 0, tail = 0;

	for (size_t i = 0; i < c->n_points; i++)
		c->came[i] = SUPPRESS_NONE;
	c->queue[tail++] = from;
	while (head < tail && c->queue[head] != to) {
		uint32_t at = c->queue[head++];

		for (uint32_t i = 0; i < n_lines; i++) {
			const struct line *line = &c->lines[i];
			uint32_t next = line->from == at ? line->to : line->from;

			if (!line->is_way || (line->from != at && line->to != at) || next == from ||
			    c->came[next] != SUPPRESS_NONE)
				continue;
			c->came[next] = i;
			c->queue[tail++] = next;
		}
	}
}

/* A line is the sum of those on the way; it is a plain sum when none of them goes back. */
static void equate_line(struct suppress_table *table, const struct circles *c, size_t at)
{
	const struct line *line = &c->lines[at];
	int is_plain = 1;

	find_way(c, at, line->from, line->to);
	suppress_table_open(table, HOLDS_OF_FLOWS, line->item);
	for (uint32_t point = line->to; point != line->from;) {
		const struct line *step = &c->lines[c->came[point]];
		int is_forward = step->to == point;

		is_plain &= is_forward;
		suppress_table_term(table, step->item, is_forward ? 1 : -1);
		point = is_forward ? step->from : step->to;
	}
	suppress_table_close(table, is_plain);
}

static int open_circles(struct circles *c, const struct member *series, size_t n)
{
	*c = (struct circles){.lines = calloc(n, sizeof *c->lines),
			      .points = calloc(2 * n, sizeof *c->points),
			      .group = calloc(2 * n, sizeof *c->group),
			      .came = calloc(2 * n, sizeof *c->came),
			      .queue = calloc(2 * n, sizeof *c->queue),
			      .n_lines = n};
	if (!c->lines || !c->points || !c->group || !c->came || !c->queue)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		c->points[2 * i] = first_of(&series[i]);
		c->points[2 * i + 1] = last_of(&series[i]) + 1;
	}
	qsort(c->points, 2 * n, sizeof *c->points, by_day);
	for (size_t i = 0; i < 2 * n; i++)
		if (!i || c->points[i] != c->points[c->n_points - 1])
			c->points[c->n_points++] = c->points[i];
	for (size_t i = 0; i < n; i++) {
		int32_t first = first_of(&series[i]), last = last_of(&series[i]);

		c->lines[i] = (struct line){.item = series[i].item,
					    .from = point_at(c, first),
					    .to = point_at(c, last + 1),
					    .days = last - first};
	}
	qsort(c->lines, n, sizeof *c->lines, by_length);
	for (uint32_t i = 0; i < c->n_points; i++)
		c->group[i] = i;
	return CHISO_OK;
}

/* Parts of a period are missing, and it has no value; but it says how many records its other parts
 * have. Of these the longest ones count, as far as they don't overlap. */
static void equate_partial(struct suppress_table *table, const struct circles *c, size_t at)
{
	const struct line *whole = &c->lines[at];

	for (size_t i = 0; i < c->n_points; i++)
		c->queue[i] = 0;
	suppress_table_open(table, HOLDS_OF_COUNTS, whole->item);
	for (size_t i = at; i-- > 0;) {
		const struct line *line = &c->lines[i];
		int is_free = whole->from <= line->from && line->to <= whole->to;

		for (uint32_t p = line->from; p < line->to; p++)
			is_free &= !c->queue[p];
		if (!is_free)
			continue;
		for (uint32_t p = line->from; p < line->to; p++)
			c->queue[p] = 1;
		suppress_table_term(table, line->item, 1);
	}
	suppress_table_close(table, 1);
}

static int equate_flows(struct suppress_table *table, const struct member *series, size_t n)
{
	struct circles c;
	int status = open_circles(&c, series, n);

	for (size_t i = 0; i < n && !status; i++) {
		uint32_t a = c.group[c.lines[i].from], b = c.group[c.lines[i].to];

		c.lines[i].is_way = a != b;
		if (a == b)
			equate_line(table, &c, i);
		else if (table->items[c.lines[i].item].is_partial)
			equate_partial(table, &c, i);
		for (size_t p = 0; p < c.n_points && a != b; p++)
			if (c.group[p] == b)
				c.group[p] = a;
	}
	free(c.lines);
	free(c.points);
	free(c.group);
	free(c.came);
	free(c.queue);
	return status;
}

/* ---- stocks --------------------------------------------------------------------------------- */

static void equate_stocks(struct suppress_table *table, const struct member *series, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k-- > 0;) {
			if (last_of(&series[i]) != last_of(&series[k]) ||
			    !table->items[series[k].item].n)
				continue;
			suppress_table_open(table, HOLDS_OF_STOCKS, series[k].item);
			suppress_table_term(table, series[i].item, 1);
			suppress_table_close(table, 1);
			break;
		}
}

/* ---- all ------------------------------------------------------------------------------------ */

/* Whether a period begins before another one has ended. */
static int overlaps(const struct member *series, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (first_of(&series[i]) <= last_of(&series[i - 1]))
			return 1;
	return 0;
}

int suppress_table_equate_time(struct suppress_table *table)
{
	const struct member *list = sort_series(table);
	size_t n = table->groups.n, to;
	int status = list ? CHISO_OK : CHISO_ENOMEM;

	for (size_t from = 0; from < n && !status; from = to) {
		to = from + 1;
		while (to < n && !compare_series(list[from].key, list[to].key, list[to].width))
			to++;
		if (!overlaps(list + from, to - from))
			continue;
		status = equate_flows(table, list + from, to - from);
		if (table->has_stocks)
			equate_stocks(table, list + from, to - from);
	}
	return status;
}
