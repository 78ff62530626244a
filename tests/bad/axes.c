/* SPDX-License-Identifier: MIT */
/* It has an axis of a kind that there is not.
 * en: plugin bad, indicator bad.thing, axes[0] (crop): kind can't be 9
 * vi: trình cắm bad, chỉ tiêu bad.thing, axes[0] (crop): kind không thể là 9 */
#include "good.h"

static const struct chiso_axis axes[] = {{.field = {FIELD("crop")}, .kind = 9}};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, .axes = axes, .n_axes = 1,
					     .axis_stride = sizeof *axes};
PLUGIN(&thing)
