/* SPDX-License-Identifier: MIT */
/* It has both record() and evaluate().
 * en: plugin bad, indicator bad.thing: a record indicator has no evaluate()
 * vi: trình cắm bad, chỉ tiêu bad.thing: chỉ tiêu theo bản ghi không có evaluate() */
#include "good.h"

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	(void)call, (void)sums, (void)state, (void)cells;
	return CHISO_OK;
}
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, .evaluate = evaluate, .record = good_record};
PLUGIN(&thing)
