/* SPDX-License-Identifier: MIT */
/* What makes the scoreboard: assess.c goes through rows and targets, assess_series.c finds the series
 * of a row and a unit, assess_judge.c says how it stands. */
#ifndef CORE_ASSESS_H
#define CORE_ASSESS_H

#include "project.h"
#include "results.h"

/* A cell of a row's indicator, whatever its unit. */
struct entry {
	const struct chiso_cell *cell;
	struct period period;
	int unit;
};

/* Entries by unit and in time; those without a value included. */
struct series {
	const struct entry *entries;
	size_t n;
};

/** Everything of the row's indicator, for all units that the row may be about.  0 or
 *  CHISO_ENOMEM. */
int series_of_row(struct series *out, struct chiso_results *results, const struct row_spec *row);
/** Those of one unit; none is "".  0 or CHISO_ENOMEM. */
int series_of_unit(struct series *out, struct chiso_results *results, const struct series *all,
                   const char *code);
/** Takes the points with a value into an assessment, the last of them as the current one.  0 or
 *  CHISO_ENOMEM. */
int series_points(struct chiso_assessment *out, struct chiso_results *results,
                  const struct series *series);
/** The period of a label that a cell has; of any other text none. */
struct period period_of(const char *label);

/** The verdict on a row whose points are there, for a target or, NULL, for none.  0 or
 *  CHISO_ENOMEM. */
int assess_judge(struct chiso_results *results, const struct row_spec *row,
                 const struct target_spec *target, struct chiso_assessment *out);

#endif
