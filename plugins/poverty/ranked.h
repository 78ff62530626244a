/* SPDX-License-Identifier: MIT */
/* A sample in order: its distinct values from the least, each with the exact weight of all records
 * that have it and the exact weight up to it.  All that is computed from one depends on nothing but
 * the records, in whatever order or pieces they came. */
#ifndef POVERTY_RANKED_H
#define POVERTY_RANKED_H

#include "sample.h"

/** A long sum: the rounding error of each addition is kept, and added at the end. */
struct twin {
	double high, low;
};

struct ranked {
	struct pair *list; /* distinct values, with the weight of all that have them */
	double *upto;      /* beside them, the weight up to there */
	struct twin *steps; /* the sum of weight * value up to every so many values */
	void *room;        /* in which all that is */
	size_t n, cap;
	double weight; /* of all */
	double sum;    /* of weight * value */
};

/** 0 or CHISO_ENOMEM; to be cleared if 0. */
int ranked_make(struct chiso_call *call, const struct sample *sample, struct ranked *out);
void ranked_clear(struct chiso_call *call, struct ranked *ranked);

/** The first value up to which the share num/den of the weight lies; where it is exactly that, the
 *  mean of the value and the next.  The first n values only; n > 0. */
double ranked_quantile(const struct ranked *ranked, size_t n, struct chiso_ratio p);
/** How many values are below the limit (at or below it, if `is_at_most`). */
size_t ranked_count(const struct ranked *ranked, double limit, int is_at_most);
/** Sum of weight * value of the values from..to-1. */
double ranked_sum(const struct ranked *ranked, size_t from, size_t to);
/** Sum of weight * value of the poorest p, where the value that p falls into is divided. */
double ranked_lorenz(const struct ranked *ranked, struct chiso_ratio p);
/** Half the mean absolute difference of two values, when `zeros` is the weight of further values
 *  of 0 below all of the sample: Gini index times mean. */
double ranked_half_difference(const struct ranked *ranked, double zeros);

#endif
