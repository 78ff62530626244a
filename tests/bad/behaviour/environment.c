/* SPDX-License-Identifier: MIT */
/* It sets a variable of the environment. */
#define _POSIX_C_SOURCE 200809L
#include "good.h"

#include <stdlib.h>

static int prepare(struct chiso_call *call, void **conf)
{
	(void)call;
	(void)conf;
	setenv("CHISO_BAD", "1", 1);
	return CHISO_OK;
}
THING(SUMS, .map = sound_map, .prepare = prepare)
