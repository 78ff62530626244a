/* SPDX-License-Identifier: MIT */
/* Rows that several threads write, a few hundred at a time.  They come out in their order, whoever has
 * written them, and only the thread that asked for them hands them on: the sink of a program may not be
 * called from others.  What waits is a few parts for each thread, however many rows there are. */
#ifndef CORE_WRITE_PARTS_H
#define CORE_WRITE_PARTS_H

#include "results/results.h"

/** Writes the rows from one to another, which is excluded.  0 or CHISO_ENOMEM. */
typedef int parts_write_fn(void *writer, size_t from, size_t to, struct sink *sink);

/** How many threads n rows are worth, most at most; 1 at least. */
uint32_t parts_threads(size_t n, uint32_t most);
/** Writes n rows to a sink, by a thread for each of the writers; the first is the calling one's.  The status
 *  of the sink. */
int parts_write(struct sink *sink, size_t n, void *const *writers, uint32_t n_writers,
                parts_write_fn *write);

#endif
