/* SPDX-License-Identifier: MIT */
/* The default of a parameter is a code that there is not.
 * en: plugin bad, indicator bad.thing, params[0] (line): the default 2 is not from 0 to 1
 * vi: trình cắm bad, chỉ tiêu bad.thing, params[0] (line): mặc định 2 không nằm trong khoảng 0 đến 1 */
#include "good.h"

static const struct chiso_code codes[] = {{"rural", TITLE}, {"urban", TITLE}, {0}};
static const struct chiso_param params[] = {
	{.field = {.id = "line", .title = TITLE, .type = CHISO_CODE, .codes = codes},
	 .def = {.type = CHISO_CODE, .as.code = 2}},
};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(param, params)};
PLUGIN(&thing)
