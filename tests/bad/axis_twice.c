/* SPDX-License-Identifier: MIT */
/* A term repeats along the same axis twice.
 * en: plugin bad, indicator bad.thing, terms[0] (sum): axis 1 comes twice
 * vi: trình cắm bad, chỉ tiêu bad.thing, terms[0] (sum): trục 1 xuất hiện hai lần */
#include "good.h"

static const struct chiso_axis axes[] = {{.field = {FIELD("part")}, .kind = CHISO_AXIS_INPUT}};
static const struct chiso_term terms[] = {{.field = {FIELD("sum")}, .axis = {1, 1}}};
static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .axis = {1}, .denominator = CHISO_ONE, .scale = 1}};
static const struct chiso_indicator thing = {
	GOOD_HEAD,    GOOD_NAMES,  GOOD_INPUTS, CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs),
	.axes = axes, .n_axes = 1, .axis_stride = sizeof *axes,           .map = good_map};
PLUGIN(&thing)
