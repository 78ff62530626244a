/* SPDX-License-Identifier: MIT */
/* What the processor can do.  Whatever is done with it is done without it, too, and comes to the same. */
#ifndef CORE_CPU_H
#define CORE_CPU_H

/** Whether functions for "avx2,bmi,popcnt" may be called. */
static inline int cpu_is_wide(void)
{
#if defined __GNUC__ && defined __x86_64__
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
#else
	return 0;
#endif
}

#endif
