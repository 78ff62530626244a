/* SPDX-License-Identifier: MIT */
#include "reader/digits.h"

#include <chiso/plugin.h>

/* Without branches: which cells are empty nobody can foresee, nor which are in quotes or have a blank before them. */
unsigned digits_read_row(const struct field *first, size_t row, size_t n_columns, const struct digits_out *out)
{
	const uint32_t *ends = first->ends + row * first->step;
	uint32_t begin = first->begins[row * first->begin_step] + first->more;
	const char *text = first->text;
	unsigned others = 0;

	for (size_t i = 0; i < n_columns; i++) {
		/* Of an empty one the first sign is that behind it, and the last one is it, too. */
		uint32_t n = ends[i] - begin, last = ends[i] - (n != 0);
		unsigned is_blank = (n != 0) & (text[begin] == ' ');
		unsigned is_quoted = (n > 1) & (text[begin] == '"') & (text[last] == '"');

		begin += is_blank;
		n -= is_blank + 2 * is_quoted;
		unsigned is_there = n != 0;
		unsigned digit = ((unsigned char)text[begin + is_quoted] - (unsigned)'0') & (0 - is_there);

		others |= (unsigned)((digit | (n & ~1u)) > 1) << i;
		out->to[i][row] = (uint8_t)digit;
		out->missing[i][row] = (uint8_t)((is_there - 1) & CHISO_REASON_NOT_REPORTED);
		begin = ends[i] + 1;
	}
	return others;
}

/* ---- four digits and what is between them ---- */

static uint64_t load_word(const char *text)
{
	uint64_t word;

	memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* Whether there is a digit in every column. */
static int read_full_row(const char *text, size_t row, size_t n_columns, const struct digits_out *out)
{
	enum { AT_ONCE = 4 };
	static const uint64_t digit_of[AT_ONCE] = {0xff, 0xff00ff, 0xff00ff00ff, 0xff00ff00ff00ff};
	uint64_t others = 0;

	for (size_t k = 0; k < n_columns; k += AT_ONCE) {
		size_t left = n_columns - k, here = left < AT_ONCE ? left : AT_ONCE;
		uint64_t digits = (load_word(text + 2 * k) ^ 0x0030003000300030) & digit_of[here - 1];

		others |= digits & 0x00fe00fe00fe00fe;
		for (size_t i = 0; i < here; i++) {
			out->to[k + i][row] = (uint8_t)(digits >> 16 * i & 0xff);
			out->missing[k + i][row] = 0;
		}
	}
	return !others;
}

static uint32_t read_portably(const struct field *first, size_t row, size_t n_columns,
                              const struct digits_out *out)
{
	uint32_t fine = 0;

	for (unsigned i = 0; i < DIGITS_ROWS; i++) {
		uint32_t end = first->ends[(row + i) * first->step + n_columns - 1];
		uint32_t begin = first->begins[(row + i) * first->begin_step] + first->more;
		const char *text = first->text + begin;
		int is_fine = end - begin == 2 * n_columns - 1 && first->end - text >= DIGITS_ROOM &&
		              read_full_row(text, row + i, n_columns, out);

		if (!is_fine)
			is_fine = !digits_read_row(first, row + i, n_columns, out);
		fine |= (uint32_t)is_fine << i;
	}
	return fine;
}

/* ---- many rows ---- */

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

#define WIDE __attribute__((target("avx2")))

/* Half of the rows fill one part of a vector each, and the other half another. */
enum { HALF = DIGITS_ROWS / 2, EMPTY = 2 };
/* The cells of rows: digits or EMPTY. */
struct cells {
	__m128i row[DIGITS_ROWS];
};

/* What must be 0 of the digits less '0', which stand side by side or `apart`: all bits but the lowest. */
WIDE static inline __m256i find_others(size_t n_columns, size_t apart)
{
	uint8_t others[DIGITS_ROOM] = {0};

	for (size_t i = 0; i < n_columns; i++)
		others[apart * i] = 0xfe;
	return _mm256_loadu_si256((const __m256i *)(const void *)others);
}

/* Reads rows as if a digit were in every column.  Bits of those where there is.  is_sure: all bytes may be read, and the
 * column is not the first one. */
WIDE __attribute__((always_inline)) static inline uint32_t
read_rows(struct cells *cells, const struct field *first, size_t row, size_t n_columns, int is_sure)
{
	const __m256i zero = _mm256_set1_epi8('0'), others = find_others(n_columns, 2);
	const __m256i every_other = _mm256_set1_epi64x(0x00ff00ff00ff00ff);
	const uint32_t *begins = first->begins + row * first->begin_step;
	const uint32_t *ends = is_sure ? begins + n_columns : first->ends + row * first->step + n_columns - 1;
	const char *behind = first->text + first->more;
	const ptrdiff_t room = first->end - behind - DIGITS_ROOM;
	size_t begin_step = first->begin_step, step = is_sure ? begin_step : first->step;
	uint32_t full = 0, length = 2 * (uint32_t)n_columns - 1 + first->more;

#pragma GCC unroll 4
	for (unsigned i = 0; i < DIGITS_ROWS; i++, begins += begin_step, ends += step) {
		uint32_t begin = *begins, is_length = *ends - begin == length;
		const char *text = behind + begin;

		if (!is_sure && begin > room)
			continue;
		__m256i digits = _mm256_loadu_si256((const __m256i *)(const void *)text);
		digits = _mm256_xor_si256(digits, zero);
		full |= ((uint32_t)_mm256_testz_si256(digits, others) & is_length) << i;
		digits = _mm256_and_si256(digits, every_other);
		cells->row[i] = _mm_packus_epi16(_mm256_castsi256_si128(digits),
		                                 _mm256_extracti128_si256(digits, 1));
	}
	return full;
}

WIDE static uint32_t read_full_rows(struct cells *cells, const struct field *first, size_t row, size_t n_columns)
{
	return first->spare >= DIGITS_ROOM && first->more ? read_rows(cells, first, row, n_columns, 1)
	                                                  : read_rows(cells, first, row, n_columns, 0);
}

/* Where the cells of a row begin, from the first one on, in bytes; 255: far behind.  ends: from the one before the
 * first cell on. */
WIDE static inline __m128i find_begins(const uint32_t *ends)
{
	const __m256i before = _mm256_set1_epi32((int)*ends);
	const __m256i *from = (const __m256i *)(const void *)ends;
	__m256i pairs = _mm256_packs_epi32(_mm256_sub_epi32(_mm256_loadu_si256(from), before),
	                                   _mm256_sub_epi32(_mm256_loadu_si256(from + 1), before));
	__m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));

	return _mm_shuffle_epi32(bytes, _MM_SHUFFLE(3, 1, 2, 0));
}

/* Reads a row some cells of which may be empty.  Whether none is anything else. */
WIDE static inline int read_gaps(__m128i *cells, const struct field *first, size_t row, __m128i others)
{
	const uint32_t *ends = first->begins + row * first->begin_step;
	const char *text = first->text + *ends + first->more;
	const __m128i *from = (const __m128i *)(const void *)text;

	/* Of the first column of a file it is not known where one ended before. */
	if (!first->more || first->end - text < DIGITS_ROOM)
		return 0;
	__m128i at = find_begins(ends);
	__m128i low = _mm_shuffle_epi8(_mm_loadu_si128(from), _mm_adds_epu8(at, _mm_set1_epi8(0x70)));
	__m128i high = _mm_shuffle_epi8(_mm_loadu_si128(from + 1), _mm_sub_epi8(at, _mm_set1_epi8(16)));
	__m128i lengths = _mm_sub_epi8(_mm_sub_epi8(_mm_srli_si128(at, 1), at), _mm_set1_epi8(1));
	__m128i empty = _mm_cmpeq_epi8(lengths, _mm_setzero_si128());
	__m128i digits = _mm_xor_si128(_mm_or_si128(low, high), _mm_set1_epi8('0'));
	digits = _mm_andnot_si128(empty, digits);
	*cells = _mm_or_si128(digits, _mm_and_si128(empty, _mm_set1_epi8(EMPTY)));
	return _mm_testz_si128(_mm_or_si128(digits, lengths), others);
}

WIDE static inline void shuffle(__m256i to[HALF], const __m256i rows[HALF])
{
#pragma GCC unroll 8
	for (int i = 0; i < HALF / 2; i++) {
		to[2 * i] = _mm256_unpacklo_epi8(rows[i], rows[i + HALF / 2]);
		to[2 * i + 1] = _mm256_unpackhi_epi8(rows[i], rows[i + HALF / 2]);
	}
}

/* Sixteen rows of sixteen bytes become sixteen columns, twice side by side: four times the two halves are shuffled
 * like cards. */
WIDE static inline void turn_over(__m256i rows[HALF])
{
	__m256i other[HALF];

	for (int twice = 0; twice < 2; twice++) {
		shuffle(other, rows);
		shuffle(rows, other);
	}
}

/* Writes all rows of a column. */
WIDE static inline void write_column(const struct digits_out *out, size_t column, size_t row, __m256i cells)
{
	const __m256i one = _mm256_set1_epi8(1), empty = _mm256_set1_epi8(EMPTY);
	const __m256i reason = _mm256_set1_epi8(CHISO_REASON_NOT_REPORTED);
	__m256i missing = _mm256_and_si256(_mm256_cmpeq_epi8(cells, empty), reason);

	_mm256_storeu_si256((__m256i *)(void *)(out->to[column] + row), _mm256_and_si256(cells, one));
	_mm256_storeu_si256((__m256i *)(void *)(out->missing[column] + row), missing);
}

WIDE static void write_columns(const struct cells *cells, size_t row, size_t n_columns,
                               const struct digits_out *out)
{
	__m256i columns[HALF];

	for (size_t i = 0; i < HALF; i++)
		columns[i] = _mm256_inserti128_si256(_mm256_castsi128_si256(cells->row[i]),
		                                     cells->row[i + HALF], 1);
	turn_over(columns);
	for (size_t i = 0; i < n_columns; i++)
		write_column(out, i, row, columns[i]);
}

/* ---- many rows of few columns ---- */

enum { FEW = 4, FOUR = 4 };
/* Of four rows after the other, the cells of one column after the other. */
struct few {
	uint8_t cells[DIGITS_ROWS / FOUR][FEW][FOUR];
};

/* Reads four rows, which begin and end at some places behind a text.  Bits of those where a digit is in every
 * column. */
WIDE static inline unsigned read_four(uint8_t to[FEW][FOUR], const char *text, const uint32_t begin[FOUR],
                                      __m128i is_length, __m256i others)
{
	const __m256i by_column = _mm256_broadcastsi128_si256(
		_mm_setr_epi8(0, 8, 2, 10, 4, 12, 6, 14, -1, -1, -1, -1, -1, -1, -1, -1));
	__m256i digits = _mm256_set_epi64x((long long)load_word(text + begin[3]),
	                                   (long long)load_word(text + begin[2]),
	                                   (long long)load_word(text + begin[1]),
	                                   (long long)load_word(text + begin[0]));

	digits = _mm256_xor_si256(digits, _mm256_set1_epi8('0'));
	__m256i fine = _mm256_cmpeq_epi64(_mm256_and_si256(digits, others), _mm256_setzero_si256());
	digits = _mm256_shuffle_epi8(digits, by_column);
	_mm_storeu_si128((__m128i *)(void *)to, _mm_unpacklo_epi16(_mm256_castsi256_si128(digits),
	                                                           _mm256_extracti128_si256(digits, 1)));
	return (unsigned)(_mm256_movemask_pd(_mm256_castsi256_pd(fine)) &
	                  _mm_movemask_ps(_mm_castsi128_ps(is_length)));
}

/* As read_full_rows(). */
WIDE static uint32_t read_few_full(struct few *few, const struct field *first, size_t row, size_t n_columns)
{
	const uint32_t *begins = first->begins + row * first->begin_step;
	const uint32_t *ends = first->ends + row * first->step + n_columns - 1;
	const char *behind = first->text + first->more;
	const ptrdiff_t room = first->end - behind - DIGITS_ROOM;
	const __m128i length = _mm_set1_epi32((int)(2 * (uint32_t)n_columns - 1 + first->more));
	const __m256i others = _mm256_set1_epi64x(0x00fe00fe00fe00fe >> 16 * (FEW - n_columns));
	size_t step = first->begin_step, end_step = first->step;
	uint32_t full = 0;

	for (unsigned i = 0; i < DIGITS_ROWS; i += FOUR) {
		const uint32_t begin[FOUR] = {begins[0], begins[step], begins[2 * step], begins[3 * step]};
		__m128i at = _mm_loadu_si128((const __m128i *)(const void *)begin);
		__m128i end = _mm_set_epi32((int)ends[3 * end_step], (int)ends[2 * end_step],
		                            (int)ends[end_step], (int)ends[0]);
		__m128i is_length = _mm_cmpeq_epi32(_mm_sub_epi32(end, at), length);

		begins += FOUR * step;
		ends += FOUR * end_step;
		if (begin[0] > room || begin[1] > room || begin[2] > room || begin[3] > room)
			continue;
		full |= (uint32_t)read_four(few->cells[i / FOUR], behind, begin, is_length, others) << i;
	}
	return full;
}

WIDE static inline int load_int(const uint8_t four[FOUR])
{
	int word;

	memcpy(&word, four, sizeof word);
	return word;
}

WIDE static uint32_t read_few(const struct field *first, size_t row, size_t n_columns,
                              const struct digits_out *out)
{
	const __m128i others = _mm256_castsi256_si128(find_others(n_columns, 1));
	struct few few;
	uint32_t fine = read_few_full(&few, first, row, n_columns);
	union {
		__m128i all;
		uint8_t cell[sizeof(__m128i)];
	} gaps = {.cell = {0}};

	for (uint32_t left = ~fine; left; left &= left - 1) {
		unsigned i = (unsigned)__builtin_ctz(left);

		fine |= (uint32_t)read_gaps(&gaps.all, first, row + i, others) << i;
		for (size_t k = 0; k < n_columns; k++)
			few.cells[i / FOUR][k][i % FOUR] = gaps.cell[k];
	}
	for (size_t k = 0; k < n_columns; k++)
		write_column(out, k, row,
		             _mm256_setr_epi32(load_int(few.cells[0][k]), load_int(few.cells[1][k]),
		                               load_int(few.cells[2][k]), load_int(few.cells[3][k]),
		                               load_int(few.cells[4][k]), load_int(few.cells[5][k]),
		                               load_int(few.cells[6][k]), load_int(few.cells[7][k])));
	return fine;
}

WIDE static uint32_t read_widely(const struct field *first, size_t row, size_t n_columns,
                                 const struct digits_out *out)
{
	if (n_columns <= FEW)
		return read_few(first, row, n_columns, out);
	const __m128i others = _mm256_castsi256_si128(find_others(n_columns, 1));
	struct cells cells;
	uint32_t fine = read_full_rows(&cells, first, row, n_columns);

	for (uint32_t left = ~fine; left; left &= left - 1) {
		unsigned i = (unsigned)__builtin_ctz(left);

		fine |= (uint32_t)read_gaps(&cells.row[i], first, row + i, others) << i;
	}
	write_columns(&cells, row, n_columns, out);
	return fine;
}

/* ---- any cells of a row at once ---- */

#define WIDEST __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2")))

/* What stands for a cell is its sign; where it has none this, and where it has more 0.  A sign that is one of these
 * becomes another one that is no digit, or stands for more. */
enum { NONE = 0xfe };

/* The cells of a row; ends: from the one before the first cell on. */
WIDEST static inline __m128i read_cells(const char *text, const uint32_t *ends, __m128i none)
{
	const __m256i *from = (const __m256i *)(const void *)(text + *ends);
	__m512i before = _mm512_loadu_si512(ends);
	__m512i lengths = _mm512_sub_epi32(_mm512_alignr_epi32(before, before, 1), before); /* and a separator */
	__mmask16 is_empty = _mm512_cmpeq_epi32_mask(lengths, _mm512_set1_epi32(1));
	__mmask16 is_sign = _mm512_cmpeq_epi32_mask(lengths, _mm512_set1_epi32(2));
	__m128i at = _mm512_cvtepi32_epi8(_mm512_sub_epi32(before, _mm512_set1_epi32((int)*ends)));
	/* Where no cell is longer than a sign all of them are in what is loaded. */
	__m256i signs = _mm256_maskz_permutexvar_epi8(is_sign, _mm256_castsi128_si256(at), _mm256_loadu_si256(from));
	__m128i cells = _mm_min_epu8(_mm256_castsi256_si128(signs), _mm_set1_epi8((char)(NONE - 1)));

	return _mm_mask_mov_epi8(cells, is_empty, none);
}

/* Writes all rows of a column.  All bits of those where it is 1, 0 or empty. */
WIDEST static inline __m256i write_cells(const struct digits_out *out, size_t column, size_t row, __m256i cells)
{
	const __m256i one = _mm256_set1_epi8(1), reason = _mm256_set1_epi8(CHISO_REASON_NOT_REPORTED);
	__m256i empty = _mm256_cmpeq_epi8(cells, _mm256_set1_epi8((char)NONE));
	__m256i is_digit = _mm256_cmpeq_epi8(_mm256_or_si256(cells, one), _mm256_set1_epi8('1'));

	_mm256_storeu_si256((__m256i *)(void *)(out->to[column] + row), _mm256_and_si256(cells, one));
	_mm256_storeu_si256((__m256i *)(void *)(out->missing[column] + row), _mm256_and_si256(empty, reason));
	return _mm256_or_si256(is_digit, empty);
}

WIDEST static uint32_t read_most_widely(const struct field *first, size_t row, size_t n_columns,
                                        const struct digits_out *out)
{
	/* Of the first column of a file it is not known where one ended before. */
	if (n_columns <= FEW || !first->more || first->spare < DIGITS_ROOM)
		return read_widely(first, row, n_columns, out);
	const char *behind = first->text + first->more;
	const uint32_t *ends = first->begins + row * first->begin_step, step = first->begin_step;
	__m256i rows[HALF], fine = _mm256_set1_epi8(-1);
	__m128i none = _mm_set1_epi8((char)NONE);

	__asm__("" : "+x"(none)); /* else a compiler makes it again for each row */
#pragma GCC unroll 16
	for (size_t i = 0; i < HALF; i++, ends += step)
		rows[i] = _mm256_inserti128_si256(_mm256_castsi128_si256(read_cells(behind, ends, none)),
		                                  read_cells(behind, ends + HALF * step, none), 1);
	turn_over(rows);
	for (size_t i = 0; i < n_columns; i++)
		fine = _mm256_and_si256(fine, write_cells(out, i, row, rows[i]));
	return (uint32_t)_mm256_movemask_epi8(fine);
}
#else
static uint32_t read_widely(const struct field *first, size_t row, size_t n_columns,
                            const struct digits_out *out)
{
	return read_portably(first, row, n_columns, out);
}

static uint32_t read_most_widely(const struct field *first, size_t row, size_t n_columns,
                                 const struct digits_out *out)
{
	return read_portably(first, row, n_columns, out);
}
#endif

uint32_t digits_read_by(enum cpu_width width, const struct field *first, size_t row, size_t n_columns,
                        const struct digits_out *out)
{
	return width == CPU_WIDEST ? read_most_widely(first, row, n_columns, out)
	       : width == CPU_WIDE ? read_widely(first, row, n_columns, out)
	                           : read_portably(first, row, n_columns, out);
}

uint32_t digits_read(const struct field *first, size_t row, size_t n_columns, const struct digits_out *out)
{
	return digits_read_by(cpu_width(), first, row, n_columns, out);
}
