/* SPDX-License-Identifier: MIT */
/* It has data of threads. */
#include "good.h"

static _Thread_local volatile int counter;
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	counter = counter + 1;
	*add = x;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(SUMS, .map = thing_map)
