/* SPDX-License-Identifier: MIT */
#include "write/write_parts.h"

#include "base/grow.h"
#include "base/thread.h"

#include <stdlib.h>

enum { ROWS = 512, /* of a part */ PARTS = 3 /* that may wait, for each thread */ };

struct job {
	parts_write_fn *write;
	size_t n_rows, n_parts;
	pthread_mutex_t lock;
	pthread_cond_t change;
	/* Under the lock: parts from `out` up to `next`, which is excluded, are made or in the making, each in
	 * its place of the ring. */
	struct part *ring;
	size_t n_ring, out, next;
	int is_over;
};

struct maker {
	struct job *job;
	void *writer;
	pthread_t thread;
	int is_running;
};

/* ---- making a part ---- */

int part_widen(struct part *part, size_t more)
{
	enum { USUAL = 1 << 17 };
	size_t n = part->n + more;

	return PROVIDE(&part->text, &part->cap, n < USUAL ? USUAL : n);
}

int part_append(void *user, const char *text, size_t n)
{
	struct part *part = user;
	char *room = part_room(part, n);

	if (!room)
		return 1;
	memcpy(room, text, n);
	part->n += n;
	return 0;
}

static void write_part(const struct job *job, void *writer, size_t number, struct part *part)
{
	size_t from = number * ROWS;
	size_t to = job->n_rows - from < ROWS ? job->n_rows : from + ROWS;

	part->n = 0;
	part->status = job->write(writer, from, to, part);
}

/* Makes the next part, if there is one and a place for it.  The lock is held before and behind. */
static int make_next(struct maker *maker)
{
	struct job *job = maker->job;
	size_t number = job->next;
	struct part *part = &job->ring[number % job->n_ring];

	if (job->is_over || number == job->n_parts || number - job->out == job->n_ring)
		return 0;
	job->next++;
	pthread_mutex_unlock(&job->lock);
	write_part(job, maker->writer, number, part);
	pthread_mutex_lock(&job->lock);
	part->is_made = 1;
	pthread_cond_broadcast(&job->change);
	return 1;
}

static void *make(void *user)
{
	struct maker *maker = user;
	struct job *job = maker->job;

	pthread_mutex_lock(&job->lock);
	while (!job->is_over && job->next < job->n_parts)
		if (!make_next(maker))
			pthread_cond_wait(&job->change, &job->lock);
	pthread_mutex_unlock(&job->lock);
	return NULL;
}

/* ---- handing on ---- */

static void hand_on_part(const struct part *part, struct sink *sink)
{
	if (part->status && !sink->status)
		sink->status = part->status;
	else
		sink_bytes(sink, part->text, part->n);
}

/* Hands on the first part that waits; the lock is held before and behind. */
static void hand_on(struct job *job, struct sink *sink)
{
	struct part *part = &job->ring[job->out % job->n_ring];

	pthread_mutex_unlock(&job->lock);
	hand_on_part(part, sink);
	pthread_mutex_lock(&job->lock);
	part->is_made = 0;
	job->out++;
	job->is_over = sink->status != 0;
	pthread_cond_broadcast(&job->change);
}

/* Of the calling thread: what can be handed on goes first, for others wait for its place. */
static void make_and_hand_on(struct maker *maker, struct sink *sink)
{
	struct job *job = maker->job;

	pthread_mutex_lock(&job->lock);
	while (!job->is_over && job->out < job->n_parts) {
		if (job->ring[job->out % job->n_ring].is_made)
			hand_on(job, sink);
		else if (!make_next(maker))
			pthread_cond_wait(&job->change, &job->lock);
	}
	pthread_mutex_unlock(&job->lock);
}

static void run(struct job *job, struct maker *makers, uint32_t n, struct sink *sink)
{
	for (uint32_t i = 1; i < n; i++)
		makers[i].is_running = !thread_start(&makers[i].thread, make, &makers[i]);
	make_and_hand_on(&makers[0], sink);
	for (uint32_t i = 1; i < n; i++)
		if (makers[i].is_running)
			pthread_join(makers[i].thread, NULL);
	for (size_t i = 0; i < job->n_ring; i++)
		free(job->ring[i].text);
}

static void run_alone(const struct job *job, void *writer, struct sink *sink)
{
	struct part part = {0};

	for (size_t i = 0; i < job->n_parts && !sink->status; i++) {
		write_part(job, writer, i, &part);
		hand_on_part(&part, sink);
	}
	free(part.text);
}

uint32_t parts_threads(size_t n, uint32_t most)
{
	/* Each makes texts of its own for the groups that it meets, which costs more than to begin. */
	enum { LEAST_ROWS = 16 * ROWS };
	size_t worth = n / LEAST_ROWS;

	return worth < most ? worth ? (uint32_t)worth : 1 : most ? most : 1;
}

int parts_write(struct sink *sink, size_t n, void *const *writers, uint32_t n_writers,
                parts_write_fn *write)
{
	struct job job = {.write = write,
	                  .n_rows = n,
	                  .n_parts = n / ROWS + (n % ROWS > 0),
	                  .n_ring = (size_t)n_writers * PARTS};
	struct maker *makers;

	if (n_writers == 1) {
		run_alone(&job, writers[0], sink);
		return sink->status;
	}
	makers = calloc(n_writers, sizeof *makers);
	job.ring = calloc(job.n_ring, sizeof *job.ring);
	for (uint32_t i = 0; i < n_writers && makers; i++)
		makers[i] = (struct maker){.job = &job, .writer = writers[i]};
	if (makers && job.ring) {
		pthread_mutex_init(&job.lock, NULL);
		pthread_cond_init(&job.change, NULL);
		run(&job, makers, n_writers, sink);
		pthread_cond_destroy(&job.change);
		pthread_mutex_destroy(&job.lock);
	} else if (!sink->status) {
		sink->status = CHISO_ENOMEM;
	}
	free(makers);
	free(job.ring);
	return sink->status;
}
