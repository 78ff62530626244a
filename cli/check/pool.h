/* SPDX-License-Identifier: MIT */
/* Memory of a check, given back in one piece when it is over, and numbers that look random. */
#ifndef CLI_CHECK_POOL_H
#define CLI_CHECK_POOL_H

#include <stddef.h>
#include <stdint.h>

struct block;

/** A zeroed one is empty. */
struct pool {
	struct block *first;
};

/** Zeroed memory; without any the process ends, which is the verdict of its check. */
void *need(struct pool *pool, size_t n, size_t size);
/** Zeroed memory with a page behind it (else before it) that can't be touched; NULL where this
 *  system has no such thing.  size: of an element, a power of 2 of at most 16. */
void *need_guarded(struct pool *pool, size_t n, size_t size, int is_behind);
void pool_clear(struct pool *pool);

/** Numbers that look random and are the same for the same seed (SplitMix64). */
uint64_t random_next(uint64_t *state);
uint32_t random_below(uint64_t *state, uint32_t n);

#endif
