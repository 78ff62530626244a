/* SPDX-License-Identifier: MIT */
/* The files of a dataset in parts, which several readers take one after the other, each in a thread: large ones first,
 * then smaller and smaller ones, so that all of them end at about the same time, however fast each is.  The first
 * reader takes them from the front, so that it counts lines as they are, the others from the end.
 *
 * Where a record begins can't be known from the middle of a file: a newline may stand inside quotes.
 * So a cut is a guess, a newline behind which there are records with as many fields as the header has.
 * Whoever has read the part in front of it knows whether it was right: then that part ends there. */
#ifndef CORE_BLOCKS_H
#define CORE_BLOCKS_H

#include "reader/reader.h"

#include <pthread.h>

struct blocks {
	pthread_mutex_t lock;
	const struct source_file *files;
	size_t n_files;
	uint32_t n_readers;
	/* What nobody has taken: the files from the first one to before the last one, of the former from `begin` on, of the
	 * one before the latter up to `end`. */
	size_t first, last, begin, end;
	uint64_t n_bytes, left; /* of all files, and of these */
	struct arena arena;     /* of the blocks */
	struct block **list;    /* that have been taken, in that order, or in that of the files when all have been */
	size_t n, cap;
	const struct block *front; /* that the first reader has taken last */
	int has_failed;            /* there was no memory */
};

/** For how many readers there is enough in the files, n at most. */
uint32_t blocks_count(const struct reader *reader, uint32_t n);
/** Begins with all of a reader's files, which stay, for n readers. */
void blocks_begin(struct blocks *blocks, const struct reader *reader, uint32_t n);
/** Any thread: the next block for a reader, which has read the one before; NULL: there is none, or no memory. */
struct block *blocks_take(struct blocks *blocks, const struct reader *reader);
/** When all have been read: puts them in order, and counts the lines before each.  Whether each ended where the next one
 *  begins. */
int blocks_fit(struct blocks *blocks);
/** A line of a file as it is then, of one that a reader which was not the first one has counted. */
uint32_t blocks_line(const struct blocks *blocks, size_t file, uint32_t line);
void blocks_end(struct blocks *blocks);

#endif
