/* SPDX-License-Identifier: MIT */
/* It has a unit of measure that nobody knows. */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {FIELD("total"), .unit = "furlong"}, .denominator = CHISO_ONE, .scale = 1}};
THING(GOOD_TERMS, CHISO_TABLE(output, outputs), .map = sound_map)
