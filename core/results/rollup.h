/* SPDX-License-Identifier: MIT */
/* The groups of a key set for every unit that should have them: with records of its own, added up
 * from its children or over time, or without anything. */
#ifndef CORE_ROLLUP_H
#define CORE_ROLLUP_H

#include "aggregate/aggregate.h"

struct unit_cell {
	uint32_t slot; /* NO_SLOT: no records */
	uint32_t reporting, expected; /* expected 0: the unit has no cell here */
	uint8_t over_time; /* added up from shorter periods */
	uint8_t is_hidden;  /* the same unit has it under the name of another time */
	uint8_t boundaries; /* CHISO_BOUNDARIES_...: how it came to be outside its unit's time */
	uint32_t lacking; /* units below one that is never added up: sums further up lack them */
};

struct rollup {
	struct arena arena;
	struct groups groups;    /* the keys without the unit: period, texts */
	uint32_t n_own;          /* the first groups: those that records are of */
	struct unit_cell *cells; /* per group: one for each unit, and one for no unit */
	size_t n_units;
};

/** Climbs the tree for all groups of a key set; new slots come into the set for sums of children.
 *  0 or CHISO_ENOMEM; to be cleared in either case. */
int rollup_make(struct rollup *rollup, struct chiso_project *project, struct aggregate *aggregate,
                size_t set);
void rollup_clear(struct rollup *rollup);

#endif
