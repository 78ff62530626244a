/* SPDX-License-Identifier: MIT */
#include "derived/panel.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

/* ---- periods ------------------------------------------------------------------------------- */

static int32_t first_of_month(int month)
{
	return date_of(month / 12, (unsigned)(month % 12) + 1, 1);
}

/* Months from year 0 on to the month of a day; *begins: whether the month begins with it. */
static int month_of(int32_t day, int *begins)
{
	int year;
	unsigned month, in_month;

	date_parts(day, &year, &month, &in_month);
	*begins = in_month == 1;
	return year * 12 + (int)month - 1;
}

/* The length in months, or 0 when they are no whole ones; *from: the first month. */
static int months_of(struct period period, int *from)
{
	int begins, ends, past = month_of(period.last + 1, &ends);

	*from = month_of(period.first, &begins);
	return begins && ends ? past - *from : 0;
}

struct period period_step(struct period period, int steps)
{
	int from, months = months_of(period, &from);
	int64_t days = (int64_t)period.last - period.first + 1;

	if (!months) {
		int64_t first = period.first + days * steps, last = period.last + days * steps;

		if (first < date_of(1, 1, 1) || last > date_of(9999, 12, 31))
			return (struct period){1, 0};
		return (struct period){(int32_t)first, (int32_t)last};
	}
	from += months * steps;
	if (from < 12 || from + months > 12 * 10000)
		return (struct period){1, 0};
	return (struct period){first_of_month(from), first_of_month(from + months) - 1};
}

static int32_t day_in_other_year(int32_t day, int years)
{
	int year;
	unsigned month, in_month;

	date_parts(day, &year, &month, &in_month);
	return date_of(year + years, month, in_month);
}

struct period period_in_other_year(struct period period, int years)
{
	int from, months = months_of(period, &from);

	if (!months)
		return (struct period){day_in_other_year(period.first, years),
				       day_in_other_year(period.last, years)};
	from += 12 * years;
	if (from < 12 || from + months > 12 * 10000)
		return (struct period){1, 0};
	return (struct period){first_of_month(from), first_of_month(from + months) - 1};
}

/* ---- units --------------------------------------------------------------------------------- */

static int same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

struct by_code {
	const struct unit *unit;
	int at;
};

static int compare_codes(const void *x, const void *y)
{
	const struct by_code *a = x, *b = y;
	int order = strcmp(a->unit->code, b->unit->code);

	if (order)
		return order;
	if (a->unit->valid_from != b->unit->valid_from)
		return a->unit->valid_from < b->unit->valid_from ? -1 : 1;
	return a->at - b->at;
}

int *panel_same_units(const struct units *units)
{
	int *same = malloc((units->n + 1) * sizeof *same);
	struct by_code *all = malloc((units->n + 1) * sizeof *all);

	if (!same || !all) {
		free(same);
		free(all);
		return NULL;
	}
	for (size_t i = 0; i < units->n; i++)
		all[i] = (struct by_code){&units->list[i], (int)i};
	qsort(all, units->n, sizeof *all, compare_codes);
	for (size_t i = 0; i < units->n; i++) {
		const struct unit *unit = all[i].unit, *before = i ? all[i - 1].unit : NULL;

		same[all[i].at] = all[i].at;
		if (before && !strcmp(before->code, unit->code) && before->valid_to != INT32_MAX &&
		    before->valid_to + 1 == unit->valid_from &&
		    same_text(before->name_vi, unit->name_vi) &&
		    same_text(before->name_en, unit->name_en))
			same[all[i].at] = same[all[i - 1].at];
	}
	free(all);
	return same;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void period_key(uint32_t key[2], struct period period)
{
	key[0] = (uint32_t)period.first;
	key[1] = (uint32_t)period.last;
}

int panel_init(struct panel *panel, struct units *units, const int *same, struct period *periods,
	       size_t n_periods, struct panel_row *rows, size_t n)
{
	*panel = (struct panel){.units = units,
				.same = same,
				.periods = periods,
				.n_periods = n_periods,
				.rows = rows,
				.n = n};
	groups_init(&panel->index, 3);
	groups_init(&panel->by_period, 2);
	for (size_t i = 0; i < n_periods; i++) {
		uint32_t key[2];

		period_key(key, periods[i]);
		if (groups_slot(&panel->by_period, key) == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	for (size_t i = 0; i < n; i++) {
		struct panel_row *row = &rows[i];
		uint32_t key[] = {row->group, (uint32_t)(row->unit + 1), row->period};

		if (groups_slot(&panel->index, key) == UINT32_MAX)
			return CHISO_ENOMEM;
		row->series = i ? row[-1].series : 0;
		if (i && (row[-1].group != row->group || row[-1].unit != row->unit))
			row->series++;
	}
	return CHISO_OK;
}

void panel_clear(struct panel *panel)
{
	groups_clear(&panel->index);
	groups_clear(&panel->by_period);
	arena_clear(&panel->arena);
}

uint32_t panel_at(const struct panel *panel, uint32_t row, struct period period)
{
	uint32_t days[2],
		key[] = {panel->rows[row].group, (uint32_t)(panel->rows[row].unit + 1), 0};

	if (period.first > period.last)
		return NO_ROW;
	period_key(days, period);
	key[2] = groups_find(&panel->by_period, days);
	return key[2] == UINT32_MAX ? NO_ROW : groups_find(&panel->index, key);
}

const uint32_t *panel_all_at(struct panel *panel, struct period period)
{
	struct panel_period *at = panel->looked_at;

	while (at && (at->period.first != period.first || at->period.last != period.last))
		at = at->before;
	if (at)
		return at->rows;
	at = arena_new(&panel->arena, 1, sizeof *at);
	uint32_t *rows = arena_new(&panel->arena, panel->n, sizeof *rows);
	if (!at || !rows)
		return NULL;
	for (uint32_t row = 0; row < panel->n; row++)
		rows[row] = row && panel->rows[row].series == panel->rows[row - 1].series
		                    ? rows[row - 1]
		                    : panel_at(panel, row, period);
	*at = (struct panel_period){panel->looked_at, period, rows};
	panel->looked_at = at;
	return rows;
}

const uint32_t *panel_no_breaks(struct panel *panel)
{
	if (!panel->no_breaks)
		panel->no_breaks = arena_new(&panel->arena, panel->n + 1, sizeof *panel->no_breaks);
	return panel->no_breaks;
}

uint32_t panel_step(const struct panel *panel, uint32_t row, int steps)
{
	return panel_at(panel, row, period_step(panel->periods[panel->rows[row].period], steps));
}

uint32_t panel_parent(const struct panel *panel, uint32_t row, int *has_parent)
{
	const struct panel_row *own = &panel->rows[row];
	uint32_t key[] = {own->group, 0, own->period};
	struct period period = panel->periods[own->period];
	int parent = own->actual == UNIT_NONE ? UNIT_NONE
					      : unit_parent(panel->units, own->actual, period);

	if (own->is_moved)
		parent = unit_parent(panel->units, own->actual, (struct period){own->on, own->on});
	*has_parent = parent != UNIT_NONE;
	if (!*has_parent)
		return NO_ROW;
	key[1] = (uint32_t)(panel->same[parent] + 1);
	return groups_find(&panel->index, key);
}

int panel_step_of_year(const struct panel *panel, uint32_t row)
{
	int from, months = months_of(panel->periods[panel->rows[row].period], &from);

	if (!months || 12 % months || from % 12 % months)
		return 0;
	return from % 12 / months + 1;
}

/* ---- lists --------------------------------------------------------------------------------- */

/* Makes lists of rows from the list that each row is in (NO_ROW: none).  A row may be in several:
 * in[i] is of row i % panel->n. */
static int make_lists(struct panel *panel, struct panel_lists *lists, const uint32_t *in,
		      size_t n_in, size_t n)
{
	lists->n = n;
	lists->start = arena_new(&panel->arena, n + 2, sizeof *lists->start);
	lists->rows = arena_new(&panel->arena, n_in, sizeof *lists->rows);
	if (!lists->start || !lists->rows)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n_in; i++)
		if (in[i] != NO_ROW)
			lists->start[in[i] + 2]++;
	for (size_t i = 2; i < n + 2; i++)
		lists->start[i] += lists->start[i - 1];
	for (size_t i = 0; i < n_in; i++)
		if (in[i] != NO_ROW)
			lists->rows[lists->start[in[i] + 1]++] = (uint32_t)(i % panel->n);
	return CHISO_OK;
}

/* The day on whose boundaries a row is; INT32_MIN: those of its own time. */
static int32_t panel_view(const struct panel *panel, size_t row)
{
	return panel->rows[row].is_moved ? panel->rows[row].on : INT32_MIN;
}

/* A number for the level of every unit: that of the first unit with it. */
static uint32_t level_of(const struct units *units, int unit)
{
	int i = 0;

	if (unit == UNIT_NONE)
		return 0;
	while (strcmp(units->list[i].level, units->list[unit].level))
		i++;
	return (uint32_t)i + 1;
}

/* The days on whose boundaries there are rows, *n of them; NULL: no memory. */
static int32_t *days_of(struct panel *panel, size_t *n)
{
	int32_t *days = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < panel->n; i++) {
		int32_t on = panel->rows[i].on;
		size_t k = 0;

		while (k < *n && days[k] != on)
			k++;
		if (!panel->rows[i].is_moved || k < *n)
			continue;
		if (GROW(&days, *n, &cap)) {
			free(days);
			return NULL;
		}
		days[(*n)++] = on;
	}
	return days ? days : calloc(1, sizeof *days);
}

static int is_there(const struct panel *panel, const struct panel_row *row, int32_t day)
{
	const struct unit *unit =
		row->actual == UNIT_NONE ? NULL : &panel->units->list[row->actual];

	return !row->is_moved && unit && unit->valid_from <= day && day <= unit->valid_to;
}

/* On the boundaries of a day the peers are all units of that day, those that were there in their own
 * time too. */
static int find_peers(struct panel *panel, uint32_t *in, const int32_t *days, size_t n_days)
{
	struct groups groups;
	int status = CHISO_OK, unit = UNIT_NONE;
	uint32_t level = 0;

	groups_init(&groups, 4);
	for (size_t i = 0; i < (1 + n_days) * panel->n && !status; i++) {
		const struct panel_row *row = &panel->rows[i % panel->n];
		int32_t on = i < panel->n ? panel_view(panel, i) : days[i / panel->n - 1];

		in[i] = NO_ROW;
		if (i >= panel->n && !is_there(panel, row, on))
			continue;
		if (row->actual != unit)
			level = level_of(panel->units, unit = row->actual);
		in[i] = groups_slot(&groups, (uint32_t[]){row->group, row->period, level,
							  (uint32_t)on});
		if (in[i] == UINT32_MAX)
			status = CHISO_ENOMEM;
	}
	if (!status)
		status = make_lists(panel, &panel->peers, in, (1 + n_days) * panel->n, groups.n);
	groups_clear(&groups);
	return status;
}

const struct panel_lists *panel_peers(struct panel *panel)
{
	size_t n_days;

	if (panel->has_peers)
		return &panel->peers;
	int32_t *days = days_of(panel, &n_days);
	uint32_t *in = days ? arena_new(&panel->arena, (1 + n_days) * panel->n, sizeof *in) : NULL;
	int status = in ? find_peers(panel, in, days, n_days) : CHISO_ENOMEM;
	free(days);
	panel->peers.of = in;
	panel->has_peers = !status;
	return status ? NULL : &panel->peers;
}

const struct panel_lists *panel_in_time(struct panel *panel)
{
	struct groups groups;

	if (panel->has_in_time)
		return &panel->in_time;
	uint32_t *in = arena_new(&panel->arena, panel->n, sizeof *in);
	int status = in ? CHISO_OK : CHISO_ENOMEM;
	groups_init(&groups, 3);
	for (size_t i = 0; i < panel->n && !status; i++) {
		const struct panel_row *row = &panel->rows[i];
		struct period period = panel->periods[row->period];
		int from, months = months_of(period, &from);
		uint32_t days = months ? 0 : (uint32_t)(period.last - period.first);

		in[i] = groups_slot(&groups, (uint32_t[]){row->series, (uint32_t)months, days});
		if (in[i] == UINT32_MAX)
			status = CHISO_ENOMEM;
	}
	if (!status)
		status = make_lists(panel, &panel->in_time, in, panel->n, groups.n);
	groups_clear(&groups);
	panel->in_time.of = in;
	panel->has_in_time = !status;
	return status ? NULL : &panel->in_time;
}

/* How many children every unit has at a period, in counts. */
static void count_children(const struct panel *panel, uint32_t period, uint32_t *counts)
{
	struct units *units = panel->units;

	memset(counts, 0, units->n * sizeof *counts);
	for (size_t i = 0; i < units->n; i++) {
		struct period at = panel->periods[period];
		int parent = unit_is_valid(&units->list[i], at) ? unit_parent(units, (int)i, at)
								: UNIT_NONE;

		if (parent != UNIT_NONE)
			counts[panel->same[parent]]++;
	}
}

/* Whether all children of each row's unit have rows, and the file lists them all. */
static int find_complete(struct panel *panel)
{
	const struct panel_lists *lists = &panel->children;
	struct units *units = panel->units;
	uint32_t **counts = arena_new(&panel->arena, panel->n_periods, sizeof *counts);

	panel->complete = arena_new(&panel->arena, panel->n, sizeof *panel->complete);
	if (!panel->complete || !counts)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < panel->n; i++) {
		const struct panel_row *row = &panel->rows[i];

		panel->complete[i] = row->unit == UNIT_NONE;
		if (row->unit == UNIT_NONE)
			continue;
		if (!counts[row->period]) {
			counts[row->period] = arena_new(&panel->arena, units->n, sizeof **counts);
			if (!counts[row->period])
				return CHISO_ENOMEM;
			count_children(panel, row->period, counts[row->period]);
		}
		uint32_t n = lists->start[i + 1] - lists->start[i];
		/* On other boundaries some children may be there in their own time. */
		panel->complete[i] = !row->is_moved &&
				     units->list[row->actual].children_complete &&
				     n == counts[row->period][row->unit];
	}
	return CHISO_OK;
}

const struct panel_lists *panel_children(struct panel *panel)
{
	int has_parent;

	if (panel->has_children)
		return &panel->children;
	uint32_t *in = arena_new(&panel->arena, panel->n, sizeof *in);
	uint32_t *of = arena_new(&panel->arena, panel->n, sizeof *of);
	if (!in || !of)
		return NULL;
	for (size_t i = 0; i < panel->n; i++) {
		in[i] = panel_parent(panel, (uint32_t)i, &has_parent);
		/* What a unit is made of in its own time has nothing of another time beside it. */
		if (in[i] != NO_ROW && panel_view(panel, i) != panel_view(panel, in[i]))
			in[i] = NO_ROW;
		of[i] = (uint32_t)i;
	}
	if (make_lists(panel, &panel->children, in, panel->n, panel->n) || find_complete(panel))
		return NULL;
	panel->children.of = of;
	panel->has_children = 1;
	return &panel->children;
}
