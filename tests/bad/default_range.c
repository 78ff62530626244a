/* SPDX-License-Identifier: MIT */
/* The default of a parameter is out of its range.
 * en: plugin bad, indicator bad.thing, params[0] (line): the default 3 is not from -INFINITY to 2.5
 * vi: trình cắm bad, chỉ tiêu bad.thing, params[0] (line): mặc định 3 không nằm trong khoảng -INFINITY đến 2.5 */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {FIELD("line")},
	 .def = {.type = CHISO_F64, .as.f64 = 3},
	 .max = {.type = CHISO_F64, .as.f64 = 2.5}},
};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(param, params)};
PLUGIN(&thing)
