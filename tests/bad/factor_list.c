/* SPDX-License-Identifier: MIT */
/* The factor of an output is a list.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): the factor per is not a parameter with one number
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): hệ số per không phải là tham số có một số */
#include "good.h"

static const struct chiso_param params[] = {{.field = {FIELD("per"), .flags = CHISO_LIST}}};
static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .denominator = CHISO_ONE, .scale = 1, .factor = 1},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs),
					     CHISO_TABLE(param, params)};
PLUGIN(&thing)
