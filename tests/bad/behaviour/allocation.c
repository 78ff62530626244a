/* SPDX-License-Identifier: MIT */
/* It does not ask whether there was memory. */
#include "good.h"

static int prepare(struct chiso_call *call, void **conf)
{
	double *p = call->host->resize(call, NULL, 0, 64);

	*p = 0;
	*conf = p;
	return CHISO_OK;
}
static void release(struct chiso_call *call, void *conf)
{
	call->host->resize(call, conf, 64, 0);
}
THING(SUMS, .map = sound_map, .prepare = prepare, .release = release)
