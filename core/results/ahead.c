/* SPDX-License-Identifier: MIT */
#include "results/ahead.h"

#include "base/chunks.h"
#include "base/context.h"
#include "base/grow.h"
#include "base/memory.h"
#include "base/thread.h"
#include "results/tabulate_value.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { TOGETHER = 1024 /* groups */ };

/* Calls lie in variants, which lie in what is applied: each thread has its own.  What evaluate() takes it gives
 * back before it returns, and then others take as much: a large piece is kept for them. */
struct ahead_worker {
	struct applied applied;
	struct chiso_host host;
	int has_said;
	atomic_flag is_busy;
	void *room;
	size_t room_size;
	int is_taken; /* the room */
};

static struct ahead_worker *worker_of(struct chiso_call *call)
{
	const char *variant = (const char *)call - offsetof(struct variant, call);

	return (struct ahead_worker *)(void *)((const struct variant *)(const void *)variant)->applied;
}

/* To say something is for the one who asks in order. */
static void note_log(struct chiso_call *call, int level, const char *message)
{
	(void)level;
	(void)message;
	worker_of(call)->has_said = 1;
}

static void *take_room(struct ahead_worker *worker, size_t size)
{
	if (size > worker->room_size) {
		free(worker->room);
		worker->room = realloc(NULL, size);
		worker->room_size = worker->room ? size : 0;
	}
	worker->is_taken = worker->room != NULL;
	return worker->room;
}

static void *resize(struct chiso_call *call, void *ptr, size_t old_size, size_t size)
{
	enum { LARGE = 1 << 16 };
	struct ahead_worker *worker = worker_of(call);

	if (!ptr && size >= LARGE && !worker->is_taken)
		return take_room(worker, size);
	if (!ptr || ptr != worker->room)
		return chunks_resize(worker->applied.context->chunks, ptr, ptr ? old_size : 0, size);
	worker->is_taken = size != 0;
	if (size <= worker->room_size)
		return size ? ptr : NULL;
	ptr = realloc(ptr, size);
	if (ptr) {
		worker->room = ptr;
		worker->room_size = size;
	}
	return ptr;
}

static void compute(struct ahead *ahead, struct ahead_worker *worker, size_t at)
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
	struct ahead_worker *worker = ahead->workers;

	/* There are as many as threads. */
	while (atomic_flag_test_and_set(&worker->is_busy))
		worker++;
	for (size_t at = from; at < to; at++)
		compute(ahead, worker, at);
	atomic_flag_clear(&worker->is_busy);
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

static int open_workers(struct ahead *ahead, const struct applied *applied)
{
	uint32_t n = applied->context->threads ? applied->context->threads : 1;

	ahead->workers = calloc(n, sizeof *ahead->workers);
	if (!ahead->workers)
		return CHISO_ENOMEM;
	ahead->n_workers = n;
	for (uint32_t i = 0; i < n; i++) {
		ahead->workers[i] = (struct ahead_worker){
			.applied = *applied, .host = applied_host, .is_busy = ATOMIC_FLAG_INIT};
		ahead->workers[i].host.log = note_log;
		ahead->workers[i].host.resize = resize;
	}
	return CHISO_OK;
}

void ahead_open(struct ahead *ahead, const struct entries *entries)
{
	const struct applied *applied = &entries->run->applied;
	const struct memory *memory = applied->context->memory;

	*ahead = (struct ahead){0};
	/* A limit to memory is one for those that compute one group after the other. */
	if (!applied->use->state || !applied->use->evaluate || (memory && memory->limit) ||
	    !are_many(entries->run, entries->set))
		return;
	for (uint32_t i = 0; i < applied->n_variants; i++)
		if (applied->variants[i].call.n_cells > ahead->n_cells)
			ahead->n_cells = applied->variants[i].call.n_cells;
	ahead->values = calloc((size_t)TOGETHER * ahead->n_cells + 1, sizeof *ahead->values);
	ahead->is_done = calloc(TOGETHER, 1);
	if (ahead->values && ahead->is_done && !open_workers(ahead, applied))
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
	for (uint32_t i = 0; i < ahead->n_workers; i++)
		free(ahead->workers[i].room);
	free(ahead->workers);
	free(ahead->values);
	free(ahead->is_done);
}
