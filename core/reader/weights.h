/* SPDX-License-Identifier: MIT */
/* Whether a whole batch of weights is as nearly all are: asked of their bits, many at a time, while doubles are
 * compared one after the other. */
#ifndef CORE_WEIGHTS_H
#define CORE_WEIGHTS_H

#include <stddef.h>

/** Whether n numbers are all finite and not negative.  If not, they may still be weights: one may be -0. */
int weights_are_plain(const double *weights, size_t n);
/** Whether n weights, of which it is known that they are, are all more than 0. */
int weights_are_positive(const double *weights, size_t n);

/** The same on any machine. */
int weights_are_plain_portably(const double *weights, size_t n);
int weights_are_positive_portably(const double *weights, size_t n);

#endif
