/* SPDX-License-Identifier: MIT */
/* Its entry gives another description each time. */
#include "good.h"

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, SUMS, .map = sound_map};
static const struct chiso_indicator *const things[] = {&thing};
static const struct chiso_plugin plugins[] = {{sizeof(struct chiso_plugin), CHISO_ABI, "bad", "1.0", "chiso", "MIT", NULL, NULL, things, 1, NULL},
	{sizeof(struct chiso_plugin), CHISO_ABI, "bad", "1.0", "chiso", "MIT", NULL, NULL, things, 1, NULL}};

CHISO_EXPORT const struct chiso_plugin *chiso_plugin_entry(uint32_t abi)
{
	static volatile int calls;

	calls = !calls;
	return abi >> 16 == CHISO_ABI >> 16 ? &plugins[calls] : NULL;
}
