/* SPDX-License-Identifier: MIT */
/* It has no id.
 * en: plugin ?: id is NULL
 * vi: trình cắm ?: id là NULL */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS};
static const struct chiso_indicator *const things[] = {&thing};
static const struct chiso_plugin plugin = {.size = sizeof plugin,
					   .abi = CHISO_ABI,
					   .version = "1.0",
					   .indicators = things,
					   .n_indicators = 1};
CHISO_EXPORT const struct chiso_plugin *chiso_plugin_entry(uint32_t abi);
const struct chiso_plugin *chiso_plugin_entry(uint32_t abi)
{
	(void)abi;
	return &plugin;
}
