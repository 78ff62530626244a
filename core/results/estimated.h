/* SPDX-License-Identifier: MIT */
/* The cells of groups of a sample, with what they are worth: each group is estimated by itself, so that several
 * threads do it, some groups ahead of those that are kept. */
#ifndef CORE_ESTIMATED_H
#define CORE_ESTIMATED_H

#include "results/ahead.h"

struct estimated {
	const struct entries *entries;
	struct ahead ahead; /* of those that evaluate() makes */
	uint32_t n_threads;
	struct chiso_cell *rooms; /* of those from .. to - 1, `width` each */
	size_t width, from, to;
};

/** 0 or CHISO_ENOMEM; to be closed in either case. */
int estimated_open(struct estimated *estimated, const struct entries *entries);
/** The cells of the i-th entry, asked for in order; NULL without memory. */
struct chiso_cell *estimated_cells(struct estimated *estimated, size_t i);
void estimated_close(struct estimated *estimated);

#endif
