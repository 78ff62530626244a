/* SPDX-License-Identifier: MIT */
/* Its entry gives NULL whatever the host.
 * en: FILE does not serve plugin ABI ABI_VERSION, which this chiso has; build the plugin for it
 * vi: FILE không hỗ trợ ABI trình cắm ABI_VERSION của chiso này; hãy biên dịch lại trình cắm cho phù hợp */
#include "good.h"

CHISO_EXPORT const struct chiso_plugin *chiso_plugin_entry(uint32_t abi);
const struct chiso_plugin *chiso_plugin_entry(uint32_t abi)
{
	(void)abi;
	return NULL;
}
