/* SPDX-License-Identifier: MIT */
/* How units are found: by code and by name, in tables sorted by key with a hash in front.  Several
 * units may have one key; they lie side by side, in order of time. */
#ifndef CORE_UNITS_INDEX_H
#define CORE_UNITS_INDEX_H

#include "units/units.h"

struct unit_entry {
	const char *key; /* a code, or a folded name without the word for the level */
	int unit;
	int word;        /* of a name: the word for the level in front of it, else the level's */
	int32_t from;    /* first day of the unit */
	size_t n;        /* length of the key */
};

struct unit_table {
	struct unit_entry *entries;
	size_t n, cap;
	uint32_t *slots; /* 1 + the first entry with a key; 0: free */
	size_t n_slots;  /* a power of 2 */
};

struct unit_index {
	struct unit_table codes, names;
	int has_names;
	size_t compared; /* with a text that is no unit, in all */
};

/** Makes the table of codes.  0 or CHISO_ENOMEM. */
int index_codes(struct units *units);
/** Makes the table of names unless it is there.  0 or CHISO_ENOMEM. */
int index_names(struct units *units);
/** Adds the unit listed last, whose code is new. */
int index_append(struct units *units);
void index_free(struct unit_index *index);

/** The entries with a key, *n of them. */
const struct unit_entry *table_find(const struct unit_table *table, const char *key, size_t length,
                                    size_t *n);
/** The unit with this code on this day, or UNIT_NONE. */
int unit_on(const struct units *units, const char *code, int32_t day);

/** Passes over the word for the level in front of a folded name; *word gets it as a number, or
 *  NO_WORD. */
const char *without_level(const char *folded, int *word);
enum { NO_WORD = -1 };
/** Whether two words may stand for one tier: a commune and a town, but no commune and a district.
 *  NO_WORD may stand for any. */
int same_tier(int word, int other);

/** "06475 Bằng Mạc"; NULL: no memory. */
const char *unit_label(const struct unit *unit, const char *lang, struct arena *arena);
/** The unit that somebody may have meant: the one whose code has zeros in front of this text,
 *  *zeros, else the one with the nearest code or name; if possible one that is valid in the period.
 *  UNIT_NONE when none is near. */
int units_guess(struct units *units, const char *text, struct period period, int *zeros);

#endif
