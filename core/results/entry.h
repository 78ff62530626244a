/* SPDX-License-Identifier: MIT */
/* Entries: the groups of an indicator in the final order of the results, each with all that its cells
 * share and with the values of its cells. */
#ifndef CORE_ENTRY_H
#define CORE_ENTRY_H

#include "results/tabulate_value.h"
#include "run/join.h"

enum { LANGUAGES = 2 }; /* results for people, and for programs */

/** A group of one unit and period. */
struct entry {
	const struct joined *joined;
	const struct entries *of;
	const char *label; /* of the period */
	/* Entries of one variant that follow each other keep their cells together, line by line: where, and which one
	 * of them it is. */
	const struct kept_table *table;
	const char *standard;   /* NULL: none, or of several */
	const char *boundaries; /* the date on whose units it is; NULL: its own */
	uint32_t beside;
	uint8_t is_break; /* another standard than in the period before */
	uint8_t is_mixed; /* of several standards */
	uint8_t is_plain; /* there is no more to know of its figures than their sums */
	uint32_t groups[LANGUAGES]; /* numbers among those of the cells; made last */
};

/** The groups of one set of keys, in order. */
struct entries {
	struct chiso_results *results;
	struct indicator_run *run;
	size_t set;
	const struct names *keys;
	const int *rank; /* of units; NULL: as they are */
	struct entry *list;
	size_t n;
	int is_sample;
	int has_standards; /* some entry has one */
	int are_taken;     /* from another indicator, see entries_take() */
	int are_same;      /* all that is known of them, too */
	struct join join;
};

/** Makes all groups of a set of keys, in order; rank: of units_rank().  0 or CHISO_ENOMEM; to be
 *  cleared in either case. */
int entries_make(struct entries *entries, struct chiso_results *results, struct indicator_run *run,
                 size_t set, const int *rank);
/** alike.c: whether those of all sets of an indicator may become those of another one. */
int entries_are_alike(const struct entries *sets, struct indicator_run *run);
/** Of those that may: whether all that is known of them is the same, too.  Then nobody need make slots. */
int entries_are_same(const struct entries *sets, struct indicator_run *run);
/** Makes of the groups of one indicator those of such another one, which are still in order.  0 or CHISO_ENOMEM. */
int entries_take(struct entries *entries, struct indicator_run *run, const int *rank, int are_same);
/** Of the groups without keys the one with the unit and period of a part; NULL: none. */
const struct entry *entries_find_total(const struct entries *total, const struct entry *part);
void entries_clear(struct entries *entries);

/** Where a cell of an entry, by its number in the call, is among those kept. */
static inline size_t entry_kept(const struct entry *entry, uint32_t cell)
{
	const struct variant *variant = entry->joined->variant;
	const struct kept_line *line = &variant->kept_lines[cell];

	return entry->table->kept + (size_t)line->first * entry->table->n_groups +
	       (size_t)line->n * entry->beside + (variant->kept[cell] - line->first);
}

/** The sums of an entry. */
static inline struct group_slots entry_group(const struct entry *entry)
{
	return (struct group_slots){.run = entry->of->run,
	                            .set = entry->of->set,
	                            .slots = entry->joined->slots,
	                            .variant = entry->joined->variant};
}

/** Whether two groups of one set differ only in unit and period. */
int entry_has_values_of(const struct entry *a, const struct entry *b);
static inline int entry_has_keys_of(const struct entry *a, const struct entry *b)
{
	/* Those of all units in a period are the same ones. */
	return a->joined->key_values == b->joined->key_values || !a->of->keys->n || entry_has_values_of(a, b);
}
/** entry_remarks.c: asks for what is going to be said of the entries that come some places behind one, step by step. */
void entries_ask_for(const struct entry *list, size_t n, size_t at);
/** entry_remarks.c: what all cells of a group say of its figures: of several sources the weaker one, and the sum of the
 *  records.  Without its texts. */
void entry_describe(const struct entry *entry, struct cell_group *out);
/** entry_remarks.c: whether that is said of the cells of the same unit and period of another indicator, and no more. */
int entry_is_described(const struct entry *entry, const struct cell_group *group);
/** Notes and sources of a group, in the language of the results and in their arena; NULL: no memory. */
const struct cell_remarks *entry_remarks(const struct entry *entry, struct chiso_results *results);

#endif
