/* SPDX-License-Identifier: MIT */
/* What a result from a sample is worth: standard error, confidence interval, design effect.
 *
 * A quotient of sums times * A / B is linearised: z = times * (a - A/B b) / B of each cluster,
 * whose variance is variance.h's; a plain sum has z = times * a.  A computed output that is smooth in its
 * sums is jackknifed, PSU by PSU within strata; others have no standard error.
 *
 * Of several sources one may be a sample; the sums of the others are taken for known. */
#ifndef CORE_ESTIMATE_H
#define CORE_ESTIMATE_H

#include "aggregate/spread.h"
#include "results/tabulate_value.h"
#include "sample/design.h"

/** What a group has in one source that is a sample. */
struct estimate {
	struct aggregate *aggregate;
	struct variant *variant;
	const struct key_set *set; /* NULL: the source is no sample, or has nothing */
	uint32_t slot;
	struct frame *frame;
	struct arena arena;
	struct cluster_total *clusters; /* in order of stratum and, where that matters, PSU */
	uint32_t *entries;              /* of the spread, beside clusters */
	size_t n;
	/* What each cluster adds to the terms that are at hand; by term, NULL: it is not. */
	double *room, **values;
	uint32_t *terms, n_terms, most_terms; /* which these are, and how many can be */
	size_t *at; /* where they stand among the sums of a cluster */
	double t;                       /* of the interval; 0: not known */
	struct chiso_value *variances;  /* of jackknifed outputs */
};

/** Whether any source of the groups of a set is a sample: else nothing is known about their cells. */
int estimate_is_sample(const struct indicator_run *run, size_t set);
/** Makes what a group has in common with others: then estimate_group() of it changes nothing that they look at,
 *  unless a plugin is to be asked.  0 or CHISO_ENOMEM. */
int estimate_prepare(const struct group_slots *group);
/** Fills in what is known about the cells of a group, whose values stand in them.  0 or
 *  CHISO_ENOMEM. */
int estimate_group(const struct group_slots *group, struct chiso_cell *cells);

/** jackknife.c: the variances of the computed cells, around their values, which evaluate() gave for
 *  all of the sample.  0 or CHISO_ENOMEM. */
int jackknife(struct estimate *estimate, const struct chiso_cell *cells);

#endif
