/* SPDX-License-Identifier: MIT */
/* In which cluster a record was drawn, known again from what it says: the values of the columns
 * that stratum, PSU, SSU and population sizes are worked out of.  Records with the same values in a
 * period were drawn in the same cluster, so that those expressions need no second look. */
#ifndef CORE_READER_DRAWN_H
#define CORE_READER_DRAWN_H

#include "base/group.h"

struct bound;
struct reader;

enum { MAX_DRAWN_BY = 3 };

struct drawn_by {
	int columns[MAX_DRAWN_BY]; /* as in struct bound */
	size_t n;
	int is_off;        /* they can't be told by so few short values, or hardly any come again */
	struct groups all; /* period and values */
	uint32_t *cluster_of; /* beside them: 1 + the cluster; 0: not known */
	size_t cluster_of_cap;
	/* Of a unit and period by their number: 1 + which of them the last of its records was; 0: none yet. */
	uint32_t *last;
	size_t last_cap;
	/* The same where unit and period say it, by their number: 1 + the cluster; 0: not known.  So many are. */
	uint32_t *of_unit;
	size_t of_unit_cap, n_of_unit;
	uint32_t *numbers; /* of the batch, per row: which they are; NOT_DRAWN_BY: too long */
};

#define NOT_DRAWN_BY UINT32_MAX

/** Notes that a bound expression is one of those. */
void drawn_by_add(const struct reader *reader, struct drawn_by *by, const struct bound *bound);
/** Says of the batch's records which clusters they were drawn in, NO_CLUSTER where that is not known.  n_known:
 * what the design has drawn, of which not many times more are remembered.  1: no more need be known; 0:
 * some are not; CHISO_ENOMEM. */
int drawn_by_find(struct reader *reader, struct drawn_by *by, size_t n_known);
/** Whether those like a row of the batch will be known by it. */
int drawn_by_remembers(const struct reader *reader, const struct drawn_by *by, size_t row);
/** Notes the cluster of a row of the batch. */
void drawn_by_note(const struct reader *reader, struct drawn_by *by, size_t row, uint32_t cluster);
void drawn_by_clear(struct drawn_by *by);

#endif
