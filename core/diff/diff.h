/* SPDX-License-Identifier: MIT */
/* What changed from one results to another.  diff.c pairs the cells, diff_reasons.c finds in the
 * records of the runs what explains a change, diff_write.c writes them. */
#ifndef CORE_DIFF_H
#define CORE_DIFF_H

#include "results/results.h"
#include "run/provenance.h"

enum why {
	WHY_DATA,
	WHY_ADJUSTMENT,
	WHY_REVISION,
	WHY_STANDARD,
	WHY_PLUGIN,
	WHY_BOUNDARIES,
	WHY_DEFINITION,
	WHY_REJECTS,
	WHY_LIBRARY,
	N_WHY
};

/** A cell that is not the same on both sides. */
struct change {
	const struct chiso_cell *from, *to; /* NULL: there is none */
	const char *why[N_WHY];             /* what is behind it; NULL: that is not it */
	int is_explained;
};

struct diff {
	struct chiso_results *context_of; /* whose language and findings */
	const struct chiso_results *from, *to;
	const struct provenance *from_run, *to_run; /* NULL: there is no record */
	struct arena arena;
	struct change *changes;
	size_t n_changes, cap;
	struct chiso_difference sum;
};

/** Fills in what explains a change.  0 or CHISO_ENOMEM. */
int diff_explain(struct diff *diff, struct change *change);
/** The code of a reason. */
const char *diff_why(enum why why);

int diff_write_text(struct diff *diff, struct sink *sink);
int diff_write_csv(struct diff *diff, struct sink *sink);
int diff_write_json(struct diff *diff, struct sink *sink);

#endif
