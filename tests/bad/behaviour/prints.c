/* SPDX-License-Identifier: MIT */
/* It prints. */
#include "good.h"

#include <stdio.h>

static int prepare(struct chiso_call *call, void **conf)
{
	(void)call;
	(void)conf;
	puts("ok 1 - noise");
	return CHISO_OK;
}
THING(SUMS, .map = sound_map, .prepare = prepare)
