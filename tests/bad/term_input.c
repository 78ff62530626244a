/* SPDX-License-Identifier: MIT */
/* A term adds up an input that there is not.
 * en: plugin bad, indicator bad.thing, terms[0] (sum): input 2 is past the end of inputs, which has 1 rows, counted from 1
 * vi: trình cắm bad, chỉ tiêu bad.thing, terms[0] (sum): input 2 vượt quá inputs, bảng này có 1 dòng, đếm từ 1 */
#include "good.h"

static const struct chiso_term terms[] = {
	{.field = {FIELD("sum")}, .input = 2},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, CHISO_TABLE(term, terms),
	.map = good_map};
PLUGIN(&thing)
