/* SPDX-License-Identifier: MIT */
/* It announces rows of a table that it has not.
 * en: plugin bad, indicator bad.thing, params: 2 rows are announced, but the table is NULL
 * vi: trình cắm bad, chỉ tiêu bad.thing, params: khai báo 2 dòng nhưng bảng là NULL */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, .n_params = 2,
					     .param_stride = sizeof(struct chiso_param)};
PLUGIN(&thing)
