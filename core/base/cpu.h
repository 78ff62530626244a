/* SPDX-License-Identifier: MIT */
/* What the processor can do.  Whatever is done with it is done without it, too, and comes to the same. */
#ifndef CORE_CPU_H
#define CORE_CPU_H

/** Asks for what will be looked at, or added to, soon: it comes from memory while other things are done.  The
 *  place may be any, or none. */
static inline void cpu_ask_for(const void *p)
{
#ifdef __GNUC__
	__builtin_prefetch(p, 1);
#else
	(void)p;
#endif
}

/** The same of what will be looked at a bit later, among so much else that the first cache has no room for it. */
static inline void cpu_ask_for_later(const void *p)
{
#ifdef __GNUC__
	__builtin_prefetch(p, 0, 2);
#else
	(void)p;
#endif
}

/** Whether functions for "avx2,bmi,bmi2,popcnt,pclmul" may be called. */
static inline int cpu_is_wide(void)
{
#if defined __GNUC__ && defined __x86_64__
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
	       __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
#else
	return 0;
#endif
}

/** How much of it there is; the widest are those where functions for "avx512f,avx512bw,avx512vl,avx512vbmi,
 *  avx512vbmi2" may be called, too. */
enum cpu_width { CPU_ANY, CPU_WIDE, CPU_WIDEST };

static inline enum cpu_width cpu_width(void)
{
#if defined __GNUC__ && defined __x86_64__
	if (cpu_is_wide() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
	    __builtin_cpu_supports("avx512vbmi2"))
		return CPU_WIDEST;
#endif
	return cpu_is_wide() ? CPU_WIDE : CPU_ANY;
}

#endif
