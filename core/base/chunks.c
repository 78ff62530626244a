/* SPDX-License-Identifier: MIT */
#include "base/chunks.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

struct chunk {
	struct chunk *next;
};

struct chunks *chunks_new(void)
{
	struct chunks *chunks = calloc(1, sizeof *chunks);

	if (chunks && pthread_mutex_init(&chunks->lock, NULL)) {
		free(chunks);
		return NULL;
	}
	return chunks;
}

void chunks_free(struct chunks *chunks)
{
	if (!chunks)
		return;
	arena_clear(&chunks->arena);
	pthread_mutex_destroy(&chunks->lock);
	free(chunks);
}

static size_t lines_of(size_t size)
{
	return (size + CHUNK_LINE - 1) / CHUNK_LINE;
}

static void *take(struct chunks *chunks, size_t size)
{
	size_t lines = lines_of(size);
	struct chunk **free_ones = &chunks->free[lines - 1];

	pthread_mutex_lock(&chunks->lock);
	struct chunk *chunk = *free_ones;
	if (chunk)
		*free_ones = chunk->next;
	else
		chunk = arena_room(&chunks->arena, lines, CHUNK_LINE);
	chunks->n += chunk != NULL;
	pthread_mutex_unlock(&chunks->lock);
	return chunk;
}

static void give(struct chunks *chunks, void *p, size_t size)
{
	struct chunk *chunk = p, **free_ones = &chunks->free[lines_of(size) - 1];

	pthread_mutex_lock(&chunks->lock);
	chunk->next = *free_ones;
	*free_ones = chunk;
	if (!--chunks->n) {
		arena_empty(&chunks->arena);
		memset(chunks->free, 0, sizeof chunks->free);
	}
	pthread_mutex_unlock(&chunks->lock);
}

static int is_chunk(const struct chunks *chunks, size_t size)
{
	return chunks && size && size <= CHUNK_MOST;
}

void *chunks_resize(struct chunks *chunks, void *p, size_t before, size_t after)
{
	int was_chunk = p && is_chunk(chunks, before), is_one = is_chunk(chunks, after);
	void *more;

	if (was_chunk && is_one && lines_of(before) == lines_of(after))
		return p;
	if (!was_chunk && !is_one && after)
		return realloc(p, after);
	more = is_one ? take(chunks, after) : after ? realloc(NULL, after) : NULL;
	if (after && !more)
		return NULL;
	if (p && after)
		memcpy(more, p, before < after ? before : after);
	if (was_chunk)
		give(chunks, p, before);
	else
		free(p);
	return more;
}
