/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <chiso/plugin.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
	struct arena_block *before;
	size_t used, room;
	max_align_t bytes[];
};

enum { BLOCK = 16384 };

void *arena_new(struct arena *arena, size_t n, size_t size)
{
	const size_t align = sizeof(max_align_t);
	struct arena_block *block = arena->last;

	if (size && n > (SIZE_MAX / 2) / size)
		return NULL;
	size_t need = (n * size + align - 1) / align * align;
	if (!need)
		need = align;
	if (!block || block->room - block->used < need) {
		size_t room = need > BLOCK ? need : BLOCK;

		block = malloc(sizeof *block + room);
		if (!block)
			return NULL;
		block->before = arena->last;
		block->used = 0;
		block->room = room;
		arena->last = block;
	}
	void *p = (char *)block->bytes + block->used;
	block->used += need;
	return memset(p, 0, need);
}

char *arena_text(struct arena *arena, const char *text, size_t n)
{
	char *copy = n < SIZE_MAX ? arena_new(arena, n + 1, 1) : NULL;

	if (copy && n)
		memcpy(copy, text, n);
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	char *text = NULL;

	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n >= 0)
		text = arena_new(arena, (size_t)n + 1, 1);
	if (text)
		vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	va_end(args);
	return text;
}

void arena_clear(struct arena *arena)
{
	while (arena->last) {
		struct arena_block *before = arena->last->before;

		free(arena->last);
		arena->last = before;
	}
}

int grow(void **items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return CHISO_OK;
	size_t more = *cap ? *cap * 2 : 16;
	if (more > SIZE_MAX / 2 / size)
		return CHISO_ENOMEM;
	void *p = realloc(*items, more * size);
	if (!p)
		return CHISO_ENOMEM;
	*items = p;
	*cap = more;
	return CHISO_OK;
}
