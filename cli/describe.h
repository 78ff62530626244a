/* SPDX-License-Identifier: MIT */
/* What an input or a parameter takes and an output gives, in words: "number, ha, 0 or more,
 * required"; what an axis goes along. */
#ifndef CLI_DESCRIBE_H
#define CLI_DESCRIBE_H

#include "say.h"

/** New strings, NULL without memory.  Caller frees. */
char *describe_input(const struct cli *cli, const struct chiso_indicator *indicator,
                     const struct chiso_input *input);
char *describe_param(const struct cli *cli, const struct chiso_indicator *indicator,
                     const struct chiso_param *param);
char *describe_output(const struct cli *cli, const struct chiso_indicator *indicator,
                      const struct chiso_output *output);
char *describe_axis(const struct cli *cli, const struct chiso_indicator *indicator, size_t axis);

#endif
