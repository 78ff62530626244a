/* SPDX-License-Identifier: MIT */
/* The denominator of an output is a term that there is not.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): denominator 5 is past the end of terms, which has 1 rows, counted from 0
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): denominator 5 vượt quá terms, bảng này có 1 dòng, đếm từ 0 */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .denominator = 5, .scale = 1},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs)};
PLUGIN(&thing)
