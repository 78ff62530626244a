/* SPDX-License-Identifier: MIT */
/* Units of a territory in time: units.csv.  Codes are reused by other units, so a unit is a code
 * with a validity.  Columns: code, name_vi, name_en, parent, level, valid_from, valid_to,
 * children; further columns are attributes.  Needed are code and one of the names.  `children` is
 * "all" or "some": a unit of which the file does not list all children is never added up from them.
 *
 * A unit that gets another parent is written as two rows with one code and adjoining validities.
 *
 * Names are compared folded and without the word for the level in front (xã, thị trấn, phường, đặc
 * khu, huyện, quận, thị xã, thành phố, tỉnh), which is only looked at when it tells units of one
 * name apart: "huyện Chi Lăng" is never a commune. */
#ifndef CORE_UNITS_H
#define CORE_UNITS_H

#include "base/finding.h"
#include "units/period.h"

enum { UNIT_NONE = -1 };

struct unit {
	const char *code, *level, *parent_code; /* level and parent "" when there is none */
	const char *name_vi, *name_en;          /* NULL: not given */
	int32_t valid_from, valid_to; /* days, INT32_MIN and INT32_MAX when open */
	int parent; /* index; UNIT_NONE.  The one that is valid when this one begins */
	int children_complete;
	const char *const *attributes; /* beside those of struct units; "" when not given */
	struct place place; /* of its code */
};

struct units {
	struct arena arena;
	struct unit *list; /* in the file's order */
	size_t n, cap;
	struct unit_index *index;
	struct unit_tree *trees; /* that have been asked for */
	int implicit; /* no file: every code met is a unit, without name, parent or end */
	size_t code_length; /* of all codes; 0: they differ */
	const char **attributes; /* names of the further columns */
	size_t n_attributes;
};

/** Reads units.csv from memory.  All errors become findings; CHISO_EDATA then.  Cleared by the
 *  caller in any case. */
int units_read(struct units *units, struct chiso_context *context, const char *file,
               const char *data, size_t n);
/** The unit with this code, or failing that this name (folded), that is valid in all of the period;
 *  a period that is none asks for no validity.  UNIT_NONE after a finding at `place` that proposes
 *  the right one: unknown code, a spreadsheet's lost zero, a name that several units have, a unit
 *  that is not valid at the period, a period across a change.  With implicit units a new code
 *  becomes a unit.  `text` is valid UTF-8; blanks around it don't count.
 *
 *  A code costs a hash, a name is folded first, a text that is no unit is compared with all of them
 *  (until that has taken seconds): one who looks up many rows keeps the answers, UNIT_NONE too, by
 *  exact text and period. */
int units_find(struct units *units, struct chiso_context *context, struct place place,
               const char *text, size_t n, struct period period);
/** The same without findings and without a period: the first unit with this code in time, or
 *  UNIT_NONE. */
int units_with_code(const struct units *units, const char *code);
/** Whether the code of a project is of some unit, at any time; reports it if not, with the one that
 *  is near. */
int units_has_code(struct units *units, struct chiso_context *context, struct place place,
                   const char *code);
/** The parent that a unit has in all of the period; UNIT_NONE: none, or not one.  A period that is
 *  none: list[unit].parent. */
int unit_parent(const struct units *units, int unit, struct period period);
/** Whether it is valid in all of the period; always when the period is none. */
int unit_is_valid(const struct unit *unit, struct period period);
/** Name in the language, else the other one, else the code. */
const char *unit_name(const struct unit *unit, const char *lang);
void units_clear(struct units *units);

/** The place of every unit in the order of results.  NULL: they are in it; implicit units were met in
 *  the order of the records, and are ranked by their codes.  Caller frees it.  0 or CHISO_ENOMEM. */
int units_rank(const struct units *units, int **rank);

#endif
