/* SPDX-License-Identifier: MIT */
#include "income.h"

uint8_t income_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[INCOME], r))
		return CHISO_MISSING;
	double income = chiso_f64(&in[INCOME], r);
	add[TERM_POPULATION] = 1;
	add[TERM_INCOME] = income;
	add[TERM_ZERO] = income == 0;
	add[TERM_NEGATIVE] = income < 0;
	return CHISO_USED;
}

int income_update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	struct sample *sample = state;

	if (sample_reserve(call, sample, batch->n))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);

		sample_add(sample, chiso_f64(&batch->columns[INCOME], r),
			   batch->weight ? batch->weight[r] : 1);
	}
	return CHISO_OK;
}
