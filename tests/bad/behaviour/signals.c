/* SPDX-License-Identifier: MIT */
/* It ignores a signal. */
#define _POSIX_C_SOURCE 200809L
#include "good.h"

#include <signal.h>

static int prepare(struct chiso_call *call, void **conf)
{
	(void)call;
	(void)conf;
	signal(SIGHUP, SIG_IGN);
	return CHISO_OK;
}
THING(SUMS, .map = sound_map, .prepare = prepare)
