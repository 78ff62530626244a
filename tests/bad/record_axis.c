/* SPDX-License-Identifier: MIT */
/* An output of record() repeats.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): a record indicator has no axis
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): chỉ tiêu theo bản ghi không có axis */
#include "good.h"

static const struct chiso_param params[] = {
	{.field = {.id = "k", .title = TITLE, .type = CHISO_F64, .flags = CHISO_LIST}},
};
static const struct chiso_axis axes[] = {{.field = {FIELD("cutoff")}, .kind = CHISO_AXIS_PARAM}};
static const struct chiso_output outputs[] = {{.field = {FIELD("total")}, .axis = {1}}};
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, CHISO_TABLE(output, outputs), CHISO_TABLE(param, params),
	.axes = axes, .n_axes = 1, .axis_stride = sizeof *axes, .record = good_record};
PLUGIN(&thing)
