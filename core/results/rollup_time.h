/* SPDX-License-Identifier: MIT */
/* Over time: what a unit's months say about its quarter or year.  Terms add up as they declare: a
 * flow is the sum of the parts, a stock the last part's or the mean of them.  A part that is
 * missing leaves the whole without a value; a stock at the end needs its last part only. */
#ifndef CORE_ROLLUP_TIME_H
#define CORE_ROLLUP_TIME_H

#include "results/rollup.h"

/** A shorter period inside a longer one. */
struct part {
	struct period period;
	uint32_t combination; /* of the rollup's groups; NO_SLOT: no records, in a register */
};

/** All that a longer period may be made of, by its groups. */
struct parts {
	struct part *list; /* longer ones first */
	size_t n;
	struct period whole;
};

/** The parts that one unit has, none overlapping another. */
struct tiling {
	struct part *taken; /* in order of time */
	size_t n;
	uint32_t have, want;          /* in the shortest kind of period taken */
	enum message kind;            /* which kind that is, as "{0} of {1} months" */
	uint32_t reporting, expected; /* units, in the part that has least of them */
	int is_complete;              /* enough of them for every term */
};

/** Adds a group for every longer period that the indicator wants. */
int rollup_add_periods(struct rollup *rollup, struct aggregate *aggregate);
/** The parts of a group's period; none when nobody wants it. */
int parts_find(struct parts *out, struct rollup *rollup, struct aggregate *aggregate,
               struct key_set *set, uint32_t combination);
/** What unit `unit` (rollup->n_units: none) has of them. */
int tiling_make(struct tiling *out, struct rollup *rollup, struct aggregate *aggregate,
                const struct key_set *set, const struct parts *parts, size_t unit);
/** Adds the parts to the slot. */
int tiling_fill(struct rollup *rollup, struct aggregate *aggregate, struct key_set *set,
                const struct parts *parts, const struct tiling *tiling, size_t unit, uint32_t slot);

#endif
