/* SPDX-License-Identifier: MIT */
/* It is of an ABI that is yet to come.
 * en: FILE is made for plugin ABI 7.3, this chiso has ABI_VERSION; a newer chiso is needed
 * vi: FILE được làm cho ABI trình cắm 7.3, chiso này có ABI_VERSION; cần chiso mới hơn */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS};
static const struct chiso_indicator *const things[] = {&thing};
static const struct chiso_plugin plugin = {.size = sizeof plugin,
					   .abi = 7u << 16 | 3,
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
