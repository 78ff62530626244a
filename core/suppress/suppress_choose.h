/* SPDX-License-Identifier: MIT */
/* Choosing what is kept back beside groups that are too small: what both conditions share, that
 * nothing can be found (suppress_choose.c) and that what is kept back together is enough
 * (suppress_enough.c). */
#ifndef CORE_SUPPRESS_CHOOSE_H
#define CORE_SUPPRESS_CHOOSE_H

#include "suppress/suppress_solve.h"
#include "suppress/suppress_table.h"

struct choosing {
	struct suppress_table *table;
	uint32_t *columns; /* per item, its unknown; SUPPRESS_NONE: it is known */
	uint32_t *unknown; /* the items that are; behind them, room for a search */
	size_t n_unknown;
	uint8_t *is_found;   /* per unknown: the equations determine it */
	uint32_t *n_hidden;  /* per equation, its unknowns */
	uint32_t *n_covered; /* and how many of them stay so */
	uint8_t *is_met;     /* per item, in a search */
	uint8_t *is_absent;  /* per item: the view has no row of it */
	uint64_t *n;         /* per item, the records of the view */
	uint32_t *rows;      /* and its row there; SUPPRESS_NONE: none */
	size_t *first_of;    /* per item and one more, its first place in equations_of */
	uint32_t *equations_of;
	struct suppress_entry *entries; /* as many as the longest equation has */
	int has_changed;
};

static inline const struct suppress_term *choosing_terms(const struct choosing *c,
							 uint32_t equation)
{
	return &c->table->terms[c->table->equations[equation].first];
}

/** Keeps an item back. */
void choosing_keep(struct choosing *c, uint32_t item);
/** Whether an item may be kept back to cover others. */
int choosing_may_keep(const struct choosing *c, uint32_t item);
/** Looks at the sums that a view shows, with `n` and `rows` of it.  0 or CHISO_ENOMEM. */
int choosing_keep_enough(struct choosing *c, const struct suppress_view *view);

#endif
