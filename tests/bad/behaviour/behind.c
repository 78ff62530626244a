/* SPDX-License-Identifier: MIT */
/* It looks at the record behind the last one. */
#include "good.h"

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	if (((const volatile double *)in[0].values)[in[0].offset + (int64_t)r + 1] > 1e308)
		return CHISO_EXCLUDED;
	*add = x;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(SUMS, .map = thing_map)
