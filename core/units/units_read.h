/* SPDX-License-Identifier: MIT */
/* What units.c and units_check.c share: a units.csv while it is read. */
#ifndef CORE_UNITS_READ_H
#define CORE_UNITS_READ_H

#include "files/csv.h"
#include "units/units.h"

enum unit_column { CODE, NAME_VI, NAME_EN, PARENT, LEVEL, VALID_FROM, VALID_TO, CHILDREN, COLUMNS };

struct units_reading {
	struct units *units;
	struct chiso_context *context;
	struct csv csv;
	size_t n_header;
	int column[COLUMNS];   /* index in the file, -1: not there */
	size_t *attributes;    /* per attribute of the units, its index in the file */
	struct place *parents; /* per unit: the place of its parent's code */
	size_t parents_cap;
	int status;
};

/** Checks units against each other and sets their parents: codes that overlap, parents that are
 *  unknown or end too early, circles.  Faults are findings; 0, CHISO_EDATA or CHISO_ENOMEM. */
int units_check(struct units *units, struct chiso_context *context, const struct place *parents);

#endif
