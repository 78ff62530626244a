/* SPDX-License-Identifier: MIT */
/* Two of its indicators have one id.
 * en: plugin bad, indicator bad.thing: id "bad.thing" is taken by indicators[0]
 * vi: trình cắm bad, chỉ tiêu bad.thing: mã "bad.thing" đã được indicators[0] dùng */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS}, other = {GOOD, GOOD_OUTPUTS};
PLUGIN(&thing, &other)
