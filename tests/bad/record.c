/* SPDX-License-Identifier: MIT */
/* It is a record indicator, which this host can not do yet.
 * en: plugin bad, indicator bad.thing: this chiso can't do record() yet
 * vi: trình cắm bad, chỉ tiêu bad.thing: chiso này chưa hỗ trợ record() */
#include "good.h"

static int record(struct chiso_call *call, const struct chiso_batch *batch,
		  const struct chiso_out *out, uint8_t *fate)
{
	(void)call, (void)batch, (void)out, (void)fate;
	return CHISO_OK;
}
static const struct chiso_indicator thing = {GOOD_HEAD,    GOOD_NAMES, GOOD_INPUTS,
					     GOOD_OUTPUTS, GOOD_TERMS, .record = record};
PLUGIN(&thing)
