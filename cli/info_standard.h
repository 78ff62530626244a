/* SPDX-License-Identifier: MIT */
/* A standard for people: its numbers and items, each with its status. */
#ifndef CLI_INFO_STANDARD_H
#define CLI_INFO_STANDARD_H

#include "say.h"

/** at: its number in the context. */
void print_standard(struct cli *cli, size_t at, const struct chiso_standard_info *info);
/** "2022-01-01/2026-12-31", either end may be open; "" when both are. */
enum { VALIDITY_ROOM = 32 };
void validity_text(char out[VALIDITY_ROOM], const struct chiso_standard_info *info);

#endif
