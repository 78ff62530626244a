/* SPDX-License-Identifier: MIT */
/* Its threads share what they work with. */
#include "good.h"

static volatile double shared;
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	shared = x;
	for (volatile int i = 0; i < 2000; i++)
		;
	*add = shared;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(SUMS, .map = thing_map)
