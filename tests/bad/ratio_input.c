/* SPDX-License-Identifier: MIT */
/* An input is a fraction, which only parameters can be.
 * en: plugin bad, indicator bad.thing, inputs[0] (value): type can't be CHISO_RATIO
 * vi: trình cắm bad, chỉ tiêu bad.thing, inputs[0] (value): type không thể là CHISO_RATIO */
#include "good.h"

static const struct chiso_input inputs[] = {
	{.field = {.id = "value", .title = TITLE, .type = CHISO_RATIO}},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_TERMS, GOOD_OUTPUTS, CHISO_TABLE(input, inputs),
	.map = good_map};
PLUGIN(&thing)
