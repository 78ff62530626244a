/* SPDX-License-Identifier: MIT */
/* It puts nothing out.
 * en: plugin bad, indicator bad.thing: it has no outputs
 * vi: trình cắm bad, chỉ tiêu bad.thing: không có đầu ra */
#include "good.h"

static const struct chiso_indicator thing = {GOOD};
PLUGIN(&thing)
