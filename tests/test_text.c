/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* The bytes alone on the heap, so that a sanitizer sees who looks behind them. */
static char *alone(const char *text, size_t n)
{
	char *copy = malloc(n ? n : 1);

	cr_assert(copy);
	memcpy(copy, text, n);
	return copy;
}

Test(text, utf8_is_as_in_table_3_7_of_unicode)
{
	/* The boundary cases of Markus Kuhn's stress test, and what lies beside them. */
	static const struct {
		const char *text;
		size_t n;
		int bad_at; /* -1: fine */
	} cases[] = {
		{"", 0, -1},
		{"Chi L\xc4\x83ng 2030", 13, -1},
		{"a\0b", 3, -1},
		{"\x7f\xc2\x80", 3, -1},
		{"\xdf\xbf\xe0\xa0\x80", 5, -1},
		{"\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf", 9, -1},
		{"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 8, -1},
		{"12345678\x80", 9, 8},
		{"1234567\xbf", 8, 7},
		{"ab\xc3", 3, 2},
		{"ab\xe1\xbb", 4, 2},
		{"ab\xf0\x9f\x8c", 5, 2},
		{"ab\xe1\xbb" "cdefgh", 10, 2},
		{"\xc0\xaf", 2, 0},
		{"\xc1\xbf", 2, 0},
		{"\xe0\x9f\xbf", 3, 0},
		{"\xf0\x8f\xbf\xbf", 4, 0},
		{"\xf4\x90\x80\x80", 4, 0},
		{"\xf5\x80\x80\x80", 4, 0},
		{"x\xed\xa0\x80", 4, 1},
		{"x\xed\xbf\xbf", 4, 1},
		{"x\xff\xfe", 3, 1},
		{"tr\xe2n", 4, 2}, /* "trên" in another encoding */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = alone(cases[i].text, cases[i].n);
		size_t bad_at = 99;

		cr_expect_eq(text_is_utf8(text, cases[i].n, &bad_at), cases[i].bad_at < 0, "%zu",
		             i);
		if (cases[i].bad_at >= 0)
			cr_expect_eq(bad_at, (size_t)cases[i].bad_at, "%zu: %zu", i, bad_at);
		free(text);
	}
	cr_expect_eq(text_length("Chi L\xc4\x83ng \xf0\x9f\x8c\x8f", 14), 10);
	cr_expect(slice_is((struct slice){"abc", 2}, "ab"));
	cr_expect(!slice_is((struct slice){"abc", 2}, "abc"));
	cr_expect(!slice_is((struct slice){"abc", 3}, "ab"));
}

/* Where a text stops being UTF-8, one character after the other; n: nowhere. */
static size_t find_bad(const char *text, size_t n)
{
	size_t i = 0, length = 1, bad;

	for (; i < n && length <= 4; i += length <= 4 ? length : 0)
		for (length = 1; length <= 4; length++)
			if (length <= n - i && text_is_utf8(text + i, length, &bad))
				break;
	return i;
}

/* Any two bytes and what may stand behind them, anywhere in a text that is long enough for many bytes to be
 * looked at together. */
Test(text, long_utf8_is_as_short_utf8)
{
	static const char *const fine[] = {"a", ",", "0123456789", "\xc4\x83", "\xe1\xbb\x87",
	                                   "\xf0\x9f\x8c\x8f", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"};
	static const char behind[] = "a\x80\x8f\x90\xbf\xc3\xe1\xf0";
	enum { MOST = 170 };
	uint32_t seed = 6475;

	for (unsigned pair = 0; pair < 0x10000; pair++) {
		char text[MOST];
		size_t n = 0, room, bad = 0;

		for (seed = seed * 1664525 + 1013904223, room = seed % 80 + 1; n < room;) {
			const char *piece = fine[(seed = seed * 1664525 + 1013904223) >> 29];

			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		text[n++] = (char)(pair >> 8);
		text[n++] = (char)pair;
		for (int i = 0; i < 2; i++)
			text[n++] = behind[(seed = seed * 1664525 + 1013904223) >> 29];
		memset(text + n, 'z', MOST - n);
		n = (seed >> 8) % 5 ? MOST : n;

		size_t expected = find_bad(text, n);
		char *copy = alone(text, n);
		cr_assert_eq(text_is_utf8(copy, n, &bad), expected == n, "%04x", pair);
		cr_assert(expected == n || bad == expected, "%04x: %zu", pair, bad);
		free(copy);
	}
}

/* All of up to four bytes of which the first is not ASCII: what is plain is UTF-8, and one of the characters that
 * text_is_nfc() is sure of. */
Test(text, what_is_nfc_for_certain)
{
	static const char last[] = "\x7f\x80\xbf\xc3";
	size_t bad, n_plain = 0;

	for (uint32_t code = 0x800000; code < 0x1000000; code++) {
		const char text[] = {(char)(code >> 16), (char)(code >> 8), (char)code, last[code % 4]};

		for (size_t n = 1; n <= sizeof text; n++) {
			uint32_t c = (uint32_t)(text[0] & 0x1f) << 6 | (text[1] & 0x3f);

			if (!text_is_nfc(text, n))
				continue;
			cr_assert(text_is_utf8(text, n, &bad), "%06x", code);
			if ((text[0] & 0xf0) == 0xe0)
				c = (uint32_t)(text[0] & 0x0f) << 12 | (uint32_t)(text[1] & 0x3f) << 6 |
				    (text[2] & 0x3f);
			cr_assert((c >= 0x80 && c < 0x300) || (c >= 0x1e00 && c < 0x1f00) ||
					  (c >= 0x2002 && c < 0x2040), "%06x", code);
			n_plain += n == (c < 0x800 ? 2 : 3);
		}
	}
	/* Of two bytes, with any third one, and of three. */
	cr_assert_eq(n_plain, (0x300 - 0x80) * 0x100 + 0x100 + (0x2040 - 0x2002));
}

Test(text, nfc)
{
	/* From NormalizationTest.txt of Unicode and the decompositions of the letters. */
	static const char *const cases[][2] = {
		{"", ""},
		{"06475", "06475"},
		{"Hữu Lũng – “Đèo”", "Hữu Lũng – “Đèo”"},
		{"e\xcc\xa3\xcc\x82", "ệ"},             /* e, dot below, circumflex */
		{"e\xcc\x82\xcc\xa3", "ệ"},             /* the other order */
		{"\xc3\xaa\xcc\xa3", "ệ"},              /* ê, dot below */
		{"\xe1\xba\xb9\xcc\x82", "ệ"},          /* ẹ, circumflex */
		{"o\xcc\x9b\xcc\x81", "ớ"},             /* o, horn, acute */
		{"a\xcc\x86\xcc\x83ng", "ẵng"},         /* a, breve, tilde */
		{"\xcc\x81", "\xcc\x81"},
		{"\xe2\x84\xab", "\xc3\x85"},           /* the angstrom sign */
		{"\xe2\x80\x80", "\xe2\x80\x82"},       /* en quad */
		{"\xcd\xbe", ";"},                      /* the Greek question mark */
		{"tr\xe2n", "tr\xe2n"},                 /* no UTF-8: as it is */
	};
	struct arena arena = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = strlen(cases[i][0]);
		char *text = alone(cases[i][0], n);
		const char *nfc = text_nfc(&arena, text, n);

		cr_expect_str_eq(nfc, cases[i][1], "%zu", i);
		free(text);
	}
	arena_clear(&arena);
}

static int same(const char *a, const char *b)
{
	struct arena arena = {0};
	size_t n = strlen(a), m = strlen(b);
	char *x = alone(a, n), *y = alone(b, m);
	const char *folded = text_fold(&arena, x, n);
	int is_same = !strcmp(folded, text_fold(&arena, y, m));

	/* Folding again changes nothing. */
	cr_expect_str_eq(text_fold(&arena, folded, strlen(folded)), folded);
	free(x);
	free(y);
	arena_clear(&arena);
	return is_same;
}

Test(text, names_that_are_the_same)
{
	static const char *const cases[][2] = {
		{"Hoà", "Hòa"}, {"Hoá", "Hóa"}, {"Hoả", "Hỏa"}, {"Hoã", "Hõa"}, {"Hoạ", "Họa"},
		{"khoè", "khòe"}, {"khoé", "khóe"}, {"khoẻ", "khỏe"}, {"khoẽ", "khõe"},
		{"khoẹ", "khọe"}, {"Thuỳ", "Thùy"}, {"Thuý", "Thúy"}, {"Thuỷ", "Thủy"},
		{"Thuỹ", "Thũy"}, {"Thuỵ", "Thụy"}, {"HOÀ BÌNH", "Hòa Bình"},
		{"xã Hoà Lạc", "Xã Hòa Lạc"}, {"Hoà-Lạc (Thuỷ)", "hòa-lạc (thủy)"},
		{"Ho\x61\xcc\x80 Bi\xcc\x80nh", "Hòa Bình"}, /* NFD */
		{"Chi Lăng", "  CHI\xc2\xa0 \t LĂNG\r\n"},
		{"Chi Lăng", "Chi\xe2\x80\x89Lăng\xe2\x80\x8b"}, /* thin space, zero-width space */
		{"Total", " TOTAL "}, {"clean_water", "Clean_Water"}, {"", " \t "},
		{"\xef\xbb\xbf" "Đồng Mỏ", "\xc3\x90ồng Mỏ"}, /* a BOM; eth */
		{"quý", "QÚY"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect(same(cases[i][0], cases[i][1]), "%s = %s", cases[i][0], cases[i][1]);
}

/* Writes a character; what is no letter of Vietnamese makes text_fold() ask utf8proc. */
static size_t put(char *out, uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;

	out[0] = (char)(n == 1 ? c : n == 2 ? 0xc0 | c >> 6 : 0xe0 | c >> 12);
	if (n > 1)
		out[n - 1] = (char)(0x80 | (c & 0x3f));
	if (n > 2)
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	return n;
}

/* The same with a zero-width space behind, which is no letter and is left out. */
static void check_quick_fold(struct arena *arena, const char *text, size_t n)
{
	char longer[64], *copy = alone(text, n);

	memcpy(longer, text, n);
	memcpy(longer + n, "\xe2\x80\x8b", 3);
	cr_assert_str_eq(text_fold(arena, copy, n), text_fold(arena, longer, n + 3), "%.*s", (int)n, text);
	free(copy);
}

Test(text, letters_of_vietnamese_are_folded_as_all)
{
	static const char *const pieces[] = {"o", "A", "e", "u", "Y", "à", "À", "ó", "Ò", "ỏ", "Õ", "ọ", "ù", "Ú",
					     "ủ", "Ũ", "ụ", "ỳ", "Đ", "Ð", "ð", "ß", "×", "\xcc\x81", " ", "\t",
					     "\xc2\xa0", "-", "ư", "Ơ", "Ắ", "x"};
	struct arena arena = {0};
	uint32_t seed = 6475;
	char text[64];

	for (uint32_t c = 1; c < 0x3000; c++)
		for (int twice = 0; twice < 2; twice++) {
			size_t n = put(text, twice ? 'o' : c);

			n += put(text + n, c);
			check_quick_fold(&arena, text, n);
		}
	for (int round = 0; round < 100000; round++) {
		size_t n = 0;

		for (seed = seed * 1664525 + 1013904223; n < 1 + (seed >> 16) % 20;) {
			const char *piece = pieces[(seed = seed * 1664525 + 1013904223) >> 27];

			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		check_quick_fold(&arena, text, n);
		arena_empty(&arena);
	}
	arena_clear(&arena);
}

Test(text, names_that_differ)
{
	static const char *const cases[][2] = {
		{"Đồng", "Dồng"}, {"Hòa", "Hóa"}, {"Hòa", "Hoa"}, {"Thủy", "Thúy"},
		{"Bằng Mạc", "Băng Mạc"}, {"Chi Lăng", "ChiLăng"}, {"Lâm Sơn", "Lấm Sơn"},
		{"òan", "oàn"}, /* no way of writing: the mark of oan is on the a */
		{"tr\xe2n", "tr\xe3n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect(!same(cases[i][0], cases[i][1]), "%s, %s", cases[i][0], cases[i][1]);
}

Test(text, distances)
{
	/* By hand; kitten and sitting are Wagner and Fischer's. */
	static const struct {
		const char *a, *b;
		size_t distance;
	} cases[] = {
		{"", "", 0},          {"", "abc", 3},         {"abc", "", 3},
		{"same", "same", 0},  {"kitten", "sitting", 3}, {"ab", "ba", 1},
		{"area", "aera", 1},  {"06475", "6475", 1},   {"06475", "06457", 1},
		{"abcd", "acbd", 1},  {"abcdef", "badcfe", 3}, {"a", "b", 1},
		{"ca", "abc", 3}, /* 2 if an edit within a swap were allowed */
		{"clean_water", "cleanwater", 1}, {"xabcx", "xcbax", 2},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t limit = 0; limit < 6; limit++) {
			size_t wanted = cases[i].distance <= limit ? cases[i].distance : limit + 1;

			cr_expect_eq(text_distance(cases[i].a, cases[i].b, limit), wanted,
			             "%s %s %zu", cases[i].a, cases[i].b, limit);
			cr_expect_eq(text_distance(cases[i].b, cases[i].a, limit), wanted);
		}
	char a[600], b[600];
	memset(a, 'a', sizeof a);
	memset(b, 'b', sizeof b);
	a[599] = b[599] = '\0';
	cr_expect_eq(text_distance(a, a, 3), 0);
	cr_expect_eq(text_distance(a, b, 599), 600, "too long to tell: far");
	a[300] = 'x';
	memset(b, 'a', 599);
	cr_expect_eq(text_distance(a, b, 3), 1);
}

/* The recursion that defines the distance, for words of at most 7 letters. */
static size_t slow_distance(const char *a, size_t n, const char *b, size_t m)
{
	if (!n || !m)
		return n + m;
	size_t best = slow_distance(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
	size_t other = slow_distance(a, n - 1, b, m) + 1;

	best = other < best ? other : best;
	other = slow_distance(a, n, b, m - 1) + 1;
	best = other < best ? other : best;
	if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1]) {
		other = slow_distance(a, n - 2, b, m - 2) + 1;
		best = other < best ? other : best;
	}
	return best;
}

Test(text, distances_follow_their_definition)
{
	uint32_t seed = 20220620;

	for (int i = 0; i < 1500; i++) {
		char words[2][7];
		size_t n[2], limit, wanted;

		for (size_t w = 0; w < 2; w++) {
			seed = seed * 1664525 + 1013904223;
			n[w] = (seed >> 16) % 7;
			for (size_t k = 0; k < n[w]; k++) {
				seed = seed * 1664525 + 1013904223;
				words[w][k] = (char)('a' + (seed >> 20) % 3);
			}
			words[w][n[w]] = '\0';
		}
		limit = (seed >> 8) % 5;
		wanted = slow_distance(words[0], n[0], words[1], n[1]);
		if (wanted > limit)
			wanted = limit + 1;
		cr_assert_eq(text_distance(words[0], words[1], limit), wanted, "%s %s %zu",
		             words[0], words[1], limit);
	}
}

Test(text, nearest)
{
	static const char *const cases[][6] = {
		/* word, nearest, offers */
		{"cleanwater", "clean_water", "clean_water", "waste_water", "population", NULL},
		{"populaton", "population", "area", "population", "pollution", NULL},
		{"AREA", "area", "aria", "area", "arena", NULL},
		{"huyện", "HUYỆN", "XÃ", "HUYỆN", "TỈNH", NULL},
		{"water", "clean_water", "population", "clean_water", NULL},
		{"pop", "pop_total", "population", "pop_total", "year", NULL},
		{"agriculture.certified_area", "certified_area", "area", "certified_area", NULL},
		{"06745", "06475", "06475", "16745x", "07000", NULL},
		{"abd", "abb", "abc", "abb", "abe", NULL}, /* a tie: bytewise */
		{"year", NULL, "unit", "population", "", NULL},
		{"x", NULL, "y", "z", NULL},
		{"", NULL, "a", "", NULL},
		{"an_indicator_of_something", NULL, "of", "some", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *const *offers = cases[i] + 2;
		struct nearest near = nearest_to(cases[i][0]), again = near;
		size_t n = 0;

		for (; n < 4 && offers[n]; n++)
			nearest_offer(&near, offers[n]);
		while (n)
			nearest_offer(&again, offers[--n]);
		if (cases[i][1])
			cr_expect_str_eq(near.best ? near.best : "none", cases[i][1], "%s",
			                 cases[i][0]);
		else
			cr_expect_null(near.best, "%s", cases[i][0]);
		cr_expect_eq(near.best, again.best, "%s: in any order", cases[i][0]);
	}
}
