/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/grow.h"

#include <chiso/plugin.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_MALLOC_H
#include <malloc.h>
#endif

enum { LARGE = 1 << 20 };

void memory_give_back(void)
{
#ifdef __GLIBC__
	(void)malloc_trim(0);
#endif
}

/* ---- tables ----------------------------------------------------------------------------------- */

size_t grow_to(size_t cap, size_t n, size_t size)
{
	/* What is large grows by half: the pages behind it that nobody uses count. */
	size_t more = cap * size > LARGE ? cap + cap / 2 : cap ? cap * 2 : 16;

	if (more < n)
		more = n;
	return more > SIZE_MAX / 4 / size ? 0 : more;
}

static int make_room(void **items, size_t n, size_t *cap, size_t size)
{
	size_t more = grow_to(*cap, n, size);

	if (!more)
		return CHISO_ENOMEM;
	void *p = realloc(*items, more * size);
	if (!p)
		return CHISO_ENOMEM;
	*items = p;
	*cap = more;
	return CHISO_OK;
}

int grow(void **items, size_t n, size_t *cap, size_t size)
{
	return n < *cap ? CHISO_OK : make_room(items, n + 1, cap, size);
}

int provide(void **items, size_t *cap, size_t n, size_t size)
{
	return n <= *cap ? CHISO_OK : make_room(items, n, cap, size);
}

int widen(void **items, size_t *cap, size_t n, size_t size)
{
	size_t before = *cap;

	if (n <= before)
		return CHISO_OK;
	if (make_room(items, n, cap, size))
		return CHISO_ENOMEM;
	memset((char *)*items + before * size, 0, (*cap - before) * size);
	return CHISO_OK;
}
