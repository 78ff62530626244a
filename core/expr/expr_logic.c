/* SPDX-License-Identifier: MIT */
/* The kernels of comparisons, of true and false, and of what is missing. */
#include "base/group.h"
#include "expr/expr_internal.h"

#include <string.h>

#define KERNEL(name) void name(const struct vector *out, const struct vector *const *in, size_t n)

/* ---- comparisons --------------------------------------------------------------------------- */

#define COMPARE(name, type, member, sign, eight) \
	static void name##_values(uint8_t *restrict to, const type *restrict a, \
	                          const type *restrict b, size_t n) \
	{ \
		size_t i = 0; \
\
		eight; \
		for (; i < n; i++) \
			to[i] = a[i] sign b[i]; \
	} \
	KERNEL(name) \
	{ \
		name##_values(out->at.boolean, in[0]->at.member, in[1]->at.member, n); \
		expr_merge(out->missing, in[0]->missing, in[1]->missing, n); \
	}

#ifdef __SSE2__
#include <emmintrin.h>

/* Whether each of eight numbers compares so to another one, a byte each: what is all ones or nothing becomes half as
 * wide three times. */
#define EIGHT(compare) \
	for (; n - i >= 8; i += 8) { \
		__m128 is[4]; \
\
		for (int k = 0; k < 4; k++) \
			is[k] = _mm_castpd_ps(compare(_mm_loadu_pd(a + i + 2 * k), \
			                              _mm_loadu_pd(b + i + 2 * k))); \
		__m128i first = _mm_castps_si128(_mm_shuffle_ps(is[0], is[1], 0x88)); \
		__m128i last = _mm_castps_si128(_mm_shuffle_ps(is[2], is[3], 0x88)); \
		__m128i words = _mm_packs_epi32(first, last); \
		_mm_storel_epi64((__m128i *)(void *)(to + i), \
		                 _mm_and_si128(_mm_packs_epi16(words, words), _mm_set1_epi8(1))); \
	}
#else
#define EIGHT(compare) (void)0
#endif

COMPARE(expr_eq_f64, double, f64, ==, EIGHT(_mm_cmpeq_pd))
COMPARE(expr_ne_f64, double, f64, !=, EIGHT(_mm_cmpneq_pd))
COMPARE(expr_lt_f64, double, f64, <, EIGHT(_mm_cmplt_pd))
COMPARE(expr_le_f64, double, f64, <=, EIGHT(_mm_cmple_pd))
COMPARE(expr_gt_f64, double, f64, >, EIGHT(_mm_cmpgt_pd))
COMPARE(expr_ge_f64, double, f64, >=, EIGHT(_mm_cmpge_pd))

#define COMPARISONS(suffix, type, member) \
	COMPARE(expr_eq_##suffix, type, member, ==, (void)0) \
	COMPARE(expr_ne_##suffix, type, member, !=, (void)0) \
	COMPARE(expr_lt_##suffix, type, member, <, (void)0) \
	COMPARE(expr_le_##suffix, type, member, <=, (void)0) \
	COMPARE(expr_gt_##suffix, type, member, >, (void)0) \
	COMPARE(expr_ge_##suffix, type, member, >=, (void)0)

COMPARISONS(boolean, uint8_t, boolean)
COMPARISONS(date, int32_t, date)

/* Bytewise, which in UTF-8 is by code point. */
static int order(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int by_bytes = n ? memcmp(a.text, b.text, n) : 0;

	return by_bytes ? by_bytes : (a.n > b.n) - (a.n < b.n);
}

/* A missing string may point nowhere. */
#define COMPARE_STRINGS(name, sign) \
	KERNEL(name) \
	{ \
		const struct slice *a = in[0]->at.str, *b = in[1]->at.str; \
		const uint8_t *restrict missing = out->missing; \
		uint8_t *restrict to = out->at.boolean; \
\
		expr_merge(out->missing, in[0]->missing, in[1]->missing, n); \
		for (size_t i = 0; i < n; i++) \
			to[i] = !missing[i] && order(a[i], b[i]) sign 0; \
	}

/* Whether they are the same needs no order; most are short. */
static inline int are_same(struct slice a, struct slice b)
{
	if (a.n != b.n)
		return 0;
	return a.n <= sizeof(uint64_t) ? text_word(a.text, a.n) == text_word(b.text, b.n)
	                               : !memcmp(a.text, b.text, a.n);
}

#define SAME_STRINGS(name, sign) \
	KERNEL(name) \
	{ \
		const struct slice *a = in[0]->at.str, *b = in[1]->at.str; \
		const uint8_t *restrict missing = out->missing; \
		uint8_t *restrict to = out->at.boolean; \
\
		expr_merge(out->missing, in[0]->missing, in[1]->missing, n); \
		for (size_t i = 0; i < n; i++) \
			to[i] = !missing[i] && are_same(a[i], b[i]) sign 1; \
	}

SAME_STRINGS(expr_eq_str, ==)
SAME_STRINGS(expr_ne_str, !=)
COMPARE_STRINGS(expr_lt_str, <)
COMPARE_STRINGS(expr_le_str, <=)
COMPARE_STRINGS(expr_gt_str, >)
COMPARE_STRINGS(expr_ge_str, >=)

/* ---- true and false ------------------------------------------------------------------------ */

/* Three-valued: `decisive` on either side decides, whether the other is missing or not. */
static void decide(const struct vector *out, const struct vector *const *in, size_t n,
                   uint8_t decisive)
{
	uint8_t *restrict to = out->at.boolean, *restrict missing = out->missing;
	const uint8_t *restrict a = in[0]->at.boolean, *restrict b = in[1]->at.boolean;
	const uint8_t *restrict a_missing = in[0]->missing, *restrict b_missing = in[1]->missing;

	for (size_t i = 0; i < n; i++) {
		uint8_t decided = (uint8_t)((!a_missing[i] & (a[i] == decisive)) |
		                            (!b_missing[i] & (b[i] == decisive)));
		uint8_t reason = a_missing[i] ? a_missing[i] : b_missing[i];

		to[i] = decided ? decisive : !decisive;
		missing[i] = decided ? 0 : reason;
	}
}

KERNEL(expr_and)
{
	decide(out, in, n, 0);
}

KERNEL(expr_or)
{
	decide(out, in, n, 1);
}

KERNEL(expr_not)
{
	for (size_t i = 0; i < n; i++)
		out->at.boolean[i] = !in[0]->at.boolean[i];
	memcpy(out->missing, in[0]->missing, n);
}

/* The parts of one operation over a list, where what is missing is missing. */
KERNEL(expr_both)
{
	for (size_t i = 0; i < n; i++)
		out->at.boolean[i] = in[0]->at.boolean[i] & in[1]->at.boolean[i];
	expr_merge(out->missing, in[0]->missing, in[1]->missing, n);
}

KERNEL(expr_either)
{
	for (size_t i = 0; i < n; i++)
		out->at.boolean[i] = in[0]->at.boolean[i] | in[1]->at.boolean[i];
	expr_merge(out->missing, in[0]->missing, in[1]->missing, n);
}

/* ---- missing ------------------------------------------------------------------------------- */

KERNEL(expr_is_null)
{
	for (size_t i = 0; i < n; i++)
		out->at.boolean[i] = in[0]->missing[i] != 0;
	memset(out->missing, 0, n);
}

KERNEL(expr_is_not_null)
{
	for (size_t i = 0; i < n; i++)
		out->at.boolean[i] = in[0]->missing[i] == 0;
	memset(out->missing, 0, n);
}

/* Most are not missing: eight are looked at together. */
size_t expr_next_missing(const uint8_t *missing, size_t i, size_t n)
{
	uint64_t word = 0;

	while (n - i >= sizeof word) {
		memcpy(&word, missing + i, sizeof word);
		if (word)
			break;
		i += sizeof word;
	}
	while (i < n && !missing[i])
		i++;
	return i;
}

/* What is missing of a choice. */
void expr_choose_missing(uint8_t *restrict to, const struct vector *const *in, size_t n)
{
	const uint8_t *restrict condition = in[0]->at.boolean, *restrict unknown = in[0]->missing;
	const uint8_t *restrict a = in[1]->missing, *restrict b = in[2]->missing;

	for (size_t i = 0; i < n; i++) {
		uint8_t is_first = condition[i] ? 0xff : 0, is_known = unknown[i] ? 0 : 0xff;
		uint8_t taken = (uint8_t)((a[i] & is_first) | (b[i] & ~is_first));

		to[i] = (uint8_t)(unknown[i] | (taken & is_known));
	}
}

/* What is missing of the first of two that is not. */
static void both_missing(uint8_t *restrict to, const uint8_t *restrict a, const uint8_t *restrict b,
                         size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t first = a[i];

		to[i] = b[i] ? first : 0;
	}
}

#define CHOICES(suffix, type, member) \
	KERNEL(expr_if_##suffix) \
	{ \
		const uint8_t *restrict condition = in[0]->at.boolean; \
		/* Not by a branch, which would be as often wrong as right. */ \
		const type *const either[2] = {in[2]->at.member, in[1]->at.member}; \
		type *restrict to = out->at.member; \
\
		for (size_t i = 0; i < n; i++) \
			to[i] = either[condition[i] != 0][i]; \
		expr_choose_missing(out->missing, in, n); \
	} \
	KERNEL(expr_first_##suffix) \
	{ \
		const type *restrict a = in[0]->at.member, *restrict b = in[1]->at.member; \
		const uint8_t *restrict a_missing = in[0]->missing; \
		type *restrict to = out->at.member; \
\
		memcpy(to, a, n * sizeof *to); \
		for (size_t i = expr_next_missing(a_missing, 0, n); i < n; \
		     i = expr_next_missing(a_missing, i + 1, n)) \
			to[i] = b[i]; \
		both_missing(out->missing, a_missing, in[1]->missing, n); \
	} \
	KERNEL(expr_copy_##suffix) \
	{ \
		memcpy(out->at.member, in[0]->at.member, n * sizeof(type)); \
		memcpy(out->missing, in[0]->missing, n); \
	}

CHOICES(f64, double, f64)
CHOICES(boolean, uint8_t, boolean)
CHOICES(date, int32_t, date)
CHOICES(str, struct slice, str)
