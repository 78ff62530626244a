/* SPDX-License-Identifier: MIT */
/* Memory that is freed all at once: what belongs to a project or to results lives in one arena,
 * so that there is one place to free it.  A zeroed arena is an empty one. */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_block *last;
	size_t bytes; /* of all its blocks */
};

/** Zeroed memory for n things of a size, aligned for any type; NULL without memory. */
void *arena_new(struct arena *arena, size_t n, size_t size);
/** The same with anything in it, for what is written before it is read. */
void *arena_room(struct arena *arena, size_t n, size_t size);
/** A copy of n bytes with a NUL behind; NULL without memory. */
char *arena_text(struct arena *arena, const char *text, size_t n);
/** A printed text; NULL without memory.  Never for doubles: the locale would show. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void arena_clear(struct arena *arena);
/** The same, but the memory that was taken last stays at hand. */
void arena_empty(struct arena *arena);

#endif
