/* SPDX-License-Identifier: MIT */
/* The heap of the driver.  It does not shrink by itself before the end: what is freed is wanted again.  Large tables are
 * mapped, so that they grow without a copy and leave no hole behind, as they would wherever the heap has room for them.
 * Threads that read have no heaps of their own: what one of them frees when its sums have been added would stay with a
 * heap that nobody uses any more.  All of it is in small pages: to be given large ones may take milliseconds each
 * (mapped.h).  This is advice: without it the driver does the same, more slowly or in more memory. */
#include <config.h>

#include "cli.h"

#ifdef HAVE_MALLOC_H
#include <malloc.h>
#endif
#include <stdint.h>

void prepare_heap(void)
{
#if defined M_TOP_PAD && defined M_TRIM_THRESHOLD && defined M_MMAP_THRESHOLD
	enum { PAD = 1 << 20, LARGEST = 1 << 20 };

	(void)mallopt(M_TOP_PAD, PAD);
	(void)mallopt(M_TRIM_THRESHOLD, INT32_MAX);
	(void)mallopt(M_MMAP_THRESHOLD, LARGEST);
#ifdef M_ARENA_MAX
	(void)mallopt(M_ARENA_MAX, 1);
#endif
#endif
}
