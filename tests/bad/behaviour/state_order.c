/* SPDX-License-Identifier: MIT */
/* It keeps the last value instead of the largest. */
#include "state.h"

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	for (uint32_t i = 0; i < batch->n; i++)
		((struct largest *)state)->most =
			chiso_f64(&batch->columns[0], chiso_row(batch, i)) + 0.0;
	((struct largest *)state)->n += batch->n;
	(void)call;
	return CHISO_OK;
}
STATE(update, good_merge, good_clear, good_pack, good_unpack, good_evaluate)
