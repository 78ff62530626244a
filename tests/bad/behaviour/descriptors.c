/* SPDX-License-Identifier: MIT */
/* It leaves a file open. */
#include "good.h"

#include <fcntl.h>

static int prepare(struct chiso_call *call, void **conf)
{
	(void)call;
	(void)conf;
	(void)!open("/dev/null", O_RDONLY);
	return CHISO_OK;
}
THING(SUMS, .map = sound_map, .prepare = prepare)
