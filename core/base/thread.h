/* SPDX-License-Identifier: MIT */
/* Threads that work for a while, of a library in somebody else's program. */
#ifndef CORE_THREAD_H
#define CORE_THREAD_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/** Starts one that takes none of the host's signals: its handlers run in its own threads.  Those
 * that a fault of the thread itself raises can't wait.  0: it runs, to be joined. */
int thread_start(pthread_t *out, void *(*run)(void *), void *argument);

/** Does the things from one to another, which is excluded, in any thread.  0, or a status. */
typedef int threads_some_fn(void *user, size_t from, size_t to);
/** Has n things done, at_once of them at a time, by this thread and so many more that there are n_threads.
 *  0, or the status of one that failed: then some are left undone. */
int threads_do(uint32_t n_threads, size_t n, size_t at_once, threads_some_fn *some, void *user);

#endif
