/* SPDX-License-Identifier: MIT */
#include "files/csv_index.h"

#include "base/bits.h"

#include <string.h>

/* Bits of the bytes of a chunk, the first byte's the lowest. */
struct bits {
	uint64_t stops, newlines; /* newlines are stops */
	unsigned has_others;      /* some of those of struct others */
};

/* The same of what most chunks have none of. */
struct others {
	uint64_t quotes, returns, odd, wide; /* odd: NULs; wide: not ASCII */
	uint64_t inside;                     /* of each byte whether it and those before it have an odd number of quotes */
};

/* How a chunk ends: not in quotes, with a quote that closes, or between quotes. */
enum { BARE, CLOSED, INSIDE };

/* How far the filling is. */
struct filling {
	const char *text, *end;
	char delimiter;
	unsigned quoting; /* at the end of the last chunk */
	uint32_t *out;
	uint32_t n_lines;
};

/* ---- eight bytes at a time ---- */

static uint64_t repeat(unsigned char byte)
{
	return 0x0101010101010101 * byte;
}

/* The highest bit of each byte that is 0. */
static uint64_t zeros(uint64_t word)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7f;

	return ~(((word & low) + low) | word | low);
}

/* The highest bits of eight bytes, side by side. */
static uint64_t gather(uint64_t high)
{
	return (high >> 7) * 0x0102040810204080 >> 56;
}

/* The first byte is the lowest, on any machine. */
static uint64_t load(const char *text)
{
	uint64_t word = 0;

	for (int k = 7; k >= 0; k--)
		word = word << 8 | (unsigned char)text[k];
	return word;
}

static struct bits look(const char *text, char delimiter)
{
	struct bits bits = {0};
	uint64_t others = 0;

	for (int i = 0; i < INDEX_CHUNK; i += 8) {
		uint64_t word = load(text + i), newlines = zeros(word ^ repeat('\n'));
		uint64_t delimiters = zeros(word ^ repeat((unsigned char)delimiter));

		others |= (word & 0x8080808080808080) | zeros(word);
		others |= zeros(word ^ repeat('"')) | zeros(word ^ repeat('\r'));
		bits.stops |= gather(delimiters | newlines) << i;
		bits.newlines |= gather(newlines) << i;
	}
	bits.has_others = others != 0;
	return bits;
}

/* Of each bit whether it and those below it are an odd number. */
static uint64_t parity(uint64_t bits)
{
	for (int by = 1; by < INDEX_CHUNK; by *= 2)
		bits ^= bits << by;
	return bits;
}

static struct others look_closely(const char *text)
{
	struct others others = {0};

	for (int i = 0; i < INDEX_CHUNK; i += 8) {
		uint64_t word = load(text + i);

		others.quotes |= gather(zeros(word ^ repeat('"'))) << i;
		others.returns |= gather(zeros(word ^ repeat('\r'))) << i;
		others.odd |= gather(zeros(word)) << i;
		others.wide |= gather(word & 0x8080808080808080) << i;
	}
	others.inside = parity(others.quotes);
	return others;
}

/* Writes down where stops are. */
static uint32_t *place(uint32_t *out, uint32_t from, uint64_t stops)
{
	for (; stops; stops &= stops - 1)
		*out++ = from + (uint32_t)__builtin_ctzll(stops);
	return out;
}

/* ---- 32 bytes at a time ---- */

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

#define WIDELY __attribute__((target("avx2,bmi,popcnt,pclmul")))

WIDELY static inline uint64_t join(__m256i a, __m256i b)
{
	return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

WIDELY static inline __m256i where(__m256i bytes, char c)
{
	return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

WIDELY static inline __m256i load_wide(const char *text)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)text);
}

/* The highest bits of quotes, returns, NULs and what is not ASCII.  Each of the first three is what stands at
 * its last four bits in a table, and what is not ASCII is always 0 there. */
WIDELY static inline __m256i find_others(__m256i bytes)
{
	const __m256i table = _mm256_broadcastsi128_si256(
		_mm_setr_epi8(0, -1, '"', -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, '\r', -1, -1));

	return _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, bytes), bytes), bytes);
}

WIDELY static inline struct bits look_wide(const char *text, char delimiter)
{
	__m256i a = load_wide(text), b = load_wide(text + 32);
	__m256i newlines_a = where(a, '\n'), newlines_b = where(b, '\n');

	return (struct bits){.stops = join(_mm256_or_si256(where(a, delimiter), newlines_a),
					   _mm256_or_si256(where(b, delimiter), newlines_b)),
			     .newlines = join(newlines_a, newlines_b),
			     .has_others = (unsigned)_mm256_movemask_epi8(
				     _mm256_or_si256(find_others(a), find_others(b)))};
}

WIDELY static inline struct others look_closely_wide(const char *text)
{
	__m256i a = load_wide(text), b = load_wide(text + 32);
	uint64_t quotes = join(where(a, '"'), where(b, '"'));
	/* A product without carries, by all ones: each bit is the sum of those below it and itself. */
	__m128i sums = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)quotes), _mm_set1_epi8(-1), 0);

	return (struct others){.quotes = quotes,
			       .returns = join(where(a, '\r'), where(b, '\r')),
			       .odd = join(where(a, '\0'), where(b, '\0')),
			       .wide = join(a, b),
			       .inside = (uint64_t)_mm_cvtsi128_si64(sums)};
}

/* Those of eight bytes at a time, whether there are as many or not: to ask costs more than to write what the
 * next bytes write over. */
WIDELY static inline uint32_t *place_wide(uint32_t *out, uint32_t from, uint64_t stops)
{
	__m256i base = _mm256_set1_epi32((int)from);
	uint8_t eights[8];

	/* Bytes are had from memory by fewer instructions than by shifting. */
	memcpy(eights, &stops, sizeof eights);
	__asm__("" : "+m"(eights));
#pragma GCC unroll 8
	for (int i = 0; i < 8; i++) {
		const uint64_t *set = &bits_set[eights[i]];
		__m256i bits = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)set));

		_mm256_storeu_si256((__m256i *)(void *)out, _mm256_add_epi32(base, bits));
		out += __builtin_popcountll(eights[i]);
		base = _mm256_add_epi32(base, _mm256_set1_epi32(8));
		__asm__("" : "+x"(base)); /* else a compiler makes a vector of each multiple of 8 */
	}
	return out;
}

/* ---- 64 bytes at a time ---- */

#define MOST_WIDELY __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,popcnt,pclmul")))

MOST_WIDELY static inline uint64_t where_most_widely(__m512i bytes, char c)
{
	return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c));
}

MOST_WIDELY static inline struct bits look_most_widely(const char *text, char delimiter)
{
	const __m512i table = _mm512_broadcast_i32x4(
		_mm_setr_epi8(0, -1, '"', -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, '\r', -1, -1));
	__m512i bytes = _mm512_loadu_si512(text);
	uint64_t newlines = where_most_widely(bytes, '\n');
	uint64_t others = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(table, bytes), bytes);

	return (struct bits){.stops = where_most_widely(bytes, delimiter) | newlines,
			     .newlines = newlines,
			     .has_others = (others | _mm512_movepi8_mask(bytes)) != 0};
}

/* Those of a quarter of a chunk. */
MOST_WIDELY static inline void place_quarter(uint32_t *out, __m512i base, __m128i bits)
{
	_mm512_storeu_si512(out, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(bits)));
}

/* Half of them at a time, whether there are as many or not. */
MOST_WIDELY static inline uint32_t *place_most_widely(uint32_t *out, uint32_t from, uint64_t stops)
{
	static const uint8_t numbers[INDEX_CHUNK] = {
		0,  1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
		22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
		44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
	__m512i base = _mm512_set1_epi32((int)from);
	__m512i bits = _mm512_maskz_compress_epi8(stops, _mm512_loadu_si512(numbers));
	uint32_t n = (uint32_t)__builtin_popcountll(stops);

	place_quarter(out, base, _mm512_castsi512_si128(bits));
	place_quarter(out + 16, base, _mm512_extracti32x4_epi32(bits, 1));
	if (n > INDEX_CHUNK / 2) {
		place_quarter(out + 32, base, _mm512_extracti32x4_epi32(bits, 2));
		place_quarter(out + 48, base, _mm512_extracti32x4_epi32(bits, 3));
	}
	return out + n;
}
#else
#define WIDELY
#define MOST_WIDELY
static struct bits look_wide(const char *text, char delimiter)
{
	return look(text, delimiter);
}

static struct others look_closely_wide(const char *text)
{
	return look_closely(text);
}

static uint32_t *place_wide(uint32_t *out, uint32_t from, uint64_t stops)
{
	return place(out, from, stops);
}

static struct bits look_most_widely(const char *text, char delimiter)
{
	return look(text, delimiter);
}

static uint32_t *place_most_widely(uint32_t *out, uint32_t from, uint64_t stops)
{
	return place(out, from, stops);
}
#endif

/* ---- filling ---- */

static inline int is_stop(char c, char delimiter)
{
	return c == delimiter || c == '\n';
}

/* Leaves out the stops between quotes.  Each quote opens or closes in turn, and two side by side stand for
 * one that is text.  0: some don't stand where they should, and what is between which can't be told. */
static inline int see_quotes(struct filling *filling, size_t from, const struct others *others, struct bits *bits)
{
	char before = from ? filling->text[from - 1] : '\n';
	uint64_t inside = filling->quoting == INSIDE ? ~others->inside : others->inside; /* what opens is */
	uint64_t opens = others->quotes & inside, closes = others->quotes & ~inside;
	uint64_t stops = bits->stops & ~inside, behind_closed = closes << 1 | (filling->quoting == CLOSED);
	uint64_t begins = (stops | others->quotes) << 1 | (before == '"' || is_stop(before, filling->delimiter));

	if (opens & ~begins || behind_closed & ~(stops | others->quotes | others->returns))
		return 0;
	bits->stops = stops;
	bits->newlines &= ~inside;
	filling->quoting = inside >> 63 ? INSIDE : closes >> 63 ? CLOSED : BARE;
	return 1;
}

/* Those of the returns that no newline follows. */
static inline uint64_t lone_returns(const struct filling *filling, size_t from, uint64_t returns, uint64_t newlines)
{
	const char *chunk = filling->text + from;
	int is_followed = filling->end - chunk > INDEX_CHUNK && chunk[INDEX_CHUNK] == '\n';

	return returns & ~(newlines >> 1 | (uint64_t)is_followed << 63);
}

/* Looks at a chunk that has others, or quotes before it have to do with.  0: stops can't be told from text,
 * and the index ends in front of it. */
__attribute__((always_inline)) static inline int take_others(struct csv_index *index, struct filling *filling,
							     const char *chunk, size_t from,
							     struct bits *bits, enum cpu_width width)
{
	struct others others = width ? look_closely_wide(chunk) : look_closely(chunk);
	uint64_t newlines = bits->newlines;
	unsigned marks = 0;

	if ((others.quotes || filling->quoting) && !see_quotes(filling, from, &others, bits)) {
		index->end = index->begin + from;
		return 0;
	}
	marks |= bits->newlines != newlines ? INDEX_INSIDE : 0;
	if (others.returns) {
		others.odd |= lone_returns(filling, from, others.returns, newlines);
		marks |= INDEX_RETURN;
	}
	marks |= (others.odd ? INDEX_ODD : 0) | (others.wide ? INDEX_WIDE : 0);
	index->marks[from / INDEX_CHUNK] = (uint8_t)marks;
	index->all_marks |= marks;
	return 1;
}

__attribute__((always_inline)) static inline struct bits look_by(enum cpu_width width, const char *chunk,
								 char delimiter)
{
	return width == CPU_WIDEST ? look_most_widely(chunk, delimiter)
	       : width == CPU_WIDE ? look_wide(chunk, delimiter)
				   : look(chunk, delimiter);
}

__attribute__((always_inline)) static inline uint32_t *place_by(enum cpu_width width, uint32_t *out, uint32_t from,
								uint64_t stops)
{
	return width == CPU_WIDEST ? place_most_widely(out, from, stops)
	       : width == CPU_WIDE ? place_wide(out, from, stops)
				   : place(out, from, stops);
}

/* Takes a chunk, whose first n bytes count. */
__attribute__((always_inline)) static inline int take_chunk(struct csv_index *index, struct filling *filling,
							    const char *chunk, size_t from, size_t n,
							    enum cpu_width width)
{
	struct bits bits = look_by(width, chunk, filling->delimiter);

	if ((bits.has_others | filling->quoting) &&
	    !take_others(index, filling, chunk, from, &bits, width))
		return 0;
	if (n < INDEX_CHUNK) {
		bits.stops &= ((uint64_t)1 << n) - 1;
		bits.newlines &= bits.stops;
	}
	filling->n_lines += (uint32_t)__builtin_popcountll(bits.newlines);
	filling->out = place_by(width, filling->out, index->place + (uint32_t)from, bits.stops);
	return 1;
}

/* Compiled for each kind of processor where it is called, with all that it calls. */
__attribute__((always_inline)) static inline void fill(struct csv_index *index, struct filling filling, size_t n,
						       enum cpu_width width)
{
	/* A processor by itself asks for what follows up to the end of a page. */
	enum { AHEAD = 1 << 14 };
	size_t whole = n - n % INDEX_CHUNK, from = 0;
	char rest[INDEX_CHUNK];

	for (; from < whole; from += INDEX_CHUNK) {
		cpu_ask_for_later(filling.text + from + AHEAD);
		if (!take_chunk(index, &filling, filling.text + from, from, INDEX_CHUNK, width))
			break;
	}
	if (from == whole && from < n) {
		/* Behind the end come newlines, which do not count. */
		memset(rest, '\n', sizeof rest);
		memcpy(rest, filling.text + from, n - from);
		take_chunk(index, &filling, rest, from, n - from, width);
	}
	index->n = (uint32_t)(filling.out - index->at);
	index->n_lines = filling.n_lines;
}

static struct filling begin(struct csv_index *index, uint32_t *at, uint32_t place, const char *text, size_t n,
			    char delimiter)
{
	index->begin = text;
	index->end = text + n;
	index->place = place;
	index->at = at;
	index->next = 0;
	index->all_marks = 0;
	memset(index->marks, 0, sizeof index->marks);
	return (struct filling){.text = text, .end = text + n, .delimiter = delimiter, .out = at};
}

static void fill_portably(struct csv_index *index, struct filling filling, size_t n)
{
	fill(index, filling, n, CPU_ANY);
}

WIDELY static void fill_wide(struct csv_index *index, struct filling filling, size_t n)
{
	fill(index, filling, n, CPU_WIDE);
}

MOST_WIDELY static void fill_most_widely(struct csv_index *index, struct filling filling, size_t n)
{
	fill(index, filling, n, CPU_WIDEST);
}

void csv_index_fill_by(enum cpu_width width, struct csv_index *index, uint32_t *at, uint32_t place,
		       const char *text, size_t n, char delimiter)
{
	struct filling filling = begin(index, at, place, text, n, delimiter);

	if (width == CPU_WIDEST)
		fill_most_widely(index, filling, n);
	else if (width == CPU_WIDE)
		fill_wide(index, filling, n);
	else
		fill_portably(index, filling, n);
}

void csv_index_fill(struct csv_index *index, uint32_t *at, uint32_t place, const char *text, size_t n,
		    char delimiter)
{
	csv_index_fill_by(cpu_width(), index, at, place, text, n, delimiter);
}
