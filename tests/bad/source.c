/* SPDX-License-Identifier: MIT */
/* An input is of a source that there is not.
 * en: plugin bad, indicator bad.thing, inputs[0] (value): source 3 is past the end of sources, which has 0 rows, counted from 0
 * vi: trình cắm bad, chỉ tiêu bad.thing, inputs[0] (value): source 3 vượt quá sources, bảng này có 0 dòng, đếm từ 0 */
#include "good.h"

static const struct chiso_input inputs[] = {
	{.field = {FIELD("value")}, .source = 3},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_TERMS, GOOD_OUTPUTS, CHISO_TABLE(input, inputs),
	.map = good_map};
PLUGIN(&thing)
