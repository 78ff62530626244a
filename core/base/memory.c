/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include "base/context.h"

/* Unsigned numbers wrap around: to add a difference below 0 takes it away. */
static uint64_t add(struct memory *memory, size_t before, size_t after)
{
	uint64_t more = (uint64_t)after - before;

	return atomic_fetch_add(&memory->held, more) + more;
}

int memory_take(struct memory *memory, size_t before, size_t after)
{
	if (!memory || !memory->limit || add(memory, before, after) <= memory->limit ||
	    after <= before)
		return CHISO_OK;
	add(memory, after, before);
	atomic_store(&memory->is_spent, 1);
	return CHISO_ENOMEM;
}

int memory_note(struct memory *memory, size_t before, size_t after)
{
	if (!memory || !memory->limit || add(memory, before, after) <= memory->limit ||
	    after <= before)
		return CHISO_OK;
	atomic_store(&memory->is_spent, 1);
	return CHISO_ENOMEM;
}

int memory_has(const struct memory *memory, uint64_t more)
{
	return !memory || !memory->limit || atomic_load(&memory->held) + more <= memory->limit;
}

void report_no_memory(struct chiso_context *context)
{
	if (!context->memory || !context->memory->is_said)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
}
