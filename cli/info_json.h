/* SPDX-License-Identifier: MIT */
/* What an indicator, a plugin or a standard is, as JSON on standard output. */
#ifndef CLI_INFO_JSON_H
#define CLI_INFO_JSON_H

#include "say.h"

/** A text in quotes; null: NULL. */
void put_json_string(const char *text);
/** plugin: the id of the one that has it, or NULL. */
void json_indicator(const struct cli *cli, const struct chiso_indicator *indicator,
		    const char *plugin);
void json_plugin(const struct cli *cli, const struct chiso_plugin *plugin);
/** at: its number in the context. */
void json_standard(struct cli *cli, size_t at, const struct chiso_standard_info *info);

#endif
