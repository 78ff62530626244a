/* SPDX-License-Identifier: MIT */
/* It brings a standard that is no JSON. */
#include "good.h"

#include <string.h>

static const struct chiso_document files[] = {{"bad.json", "{", 1}, {0}};
static const void *extension(const char *name)
{
	return !strcmp(name, CHISO_STANDARDS) ? files : NULL;
}
static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, SUMS, .map = sound_map};
CHISO_PLUGIN_WITH(extension, "bad", "1.0", "chiso", "MIT", &thing)
