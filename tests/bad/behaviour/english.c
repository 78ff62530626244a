/* SPDX-License-Identifier: MIT */
/* It has an output without a Vietnamese title. */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {.id = "total", .title = CHISO_T({"en", "Total"}), .type = CHISO_F64},
	 .denominator = CHISO_ONE, .scale = 1}};
THING(GOOD_TERMS, CHISO_TABLE(output, outputs), .map = sound_map)
