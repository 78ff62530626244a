/* SPDX-License-Identifier: MIT */
/* Its struct is shorter than this ABI has it.
 * en: plugin bad: size is 40, less than the SIZE_PLUGIN bytes of this ABI; build the plugin again
 * vi: trình cắm bad: size là 40, nhỏ hơn SIZE_PLUGIN byte của ABI này; hãy biên dịch lại trình cắm */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS};
static const struct chiso_indicator *const things[] = {&thing};
static const struct chiso_plugin plugin = {.size = 40,
					   .abi = CHISO_ABI,
					   .id = "bad",
					   .version = "1.0",
					   .indicators = things,
					   .n_indicators = 1};
CHISO_EXPORT const struct chiso_plugin *chiso_plugin_entry(uint32_t abi);
const struct chiso_plugin *chiso_plugin_entry(uint32_t abi)
{
	(void)abi;
	return &plugin;
}
