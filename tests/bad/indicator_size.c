/* SPDX-License-Identifier: MIT */
/* The struct of an indicator is shorter than this ABI has it.
 * en: plugin bad, indicator bad.thing: size is 100, less than the SIZE_INDICATOR bytes of this ABI; build the plugin again
 * vi: trình cắm bad, chỉ tiêu bad.thing: size là 100, nhỏ hơn SIZE_INDICATOR byte của ABI này; hãy biên dịch lại trình cắm */
#include "good.h"

static const struct chiso_indicator thing = {
	.size = 100, GOOD_NAMES, GOOD_INPUTS, GOOD_TERMS, GOOD_OUTPUTS, .map = good_map};
PLUGIN(&thing)
