/* SPDX-License-Identifier: MIT */
/* It sets the locale. */
#include "good.h"

#include <locale.h>

static int prepare(struct chiso_call *call, void **conf)
{
	(void)call;
	(void)conf;
	setlocale(LC_ALL, "C.UTF-8");
	return CHISO_OK;
}
THING(SUMS, .map = sound_map, .prepare = prepare)
