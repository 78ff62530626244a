/* SPDX-License-Identifier: MIT */
/* It writes to the batch.
 * check: map-keeps-batch */
#include "good.h"

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms,
	       uint8_t *fate)
{
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);

		fate[i] = chiso_has(&batch->columns[0], r) ? CHISO_USED : CHISO_MISSING;
		if (fate[i] == CHISO_USED)
			terms[i * call->n_terms] = chiso_f64(&batch->columns[0], r);
	}
	for (uint32_t i = 0; i < batch->n; i++)
		((double *)batch->columns[0].values)[batch->columns[0].offset + chiso_row(batch, i)] += 0.5;
	return CHISO_OK;
}

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_TERMS,
					     GOOD_OUTPUTS, .map = map};
PLUGIN(&thing)
