/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/mapped.h"

#include "base/grow.h"

#include <chiso/plugin.h>

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_SYS_MMAN_H
#include <sys/mman.h>
#endif

enum { LARGE = 1 << 20 };

/* A sanitizer sees who writes behind the end of what is in the heap; that of threads does not see that pages move, and
 * takes what had been at their new place for theirs. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define HAS_SANITIZER
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER
#endif
#endif

/* (valgrind up to 3.19, at least, takes what a mapping grows by while it moves for nobody's.) */
#if defined MREMAP_FIXED && !defined HAS_SANITIZER
enum { PAGES = 1 << 16 /* whole pages of any kind that there is */ };

static int is_mapped(size_t size)
{
	return size >= LARGE;
}

static size_t whole(size_t size)
{
	return (size + PAGES - 1) / PAGES * PAGES;
}

/* ---- pages that are kept ---- */

/* Mappings that nobody uses, while somebody keeps them. */
enum { MOST_SPARES = 32, MOST_SPARE = 32 << 20 };
static struct {
	pthread_mutex_t lock;
	unsigned keepers;
	size_t n, bytes;
	struct spare {
		char *begin;
		size_t size;
	} list[MOST_SPARES];
} spares = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Whether a mapping is kept. */
static int keep_spare(char *begin, size_t size)
{
	int is_kept = 0;

	pthread_mutex_lock(&spares.lock);
	if (spares.keepers && spares.n < MOST_SPARES && size <= MOST_SPARE - spares.bytes) {
		spares.list[spares.n++] = (struct spare){begin, size};
		spares.bytes += size;
		is_kept = 1;
	}
	pthread_mutex_unlock(&spares.lock);
	return is_kept;
}

/* Moves pages to where others are.  Whether it is done; if not there are new ones, for where it fails late those that
 * were there are gone. */
static int move_pages(char *to, char *from, size_t size)
{
	if (mremap(from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to) != MAP_FAILED)
		return 1;
	(void)mmap(to, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	return 0;
}

/* Puts pages that are kept in the place of the first ones of a new mapping, as far as there are any: so many bytes. */
static size_t use_spares(char *to, size_t size)
{
	size_t done = 0;

	pthread_mutex_lock(&spares.lock);
	for (size_t i = spares.n; i-- > 0 && done < size;) {
		struct spare *spare = &spares.list[i];
		size_t n = spare->size < size - done ? spare->size : size - done;

		if (!move_pages(to + done, spare->begin, n))
			continue;
		done += n;
		spares.bytes -= n;
		*spare = (struct spare){spare->begin + n, spare->size - n};
		if (!spare->size)
			*spare = spares.list[--spares.n];
	}
	pthread_mutex_unlock(&spares.lock);
	return done;
}

void mapped_keep(void)
{
	pthread_mutex_lock(&spares.lock);
	spares.keepers++;
	pthread_mutex_unlock(&spares.lock);
}

void mapped_let_go(void)
{
	pthread_mutex_lock(&spares.lock);
	spares.keepers--;
	for (; !spares.keepers && spares.n; spares.n--)
		munmap(spares.list[spares.n - 1].begin, spares.list[spares.n - 1].size);
	if (!spares.keepers)
		spares.bytes = 0;
	pthread_mutex_unlock(&spares.lock);
}

/* ---- mappings ---- */

/* A new mapping; NULL: there is none.  Pages that have been kept come behind what is going to be moved there; behind
 * *clean all is zero. */
static char *map(size_t size, size_t moved, size_t *clean)
{
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	size_t from = whole(moved), used = from < size ? use_spares(p + from, size - from) : 0;
	*clean = used ? from + used : moved;
	return p;
}

/* Moves pages.  Those that have been kept are mappings by themselves to the system, which moves one at a time, so that
 * some pages move alone; what does not is copied. */
static void move(char *to, char *from, size_t size)
{
	for (size_t at = 0; at < size; at += PAGES) {
		if (move_pages(to + at, from + at, PAGES))
			continue;
		memcpy(to + at, from + at, PAGES);
		munmap(from + at, PAGES);
	}
}

static void *remap(void *room, size_t before, size_t size, size_t *clean)
{
	size_t moved = before < size ? before : size;
	char *p;

	*clean = moved;
	if (before == size)
		return room;
	p = mremap(room, before, size, MREMAP_MAYMOVE);
	if (p != MAP_FAILED)
		return p;
	p = map(size, moved, clean);
	if (!p)
		return NULL;
	move(p, room, moved);
	if (before > size)
		munmap((char *)room + size, before - size);
	return p;
}

static void unmap(void *room, size_t size)
{
	if (!keep_spare(room, whole(size)))
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

static char *map(size_t size, size_t moved, size_t *clean)
{
	(void)moved;
	*clean = size;
	return malloc(size);
}

static void *remap(void *room, size_t before, size_t size, size_t *clean)
{
	(void)before;
	*clean = size;
	return realloc(room, size);
}

static void unmap(void *room, size_t size)
{
	(void)size;
	free(room);
}

void mapped_keep(void)
{
}

void mapped_let_go(void)
{
}
#endif

/* As mapped_resize(); what is behind *clean, if that is within the room, is zero. */
static void *resize(void *room, size_t before, size_t size, size_t *clean)
{
	void *p;

	*clean = size;
	if (size > SIZE_MAX / 4)
		return NULL;
	if (!is_mapped(size) && !is_mapped(before))
		return realloc(room, size ? size : 1);
	if (is_mapped(size) && is_mapped(before))
		return remap(room, whole(before), whole(size), clean);
	p = is_mapped(size) ? map(whole(size), before, clean) : malloc(size ? size : 1);
	if (!p)
		return NULL;
	if (room) {
		memcpy(p, room, before < size ? before : size);
		mapped_free(room, before);
	}
	return p;
}

void *mapped_resize(void *room, size_t before, size_t size)
{
	size_t clean;

	return resize(room, before, size, &clean);
}

void mapped_free(void *room, size_t size)
{
	if (room && is_mapped(size))
		unmap(room, size);
	else
		free(room);
}

/* Room for n things, which are more than *cap. */
static int make_room(void **items, size_t *cap, size_t n, size_t size, size_t *clean)
{
	size_t more = grow_to(*cap, n, size);
	void *p = more ? resize(*items, *cap * size, more * size, clean) : NULL;

	if (!p)
		return CHISO_ENOMEM;
	*items = p;
	*cap = more;
	return CHISO_OK;
}

int mapped_grow(void **items, size_t n, size_t *cap, size_t size)
{
	size_t clean;

	return n < *cap ? CHISO_OK : make_room(items, cap, n + 1, size, &clean);
}

int mapped_widen(void **items, size_t *cap, size_t n, size_t size)
{
	size_t before = *cap * size, clean;

	if (n <= *cap)
		return CHISO_OK;
	if (make_room(items, cap, n, size, &clean))
		return CHISO_ENOMEM;
	size_t to = clean < *cap * size ? clean : *cap * size;
	if (to > before)
		memset((char *)*items + before, 0, to - before);
	return CHISO_OK;
}
