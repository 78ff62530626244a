/* SPDX-License-Identifier: MIT */
/* What several readers of one dataset have met, each in its part of the files, brought together in one
 * of them. */
#ifndef CORE_READER_MERGE_H
#define CORE_READER_MERGE_H

#include "reader/reader.h"

/** The numbers of one reader as those of another one of the dataset. */
struct reader_map {
	struct reader *into;
	const struct reader *from;
	int32_t *units;         /* by unit; NULL: they are the same */
	uint32_t *periods;      /* by period */
	int32_t *texts;         /* by text */
	uint32_t *clusters;     /* by cluster; NULL: there is no design */
	const struct blocks *blocks; /* that both have been read from; NULL: `from` counts lines as they are */
};

/** Makes a map; to be cleared in any case.  0 or CHISO_ENOMEM. */
int reader_map_make(struct reader_map *map, struct reader *into, const struct reader *from,
                    const struct blocks *blocks);
/** The same of a reader whose numbers `into` has adopted. */
int reader_map_adopted(struct reader_map *map, struct reader *into, const struct reader *from,
                       const struct blocks *blocks);
void reader_map_clear(struct reader_map *map);
/** A place of `from` as one of all records, and which of two places of those is the first. */
struct place reader_map_place(const struct reader_map *map, struct place place);
struct place reader_map_first(const struct reader_map *map, struct place a, struct place b);
/** The line of a file that `from` counts as this one. */
uint32_t reader_map_line(const struct reader_map *map, const char *file, uint32_t line);
/** Whether no two records of the parts have a key alike that must not be, those of one part having
 *  been asked: 1, 0 or CHISO_ENOMEM. */
int readers_keys_differ(struct reader *const *parts, uint32_t n);
/** Takes over the periods, texts and design of another reader, which has none then: 1; 0: it has some itself. */
int reader_adopt(struct reader *into, struct reader *from);
/** Adds what `from` has counted and gathered.  0 or CHISO_ENOMEM. */
int reader_merge(const struct reader_map *map);

/** design_merge.c: brings the designs of a sample together, and makes the map of its clusters.  0 or
 *  CHISO_ENOMEM. */
int reader_map_design(struct reader_map *map);
/** Whether the parts of a sample agree about what there was to draw from, and nothing is wrong with all of them, for
 *  which the first record would have to be known: 1, 0 or CHISO_ENOMEM. */
int readers_designs_agree(struct reader *const *parts, uint32_t n);

/** rules_merge.c: the same of rules that are judged at the end.  0 or CHISO_ENOMEM. */
int reader_rules_merge(const struct reader_map *map);

#endif
