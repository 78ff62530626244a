/* SPDX-License-Identifier: MIT */
/* The direction of an indicator is none.
 * en: plugin bad, indicator bad.thing: direction can't be 2
 * vi: trình cắm bad, chỉ tiêu bad.thing: direction không thể là 2 */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, .direction = 2};
PLUGIN(&thing)
