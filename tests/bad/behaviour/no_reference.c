/* SPDX-License-Identifier: MIT */
/* It does not say where it comes from. */
#include "good.h"

static const struct chiso_indicator thing = {.size = sizeof thing, .version = 1, .formula = "sum(value)",
	GOOD_NAMES, GOOD_INPUTS, SUMS, .map = sound_map};
PLUGIN(&thing)
