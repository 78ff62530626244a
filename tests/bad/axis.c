/* SPDX-License-Identifier: MIT */
/* An input repeats along an axis that there is not.
 * en: plugin bad, indicator bad.thing, inputs[0] (value): axis 1 is past the end of axes, which has 0 rows, counted from 1
 * vi: trình cắm bad, chỉ tiêu bad.thing, inputs[0] (value): axis 1 vượt quá axes, bảng này có 0 dòng, đếm từ 1 */
#include "good.h"

static const struct chiso_input inputs[] = {
	{.field = {FIELD("value")}, .axis = 1},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_TERMS, GOOD_OUTPUTS, CHISO_TABLE(input, inputs),
	.map = good_map};
PLUGIN(&thing)
