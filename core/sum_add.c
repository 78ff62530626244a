/* SPDX-License-Identifier: MIT */
/* Adding rows of terms to slots, millions of times.
 *
 * Terms are taken in fours, each of which is a line of the cache: a four of zeros is not even looked for.
 * Where slots have heads, or no more than two terms, the first two terms are taken by themselves, and the
 * fours begin behind them. */
#include "sum.h"

#include <chiso/plugin.h>

#include <math.h>
#include <string.h>

/* Bits for as many fours as fit beside SUMS_WILD; rows with more are added two by two. */
enum { MOST_FOURS = 62 };

static size_t n_beside(const struct sums *sums)
{
	return sums->has_heads || sums->n_terms <= 2 ? 2 : 0;
}

static size_t n_fours(const struct sums *sums)
{
	size_t from = n_beside(sums);

	return sums->n_terms > from ? (sums->n_terms - from + 3) / 4 : 0;
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

int sums_add(struct sums *sums, size_t slot, const double *terms)
{
	size_t n = sums->n_terms;
	int status = CHISO_OK;

	for (size_t i = 0; i < n; i++)
		if (!isfinite(terms[i]))
			return CHISO_EDATA;
	for (size_t i = 0; i < n && !status; i += 2)
		status = sums_add_pair(sums, slot, i, terms[i], i + 1 < n ? terms[i + 1] : 0);
	return status;
}

/* ---- one row --------------------------------------------------------------------------------- */

/* What is added of a term.  Without branches, which would be as often wrong as right. */
static inline double value(const struct sums_rows *rows, const double *terms, double factor, size_t i)
{
	double as_is = terms[i], product = as_is * factor, v;
	uint64_t a, b;

	memcpy(&a, &as_is, sizeof a);
	memcpy(&b, &product, sizeof b);
	a = (a ^ ((a ^ b) & rows->plan.scaled[i])) & rows->plan.counted[i];
	memcpy(&v, &a, sizeof v);
	return v;
}

static inline double factor_of(const struct sums_rows *rows, size_t row)
{
	return rows->factors ? rows->factors[row] : 1;
}

/* Adds the terms of a row from one of them up to another, two by two. */
static int add_pairs(struct sums *sums, const struct sums_rows *rows, size_t row, size_t from,
                     size_t to)
{
	const double *terms = rows->terms + row * sums->n_terms;
	double factor = factor_of(rows, row);
	int status = CHISO_OK;

	for (size_t i = from; i < to && i < sums->n_terms && !status; i += 2)
		status = sums_add_pair(sums, rows->slots[row], i, value(rows, terms, factor, i),
		                       i + 1 < sums->n_terms ? value(rows, terms, factor, i + 1) : 0);
	return status;
}

/* Adds the fours of which there is a bit, in a row where they can't be added quickly. */
static int add_slowly(struct sums *sums, const struct sums_rows *rows, size_t row, uint64_t fours)
{
	size_t first = n_beside(sums);
	int status = CHISO_OK;

	for (size_t i = first; fours && !status; i += 4, fours >>= 1)
		if (fours & 1)
			status = add_pairs(sums, rows, row, i, i + 4);
	return status;
}

/* Looks at the terms of a row from one of them up to another: 1 when they change anything, and whether
 * they are wild.  x - x is 0 of what is finite, and else NaN. */
static int look_at(const struct sums *sums, const struct sums_rows *rows, size_t row, size_t from,
                   size_t to, uint64_t *wild)
{
	const double *terms = rows->terms + row * sums->n_terms;
	double factor = factor_of(rows, row);
	int is_seen = 0;

	for (size_t i = from; i < to && i < sums->n_terms; i++) {
		double v = value(rows, terms, factor, i), zero = v - v;

		is_seen |= v != 0;
		*wild |= zero != 0 ? SUMS_WILD : 0;
	}
	return is_seen;
}

static void look_at_row(const struct sums *sums, const struct sums_rows *rows, size_t row)
{
	size_t first = n_beside(sums);
	uint64_t seen = 0, wild = 0;

	if (n_fours(sums) > MOST_FOURS) {
		look_at(sums, rows, row, 0, sums->n_terms, &wild);
		rows->seen[row] = wild;
		return;
	}
	look_at(sums, rows, row, 0, first, &wild);
	for (size_t k = 0; rows->plan.fours >> k; k++)
		if (rows->plan.fours >> k & 1 &&
		    look_at(sums, rows, row, first + 4 * k, first + 4 * k + 4, &wild))
			seen |= (uint64_t)1 << k;
	rows->seen[row] = seen << 1 | wild;
}

static int add_row(struct sums *sums, const struct sums_rows *rows, size_t row)
{
	if (n_fours(sums) > MOST_FOURS)
		return add_pairs(sums, rows, row, 0, sums->n_terms);
	int status = add_pairs(sums, rows, row, 0, n_beside(sums));
	return status ? status : add_slowly(sums, rows, row, rows->seen[row] >> 1);
}

/* ---- four at a time -------------------------------------------------------------------------- */

#if defined __GNUC__ && defined __x86_64__ && !defined SUM_PORTABLE
#include <immintrin.h>

__attribute__((target("avx2"))) static inline __m256d
load_four(const struct sums_plan *plan, const double *terms, __m256d factor, size_t i)
{
	__m256d v = _mm256_loadu_pd(terms + i);

	v = _mm256_blendv_pd(v, _mm256_mul_pd(v, factor),
	                     _mm256_loadu_pd((const double *)&plan->scaled[i]));
	return _mm256_and_pd(v, _mm256_loadu_pd((const double *)&plan->counted[i]));
}

__attribute__((target("avx2"))) static inline __m128d
load_two(const struct sums_plan *plan, const double *terms, __m256d factor)
{
	__m128d v = _mm_loadu_pd(terms);

	v = _mm_blendv_pd(v, _mm_mul_pd(v, _mm256_castpd256_pd128(factor)),
	                  _mm_loadu_pd((const double *)plan->scaled));
	return _mm_and_pd(v, _mm_loadu_pd((const double *)plan->counted));
}

/* Looks at a row, and asks for what it will be added to. */
__attribute__((target("avx2"))) static inline uint64_t
look_widely(const struct sums_rows *rows, const double *terms, __m256d factor, size_t first,
            const struct sum *sums)
{
	const __m256i size = _mm256_set1_epi64x(INT64_MAX);
	__m256d wild = _mm256_setzero_pd();
	uint64_t seen = 0;

	if (first) {
		__m128d v = load_two(&rows->plan, terms, factor);

		wild = _mm256_castpd128_pd256(_mm_sub_pd(v, v));
		wild = _mm256_insertf128_pd(wild, _mm_setzero_pd(), 1);
	}
	for (uint64_t left = rows->plan.fours; left; left &= left - 1) {
		size_t k = (size_t)__builtin_ctzll(left);
		__m256d v = load_four(&rows->plan, terms, factor, first + 4 * k);

		wild = _mm256_or_pd(wild, _mm256_sub_pd(v, v));
		if (_mm256_testz_si256(_mm256_castpd_si256(v), size))
			continue;
		seen |= left & -left;
		__builtin_prefetch(sums + first / 2 + 2 * k, 1);
	}
	return seen << 1 | (_mm256_testz_si256(_mm256_castpd_si256(wild), size) ? 0 : SUMS_WILD);
}

__attribute__((target("avx2"))) static void
look_at_rows_widely(const struct sums *sums, const struct sums_rows *rows, size_t from, size_t to)
{
	size_t first = n_beside(sums), stride = sums_stride(sums), n = sums->n_terms;

	for (size_t row = from; row < to; row++) {
		if (rows->slots[row] == SUMS_NOWHERE)
			continue;
		const struct sum *into = sums->table + rows->slots[row] * stride + sums->has_heads;
		__builtin_prefetch(into, 1);
		rows->seen[row] = look_widely(rows, rows->terms + row * n,
		                              _mm256_set1_pd(factor_of(rows, row)), first, into);
	}
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

/* Adds a row; the fours that can't be added so are left, as bits. */
__attribute__((target("avx2"))) static inline uint64_t
add_widely(const struct sums_rows *rows, const double *terms, __m256d factor, size_t first,
           uint64_t seen, struct sum *sums)
{
	uint64_t rest = 0;

	for (; seen; seen &= seen - 1) {
		size_t k = (size_t)__builtin_ctzll(seen);

		if (!add_four(sums + first / 2 + 2 * k,
		              load_four(&rows->plan, terms, factor, first + 4 * k)))
			rest |= seen & -seen;
	}
	return rest;
}

__attribute__((target("avx2"))) static int
add_rows_widely(struct sums *sums, const struct sums_rows *rows, size_t from, size_t to)
{
	size_t first = n_beside(sums), stride = sums_stride(sums), n = sums->n_terms;
	int status = CHISO_OK;

	for (size_t row = from; row < to && !status; row++) {
		const double *terms = rows->terms + row * n;
		__m256d factor = _mm256_set1_pd(factor_of(rows, row));

		if (rows->slots[row] == SUMS_NOWHERE || rows->seen[row] & SUMS_WILD)
			continue;
		struct sum *into = sums->table + rows->slots[row] * stride + sums->has_heads;
		if (first) {
			__m128d v = load_two(&rows->plan, terms, factor);

			if (!add_quickly(into, v[0], v[1]))
				status = add_pairs(sums, rows, row, 0, 2);
		}
		uint64_t rest = add_widely(rows, terms, factor, first, rows->seen[row] >> 1, into);
		if (rest && !status)
			status = add_slowly(sums, rows, row, rest);
	}
	return status;
}

int sums_are_wide(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}
#else
static void look_at_rows_widely(const struct sums *sums, const struct sums_rows *rows, size_t from,
                                size_t to)
{
	(void)sums;
	(void)rows;
	(void)from;
	(void)to;
}

static int add_rows_widely(struct sums *sums, const struct sums_rows *rows, size_t from, size_t to)
{
	(void)sums;
	(void)rows;
	(void)from;
	(void)to;
	return CHISO_OK;
}

int sums_are_wide(void)
{
	return 0;
}
#endif

/* ---- rows ------------------------------------------------------------------------------------ */

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

static int is_wide(const struct sums *sums)
{
	return sums->is_wide && sums->n_terms && n_fours(sums) <= MOST_FOURS;
}

void sums_look(const struct sums *sums, const struct sums_rows *rows, size_t from, size_t to)
{
	if (is_wide(sums)) {
		look_at_rows_widely(sums, rows, from, to);
		return;
	}
	for (size_t row = from; row < to; row++)
		if (rows->slots[row] != SUMS_NOWHERE)
			look_at_row(sums, rows, row);
}

int sums_add_seen(struct sums *sums, const struct sums_rows *rows, size_t from, size_t to)
{
	int status = CHISO_OK;

	if (is_wide(sums))
		return add_rows_widely(sums, rows, from, to);
	for (size_t row = from; row < to && !status; row++)
		if (rows->slots[row] != SUMS_NOWHERE && !(rows->seen[row] & SUMS_WILD))
			status = add_row(sums, rows, row);
	return status;
}
