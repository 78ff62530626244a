/* SPDX-License-Identifier: MIT */
/* What is known about a figure beside its value, and what is known about one that is made of
 * several: the weakest status and evidence, the least coverage, all notes and sources.  Sets of
 * texts are kept once and are numbers, so that joining two is mostly comparing two numbers. */
#ifndef CORE_FACT_H
#define CORE_FACT_H

#include "base/group.h"
#include "results/cells.h"

struct fact {
	uint8_t status, evidence; /* 0: unknown, which says nothing */
	uint8_t synthetic, is_break, rolled_up;
	uint8_t boundaries; /* CHISO_BOUNDARIES_... */
	uint16_t nothing;   /* 0: facts are compared as bytes */
	uint32_t reporting, expected; /* expected 0: of nothing */
	uint32_t notes, sources;      /* sets of texts */
	uint32_t cells;               /* the set of cells it is made of; only where asked for */
};

/** What is known of rows: of each, or the same of all. */
struct known {
	struct fact *list;
	int is_same; /* the list has one */
};

static inline struct fact *known_at(const struct known *known, size_t row)
{
	return &known->list[known->is_same ? 0 : row];
}

static inline int fact_is_same(const struct fact *a, const struct fact *b)
{
	return !memcmp(a, b, sizeof *a);
}

/** Sets of numbers, each kept once; 0 is the empty set.  Zeroed memory has none. */
struct facts {
	struct intern texts, sets; /* sets: the bytes of their numbers in order */
	struct groups pairs;       /* what has been joined */
	uint32_t *unions;          /* beside pairs */
	size_t unions_cap;
	uint32_t *room; /* to join many */
	size_t room_cap;
	int with_cells, status; /* status: CHISO_ENOMEM sticks */
};

/** 0 or CHISO_ENOMEM. */
int facts_init(struct facts *facts);
/** Of the cell with this number, which is of a group. */
struct fact fact_of_group(struct facts *facts, const struct cell_group *group, uint32_t number);
/** Adds what is known about one figure to another. */
void fact_join_other(struct facts *facts, struct fact *into, const struct fact *from);
static inline void fact_join(struct facts *facts, struct fact *into, const struct fact *from)
{
	static const struct fact nothing;

	/* Mostly it is the first one or the same, and then there is nothing to do. */
	if (fact_is_same(into, &nothing))
		*into = *from;
	else if (!fact_is_same(into, from))
		fact_join_other(facts, into, from);
}
/** Adds a note. */
void fact_note(struct facts *facts, struct fact *into, const char *note);
/** The numbers in a set; *n of them. */
const uint32_t *facts_set(const struct facts *facts, uint32_t set, size_t *n);
/** The texts of a set in order, in the arena; NULL: no memory. */
const char *const *facts_texts(const struct facts *facts, uint32_t set, struct arena *arena,
			       uint32_t *n);
void facts_clear(struct facts *facts);

/** Joins what is known of many, which costs less than joining one after the other. */
void fact_join_many(struct facts *facts, struct fact *into, const struct known *all,
		    const uint32_t *rows, size_t n);

#endif
