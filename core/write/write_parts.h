/* SPDX-License-Identifier: MIT */
/* Rows that several threads write, a few hundred at a time.  They come out in their order, whoever has
 * written them, and only the thread that asked for them hands them on: the sink of a program may not be
 * called from others.  What waits is a few parts for each thread, however many rows there are. */
#ifndef CORE_WRITE_PARTS_H
#define CORE_WRITE_PARTS_H

#include "results/results.h"

/** The text of some rows. */
struct part {
	char *text;
	size_t n, cap;
	int is_made, status;
};

/** Makes room for so many bytes more.  0 or CHISO_ENOMEM. */
int part_widen(struct part *part, size_t more);
/** Where so many bytes may be written, behind those that part->n counts; NULL: no memory. */
static inline char *part_room(struct part *part, size_t more)
{
	return more > part->cap - part->n && part_widen(part, more) ? NULL : part->text + part->n;
}
/** Takes what a sink hands on: a chiso_write_fn. */
int part_append(void *part, const char *text, size_t n);

/** Writes the rows from one to another, which is excluded, behind what there is.  0 or CHISO_ENOMEM. */
typedef int parts_write_fn(void *writer, size_t from, size_t to, struct part *part);

/** How many threads n rows are worth, most at most; 1 at least. */
uint32_t parts_threads(size_t n, uint32_t most);
/** Writes n rows to a sink, by a thread for each of the writers; the first is the calling one's.  The status
 *  of the sink. */
int parts_write(struct sink *sink, size_t n, void *const *writers, uint32_t n_writers,
                parts_write_fn *write);

#endif
