/* SPDX-License-Identifier: MIT */
/* It does not say under which license it is. */
#include "good.h"

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, SUMS, .map = sound_map};
CHISO_PLUGIN("bad", "1.0", "chiso", "", &thing)
