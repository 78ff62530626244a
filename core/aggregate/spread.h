/* SPDX-License-Identifier: MIT */
/* How the sums of a key set are spread over the clusters of a sample: for each slot, the sums of
 * each cluster that has a record in it.  A slot of children or shorter periods has the clusters of
 * all of them.  There is one only where the dataset has a design. */
#ifndef CORE_SPREAD_H
#define CORE_SPREAD_H

#include "aggregate/aggregate.h"

struct spread {
	struct groups entries; /* slot, cluster */
	struct sums sums;      /* of the entries; the slots have none before spread_settle() */
	/* Where entries are of the slots of their numbers these may be those of the slots, so many of them: spread_settle()
	 * does not make them twice.  NULL: they are `sums`. */
	struct sums *lent;
	size_t n_lent;
	/* Which of these sums are whose: where a slot is made of others an entry may have those of one of theirs.
	 * NULL: each has its own, by its number. */
	uint32_t *row;
	size_t row_cap, n_rows;
	uint8_t *is_shared; /* per row: several entries may have it */
	size_t is_shared_cap;
	uint32_t *next;        /* per entry: 1 + another one of its slot; 0: none */
	size_t next_cap;
	struct spread_count {
		uint64_t n_used, n_seen;
	} *counts; /* per entry, for the jackknife; NULL */
	size_t counts_cap;
	char *states; /* the same; NULL */
	size_t states_cap;
	uint32_t *first; /* per slot: 1 + an entry; 0: none */
	size_t first_cap;
	struct spread_time {
		struct id_set periods; /* that a slot is made of; none: its own */
		uint8_t is_over_time;  /* some of them are shorter */
	} *times; /* per slot, as far as some are made of others: see spread_time() */
	size_t times_cap;
	struct spread_last {
		uint32_t entry, cluster; /* 1 + the entry; 0: none */
	} *last; /* per slot: where the last record that was added plainly belongs */
	size_t last_cap;
	/* So many entries, the first ones, are those of the units and periods of their numbers, whose slots have these
	 * numbers, too. */
	uint32_t n_straight;
	/* Of a unit and period by their number, while each has one cluster: 1 + the entry; 0: not known. */
	uint32_t *of_unit;
	size_t of_unit_cap;
	/* By cluster: 1 + the slot that met it last while it was put together of others; and 1 + the one whose turn
	 * it is, all of whose clusters have been met so; 0: none. */
	uint32_t *met, turn;
	size_t met_cap;
	int is_settled;      /* slots have sums of their own, and moments */
	int is_jackknifed;   /* some output is evaluated again without each PSU */
	struct sums moments; /* per slot, those that have a place: see moments.h */
	int is_overflown;    /* a moment was too large */
};

/** What records are added to: of a sample the sums of clusters, else those of slots. */
static inline struct sums *aggregate_sums(struct key_set *set)
{
	return set->spread ? &set->spread->sums : &set->sums;
}
/** The sums of entries. */
static inline const struct sums *spread_sums(const struct spread *spread)
{
	return spread->lent ? spread->lent : &spread->sums;
}
/** Which of the sums are those of an entry. */
static inline uint32_t spread_row(const struct spread *spread, uint32_t entry)
{
	return spread->row ? spread->row[entry] : entry;
}
/** The slot whose sums, or those of one of its clusters, are the at-th of these. */
static inline uint32_t aggregate_slot_at(const struct key_set *set, uint32_t at)
{
	return set->spread ? groups_key(&set->spread->entries, at)[0] : at;
}
/** Of which periods a slot is made, of others than itself; NULL: of its own. */
static inline const struct spread_time *spread_time(const struct spread *spread, uint32_t slot)
{
	return slot < spread->times_cap ? &spread->times[slot] : NULL;
}
/** Makes room for a set's spread.  0 or CHISO_ENOMEM. */
int spread_open(struct aggregate *aggregate, struct key_set *set);
void spread_close(struct aggregate *aggregate, struct key_set *set);
/** Makes room for slots 0 to n - 1, and for their moments.  0 or CHISO_ENOMEM. */
int spread_reserve(struct spread *spread, size_t n);
int spread_reserve_moments(struct key_set *set);
/** The entry of a cluster in a slot, a new one if need be; NO_SLOT without memory. */
uint32_t spread_entry(struct aggregate *aggregate, struct key_set *set, uint32_t slot,
                      uint32_t cluster);
/** Makes entries of n slots and clusters, as their keys, none of which has one.  0 or CHISO_ENOMEM. */
int spread_add_new(struct aggregate *aggregate, struct key_set *set, const uint32_t *keys, size_t n);
/** Adds what a record brings.  0; CHISO_EDATA: a term is not finite; CHISO_ENOMEM. */
int spread_add(struct aggregate *aggregate, struct key_set *set, uint32_t slot,
               const struct chiso_batch *whole, const struct contribution *c);
/** Makes the sums of the slots, when all records have been added and all parts brought together; once is enough.
 *  0 or CHISO_ENOMEM. */
int spread_settle(struct aggregate *aggregate);
/** To be called before sums of a slot are changed that has been settled: its entry keeps what it has.  0 or
 *  CHISO_ENOMEM. */
int spread_keep(struct key_set *set, uint32_t slot);
/** Adds what belongs to a slot of another set of the same indicator; clusters: its clusters as those
 *  of this one.  0 or CHISO_ENOMEM. */
int spread_merge_part(struct aggregate *aggregate, struct key_set *set, uint32_t into,
                      const struct aggregate *from_part, const struct key_set *part, uint32_t from,
                      const uint32_t *clusters);
/** Makes what is in one that of the other one, of another reader. */
void spread_exchange(struct spread *a, struct spread *b);
/** Adds what belongs to one slot to another slot. */
int spread_merge(struct aggregate *aggregate, struct key_set *set, uint32_t into, uint32_t from);

/* What longer periods need, which add up term by term. */
/** Adds numbers of records and state of an entry to another one. */
int spread_merge_rest(struct aggregate *aggregate, struct key_set *set, uint32_t into,
                      uint32_t from);
/** Says that one slot is made of the periods of another one or, without that (NO_SLOT), of this
 *  period. */
int spread_add_periods(struct key_set *set, uint32_t into, uint32_t from, uint32_t period);
/** Whether a slot that is put together of others meets a cluster for the first time.  1, 0, or -1: no memory. */
int spread_meets(struct spread *spread, uint32_t slot, uint32_t cluster);
/** The first entry of a slot, and the next one; NO_SLOT: none. */
uint32_t spread_first(const struct spread *spread, uint32_t slot);
uint32_t spread_next(const struct spread *spread, uint32_t entry);

#endif
