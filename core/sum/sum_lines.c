/* SPDX-License-Identifier: MIT */
#include "sum/sum_lines.h"

#include "base/cpu.h"
#include "sum/sum_changes.h"

#include <chiso/plugin.h>

#if defined __GNUC__ && defined __x86_64__ && !defined SUM_PORTABLE
#include <assert.h>
#include <immintrin.h>

/* How terms are multiplied. */
enum scaling { AS_THEY_ARE, ALL_ALIKE, SOME };

__attribute__((target("avx2"), always_inline)) static inline __m256d
load_line(const struct shape *shape, const double *terms, __m256d factor, enum scaling scaling, size_t at)
{
	__m256d v = load(terms + at);

	if (scaling == ALL_ALIKE)
		return _mm256_mul_pd(v, factor);
	return scaling == SOME ? _mm256_blendv_pd(v, _mm256_mul_pd(v, factor), load(shape->scaled + at)) : v;
}

/* The same of a line that has terms which are bits: as many times the factor. */
__attribute__((target("avx2"), always_inline)) static inline __m256d
load_bits(const struct shape *shape, size_t row, __m256d factor, enum scaling scaling, size_t line)
{
	size_t word = line / IN_WORD;
	uint64_t bits = shape->ones[row * shape->n_words + word] & shape->bits[word];
	__m256d one = _mm256_set1_pd(1), set = lanes_of(&bits, line % IN_WORD);

	if (scaling == SOME)
		one = _mm256_blendv_pd(one, factor, load(shape->scaled + line * SUMS_LINE));
	return _mm256_and_pd(set, scaling == ALL_ALIKE ? factor : one);
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

/* The same with a head, which counts the row and takes its mark.  *others: what all notes so far have in common. */
__attribute__((target("avx2"), always_inline)) static inline int
add_line_with_head(double *line, __m256d v, uint32_t mark, uint32_t *others)
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
	*others &= (uint32_t)_mm_extract_epi32(_mm256_castsi256_si128(note), 1);
	return 1;
}

/* The same of bits that are counted: as long as no sum of them is rounded its error stays as it is, and is not looked at.
 * t - hi is exact where hi is the larger one, and t - x where x is (Dekker): so t is hi + x where both say so. */
__attribute__((target("avx2"), always_inline)) static inline int
count_line_with_head(double *line, __m256d v, uint32_t mark, uint32_t *others)
{
	__m256d hi = load(line), x = _mm256_or_pd(v, _mm256_setr_pd(1, 0, 0, 0)), t = _mm256_add_pd(hi, x);
	__m256d is_x = _mm256_cmp_pd(_mm256_sub_pd(t, hi), x, _CMP_EQ_OQ);
	__m256d is_hi = _mm256_cmp_pd(_mm256_sub_pd(t, x), hi, _CMP_EQ_OQ);
	struct sums_note *note = (void *)(line + SUMS_LINE);

	if (_mm256_movemask_pd(_mm256_and_pd(is_x, is_hi)) != (1 << SUMS_LINE) - 1)
		return add_line_with_head(line, v, mark, others);
	_mm256_storeu_pd(line, t);
	note->least = note->least > ~mark ? note->least : ~mark;
	*others &= note->others;
	return 1;
}

__attribute__((target("avx2"))) uint64_t
sums_merge_widely(double *into, const double *from, size_t n, int has_head)
{
	/* What is not a head. */
	__m256i terms = _mm256_setr_epi64x(has_head ? 0 : -1, -1, -1, -1);
	uint64_t left = 0;

	for (size_t line = 0; line < n; line++, into += 2 * SUMS_LINE, from += 2 * SUMS_LINE) {
		__m256d hi = load(into), lo = load(into + SUMS_LINE), own = _mm256_castsi256_pd(terms);
		struct added once = add(hi, lo, load(from));
		struct added all = add(once.t, once.m, load(from + SUMS_LINE));

		if (_mm256_testz_si256(_mm256_or_si256(once.bad, all.bad), terms)) {
			_mm256_storeu_pd(into, _mm256_blendv_pd(hi, all.t, own));
			_mm256_storeu_pd(into + SUMS_LINE, _mm256_blendv_pd(lo, all.m, own));
		} else {
			left |= (uint64_t)1 << line;
		}
		terms = _mm256_set1_epi64x(-1);
	}
	return left;
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

/* The same with a head and one term. */
__attribute__((target("avx2"), always_inline)) static inline int
add_two_with_head(double *line, __m256d v, uint32_t mark, uint32_t *others)
{
	const __m128i term = _mm_setr_epi32(0, 0, -1, -1);
	const __m256d one = _mm256_setr_pd(1, 0, 0, 0);
	__m128d lo = _mm_loadu_pd(line + 2);
	struct added all = add(_mm256_castpd128_pd256(_mm_loadu_pd(line)), _mm256_castpd128_pd256(lo),
	                       _mm256_or_pd(v, one));
	__m128i note = _mm_max_epu32(_mm_castpd_si128(lo), _mm_cvtsi32_si128((int)~mark));

	if (!_mm_testz_si128(_mm256_castsi256_si128(all.bad), term))
		return 0;
	_mm_storeu_pd(line, _mm256_castpd256_pd128(all.t));
	_mm_storeu_pd(line + 2, _mm_blend_pd(_mm256_castpd256_pd128(all.m), _mm_castsi128_pd(note), 1));
	*others &= (uint32_t)_mm_extract_epi32(note, 1);
	return 1;
}

/* Adds a line that couldn't be added quickly, unless it is wild. */
__attribute__((noinline)) static int add_with_care(struct sums *sums, struct sums_rows *rows, size_t row, size_t line)
{
	if (!sums_is_line_wild(sums, rows, row, line))
		return sums_add_line_of_row(sums, rows, row, line);
	rows->wild[row] = 1;
	return CHISO_OK;
}

/* The same with the first line of a row, which comes last: one that is wild has not been counted. */
__attribute__((noinline)) static int finish_with_care(struct sums *sums, struct sums_rows *rows, size_t row)
{
	int status = rows->wild[row] ? CHISO_OK : add_with_care(sums, rows, row, 0);

	if (rows->wild[row]) {
		rows->needs_care = 1;
		return sums_take_lines_back(sums, rows, row);
	}
	sums_count_added(sums, rows, row);
	return status;
}

/* What the first line begins with; alone: the others are not added to, and not looked at. */
enum first { HEAD_OF_TWO, HEAD_ALONE, HEAD, FOUR, TWO };

__attribute__((always_inline)) static inline int has_head(enum first first)
{
	return first == HEAD_OF_TWO || first == HEAD_ALONE || first == HEAD;
}

__attribute__((always_inline)) static inline int is_alone(enum first first)
{
	return first == HEAD_OF_TWO || first == HEAD_ALONE || first == TWO;
}

/* What is added of a line of a row.  has_bits: some terms are. */
__attribute__((target("avx2"), always_inline)) static inline __m256d
take_line(const struct shape *shape, const struct sums_rows *rows, size_t row, size_t line, enum scaling scaling,
          int has_bits)
{
	__m256d factor = scaling == AS_THEY_ARE ? _mm256_setzero_pd() : _mm256_broadcast_sd(&rows->factors[row]);
	const double *terms = shape->terms + row * shape->n_terms;
	__m256d bits, numbers;

	if (!has_bits)
		return _mm256_and_pd(load_line(shape, terms, factor, scaling, line * SUMS_LINE),
		                     load(shape->counted + line * SUMS_LINE));
	bits = load_bits(shape, row, factor, scaling, line);
	if (!(shape->with_numbers >> line & 1))
		return bits;
	numbers = load_line(shape, terms, factor, scaling, line * SUMS_LINE);
	return _mm256_or_pd(bits, _mm256_and_pd(numbers, lanes_of(shape->numbers, line)));
}

/* all: rows once more, which no function that is called can change, so that they are kept at hand. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
add_changes(struct sums *sums, struct sums_rows *all, const struct sums_rows *rows, const struct shape *shape,
            struct lot *lot, const uint32_t *change, const uint32_t *end, enum scaling scaling, int has_bits)
{
	for (; change < end; change++) {
		size_t row = lot->rows[*change >> ROW_AT], line = *change & SIX_BITS;
		__m256d v = take_line(shape, rows, row, line, scaling, has_bits);

		if (end - change > AHEAD)
			cpu_ask_for(place_of(shape, lot, change[AHEAD]));
		if (add_line(place_of(shape, lot, *change), v))
			continue;
		int status = add_with_care(sums, all, row, line);
		if (status)
			return status;
		lot->has_wild |= all->wild[row];
	}
	return CHISO_OK;
}

/* Adds the first line of a row, of which all the others have been added, if it can be done quickly. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
add_first(const struct sums_rows *rows, const struct shape *shape, size_t row, double *into, enum first first,
          enum scaling scaling, int has_bits, uint32_t *others)
{
	__m256d v = take_line(shape, rows, row, 0, scaling, has_bits);

	if (first == HEAD_OF_TWO)
		return add_two_with_head(into, v, rows->marks[row], others);
	if (has_head(first) && has_bits && scaling == AS_THEY_ARE)
		return count_line_with_head(into, v, rows->marks[row], others);
	if (has_head(first))
		return add_line_with_head(into, v, rows->marks[row], others);
	return first == FOUR ? add_line(into, v) : add_two(into, v);
}

/* Adds the first lines of a lot. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
finish(struct sums *sums, struct sums_rows *all, const struct sums_rows *rows, const struct shape *shape,
       const struct lot *lot, enum first first, enum scaling scaling, int has_bits, uint32_t *others)
{
	const uint32_t *list = lot->rows;
	const size_t n = lot->n;
	int status = CHISO_OK;

	for (size_t i = 0; i < n && lot->has_wild && !status; i++)
		status = finish_with_care(sums, all, list[i]);
	if (lot->has_wild)
		return status;
	for (size_t i = 0; i < n; i++) {
		cpu_ask_for(sums_of(lot, i + AHEAD));
		if (add_first(rows, shape, list[i], sums_of(lot, i), first, scaling, has_bits, others))
			continue;
		status = finish_with_care(sums, all, list[i]);
		if (status)
			return status;
	}
	return CHISO_OK;
}

/* Adds rows of which the first line is all that there is.  list: NULL: they are the first n. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
add_alone(struct sums *sums, struct sums_rows *all, const struct sums_rows *rows, const struct shape *shape,
          const uint32_t *list, enum first first, enum scaling scaling, int has_bits, uint32_t *others)
{
	const uint32_t *slots = rows->slots;
	const size_t n = rows->n, stride = shape->stride;
	char *table = shape->table;

	for (size_t i = 0; i < n && i < AHEAD; i++)
		cpu_ask_for(table + slots[list ? list[i] : i] * stride);
	/* Of the last ones there is nothing more to be asked for. */
	for (size_t i = 0, ahead = n < AHEAD ? n : AHEAD; i < n; ahead = 0)
		for (; i < n - ahead; i++) {
			size_t row = list ? list[i] : i;
			double *into = (double *)(void *)(table + slots[row] * stride);

			cpu_ask_for(table + slots[list ? list[i + ahead] : i + ahead] * stride);
			if (add_first(rows, shape, row, into, first, scaling, has_bits, others))
				continue;
			int status = finish_with_care(sums, all, row);
			if (status)
				return status;
		}
	return CHISO_OK;
}

/* Adds rows lot by lot. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
add_lots(struct sums *sums, struct sums_rows *all, const struct sums_rows *rows, const struct shape *shape,
         enum first first, enum scaling scaling, int has_bits, uint32_t *others)
{
	struct lot lot;
	uint32_t changes[ROWS * SUMS_MOST_LINES + IN_WORD], *end = changes;
	int status = CHISO_OK;

	for (size_t from = 0; from < rows->n && !status; from += ROWS) {
		take_lot(&lot, shape, rows, from);
		for (size_t i = 0; i < AHEAD && !from; i++)
			cpu_ask_for(sums_of(&lot, i));
		if (rows->plan.lines)
			end = look(&lot, shape, rows, has_bits, changes);
		status = add_changes(sums, all, rows, shape, &lot, changes, end, scaling, has_bits);
		if (!status)
			status = finish(sums, all, rows, shape, &lot, first, scaling, has_bits, others);
	}
	return status;
}

__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
add_rows(struct sums *sums, struct sums_rows *rows, enum first first, enum scaling scaling, int has_bits)
{
	const struct sums_rows own = *rows;
	struct shape shape;
	uint32_t others = UINT32_MAX;

	take_shape(&shape, sums, rows);
	/* They are in order: so the last one tells whether all are one behind the other. */
	int are_first = rows->n && rows->list[rows->n - 1] == rows->n - 1;
	int status = !is_alone(first) ? add_lots(sums, rows, &own, &shape, first, scaling, has_bits, &others)
	             : are_first
	                     ? add_alone(sums, rows, &own, &shape, NULL, first, scaling, has_bits, &others)
	                     : add_alone(sums, rows, &own, &shape, own.list, first, scaling, has_bits, &others);
	if (has_head(first))
		rows->needs_care |= !(others & SUMS_FAMILIAR);
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
#define WAY(first, scaling, kind, has_bits) \
	__attribute__((target("avx2,bmi,bmi2,popcnt"))) static int add_##kind##_##first##_##scaling( \
		struct sums *sums, struct sums_rows *rows) \
	{ \
		return add_rows(sums, rows, first, scaling, has_bits); \
	}
#define WAYS(first, kind, has_bits) \
	WAY(first, AS_THEY_ARE, kind, has_bits) \
	WAY(first, ALL_ALIKE, kind, has_bits) \
	WAY(first, SOME, kind, has_bits)
WAYS(HEAD_OF_TWO, numbers, 0)
WAYS(HEAD_ALONE, numbers, 0)
WAYS(HEAD, numbers, 0)
WAYS(FOUR, numbers, 0)
WAYS(TWO, numbers, 0)
WAYS(HEAD_OF_TWO, bits, 1)
WAYS(HEAD_ALONE, bits, 1)
WAYS(HEAD, bits, 1)
#define NAMES(first, kind) \
	{add_##kind##_##first##_AS_THEY_ARE, add_##kind##_##first##_ALL_ALIKE, add_##kind##_##first##_SOME}
static int (*const ways[][3])(struct sums *, struct sums_rows *) = {
	NAMES(HEAD_OF_TWO, numbers), NAMES(HEAD_ALONE, numbers), NAMES(HEAD, numbers), NAMES(FOUR, numbers),
	NAMES(TWO, numbers)};
/* Only slots that have heads take terms that are bits. */
static int (*const ways_of_bits[][3])(struct sums *, struct sums_rows *) = {
	NAMES(HEAD_OF_TWO, bits), NAMES(HEAD_ALONE, bits), NAMES(HEAD, bits)};

static enum first first_of(const struct sums *sums, const struct sums_rows *rows)
{
	if (sums_lanes(sums) != SUMS_LINE)
		return sums->has_heads ? HEAD_OF_TWO : TWO;
	if (!sums->has_heads)
		return FOUR;
	return rows->plan.lines ? HEAD : HEAD_ALONE;
}

int sums_add_widely(struct sums *sums, struct sums_rows *rows)
{
	enum scaling scaling = !rows->factors                 ? AS_THEY_ARE
	                       : are_alike(sums, &rows->plan) ? ALL_ALIKE
	                                                      : SOME;

	assert(!rows->ones || sums->has_heads);
	return (rows->ones ? ways_of_bits : ways)[first_of(sums, rows)][scaling](sums, rows);
}

enum { HAS_WIDE = 1 };
#else
int sums_add_widely(struct sums *sums, struct sums_rows *rows)
{
	(void)sums;
	(void)rows;
	return CHISO_OK;
}

uint64_t sums_merge_widely(double *into, const double *from, size_t n, int has_head)
{
	(void)into;
	(void)from;
	(void)n;
	(void)has_head;
	return UINT64_MAX;
}

enum { HAS_WIDE = 0 };
#endif

int sums_are_wide(void)
{
	return HAS_WIDE && cpu_is_wide();
}
