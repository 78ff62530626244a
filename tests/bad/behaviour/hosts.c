/* SPDX-License-Identifier: MIT */
/* It has a term that is a bit, and does not decline hosts that know of none. */
#include "good.h"

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms, uint8_t *fate)
{
	int status = sound_map(call, batch, terms, fate);

	for (uint32_t i = 0; i < batch->n && !status; i++)
		if (fate[i] == CHISO_USED)
			chiso_add_one(call, i, 1);
	return status;
}

static const struct chiso_term terms[] = {
	{.field = {FIELD("sum")}, .input = 1},
	{.field = {FIELD("records"), .flags = CHISO_BINARY}},
};
THING(CHISO_TABLE(term, terms), GOOD_OUTPUTS, .map = map)
