/* SPDX-License-Identifier: MIT */
/* It has an axis, which this host can not do yet.
 * en: plugin bad, indicator bad.thing, axes[0] (crop): this chiso can't do axes yet
 * vi: trình cắm bad, chỉ tiêu bad.thing, axes[0] (crop): chiso này chưa hỗ trợ axes */
#include "good.h"

static const struct chiso_axis axes[] = {{.field = {FIELD("crop")}, .kind = CHISO_AXIS_DATA}};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, .axes = axes, .n_axes = 1,
					     .axis_stride = sizeof *axes};
PLUGIN(&thing)
