/* SPDX-License-Identifier: MIT */
/* What the same indicator makes of two parts of its records, brought together: sums are exact and states
 * are functions of the records, so it does not matter how these were divided. */
#ifndef CORE_AGGREGATE_MERGE_H
#define CORE_AGGREGATE_MERGE_H

#include "aggregate.h"
#include "reader_merge.h"

/** Adds the groups of a part, which has the same sets of keys over another reader.  0, CHISO_ENOMEM, or
 *  CHISO_EDATA: a sum is too large. */
int aggregate_merge(struct aggregate *into, const struct aggregate *part,
                    const struct reader_map *map);

#endif
