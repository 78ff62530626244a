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

/* Of millions of records hardly one goes where the one before went: what they go to is asked for some records
 * ahead. */
int income_update_each(struct chiso_call *call, void *states, const uint32_t *at,
		       const struct chiso_batch *batch)
{
	enum { AHEAD = 12 };
	const struct chiso_column *income = &batch->columns[INCOME];
	struct sample *samples = states;

	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);

		if (i + 2 * AHEAD < batch->n)
			sample_ask_for(&samples[at[i + 2 * AHEAD]]);
		if (i + AHEAD < batch->n)
			sample_ask_for_next(&samples[at[i + AHEAD]]);
		if (sample_reserve(call, &samples[at[i]], 1))
			return CHISO_ENOMEM;
		sample_add(&samples[at[i]], chiso_f64(income, r), batch->weight ? batch->weight[r] : 1);
	}
	return CHISO_OK;
}
