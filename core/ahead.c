/* SPDX-License-Identifier: MIT */
#include "ahead.h"

#include "context.h"
#include "memory.h"
#include "tabulate_value.h"
#include "thread.h"

#include <stdlib.h>
#include <string.h>

enum { TOGETHER = 1024 /* groups */, MOST_THREADS = 64 };

struct worker {
	struct applied applied; /* of its calls: they lie in variants of its own */
	struct chiso_host host;
	struct ahead *ahead;
	pthread_t thread;
	int is_running, has_said;
};

/* ---- one thread ---- */

/* To say something is for the one who asks in order. */
static void note_log(struct chiso_call *call, int level, const char *message)
{
	const char *variant = (const char *)call - offsetof(struct variant, call);
	struct applied *applied = ((const struct variant *)(const void *)variant)->applied;

	(void)level;
	(void)message;
	((struct worker *)(void *)applied)->has_said = 1;
}

static void compute(struct worker *worker, size_t i)
{
	struct ahead *ahead = worker->ahead;
	const struct joined *joined = &ahead->join->list[i];
	struct variant own = *joined->variant;
	struct group_slots group = {.run = ahead->run, .set = ahead->set, .slots = joined->slots,
	                            .variant = &own};
	size_t at = i - ahead->from;

	own.applied = &worker->applied;
	own.call.host = &worker->host;
	worker->has_said = 0;
	int status = group_evaluate(&group, ahead->values + at * ahead->n_cells);
	ahead->is_done[at] = !status && !worker->has_said;
}

static void *work(void *argument)
{
	struct worker *worker = argument;
	struct ahead *ahead = worker->ahead;
	size_t i;

	while ((i = atomic_fetch_add(&ahead->next, 1)) < ahead->to)
		compute(worker, i);
	return NULL;
}

/* ---- all of them ---- */

static void compute_some(struct ahead *ahead, size_t from)
{
	size_t n = ahead->join->n - from < TOGETHER ? ahead->join->n - from : TOGETHER;
	struct worker *workers = calloc(ahead->threads, sizeof *workers);

	ahead->from = from;
	ahead->to = from + n;
	atomic_store(&ahead->next, from);
	memset(ahead->is_done, 0, n);
	memset(ahead->values, 0, n * ahead->n_cells * sizeof *ahead->values);
	for (uint32_t i = 0; workers && i < ahead->threads; i++) {
		workers[i].applied = ahead->run->applied;
		workers[i].host = applied_host;
		workers[i].host.log = note_log;
		workers[i].ahead = ahead;
	}
	for (uint32_t i = 1; workers && i < ahead->threads; i++)
		workers[i].is_running = !thread_start(&workers[i].thread, work, &workers[i]);
	if (workers)
		work(workers);
	for (uint32_t i = 1; workers && i < ahead->threads; i++)
		if (workers[i].is_running)
			pthread_join(workers[i].thread, NULL);
	free(workers);
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

void ahead_open(struct ahead *ahead, struct indicator_run *run, size_t set, const struct join *join)
{
	const struct chiso_indicator *use = run->applied.use;
	const struct memory *memory = run->applied.context->memory;
	uint32_t threads = run->applied.context->threads;

	*ahead = (struct ahead){.join = join, .set = set};
	/* A limit to memory is one for those that compute one group after the other. */
	if (!use->state || !use->evaluate || threads < 2 || (memory && memory->limit) ||
	    !are_many(run, set))
		return;
	for (uint32_t i = 0; i < run->applied.n_variants; i++)
		if (run->applied.variants[i].call.n_cells > ahead->n_cells)
			ahead->n_cells = run->applied.variants[i].call.n_cells;
	ahead->threads = threads < MOST_THREADS ? threads : MOST_THREADS;
	ahead->values = calloc((size_t)TOGETHER * ahead->n_cells + 1, sizeof *ahead->values);
	ahead->is_done = calloc(TOGETHER, 1);
	if (ahead->values && ahead->is_done)
		ahead->run = run;
}

const struct chiso_value *ahead_values(struct ahead *ahead, size_t i)
{
	if (!ahead->run)
		return NULL;
	if (i >= ahead->to)
		compute_some(ahead, i);
	return ahead->is_done[i - ahead->from] ? ahead->values + (i - ahead->from) * ahead->n_cells
	                                       : NULL;
}

void ahead_clear(struct ahead *ahead)
{
	free(ahead->values);
	free(ahead->is_done);
}
