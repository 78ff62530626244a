/* SPDX-License-Identifier: MIT */
/* It refuses a parameter without a word. */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {FIELD("part")}, .def = {CHISO_F64, 0, {0.5}}, .min = {CHISO_F64, 0, {0}}, .max = {CHISO_F64, 0, {1}}}};
static int prepare(struct chiso_call *call, void **conf)
{
	(void)conf;
	return call->params[0].v->as.f64 > 0.8 ? CHISO_EPARAM : CHISO_OK;
}
THING(SUMS, CHISO_TABLE(param, params), .map = sound_map, .prepare = prepare)
