/* SPDX-License-Identifier: MIT */
/* The default of a parameter is a fraction over 0.
 * en: plugin bad, indicator bad.thing, params[0] (line): def has no usable value
 * vi: trình cắm bad, chỉ tiêu bad.thing, params[0] (line): def không có giá trị dùng được */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {.id = "line", .title = TITLE, .type = CHISO_RATIO},
	 .def = {.type = CHISO_RATIO, .as.ratio = {1, 0}}},
};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(param, params)};
PLUGIN(&thing)
