/* SPDX-License-Identifier: MIT */
/* The least value of a parameter is above the greatest.
 * en: plugin bad, indicator bad.thing, params[0] (line): min 1/2 is not below max 1/3
 * vi: trình cắm bad, chỉ tiêu bad.thing, params[0] (line): min 1/2 không nhỏ hơn max 1/3 */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {.id = "line", .title = TITLE, .type = CHISO_RATIO},
	 .min = {.type = CHISO_RATIO, .as.ratio = {1, 2}},
	 .max = {.type = CHISO_RATIO, .as.ratio = {1, 3}}},
};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(param, params)};
PLUGIN(&thing)
