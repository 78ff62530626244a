/* SPDX-License-Identifier: MIT */
/* Student's t distribution, for confidence intervals from few primary sampling units. */
#ifndef CORE_STUDENT_H
#define CORE_STUDENT_H

#include <stdint.h>

/** The t that a share `confidence` (0.5 to 0.9999) of the distribution with df (1 or more) degrees
 *  of freedom lies within, on both sides of 0: 2.228 for 0.95 and 10.  Ten digits and more. */
double student_quantile(double confidence, uint32_t df);

#endif
