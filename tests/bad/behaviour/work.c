/* SPDX-License-Identifier: MIT */
/* It looks at all records for each of them. */
#include "good.h"

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms, uint8_t *fate)
{
	volatile uint32_t n = 0;

	sound_map(call, batch, terms, fate);
	for (uint32_t i = 0; i < batch->n; i++)
		for (uint32_t k = 0; k < batch->n; k++)
			n = n + (chiso_f64(&batch->columns[0], chiso_row(batch, k)) > 0);
	return CHISO_OK;
}
THING(SUMS, .map = map)
