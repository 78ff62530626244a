/* SPDX-License-Identifier: MIT */
/* An input is of a type that there is not.
 * en: plugin bad, indicator bad.thing, inputs[0] (value): type can't be 99
 * vi: trình cắm bad, chỉ tiêu bad.thing, inputs[0] (value): type không thể là 99 */
#include "good.h"

static const struct chiso_input inputs[] = {
	{.field = {.id = "value", .title = TITLE, .type = 99}},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_TERMS, GOOD_OUTPUTS, CHISO_TABLE(input, inputs),
	.map = good_map};
PLUGIN(&thing)
