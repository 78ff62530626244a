/* SPDX-License-Identifier: MIT */
/* It exports a function beside its entry. */
#include "good.h"

CHISO_EXPORT int another(void);
int another(void)
{
	return 1;
}
THING(SUMS, .map = sound_map)
