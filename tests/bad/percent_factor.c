/* SPDX-License-Identifier: MIT */
/* An output in per cent has a factor.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): unit "%" has scale 100 and no factor
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): đơn vị "%" có scale 100 và không có hệ số */
#include "good.h"

static const struct chiso_param params[] = {{.field = {FIELD("per")}}};
static const struct chiso_output outputs[] = {
	{.field = {FIELD("total"), .unit = "%"}, .scale = 100, .factor = 1},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs),
					     CHISO_TABLE(param, params)};
PLUGIN(&thing)
