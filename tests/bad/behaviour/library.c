/* SPDX-License-Identifier: MIT */
/* It is linked to another library.
 * cc: -L. -Wl,--no-as-needed -lother */
#include "good.h"

THING(SUMS, .map = sound_map)
