/* SPDX-License-Identifier: MIT */
/* Room for one table that may become large.  While it is small it is in the heap.  What is large has a
 * mapping of its own: it grows without a copy, leaves no hole in the heap for which nobody has a use, is given back
 * at once when it is freed, and takes memory only where it is touched.  In small pages: a large one that is new to the
 * process is zeroed as a whole, and where the system runs in another one, that may have to find it page by page first,
 * which took 5 ms of some. */
#ifndef CORE_MAPPED_H
#define CORE_MAPPED_H

#include <stddef.h>

/** Gives room of `before` bytes (NULL: 0) another size, as realloc() does; NULL: no memory, and it stays as it
 *  was.  To be freed with mapped_free(), by the size that it has. */
void *mapped_resize(void *room, size_t before, size_t size);
void mapped_free(void *room, size_t size);

/** Between these two calls pages of what is freed are kept, up to some megabytes, for what is made next: pages that are new
 *  to the process have to be zeroed, and a system that runs in another one may have to ask that for them.  They nest, in
 *  any threads. */
void mapped_keep(void);
void mapped_let_go(void);

/** As grow(), and as widen(), of such room for *cap things. */
int mapped_grow(void **items, size_t n, size_t *cap, size_t size);
int mapped_widen(void **items, size_t *cap, size_t n, size_t size);
#define MAPPED_WIDEN(items, cap, n) mapped_widen((void **)(items), (cap), (n), sizeof **(items))
#define MAPPED_GROW(items, n, cap) mapped_grow((void **)(items), (n), (cap), sizeof **(items))

#endif
