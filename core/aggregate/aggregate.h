/* SPDX-License-Identifier: MIT */
/* One indicator over the dataset of one of its sources: what each record adds, kept in exact sums per group.
 *
 * A group is unit x period x the columns of one key set.  Several key sets (total, by crop, ...)
 * are filled in one pass.  Beside the sums a group keeps what is known about its figures: bounds,
 * weakest status and evidence, breaks, notes, and where its first record is. */
#ifndef CORE_AGGREGATE_H
#define CORE_AGGREGATE_H

#include "aggregate/applied.h"
#include "aggregate/moments.h"
#include "aggregate/ones.h"
#include "aggregate/twins.h"
#include "sum/sum.h"

enum { BOUND_ABOUT = 1, BOUND_LOWER = 2, BOUND_UPPER = 4 }; /* of a term, as bits */
#define NO_SLOT UINT32_MAX
enum { NO_VARIANT }; /* variants of records begin with 1 */

/** A sorted set of small numbers. */
struct id_set {
	int32_t *ids;
	uint32_t n, cap;
};

/** What is said about the figures of few groups. */
struct slot_remarks {
	uint8_t *bounds; /* per term, BOUND_... bits; NULL: all exact */
	struct id_set notes, sources;
};

struct slot {
	uint64_t n_used, n_seen;
	uint64_t columns_seen; /* bit per column of the batches: some used record has it */
	uint32_t variant;      /* whose parameters its sums were made with */
	uint8_t status, evidence, is_break, rolled_up;
	uint8_t is_zero; /* some unit of a register has no record: that is a report of nothing */
	uint8_t is_mixed; /* of slots with different parameters: no value */
	uint8_t boundaries; /* CHISO_BOUNDARIES_...: of parts on other boundaries */
	uint8_t is_incomplete; /* a period of which a part is missing: no value */
	uint32_t periods_reporting, periods_expected; /* added up over time; expected 0: it is not */
	uint32_t line; /* of the first record in order of place */
	const char *file;
	struct slot_remarks *remarks; /* NULL: nothing */
};

/** How far a sum of a slot is exact, BOUND_... bits. */
static inline uint8_t slot_bound(const struct slot *slot, uint32_t term)
{
	return slot->remarks && slot->remarks->bounds ? slot->remarks->bounds[term] : 0;
}

/** So many records are added before what is counted in heads is settled, where half of a number is room for it. */
enum { MOST_IN_HEADS = 1 << 30 };

struct key_set {
	const char **names;
	int *columns; /* of the aggregate's key columns */
	uint32_t n;
	struct groups groups; /* unit + 1, period, one text per column */
	uint32_t n_straight; /* of one without columns: of so many units and periods, the first ones, it is their number */
	/* Of the others: 1 + the slot of a unit and period by their number; 0: not yet known.  Of the straight ones
	   as far as somebody has asked. */
	uint32_t *slot_of;
	size_t slot_of_cap;
	uint32_t n_asked;
	struct sums sums; /* with heads, see aggregate_plain.c */
	/* Bits, by the place in aggregate_sums(), of those heads that are known to be SUMS_FAMILIAR: all of them are near. */
	uint64_t *familiar;
	size_t familiar_cap;
	struct slot *slots;
	size_t slots_cap;
	/* See bare.c: there are no slots, since heads say it all. */
	uint8_t is_bare, is_begun;
	uint32_t bare_variant; /* that all records are of, when it is begun, and their columns */
	uint64_t bare_columns;
	size_t n_made; /* so many slots have been made of heads that are as they were; 0: none */
	char *states; /* state_size each */
	size_t states_cap;
	struct spread *spread; /* of a sample; NULL */
};

struct aggregate {
	struct chiso_context *context;
	const struct indicator_spec *spec;
	const struct chiso_indicator *use;
	struct applied *applied;
	uint8_t source;
	struct reader *reader;
	struct arena arena;
	struct bound where, weight; /* weight.expr NULL: that of the dataset */
	size_t *reads, n_reads; /* which marks of the reader are about what it reads */
	struct key_column {
		const char *name;
		struct bound bound;
	} *key_columns;
	size_t n_key_columns;
	struct key_set *sets;
	size_t n_sets;
	struct moments moments; /* of a sample */
	struct intern key_texts;
	uint8_t *reports; /* per unit: of a level that records are of; NULL: not yet known */
	uint32_t n_terms; /* of the sums */
	uint32_t at_once; /* so many records are given to map(): what they add stays near */
	int is_broken;
	/* By the number of unit and period, of the first ones: 1 + a variant, in a byte where there are few.  And
	   that of all of them, which need not be noted for each then; else the first two that are met, of how many. */
	uint32_t *variant_of;
	uint8_t *few_of;
	size_t variant_of_cap, few_of_cap;
	uint32_t n_variants_known, only_variant, met[2], n_met;
	int lacks_variants; /* some unit and period has none */
	double *terms, *padded; /* at_once x n_terms; one record's */
	uint8_t *fates;
	uint8_t fates_met;       /* all their bits */
	struct ones ones;
	const struct aggregate_room *room;
	/* Rows of the batch: all in their order, those that count, the same by their variants, and those that
	 * map() is given. */
	const uint32_t *every, *chosen, *sorted, *rows;
	uint32_t n_chosen;
	uint32_t *begins, *ends; /* of each variant, by its number: where its records are among the sorted ones */
	int are_in_a_row; /* each of `rows` is the next one */
	/* Of the records that are added plainly, see aggregate_plain.c: where they are counted and what is added
	 * of them, and the moments of the few that are being added. */
	uint32_t n_lacking; /* of the batch's records, those that lack something: their numbers in room->lacking */
	struct sums_rows adds, products;
	struct twins twins;
	const char *plain_file;  /* that those are of which have not been settled, and how many */
	uint32_t n_plain;
	uint64_t n_bare; /* records that have been settled, but for those in the heads of bare sets */
	const double *weights; /* of the batch, per row; NULL: all 1 */
};

/** Whether its records have weights. */
static inline int aggregate_is_weighted(const struct aggregate *aggregate)
{
	return aggregate->weight.expr ||
	       (!aggregate->spec->is_unweighted && aggregate->reader->weight.expr);
}

/** Whether the numbers of all units and periods are those of the slots of a set. */
static inline int aggregate_are_slots_straight(const struct aggregate *aggregate, const struct key_set *set)
{
	return !set->n && set->n_straight == aggregate->reader->unit_periods.all.n;
}

/** What one record brings to each group that it belongs to. */
struct contribution {
	struct variant *variant;
	uint32_t row;
	uint8_t fate;
	double times; /* for how many records it stands */
	const double *terms;
	const double *moments; /* of a sample */
	uint8_t *bounds; /* NULL: all exact */
	uint64_t columns;
};

/* Of so few variants, with that of none, the records that are each one's have room for a batch. */
enum { AGGREGATE_FEW = 8 };

/** Room for what is worked out of a batch, for as many records as it has: one after the other uses it of all that read
 *  the batches of a reader. */
struct aggregate_room {
	uint32_t *every, *chosen;
	uint32_t *sorted; /* AGGREGATE_FEW times as many */
	uint32_t *slots, *used, *lacking, *lines;
	double *weights;
	uint8_t *fates, *wild;
	double *terms; /* so many, and SUMS_BEFORE in front */
	size_t n_terms;
	uint64_t *bits; /* of terms that are bits: so many words */
	size_t n_bits;
};

/** Binds condition and keys to the reader.  Faults are findings; is_broken then. */
int aggregate_open(struct aggregate *aggregate, struct applied *applied, uint8_t source,
                   struct reader *reader);
/** Says so when no source has all columns to group by. */
void aggregates_check_keys(struct aggregate *parts, uint32_t n);
/** Makes room, when the variants are known. */
int aggregate_start(struct aggregate *aggregate);
/** Takes the reader's current batch. */
int aggregate_add(struct aggregate *aggregate);
/** Gives back what states hold, as far as nobody else holds it: they are those of no records then. */
void aggregate_clear_states(struct aggregate *aggregate);
void aggregate_close(struct aggregate *aggregate);

/** aggregate.c: notes in a group which adjustments the values of a record rest on that are read.  0 or
 *  CHISO_ENOMEM. */
int aggregate_note_adjusted(const struct aggregate *aggregate, struct slot *slot, uint32_t row);

/** aggregate_rows.c: makes room.  0 or CHISO_ENOMEM. */
int aggregate_start_rows(struct aggregate *aggregate);
/** Finds which records of the batch count, `chosen`, and their weights.  0 or CHISO_ENOMEM. */
int aggregate_choose(struct aggregate *aggregate, uint8_t *bad);
/** Finds which variants records are meant by: of one unit and period it is the same one.  0 or
 *  CHISO_ENOMEM. */
int aggregate_find_variants(struct aggregate *aggregate);
/** 1 + the variant that a record is meant by, or NO_VARIANT. */
static inline uint32_t aggregate_variant_of(const struct aggregate *aggregate, uint32_t row)
{
	uint32_t unit_period = aggregate->reader->batch.unit_period[row];

	if (aggregate->only_variant != NO_VARIANT)
		return aggregate->only_variant;
	return aggregate->few_of ? aggregate->few_of[unit_period] : aggregate->variant_of[unit_period];
}
/** The number of the variant that a record is meant by, of which there is one; it may have been given to another one that
 *  adds the same. */
static inline uint32_t aggregate_own_variant(const struct aggregate *aggregate, uint32_t row)
{
	return aggregate_variant_of(aggregate, row) - 1;
}
/** Finds what is noted of the units and periods of the n records that are looked at, by their numbers, which is less by 1;
 *  NO_SLOT: nothing.  Whether something is of all of them. */
static inline int aggregate_look_up(const struct aggregate *aggregate, const uint32_t *noted, uint32_t n, uint32_t *out)
{
	const uint32_t *unit_period = aggregate->reader->batch.unit_period, *rows = aggregate->rows;
	uint32_t together = 0;

#pragma GCC unroll 4
	for (uint32_t i = 0; i < n; i++) {
		uint32_t known = noted[unit_period[rows[i]]] - 1; /* 0 becomes NO_SLOT, of which all bits are set */

		together |= known;
		out[i] = known;
	}
	return together != NO_SLOT;
}
/** Sorts the chosen records that are good by the variants that they are given to. */
void aggregate_sort(struct aggregate *aggregate, const uint8_t *bad);
/** Those that are given to a variant, from one of them on, as `rows`: as many as are given to it at once.
 *  How many there are. */
uint32_t aggregate_select(struct aggregate *aggregate, const struct variant *variant, uint32_t from);

/** aggregate_add.c: adds a record to a state. */
int aggregate_update_state(struct aggregate *aggregate, void *state,
                           const struct chiso_batch *whole, const struct contribution *c);

/** aggregate_states.c: adds the records of a batch that have been added to sums plainly to the states of a
 *  set.  0, or a status. */
int aggregate_update_states(struct aggregate *aggregate, struct key_set *set, struct variant *variant,
                            const struct chiso_batch *whole);

/** aggregate_plain.c: makes room.  0 or CHISO_ENOMEM. */
int aggregate_start_plain(struct aggregate *aggregate);
/** Whether records can be added without questions: nothing said about the figures, each record
 *  itself. */
int aggregate_is_plain(const struct aggregate *aggregate, const struct variant *variant);
/** Adds those of a batch that are used or lack something; the fates of the others stay to be looked at.
 *  whole: as map() was given it, with `terms` and fates filled. */
int aggregate_add_plainly(struct aggregate *aggregate, struct variant *variant,
                          const struct vector *keys, const struct chiso_batch *whole);
/** Brings what is known of the records that were added plainly to their slots: to be called when all
 *  have been.  Sets can stay bare: then their slots are to be made when they are needed.  0 or CHISO_ENOMEM. */
int aggregate_settle(struct aggregate *aggregate, int can_stay_bare);

/** The same of one set, which does not stay bare. */
int key_set_settle(struct aggregate *aggregate, struct key_set *set);

/** bare.c: makes slots that are to be read, of sets that have none, when all records have been added and settled.
 *  0 or CHISO_ENOMEM. */
int aggregate_make_slots(struct aggregate *aggregate);
/** Drops those that can be made again. */
void aggregate_drop_slots(struct aggregate *aggregate);
/** Whether a set can take what a part of its records has come to, and stay bare. */
int key_set_takes_heads(const struct aggregate *into, const struct key_set *set, const struct aggregate *other,
                        const struct key_set *part);
/** Adds what the head of a group of such a part says, whose first record stands on a line as all records count them;
 *  0: it has none. */
void key_set_take_head(struct key_set *set, uint32_t at, const struct key_set *part, uint32_t from, uint32_t line);
/** Makes the slots of a set that is bare, to which more is going to be added.  0 or CHISO_ENOMEM. */
int key_set_dress(const struct aggregate *aggregate, struct key_set *set);
/** Learns what is new of n records that have been added plainly to a bare set.  Whether it can stay so; if not, it
 *  is to be dressed, and what is new to be learned once more. */
int key_set_stays_bare(const struct aggregate *aggregate, struct key_set *set, const struct variant *variant,
                       const struct chiso_batch *whole, const uint32_t *list, size_t n);
/** The columns that a variant has at all, as bits. */
uint64_t aggregate_columns_bound(const struct variant *variant, const struct chiso_column *columns);

/** aggregate_clusters.c, of a sample: makes room for moments.  0 or CHISO_ENOMEM. */
int aggregate_start_moments(struct aggregate *aggregate);
/** Puts the sums of clusters in the place of those of the slots of a batch's records, room->slots.  A record
 *  that lacks something has none, and is counted wherever its group has one.  0 or CHISO_ENOMEM. */
int aggregate_find_entries(struct aggregate *aggregate, struct key_set *set, uint32_t n);
/** The same without slots, where units and periods say it all and all of these are known.  Whether that is so; if
 *  not, they are still to be found. */
int aggregate_find_entries_of_units(struct aggregate *aggregate, struct key_set *set, uint32_t n);
/** Makes the entries of n slots, the last ones, which records of the batch were the first ones of, if they can have the
 *  numbers of units and periods as the slots have.  0 or CHISO_ENOMEM. */
int aggregate_add_straight_entries(struct aggregate *aggregate, struct key_set *set, uint32_t n);
/** Whether the numbers of units and periods that are those of slots are those of their entries, too. */
int aggregate_are_entries_straight(const struct aggregate *aggregate, const struct key_set *set);
/** Adds the moments of records that have been added, of which mostly few have any.  0 or CHISO_ENOMEM. */
int aggregate_add_moments(struct aggregate *aggregate, struct key_set *set, const struct variant *variant);

/** The columns that a record has, as bits. */
uint64_t aggregate_columns_present(const struct variant *variant,
                                   const struct chiso_column *columns, uint32_t row);
/** The slot of a record in a set; NO_SLOT without memory. */
uint32_t aggregate_slot(struct aggregate *aggregate, struct key_set *set, const struct vector *keys,
                        uint32_t row);

/** Adds a number to a set.  0 or CHISO_ENOMEM. */
int id_set_add(struct id_set *set, int32_t id);
/** The slot of a group, a new one if need be; NO_SLOT without memory. */
uint32_t key_set_slot(struct aggregate *aggregate, struct key_set *set, const uint32_t *key);
/** Makes room for n groups in all.  0 or CHISO_ENOMEM. */
int key_set_reserve(struct aggregate *aggregate, struct key_set *set, size_t n);
/** Makes n groups that are new, whose keys stand one behind the other.  0 or CHISO_ENOMEM. */
int key_set_add_new(struct aggregate *aggregate, struct key_set *set, const uint32_t *keys, size_t n);
/** The slots of n groups, whose keys stand one behind the other.  0 or CHISO_ENOMEM. */
int key_set_slots(struct aggregate *aggregate, struct key_set *set, const uint32_t *keys, size_t n,
                  uint32_t *slots);
/** Adds the counts and marks of one group to another. */
void slot_mark(struct slot *into, const struct slot *from);
/** Takes the place of a record, if it is the first one. */
void slot_place(struct slot *slot, const char *file, uint32_t line);
/** Adds what is known about a record to its group.  0 or CHISO_ENOMEM. */
int slot_merge(struct slot *into, const struct slot *from, uint32_t n_terms);
/** The same of another group: sums made with other parameters don't add up. */
int slot_join(struct slot *into, const struct slot *from, uint32_t n_terms);
/** Adds a note or a source, a text of the reader.  0 or CHISO_ENOMEM. */
int slot_add_note(struct slot *slot, int32_t id);
int slot_add_source(struct slot *slot, int32_t id);
void slot_clear(struct slot *slot);
/** Adds a slot's sums, state and annotations to another slot of the same set. */
int key_set_merge(struct aggregate *aggregate, struct key_set *set, uint32_t into, uint32_t from);

/** aggregate_bounds.c: a bounded figure moved up or down to where the true one may lie, and what a
 *  result that followed from `before` to `after` is then, BOUND_... bits. */
enum { BOUND_MOVES = 3 };
double bound_move(double value, int move, int up);
uint8_t bound_of_move(double before, double after, enum qualifier qualifier);

/** aggregate_bounds.c: the bounds of terms for one record with qualified figures; bounds has n_terms. */
int bounds_of_row(struct aggregate *aggregate, struct variant *variant, uint32_t row,
                  const double *terms, uint8_t *bounds);
/** The variant that a slot's sums were made with. */
struct variant *slot_variant(const struct aggregate *aggregate, const struct slot *slot);

#endif
