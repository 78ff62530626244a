/* SPDX-License-Identifier: MIT */
#include "digits.h"

#include "cpu.h"

#include <string.h>

/* Four digits and what is between them. */
static uint64_t load_word(const char *text)
{
	uint64_t word;

	memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

unsigned digits_read_portably(const char *const texts[DIGITS_ROWS], size_t n_columns,
                              uint8_t *const to[DIGITS_COLUMNS])
{
	enum { AT_ONCE = 4 };
	static const uint64_t digit_of[AT_ONCE] = {0xff, 0xff00ff, 0xff00ff00ff, 0xff00ff00ff00ff};
	unsigned fine = 0;

	for (unsigned row = 0; row < DIGITS_ROWS; row++) {
		uint64_t others = 0;

		for (size_t k = 0; k < n_columns; k += AT_ONCE) {
			size_t left = n_columns - k, here = left < AT_ONCE ? left : AT_ONCE;
			uint64_t digits = (load_word(texts[row] + 2 * k) ^ 0x0030003000300030) &
			                  digit_of[here - 1];

			others |= digits & 0x00fe00fe00fe00fe;
			for (size_t i = 0; i < here; i++)
				to[k + i][row] = (uint8_t)(digits >> 16 * i & 0xff);
		}
		fine |= (unsigned)!others << row;
	}
	return fine;
}

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

/* Sixteen rows of sixteen bytes become sixteen columns: four times the two halves are shuffled like cards. */
__attribute__((target("avx2"))) static inline void turn_over(__m128i rows[DIGITS_ROWS])
{
	__m128i other[DIGITS_ROWS];

	for (int turn = 0; turn < 4; turn++) {
		for (int i = 0; i < DIGITS_ROWS / 2; i++) {
			other[2 * i] = _mm_unpacklo_epi8(rows[i], rows[i + DIGITS_ROWS / 2]);
			other[2 * i + 1] = _mm_unpackhi_epi8(rows[i], rows[i + DIGITS_ROWS / 2]);
		}
		memcpy(rows, other, sizeof other);
	}
}

/* What must be 0 of the digits less '0': all bits but the lowest. */
__attribute__((target("avx2"))) static inline __m256i find_others(size_t n_columns)
{
	uint8_t others[DIGITS_ROOM] = {0};

	for (size_t i = 0; i < n_columns; i++)
		others[2 * i] = 0xfe;
	return _mm256_loadu_si256((const __m256i *)(const void *)others);
}

__attribute__((target("avx2"))) static unsigned
read_widely(const char *const texts[DIGITS_ROWS], size_t n_columns, uint8_t *const to[DIGITS_COLUMNS])
{
	const __m256i zero = _mm256_set1_epi8('0'), others = find_others(n_columns);
	const __m256i every_other = _mm256_set1_epi64x(0x00ff00ff00ff00ff);
	__m128i rows[DIGITS_ROWS];
	unsigned fine = 0;

	for (unsigned row = 0; row < DIGITS_ROWS; row++) {
		__m256i text = _mm256_loadu_si256((const __m256i *)(const void *)texts[row]);

		text = _mm256_xor_si256(text, zero);
		fine |= (unsigned)_mm256_testz_si256(text, others) << row;
		text = _mm256_and_si256(text, every_other);
		rows[row] = _mm_packus_epi16(_mm256_castsi256_si128(text),
		                             _mm256_extracti128_si256(text, 1));
	}
	turn_over(rows);
	for (size_t i = 0; i < n_columns; i++)
		_mm_storeu_si128((__m128i *)(void *)to[i], rows[i]);
	return fine;
}
#else
static unsigned read_widely(const char *const texts[DIGITS_ROWS], size_t n_columns,
                            uint8_t *const to[DIGITS_COLUMNS])
{
	return digits_read_portably(texts, n_columns, to);
}
#endif

unsigned digits_read(const char *const texts[DIGITS_ROWS], size_t n_columns,
                     uint8_t *const to[DIGITS_COLUMNS])
{
	return cpu_is_wide() ? read_widely(texts, n_columns, to)
	                     : digits_read_portably(texts, n_columns, to);
}
