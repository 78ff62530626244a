/* SPDX-License-Identifier: MIT */
/* The least value of an input is above the greatest.
 * en: plugin bad, indicator bad.thing, inputs[0] (value): min 10 is not below max 2.5
 * vi: trình cắm bad, chỉ tiêu bad.thing, inputs[0] (value): min 10 không nhỏ hơn max 2.5 */
#include "good.h"

static const struct chiso_input inputs[] = {
	{.field = {FIELD("value")}, .min = 10, .max = 2.5},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_TERMS, GOOD_OUTPUTS, CHISO_TABLE(input, inputs),
	.map = good_map};
PLUGIN(&thing)
