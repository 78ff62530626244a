/* SPDX-License-Identifier: MIT */
/* The scale of an output is 0, and so would be every value.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): scale is 0; expected a finite number other than 0
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): scale là 0; cần một số hữu hạn khác 0 */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .denominator = CHISO_ONE},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs)};
PLUGIN(&thing)
