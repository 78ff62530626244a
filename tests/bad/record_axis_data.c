/* SPDX-License-Identifier: MIT */
/* It has record() and an axis over values that are not known before all records.
 * en: plugin bad, indicator bad.thing, axes[0] (kinds): a record indicator has no CHISO_AXIS_DATA
 * vi: trình cắm bad, chỉ tiêu bad.thing, axes[0] (kinds): chỉ tiêu theo bản ghi không có CHISO_AXIS_DATA */
#include "good.h"

static const struct chiso_input inputs[] = {
	{.field = {.id = "kind", .title = TITLE, .type = CHISO_CODE}}};
static const struct chiso_axis axes[] = {{.field = {FIELD("kinds")}, .kind = CHISO_AXIS_DATA}};
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, CHISO_TABLE(input, inputs), GOOD_OUTPUTS, .axes = axes, .n_axes = 1,
	.axis_stride = sizeof *axes, .record = good_record};
PLUGIN(&thing)
