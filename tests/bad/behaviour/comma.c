/* SPDX-License-Identifier: MIT */
/* It prints numbers and reads a point. */
#include "good.h"

#include <stdio.h>

static const struct chiso_term terms[] = {{.field = {FIELD("sum")}}};
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	char text[16];

	snprintf(text, sizeof text, "%g", 1.5);
	*add = x + (text[1] != '.');
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(CHISO_TABLE(term, terms), GOOD_OUTPUTS, .map = thing_map)
