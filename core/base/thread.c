/* SPDX-License-Identifier: MIT */
#include "base/thread.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A thread begins with the signals blocked that are blocked in the one that starts it. */
int thread_start(pthread_t *out, void *(*run)(void *), void *argument)
{
	static const int own[] = {SIGBUS, SIGFPE, SIGILL, SIGSEGV};
	sigset_t all, before;

	sigfillset(&all);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		sigdelset(&all, own[i]);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	int status = pthread_create(out, NULL, run, argument);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return status;
}

/* ---- many things ---- */

struct work {
	threads_some_fn *some;
	void *user;
	size_t n, at_once;
	atomic_size_t next;
	atomic_int status;
};

static void *do_some(void *user)
{
	struct work *work = user;
	size_t from;

	while (!atomic_load(&work->status) &&
	       (from = atomic_fetch_add(&work->next, work->at_once)) < work->n) {
		size_t to = work->n - from < work->at_once ? work->n : from + work->at_once;
		int status = work->some(work->user, from, to);

		if (status)
			atomic_store(&work->status, status);
	}
	return NULL;
}

int threads_do(uint32_t n_threads, size_t n, size_t at_once, threads_some_fn *some, void *user)
{
	struct work work = {.some = some, .user = user, .n = n, .at_once = at_once};
	size_t worth = n / at_once, n_more = worth < n_threads ? worth : n_threads, n_started = 0;
	/* Without memory for others, or without others, this one does it all. */
	pthread_t *more = n_more > 1 ? calloc(n_more, sizeof *more) : NULL;

	while (more && n_started + 1 < n_more &&
	       !thread_start(&more[n_started], do_some, &work))
		n_started++;
	do_some(&work);
	while (n_started)
		pthread_join(more[--n_started], NULL);
	free(more);
	return atomic_load(&work.status);
}
