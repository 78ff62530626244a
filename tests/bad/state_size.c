/* SPDX-License-Identifier: MIT */
/* The struct of a state is shorter than this ABI has it.
 * en: plugin bad, indicator bad.thing: size is 8, less than the SIZE_STATE bytes of this ABI; build the plugin again
 * vi: trình cắm bad, chỉ tiêu bad.thing: size là 8, nhỏ hơn SIZE_STATE byte của ABI này; hãy biên dịch lại trình cắm */
#include "good.h"

static const struct chiso_state state = {.size = 8, .state_size = 8};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, .state = &state};
PLUGIN(&thing)
