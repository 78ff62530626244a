/* SPDX-License-Identifier: MIT */
/* Adding rows of terms to slots, millions of times.
 *
 * Terms are taken in fours, each of which is a line of the cache: a four of zeros is not even looked for.
 * Where slots have heads the first two terms stand beside the head, and the fours begin behind. */
#include "sum.h"

#include <chiso/plugin.h>

#include <string.h>

/* Bits for as many fours as fit beside SUMS_WILD; of slots with more each four is looked at again. */
enum { MOST_FOURS = 62 };

/* Terms that may have to be multiplied first. */
struct addend {
	const double *terms;
	double factor;
	const struct sums_plan *plan; /* NULL: they are added as they are */
};

/* Without branches, which would be as often wrong as right. */
static inline double value(const struct addend *x, size_t i)
{
	double as_is = x->terms[i], product = as_is * x->factor, v;
	uint64_t a, b;

	if (!x->plan)
		return as_is;
	memcpy(&a, &as_is, sizeof a);
	memcpy(&b, &product, sizeof b);
	a = (a ^ ((a ^ b) & x->plan->scaled[i])) & x->plan->counted[i];
	memcpy(&v, &a, sizeof v);
	return v;
}

static size_t n_beside(const struct sums *sums)
{
	size_t most = sums->has_heads ? 2 : 0;

	return sums->n_terms < most ? sums->n_terms : most;
}

/* ---- two at a time --------------------------------------------------------------------------- */

#if defined __GNUC__ && !defined SUM_PORTABLE
/* Only vectors can be declared in no other way than by a typedef. */
typedef double vector __attribute__((vector_size(16), aligned(8), may_alias));
typedef uint64_t mask __attribute__((vector_size(16), aligned(8), may_alias));

/* Adds to a pair when hi and lo alone can take it.  lo + e = m has no error if and only if m - lo
 * is e and m - e is lo, for the difference from the larger one is computed without error (Dekker).
 * An overflow makes e NaN or infinite and so fails the test. */
static inline int add_quickly(struct sum *pair, double x, double y)
{
	vector v = {x, y}, hi = *(vector *)pair->hi, lo = *(vector *)pair->lo;
	vector t = hi + v, c = t - hi, e = (hi - (t - c)) + (v - c), m = lo + e;
	mask bad = ((mask)(m - lo) ^ (mask)e) | ((mask)(m - e) ^ (mask)lo);

	if (bad[0] | bad[1])
		return 0;
	*(vector *)pair->hi = t;
	*(vector *)pair->lo = m;
	return 1;
}
#else
static inline int add_quickly(struct sum *pair, double x, double y)
{
	(void)pair;
	(void)x;
	(void)y;
	return 0;
}
#endif

int sums_add_pair(struct sums *sums, size_t slot, size_t term, double x, double y)
{
	if (x == 0 && y == 0)
		return CHISO_OK;
	if (add_quickly(&sums_row(sums, slot)[term / 2], x, y))
		return CHISO_OK;
	int status = sums_add_one(sums, slot, term, x);
	return status || y == 0 ? status : sums_add_one(sums, slot, term + 1, y);
}

static int add_pairs(struct sums *sums, size_t slot, const struct addend *x, size_t from, size_t to)
{
	int status = CHISO_OK;

	for (size_t i = from; i < to && !status; i += 2)
		status = sums_add_pair(sums, slot, i, value(x, i), i + 1 < to ? value(x, i + 1) : 0);
	return status;
}

/* Whether terms change anything, and SUMS_WILD; x - x is 0 of what is finite, and else NaN. */
static uint64_t look_at(const struct addend *x, size_t from, size_t to)
{
	uint64_t seen = 0;

	for (size_t i = from; i < to; i++) {
		double v = value(x, i), zero = v - v;

		seen |= (v != 0 ? (uint64_t)SUMS_WILD << 1 : 0) | (zero != 0 ? SUMS_WILD : 0);
	}
	return seen;
}

/* ---- four at a time -------------------------------------------------------------------------- */

#if defined __GNUC__ && defined __x86_64__ && !defined SUM_PORTABLE
#include <immintrin.h>

__attribute__((target("avx2"))) static inline __m256d load_four(const struct addend *x, size_t i)
{
	__m256d v = _mm256_loadu_pd(x->terms + i);

	if (!x->plan)
		return v;
	v = _mm256_blendv_pd(v, _mm256_mul_pd(v, _mm256_set1_pd(x->factor)),
	                     _mm256_loadu_pd((const double *)&x->plan->scaled[i]));
	return _mm256_and_pd(v, _mm256_loadu_pd((const double *)&x->plan->counted[i]));
}

/* Looks at the fours of which there is a bit, the first of them at i. */
__attribute__((target("avx2"))) static uint64_t look_widely(const struct addend *x, size_t i,
                                                            uint64_t fours)
{
	const __m256i size = _mm256_set1_epi64x(INT64_MAX);
	__m256d wild = _mm256_setzero_pd();
	uint64_t seen = 0;

	for (; fours; fours &= fours - 1) {
		__m256d v = load_four(x, i + 4 * (size_t)__builtin_ctzll(fours));

		wild = _mm256_or_pd(wild, _mm256_sub_pd(v, v));
		seen |= _mm256_testz_si256(_mm256_castpd_si256(v), size) ? 0 : fours & -fours;
	}
	return seen << 1 | (_mm256_testz_si256(_mm256_castpd_si256(wild), size) ? 0 : SUMS_WILD);
}

/* Adds as add_quickly() does two. */
__attribute__((target("avx2"))) static inline int add_four(struct sum *pairs, __m256d v)
{
	double *first = (double *)&pairs[0], *second = (double *)&pairs[1];
	__m256d a = _mm256_loadu_pd(first), b = _mm256_loadu_pd(second);
	__m256d hi = _mm256_permute2f128_pd(a, b, 0x20);
	__m256d lo = _mm256_permute2f128_pd(a, b, 0x31);
	__m256d t = _mm256_add_pd(hi, v), c = _mm256_sub_pd(t, hi);
	__m256d e = _mm256_add_pd(_mm256_sub_pd(hi, _mm256_sub_pd(t, c)), _mm256_sub_pd(v, c));
	__m256d m = _mm256_add_pd(lo, e);
	__m256i bad = _mm256_castpd_si256(_mm256_or_pd(_mm256_xor_pd(_mm256_sub_pd(m, lo), e),
	                                               _mm256_xor_pd(_mm256_sub_pd(m, e), lo)));

	if (!_mm256_testz_si256(bad, bad))
		return 0;
	_mm256_storeu_pd(first, _mm256_permute2f128_pd(t, m, 0x20));
	_mm256_storeu_pd(second, _mm256_permute2f128_pd(t, m, 0x31));
	return 1;
}

/* Adds the fours of which there is a bit, and clears it; the rest are those that can't be added so. */
__attribute__((target("avx2"))) static uint64_t add_widely(struct sum *pairs, const struct addend *x,
                                                           size_t from, uint64_t seen)
{
	uint64_t rest = 0;

	for (; seen; seen &= seen - 1) {
		size_t i = from + 4 * (size_t)__builtin_ctzll(seen);

		if (!add_four(pairs + i / 2, load_four(x, i)))
			rest |= seen & -seen;
	}
	return rest;
}

int sums_are_wide(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}
#else
static uint64_t look_widely(const struct addend *x, size_t i, uint64_t fours)
{
	(void)x;
	(void)i;
	(void)fours;
	return 0;
}

static uint64_t add_widely(struct sum *pairs, const struct addend *x, size_t from, uint64_t seen)
{
	(void)pairs;
	(void)x;
	(void)from;
	return seen;
}

int sums_are_wide(void)
{
	return 0;
}
#endif

/* ---- rows ------------------------------------------------------------------------------------ */

static size_t n_fours(const struct sums *sums)
{
	return (sums->n_terms - n_beside(sums) + 3) / 4;
}

static uint64_t bits(size_t n)
{
	return n < 64 ? ((uint64_t)1 << n) - 1 : UINT64_MAX;
}

uint64_t sums_fours(const struct sums *sums, const uint64_t *counted)
{
	size_t from = n_beside(sums);
	uint64_t fours = 0;

	if (n_fours(sums) > MOST_FOURS)
		return UINT64_MAX;
	for (size_t i = from; i < sums->n_terms; i++)
		if (counted[i])
			fours |= (uint64_t)1 << (i - from) / 4;
	return fours;
}

/* Of the fours behind the terms beside the head, the first one's bit is above SUMS_WILD. */
static uint64_t look_at_fours(const struct sums *sums, const struct addend *x)
{
	size_t from = n_beside(sums), n = sums->n_terms, whole = (n - from) / 4;
	uint64_t fours = x->plan ? x->plan->fours : bits(n_fours(sums)), seen = 0;

	if (sums->is_wide) {
		seen = look_widely(x, from, fours & bits(whole));
		fours &= ~bits(whole);
	}
	for (size_t i = 0; fours >> i; i++) {
		size_t first = from + 4 * i;
		uint64_t some = fours >> i & 1 ? look_at(x, first, first + 4 < n ? first + 4 : n) : 0;

		seen |= (some & SUMS_WILD) | (some >> 1) << (1 + i);
	}
	return seen;
}

uint64_t sums_look(const struct sums *sums, size_t slot, const double *terms, double factor,
                   const struct sums_plan *plan)
{
	const struct addend x = {terms, factor, plan};

	if (!sums->n_terms)
		return 0;
	uint64_t wild = look_at(&x, 0, n_beside(sums)) & SUMS_WILD;

	if (n_fours(sums) > MOST_FOURS) {
		wild |= look_at(&x, n_beside(sums), sums->n_terms) & SUMS_WILD;
		return ~(uint64_t)SUMS_WILD | wild;
	}
	uint64_t seen = look_at_fours(sums, &x) | wild;
#ifdef __GNUC__
	const struct sum *pairs = sums_row(sums, slot) + n_beside(sums) / 2;

	__builtin_prefetch(sums_head(sums, slot), 1);
	for (uint64_t left = seen >> 1; left; left &= left - 1)
		__builtin_prefetch(pairs + 2 * __builtin_ctzll(left), 1);
#else
	(void)slot;
#endif
	return seen;
}

int sums_add_seen(struct sums *sums, size_t slot, const double *terms, double factor,
                  const struct sums_plan *plan, uint64_t seen)
{
	const struct addend x = {terms, factor, plan};
	size_t from = n_beside(sums), n = sums->n_terms, whole = (n - from) / 4;

	if (seen & SUMS_WILD)
		return CHISO_EDATA;
	if (!n)
		return CHISO_OK;
	int status = add_pairs(sums, slot, &x, 0, from);
	if (n_fours(sums) > MOST_FOURS)
		return status ? status : add_pairs(sums, slot, &x, from, n);
	uint64_t fours = seen >> 1;
	if (sums->is_wide && whole) {
		uint64_t rest = add_widely(sums_row(sums, slot), &x, from, fours & bits(whole));

		fours = (fours & ~bits(whole)) | rest;
	}
	for (size_t i = from; fours && !status; i += 4, fours >>= 1)
		if (fours & 1)
			status = add_pairs(sums, slot, &x, i, i + 4 < n ? i + 4 : n);
	return status;
}

int sums_add(struct sums *sums, size_t slot, const double *terms)
{
	uint64_t seen = sums_look(sums, slot, terms, 1, NULL);

	return sums_add_seen(sums, slot, terms, 1, NULL, seen);
}
