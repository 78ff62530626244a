/* SPDX-License-Identifier: MIT */
/* The default of a parameter is of another type.
 * en: plugin bad, indicator bad.thing, params[0] (line): def is CHISO_I64, but the parameter is CHISO_F64
 * vi: trình cắm bad, chỉ tiêu bad.thing, params[0] (line): def là CHISO_I64 nhưng tham số là CHISO_F64 */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {FIELD("line")}, .def = {.type = CHISO_I64, .as.i64 = 3}},
};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(param, params)};
PLUGIN(&thing)
