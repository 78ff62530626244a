/* SPDX-License-Identifier: MIT */
/* An output is computed by nobody.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): it is CHISO_COMPUTED, but the indicator has no evaluate()
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): là CHISO_COMPUTED nhưng chỉ tiêu không có evaluate() */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .numerator = CHISO_COMPUTED},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs)};
PLUGIN(&thing)
