/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/mapped.h"

#include "base/grow.h"

#include <chiso/plugin.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_SYS_MMAN_H
#include <sys/mman.h>
#endif

enum { LARGE = 1 << 20 };

/* A sanitizer sees who writes behind the end of what is in the heap.  (valgrind up to 3.19, at least, takes what a
 * mapping grows by while it moves for nobody's.) */
#if defined MREMAP_FIXED && defined MADV_HUGEPAGE && !defined __SANITIZE_ADDRESS__
enum { HUGE = 1 << 21 /* a large page */, PAGES = 1 << 16 /* whole pages of any kind that there is */ };

static int is_mapped(size_t size)
{
	return size >= LARGE;
}

/* What is very large has large pages up to its end: the part of one that there is room for would stay in small
 * ones for good. */
static size_t whole(size_t size)
{
	size_t pages = size < HUGE ? PAGES : HUGE;

	return (size + pages - 1) / pages * pages;
}

/* Addresses for whole pages that begin with a large one; NULL: there are none. */
static char *map(size_t size)
{
	char *p = mmap(NULL, size + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	size_t skip = (HUGE - (uintptr_t)p % HUGE) % HUGE;
	if (skip)
		munmap(p, skip);
	munmap(p + skip + size, HUGE - skip);
	/* That it has large pages is not needed. */
	(void)madvise(p + skip, size, MADV_HUGEPAGE);
	return p + skip;
}

/* Where there is no room behind it the pages move, large ones as a whole: between addresses that are
 * begins of such. */
static void *remap(void *room, size_t before, size_t size)
{
	char *p;

	if (before == size || mremap(room, before, size, 0) != MAP_FAILED)
		return room;
	p = map(size);
	if (!p)
		return NULL;
	if (mremap(room, before, size, MREMAP_MAYMOVE | MREMAP_FIXED, p) == MAP_FAILED) {
		munmap(p, size);
		return NULL;
	}
	return p;
}

static void unmap(void *room, size_t size)
{
	munmap(room, whole(size));
}
#else
static int is_mapped(size_t size)
{
	(void)size;
	return 0;
}

static size_t whole(size_t size)
{
	return size;
}

static char *map(size_t size)
{
	return malloc(size);
}

static void *remap(void *room, size_t before, size_t size)
{
	(void)before;
	return realloc(room, size);
}

static void unmap(void *room, size_t size)
{
	(void)size;
	free(room);
}
#endif

void *mapped_resize(void *room, size_t before, size_t size)
{
	void *p;

	if (size > SIZE_MAX / 4)
		return NULL;
	if (!is_mapped(size) && !is_mapped(before))
		return realloc(room, size ? size : 1);
	if (is_mapped(size) && is_mapped(before))
		return remap(room, whole(before), whole(size));
	p = is_mapped(size) ? map(whole(size)) : malloc(size ? size : 1);
	if (!p)
		return NULL;
	if (room) {
		memcpy(p, room, before < size ? before : size);
		mapped_free(room, before);
	}
	return p;
}

void mapped_free(void *room, size_t size)
{
	if (room && is_mapped(size))
		unmap(room, size);
	else
		free(room);
}

int mapped_grow(void **items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return CHISO_OK;
	size_t more = grow_to(*cap, n + 1, size);
	if (!more)
		return CHISO_ENOMEM;
	void *p = mapped_resize(*items, *cap * size, more * size);
	if (!p)
		return CHISO_ENOMEM;
	*items = p;
	*cap = more;
	return CHISO_OK;
}

int mapped_widen(void **items, size_t *cap, size_t n, size_t size)
{
	while (n > *cap) {
		size_t before = *cap;

		if (mapped_grow(items, before, cap, size))
			return CHISO_ENOMEM;
		/* Pages that nobody has touched are zeroed. */
		if (!is_mapped(*cap * size))
			memset((char *)*items + before * size, 0, (*cap - before) * size);
	}
	return CHISO_OK;
}
