/* SPDX-License-Identifier: MIT */
/* It can't do with a record without value. */
#include "good.h"

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		__builtin_trap();
	double x = chiso_f64(&in[0], r);

	*add = x;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(SUMS, .map = thing_map)
