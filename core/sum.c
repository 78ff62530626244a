/* SPDX-License-Identifier: MIT */
#include "sum.h"
#include "wide.h"

#include <chiso/plugin.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Exactness rests on each operation being rounded once, to double, in the order written. */
#if DBL_MANT_DIG != 53 || FLT_EVAL_METHOD != 0
#error "sums need plain IEEE 754 doubles: on 32-bit x86 use -msse2 -mfpmath=sse"
#endif
#if defined __FAST_MATH__ || defined __ASSOCIATIVE_MATH__ || \
	(defined __FINITE_MATH_ONLY__ && __FINITE_MATH_ONLY__)
#error "sums need IEEE 754 arithmetic as written: no -ffast-math or parts of it"
#endif

/* Terms, some of which are to be multiplied by a factor before they are added. */
struct scaled {
	const double *terms;
	const uint64_t *which; /* per term all ones: by the factor; NULL: none */
	double factor;
};

static inline double scaled(const struct scaled *x, size_t i)
{
	return x->which && x->which[i] ? x->terms[i] * x->factor : x->terms[i];
}

#if defined __GNUC__ && defined __x86_64__ && !defined SUM_PORTABLE
#include <immintrin.h>

/* Adds four terms at a time as add_quickly() does two, from i on until some can't be added so.
 * Returns where it stopped.  Nothing is nothing: the sums are not even looked at. */
__attribute__((target("avx2"))) static size_t add_widely(struct sum *pairs, const struct scaled *x,
                                                         size_t i, size_t n)
{
	const __m256d times = _mm256_set1_pd(x->factor);
	const __m256i size = _mm256_set1_epi64x(INT64_MAX);

	for (; i + 3 < n; i += 4) {
		double *first = (double *)&pairs[i / 2], *second = (double *)&pairs[i / 2 + 1];
		__m256d v = _mm256_loadu_pd(x->terms + i);

		if (_mm256_testz_si256(_mm256_castpd_si256(v), size))
			continue;
		if (x->which)
			v = _mm256_blendv_pd(v, _mm256_mul_pd(v, times),
			                     _mm256_loadu_pd((const double *)&x->which[i]));
		__m256d a = _mm256_loadu_pd(first), b = _mm256_loadu_pd(second);
		__m256d hi = _mm256_permute2f128_pd(a, b, 0x20);
		__m256d lo = _mm256_permute2f128_pd(a, b, 0x31);
		__m256d t = _mm256_add_pd(hi, v), c = _mm256_sub_pd(t, hi);
		__m256d e = _mm256_add_pd(_mm256_sub_pd(hi, _mm256_sub_pd(t, c)),
		                          _mm256_sub_pd(v, c));
		__m256d m = _mm256_add_pd(lo, e);
		__m256i bad = _mm256_castpd_si256(
			_mm256_or_pd(_mm256_xor_pd(_mm256_sub_pd(m, lo), e),
		                     _mm256_xor_pd(_mm256_sub_pd(m, e), lo)));

		if (!_mm256_testz_si256(bad, bad))
			break;
		_mm256_storeu_pd(first, _mm256_permute2f128_pd(t, m, 0x20));
		_mm256_storeu_pd(second, _mm256_permute2f128_pd(t, m, 0x31));
	}
	return i;
}

static int is_wide(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}
#else
static size_t add_widely(struct sum *pairs, const struct scaled *x, size_t i, size_t n)
{
	(void)pairs;
	(void)x;
	(void)n;
	return i;
}

static int is_wide(void)
{
	return 0;
}
#endif

double sums_two_sum(double a, double b, double *e)
{
	double s = a + b, c = s - a;

	*e = (a - (s - c)) + (b - c);
	return s;
}

void sums_init(struct sums *sums, size_t n_terms)
{
	*sums = (struct sums){.n_terms = n_terms, .is_wide = is_wide()};
}

void sums_clear(struct sums *sums)
{
	free(sums->memory);
	free(sums->wide);
	arena_clear(&sums->wides);
	sums_init(sums, sums->n_terms);
}

/* Grows *items from `from` to `to` things, new ones zeroed. */
static int resize(void **items, size_t from, size_t to, size_t size)
{
	if (to > SIZE_MAX / 2 / size)
		return CHISO_ENOMEM;
	char *p = memory_resize(*items, to * size);
	if (!p)
		return CHISO_ENOMEM;
	memset(p + from * size, 0, (to - from) * size);
	*items = p;
	return CHISO_OK;
}

/* Makes room in the table, which begins with a line of the cache. */
static int resize_table(struct sums *sums, size_t cap)
{
	enum { LINE = 64 };
	size_t row = sums_pairs(sums) * sizeof *sums->table;
	size_t before = sums->table ? (size_t)((char *)sums->table - (char *)sums->memory) : 0;

	if (cap > (SIZE_MAX / 2 - LINE) / row)
		return CHISO_ENOMEM;
	char *memory = memory_resize(sums->memory, cap * row + LINE);
	if (!memory)
		return CHISO_ENOMEM;
	char *table = memory + (LINE - (uintptr_t)memory % LINE) % LINE;
	if (sums->n_slots && table != memory + before)
		memmove(table, memory + before, sums->n_slots * row);
	sums->memory = memory;
	sums->table = (struct sum *)(void *)table;
	return CHISO_OK;
}

int sums_reserve(struct sums *sums, size_t n_slots)
{
	enum { LARGE = 1 << 20 };
	size_t pairs = sums_pairs(sums), cap = sums->cap;

	if (n_slots > cap && pairs) {
		int is_large = cap * pairs * sizeof *sums->table > LARGE;

		cap = is_large ? cap + cap / 2 : cap ? cap * 2 : 8;
		if (cap < n_slots)
			cap = n_slots;
		if (cap > SIZE_MAX / 4 / pairs || resize_table(sums, cap) ||
		    (sums->wide && resize((void **)&sums->wide, sums->cap * pairs * 2,
		                          cap * pairs * 2, sizeof *sums->wide)))
			return CHISO_ENOMEM;
		sums->cap = cap;
	}
	/* Room that nobody uses yet is not touched: then it takes no memory. */
	if (n_slots > sums->n_slots) {
		if (pairs)
			memset(sums->table + sums->n_slots * pairs, 0,
			       (n_slots - sums->n_slots) * pairs * sizeof *sums->table);
		sums->n_slots = n_slots;
	}
	return CHISO_OK;
}

const struct wide *sums_wide(const struct sums *sums, size_t slot, size_t term)
{
	return sums->wide ? sums->wide[slot * sums_pairs(sums) * 2 + term] : NULL;
}

struct wide *sums_widen(struct sums *sums, size_t slot, size_t term)
{
	size_t pairs = sums_pairs(sums);

	if (!sums->wide &&
	    resize((void **)&sums->wide, 0, sums->cap * pairs * 2, sizeof *sums->wide))
		return NULL;
	struct wide **at = &sums->wide[slot * pairs * 2 + term];
	if (!*at)
		*at = arena_new(&sums->wides, 1, sizeof **at);
	return *at;
}

int sums_add_one(struct sums *sums, size_t slot, size_t term, double x)
{
	struct sum *pair = &sums->table[slot * sums_pairs(sums) + term / 2];
	double *hi = &pair->hi[term % 2], *lo = &pair->lo[term % 2], move = 0;
	double e, f, t = sums_two_sum(*hi, x, &e), m = sums_two_sum(*lo, e, &f);

	if (f != 0) {
		t = sums_two_sum(t, m, &m);
		m = sums_two_sum(m, f, &f);
	}
	if (!isfinite(t) || !isfinite(m) || !isfinite(f)) { /* overflow: hi and lo stay */
		move = x;
		t = *hi;
		m = *lo;
	} else if (f != 0) { /* three doubles are needed */
		move = t;
		t = m;
		m = f;
	}
	if (move != 0) {
		struct wide *wide = sums_widen(sums, slot, term);

		if (!wide)
			return CHISO_ENOMEM;
		wide_add_double(wide, move);
	}
	*hi = t;
	*lo = m;
	return CHISO_OK;
}

#if defined __GNUC__ && !defined SUM_PORTABLE
/* Only vectors can be declared in no other way than by a typedef. */
typedef double vector __attribute__((vector_size(16), aligned(8), may_alias));
typedef uint64_t mask __attribute__((vector_size(16), aligned(8), may_alias));

/* Whether all are finite: x - x is 0 then, and NaN otherwise. */
static inline int all_finite(const struct scaled *x, size_t n)
{
	mask some = {0};
	double last = n % 2 ? scaled(x, n - 1) - scaled(x, n - 1) : 0;

	for (size_t i = 0; i + 1 < n; i += 2) {
		vector v = *(const vector *)&x->terms[i];

		if (x->which) {
			mask m = *(const mask *)&x->which[i];

			v = (vector)(((mask)(v * x->factor) & m) | ((mask)v & ~m));
		}
		some |= (mask)(v - v);
	}
	return !(some[0] | some[1]) && last == 0;
}

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
static inline int all_finite(const struct scaled *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(scaled(x, i)))
			return 0;
	return 1;
}

static inline int add_quickly(struct sum *pair, double x, double y)
{
	(void)pair;
	(void)x;
	(void)y;
	return 0;
}
#endif

/* Adds to the sums `term` and the next; term is even. */
static inline int add_pair(struct sums *sums, size_t slot, size_t term, double x, double y)
{
	if (x == 0 && y == 0)
		return CHISO_OK;
	if (add_quickly(&sums->table[slot * sums_pairs(sums) + term / 2], x, y))
		return CHISO_OK;
	int status = sums_add_one(sums, slot, term, x);
	return status ? status : sums_add_one(sums, slot, term + 1, y);
}

static int add(struct sums *sums, size_t slot, const struct scaled *x)
{
	size_t n = sums->n_terms, i = 0;
	int status = CHISO_OK;

	if (!n)
		return CHISO_OK;
	if (!all_finite(x, n))
		return CHISO_EDATA;
	struct sum *pairs = sums->table + slot * sums_pairs(sums);
	while (i + 1 < n && !status) {
		if (sums->is_wide)
			i = add_widely(pairs, x, i, n);
		/* Four that must be looked at, or what is left. */
		for (size_t end = i + 4; i + 1 < n && i < end && !status; i += 2)
			status = add_pair(sums, slot, i, scaled(x, i), scaled(x, i + 1));
	}
	if (i < n && !status)
		status = add_pair(sums, slot, i, scaled(x, i), 0);
	return status;
}

void sums_expect(const struct sums *sums, size_t slot, const double *terms)
{
#ifdef __GNUC__
	const struct sum *pairs = sums->table + slot * sums_pairs(sums);

	for (size_t i = 0; i + 3 < sums->n_terms; i += 4)
		if (terms[i] != 0 || terms[i + 1] != 0 || terms[i + 2] != 0 || terms[i + 3] != 0)
			__builtin_prefetch(&pairs[i / 2], 1);
	if (sums->n_terms % 4)
		__builtin_prefetch(&pairs[sums->n_terms / 4 * 2], 1);
#else
	(void)sums;
	(void)slot;
	(void)terms;
#endif
}

int sums_add(struct sums *sums, size_t slot, const double *terms)
{
	return add(sums, slot, &(struct scaled){.terms = terms});
}

int sums_add_scaled(struct sums *sums, size_t slot, const double *terms, double factor,
                    const uint64_t *which)
{
	return add(sums, slot, &(struct scaled){terms, which, factor});
}

int sums_merge(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < sums->n_terms && !status; i += 2) {
		/* Copied, and the wide parts taken first, so that a slot can be added to itself. */
		const struct sum o = other->table[other_slot * sums_pairs(other) + i / 2];

		for (size_t j = i; j < i + 2; j++) {
			const struct wide *from = sums_wide(other, other_slot, j);
			struct wide *to = from ? sums_widen(sums, slot, j) : NULL;

			if (from && !to)
				return CHISO_ENOMEM;
			if (from)
				wide_add(to, from);
		}
		status = add_pair(sums, slot, i, o.hi[0], o.hi[1]);
		if (!status)
			status = add_pair(sums, slot, i, o.lo[0], o.lo[1]);
	}
	return status;
}

int sums_merge_one(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot,
                   size_t term)
{
	const struct sum *pair = &other->table[other_slot * sums_pairs(other) + term / 2];
	const struct wide *from = sums_wide(other, other_slot, term);
	struct wide *to = from ? sums_widen(sums, slot, term) : NULL;

	if (from && !to)
		return CHISO_ENOMEM;
	if (from)
		wide_add(to, from);
	int status = sums_add_one(sums, slot, term, pair->hi[term % 2]);
	return status ? status : sums_add_one(sums, slot, term, pair->lo[term % 2]);
}

/* The product of two doubles is the rounded product and its error, a double too (Dekker): n is
 * whole, so the error is a multiple of the last place of x and nothing is lost near zero. */
int sums_add_times(struct sums *sums, size_t slot, size_t term, double x, double n)
{
	double product = x * n;

	if (!isfinite(product))
		return CHISO_EDATA;
	int status = sums_add_one(sums, slot, term, product);
	return status ? status : sums_add_one(sums, slot, term, fma(x, n, -product));
}

double sums_value(const struct sums *sums, size_t slot, size_t term)
{
	const struct sum *pair = &sums->table[slot * sums_pairs(sums) + term / 2];
	const struct wide *wide = sums_wide(sums, slot, term);
	double hi = pair->hi[term % 2], lo = pair->lo[term % 2];

	if (!wide)
		return hi + lo;
	struct wide all = *wide;
	wide_add_double(&all, hi);
	wide_add_double(&all, lo);
	return wide_value(&all);
}

int sums_works(void)
{
	/* volatile, for a compiler would compute these with its own rounding */
	volatile double one = 1, half = 0x1p-53, more = 0x1.8p-53, tiny = DBL_MIN;

	return one + half == 1 && one + more > 1 && one - half < 1 && tiny / 2 > 0;
}
