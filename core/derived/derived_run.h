/* SPDX-License-Identifier: MIT */
/* What the parts of computing derived indicators share: the run over all of them, and the
 * evaluation of one in one breakdown.
 *
 * Indicators of one project mostly have figures of the same units, periods and groups.  What
 * depends on these alone is kept once for all: extents say where there are figures, grids put them
 * into the rows of a panel. */
#ifndef CORE_DERIVED_RUN_H
#define CORE_DERIVED_RUN_H

#include "aggregate/aggregate.h"
#include "derived/derived.h"
#include "derived/panel.h"
#include "project/project.h"
#include "results/fact.h"

/** Of which units, periods and groups there are cells. */
struct extent {
	struct extent *before;
	size_t n_names;
	struct groups rows; /* unit + 1, period, texts */
	struct extent_row {
		const struct cell_group *group;  /* of a cell there */
		const char *const *key_values;
	} *like; /* beside rows */
};

/** The values of an output in one key set, in the order of its extent. */
struct table_column {
	struct table_column *next, *before; /* next: of the table; before: of the run */
	struct cell_table *table;
	uint32_t in_row;
	double *values;
	uint8_t *missing; /* behind them */
	int is_bounded;   /* any of them */
	size_t used;      /* by which indicator last, by the order in which they are computed */
};

/** The cells of one indicator in one key set. */
struct cell_table {
	const struct indicator_spec *spec;
	const char *const *names;
	uint32_t n_names;
	const struct extent *extent; /* NULL: not yet known */
	size_t *cells; /* per row of the extent its first cell, from the indicator's first one; NULL: */
	size_t n, cap, first, stride; /* first, first + stride ... */
	struct cell_table *like;      /* whose cells are of the same groups, one by one; NULL: none is known */
	struct known known;           /* of these cells; list NULL: not yet looked at */
	struct table_column *columns; /* those that are there */
	int has_no_cells; /* but a column, and what is known of it */
};

/** The cells of one indicator in all key sets, which follow each other. */
struct cell_range {
	size_t first, n;
};

/** A extent whose keys are some of those of a grid. */
struct part {
	const struct extent *extent;
	uint32_t at[MAX_CELL_KEYS]; /* which of the grid's keys each is */
};

/** Where in a extent the rows of a grid are. */
struct row_map {
	struct row_map *next;
	struct part part;
	const uint32_t *slots; /* UINT32_MAX: nowhere */
	int is_whole;          /* somewhere, all of them */
	int is_straight;       /* and in the same order from the first one on */
};

/** The rows of evaluations. */
struct grid {
	struct grid *before;
	size_t n_keys, n_parts;
	struct part *parts; /* of which there are rows */
	struct panel panel;
	const char *const **values_of;       /* per group of the panel, beside keys */
	const struct cell_group **like;      /* per row, a group of the same unit and period */
	struct row_map *maps;
	const struct extent *extent; /* of cells of all rows; NULL: there are none yet */
	struct grid_row {
		uint32_t group, labels; /* of the last cells, UINT32_MAX: none yet */
	} *rows;                /* beside those of the panel */
	struct fact *row_known; /* and what is known of these groups */
	int is_known_alike;     /* which is the same of all */
	struct expr_rows some;  /* those of some periods that were asked for last; list NULL: none were */
	uint8_t *some_periods;
};

struct derived_run {
	struct arena arena, spare; /* spare: memory for the next evaluation */
	struct chiso_results *results;
	struct facts facts;
	struct intern texts; /* of keys */
	struct groups by_period;
	struct period *periods;
	size_t n_periods, periods_cap;
	int *same, *rank; /* per unit; rank NULL: units are in order */
	struct cell_range *ranges; /* per indicator of the project */
	struct cell_table **tables;
	size_t n_tables, tables_cap;
	struct extent *extents; /* the last one */
	struct grid *grids; /* the last one */
	struct evaluation *explained; /* the last one that was; NULL: none */
	struct table_column *columns; /* the last one */
	uint32_t *users; /* per indicator, how many operands it is in what has not been computed */
	uint8_t *is_judged; /* per indicator, whether goals look at it */
	struct wanted {
		int is_whole;
		uint8_t *periods; /* per period, whether its rows are, where not all are */
	} *wanted; /* per indicator */
	size_t n_computed;
	int keeps_all, leaves_out; /* cells that nobody shows */
	struct derived_run *before; /* the one that left some out, to which texts belong; NULL: none */
};

/** A call of a function that looks at other rows: as struct expr_step. */
struct host_call {
	const struct expr_function *function;
	struct slice source;
	const struct vector *in;
	const int *from;
	size_t n_in;
	const struct vector *out;
	int to;
	int is_of_some;    /* rows: only of these has it been computed */
	const char **told; /* per row; NULL: not wanted */
};

/** One derived indicator in one of its key sets. */
struct evaluation {
	struct derived_run *run;
	const struct indicator_spec *spec;
	const struct derived *derived;
	const struct derived_column *columns;
	const struct expr_use *uses;
	size_t n_uses, set;
	const struct names *keys;
	const struct names *parts; /* per use, those of the keys that the operand has */
	struct arena arena, *scratch;
	struct grid *grid;
	struct expr_rows rows;         /* that are wanted, and have a result */
	struct vector *in;             /* per use */
	struct known *known;           /* per use and step */
	struct fact unknown;           /* of what is written out: nothing */
	struct fact *room;             /* for what is known of the results of a function, or NULL */
	uint8_t **bounds;              /* per use QUALIFIER_... of the rows; NULL: none is bounded */
	size_t n_bounded;
	int is_moving; /* only values are wanted: see derived_bounds.c */
	struct host_call *calls;
	size_t n_calls;
	struct expr_values *values;
	const struct vector *result;
	const struct known *result_known;
};

static inline size_t derived_number(const struct derived_run *run, const struct indicator_spec *spec)
{
	return (size_t)(spec - run->results->project->indicators);
}

/** derived_tables.c: makes all cells that there are findable, those of each indicator together.  0 or
 *  CHISO_ENOMEM. */
int derived_index(struct derived_run *run);
/** The same with an evaluation, of which n cells have been added from number `at` on: one for each row, or,
 *  where the extent of its grid is known already, none.  NULL: no memory. */
struct cell_table *derived_add(struct evaluation *e, size_t at, size_t n);
/** Puts all cells in the order of the project's indicators.  0 or CHISO_ENOMEM. */
int derived_order(struct derived_run *run);
/** The cells of an indicator with some keys; NULL: it has none. */
struct cell_table *derived_table(const struct derived_run *run, const struct indicator_spec *spec,
			    const struct names *names);
/** The first cell of a row of its extent. */
static inline size_t table_cell(const struct derived_run *run, const struct cell_table *table, uint32_t slot)
{
	return run->ranges[derived_number(run, table->spec)].first +
	       (table->cells ? table->cells[slot] : table->first + slot * table->stride);
}
/** What is known of the cells of a table; NULL: no memory. */
const struct known *table_known(struct derived_run *run, struct cell_table *table);
void derived_tables_free(struct derived_run *run);

/** derived_columns.c: an output of a table; NULL: no memory. */
const struct table_column *derived_column(struct derived_run *run, struct cell_table *table, uint32_t in_row);
/** Leaves the values of an evaluation to those who use them: cells of them need not be kept.  0 or
 *  CHISO_ENOMEM. */
int derived_leave_column(struct evaluation *e, struct cell_table *table);
/** Counts for each indicator the operands that it is.  0 or CHISO_ENOMEM. */
int derived_count_users(struct derived_run *run);
/** Forgets the columns that are of no use any more when an indicator has been computed. */
void derived_forget_columns(struct derived_run *run, const struct indicator_spec *computed);
void derived_columns_free(struct derived_run *run);

/** derived_wanted.c: of which periods somebody wants an indicator, and the rows of an evaluation that are wanted
 *  where these are not all.  0 or CHISO_ENOMEM. */
int derived_find_wanted(struct derived_run *run);
int evaluation_find_rows(struct evaluation *e);
/** The rows of periods, which are marked; they stay until others are asked for.  list NULL: no memory. */
struct expr_rows grid_rows(struct derived_run *run, struct grid *grid, const uint8_t *periods);

/** derived_grid.c: the rows of an evaluation, made if need be; NULL: no memory. */
struct grid *grid_of(const struct evaluation *e);
/** Where the rows of a grid are in a extent; NULL: no memory. */
const struct row_map *grid_map(struct derived_run *run, struct grid *grid, const struct part *part);
/** A extent among the keys of an evaluation. */
struct part part_of(const struct cell_table *table, const struct names *keys);
void derived_grids_free(struct derived_run *run);

/** derived_rows.c: fills the operands of an evaluation.  0 or CHISO_ENOMEM. */
int evaluation_fill(struct evaluation *e);

/** derived_run.c: gathers the rows, and computes.  0 or CHISO_ENOMEM; to be cleared in either
 *  case. */
int evaluation_make(struct evaluation *e, struct derived_run *run,
		    const struct indicator_spec *spec, size_t set);
/** Runs the program over other operands. */
int evaluation_run(struct evaluation *e, struct expr_values **values, const struct vector *in,
		   struct arena *scratch);
void evaluation_clear(struct evaluation *e);

/** derived_bounds.c: BOUND_... bits per row. */
int evaluation_bounds(struct evaluation *e, uint8_t *bits);

/** derived_cells.c: adds the cells of an evaluation.  0 or CHISO_ENOMEM. */
int evaluation_cells(struct evaluation *e);

#endif
