/* SPDX-License-Identifier: MIT */
/* The values of one group of an indicator: quotients of exact sums and what evaluate() computes. */
#ifndef CORE_TABULATE_VALUE_H
#define CORE_TABULATE_VALUE_H

#include "results/cells.h"
#include "run/run.h"

/** A group: one slot of each source; NO_SLOT: that source has no records for it. */
struct group_slots {
	const struct indicator_run *run;
	size_t set;
	const uint32_t *slots; /* run->n_parts of them */
	struct variant *variant;
	const struct chiso_value *computed; /* what evaluate() makes of it; NULL: nobody has asked yet */
};

/** What is known about the figures of a group in one source; NULL: nothing. */
static inline const struct slot *group_slot(const struct group_slots *group, uint32_t part)
{
	uint32_t at = group->slots[part];

	return at == NO_SLOT ? NULL : &group->run->parts[part].sets[group->set].slots[at];
}
/** The sum of a term (its number in the call) and whether there is one: 0, or a reason. */
uint32_t group_sum(double *out, const struct group_slots *group, uint32_t term);
/** The bounds of a term, BOUND_... bits. */
uint8_t group_bits(const struct group_slots *group, uint32_t term);
/** Asks evaluate() for its values, of all cells, which are zeroed: 0, or a status as it is.  Says nothing
 *  to anybody, and changes nothing; it is not asked where there are no sums. */
int group_evaluate(const struct group_slots *group, struct chiso_value *values);
/** What group_values() says of the cells that are kept and quotients of sums, in less time. */
void group_quotients(const struct group_slots *group, struct cell_figure *figures);
/** The same of those that evaluate() makes. */
int group_computed(const struct group_slots *group, const uint32_t *kept, struct chiso_cell *cells);
/** Fills value, numerator, denominator and bound of every cell of the call; their other members
 *  are left alone, and so are cells that are not kept (NULL: all are).  0 or CHISO_ENOMEM; a plugin that fails is a finding. */
int group_values(const struct group_slots *group, const uint32_t *kept, struct chiso_cell *cells);

#endif
