/* SPDX-License-Identifier: MIT */
/* Where the separators of a CSV file are, found many bytes at a time.
 *
 * An index covers a block of the file that begins with a record, up to where quotes are not as they should
 * be.  Records are taken from it as long as they are plain: as many fields as expected, a newline behind.
 * All others go the careful way of csv.c, which looks at one byte after the other and says what is
 * wrong. */
#ifndef CORE_CSV_INDEX_H
#define CORE_CSV_INDEX_H

#include "base/cpu.h"

#include <stddef.h>
#include <stdint.h>

enum { INDEX_BLOCK = 65536, INDEX_CHUNK = 64, INDEX_SPARE = 32 };

struct csv_index {
	const char *begin, *end; /* of what has been indexed */
	uint32_t place;          /* of begin, from which that of each entry is counted */
	uint32_t *at;            /* places of delimiters and newlines outside quotes */
	uint32_t n, next;        /* entries; the first one that is not yet used */
	uint32_t n_lines;        /* how many of them are newlines */
	uint8_t marks[INDEX_BLOCK / INDEX_CHUNK]; /* of a chunk */
	unsigned all_marks;                       /* of all of them */
};

/** What stands in a chunk: a NUL or a carriage return that no newline follows; a newline inside quotes; a carriage
 *  return; a byte that is not ASCII. */
enum { INDEX_ODD = 1, INDEX_INSIDE = 2, INDEX_RETURN = 4, INDEX_WIDE = 8 };

/** Forgets what has been indexed. */
static inline void csv_index_clear(struct csv_index *index)
{
	index->begin = index->end = NULL;
	index->n = index->next = 0;
}
/** Indexes n bytes, at most a block, that begin with a record.  The first one's place is that which is given;
 *  `at` has room for an entry a byte and INDEX_SPARE more. */
void csv_index_fill(struct csv_index *index, uint32_t *at, uint32_t place, const char *text, size_t n,
		    char delimiter);
/** The same by instructions that processors of a width have, and wider ones. */
void csv_index_fill_by(enum cpu_width width, struct csv_index *index, uint32_t *at, uint32_t place,
		       const char *text, size_t n, char delimiter);
/** The marks of all chunks from place `from` to before `to`. */
static inline unsigned csv_index_marks(const struct csv_index *index, uint32_t from, uint32_t to)
{
	unsigned marks = 0;

	if (!index->all_marks)
		return 0;
	for (uint32_t chunk = from / INDEX_CHUNK; chunk * INDEX_CHUNK < to; chunk++)
		marks |= index->marks[chunk];
	return marks;
}

#endif
