/* SPDX-License-Identifier: MIT */
/* It looks at the records before for each of them, and does next to nothing with them. */
#include "good.h"

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms,
	       uint8_t *fate)
{
	volatile uint32_t n;

	sound_map(call, batch, terms, fate);
	for (uint32_t i = 0; i < batch->n; i++) {
		/* What there is to do for a record alone, much more than for a pair of them. */
		for (n = 0; n < 20;)
			n = n + 1;
		for (const uint8_t *other = fate; other < fate + i && *other != 255; other++)
			;
	}
	return CHISO_OK;
}
THING(SUMS, .map = map)
