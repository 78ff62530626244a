/* SPDX-License-Identifier: MIT */
/* It has memory that its host does not know of. */
#include "good.h"

#include <stdlib.h>

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	void *volatile p = malloc(1);
	free(p);
	*add = x;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(SUMS, .map = thing_map)
