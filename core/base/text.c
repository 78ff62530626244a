/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include "base/cpu.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

int slice_compare(struct slice slice, const char *text)
{
	size_t n = strlen(text), least = n < slice.n ? n : slice.n;
	int order = least ? memcmp(slice.text, text, least) : 0;

	return order ? order : (slice.n > n) - (slice.n < n);
}

/* ---- UTF-8 ---- */

/* How many bytes the well-formed sequence at p has, of n at most; 0: it is not well-formed.
 * Unicode 15, table 3-7: the second byte rules out long forms, surrogates and what is past the
 * last code point. */
static size_t sequence(const unsigned char *p, size_t n)
{
	size_t length = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	unsigned char low = 0x80, high = 0xbf;

	if (length == 1)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4 || n < length)
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

/* Passes over ASCII, eight bytes at a time. */
static size_t skip_ascii(const unsigned char *p, size_t i, size_t n)
{
	uint64_t eight;

	for (; n - i >= sizeof eight; i += sizeof eight) {
		memcpy(&eight, p + i, sizeof eight);
		if (eight & 0x8080808080808080u)
			break;
	}
	while (i < n && p[i] < 0x80)
		i++;
	return i;
}

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

#define WIDELY __attribute__((target("avx2,bmi,popcnt")))

enum { WIDE = 32 };

WIDELY static inline __m256i load(const unsigned char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* Faults of two bytes side by side, of which the first... */
enum {
	CUT = 0x01,        /* begins a sequence, and the second does not go on with it */
	STRAY = 0x02,      /* is ASCII, and the second goes on */
	LONG_3 = 0x04,     /* E0, and the second is below A0 */
	PAST = 0x08,       /* F4 or more, and the second is 90 or more */
	SURROGATE = 0x10,  /* ED, and the second is A0 or more */
	LONG_2 = 0x20,     /* C0 or C1 */
	ENDS = 0x40,       /* F0, or F5 or more, and the second is below 90 */
	BOTH_GO_ON = 0x80, /* goes on as the second does, which is one where no third or fourth byte is due */
	ANY = CUT | STRAY | BOTH_GO_ON
};

/* The faults that halves of bytes allow. */
static const uint8_t first_upper[16] = {
	STRAY, STRAY, STRAY, STRAY, STRAY, STRAY, STRAY, STRAY, BOTH_GO_ON, BOTH_GO_ON, BOTH_GO_ON, BOTH_GO_ON,
	CUT | LONG_2, CUT, CUT | LONG_3 | SURROGATE, CUT | PAST | ENDS};
static const uint8_t first_lower[16] = {
	ANY | LONG_2 | LONG_3 | ENDS, ANY | LONG_2, ANY, ANY, ANY | PAST, ANY | PAST | ENDS, ANY | PAST | ENDS,
	ANY | PAST | ENDS, ANY | PAST | ENDS, ANY | PAST | ENDS, ANY | PAST | ENDS, ANY | PAST | ENDS,
	ANY | PAST | ENDS, ANY | PAST | ENDS | SURROGATE, ANY | PAST | ENDS, ANY | PAST | ENDS};
static const uint8_t second_upper[16] = {
	CUT, CUT, CUT, CUT, CUT, CUT, CUT, CUT,
	STRAY | BOTH_GO_ON | LONG_2 | LONG_3 | ENDS, STRAY | BOTH_GO_ON | LONG_2 | LONG_3 | PAST,
	STRAY | BOTH_GO_ON | LONG_2 | SURROGATE | PAST, STRAY | BOTH_GO_ON | LONG_2 | SURROGATE | PAST,
	CUT, CUT, CUT, CUT};

WIDELY static inline __m256i look_up(const uint8_t table[16], __m256i halves)
{
	__m128i entries = _mm_loadu_si128((const __m128i *)(const void *)table);

	return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(entries),
	                           _mm256_and_si256(halves, _mm256_set1_epi8(0x0f)));
}

/* Whether 32 bytes are what may stand behind the three in front of them.  A fault is there when all halves allow it:
 * J. Keiser and D. Lemire, Validating UTF-8 in less than one instruction per byte (2021). */
WIDELY static inline int are_utf8(const unsigned char *p)
{
	__m256i second = load(p), first = load(p - 1);
	__m256i faults = _mm256_and_si256(
		_mm256_and_si256(look_up(first_upper, _mm256_srli_epi16(first, 4)), look_up(first_lower, first)),
		look_up(second_upper, _mm256_srli_epi16(second, 4)));
	/* The highest bit where the byte two before begins a sequence of three, or the one three before of four. */
	__m256i third = _mm256_subs_epu8(load(p - 2), _mm256_set1_epi8(0xe0 - 0x80));
	__m256i fourth = _mm256_subs_epu8(load(p - 3), _mm256_set1_epi8(0xf0 - 0x80));
	__m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
	__m256i undue = _mm256_xor_si256(faults, due);

	return _mm256_testz_si256(undue, undue);
}

/* How many bytes at the begin are well-formed sequences for certain. */
WIDELY static size_t pass_wide(const unsigned char *p, size_t n)
{
	size_t i = 0, length;
	unsigned before = 0, wide; /* which bytes are not ASCII */

	for (; i < 3; i += length)
		if (!(length = sequence(p + i, n - i)))
			return i;
	for (; n - i >= WIDE; i += WIDE, before = wide) {
		wide = (unsigned)_mm256_movemask_epi8(load(p + i));
		/* A sequence that goes on here has a byte right in front. */
		if ((wide | before >> (WIDE - 1)) && !are_utf8(p + i))
			break;
	}
	/* What begins last may go on behind. */
	do
		i--;
	while (i && (p[i] & 0xc0) == 0x80);
	return i;
}
#else
enum { WIDE = 32 };
static size_t pass_wide(const unsigned char *p, size_t n)
{
	(void)p;
	(void)n;
	return 0;
}
#endif

int text_is_utf8(const char *text, size_t n, size_t *bad_at)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t begin = n >= 2 * WIDE && cpu_is_wide() ? pass_wide(p, n) : 0;

	for (size_t i = skip_ascii(p, begin, n); i < n; i = skip_ascii(p, i, n)) {
		size_t length = sequence(p + i, n - i);

		if (!length) {
			*bad_at = i;
			return 0;
		}
		i += length;
	}
	return 1;
}

size_t text_length(const char *text, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n; i++)
		length += ((unsigned char)text[i] & 0xc0) != 0x80;
	return length;
}

/* ---- NFC ---- */

static int goes_on(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* How many bytes the character at p has, of n at most, if it is U+0080 to U+02FF, U+1E00 to U+1EFF or U+2002 to
 * U+203F; else 0. */
static inline size_t plain_sequence(const unsigned char *p, size_t n)
{
	if (p[0] <= 0xcb)
		return p[0] >= 0xc2 && n >= 2 && goes_on(p[1]) ? 2 : 0;
	if (n < 3 || !goes_on(p[2]))
		return 0;
	if (p[0] == 0xe1)
		return p[1] >= 0xb8 && p[1] <= 0xbb ? 3 : 0;
	return p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x82 ? 3 : 0;
}

/* Whether these are only characters that Vietnamese and English are written with, all of which are
 * in NFC whatever stands beside them. */
static int is_plain(const unsigned char *p, size_t n)
{
	size_t length;

	for (size_t i = skip_ascii(p, 0, n); i < n; i = skip_ascii(p, i, n))
		for (; i < n && p[i] >= 0x80; i += length)
			if (!(length = plain_sequence(p + i, n - i)))
				return 0;
	return 1;
}

int text_is_nfc(const char *text, size_t n)
{
	return is_plain((const unsigned char *)text, n);
}

const char *text_nfc(struct arena *arena, const char *text, size_t n)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t length;
	char *out;

	if (is_plain((const unsigned char *)text, n))
		return arena_text(arena, text, n);
	length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &mapped,
	                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (length == UTF8PROC_ERROR_NOMEM)
		return NULL;
	if (length < 0)
		return arena_text(arena, text, n);
	out = arena_text(arena, (const char *)mapped, (size_t)length);
	free(mapped);
	return out;
}

/* ---- the form for comparison ---- */

/* A letter of Vietnamese as a small one; 0: it is none. */
static utf8proc_int32_t small_letter(utf8proc_int32_t c)
{
	switch (c) {
	case 0x102: /* Ă, Đ, Ĩ, Ũ, Ơ */
	case 0x110:
	case 0x128:
	case 0x168:
	case 0x1a0:
	case 0x1af: /* Ư */
		return c + 1;
	case 0x103:
	case 0x111:
	case 0x129:
	case 0x169:
	case 0x1a1:
	case 0x1b0:
		return c;
	default:
		break;
	}
	if (c >= 0x1ea0 && c <= 0x1ef9)
		return c | 1;
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0xe0 && c <= 0xfe && c != 0xf7))
		return c | 0x20;
	return 0;
}

/* What fold_case() makes of a text with no letters but those of Vietnamese, each of which stands for itself
 * whatever is beside it; 0: there are others. */
static size_t fold_vietnamese(utf8proc_int32_t *out, const unsigned char *p, size_t n)
{
	size_t length, k = 0;

	for (size_t i = 0; i < n; i += length, k++) {
		length = p[i] < 0x80 ? 1 : plain_sequence(p + i, n - i);
		if (length == 1)
			out[k] = p[i] >= 'A' && p[i] <= 'Z' ? p[i] + ('a' - 'A') : p[i];
		else if (length == 2)
			out[k] = small_letter((p[i] & 0x1f) << 6 | (p[i + 1] & 0x3f));
		else if (length == 3)
			out[k] = small_letter((p[i] & 0x0f) << 12 | (p[i + 1] & 0x3f) << 6 | (p[i + 2] & 0x3f));
		if (!length || (length > 1 && !out[k]))
			return 0;
	}
	return k;
}

/* Decomposes, folds and composes into code points on the heap.  Their number, or an error of
 * utf8proc. */
static utf8proc_ssize_t fold_case(utf8proc_int32_t **out, const char *text, size_t n)
{
	const utf8proc_option_t options =
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t room = utf8proc_decompose(bytes, (utf8proc_ssize_t)n, NULL, 0, options);

	*out = NULL;
	if (room < 0)
		return room;
	*out = malloc(((size_t)room + 1) * sizeof **out);
	if (!*out)
		return UTF8PROC_ERROR_NOMEM;
	room = utf8proc_decompose(bytes, (utf8proc_ssize_t)n, *out, room, options);
	return room < 0 ? room : utf8proc_normalize_utf32(*out, room, options);
}

static int is_letter(utf8proc_int32_t c)
{
	return utf8proc_category(c) >= UTF8PROC_CATEGORY_LU &&
	       utf8proc_category(c) <= UTF8PROC_CATEGORY_ME;
}

/* oa, oe and uy at the end of a syllable are written òa or oà.  The mark goes to the second vowel,
 * where it also is in hoàn and quý. */
static void move_tones(utf8proc_int32_t *c, size_t n)
{
	static const struct {
		utf8proc_int32_t first[5], base, last, marked[5];
	} pairs[] = {
		{{0xf2, 0xf3, 0x1ecf, 0xf5, 0x1ecd}, 'o', 'a',
		 {0xe0, 0xe1, 0x1ea3, 0xe3, 0x1ea1}},
		{{0xf2, 0xf3, 0x1ecf, 0xf5, 0x1ecd}, 'o', 'e',
		 {0xe8, 0xe9, 0x1ebb, 0x1ebd, 0x1eb9}},
		{{0xf9, 0xfa, 0x1ee7, 0x169, 0x1ee5}, 'u', 'y',
		 {0x1ef3, 0xfd, 0x1ef7, 0x1ef9, 0x1ef5}},
	};

	for (size_t i = 0; i + 1 < n; i++) {
		for (size_t pair = 0; pair < 3; pair++)
			for (size_t tone = 0; tone < 5 && c[i + 1] == pairs[pair].last; tone++)
				if (c[i] == pairs[pair].first[tone] && (i + 2 == n || !is_letter(c[i + 2]))) {
					c[i] = pairs[pair].base;
					c[i + 1] = pairs[pair].marked[tone];
				}
	}
}

static int is_space(utf8proc_int32_t c)
{
	if (c > ' ' && c < 0x80)
		return 0;
	utf8proc_category_t category = utf8proc_category(c);

	return (c >= '\t' && c <= '\r') || c == 0x85 || category == UTF8PROC_CATEGORY_ZS ||
	       category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/* Writes code points with white space trimmed and squeezed. */
static char *squeeze(struct arena *arena, const utf8proc_int32_t *c, size_t n)
{
	char *out = arena_new(arena, n + 1, 4), *p = out;
	int space = 0;

	for (size_t i = 0; out && i < n; i++) {
		if (is_space(c[i])) {
			space = p > out;
			continue;
		}
		if (space)
			*p++ = ' ';
		space = 0;
		p += utf8proc_encode_char(c[i], (utf8proc_uint8_t *)p);
	}
	return out;
}

/* The same for ASCII, which most codes and names of columns are. */
static char *fold_ascii(struct arena *arena, const char *text, size_t n)
{
	char *out = arena_new(arena, n + 1, 1), *p = out;
	int space = 0;

	for (size_t i = 0; out && i < n; i++) {
		if (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r')) {
			space = p > out;
			continue;
		}
		if (space)
			*p++ = ' ';
		space = 0;
		*p++ = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + ('a' - 'A')) : text[i];
	}
	return out;
}

char *text_fold(struct arena *arena, const char *text, size_t n)
{
	utf8proc_int32_t *c;
	utf8proc_ssize_t length;
	char *out;

	if (skip_ascii((const unsigned char *)text, 0, n) == n)
		return fold_ascii(arena, text, n);
	c = n < SIZE_MAX / sizeof *c ? malloc(n * sizeof *c) : NULL;
	length = c ? (utf8proc_ssize_t)fold_vietnamese(c, (const unsigned char *)text, n) : 0;
	if (!length) {
		free(c);
		length = fold_case(&c, text, n);
	}
	if (length >= 0) {
		for (utf8proc_ssize_t i = 0; i < length; i++)
			if (c[i] == 0xf0) /* eth */
				c[i] = 0x111;
		move_tones(c, (size_t)length);
		out = squeeze(arena, c, (size_t)length);
	} else {
		out = length == UTF8PROC_ERROR_NOMEM ? NULL : arena_text(arena, text, n);
	}
	free(c);
	return out;
}

/* ---- near words ---- */

enum {
	MAX_WORD = 255, /* longer words are near to themselves only */
	LEAST_PART = 3, /* shorter ones are part of anything */
	PART = 1000,    /* what contains the word is further away than any word within reach */
};

size_t text_distance(const char *a, const char *b, size_t limit)
{
	size_t rows[3][MAX_WORD + 1], *before = rows[0], *last = rows[1], *row = rows[2];
	size_t n, m;

	for (; *a && *a == *b; a++)
		b++;
	n = strlen(a);
	m = strlen(b);
	for (; n && m && a[n - 1] == b[m - 1]; n--)
		m--;
	if ((n > m ? n - m : m - n) > limit || n > MAX_WORD || m > MAX_WORD)
		return limit + 1;
	for (size_t j = 0; j <= m; j++)
		last[j] = before[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t least = row[0] = i;

		for (size_t j = 1; j <= m; j++) {
			size_t d = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (d > last[j] + 1)
				d = last[j] + 1;
			if (d > row[j - 1] + 1)
				d = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    d > before[j - 2] + 1)
				d = before[j - 2] + 1;
			row[j] = d;
			if (d < least)
				least = d;
		}
		if (least > limit)
			return limit + 1;
		size_t *spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[m] <= limit ? last[m] : limit + 1;
}

/* How far a candidate is, SIZE_MAX: not near.  Both are folded. */
static size_t how_far(const char *word, const char *candidate)
{
	size_t n = strlen(word), m = strlen(candidate), longer = n > m ? n : m;
	size_t limit = n < 6 ? 1 : n / 3, distance = text_distance(word, candidate, limit);

	if (!n || !m)
		return SIZE_MAX;
	/* A word of which nothing is left is another word. */
	if (distance <= limit && distance < longer)
		return distance;
	if (n >= LEAST_PART && strstr(candidate, word))
		return PART + m - n;
	if (m >= LEAST_PART && 2 * m >= n && strstr(word, candidate))
		return PART + n - m;
	return SIZE_MAX;
}

struct nearest nearest_to(const char *word)
{
	return (struct nearest){word, NULL, SIZE_MAX};
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
	struct arena scratch = {0};
	const char *word = text_fold(&scratch, nearest->word, strlen(nearest->word));
	const char *folded = text_fold(&scratch, candidate, strlen(candidate));
	size_t distance = word && folded ? how_far(word, folded) : SIZE_MAX;

	if (distance < nearest->distance ||
	    (nearest->best && distance == nearest->distance &&
	     strcmp(candidate, nearest->best) < 0)) {
		nearest->best = candidate;
		nearest->distance = distance;
	}
	arena_clear(&scratch);
}

const char *text_library(void)
{
	return utf8proc_version();
}
