/* SPDX-License-Identifier: MIT */
/* It has an extension of every name. */
#include "good.h"

static const void *extension(const char *name)
{
	return name[6] == 's' ? NULL : name;
}
static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, SUMS, .map = sound_map};
CHISO_PLUGIN_WITH(extension, "bad", "1.0", "chiso", "MIT", &thing)
