/* SPDX-License-Identifier: MIT */
/* When a part of a criterion is met, in the few words of a standard: "yes" (whoever judges says 1
 * or 0), ">= 95" or "<= 13", or a threshold for each group of communes, ">= 80 75 70". */
#ifndef INFRASTRUCTURE_RULE_H
#define INFRASTRUCTURE_RULE_H

#include <stdint.h>

enum { RULE_YES, RULE_AT_LEAST, RULE_AT_MOST };

/** Reads a rule: its kind, or -1 when it is none.  thresholds has room for one of each group; *n is
 * how many there are, more than n_groups when they did not fit. */
int rule_read(const char *text, double *thresholds, uint32_t n_groups, uint32_t *n);

/** Whether a value meets it. */
int rule_is_met(int kind, double value, double threshold);

#endif
