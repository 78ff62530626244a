/* SPDX-License-Identifier: MIT */
/* It can't do without records.
 * check: map-without-records */
#include "good.h"

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms,
	       uint8_t *fate)
{
	if (!batch->n)
		__builtin_trap();
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);

		fate[i] = chiso_has(&batch->columns[0], r) ? CHISO_USED : CHISO_MISSING;
		if (fate[i] == CHISO_USED)
			terms[i * call->n_terms] = chiso_f64(&batch->columns[0], r);
	}
	return CHISO_OK;
}

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_TERMS,
					     GOOD_OUTPUTS, .map = map};
PLUGIN(&thing)
