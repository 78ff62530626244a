/* SPDX-License-Identifier: MIT */
/* The tree of units as it is in one period: whose children are whose, and which units there are. */
#ifndef CORE_UNIT_TREE_H
#define CORE_UNIT_TREE_H

#include "units/units.h"

struct unit_tree {
	struct unit_tree *before; /* of those that are kept */
	struct period as_of;
	int *parent, *first_child, *next_sibling; /* per unit; UNIT_NONE */
	uint8_t *valid;                           /* per unit: in all of the period */
	size_t n;
};

/** The tree in a period.  It is kept with the units where it is not large, since indicators mostly ask for the
 *  same; else it is in the arena.  NULL: no memory. */
const struct unit_tree *unit_tree(struct units *units, struct period period, struct arena *arena);

#endif
