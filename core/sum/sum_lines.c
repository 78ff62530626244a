/* SPDX-License-Identifier: MIT */
#include "sum/sum_lines.h"

#include "base/cpu.h"

#include <chiso/plugin.h>

#if defined __GNUC__ && defined __x86_64__ && !defined SUM_PORTABLE
#include <assert.h>
#include <immintrin.h>
#include <string.h>

/* Lines whose terms are compared with 0 together; rows that are looked at before they are added; and how long before
 * something is added it is asked for what it is added to: the processor waits for so many lines of memory at once,
 * and forgets about more. */
enum { TOGETHER = 4, MOST_TOGETHER = SUMS_MOST_LINES / TOGETHER, ROWS = 128, AHEAD = 24 };
/* Lines whose bits are in one word, and the bits of those that are looked at together. */
enum { IN_WORD = 64 / SUMS_LINE, FOUR_BITS = TOGETHER * SUMS_LINE };

/* What is the same for all rows. */
struct shape {
	size_t stride, n_terms, before; /* stride: bytes */
	char *table;
	const uint8_t *place;
	const uint64_t *scaled, *counted; /* from the head on, as the terms of the first row */
	const double *terms;
	/* Where terms are bits, the words of the first row; and which terms are counted, those that are numbers and those
	 * that are bits, from the head on. */
	const uint64_t *ones;
	size_t n_words;
	uint64_t numbers[SUMS_MOST_LINES / IN_WORD], bits[SUMS_MOST_LINES / IN_WORD];
	uint64_t with_numbers; /* the lines that have any */
	/* Those lines that are to be looked at: the bits of those that have no numbers, by words; the others four by
	 * four. */
	uint64_t looked_at[SUMS_MOST_LINES / IN_WORD];
	struct four {
		size_t at; /* the first one's first term, from the head on */
		/* The terms that are counted: those that are bits, and the numbers as compare() gives them. */
		uint64_t bits;
		__m256i looked_at;
		__m128i lines; /* as changes of the first row */
	} fours[MOST_TOGETHER];
	size_t n_fours;
};

/* Rows that are looked at, and added, together, and where in the table each is added, and those that come next.  A
 * change is a line of a row that is not nothing: the number of the row among them, and of the line. */
struct lot {
	const uint32_t *rows;
	size_t n;
	int has_wild;
	size_t at[ROWS + AHEAD]; /* bytes */
};
enum { ROW_AT = 6, SIX_BITS = (1 << ROW_AT) - 1 };

static inline uint32_t change_of(size_t row, size_t line)
{
	return (uint32_t)(row << ROW_AT | line);
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

/* The lines of four that have no term that is not 0, as bits. */
__attribute__((target("avx2"), always_inline)) static inline size_t nothing_in(__m256i terms)
{
	__m128i any = _mm_or_si128(_mm256_castsi256_si128(terms), _mm256_extracti128_si256(terms, 1));

	return (size_t)_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(any, _mm_setzero_si128())));
}

/* ---- terms that are bits --------------------------------------------------------------------- */

/* The lanes of a line of which there are bits. */
#define LANE(bits, i) ((bits) >> (i) & 1 ? UINT64_MAX : 0)
#define LANES(bits) {LANE(bits, 0), LANE(bits, 1), LANE(bits, 2), LANE(bits, 3)}
static const _Alignas(32) uint64_t lanes[16][SUMS_LINE] = {
	LANES(0), LANES(1), LANES(2),  LANES(3),  LANES(4),  LANES(5),  LANES(6),  LANES(7),
	LANES(8), LANES(9), LANES(10), LANES(11), LANES(12), LANES(13), LANES(14), LANES(15)};

/* The bits of a line. */
static inline size_t bits_of_line(const uint64_t *words, size_t line)
{
	return words[line / IN_WORD] >> line % IN_WORD * SUMS_LINE & 15;
}

/* The bits of four lines from one on. */
static inline uint64_t bits_of_four(const uint64_t *words, size_t line)
{
	return words[line / IN_WORD] >> line % IN_WORD * SUMS_LINE & (((uint64_t)1 << FOUR_BITS) - 1);
}

__attribute__((target("avx2"), always_inline)) static inline __m256d lanes_of(const uint64_t *words, size_t line)
{
	return _mm256_load_pd((const double *)(const void *)lanes[bits_of_line(words, line)]);
}

/* The lines that have any bits: the lowest bit of each. */
static inline uint64_t lines_with(uint64_t bits)
{
	uint64_t any = bits | bits >> 1;

	return (any | any >> 2) & 0x1111111111111111;
}

/* All bits of these lines. */
static inline uint64_t whole_lines(uint64_t bits)
{
	return lines_with(bits) * 15;
}

/* Of four lines of bits those that have none, as bits side by side. */
static inline size_t nothing_in_bits(uint64_t bits)
{
	return ~(lines_with(bits) * 0x1248 >> 12) & 15;
}

/* Sorts the terms that are counted. */
static void take_kinds(struct shape *shape, const struct sums *sums, const struct sums_rows *rows)
{
	shape->ones = rows->ones;
	shape->n_words = rows->n_words;
	memset(shape->bits, 0, sizeof shape->bits);
	memset(shape->numbers, 0, sizeof shape->numbers);
	shape->with_numbers = 0;
	for (size_t t = 0; t < sums->n_terms; t++) {
		size_t at = t + shape->before;
		uint64_t bit = (uint64_t)(rows->plan.counted[t] != 0) << at % 64;
		uint64_t is_bit = rows->ones ? rows->plan.binary[at / 64] : 0;

		shape->bits[at / 64] |= bit & is_bit;
		shape->numbers[at / 64] |= bit & ~is_bit;
		shape->with_numbers |= (uint64_t)((bit & ~is_bit) != 0) << at / SUMS_LINE;
	}
}

/* ---- looking --------------------------------------------------------------------------------- */

__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void take_shape(struct shape *shape, const struct sums *sums,
                                                           const struct sums_rows *rows)
{
	uint64_t left = rows->plan.lines;

	shape->stride = sums_stride(sums) * sizeof *sums->table;
	shape->n_terms = sums->n_terms;
	shape->before = sums->has_heads != 0;
	shape->table = (char *)sums->table;
	shape->place = sums->place;
	shape->scaled = rows->plan.scaled - shape->before;
	shape->counted = rows->plan.counted - shape->before;
	shape->terms = rows->terms - shape->before;
	shape->n_fours = 0;
	take_kinds(shape, sums, rows);
	while (left) {
		size_t line = (size_t)__builtin_ctzll(left) / TOGETHER * TOGETHER;
		/* The first line is taken as it is. */
		uint64_t numbers = bits_of_four(shape->numbers, line) & (line ? UINT64_MAX : ~(uint64_t)15);
		double looked_at[FOUR_BITS];

		left &= ~((uint64_t)15 << line);
		if (rows->ones && !numbers)
			continue;
		for (size_t i = 0; i < FOUR_BITS; i++)
			looked_at[i] = (double)(numbers >> i & 1);
		shape->fours[shape->n_fours++] = (struct four){
			line * SUMS_LINE, bits_of_four(shape->bits, line) & whole_lines(numbers), compare(looked_at),
			_mm_setr_epi32((int)change_of(0, line), (int)change_of(0, line + 1),
		                       (int)change_of(0, line + 2), (int)change_of(0, line + 3))};
	}
	for (size_t word = 0; word < SUMS_MOST_LINES / IN_WORD; word++)
		shape->looked_at[word] = shape->bits[word] & ~whole_lines(shape->numbers[word]);
	shape->looked_at[0] &= ~(uint64_t)15;
}

/* Takes the rows from one on. */
static inline void take_lot(struct lot *lot, const struct shape *shape, const struct sums_rows *rows, size_t from)
{
	size_t left = rows->n - from, known = from ? AHEAD : 0;
	size_t n = left < ROWS + AHEAD ? left : ROWS + AHEAD;

	lot->rows = rows->list + from;
	lot->n = left < ROWS ? left : ROWS;
	lot->has_wild = 0;
	if (from)
		memmove(lot->at, lot->at + ROWS, AHEAD * sizeof *lot->at);
	for (size_t i = known; i < n; i++)
		lot->at[i] = rows->slots[lot->rows[i]] * shape->stride;
	/* There is always something that can be asked for. */
	for (size_t i = n; i < lot->n + AHEAD; i++)
		lot->at[i] = 0;
}

/* What the i-th row of a lot is added to. */
static inline double *sums_of(const struct shape *shape, const struct lot *lot, size_t i)
{
	return (double *)(void *)(shape->table + lot->at[i]);
}

/* What a change is added to. */
static inline double *place_of(const struct shape *shape, const struct lot *lot, uint32_t change)
{
	return sums_of(shape, lot, change >> ROW_AT) + 8 * (size_t)shape->place[change & SIX_BITS];
}

/* Which bytes of four changes come first when some of them are left out, those of which there is a bit, and how
 * many are left. */
#define PART(i, left) ((left) > 3 ? -1 : 4 * (left) + (i))
#define FIRST(a, b, c, d) \
	{PART(0, a), PART(1, a), PART(2, a), PART(3, a), PART(0, b), PART(1, b), PART(2, b), PART(3, b), \
	 PART(0, c), PART(1, c), PART(2, c), PART(3, c), PART(0, d), PART(1, d), PART(2, d), PART(3, d)}
static const _Alignas(16) int8_t first_bytes[16][16] = {
	FIRST(0, 1, 2, 3), FIRST(1, 2, 3, 4), FIRST(0, 2, 3, 4), FIRST(2, 3, 4, 4),
	FIRST(0, 1, 3, 4), FIRST(1, 3, 4, 4), FIRST(0, 3, 4, 4), FIRST(3, 4, 4, 4),
	FIRST(0, 1, 2, 4), FIRST(1, 2, 4, 4), FIRST(0, 2, 4, 4), FIRST(2, 4, 4, 4),
	FIRST(0, 1, 4, 4), FIRST(1, 4, 4, 4), FIRST(0, 4, 4, 4), FIRST(4, 4, 4, 4)};
static const uint8_t n_left[16] = {4, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0};

/* Adds the changes in four lines of each row to a list.  Whether a line changes nobody can guess, so it is not
 * asked: all four are written, and as many are kept as there are.  Returns the end of the list. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline uint32_t *
look_at_four(const struct lot *lot, const struct shape *shape, const struct four *four, int has_bits, uint32_t *end)
{
	const __m128i next = _mm_set1_epi32(1 << ROW_AT);
	const double *terms = shape->terms + four->at;
	const uint64_t *ones = has_bits ? shape->ones + four->at / 64 : NULL;
	__m256i looked_at = four->looked_at;
	__m128i lines = four->lines;

	for (size_t i = 0; i < lot->n; i++, lines = _mm_add_epi32(lines, next)) {
		size_t row = lot->rows[i];
		size_t nothing = nothing_in(_mm256_and_si256(compare(terms + row * shape->n_terms), looked_at));

		if (has_bits)
			nothing &= nothing_in_bits(ones[row * shape->n_words] >> four->at % 64 & four->bits);
		__m128i first = _mm_load_si128((const __m128i *)(const void *)first_bytes[nothing]);

		_mm_storeu_si128((__m128i *)(void *)end, _mm_shuffle_epi8(lines, first));
		end += n_left[nothing];
	}
	return end;
}

/* The same of the lines of a word that have bits only.  Of the numbers of all lines those that change are taken, side by
 * side, and each written with its row. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline uint32_t *
look_at_word(const struct lot *lot, const struct shape *shape, size_t word, uint32_t *end)
{
	enum { AT_ONCE = 8, HALF = 32 };
	const __m256i shifts = _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28), number = _mm256_set1_epi32(15);
	const __m256i next = _mm256_set1_epi32(1 << ROW_AT);
	const uint64_t *ones = shape->ones + word;
	uint64_t looked_at = shape->looked_at[word];
	int are_many = __builtin_popcountll(lines_with(looked_at)) > AT_ONCE;
	__m256i first = _mm256_set1_epi32((int)change_of(0, word * IN_WORD));

	for (size_t i = 0; i < lot->n; i++, first = _mm256_add_epi32(first, next)) {
		uint64_t lines = lines_with(ones[lot->rows[i] * shape->n_words] & looked_at);
		uint64_t numbers = _pext_u64(0xfedcba9876543210, lines * 15);
		__m256i low = _mm256_srlv_epi32(_mm256_set1_epi32((int)(uint32_t)numbers), shifts);

		_mm256_storeu_si256((__m256i *)(void *)end, _mm256_or_si256(first, _mm256_and_si256(low, number)));
		if (are_many) {
			__m256i high = _mm256_srlv_epi32(_mm256_set1_epi32((int)(numbers >> HALF)), shifts);

			_mm256_storeu_si256((__m256i *)(void *)(end + AT_ONCE),
			                    _mm256_or_si256(first, _mm256_and_si256(high, number)));
		}
		end += __builtin_popcountll(lines);
	}
	return end;
}

/* Asks for the first changes of a lot. */
static inline uint32_t *ask_for(const struct shape *shape, const struct lot *lot, uint32_t *asked,
                                const uint32_t *changes, const uint32_t *end)
{
	for (; asked < end && asked < changes + AHEAD; asked++)
		cpu_ask_for(place_of(shape, lot, *asked));
	return asked;
}

/* Finds which lines change, behind the first one, and asks for the first of them. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline uint32_t *
look(const struct lot *lot, const struct shape *shape, const struct sums_rows *rows, int has_bits, uint32_t *changes)
{
	uint64_t lines = rows->plan.lines;
	uint32_t *end = changes, *asked = changes;

	if (!(lines & (lines - 1))) {
		/* One line only: it is added, whether it is of zeros or not. */
		size_t line = (size_t)__builtin_ctzll(lines);

		for (size_t i = 0; i < lot->n; i++)
			*end++ = change_of(i, line);
		return end;
	}
	for (size_t i = 0; i < shape->n_fours; i++) {
		end = look_at_four(lot, shape, &shape->fours[i], has_bits, end);
		asked = ask_for(shape, lot, asked, changes, end);
	}
	for (size_t word = 0; has_bits && word < shape->n_words && word < SUMS_MOST_LINES / IN_WORD; word++)
		if (shape->looked_at[word]) {
			end = look_at_word(lot, shape, word, end);
			asked = ask_for(shape, lot, asked, changes, end);
		}
	return end;
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
		return load_line(shape, terms, factor, scaling, line * SUMS_LINE);
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
	int status = CHISO_OK;

	for (; change < end && !status; change++) {
		size_t row = lot->rows[*change >> ROW_AT], line = *change & SIX_BITS;
		__m256d v = take_line(shape, rows, row, line, scaling, has_bits);

		if (end - change > AHEAD)
			cpu_ask_for(place_of(shape, lot, change[AHEAD]));
		if (add_line(place_of(shape, lot, *change), v))
			continue;
		status = add_with_care(sums, all, row, line);
		lot->has_wild |= all->wild[row];
	}
	return status;
}

/* Adds the first lines of rows, of which all the others have been added. */
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
finish(struct sums *sums, struct sums_rows *all, const struct sums_rows *rows, const struct shape *shape,
       const struct lot *lot, enum first first, enum scaling scaling, int has_bits, uint32_t *others)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < lot->n && !status; i++) {
		size_t row = lot->rows[i];
		double *into = sums_of(shape, lot, i);
		__m256d v = take_line(shape, rows, row, 0, scaling, has_bits);
		int is_added = 0;

		cpu_ask_for(sums_of(shape, lot, i + AHEAD));
		if (lot->has_wild)
			is_added = 0;
		else if (first == HEAD_OF_TWO)
			is_added = add_two_with_head(into, v, rows->marks[row], others);
		else if (has_head(first))
			is_added = add_line_with_head(into, v, rows->marks[row], others);
		else
			is_added = first == FOUR ? add_line(into, v) : add_two(into, v);
		if (!is_added)
			status = finish_with_care(sums, all, row);
	}
	return status;
}

__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline int
add_rows(struct sums *sums, struct sums_rows *rows, enum first first, enum scaling scaling, int has_bits)
{
	const struct sums_rows own = *rows;
	struct shape shape;
	struct lot lot;
	uint32_t changes[ROWS * SUMS_MOST_LINES + IN_WORD], *end = changes;
	uint32_t others = UINT32_MAX;
	int status = CHISO_OK;

	take_shape(&shape, sums, rows);
	for (size_t from = 0; from < own.n && !status; from += ROWS) {
		take_lot(&lot, &shape, &own, from);
		for (size_t i = 0; i < AHEAD && !from; i++)
			cpu_ask_for(sums_of(&shape, &lot, i));
		if (!is_alone(first) && own.plan.lines)
			end = look(&lot, &shape, &own, has_bits, changes);
		status = add_changes(sums, rows, &own, &shape, &lot, changes, end, scaling, has_bits);
		if (!status)
			status = finish(sums, rows, &own, &shape, &lot, first, scaling, has_bits, &others);
	}
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
