/* SPDX-License-Identifier: MIT */
/* Its code holds an address, to be filled in when it is loaded.
 * cc: -Wl,-z,notext */
#include "good.h"

static const int somewhere = 1;
__attribute__((noinline, used)) static const int *where(void)
{
#if UINTPTR_MAX > 0xffffffff
	__asm__ volatile("jmp 1f\n.quad %c0\n1:" : : "i"(&somewhere));
#endif
	return &somewhere;
}
THING(SUMS, .map = sound_map)
