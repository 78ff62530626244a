/* SPDX-License-Identifier: MIT */
/* An output has no id.
 * en: plugin bad, indicator bad.thing, outputs[0] (?): id is NULL
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (?): id là NULL */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {.title = TITLE, .type = CHISO_F64}, .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_indicator thing = {GOOD, CHISO_TABLE(output, outputs)};
PLUGIN(&thing)
