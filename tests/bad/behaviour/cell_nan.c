/* SPDX-License-Identifier: MIT */
/* It divides by nothing. */
#include "good.h"

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	(void)call;
	(void)state;
	(void)sums;
	cells[0] = chiso_number(sums->sum[0] / (0 * sums->sum[0]));
	return CHISO_OK;
}
static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .numerator = CHISO_COMPUTED, .formula = "sum"}};
THING(GOOD_TERMS, CHISO_TABLE(output, outputs), .map = sound_map, .evaluate = evaluate)
