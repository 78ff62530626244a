/* SPDX-License-Identifier: MIT */
/* The heap of the driver.  Memory that is touched first costs a fault a page; with small pages these take a fifth of the
 * time of a plan with 80,000 values (doc/speed.md).  So the heap begins with one piece of large pages, where the
 * system has them at hand, and does not shrink by itself before the end.  That piece is for what is small and grows
 * little by little, and a plan of a district fits in.  What comes behind it comes in small pages: the more there is,
 * the less it counts that each costs a fault, and to be given a large one may take milliseconds (see mapped.h).
 * Large tables are mapped, so that they grow without a copy and leave no hole behind, as they would wherever the
 * heap has room for them.  Threads that read have no heaps of their own: what one of them frees when its sums have
 * been added would stay with a heap that nobody uses any more.  All of this is advice: without it the driver does the
 * same, more slowly or in more memory. */
#include <config.h>

#include "cli.h"

#ifdef HAVE_MALLOC_H
#include <malloc.h>
#endif
#ifdef HAVE_SYS_MMAN_H
#include <sys/mman.h>
#endif
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#if defined M_TOP_PAD && defined M_TRIM_THRESHOLD && defined M_MMAP_THRESHOLD && defined MADV_HUGEPAGE
enum { HUGE = 2 << 20 };

/* Asks for large pages.  One that the system has at hand comes in a quarter of a millisecond.  A virtual machine that gives
 * back to its host what nobody uses may need twenty times as long for each, so the first one is tried, and where it
 * was slow the others are left small. */
static void ask_for_large(char *from, char *to)
{
	enum { MOST_NS = 1000000 };
	struct timespec before, after;

	if (madvise(from, HUGE, MADV_HUGEPAGE) || clock_gettime(CLOCK_MONOTONIC, &before))
		return;
	*(volatile char *)from = 0; /* as it is */
	if (clock_gettime(CLOCK_MONOTONIC, &after))
		return;
	if (after.tv_sec - before.tv_sec <= 1 &&
	    (after.tv_sec - before.tv_sec) * 1000000000 + after.tv_nsec - before.tv_nsec < MOST_NS)
		(void)madvise(from, (size_t)(to - from), MADV_HUGEPAGE);
}
#endif

void prepare_heap(void)
{
#if defined M_TOP_PAD && defined M_TRIM_THRESHOLD && defined M_MMAP_THRESHOLD && defined MADV_HUGEPAGE
	enum { RESERVE = 12 << 20, PAD = 1 << 20, LARGEST = 1 << 20 };
	enum { FIRST = 1 << 17 };

	/* Addresses only: what is not touched takes no memory. */
	if (!mallopt(M_TOP_PAD, RESERVE) || !mallopt(M_TRIM_THRESHOLD, INT32_MAX) ||
	    !mallopt(M_MMAP_THRESHOLD, LARGEST))
		return;
#ifdef M_ARENA_MAX
	(void)mallopt(M_ARENA_MAX, 1);
#endif
	/* A large page of which a little is touched before the advice stays small ones, so the heap begins a little
	 * before one. */
	(void)sbrk((intptr_t)(HUGE - ((uintptr_t)sbrk(0) + FIRST) % HUGE));
	void *first = malloc(FIRST / 2);
	/* What comes after it in small steps only: large tables would take the rest. */
	(void)mallopt(M_TOP_PAD, PAD);
	uintptr_t from = ((uintptr_t)first + FIRST / 2 + HUGE - 1) / HUGE * HUGE;
	uintptr_t to = (uintptr_t)sbrk(0) / HUGE * HUGE;
	/* A malloc() of another library has its heap elsewhere. */
	if (first && from < to && to - from <= 2 * (uintptr_t)RESERVE)
		ask_for_large((char *)from, (char *)to);
	free(first);
#endif
}
