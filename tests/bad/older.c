/* SPDX-License-Identifier: MIT */
/* It is of the ABI before the first.
 * en: FILE is made for plugin ABI 0.1, this chiso has ABI_VERSION; build the plugin again
 * vi: FILE được làm cho ABI trình cắm 0.1, chiso này có ABI_VERSION; hãy biên dịch lại trình cắm */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS};
static const struct chiso_indicator *const things[] = {&thing};
static const struct chiso_plugin plugin = {.size = sizeof plugin,
					   .abi = 1,
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
