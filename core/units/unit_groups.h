/* SPDX-License-Identifier: MIT */
/* Groups of units in time: groups.csv.  A unit may belong to any number of them: zones, industrial
 * parks, areas I to III, urban or rural.  They are no units: nothing is reported for them, and they
 * have no place in the tree.
 *
 * Columns: kind, group, unit, valid_from, valid_to.  A unit without a group of a kind has that of the
 * unit above it.  Empty dates: from when the unit begins, or until it ends. */
#ifndef CORE_UNIT_GROUPS_H
#define CORE_UNIT_GROUPS_H

#include "base/group.h"
#include "units/units.h"

/** That a unit belongs to a group. */
struct membership {
	const char *code; /* of the unit, which is the one that has it then */
	uint32_t kind, group; /* numbers of names */
	int32_t from, to;     /* days */
	struct place place;
};

struct unit_groups {
	struct intern kinds, groups, codes;
	struct membership *list; /* by code, kind, first day */
	size_t n, cap;
	uint32_t *first;     /* per code and one more, its first membership */
	uint8_t *is_checked; /* per kind: that a unit has one group of it at a time */
};

enum { NO_GROUP = -1, SEVERAL_GROUPS = -2 };

/** Reads groups.csv from memory, over units that are right.  All errors become findings; CHISO_EDATA
 *  then.  Cleared by the caller in any case. */
int unit_groups_read(struct unit_groups *groups, struct units *units, struct chiso_context *context,
                     const char *file, const char *data, size_t n);
/** Makes memberships findable.  0 or CHISO_ENOMEM. */
int unit_groups_index(struct unit_groups *groups);
/** The group of a kind that a unit belongs to on a day, itself or by the units above it; NO_GROUP; or
 *  SEVERAL_GROUPS. */
int unit_group_of(const struct unit_groups *groups, const struct units *units, int unit,
                  uint32_t kind, int32_t day);
/** Whether a unit belongs to a group on a day, itself or by a unit above it. */
int unit_is_in(const struct unit_groups *groups, const struct units *units, int unit, uint32_t group,
               int32_t day);
/** Whether each unit has one group of a kind at a time, at most; where not, that is reported, once. */
int unit_groups_are_single(struct unit_groups *groups, const struct units *units,
                           struct chiso_context *context, uint32_t kind);
void unit_groups_clear(struct unit_groups *groups);

#endif
