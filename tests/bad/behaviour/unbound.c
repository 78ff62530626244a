/* SPDX-License-Identifier: MIT */
/* It reads an optional input that is not bound. */
#include "good.h"

static const struct chiso_input inputs[] = {
	{.field = {FIELD("value")}}, {.field = {FIELD("other"), .flags = CHISO_OPTIONAL}}};
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	if (!in[1].validity && ((const volatile double *)in[1].values)[in[1].offset + (int64_t)r] > 1e300)
		return CHISO_EXCLUDED;
	*add = x;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, CHISO_TABLE(input, inputs), SUMS,
					     .map = thing_map};
PLUGIN(&thing)
