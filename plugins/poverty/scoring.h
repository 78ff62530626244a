/* SPDX-License-Identifier: MIT */
/* Weights of deprivations as whole numbers over one denominator, so that a score that is exactly
 * the cut-off is never taken for one below it: 5 times 1/12 is 5/12, which doubles deny. */
#ifndef POVERTY_SCORING_H
#define POVERTY_SCORING_H

#include "poverty.h"

enum { DEPRIVATION = 1, CUT_OFF, DIMENSION };                    /* axes */
enum { PARAM_WEIGHTS, PARAM_DIMENSION, PARAM_K, PARAM_MISSING }; /* parameters */
enum { MISSING_DROP, MISSING_NOT_DEPRIVED, MISSING_REWEIGHT };   /* codes of the last */
enum { MOST_DEPRIVATIONS = 1000 };

struct scoring {
	size_t bytes;  /* of this block */
	uint32_t n;    /* deprivations */
	int64_t whole; /* what the weights sum to */
	int64_t least; /* where all is known, a score below it is not that of a poor */
	int64_t *weight;
	/* Of each four deprivations, an even number of fours: what some of them weigh, by their bits. */
	int64_t (*together)[16];
	uint32_t *dimension; /* of each deprivation, when there are any */
};

/** prepare() and release() of an indicator with these axes and parameters. */
int scoring_prepare(struct chiso_call *call, void **conf);
void scoring_release(struct chiso_call *call, void *conf);

/** Whether a score of so many of `of` reaches a cut-off. */
static inline int scoring_reaches(int64_t score, int64_t of, struct chiso_ratio k)
{
	return score * k.den >= k.num * of;
}

#endif
