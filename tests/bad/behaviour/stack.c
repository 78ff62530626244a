/* SPDX-License-Identifier: MIT */
/* Its stack is to be executable.
 * cc: -Wl,-z,execstack */
#include "good.h"

THING(SUMS, .map = sound_map)
