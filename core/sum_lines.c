/* SPDX-License-Identifier: MIT */
#include "sum_lines.h"

#include "cpu.h"

#include <chiso/plugin.h>

#if defined __GNUC__ && defined __x86_64__ && !defined SUM_PORTABLE
#include <immintrin.h>

/* Lines whose terms are compared with 0 together. */
enum { TOGETHER = 4, MOST_TOGETHER = SUMS_MOST_LINES / TOGETHER };

/* What is the same for all rows. */
struct shape {
	size_t stride, n_terms, before; /* stride: bytes */
	char *table;
	const uint8_t *place;
	const uint64_t *scaled, *counted; /* from the head on */
	int is_narrow;    /* so few lines that all are added, whether they are of zeros or not */
	uint64_t quads;   /* which fours of lines are to be looked at */
	__m256i looked_at[MOST_TOGETHER]; /* of each, as compare() gives it: the terms that are counted */
};

/* The sums of a row. */
static inline double *sums_of(const struct shape *shape, uint32_t slot)
{
	return (double *)(void *)(shape->table + slot * shape->stride);
}

__attribute__((target("avx2"))) static inline __m256d load(const void *at)
{
	return _mm256_loadu_pd(at);
}

/* Which of four lines of terms are not 0: two bytes a term, four bytes of each line in each half. */
__attribute__((target("avx2"), always_inline)) static inline __m256i compare(const double *terms)
{
	const __m256d zero = _mm256_setzero_pd();
	__m256i a = _mm256_castpd_si256(_mm256_cmp_pd(load(terms), zero, _CMP_NEQ_UQ));
	__m256i b = _mm256_castpd_si256(_mm256_cmp_pd(load(terms + 4), zero, _CMP_NEQ_UQ));
	__m256i c = _mm256_castpd_si256(_mm256_cmp_pd(load(terms + 8), zero, _CMP_NEQ_UQ));
	__m256i d = _mm256_castpd_si256(_mm256_cmp_pd(load(terms + 12), zero, _CMP_NEQ_UQ));

	return _mm256_packs_epi16(_mm256_packs_epi32(a, b), _mm256_packs_epi32(c, d));
}

/* The lines of four that have a term that is not 0, as bits. */
__attribute__((target("avx2"), always_inline)) static inline uint64_t lines_in(__m256i terms)
{
	__m128i any = _mm_or_si128(_mm256_castsi256_si128(terms), _mm256_extracti128_si256(terms, 1));
	__m128i none = _mm_cmpeq_epi32(any, _mm_setzero_si128());

	return (uint64_t)(_mm_movemask_ps(_mm_castsi128_ps(none)) ^ 15);
}

/* ---- looking --------------------------------------------------------------------------------- */

__attribute__((target("avx2,bmi"), always_inline)) static inline void
take_shape(struct shape *shape, const struct sums *sums, const struct sums_rows *rows)
{
	shape->stride = sums_stride(sums) * sizeof *sums->table;
	shape->n_terms = sums->n_terms;
	shape->before = sums->has_heads != 0;
	shape->table = (char *)sums->table; /* where no record has a slot there is none */
	shape->place = sums->place;
	shape->scaled = rows->plan.scaled - shape->before;
	shape->counted = rows->plan.counted - shape->before;
	shape->is_narrow = !(rows->plan.lines & (rows->plan.lines - 1));
	shape->quads = 0;
	for (uint64_t left = shape->is_narrow ? 0 : rows->plan.lines; left;) {
		size_t quad = (size_t)__builtin_ctzll(left) / TOGETHER;

		shape->quads |= (uint64_t)1 << quad;
		shape->looked_at[quad] =
			compare((const double *)(const void *)(shape->counted + quad * TOGETHER * SUMS_LINE));
		left &= ~((uint64_t)15 << TOGETHER * quad);
	}
}

/* Looks at a row, and asks for what it will be added to. */
__attribute__((target("avx2,bmi"), always_inline)) static inline void
look_at_row(const struct sums_rows *rows, const struct shape *shape, size_t row, int is_alone)
{
	const double *terms = rows->terms + row * shape->n_terms - shape->before;
	uint64_t seen = shape->is_narrow ? rows->plan.lines : 0;

	if (rows->slots[row] == SUMS_NOWHERE)
		return;
	const double *into = sums_of(shape, rows->slots[row]);
	cpu_ask_for(into);
	rows->seen[row] = 0;
	if (is_alone)
		return;
	for (uint64_t left = shape->quads; left; left &= left - 1) {
		size_t quad = (size_t)__builtin_ctzll(left);
		__m256i changed = _mm256_and_si256(compare(terms + quad * TOGETHER * SUMS_LINE),
		                                   shape->looked_at[quad]);

		seen |= lines_in(changed) << TOGETHER * quad;
	}
	seen &= ~(uint64_t)1; /* the first line is taken as it is */
	rows->seen[row] = seen;
	for (; seen; seen &= seen - 1)
		cpu_ask_for(into + 8 * (size_t)shape->place[__builtin_ctzll(seen)]);
}

__attribute__((target("avx2,bmi"))) void sums_look_widely(const struct sums *sums,
                                                          const struct sums_rows *rows, size_t to)
{
	struct shape shape;

	take_shape(&shape, sums, rows);
	for (size_t row = 0; row < to; row++)
		look_at_row(rows, &shape, row, !rows->plan.lines);
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* How terms are multiplied. */
enum scaling { AS_THEY_ARE, ALL_ALIKE, SOME };

__attribute__((target("avx2"), always_inline)) static inline __m256d
load_line(const struct shape *shape, const double *terms, __m256d factor, enum scaling scaling, size_t at)
{
	__m256d v = load(terms + at);

	if (scaling == ALL_ALIKE)
		v = _mm256_mul_pd(v, factor);
	else if (scaling == SOME)
		v = _mm256_blendv_pd(v, _mm256_mul_pd(v, factor), load(shape->scaled + at));
	return _mm256_and_pd(v, load(shape->counted + at));
}

/* hi + v = t + e, lo + e = m, and where that is not exact some bits of `bad`, as add_quickly() in sum_add.c
 * explains. */
struct added {
	__m256d t, m;
	__m256i bad;
};

__attribute__((target("avx2"), always_inline)) static inline struct added add(__m256d hi, __m256d lo, __m256d v)
{
	__m256d t = _mm256_add_pd(hi, v), c = _mm256_sub_pd(t, hi);
	__m256d e = _mm256_add_pd(_mm256_sub_pd(hi, _mm256_sub_pd(t, c)), _mm256_sub_pd(v, c));
	__m256d m = _mm256_add_pd(lo, e);
	__m256d bad = _mm256_or_pd(_mm256_xor_pd(_mm256_sub_pd(m, lo), e),
	                           _mm256_xor_pd(_mm256_sub_pd(m, e), lo));

	return (struct added){t, m, _mm256_castpd_si256(bad)};
}

/* Adds to a line, if hi and lo alone can take it. */
__attribute__((target("avx2"), always_inline)) static inline int add_line(double *line, __m256d v)
{
	struct added all = add(load(line), load(line + SUMS_LINE), v);

	if (!_mm256_testz_si256(all.bad, all.bad))
		return 0;
	_mm256_storeu_pd(line, all.t);
	_mm256_storeu_pd(line + SUMS_LINE, all.m);
	return 1;
}

/* The same with a head, which counts the row and takes its mark.  *familiar: the notes of all rows so far. */
__attribute__((target("avx2"), always_inline)) static inline int
add_line_with_head(double *line, __m256d v, uint32_t mark, __m256i *familiar)
{
	const __m256i terms = _mm256_setr_epi64x(0, -1, -1, -1);
	const __m256d one = _mm256_setr_pd(1, 0, 0, 0);
	__m256d lo = load(line + SUMS_LINE);
	struct added all = add(load(line), lo, _mm256_or_pd(v, one));
	__m256i turned = _mm256_zextsi128_si256(_mm_cvtsi32_si128((int)~mark));
	__m256i note = _mm256_max_epu32(_mm256_castpd_si256(lo), turned);

	if (!_mm256_testz_si256(all.bad, terms))
		return 0;
	_mm256_storeu_pd(line, all.t);
	_mm256_storeu_pd(line + SUMS_LINE, _mm256_blend_pd(all.m, _mm256_castsi256_pd(note), 1));
	*familiar = _mm256_and_si256(*familiar, note);
	return 1;
}

/* The same in a narrow table. */
__attribute__((target("avx2"), always_inline)) static inline int add_two(double *line, __m256d v)
{
	struct added all = add(_mm256_castpd128_pd256(_mm_loadu_pd(line)),
	                       _mm256_castpd128_pd256(_mm_loadu_pd(line + 2)), v);
	__m128i bad = _mm256_castsi256_si128(all.bad);

	if (!_mm_testz_si128(bad, bad))
		return 0;
	_mm_storeu_pd(line, _mm256_castpd256_pd128(all.t));
	_mm_storeu_pd(line + 2, _mm256_castpd256_pd128(all.m));
	return 1;
}

/* Goes on with a row of which some lines couldn't be added quickly.  A wild one is not to be added at all. */
__attribute__((noinline)) static int add_the_rest(struct sums *sums, struct sums_rows *rows, size_t row,
                                                  uint64_t rest)
{
	uint64_t done = rows->plan.lines ? (rows->seen[row] | 1) & ~rest : 0;
	int status = CHISO_OK;

	sums_look_at_row(sums, rows, row);
	if (rows->seen[row] & SUMS_WILD) {
		rows->needs_care = 1;
		return sums_take_lines_back(sums, rows, row, done);
	}
	status = sums_add_lines_of_row(sums, rows, row, rest);
	sums_count_added(sums, rows, row);
	return status;
}

/* What the first line begins with; alone: the others are not added to, and not looked at. */
enum first { HEAD_ALONE, HEAD, FOUR, TWO };

__attribute__((always_inline)) static inline int has_head(enum first first)
{
	return first == HEAD_ALONE || first == HEAD;
}

__attribute__((always_inline)) static inline int is_alone(enum first first)
{
	return first == HEAD_ALONE || first == TWO;
}

/* rows: all of them once more, which no function that is called can change, so that they are kept at hand.
 * The first line comes last: a row of which something can't be added has not been counted. */
__attribute__((target("avx2,bmi"), always_inline)) static inline int
add_row(struct sums *sums, struct sums_rows *all, const struct sums_rows *rows, const struct shape *shape,
        size_t row, enum first first, enum scaling scaling, __m256i *familiar)
{
	uint32_t slot = rows->slots[row];
	const double *terms = rows->terms + row * shape->n_terms - has_head(first);
	__m256d factor = scaling == AS_THEY_ARE ? _mm256_setzero_pd() : _mm256_broadcast_sd(&rows->factors[row]);
	uint64_t rest = 0;
	int is_added;

	if (slot == SUMS_NOWHERE)
		return CHISO_OK;
	double *into = sums_of(shape, slot);
	for (uint64_t seen = is_alone(first) ? 0 : rows->seen[row]; seen; seen &= seen - 1) {
		size_t line = (size_t)__builtin_ctzll(seen);

		if (!add_line(into + 8 * (size_t)shape->place[line],
		              load_line(shape, terms, factor, scaling, SUMS_LINE * line)))
			rest |= seen & -seen;
	}
	__m256d v = load_line(shape, terms, factor, scaling, 0);
	if (rest)
		is_added = 0;
	else if (has_head(first))
		is_added = add_line_with_head(into, v, rows->marks[row], familiar);
	else
		is_added = first == FOUR ? add_line(into, v) : add_two(into, v);
	return is_added ? CHISO_OK : add_the_rest(sums, all, row, rest | 1);
}

/* What is asked for comes while other rows are added: the processor waits for so many lines of memory at
 * once, and no more. */
__attribute__((target("avx2,bmi"), always_inline)) static inline int
add_rows(struct sums *sums, struct sums_rows *rows, size_t from, size_t to, size_t n, enum first first,
         enum scaling scaling)
{
	const struct sums_rows own = *rows;
	struct shape shape;
	__m256i familiar = _mm256_set1_epi64x(-1);
	int status = CHISO_OK;

	take_shape(&shape, sums, rows);
	for (size_t row = from; row < to && !status; row++) {
		if (row + SUMS_AHEAD < n)
			look_at_row(&own, &shape, row + SUMS_AHEAD, is_alone(first));
		status = add_row(sums, rows, &own, &shape, row, first, scaling, &familiar);
	}
	if (has_head(first))
		rows->needs_care |= !(_mm256_extract_epi32(familiar, 1) & (int)SUMS_FAMILIAR);
	return status;
}

/* Whether all terms that are counted are multiplied. */
static int are_alike(const struct sums *sums, const struct sums_plan *plan)
{
	uint64_t others = 0;

	for (size_t i = 0; i < sums->n_terms; i++)
		others |= plan->counted[i] & ~plan->scaled[i];
	return !others;
}

/* Each way to add by itself, so that nothing is asked for each row. */
#define WAY(first, scaling) \
	__attribute__((target("avx2,bmi"))) static int add_##first##_##scaling( \
		struct sums *sums, struct sums_rows *rows, size_t from, size_t to, size_t n) \
	{ \
		return add_rows(sums, rows, from, to, n, first, scaling); \
	}
#define WAYS(first) WAY(first, AS_THEY_ARE) WAY(first, ALL_ALIKE) WAY(first, SOME)
WAYS(HEAD_ALONE)
WAYS(HEAD)
WAYS(FOUR)
WAYS(TWO)
#define NAMES(first) {add_##first##_AS_THEY_ARE, add_##first##_ALL_ALIKE, add_##first##_SOME}
static int (*const ways[][3])(struct sums *, struct sums_rows *, size_t, size_t, size_t) = {
	NAMES(HEAD_ALONE), NAMES(HEAD), NAMES(FOUR), NAMES(TWO)};

static enum first first_of(const struct sums *sums, const struct sums_rows *rows)
{
	if (sums->has_heads)
		return rows->plan.lines ? HEAD : HEAD_ALONE;
	return sums_lanes(sums) == SUMS_LINE ? FOUR : TWO;
}

int sums_add_widely(struct sums *sums, struct sums_rows *rows, size_t from, size_t to, size_t n)
{
	enum scaling scaling = !rows->factors                 ? AS_THEY_ARE
	                       : are_alike(sums, &rows->plan) ? ALL_ALIKE
	                                                      : SOME;

	return ways[first_of(sums, rows)][scaling](sums, rows, from, to, n);
}

enum { HAS_WIDE = 1 };
#else
void sums_look_widely(const struct sums *sums, const struct sums_rows *rows, size_t to)
{
	(void)sums;
	(void)rows;
	(void)to;
}

int sums_add_widely(struct sums *sums, struct sums_rows *rows, size_t from, size_t to, size_t n)
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
