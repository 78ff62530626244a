/* SPDX-License-Identifier: MIT */
/* What an input or a parameter takes, in words: "number, ha, 0 or more, required". */
#ifndef CLI_DESCRIBE_H
#define CLI_DESCRIBE_H

#include "say.h"

/** New strings, NULL without memory.  Caller frees. */
char *describe_input(const struct cli *cli, const struct chiso_input *input);
char *describe_param(const struct cli *cli, const struct chiso_param *param);

#endif
