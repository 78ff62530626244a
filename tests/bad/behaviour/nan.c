/* SPDX-License-Identifier: MIT */
/* It adds a number that is none. */
#include "good.h"

static const struct chiso_term terms[] = {{.field = {FIELD("sum")}}};
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	*add = x < 0 ? 0 * (x * 1e308 * 1e308) : x;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(CHISO_TABLE(term, terms), GOOD_OUTPUTS, .map = thing_map)
