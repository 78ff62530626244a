/* SPDX-License-Identifier: MIT */
/* Terms whose sums are not made record by record: those that no result is made of, and those that are the
 * same as another one in every record so far, whose sums are the same.
 *
 * Plugins add up what their formulas name.  Of records that lack nothing "those of whom it is known"
 * are as many for each of twelve deprivations, and all of them: twelve sums that nobody needs to touch
 * until a record comes in which they differ.  Then, and at the end, they take what they have in common. */
#ifndef CORE_TWINS_H
#define CORE_TWINS_H

#include "sum/sum.h"

struct aggregate;
struct variant;

struct twins {
	enum { TWINS_NEW, TWINS_KNOWN, TWINS_NONE } state;
	struct twin {
		uint32_t term, as; /* as < term */
	} *list; /* in order of terms */
	uint32_t n;
	uint64_t *differ; /* per term; of a twin not 0: in the batch that is looked at they do */
	uint64_t *scaled, *counted; /* per term, see struct sums_plan */
	const struct variant *scaled_for; /* that `scaled` is meant for, and whether there were weights */
	int is_weighted;
};

/** Makes room.  0 or CHISO_ENOMEM. */
int twins_start(struct aggregate *aggregate);
/** Makes no room in sums for terms that are not added, as long as there are no slots. */
void twins_leave_out(struct aggregate *aggregate);
/** Looks at the terms of the records of a batch before they are added: which terms are twins, and whether those
 *  that were still are.  0 or CHISO_ENOMEM. */
int twins_look(struct aggregate *aggregate, const struct variant *variant);
/** The term whose sums a term has: itself, unless it is a twin. */
uint32_t twins_added_as(const struct twins *twins, uint32_t term);
/** Gives each term its own sums again, for good.  0 or CHISO_ENOMEM. */
int twins_part(struct aggregate *aggregate);
/** The same when all records have been added: twins whose sums are put together alike share them (sums_share()).
 *  0 or CHISO_ENOMEM. */
int twins_settle(struct aggregate *aggregate);
/** Gives terms their own sums that share some in one of two parts of an indicator's records, and in the other one
 *  not.  0 or CHISO_ENOMEM. */
int twins_agree(struct aggregate *a, struct aggregate *b);

#endif
