/* SPDX-License-Identifier: MIT */
/* A panel: figures by unit and period, in every group of a breakdown.  Rows are in order of group,
 * unit and period, so that the rows of a series (one unit of one group) stand together in time.
 * Periods of different length may be in one series; a step is always one of the period's own
 * length: before 2023-Q1 comes 2022-Q4, and nothing else. */
#ifndef CORE_PANEL_H
#define CORE_PANEL_H

#include "base/group.h"
#include "units/units.h"

#define NO_ROW UINT32_MAX

struct panel_row {
	uint32_t group;  /* of the breakdown */
	int unit;        /* the first that is the same in time; UNIT_NONE: figures without units */
	int actual;      /* the unit of this period */
	uint32_t period; /* of panel->periods */
	uint32_t series; /* number of the series */
	uint8_t is_moved; /* on the boundaries of another day */
	int32_t on;       /* that day */
};

/** For every list some rows: rows[start[i]] up to rows[start[i + 1]]. */
struct panel_lists {
	uint32_t *start, *rows, *of; /* of: the list that a row looks at, NO_ROW: none */
	size_t n;
};

/** The rows of all series at one period. */
struct panel_period {
	struct panel_period *before;
	struct period period;
	uint32_t *rows; /* per row that of its series, or NO_ROW */
};

struct panel {
	struct arena arena;
	struct units *units;
	const int *same; /* per unit: the first of the units that are one and the same in time */
	struct period *periods;
	size_t n_periods;
	struct panel_row *rows;
	size_t n;
	struct groups index, by_period; /* rows by group, unit, period; periods by their days */
	struct panel_lists peers, children, in_time;
	int has_peers, has_children, has_in_time;
	struct panel_period *looked_at; /* periods that all rows have been asked for */
	uint32_t *no_breaks; /* a zero for each row; NULL: not asked for yet */
	int *complete; /* per row: whether all children of the unit have rows */
};

/** Takes rows that are in order, and periods, all borrowed; series are filled in.  0 or
 *  CHISO_ENOMEM; to be cleared in either case. */
int panel_init(struct panel *panel, struct units *units, const int *same, struct period *periods,
	       size_t n_periods, struct panel_row *rows, size_t n);
void panel_clear(struct panel *panel);

/** The row of the same series at another period, or NO_ROW. */
uint32_t panel_at(const struct panel *panel, uint32_t row, struct period period);
/** That row of every row; NULL: no memory. */
const uint32_t *panel_all_at(struct panel *panel, struct period period);
/** For each row how many breaks there are before it, of what has none; NULL: no memory. */
const uint32_t *panel_no_breaks(struct panel *panel);
/** The row so many steps away. */
uint32_t panel_step(const struct panel *panel, uint32_t row, int steps);
/** The row of the parent that the unit has in this period; *has_parent: whether it has one. */
uint32_t panel_parent(const struct panel *panel, uint32_t row, int *has_parent);
/** How many steps the row's period is into its year, from 1; 0: its length is no part of one. */
int panel_step_of_year(const struct panel *panel, uint32_t row);

/** Rows of the same group, period and level of units.  NULL: no memory. */
const struct panel_lists *panel_peers(struct panel *panel);
/** Rows of the units below, in the same group and period; panel->complete says whether they are
 *  all there. */
const struct panel_lists *panel_children(struct panel *panel);
/** Rows of the same series with periods of the same length. */
const struct panel_lists *panel_in_time(struct panel *panel);

/** The period so many steps of its own length away, and the same one in another year. */
struct period period_step(struct period period, int steps);
struct period period_in_other_year(struct period period, int years);

/** For every unit the first of those that are one and the same in time: units of one code and
 *  name of which one begins where the other ends.  Caller frees it; NULL: no memory. */
int *panel_same_units(const struct units *units);

#endif
