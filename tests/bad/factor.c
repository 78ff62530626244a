/* SPDX-License-Identifier: MIT */
/* The factor of an output is a parameter that there is not.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): factor 1 is past the end of params, which has 0 rows, counted from 1
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): factor 1 vượt quá params, bảng này có 0 dòng, đếm từ 1 */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .denominator = CHISO_ONE, .scale = 1, .factor = 1},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs)};
PLUGIN(&thing)
