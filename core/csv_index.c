/* SPDX-License-Identifier: MIT */
#include "csv_index.h"

#include "cpu.h"

#include <string.h>

/* Bits of the bytes of a chunk, the first byte's the lowest. */
struct bits {
	uint64_t stops, newlines, quotes, returns, odd; /* newlines are stops, returns are odd */
	unsigned marks;                                 /* INDEX_INSIDE, or none */
};

/* What is known of a chunk but where its stops are. */
__attribute__((always_inline)) static inline void take(struct csv_index *index, uint32_t from, struct bits bits)
{
	for (; bits.newlines; bits.newlines &= bits.newlines - 1)
		index->lines[index->n_lines++] =
			index->n + (uint32_t)__builtin_popcountll(
					   bits.stops & (bits.newlines - 1) & ~bits.newlines);
	index->n += (uint32_t)__builtin_popcountll(bits.stops);
	bits.marks |= bits.odd ? INDEX_ODD : 0;
	index->marks[from / INDEX_CHUNK] = (uint8_t)bits.marks;
	index->all_marks |= bits.marks;
}

/* ---- quotes ---------------------------------------------------------------------------------- */

/* How a chunk ends. */
struct quoting {
	uint64_t inside; /* all ones: between quotes */
	int has_closed;  /* with a quote that closes */
};

/* Of each bit whether it and those below it are an odd number. */
static uint64_t parity(uint64_t bits)
{
	for (int by = 1; by < INDEX_CHUNK; by *= 2)
		bits ^= bits << by;
	return bits;
}

static int is_stop(char c, char delimiter)
{
	return c == delimiter || c == '\n';
}

/* Leaves out the stops between quotes.  Each quote opens or closes in turn, and two side by side stand for
 * one that is text.  0: some don't stand where they should, and what is between which can't be told. */
static int see_quotes(struct csv_index *index, uint32_t from, char delimiter, struct quoting *quoting,
		      struct bits *bits)
{
	char before = from ? index->text[from - 1] : '\n';
	uint64_t inside = parity(bits->quotes) ^ quoting->inside; /* with the quote that opens */
	uint64_t opens = bits->quotes & inside, closes = bits->quotes & ~inside;
	uint64_t stops = bits->stops & ~inside, behind_closed = closes << 1 | (quoting->has_closed != 0);
	uint64_t begins = (stops | bits->quotes) << 1 | (before == '"' || is_stop(before, delimiter));

	if (opens & ~begins || behind_closed & ~(stops | bits->quotes | bits->returns))
		return 0;
	bits->marks = bits->newlines & inside ? INDEX_INSIDE : 0;
	bits->stops = stops;
	bits->newlines &= ~inside;
	quoting->inside = 0 - (inside >> 63);
	quoting->has_closed = closes >> 63 != 0;
	return 1;
}

/* Whether stops can be told from text; where they can't the index ends in front of the chunk. */
__attribute__((always_inline)) static inline int is_clear(struct csv_index *index, uint32_t from, char delimiter,
							  struct quoting *quoting, struct bits *bits)
{
	if (!(bits->quotes | quoting->inside) && !quoting->has_closed)
		return 1;
	if (see_quotes(index, from, delimiter, quoting, bits))
		return 1;
	index->end = index->begin + from;
	return 0;
}

/* Behind the end of a text come newlines, which do not count. */
static void begin_rest(char rest[INDEX_CHUNK], const char *text, size_t n)
{
	memset(rest, '\n', INDEX_CHUNK);
	memcpy(rest, text, n);
}

static struct bits first(struct bits bits, size_t n)
{
	uint64_t mask = ((uint64_t)1 << n) - 1;

	bits.stops &= mask;
	bits.newlines &= mask;
	return bits;
}

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

static struct bits look(const char *text, char delimiter)
{
	struct bits bits = {0};

	for (int i = 0; i < INDEX_CHUNK; i += 8) {
		uint64_t word = 0;

		/* The first byte is the lowest, on any machine. */
		for (int k = 7; k >= 0; k--)
			word = word << 8 | (unsigned char)text[i + k];
		uint64_t newlines = zeros(word ^ repeat('\n')), quotes = zeros(word ^ repeat('"'));
		uint64_t returns = zeros(word ^ repeat('\r'));
		uint64_t stops = zeros(word ^ repeat((unsigned char)delimiter)) | newlines;
		uint64_t odd = zeros(word) | returns | (word & 0x8080808080808080);
		bits.stops |= gather(stops) << i;
		bits.newlines |= gather(newlines) << i;
		bits.quotes |= gather(quotes) << i;
		bits.returns |= gather(returns) << i;
		bits.odd |= gather(odd) << i;
	}
	return bits;
}

static void place(uint32_t *out, uint32_t from, uint64_t stops)
{
	for (; stops; stops &= stops - 1)
		*out++ = from + (uint32_t)__builtin_ctzll(stops);
}

/* ---- 32 bytes at a time ---- */

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

__attribute__((target("avx2"))) static inline uint64_t where(__m256i a, __m256i b, char c)
{
	const __m256i wanted = _mm256_set1_epi8(c);

	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted)) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted)) << 32;
}

__attribute__((target("avx2"))) static inline struct bits look_wide(const char *text, char delimiter)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)text);
	__m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(text + 32));

	uint64_t newlines = where(a, b, '\n'), returns = where(a, b, '\r');

	return (struct bits){.stops = where(a, b, delimiter) | newlines,
			     .newlines = newlines,
			     .quotes = where(a, b, '"'),
			     .returns = returns,
			     .odd = where(a, b, '\0') | returns | (uint32_t)_mm256_movemask_epi8(a) |
				    (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32};
}

/* Eight at a time, whether there are as many or not: to know when to end costs more than to write what the
 * next chunk writes over. */
__attribute__((target("bmi"))) static inline void place_widely(uint32_t *out, uint32_t from, uint64_t stops)
{
	while (stops) {
#pragma GCC unroll 8
		for (int i = 0; i < 8; i++) {
			out[i] = from + (uint32_t)_tzcnt_u64(stops);
			stops = _blsr_u64(stops);
		}
		out += 8;
	}
}
#define WIDELY __attribute__((target("avx2,bmi,popcnt")))
#else
static struct bits look_wide(const char *text, char delimiter)
{
	return look(text, delimiter);
}

static void place_widely(uint32_t *out, uint32_t from, uint64_t stops)
{
	place(out, from, stops);
}
#define WIDELY
#endif

/* ---- filling ---- */

static void begin(struct csv_index *index, const char *text, size_t n)
{
	index->text = index->begin = text;
	index->end = text + n;
	index->n = index->next = index->n_lines = index->line = 0;
	index->all_marks = 0;
}

/* Takes a chunk of n bytes.  0: what is in it can't be told, and the index ends in front of it. */
__attribute__((always_inline)) static inline int take_chunk(struct csv_index *index, const char *text,
							    uint32_t from, size_t n, char delimiter,
							    struct quoting *quoting, int is_wide)
{
	struct bits bits = is_wide ? look_wide(text, delimiter) : look(text, delimiter);

	if (!is_clear(index, from, delimiter, quoting, &bits))
		return 0;
	if (n < INDEX_CHUNK)
		bits = first(bits, n);
	if (is_wide)
		place_widely(index->at + index->n, from, bits.stops);
	else
		place(index->at + index->n, from, bits.stops);
	take(index, from, bits);
	return 1;
}

/* Compiled for each kind of processor where it is called, with all that it calls. */
__attribute__((always_inline)) static inline void fill(struct csv_index *index, const char *text, size_t n,
						       char delimiter, int is_wide)
{
	struct quoting quoting = {0};
	char rest[INDEX_CHUNK];
	uint32_t from = 0;

	begin(index, text, n);
	for (; n - from >= INDEX_CHUNK; from += INDEX_CHUNK)
		if (!take_chunk(index, text + from, from, INDEX_CHUNK, delimiter, &quoting, is_wide))
			return;
	if (n == from)
		return;
	begin_rest(rest, text + from, n - from);
	take_chunk(index, rest, from, n - from, delimiter, &quoting, is_wide);
}

void csv_index_fill_portably(struct csv_index *index, const char *text, size_t n, char delimiter)
{
	fill(index, text, n, delimiter, 0);
}

WIDELY static void fill_wide(struct csv_index *index, const char *text, size_t n, char delimiter)
{
	fill(index, text, n, delimiter, 1);
}

void csv_index_fill(struct csv_index *index, const char *text, size_t n, char delimiter)
{
	if (cpu_is_wide())
		fill_wide(index, text, n, delimiter);
	else
		csv_index_fill_portably(index, text, n, delimiter);
}
