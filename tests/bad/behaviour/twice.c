/* SPDX-License-Identifier: MIT */
/* Its evaluate() says something else the second time.
 * check: evaluate-keeps-sums evaluate-without-records */
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
	return CHISO_OK;
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	static double calls;

	(void)call;
	(void)state;
	cells[0] = (struct chiso_value){CHISO_F64, 0, {.f64 = sums->sum[0] + calls++}};
	return CHISO_OK;
}

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_TERMS,
					     GOOD_OUTPUTS, .map = map, .evaluate = evaluate};
PLUGIN(&thing)
