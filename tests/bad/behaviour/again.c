/* SPDX-License-Identifier: MIT */
/* It counts from call to call. */
#include "good.h"

static const struct chiso_term terms[] = {{.field = {FIELD("sum")}}};
static int prepare(struct chiso_call *call, void **conf)
{
	double *p = call->host->resize(call, NULL, 0, 64);

	if (!p)
		return CHISO_ENOMEM;
	*p = 0;
	*conf = p;
	return CHISO_OK;
}
static void release(struct chiso_call *call, void *conf)
{
	call->host->resize(call, conf, 64, 0);
}
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	double x = chiso_f64(&in[0], r);

	*(double *)call->conf += 1;
	*add = x + *(double *)call->conf;
	return CHISO_USED;
}
CHISO_ROWS(thing, row)
THING(CHISO_TABLE(term, terms), GOOD_OUTPUTS, .map = thing_map, .prepare = prepare, .release = release)
