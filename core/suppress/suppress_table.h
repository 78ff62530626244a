/* SPDX-License-Identifier: MIT */
/* The tables of one dataset: the groups that its results are of, and how they add up. */
#ifndef CORE_SUPPRESS_TABLE_H
#define CORE_SUPPRESS_TABLE_H

#include "results/tabulate_value.h"
#include "run/run.h"

#define SUPPRESS_NONE UINT32_MAX

/** What a key of the groups is made of. */
enum { KEY_SET, KEY_UNIT, KEY_FIRST, KEY_LAST, KEY_VALUES };

/** A group: unit, period, values of keys.  One that no result shows is a sum that readers know to
 * be there all the same. */
struct suppress_item {
	uint64_t n;      /* records, in the indicator that has most; 0: nothing is in it */
	uint64_t n_all;  /* seen by an indicator without a condition */
	uint32_t family; /* those of one set and period have one number */
	uint8_t is_shown, is_kept; /* is_kept: suppressed */
	uint8_t is_moved;          /* its unit is outside its time */
	uint8_t is_partial; /* a longer period of which parts are missing: it has records only */
};

/** A row of results over the dataset. */
struct suppress_seen {
	uint32_t item, slot;
	uint64_t n, n_seen;
	size_t set; /* of keys */
	const struct cell_group *group;
};

/** One source of one indicator: what it shows of the groups. */
struct suppress_view {
	const struct indicator_run *run;
	uint32_t part;
	struct suppress_seen *rows;
	size_t n, cap;
	uint8_t *has_family; /* whether it shows any group of that set and period */
	uint8_t has_condition;
};

struct suppress_set {
	const char **names; /* sorted */
	uint32_t n;
};

/** When an equation holds: always, of flows over time, of stocks at the end of a period, of counts
 * of records, or of shares by a basis. */
enum suppress_kind {
	HOLDS_ALWAYS,
	HOLDS_OF_FLOWS,
	HOLDS_OF_STOCKS,
	HOLDS_OF_COUNTS,
	HOLDS_OF_SHARES
};

struct suppress_term {
	uint32_t item;
	double factor;
};

/** The terms add up to 0.  The first is the total, with -1; of a plain sum the others are its
 * parts. */
struct suppress_equation {
	size_t first;
	uint32_t n, total;
	uint32_t basis; /* of shares: a number of the table's bases */
	uint8_t kind, is_plain;
};

struct suppress_table {
	struct arena arena;
	struct chiso_project *project;
	const struct dataset_spec *dataset;
	uint64_t min_n;
	struct suppress_view *views;
	size_t n_views, views_cap;
	struct suppress_set *sets;
	size_t n_sets, sets_cap;
	struct intern texts; /* values of keys */
	struct groups
		groups; /* set, unit + 1, first and last day, values in order of the set's names */
	struct suppress_item *items; /* beside groups */
	size_t items_cap;
	struct suppress_term *terms;
	size_t n_terms, terms_cap;
	struct suppress_equation *equations;
	size_t n_equations, equations_cap;
	const char **bases; /* NULL: the first one of the lineage */
	uint32_t n_bases;
	uint8_t adds_up, has_stocks, has_shares;
	int status; /* of adding equations: CHISO_ENOMEM sticks */
};

/** An empty table; width: the most keys of a set. */
void suppress_table_init(struct suppress_table *table, struct chiso_project *project,
			 const struct dataset_spec *dataset, uint64_t min_n, size_t width);
void suppress_table_clear(struct suppress_table *table);
/** The view of a source of an indicator, made if need be; NULL without memory. */
struct suppress_view *suppress_table_view(struct suppress_table *table,
					  const struct indicator_run *run, uint32_t part);
/** Takes a row of results of a view.  0 or CHISO_ENOMEM. */
int suppress_table_add(struct suppress_table *table, struct suppress_view *view,
		       const struct chiso_cell *cell, const struct cell_group *group,
		       const struct group_slots *slots);
/** The group of a row in a source or, is_total, that of the same unit and period without keys.
 *  SUPPRESS_NONE: there is none; *status is CHISO_ENOMEM without memory. */
uint32_t suppress_table_find(struct suppress_table *table, const struct indicator_run *run,
			     uint32_t part, const struct chiso_cell *cell,
			     const struct cell_group *group, const struct group_slots *slots,
			     int is_total, int *status);
/** The number of a key set, made if need be; SUPPRESS_NONE without memory. */
uint32_t suppress_table_set(struct suppress_table *table, const char *const *names, uint32_t n);
/** The item with a key, as groups has them, made if need be; SUPPRESS_NONE without memory. */
uint32_t suppress_table_item(struct suppress_table *table, const uint32_t *key);

/** suppress_equations.c: how the groups add up, when all rows are there.  0 or CHISO_ENOMEM. */
int suppress_table_equate(struct suppress_table *table);
/** suppress_units.c: of units and their children, and on other boundaries. */
int suppress_table_equate_units(struct suppress_table *table);
/** suppress_time.c: of periods and their parts. */
int suppress_table_equate_time(struct suppress_table *table);

/** Begins an equation with what the others add up to, adds one of these, and ends it: one that has
 * lost either side is none.  Groups without records are left out.  That there is no memory is kept
 * in table->status. */
void suppress_table_open(struct suppress_table *table, enum suppress_kind kind, uint32_t total);
void suppress_table_term(struct suppress_table *table, uint32_t item, double factor);
void suppress_table_close(struct suppress_table *table, int is_plain);

/** Groups that are parts of others: an equation for each whole, in order of their numbers. */
struct suppress_parts {
	struct suppress_part {
		uint32_t whole, part;
	} * list;
	size_t n, cap;
};
/** 0 or CHISO_ENOMEM. */
int suppress_parts_add(struct suppress_parts *parts, uint32_t whole, uint32_t part);
/** Makes the equations; there are no parts any more. */
void suppress_parts_equate(struct suppress_parts *parts, struct suppress_table *table);

/** suppress_choose.c: keeps back what must be.  0 or CHISO_ENOMEM. */
int suppress_table_choose(struct suppress_table *table);

#endif
