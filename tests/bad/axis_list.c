/* SPDX-License-Identifier: MIT */
/* An axis goes along a parameter that takes one value.
 * en: plugin bad, indicator bad.thing, axes[0] (cutoff): this axis goes along k, which is no CHISO_LIST
 * vi: trình cắm bad, chỉ tiêu bad.thing, axes[0] (cutoff): trục này đi theo k, không phải CHISO_LIST */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {.id = "k", .title = TITLE, .type = CHISO_F64}},
};
static const struct chiso_axis axes[] = {{.field = {FIELD("cutoff")}, .kind = CHISO_AXIS_PARAM}};
static const struct chiso_indicator thing = {
	GOOD, GOOD_OUTPUTS, CHISO_TABLE(param, params), .axes = axes, .n_axes = 1,
	.axis_stride = sizeof *axes};
PLUGIN(&thing)
