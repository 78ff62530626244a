/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "pool.h"

#include <stdlib.h>
#include <unistd.h>
#ifdef HAVE_SYS_MMAN_H
#include <sys/mman.h>
#endif

enum { WITHOUT_MEMORY = 3 }; /* exit status */

struct block {
	struct block *next;
	void *bytes;
	size_t mapped; /* 0: from calloc() */
};

static void keep(struct pool *pool, void *bytes, size_t mapped)
{
	struct block *block = malloc(sizeof *block);

	if (!block)
		_exit(WITHOUT_MEMORY);
	*block = (struct block){pool->first, bytes, mapped};
	pool->first = block;
}

void *need(struct pool *pool, size_t n, size_t size)
{
	void *out = calloc(n ? n : 1, size ? size : 1);

	if (!out)
		_exit(WITHOUT_MEMORY);
	keep(pool, out, 0);
	return out;
}

#if defined HAVE_SYS_MMAN_H && defined MAP_ANONYMOUS
void *need_guarded(struct pool *pool, size_t n, size_t size, int is_behind)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), bytes = n * size;
	size_t room = (bytes + page - 1) / page * page + page;
	unsigned char *map =
		mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (map == MAP_FAILED)
		return NULL;
	keep(pool, map, room);
	if (mprotect(is_behind ? map + room - page : map, page, PROT_NONE))
		return NULL;
	return is_behind ? map + room - page - bytes : map + page;
}

static void unmap(struct block *block)
{
	munmap(block->bytes, block->mapped);
}
#else
void *need_guarded(struct pool *pool, size_t n, size_t size, int is_behind)
{
	(void)pool;
	(void)n;
	(void)size;
	(void)is_behind;
	return NULL;
}

static void unmap(struct block *block)
{
	(void)block;
}
#endif

void pool_clear(struct pool *pool)
{
	while (pool->first) {
		struct block *block = pool->first;

		pool->first = block->next;
		if (block->mapped)
			unmap(block);
		else
			free(block->bytes);
		free(block);
	}
}

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

uint32_t random_below(uint64_t *state, uint32_t n)
{
	return n ? (uint32_t)(random_next(state) % n) : 0;
}
