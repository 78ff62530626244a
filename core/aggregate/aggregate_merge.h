/* SPDX-License-Identifier: MIT */
/* What the same indicator makes of two parts of its records, brought together: sums are exact and states
 * are functions of the records, so it does not matter how these were divided. */
#ifndef CORE_AGGREGATE_MERGE_H
#define CORE_AGGREGATE_MERGE_H

#include "aggregate/aggregate.h"
#include "reader/reader_merge.h"

/** Takes over all groups of a part, which has none then, if it has none itself.  The readers must number
 *  periods and texts alike, and the part must have read the beginning of the files.  0 or CHISO_ENOMEM. */
int aggregate_adopt(struct aggregate *into, struct aggregate *part);
/** Adds the groups of a part, which has the same sets of keys over another reader.  0, CHISO_ENOMEM, or
 *  CHISO_EDATA: a sum is too large. */
int aggregate_merge(struct aggregate *into, struct aggregate *part,
                    const struct reader_map *map);

#endif
