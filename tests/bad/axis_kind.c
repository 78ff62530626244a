/* SPDX-License-Identifier: MIT */
/* An input repeats along the values of a parameter.
 * en: plugin bad, indicator bad.thing, inputs[0] (value): value repeats along an axis of another kind than CHISO_AXIS_INPUT
 * vi: trình cắm bad, chỉ tiêu bad.thing, inputs[0] (value): value lặp theo một trục không thuộc loại CHISO_AXIS_INPUT */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {.id = "k", .title = TITLE, .type = CHISO_F64, .flags = CHISO_LIST}},
};
static const struct chiso_input inputs[] = {{.field = {FIELD("value")}, .axis = 1}};
static const struct chiso_axis axes[] = {{.field = {FIELD("cutoff")}, .kind = CHISO_AXIS_PARAM}};
static const struct chiso_indicator thing = {
	GOOD_HEAD,        GOOD_NAMES,    GOOD_TERMS,   GOOD_OUTPUTS,
	.map = good_map,  CHISO_TABLE(input, inputs),  CHISO_TABLE(param, params),
	.axes = axes,     .n_axes = 1,   .axis_stride = sizeof *axes};
PLUGIN(&thing)
