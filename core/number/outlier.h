/* SPDX-License-Identifier: MIT */
/* Which values of a group are unusual: the distance from a centre in units of a spread (z-score,
 * modified z-score), or fences around the quartiles.  The usual thresholds are in the standard
 * outliers.common. */
#ifndef CORE_OUTLIER_H
#define CORE_OUTLIER_H

#include "plugin/standard.h"

enum outlier_method {
	OUTLIER_Z,          /* (x - mean) / standard deviation, with n - 1 */
	OUTLIER_MODIFIED_Z, /* 0.6745 (x - median) / median absolute deviation */
	OUTLIER_IQR,        /* fences at the quartiles -/+ threshold times their distance */
	OUTLIER_MIN_MAX,    /* limits that somebody states */
	OUTLIER_METHODS
};

/** What is usual in a group. */
struct outlier_scale {
	double centre, spread; /* of scores */
	double low, high;      /* fences */
};

/** "z", "modified_z", "iqr", "min_max"; OUTLIER_METHODS: none of them. */
enum outlier_method outlier_method_read(const char *text);
/** The threshold that is usual; the method is not OUTLIER_MIN_MAX. */
double outlier_threshold(const struct standards *standards, enum outlier_method method);
/** Measures n sorted values: 1; 0 where nothing can be said, for they are fewer than 3 or have no
 *  spread; or CHISO_ENOMEM.  The order in which they came makes no difference. */
int outlier_measure(struct outlier_scale *out, enum outlier_method method, double threshold,
                    const struct standards *standards, const double *sorted, size_t n);
/** The score of a value. */
double outlier_score(const struct outlier_scale *scale, double x);

#endif
