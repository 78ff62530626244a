/* SPDX-License-Identifier: MIT */
/* Adding rows of terms to slots, millions of times.
 *
 * Terms are taken in fours, each of which is a line of the cache: a four of zeros is not even looked for.
 * Where slots have heads, or no more than two terms, the first two terms are taken by themselves, and the
 * fours begin behind them. */
#include "cpu.h"
#include "sum.h"

#include <chiso/plugin.h>

#include <math.h>
#include <string.h>

/* Bits for as many fours as fit beside SUMS_WILD; rows with more are added two by two. */
enum { MOST_FOURS = 62 };

static size_t n_fours(const struct sums *sums)
{
	size_t from = sums_beside(sums);

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
	struct sum *pair = sums_pair(sums, slot, term);
	if (!pair || add_quickly(pair, x, y))
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
	size_t first = sums_beside(sums);
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
	size_t first = sums_beside(sums);
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
	int status = add_pairs(sums, rows, row, 0, sums_beside(sums));
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
	                     _mm256_loadu_pd((const double *)(const void *)&plan->scaled[i]));
	return _mm256_and_pd(v, _mm256_loadu_pd((const double *)(const void *)&plan->counted[i]));
}

__attribute__((target("avx2"))) static inline __m128d
load_two(const struct sums_plan *plan, const double *terms, __m256d factor)
{
	__m128d v = _mm_loadu_pd(terms);

	v = _mm_blendv_pd(v, _mm_mul_pd(v, _mm256_castpd256_pd128(factor)),
	                  _mm_loadu_pd((const double *)(const void *)plan->scaled));
	return _mm_and_pd(v, _mm_loadu_pd((const double *)(const void *)plan->counted));
}

/* Adds as add_quickly() does. */
__attribute__((target("avx2"))) static inline int add_two(struct sum *pair, __m128d v)
{
	__m128d hi = _mm_loadu_pd(pair->hi), lo = _mm_loadu_pd(pair->lo);
	__m128d t = _mm_add_pd(hi, v), c = _mm_sub_pd(t, hi);
	__m128d e = _mm_add_pd(_mm_sub_pd(hi, _mm_sub_pd(t, c)), _mm_sub_pd(v, c));
	__m128d m = _mm_add_pd(lo, e);
	__m128i bad = _mm_castpd_si128(
		_mm_or_pd(_mm_xor_pd(_mm_sub_pd(m, lo), e), _mm_xor_pd(_mm_sub_pd(m, e), lo)));

	if (!_mm_testz_si128(bad, bad))
		return 0;
	_mm_storeu_pd(pair->hi, t);
	_mm_storeu_pd(pair->lo, m);
	return 1;
}

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

/* What is the same for all rows. */
struct shape {
	size_t first, stride, n_terms;
	struct sum *table; /* behind the head of the first slot */
	const uint8_t *place;
	int is_narrow;     /* so few fours that all are added, whether they are of zeros or not */
};

static struct shape shape_of(const struct sums *sums, const struct sums_rows *rows)
{
	/* Where no record has a slot there is no table. */
	return (struct shape){sums_beside(sums), sums_stride(sums), sums->n_terms,
	                      sums->table ? sums->table + sums->has_heads : NULL, sums->place,
	                      !(rows->plan.fours & (rows->plan.fours - 1))};
}

/* Looks at a row, and asks for what it will be added to. */
__attribute__((target("avx2,bmi"), always_inline)) static inline void
look_at_row_widely(struct sums_rows rows, struct shape shape, size_t row)
{
	const __m256i size = _mm256_set1_epi64x(INT64_MAX);
	const double *terms = rows.terms + row * shape.n_terms + shape.first;
	const uint64_t *counted = rows.plan.counted + shape.first;
	uint64_t seen = shape.is_narrow ? rows.plan.fours : 0;

	if (rows.slots[row] == SUMS_NOWHERE)
		return;
	const struct sum *into = shape.table + rows.slots[row] * shape.stride;
	cpu_ask_for(into);
	for (uint64_t left = rows.plan.fours & ~seen; left; left &= left - 1) {
		size_t k = (size_t)__builtin_ctzll(left);
		__m256i v = _mm256_and_si256(
			_mm256_loadu_si256((const __m256i *)(const void *)(terms + 4 * k)),
			_mm256_loadu_si256((const __m256i *)(const void *)(counted + 4 * k)));

		seen |= (uint64_t)!_mm256_testz_si256(v, size) << k;
	}
	rows.seen[row] = seen << 1;
	for (; seen; seen &= seen - 1)
		cpu_ask_for(into + shape.place[__builtin_ctzll(seen)]);
}

__attribute__((target("avx2,bmi"))) static void
look_at_rows_widely(const struct sums *sums, const struct sums_rows *rows, size_t from, size_t to)
{
	const struct shape shape = shape_of(sums, rows);

	for (size_t row = from; row < to; row++)
		look_at_row_widely(*rows, shape, row);
}

/* Takes away again what has been added of a row, which leaves no trace, for sums are exact. */
static int take_back(struct sums *sums, const struct sums_rows *rows, size_t row, size_t from, size_t to)
{
	const double *terms = rows->terms + row * sums->n_terms;
	double factor = factor_of(rows, row);
	int status = CHISO_OK;

	for (size_t i = from; i < to && i < sums->n_terms && !status; i++)
		status = sums_add_one(sums, rows->slots[row], i, -value(rows, terms, factor, i));
	return status;
}

/* Goes on with a row of which something couldn't be added quickly: the first terms, or some fours.  A
 * wild one is not to be added at all. */
static int add_the_rest(struct sums *sums, const struct sums_rows *rows, size_t row, int lacks_first,
                        uint64_t rest)
{
	size_t first = sums_beside(sums);
	uint64_t done = rows->seen[row] >> 1 & ~rest;
	int status = CHISO_OK;

	look_at_row(sums, rows, row);
	if (!(rows->seen[row] & SUMS_WILD)) {
		if (lacks_first)
			status = add_pairs(sums, rows, row, 0, first);
		return status ? status : add_slowly(sums, rows, row, rest);
	}
	if (!lacks_first)
		status = take_back(sums, rows, row, 0, first);
	for (size_t i = first; done && !status; i += 4, done >>= 1)
		if (done & 1)
			status = take_back(sums, rows, row, i, i + 4);
	return status;
}

/* rows: all of them once more, by value, so that the processor keeps them at hand. */
__attribute__((target("avx2,bmi"), always_inline)) static inline int
add_row_widely(struct sums *sums, const struct sums_rows *all, struct sums_rows rows,
               struct shape shape, size_t row)
{
	const double *terms = rows.terms + row * shape.n_terms;
	__m256d factor = _mm256_set1_pd(rows.factors ? rows.factors[row] : 1);
	int lacks_first = 0;
	uint64_t rest = 0;

	if (rows.slots[row] == SUMS_NOWHERE)
		return CHISO_OK;
	struct sum *into = shape.table + rows.slots[row] * shape.stride;
	if (shape.first)
		lacks_first = !add_two(into, load_two(&rows.plan, terms, factor));
	for (uint64_t seen = rows.seen[row] >> 1; seen; seen &= seen - 1) {
		size_t k = (size_t)__builtin_ctzll(seen);

		if (!add_four(into + shape.place[k], load_four(&rows.plan, terms, factor, shape.first + 4 * k)))
			rest |= seen & -seen;
	}
	return lacks_first || rest ? add_the_rest(sums, all, row, lacks_first, rest) : CHISO_OK;
}

/* What is asked for comes while other rows are added: the processor waits for so many lines of memory at
 * once, and no more. */
__attribute__((target("avx2,bmi"))) static int
add_rows_widely(struct sums *sums, const struct sums_rows *rows, size_t from, size_t to, size_t n)
{
	const struct shape shape = shape_of(sums, rows);
	int status = CHISO_OK;

	for (size_t row = from; row < to && !status; row++) {
		if (row + SUMS_AHEAD < n)
			look_at_row_widely(*rows, shape, row + SUMS_AHEAD);
		status = add_row_widely(sums, rows, *rows, shape, row);
	}
	return status;
}

enum { HAS_WIDE = 1 };
#else
static void look_at_rows_widely(const struct sums *sums, const struct sums_rows *rows, size_t from,
                                size_t to)
{
	(void)sums;
	(void)rows;
	(void)from;
	(void)to;
}

static int add_rows_widely(struct sums *sums, const struct sums_rows *rows, size_t from, size_t to,
                           size_t n)
{
	(void)sums;
	(void)rows;
	(void)from;
	(void)to;
	(void)n;
	return CHISO_OK;
}

enum { HAS_WIDE = 0 };
#endif

int sums_are_wide(void)
{
	return HAS_WIDE && cpu_is_wide();
}

/* ---- rows ------------------------------------------------------------------------------------ */

uint64_t sums_fours(const struct sums *sums, const uint64_t *counted)
{
	size_t from = sums_beside(sums);
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

static void look(const struct sums *sums, const struct sums_rows *rows, size_t from, size_t to)
{
	if (is_wide(sums)) {
		look_at_rows_widely(sums, rows, from, to);
		return;
	}
	for (size_t row = from; row < to; row++)
		if (rows->slots[row] != SUMS_NOWHERE)
			look_at_row(sums, rows, row);
}

void sums_look(const struct sums *sums, const struct sums_rows *rows, size_t n)
{
	look(sums, rows, 0, n < SUMS_AHEAD ? n : SUMS_AHEAD);
}

int sums_add_seen(struct sums *sums, const struct sums_rows *rows, size_t from, size_t to, size_t n)
{
	int status = CHISO_OK;

	if (is_wide(sums))
		return add_rows_widely(sums, rows, from, to, n);
	if (from + SUMS_AHEAD < n)
		look(sums, rows, from + SUMS_AHEAD, to + SUMS_AHEAD < n ? to + SUMS_AHEAD : n);
	for (size_t row = from; row < to && !status; row++)
		if (rows->slots[row] != SUMS_NOWHERE && !(rows->seen[row] & SUMS_WILD))
			status = add_row(sums, rows, row);
	return status;
}
