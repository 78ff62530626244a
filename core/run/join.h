/* SPDX-License-Identifier: MIT */
/* The sources of an indicator, put together: which groups have cells, and the slot of each source
 * that a group's sums come from.
 *
 * The first source that has all keys of a set gives units, periods and breakdowns.  Of another one
 * that lacks a key, the unit or the period, the same sums are taken for all (it is broadcast), and
 * so are the stocks of a longer period in the shorter ones inside it. */
#ifndef CORE_JOIN_H
#define CORE_JOIN_H

#include "results/rollup.h"
#include "run/run.h"

/** A group of one unit. */
struct joined {
	int unit; /* UNIT_NONE: there are no units */
	struct period period;
	const char *const *key_values;
	const uint32_t *slots; /* per source; NO_SLOT: it has no records */
	uint32_t reporting, expected;
	uint8_t boundaries; /* CHISO_BOUNDARIES_... */
	uint8_t is_uneven; /* the sources were added up from different units */
	struct variant *variant;
};

struct join {
	size_t n_units;
	int is_of_records; /* see key_set_is_of_records(); of several sources it is not */
	struct arena arena; /* of the slots */
	struct rollup *rollups; /* per source; NULL when it is made */
	uint32_t n_parts;
	struct joined *list; /* in time where there are no keys */
	size_t n, room; /* room: bytes that there are for the list */
};

/** Climbs the tree for every source and puts the groups together.  What outlives the join is in
 *  the results' arena.  0 or CHISO_ENOMEM; to be cleared in either case. */
int join_make(struct join *join, struct chiso_results *results, struct indicator_run *run,
              size_t set);
/** join_alike.c: whether all groups are those of records that are used: then nothing is made of others. */
int key_set_is_of_records(const struct key_set *set);
/** Whether all joins of two indicators of one run are the same but for their variants, as long as
 *  the project has no more units and those of the first one are of records. */
int joins_are_alike(const struct indicator_run *a, const struct indicator_run *b);
/** Makes a join that of another indicator, see joins_are_alike(). */
void join_take(struct join *join, const struct indicator_run *run, size_t set);
void join_clear(struct join *join);

#endif
