/* SPDX-License-Identifier: MIT */
/* Where the separators of a CSV file are, found many bytes at a time.
 *
 * An index covers a block of the file that begins with a record, up to where quotes are not as they should
 * be.  Records are taken from it as long as they are plain: as many fields as expected, a newline behind.
 * All others go the careful way of csv.c, which looks at one byte after the other and says what is
 * wrong. */
#ifndef CORE_CSV_INDEX_H
#define CORE_CSV_INDEX_H

#include <stddef.h>
#include <stdint.h>

enum { INDEX_BLOCK = 32768, INDEX_CHUNK = 64, INDEX_SPARE = 8 };

struct csv_index {
	const char *text;        /* the block, or a copy of it */
	const char *begin, *end; /* of what has been indexed of it */
	uint32_t n, next;        /* entries; the first one that is not yet used */
	uint32_t n_lines, line;  /* newlines; the first one that is not before the next entry */
	uint32_t at[INDEX_BLOCK + INDEX_SPARE]; /* of delimiters and newlines outside quotes, from begin on */
	uint32_t lines[INDEX_BLOCK]; /* which of them are newlines */
	uint8_t marks[INDEX_BLOCK / INDEX_CHUNK]; /* of a chunk */
	unsigned all_marks;                       /* of all of them */
};

/** What stands in a chunk: a byte that is not ASCII, a NUL or a carriage return; a newline inside quotes. */
enum { INDEX_ODD = 1, INDEX_INSIDE = 2 };

/** Indexes n bytes, at most a block, that begin with a record. */
void csv_index_fill(struct csv_index *index, const char *text, size_t n, char delimiter);
/** The same without the instructions that only some processors have. */
void csv_index_fill_portably(struct csv_index *index, const char *text, size_t n, char delimiter);
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
