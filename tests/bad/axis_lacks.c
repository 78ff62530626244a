/* SPDX-License-Identifier: MIT */
/* An output divides by a sum that repeats, and does not repeat itself.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): sum repeats along an axis that this output has not
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): sum lặp theo một trục mà đầu ra này không có */
#include "good.h"

static const struct chiso_axis axes[] = {{.field = {FIELD("part")}, .kind = CHISO_AXIS_INPUT}};
static const struct chiso_term terms[] = {{.field = {FIELD("sum")}, .axis = {1}}};
static const struct chiso_indicator thing = {
	GOOD_HEAD,    GOOD_NAMES,  GOOD_INPUTS, CHISO_TABLE(term, terms), GOOD_OUTPUTS,
	.axes = axes, .n_axes = 1, .axis_stride = sizeof *axes,           .map = good_map};
PLUGIN(&thing)
