/* SPDX-License-Identifier: MIT */
/* How much memory what is computed in a context may hold.  What grows with data is counted: states
 * of indicators when they grow, all else after each batch of records; so nothing is done for one
 * record. */
#ifndef CORE_MEMORY_H
#define CORE_MEMORY_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct memory {
	uint64_t limit; /* bytes; 0: none, and nothing is counted */
	_Atomic uint64_t held;
	atomic_int is_spent; /* somebody wanted more */
	int is_said;
};

/** Says that somebody who holds `before` bytes is about to hold `after`: 0; or CHISO_ENOMEM, when
 * the limit does not allow that, and it is as if nothing had been said.  memory NULL: there is no
 * limit. */
int memory_take(struct memory *memory, size_t before, size_t after);
/** The same of what is held already: it counts in either case. */
int memory_note(struct memory *memory, size_t before, size_t after);
/** Whether `more` bytes are left. */
int memory_has(const struct memory *memory, uint64_t more);

struct chiso_context;
/** Says that there is no memory, unless it has been said that the limit does not allow more. */
void report_no_memory(struct chiso_context *context);

#endif
