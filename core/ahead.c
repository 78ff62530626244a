/* SPDX-License-Identifier: MIT */
#include "ahead.h"

#include "context.h"
#include "memory.h"
#include "tabulate_value.h"
#include "thread.h"

#include <stdlib.h>
#include <string.h>

enum { TOGETHER = 1024 /* groups */ };

/* Calls lie in variants, which lie in what is applied: each thread has its own. */
struct worker {
	struct applied applied;
	struct chiso_host host;
	int has_said;
};

/* To say something is for the one who asks in order. */
static void note_log(struct chiso_call *call, int level, const char *message)
{
	const char *variant = (const char *)call - offsetof(struct variant, call);
	struct applied *applied = ((const struct variant *)(const void *)variant)->applied;

	(void)level;
	(void)message;
	((struct worker *)(void *)applied)->has_said = 1;
}

static void compute(struct ahead *ahead, struct worker *worker, size_t at)
{
	const struct entries *entries = ahead->entries;
	const struct joined *joined = entries->list[ahead->from + at].joined;
	struct variant own = *joined->variant;
	struct group_slots group = {.run = entries->run, .set = entries->set, .slots = joined->slots,
	                            .variant = &own};

	own.applied = &worker->applied;
	own.call.host = &worker->host;
	worker->has_said = 0;
	int status = group_evaluate(&group, ahead->values + at * ahead->n_cells);
	ahead->is_done[at] = !status && !worker->has_said;
}

static int compute_some(void *user, size_t from, size_t to)
{
	struct ahead *ahead = user;
	struct worker worker = {.applied = ahead->entries->run->applied, .host = applied_host};

	worker.host.log = note_log;
	for (size_t at = from; at < to; at++)
		compute(ahead, &worker, at);
	return CHISO_OK;
}

static void compute_from(struct ahead *ahead, size_t from)
{
	size_t left = ahead->entries->n - from, n = left < TOGETHER ? left : TOGETHER;

	ahead->from = from;
	ahead->to = from + n;
	memset(ahead->is_done, 0, n);
	memset(ahead->values, 0, n * ahead->n_cells * sizeof *ahead->values);
	/* Groups may be of very different sizes. */
	threads_do(ahead->entries->results->context->threads, n, 1, compute_some, ahead);
}

/* Few records are computed sooner than threads are made. */
static int are_many(const struct indicator_run *run, size_t set)
{
	enum { MANY = 1 << 16 };
	const struct key_set *own = &run->parts[0].sets[set];
	uint64_t n = 0;

	for (uint32_t i = 0; i < own->groups.n && n < MANY; i++)
		n += own->slots[i].n_used;
	return n >= MANY;
}

void ahead_open(struct ahead *ahead, const struct entries *entries)
{
	const struct applied *applied = &entries->run->applied;
	const struct memory *memory = applied->context->memory;

	*ahead = (struct ahead){0};
	/* A limit to memory is one for those that compute one group after the other. */
	if (!applied->use->state || !applied->use->evaluate || applied->context->threads < 2 ||
	    (memory && memory->limit) || !are_many(entries->run, entries->set))
		return;
	for (uint32_t i = 0; i < applied->n_variants; i++)
		if (applied->variants[i].call.n_cells > ahead->n_cells)
			ahead->n_cells = applied->variants[i].call.n_cells;
	ahead->values = calloc((size_t)TOGETHER * ahead->n_cells + 1, sizeof *ahead->values);
	ahead->is_done = calloc(TOGETHER, 1);
	if (ahead->values && ahead->is_done)
		ahead->entries = entries;
}

const struct chiso_value *ahead_values(struct ahead *ahead, size_t i)
{
	if (!ahead->entries)
		return NULL;
	if (i >= ahead->to)
		compute_from(ahead, i);
	return ahead->is_done[i - ahead->from] ? ahead->values + (i - ahead->from) * ahead->n_cells
	                                       : NULL;
}

void ahead_clear(struct ahead *ahead)
{
	free(ahead->values);
	free(ahead->is_done);
}
