/* SPDX-License-Identifier: MIT */
/* Cells as results keep them: what many share is kept once, so that a million of them are 24 megabytes, and the sums
 * that they are quotients of.  A struct chiso_cell, which says everything, is made of one when somebody looks at it. */
#ifndef CORE_CELLS_H
#define CORE_CELLS_H

#include "base/arena.h"
#include "base/mapped.h"
#include "units/period.h"

#include <chiso/chiso.h>

/** What the records of a group say beside numbers; most say nothing. */
struct cell_remarks {
	const char *const *notes, *const *sources;
	const struct chiso_adjustment *const *adjustments;
	uint32_t n_notes, n_sources, n_adjustments;
};

extern const struct cell_remarks cells_no_remarks;

struct group_slots; /* see tabulate_value.h */

/** What all cells of one group of an indicator share: their unit, period and records.  Derived
 * indicators of which all is the same but the values share one, too. */
struct cell_group {
	int unit;                          /* UNIT_NONE: of none */
	struct period period;
	const char *unit_code, *unit_name, *level, *label; /* label: of the period */
	const char *standard, *boundaries;
	const struct cell_remarks *remarks;
	uint64_t n_used, n_seen;
	uint32_t reporting, expected, periods_reporting, periods_expected;
	uint8_t status, evidence, is_break, rolled_up, synthetic, boundaries_by;
};

/** The cells of groups of one variant that are kept together, line by line: see entry_kept().  Beside them their
 * sums, of which most are those of many cells: a column for each that the variant has numbered. */
struct kept_table {
	const struct indicator_run *run;
	size_t set; /* of keys */
	struct variant *variant;
	uint32_t *slots; /* those of each group: one of each source */
	double *sums; /* n_groups a column */
	size_t kept;  /* the first cell */
	uint32_t n_groups;
};

/** What cells of many groups say beside their outputs: the values of keys, and where along the axes they
 * are. */
struct cell_labels {
	const char *const *key_values; /* beside the keys of the output */
	uint32_t place;                /* along the axes, from 0 */
	const struct kept_table *table; /* that they are in; NULL: none */
};

/** An output of an indicator in one of its breakdowns. */
struct cell_output {
	const struct indicator_spec *spec; /* of the project; NULL in saved results */
	const char *indicator, *use, *title, *output, *output_title, *unit_measure;
	const char *const *keys;
	uint32_t n_keys, version;
	uint32_t row;    /* among the outputs of the plugin */
	uint32_t in_row; /* among those with the same axes; 0 begins a row */
	int direction;
};

/** What only samples and breakdowns have; reasons as in struct cell. */
struct cell_more {
	double numerator_share, denominator_share, se, ci_low, ci_high, deff, confidence;
	uint8_t no_numerator_share, no_denominator_share, no_se, no_ci_low, no_ci_high, no_deff;
	uint32_t df, n_psu, n_strata;
};

/** Where a number is missing without a reason. */
#define CELL_NO_REASON 255

struct cell {
	double value;
	uint32_t group, labels, output; /* of the lists */
	uint8_t no_value, no_numerator, no_denominator; /* 0: it is there; else why it is not */
	uint8_t bound;
};

/** What its value is a quotient of. */
struct cell_sums {
	double numerator, denominator;
};

/** What is computed of a cell; reasons as there. */
struct cell_figure {
	double value, numerator, denominator;
	uint8_t no_value, no_numerator, no_denominator, bound;
};

/** Zeroed memory has none. */
struct cells {
	struct cell *kept; /* in the order in which they were computed */
	struct cell_sums *sums; /* of those that are in no table, as saved ones are; beyond its end none has any */
	uint32_t *order;   /* and in that of the results; NULL: it is the same */
	struct cell_group **groups;
	struct cell_labels *labels;
	struct cell_output *outputs;
	struct cell_more *more;
	uint32_t *more_of; /* per cell that is kept, from 1; 0, or beyond its end: it has none */
	size_t n_kept, kept_cap, sums_cap, n, cap;
	size_t n_groups, groups_cap, n_labels, labels_cap, n_outputs, outputs_cap;
	size_t n_more, more_cap, more_of_cap;
};

/** The cell with a number in the order of the results, and what it is a part of. */
static inline struct cell *cells_at(const struct cells *cells, size_t i)
{
	return &cells->kept[cells->order ? cells->order[i] : i];
}

/** What follows each other in the results is kept far apart: it is asked for so long before it is looked at. */
enum { CELLS_AHEAD = 8 };

static inline struct cell_group *cells_group(const struct cells *cells, size_t i)
{
	return cells->groups[cells_at(cells, i)->group];
}

static inline const struct cell_labels *cells_labels(const struct cells *cells, size_t i)
{
	return &cells->labels[cells_at(cells, i)->labels];
}

static inline const struct cell_output *cells_output(const struct cells *cells, size_t i)
{
	return &cells->outputs[cells_at(cells, i)->output];
}

static inline const struct indicator_spec *cells_spec(const struct cells *cells, size_t i)
{
	return cells_output(cells, i)->spec;
}

/** Where the sums of the cells of one output with the same labels are: found once for all of them.  Zeroed memory
 *  has not found them. */
struct cell_columns {
	uint32_t labels, n; /* n: a group has so many cells in a row; 0: they have none that are found so */
	size_t first;       /* of these cells */
	const double *above, *below; /* by group; above NULL: it is their value */
};

/** Finds them for a cell that has its place in the results. */
void cells_find_columns(const struct cells *cells, const struct cell *cell, struct cell_columns *out);
/** The sums of a cell that has its place in the results; 0 where its no_numerator and no_denominator say that it
 *  has none.  columns: of its output, found for another cell or not yet. */
static inline struct cell_sums cells_sums(const struct cells *cells, const struct cell *cell,
					  struct cell_columns *columns)
{
	size_t kept = (size_t)(cell - cells->kept);

	if (cell->no_numerator && cell->no_denominator)
		return (struct cell_sums){0, 0};
	if (!columns->n || columns->labels != cell->labels)
		cells_find_columns(cells, cell, columns);
	if (!columns->n)
		return cells->sums[kept];
	uint32_t group = (uint32_t)(kept - columns->first) / columns->n;
	return (struct cell_sums){cell->no_numerator ? 0 : columns->above ? columns->above[group] : cell->value,
				  cell->no_denominator ? 0 : columns->below[group]};
}

/** All that is to be said of it; its texts and lists stay the results'. */
struct chiso_cell cells_get(const struct cells *cells, size_t i);
/** Its number in the call of the plugin. */
uint32_t cells_in_call(const struct cells *cells, size_t i);
/** Finds what it is made of.  1; 0: it is of a derived indicator, or of saved results. */
int cells_find_slots(const struct cells *cells, size_t i, struct group_slots *out);

/** Keeps n more cells, of which nothing is known yet, and what is computed of one of them, which any thread
 *  may do: neither its sums nor what a sample says.  cells_append(): 0 or CHISO_ENOMEM. */
int cells_append(struct cells *cells, size_t n);
void cells_put(struct cells *cells, size_t kept, const struct chiso_cell *from);
/** Keeps a figure, of which cells_put() would keep the same. */
static inline void cells_put_figure(struct cells *cells, size_t kept, const struct cell_figure *figure)
{
	cells->kept[kept] = (struct cell){.value = figure->value,
					  .no_value = figure->no_value,
					  .no_numerator = figure->no_numerator,
					  .no_denominator = figure->no_denominator,
					  .bound = figure->bound};
}
/** What a sample says of one that is kept.  0 or CHISO_ENOMEM. */
int cells_put_more(struct cells *cells, size_t kept, const struct chiso_cell *from);
/** Makes room for so many more cells at once where they are many beside those that there are, since
 *  growing step by step takes up to three times as much.  0 or CHISO_ENOMEM. */
int cells_reserve(struct cells *cells, size_t more);
/** Adds a group, which must stay where it is, labels or an output, and returns its number; UINT32_MAX: no
 *  memory. */
uint32_t cells_add_group(struct cells *cells, struct cell_group *group);
uint32_t cells_add_labels(struct cells *cells, struct cell_labels labels);
uint32_t cells_add_output(struct cells *cells, const struct cell_output *output);
/** cells_place() where the order of the results is another one than that in which cells are kept. */
int cells_place_apart(struct cells *cells, size_t kept);
/** Puts a cell that is kept, or is about to be, at the end of the results, as it is.  0 or CHISO_ENOMEM. */
static inline int cells_place_as_kept(struct cells *cells, size_t kept)
{
	if (cells->order || kept != cells->n)
		return cells_place_apart(cells, kept);
	cells->n++;
	return CHISO_OK;
}

/** The same of n cells that are kept one behind the other. */
int cells_place_row(struct cells *cells, size_t kept, size_t n);

/** Puts a cell that is kept at the end of the results.  0 or CHISO_ENOMEM. */
static inline int cells_place(struct cells *cells, size_t kept, uint32_t group, uint32_t labels,
			      uint32_t output)
{
	struct cell *cell = &cells->kept[kept];

	cell->group = group;
	cell->labels = labels;
	cell->output = output;
	return cells_place_as_kept(cells, kept);
}

/** Adds n cells, of which there are values only, without sums, at the end of the results, for the caller to fill
 *  in; NULL: no memory. */
struct cell *cells_add_values(struct cells *cells, size_t n);
/** Adds a whole cell, of a group of its own in the arena; of the group given slots, unit and period are
 * taken.  0 or CHISO_ENOMEM. */
int cells_add(struct cells *cells, const struct chiso_cell *cell, const struct cell_group *group,
	      struct arena *arena);
/** Room for what only samples and breakdowns have, made if need be; NULL: no memory. */
struct cell_more *cells_more(struct cells *cells, const struct cell *cell);
/** The same when there is any; NULL: it has none. */
static inline struct cell_more *cells_find_more(const struct cells *cells, const struct cell *cell)
{
	size_t kept = (size_t)(cell - cells->kept);
	uint32_t at = kept < cells->more_of_cap ? cells->more_of[kept] : 0;

	return at ? &cells->more[at - 1] : NULL;
}
void cells_clear(struct cells *cells);

/** A number and why there is none, as cells keep it, and back. */
static inline void cells_set(double *number, uint8_t *why, const struct chiso_value *value)
{
	int is_there = value->type == CHISO_F64;

	*number = is_there ? value->as.f64 : 0;
	*why = is_there ? 0 : value->reason ? (uint8_t)value->reason : CELL_NO_REASON;
}

static inline struct chiso_value cells_value(double number, uint8_t why)
{
	if (why)
		return (struct chiso_value){.reason = why == CELL_NO_REASON ? 0 : why};
	return (struct chiso_value){.type = CHISO_F64, .as.f64 = number};
}

#endif
