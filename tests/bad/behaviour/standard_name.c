/* SPDX-License-Identifier: MIT */
/* It brings a standard that misspells its parameter. */
#include "good.h"

#include <string.h>

static const struct chiso_param params[] = {{.field = {FIELD("line")}, .def = {CHISO_F64, 0, {.f64 = 1}}}};
static const char standard[] =
	"{\"id\": \"bad.lines\", \"title\": {\"en\": \"Lines\", \"vi\": \"V\\u1ea1ch\"}, \"source\": \"made up\","
	" \"valid_from\": null, \"valid_to\": null, \"indicators\": [\"bad.thing\"],"
	" \"values\": {\"lien\": {\"value\": 2, \"status\": \"unconfirmed\"}}}";
static const struct chiso_document files[] = {{"lines.json", standard, sizeof standard - 1}, {0}};
static const void *extension(const char *name)
{
	return !strcmp(name, CHISO_STANDARDS) ? files : NULL;
}
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, CHISO_TABLE(param, params), SUMS, .map = sound_map};
CHISO_PLUGIN_WITH(extension, "bad", "1.0", "chiso", "MIT", &thing)
