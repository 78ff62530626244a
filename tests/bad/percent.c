/* SPDX-License-Identifier: MIT */
/* An output in per cent is not multiplied by 100.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): scale is 1; unit "%" needs 100
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): scale là 1; đơn vị "%" cần 100 */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {FIELD("total"), .unit = "%"}, .denominator = 0, .scale = 1},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs)};
PLUGIN(&thing)
