/* SPDX-License-Identifier: MIT */
/* An axis goes along the values of an input whose codes are declared.
 * en: plugin bad, indicator bad.thing, axes[0] (crop): this axis goes along kind, which is no CHISO_CODE without codes
 * vi: trình cắm bad, chỉ tiêu bad.thing, axes[0] (crop): trục này đi theo kind, không phải CHISO_CODE without codes */
#include "good.h"

static const struct chiso_code codes[] = {{"a", TITLE}, {0}};
static const struct chiso_input inputs[] = {
	{.field = {.id = "kind", .title = TITLE, .type = CHISO_CODE, .codes = codes}},
};
static const struct chiso_axis axes[] = {{.field = {FIELD("crop")}, .kind = CHISO_AXIS_DATA}};
static const struct chiso_indicator thing = {
	GOOD_HEAD,          GOOD_NAMES,         GOOD_TERMS,      GOOD_OUTPUTS,
	.map = good_map,    CHISO_TABLE(input, inputs), .axes = axes, .n_axes = 1,
	.axis_stride = sizeof *axes};
PLUGIN(&thing)
