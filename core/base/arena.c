/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/arena.h"

#include "base/mapped.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGE = 1 << 21 /* a mapping of its own */, BLOCK = 16384 };

struct arena_block {
	struct arena_block *before;
	size_t used, room;
	max_align_t bytes[];
};

static void free_block(struct arena_block *block)
{
	size_t size = sizeof *block + block->room;

	if (size < LARGE)
		free(block);
	else
		mapped_free(block, size);
}

/* Blocks double up to the size of those that are mapped, so that little things stay little. */
static struct arena_block *new_block(const struct arena_block *before, size_t need)
{
	size_t size = before ? 2 * (sizeof *before + before->room) : BLOCK;
	struct arena_block *block;

	if (size > LARGE)
		size = LARGE;
	if (size < sizeof *block + need)
		size = sizeof *block + need;
	if (size > SIZE_MAX - LARGE)
		return NULL;
	if (size < LARGE) {
		block = malloc(size);
	} else {
		size = (size + LARGE - 1) / LARGE * LARGE;
		block = mapped_resize(NULL, 0, size);
	}
	if (block)
		block->room = size - sizeof *block;
	return block;
}

void *arena_room(struct arena *arena, size_t n, size_t size)
{
	const size_t align = sizeof(max_align_t);
	struct arena_block *block = arena->last;

	if (size && n > (SIZE_MAX / 2) / size)
		return NULL;
	size_t need = (n * size + align - 1) / align * align;
	if (!need)
		need = align;
	if (!block || block->room - block->used < need) {
		block = new_block(arena->last, need);
		if (!block)
			return NULL;
		block->before = arena->last;
		block->used = 0;
		arena->last = block;
		arena->bytes += sizeof *block + block->room;
	}
	void *p = (char *)block->bytes + block->used;
	block->used += need;
	return p;
}

void *arena_new(struct arena *arena, size_t n, size_t size)
{
	void *p = arena_room(arena, n, size);

	return p ? memset(p, 0, n * size) : NULL;
}

char *arena_text(struct arena *arena, const char *text, size_t n)
{
	char *copy = n < SIZE_MAX ? arena_room(arena, n + 1, 1) : NULL;

	if (copy && n)
		memcpy(copy, text, n);
	if (copy)
		copy[n] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	char *text = NULL, some[256]; /* most are no longer */

	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(some, sizeof some, format, args);
	if (n >= 0 && (size_t)n < sizeof some)
		text = arena_text(arena, some, (size_t)n);
	else if (n >= 0)
		text = arena_room(arena, (size_t)n + 1, 1);
	if (text && (size_t)n >= sizeof some)
		vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	va_end(args);
	return text;
}

void arena_clear(struct arena *arena)
{
	while (arena->last) {
		struct arena_block *before = arena->last->before;

		free_block(arena->last);
		arena->last = before;
	}
	arena->bytes = 0;
}

void arena_empty(struct arena *arena)
{
	struct arena_block *last = arena->last;

	if (!last)
		return;
	arena->last = last->before;
	arena_clear(arena);
	last->before = NULL;
	last->used = 0;
	arena->last = last;
	arena->bytes = sizeof *last + last->room;
}
