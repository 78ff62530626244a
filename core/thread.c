/* SPDX-License-Identifier: MIT */
#include "thread.h"

#include <signal.h>
#include <stddef.h>

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
