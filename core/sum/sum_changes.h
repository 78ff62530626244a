/* SPDX-License-Identifier: MIT */
/* Which lines of rows change, where the processor adds four at a time: the first half of what sum_lines.c does, for it
 * alone.  Some rows are looked at together, and a list is made of their lines that are not nothing. */
#ifndef CORE_SUM_CHANGES_H
#define CORE_SUM_CHANGES_H

#include "base/cpu.h"
#include "sum/sum.h"

#if defined __GNUC__ && defined __x86_64__ && !defined SUM_PORTABLE
#include <immintrin.h>
#include <string.h>

/* Lines whose terms are compared with 0 together; rows that are looked at before they are added; and how many changes
 * before one is added it is asked for what that is added to: so many take as long as memory behind all caches does. */
enum { TOGETHER = 4, MOST_TOGETHER = SUMS_MOST_LINES / TOGETHER, ROWS = 128, AHEAD = 48 };
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
	char *at[ROWS + AHEAD];
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

__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void
take_shape(struct shape *shape, const struct sums *sums, const struct sums_rows *rows)
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
		lot->at[i] = shape->table + rows->slots[lot->rows[i]] * shape->stride;
	/* There is always something that can be asked for. */
	for (size_t i = n; i < lot->n + AHEAD; i++)
		lot->at[i] = shape->table;
}

/* What the i-th row of a lot is added to. */
static inline double *sums_of(const struct lot *lot, size_t i)
{
	return (double *)(void *)lot->at[i];
}

/* What a change is added to. */
static inline double *place_of(const struct shape *shape, const struct lot *lot, uint32_t change)
{
	return sums_of(lot, change >> ROW_AT) + 8 * (size_t)shape->place[change & SIX_BITS];
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
 * side, and each written with its row.  are_many: they may be more than AT_ONCE. */
enum { AT_ONCE = 8, HALF = 32 };
__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline uint32_t *
look_at_lines(const struct lot *lot, const struct shape *shape, size_t word, int are_many, uint32_t *end)
{
	const __m256i shifts = _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28), number = _mm256_set1_epi32(15);
	const __m256i next = _mm256_set1_epi32(1 << ROW_AT);
	const uint64_t *ones = shape->ones + word;
	uint64_t looked_at = shape->looked_at[word];
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

__attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline uint32_t *
look_at_word(const struct lot *lot, const struct shape *shape, size_t word, uint32_t *end)
{
	return __builtin_popcountll(lines_with(shape->looked_at[word])) > AT_ONCE
	               ? look_at_lines(lot, shape, word, 1, end)
	               : look_at_lines(lot, shape, word, 0, end);
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

#endif
#endif
