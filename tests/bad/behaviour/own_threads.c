/* SPDX-License-Identifier: MIT */
/* It leaves a thread running. */
#define _POSIX_C_SOURCE 200809L
#include "good.h"

#include <pthread.h>
#include <unistd.h>

static void *wait_for_ever(void *arg)
{
	pause();
	return arg;
}

static int prepare(struct chiso_call *call, void **conf)
{
	(void)call;
	(void)conf;
	pthread_t thread;

	pthread_create(&thread, NULL, wait_for_ever, NULL);
	return CHISO_OK;
}
THING(SUMS, .map = sound_map, .prepare = prepare)
