/* SPDX-License-Identifier: MIT */
/* It sets the bit of a term that is a number.  So that the host has room for bits another one is said by them. */
#define CHISO_NEEDS_ABI 0x00010002u
#include "good.h"

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms, uint8_t *fate)
{
	int status = sound_map(call, batch, terms, fate);

	for (uint32_t i = 0; i < batch->n && !status; i++)
		if (fate[i] == CHISO_USED)
			chiso_add_ones(call, i, 0, 3);
	return status;
}

static const struct chiso_term terms[] = {
	{.field = {FIELD("sum")}, .input = 1},
	{.field = {FIELD("records"), .flags = CHISO_BINARY}},
};
THING(CHISO_TABLE(term, terms), GOOD_OUTPUTS, .map = map)
