/* SPDX-License-Identifier: MIT */
/* Units of a territory in time: units.csv.  Codes are reused by other units, so a unit is a code
 * with a validity.  Columns: code, name_vi, name_en, parent, level, valid_from, valid_to,
 * children; further columns are attributes.  `children` is "all" or "some": a unit of which the
 * file does not list all children is never added up from them. */
#ifndef CORE_UNITS_H
#define CORE_UNITS_H

#include "finding.h"
#include "period.h"

enum { UNIT_NONE = -1 };

struct unit {
	const char *code, *name_vi, *name_en, *level, *parent_code;
	int32_t valid_from, valid_to; /* days, INT32_MIN and INT32_MAX when open */
	int parent;                   /* index; UNIT_NONE.  The one that is valid with it */
	int children_complete;
	struct place place;
};

struct units {
	struct arena arena;
	struct unit *list; /* in the file's order */
	size_t n, cap;
	struct unit_index *index;
	int implicit; /* no file: every code met is a unit, without name, parent or end */
	size_t code_length; /* of all codes; 0: they differ */
};

/** Reads units.csv from memory.  All errors become findings; CHISO_EDATA then. */
int units_read(struct units *units, struct chiso_context *context, const char *file,
               const char *data, size_t n);
/** The unit with this code, or failing that this name (folded), that is valid in the period.
 *  UNIT_NONE after a finding at `place` that proposes the right one: unknown code, a spreadsheet's
 *  lost zero, a name that several units have, a unit that is not valid at the period, a period
 *  across a change.  With implicit units a new code becomes a unit. */
int units_find(struct units *units, struct chiso_context *context, struct place place,
               const char *text, size_t n, struct period period);
/** The same without findings and without a period: the first unit with this code, or UNIT_NONE. */
int units_with_code(const struct units *units, const char *code);
int unit_is_valid(const struct unit *unit, struct period period);
/** Name in the language, else the other one, else the code. */
const char *unit_name(const struct unit *unit, const char *lang);
/** With implicit units: order by code, bytewise; order[new] = old.  Caller frees it. */
int units_sort_implicit(struct units *units, int **order);
void units_clear(struct units *units);

#endif
