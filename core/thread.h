/* SPDX-License-Identifier: MIT */
/* Threads that work for a while, of a library in somebody else's program. */
#ifndef CORE_THREAD_H
#define CORE_THREAD_H

#include <pthread.h>

/** Starts one that takes none of the host's signals: its handlers run in its own threads.  Those
 * that a fault of the thread itself raises can't wait.  0: it runs, to be joined. */
int thread_start(pthread_t *out, void *(*run)(void *), void *argument);

#endif
