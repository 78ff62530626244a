/* SPDX-License-Identifier: MIT */
/* It takes batches of a few for something else. */
#include "good.h"

static const struct chiso_term terms[] = {{.field = {FIELD("sum")}}};
static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms_of, uint8_t *fate)
{
	sound_map(call, batch, terms_of, fate);
	for (uint32_t i = 0; batch->n > 2 && batch->n < 8 && i < 3; i++)
		terms_of[i] += 1;
	return CHISO_OK;
}
THING(CHISO_TABLE(term, terms), GOOD_OUTPUTS, .map = map)
