/* SPDX-License-Identifier: MIT */
#include "reader/words.h"

#include "base/cpu.h"
#include "number/number.h"

uint64_t word_of(struct slice text)
{
	char bytes[WORD_BYTES] = {0};

	if (!text.n || text.n > sizeof bytes || memchr(text.text, '\0', text.n))
		return 0;
	memcpy(bytes, text.text, text.n);
	return word_at(bytes, text.n);
}

int words_read_portably(const struct field *field, size_t row, size_t n, uint64_t *words)
{
	int are_words = 1;

	for (size_t i = 0; i < n; i++) {
		struct slice text = field_text(field, row + i);
		int is_word = text.n - 1 < WORD_BYTES && field->end - text.text >= WORD_BYTES;

		words[i] = is_word ? word_at(text.text, text.n) : 0;
		are_words &= is_word;
	}
	return are_words;
}

int word_is_simple(uint64_t word, const uint64_t *but, size_t n_but)
{
	unsigned first = word ? (unsigned)(word >> __builtin_ctzll(word) / 8 * 8 & 0xff) : 0;

	if (word & 0x8080808080808080 || word >> 56 <= ' ' || first <= ' ' || first == '"')
		return 0;
	for (size_t i = 0; i < n_but; i++)
		if (word == but[i])
			return 0;
	return 1;
}

uint64_t words_read_texts_portably(const struct field *field, size_t row, size_t n, const uint64_t *but,
                                   size_t n_but, struct slice *texts)
{
	uint64_t others = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t word;

		texts[i] = field_text(field, row + i);
		words_read_portably(field, row + i, 1, &word);
		others |= (uint64_t)!word_is_simple(word, but, n_but) << i;
	}
	return others;
}

uint64_t words_number_portably(uint8_t *out, const uint64_t *words, size_t n, const struct word_list *known)
{
	uint64_t others = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < known->n && known->words[k] != words[i])
			k++;
		out[i] = k < known->n ? known->numbers[k] : 0;
		others |= (uint64_t)(k == known->n) << i;
	}
	return others;
}

uint64_t words_read_numbers_portably(double *out, const uint64_t *words, size_t n, char decimal)
{
	uint64_t others = 0;

	for (size_t i = 0; i < n; i++) {
		size_t zeros = words[i] ? (size_t)__builtin_ctzll(words[i]) / 8 : WORD_BYTES;
		int is_number = words[i] && number_of_word(&out[i], words[i], WORD_BYTES - zeros, decimal);

		others |= (uint64_t)!is_number << i;
	}
	return others;
}

#if defined __GNUC__ && defined __x86_64__ && defined __LP64__
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,popcnt")))

enum { AT_ONCE = 4 };

WIDE static inline __m256i load_eights(const void *a, const void *b, const void *c, const void *d)
{
	uint64_t second, fourth;

	memcpy(&second, b, sizeof second);
	memcpy(&fourth, d, sizeof fourth);
	__m128i low = _mm_insert_epi64(_mm_loadl_epi64((const __m128i *)a), (long long)second, 1);
	__m128i high = _mm_insert_epi64(_mm_loadl_epi64((const __m128i *)c), (long long)fourth, 1);
	return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

/* Where four rows begin, and above that where they end.  Of most fields these stand side by side. */
WIDE static inline __m256i load_spans(const struct field *field, const uint32_t *begins, const uint32_t *ends)
{
	size_t step = field->step;

	if (field->more)
		return load_eights(begins, begins + step, begins + 2 * step, begins + 3 * step);
	return _mm256_set_epi32((int)ends[3 * step], (int)begins[3], (int)ends[2 * step], (int)begins[2],
	                        (int)ends[step], (int)begins[1], (int)ends[0], (int)begins[0]);
}

/* How far behind where a row begins eight bytes may be read, at most, and above that anything. */
WIDE static inline __m256i find_limits(const struct field *field)
{
	ptrdiff_t limit = field->end - field->text - WORD_BYTES - field->more;

	if (limit > INT32_MAX)
		limit = INT32_MAX;
	return _mm256_set1_epi64x((long long)((uint64_t)INT32_MAX << 32 | (uint32_t)(int32_t)limit));
}

/* Four rows of a field. */
struct four {
	__m256i begins, lengths; /* from behind what is in front of the first ones on */
	__m256i bytes, words;    /* the first eight bytes of each; how they are as words */
};

/* What read_four() need not ask of most fields: whether all bytes may be read, and whether it is not the first one. */
enum kind { ANY, INNER };

static enum kind kind_of(const struct field *field)
{
	return field->spare > WORD_BYTES && field->more ? INNER : ANY;
}

/* Reads the four rows that begin and end at some places.  0: some are too near the end of what may be read. */
WIDE __attribute__((always_inline)) static inline int read_four(struct four *four, const struct field *field,
                                                                const uint32_t *begins, const uint32_t *ends,
                                                                enum kind kind)
{
	const __m256i low = _mm256_set1_epi64x(UINT32_MAX);
	const __m256i all_bits = _mm256_set1_epi64x(8 * WORD_BYTES);
	size_t step = kind == INNER ? field->step : field->begin_step;
	uint32_t more = kind == INNER ? 1 : field->more;
	__m256i spans = kind == INNER ? load_eights(begins, begins + step, begins + 2 * step, begins + 3 * step)
	                              : load_spans(field, begins, ends);
	__m256i too_far = _mm256_cmpgt_epi32(spans, find_limits(field));
	const char *text = field->text + more;

	if (kind != INNER && !_mm256_testz_si256(too_far, too_far))
		return 0;
	four->bytes = load_eights(text + begins[0], text + begins[step], text + begins[2 * step],
	                          text + begins[3 * step]);
	four->begins = _mm256_add_epi64(_mm256_and_si256(spans, low), _mm256_set1_epi64x(more));
	four->lengths = _mm256_sub_epi64(_mm256_srli_epi64(spans, 32), four->begins);
	/* None and too many are shifts by 64 and more, which leave nothing. */
	__m256i by = _mm256_sub_epi64(all_bits, _mm256_slli_epi64(four->lengths, 3));
	four->words = _mm256_sllv_epi64(four->bytes, by);
	return 1;
}

/* Some rows; how many: those behind are too near the end of what may be read.  *are_words: none is 0. */
WIDE __attribute__((always_inline)) static inline size_t
read_rows(const struct field *of, size_t row, size_t n, uint64_t *words, int *are_words, enum kind kind)
{
	const struct field field = *of;
	const uint32_t *begins = field.begins + row * field.begin_step;
	const uint32_t *ends = field.ends + row * field.step;
	__m256i empty = _mm256_setzero_si256();
	size_t i = 0, whole = n - n % AT_ONCE;
	struct four four;

#pragma GCC unroll 2
	for (; i < whole; i += AT_ONCE) {
		if (!read_four(&four, &field, begins, ends, kind))
			break;
		_mm256_storeu_si256((__m256i *)(void *)(words + i), four.words);
		empty = _mm256_or_si256(empty, _mm256_cmpeq_epi64(four.words, _mm256_setzero_si256()));
		begins += AT_ONCE * (size_t)field.begin_step;
		ends += AT_ONCE * (size_t)field.step;
	}
	*are_words = _mm256_testz_si256(empty, empty);
	return i;
}

WIDE static size_t read_widely(const struct field *field, size_t row, size_t n, uint64_t *words, int *are_words)
{
	return kind_of(field) == INNER ? read_rows(field, row, n, words, are_words, INNER)
	                               : read_rows(field, row, n, words, are_words, ANY);
}

int words_read(const struct field *field, size_t row, size_t n, uint64_t *words)
{
	int are_words = 1;
	size_t done = cpu_is_wide() ? read_widely(field, row, n, words, &are_words) : 0;

	return words_read_portably(field, row + done, n - done, words + done) && are_words;
}

/* ---- texts, four at a time ---- */

/* Four places and lengths become slices. */
WIDE static inline void write_slices(struct slice *texts, __m256i places, __m256i lengths)
{
	__m256i even = _mm256_unpacklo_epi64(places, lengths), odd = _mm256_unpackhi_epi64(places, lengths);
	__m256i *to = (__m256i *)(void *)texts;

	_mm256_storeu_si256(to, _mm256_permute2x128_si256(even, odd, 0x20));
	_mm256_storeu_si256(to + 1, _mm256_permute2x128_si256(even, odd, 0x31));
}

/* As word_is_simple(): the highest bits of four words that are. */
WIDE static inline __m256i find_simple(const struct four *four, const uint64_t *but, size_t n_but)
{
	const __m256i blank = _mm256_set1_epi8(' '), high = _mm256_set1_epi8((char)0x80);
	__m256i words = four->words, firsts = _mm256_slli_epi64(four->bytes, 56);
	__m256i others = _mm256_and_si256(words, high);
	__m256i fine = _mm256_cmpeq_epi64(others, _mm256_setzero_si256());

	fine = _mm256_and_si256(fine, _mm256_cmpgt_epi8(words, blank));
	fine = _mm256_and_si256(fine, _mm256_cmpgt_epi8(firsts, blank));
	fine = _mm256_andnot_si256(_mm256_cmpeq_epi8(firsts, _mm256_set1_epi8('"')), fine);
	for (size_t i = 0; i < n_but; i++)
		fine = _mm256_andnot_si256(_mm256_cmpeq_epi64(words, _mm256_set1_epi64x((long long)but[i])),
		                           fine);
	return fine;
}

WIDE static uint64_t read_texts_widely(const struct field *of, size_t row, size_t n, const uint64_t *but,
                                       size_t n_but, struct slice *texts)
{
	const struct field field = *of;
	const uint32_t *begins = field.begins + row * field.begin_step;
	const uint32_t *ends = field.ends + row * field.step;
	const __m256i text = _mm256_set1_epi64x((long long)(uintptr_t)field.text);
	struct four four;
	uint64_t others = 0;
	size_t i = 0;

	for (; i + AT_ONCE <= n && read_four(&four, &field, begins, ends, ANY); i += AT_ONCE) {
		__m256i simple = find_simple(&four, but, n_but);
		unsigned bits = (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(simple));

		write_slices(texts + i, _mm256_add_epi64(text, four.begins), four.lengths);
		others |= (uint64_t)(bits ^ 0xf) << i;
		begins += AT_ONCE * (size_t)field.begin_step;
		ends += AT_ONCE * (size_t)field.step;
	}
	if (i < n)
		others |= words_read_texts_portably(&field, row + i, n - i, but, n_but, texts + i) << i;
	return others;
}

uint64_t words_read_texts(const struct field *field, size_t row, size_t n, const uint64_t *but, size_t n_but,
                          struct slice *texts)
{
	_Static_assert(sizeof(struct slice) == 16, "two of them are a vector");
	return cpu_is_wide() ? read_texts_widely(field, row, n, but, n_but, texts)
	                     : words_read_texts_portably(field, row, n, but, n_but, texts);
}

/* ---- which they are, four at a time ---- */

/* Bits of the words, sixteen fours and no more, that are a known one. */
WIDE static inline uint64_t find_known(const uint64_t *words, size_t n, uint64_t known)
{
	const __m256i all = _mm256_set1_epi64x((long long)known);
	uint64_t found = 0;

	for (size_t i = 0; i < n; i += AT_ONCE) {
		__m256i four = _mm256_loadu_si256((const __m256i *)(const void *)(words + i));
		__m256i are = _mm256_cmpeq_epi64(four, all);

		found |= (uint64_t)(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(are)) << i;
	}
	return found;
}

__attribute__((target("avx2,bmi2"))) static uint64_t number_widely(uint8_t *out, const uint64_t *words, size_t n,
                                                                   const struct word_list *known)
{
	size_t whole = n - n % WORD_BYTES;
	uint64_t met = 0, rest = 0;

	memset(out, 0, whole);
	for (size_t k = 0; k < known->n; k++) {
		uint64_t found = find_known(words, whole, known->words[k]);

		met |= found;
		for (size_t i = 0; i < whole && known->numbers[k]; i += WORD_BYTES) {
			uint64_t bytes;

			memcpy(&bytes, out + i, sizeof bytes);
			bytes |= _pdep_u64(found >> i, 0x0101010101010101) * known->numbers[k];
			memcpy(out + i, &bytes, sizeof bytes);
		}
	}
	if (whole < n)
		rest = words_number_portably(out + whole, words + whole, n - whole, known) << whole;
	return (whole < 64 ? ~met & (((uint64_t)1 << whole) - 1) : ~met) | rest;
}

uint64_t words_number(uint8_t *out, const uint64_t *words, size_t n, const struct word_list *known)
{
	return cpu_is_wide() ? number_widely(out, words, n, known) : words_number_portably(out, words, n, known);
}

/* ---- numbers, four at a time ----------------------------------------------------------------- */

/* What a decimal sign is worth by where it stands: 16, the digits behind it and one more; 32 without any.
 * Several are worth 32 at least. */
static const uint64_t worth = 0x2012131415161718;
enum { ONE_WORTH = 31 };

/* The upper halves of 1 and of 10^2 to 10^7, by worth; their lower halves are 0. */
WIDE static inline __m256i find_powers(void)
{
	return _mm256_set_epi32(0x416312d0, 0x412e8480, 0x40f86a00, 0x40c38800, 0x408f4000, 0x40590000, 0,
	                        0x3ff00000);
}

/* Eight digits each become a double. */
WIDE static inline __m256d add_up(__m256i digits)
{
	const __m256i tens = _mm256_set1_epi16(0x010a), hundreds = _mm256_set1_epi32(0x00010064);
	const __m256i two_52 = _mm256_set1_epi64x(0x4330000000000000);
	__m256i fours = _mm256_madd_epi16(_mm256_maddubs_epi16(digits, tens), hundreds);
	__m256i whole = _mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)),
	                                 _mm256_srli_epi64(fours, 32));

	return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(whole, two_52)), _mm256_castsi256_pd(two_52));
}

/* Bits of four words that are numbers. */
WIDE static inline unsigned number_four(double *out, __m256i words, __m256i decimal)
{
	const __m256i zero = _mm256_setzero_si256(), first = _mm256_set1_epi64x(0xff);
	const __m256i all_worth = _mm256_set1_epi64x((long long)worth);
	__m256i pads = _mm256_cmpeq_epi8(words, zero), points = _mm256_cmpeq_epi8(words, decimal);
	__m256i digits = _mm256_andnot_si256(pads, _mm256_xor_si256(words, _mm256_set1_epi8('0')));
	__m256i have_worth = _mm256_sad_epu8(_mm256_and_si256(points, all_worth), zero);

	/* Nothing else, no decimal sign in front of all digits, and one at most, not behind them. */
	__m256i others = _mm256_andnot_si256(points, _mm256_subs_epu8(digits, _mm256_set1_epi8(9)));
	__m256i firsts = _mm256_or_si256(_mm256_slli_epi64(pads, 8), first);
	others = _mm256_or_si256(others, _mm256_and_si256(points, firsts));
	others = _mm256_or_si256(others, _mm256_andnot_si256(_mm256_set1_epi64x(ONE_WORTH), have_worth));
	__m256i fine = _mm256_andnot_si256(pads, _mm256_cmpeq_epi64(others, zero));

	/* The digits behind a decimal sign move to where it is. */
	__m256i from_point = _mm256_or_si256(points, _mm256_sub_epi64(zero, points));
	digits = _mm256_blendv_epi8(digits, _mm256_srli_epi64(digits, 8), from_point);
	__m256i powers = _mm256_permutevar8x32_epi32(find_powers(), have_worth);
	powers = _mm256_slli_epi64(powers, 32);
	_mm256_storeu_pd(out, _mm256_div_pd(add_up(digits), _mm256_castsi256_pd(powers)));
	return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(fine));
}

WIDE static uint64_t read_numbers_widely(double *out, const uint64_t *words, size_t n, char decimal)
{
	const __m256i point = _mm256_set1_epi8(decimal);
	uint64_t fine = 0;
	size_t i = 0;

#pragma GCC unroll 2
	for (; i + AT_ONCE <= n; i += AT_ONCE) {
		__m256i four = _mm256_loadu_si256((const __m256i *)(const void *)(words + i));

		fine |= (uint64_t)number_four(out + i, four, point) << i;
	}
	if (i < n)
		fine |= ~words_read_numbers_portably(out + i, words + i, n - i, decimal) << i;
	return n < 64 ? ~fine & (((uint64_t)1 << n) - 1) : ~fine;
}

uint64_t words_read_numbers(double *out, const uint64_t *words, size_t n, char decimal)
{
	return cpu_is_wide() ? read_numbers_widely(out, words, n, decimal)
	                     : words_read_numbers_portably(out, words, n, decimal);
}
#else
int words_read(const struct field *field, size_t row, size_t n, uint64_t *words)
{
	return words_read_portably(field, row, n, words);
}

uint64_t words_read_texts(const struct field *field, size_t row, size_t n, const uint64_t *but, size_t n_but,
                          struct slice *texts)
{
	return words_read_texts_portably(field, row, n, but, n_but, texts);
}

uint64_t words_number(uint8_t *out, const uint64_t *words, size_t n, const struct word_list *known)
{
	return words_number_portably(out, words, n, known);
}

uint64_t words_read_numbers(double *out, const uint64_t *words, size_t n, char decimal)
{
	return words_read_numbers_portably(out, words, n, decimal);
}
#endif
