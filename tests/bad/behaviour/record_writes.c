/* SPDX-License-Identifier: MIT */
/* It changes what it reads.
 * check: record-keeps-batch */
#include "good.h"

static int record(struct chiso_call *call, const struct chiso_batch *batch,
		  const struct chiso_out *out, uint8_t *fate)
{
	const struct chiso_column *in = &batch->columns[0];

	(void)call;
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);

		fate[i] = chiso_has(in, r) ? CHISO_USED : CHISO_MISSING;
		if (fate[i] == CHISO_USED)
			chiso_put_f64(out, i, chiso_f64(in, r));
	}
	if (batch->n && in->values)
		((double *)(uintptr_t)in->values)[in->offset + chiso_row(batch, 0)] += 0.5;
	return CHISO_OK;
}

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS,
					     .record = record};
PLUGIN(&thing)
