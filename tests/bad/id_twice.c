/* SPDX-License-Identifier: MIT */
/* Two inputs have one id.
 * en: plugin bad, indicator bad.thing, inputs[1] (value): id "value" is taken by inputs[0]
 * vi: trình cắm bad, chỉ tiêu bad.thing, inputs[1] (value): mã "value" đã được inputs[0] dùng */
#include "good.h"

static const struct chiso_input inputs[] = {{.field = {FIELD("value")}},
					    {.field = {FIELD("value")}}};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_TERMS, GOOD_OUTPUTS, CHISO_TABLE(input, inputs),
	.map = good_map};
PLUGIN(&thing)
