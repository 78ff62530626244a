/* SPDX-License-Identifier: MIT */
/* The variance of an estimated total, from the totals of its sampled clusters.
 *
 * A sample has strata; in each some primary sampling units (PSUs) were drawn, and in two stages
 * some secondary ones (SSUs) in each of those.  With n of N drawn in a stratum, z of each PSU and
 * its mean over all n, those without a record of z included (Cochran, Sampling Techniques, 1977,
 * 11.24):
 *
 *     V = sum over strata of (1 - n/N) n / (n - 1) sum (z - mean)^2
 *       + in two stages, sum over PSUs of (n/N) (1 - m/M) m / (m - 1) sum of SSUs (z - mean)^2
 *
 * Sums are exact ones, so the order of the clusters changes nothing. */
#ifndef CORE_VARIANCE_H
#define CORE_VARIANCE_H

#include <stddef.h>
#include <stdint.h>

/** What to do where only one was drawn, of several there are: an option of R's package survey, with
 *  the same numbers. */
enum lonely {
	LONELY_FAIL,      /* an error before it comes to that */
	LONELY_REMOVE,    /* adds nothing */
	LONELY_ADJUST,    /* its own square: around 0, the mean of the whole sample */
	LONELY_CERTAINTY, /* adds nothing: all there are were drawn */
	LONELY_KINDS
};

/** What was drawn in a stratum or PSU. */
struct stage {
	uint32_t n;       /* 0: not in this sample */
	double unsampled; /* 1 - n/N; 1: with replacement, or from so many that it does not matter */
};

struct sample {
	const struct stage *strata;
	const struct stage *psus; /* NULL: one stage */
	uint32_t n_strata;        /* how long strata is */
	enum lonely lonely;
};

/** A total of z: of a PSU or, in two stages, of an SSU. */
struct cluster_total {
	uint32_t stratum, psu;
	double z;
};

/** The clusters stand by stratum, in that by PSU.  0; CHISO_EDATA: it is too large for a double;
 *  CHISO_ENOMEM. */
int variance_linear(double *out, const struct sample *sample, const struct cluster_total *clusters,
                    size_t n);
/** Whether any stratum tells how PSUs differ, or needs not to. */
int variance_is_known(const struct sample *sample);

#endif
