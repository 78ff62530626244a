/* SPDX-License-Identifier: MIT */
/* The scale of an output is no finite number.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): scale is INFINITY; expected a finite number other than 0
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): scale là INFINITY; cần một số hữu hạn khác 0 */
#include "good.h"

#include <math.h>

static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .denominator = CHISO_ONE, .scale = (double)INFINITY},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs)};
PLUGIN(&thing)
