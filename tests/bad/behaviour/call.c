/* SPDX-License-Identifier: MIT */
/* It changes a parameter. */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {FIELD("part")}, .def = {CHISO_F64, 0, {0.5}}, .min = {CHISO_F64, 0, {0}}, .max = {CHISO_F64, 0, {1}}}};
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	((struct chiso_value *)(uintptr_t)call->params[0].v)->as.f64 = 0.25;
	*add = x;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(SUMS, CHISO_TABLE(param, params), .map = thing_map)
