/* SPDX-License-Identifier: MIT */
/* A term rolls up over time in a way that there is not.
 * en: plugin bad, indicator bad.thing, terms[0] (sum): over_time can't be 9
 * vi: trình cắm bad, chỉ tiêu bad.thing, terms[0] (sum): over_time không thể là 9 */
#include "good.h"

static const struct chiso_term terms[] = {
	{.field = {FIELD("sum")}, .over_time = 9},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, CHISO_TABLE(term, terms),
	.map = good_map};
PLUGIN(&thing)
