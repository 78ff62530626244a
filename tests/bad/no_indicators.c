/* SPDX-License-Identifier: MIT */
/* It has no indicators.
 * en: plugin bad: it has no indicators
 * vi: trình cắm bad: không có chỉ tiêu nào */
#include "good.h"

static const struct chiso_plugin plugin = {
	.size = sizeof plugin, .abi = CHISO_ABI, .id = "bad", .version = "1.0"};
CHISO_EXPORT const struct chiso_plugin *chiso_plugin_entry(uint32_t abi);
const struct chiso_plugin *chiso_plugin_entry(uint32_t abi)
{
	(void)abi;
	return &plugin;
}
