/* SPDX-License-Identifier: MIT */
/* What the parts of rolling up share: one group's way through the tree of units. */
#ifndef CORE_ROLLUP_CLIMB_H
#define CORE_ROLLUP_CLIMB_H

#include "results/rollup_time.h"
#include "units/unit_tree.h"

struct climb {
	struct chiso_project *project;
	struct aggregate *aggregate;
	struct key_set *set;
	const struct unit_tree *tree; /* as it is when records of the period are coded */
	const struct unit *units;
	uint32_t *key; /* of the group; key[0] is the unit */
	struct unit_cell *cells;
	struct rollup *rollup;
	struct parts parts; /* of the group's period */
	int can_add;
	int is_own; /* the group is one that records are of, or might be */
};

/** A slot with a sum in it. */
int climb_has_sum(const struct climb *climb, const struct unit_cell *cell);
/** Adds up over time if that is the better way; 1 when it is. */
int climb_over_time(struct climb *climb, size_t unit, int has_part, uint32_t reporting,
		    uint32_t expected);
/** boundaries.c: fills the cells of units outside their time, from those of their lineage. */
int climb_boundaries(struct climb *climb);

#endif
