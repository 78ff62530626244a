/* SPDX-License-Identifier: MIT */
/* The groups of a key set for every unit that should have them: with records of its own, added up
 * from its children, or without anything. */
#ifndef CORE_ROLLUP_H
#define CORE_ROLLUP_H

#include "aggregate.h"

struct unit_cell {
	uint32_t slot; /* NO_SLOT: no records */
	uint32_t reporting, expected; /* expected 0: the unit has no cell here */
};

struct rollup {
	struct arena arena;
	struct groups groups;    /* the keys without the unit: period, texts */
	struct unit_cell *cells; /* per group and unit */
	size_t n_units;
};

/** Climbs the tree for all groups of a key set; new slots come into the set for sums of children.
 *  0 or CHISO_ENOMEM; to be cleared in either case. */
int rollup_make(struct rollup *rollup, struct chiso_project *project, struct aggregate *aggregate,
                size_t set);
void rollup_clear(struct rollup *rollup);

#endif
