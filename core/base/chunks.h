/* SPDX-License-Identifier: MIT */
/* Small pieces of memory, as states grow by, of which there are hundreds of thousands: cut from large ones,
 * each touched once, and handed on as they are when they come back.  Any thread may take and give.  When the
 * last one has come back all but a block goes back to the system. */
#ifndef CORE_CHUNKS_H
#define CORE_CHUNKS_H

#include "base/arena.h"

#include <pthread.h>

enum { CHUNK_LINE = 64, CHUNK_MOST = 4096, CHUNK_SIZES = CHUNK_MOST / CHUNK_LINE };

struct chunks {
	pthread_mutex_t lock;
	struct arena arena;
	struct chunk *free[CHUNK_SIZES]; /* of each number of lines */
	size_t n;                        /* out there */
};

/** NULL without memory. */
struct chunks *chunks_new(void);
void chunks_free(struct chunks *chunks);
/** As realloc, of what may be small: `before` is the size that p has, 0 without one; `after` 0 frees and gives
 *  NULL.  chunks NULL: all is in the heap. */
void *chunks_resize(struct chunks *chunks, void *p, size_t before, size_t after);

#endif
