/* SPDX-License-Identifier: MIT */
/* Words, and the numbers in them, are what is read sign by sign, on this processor and on any. */
#include "number/number.h"
#include "reader/words.h"

#include <criterion/criterion.h>
#include <string.h>

static uint64_t next(uint64_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return *random;
}

/* The bytes of a text as a word, one after the other. */
static uint64_t spell(const char *text, size_t n)
{
	uint64_t word = 0;

	for (size_t i = n; n <= WORD_BYTES && i > 0; i--)
		word = word << 8 | (unsigned char)text[i - 1];
	return n && n <= WORD_BYTES ? word << 8 * (WORD_BYTES - n) : 0;
}

enum { ROWS = 70, FIELDS = 3 };
struct page {
	char text[ROWS * FIELDS * 13];
	uint32_t begins[ROWS], ends[ROWS * FIELDS];
	struct field field;
};

/* Rows of fields of up to twelve signs, which may be looked at up to some bytes behind them. */
static void fill(struct page *page, uint64_t *random, int at, size_t behind)
{
	static const char alphabet[] = "0123456789.,\x81\xff /:-\"\t";
	uint32_t n = 0;

	for (uint32_t i = 0; i < ROWS * FIELDS; i++) {
		size_t length = next(random) % (next(random) % 8 ? 9 : 13);

		if (i % FIELDS == 0)
			page->begins[i / FIELDS] = n;
		for (size_t k = 0; k < length; k++)
			page->text[n++] = alphabet[next(random) % (sizeof alphabet - 1)];
		page->ends[i] = n;
		page->text[n++] = ',';
	}
	page->field = (struct field){.text = page->text,
	                             .end = page->text + n + behind,
	                             .begins = at ? page->ends + at - 1 : page->begins,
	                             .ends = page->ends + at,
	                             .step = FIELDS,
	                             .begin_step = at ? FIELDS : 1,
	                             .more = at != 0};
}

static void check_words(int (*read)(const struct field *, size_t, size_t, uint64_t *),
                        const struct field *field, size_t from, size_t n)
{
	uint64_t words[ROWS + 1];

	words[n] = 1931;
	int are_words = read(field, from, n, words), n_words = 0;
	cr_assert_eq(words[n], 1931);
	for (size_t i = 0; i < n; i++) {
		struct slice text = field_text(field, from + i);
		uint64_t word = field->end - text.text >= WORD_BYTES ? spell(text.text, text.n) : 0;

		cr_assert_eq(words[i], word, "%.*s", (int)text.n, text.text);
		cr_assert_eq(word_of(text), spell(text.text, text.n));
		n_words += word != 0;
	}
	cr_assert_eq(are_words, n_words == (int)n);
}

Test(words, are_the_bytes_of_short_texts)
{
	uint64_t random = 20261129;
	struct page page = {.text = ""};

	for (int round = 0; round < 3000; round++) {
		size_t from = next(&random) % ROWS, n = next(&random) % (ROWS - from + 1);

		fill(&page, &random, round % FIELDS, next(&random) % 3 * 4);
		check_words(words_read, &page.field, from, n);
		check_words(words_read_portably, &page.field, from, n);
	}
	cr_expect_eq(word_of((struct slice){"\0" "12", 3}), 0);
}

/* The same of a text, said of its signs. */
static int is_simple(struct slice text, const uint64_t *but, size_t n_but)
{
	int simple = text.n > 0 && text.n <= WORD_BYTES && *text.text != '"';

	for (size_t i = 0; i < text.n; i++)
		simple &= (unsigned char)text.text[i] < 0x80;
	if (!simple || *text.text <= ' ' || text.text[text.n - 1] <= ' ')
		return 0;
	for (size_t i = 0; i < n_but; i++)
		simple &= spell(text.text, text.n) != but[i];
	return simple;
}

static int check_texts(uint64_t (*read)(const struct field *, size_t, size_t, const uint64_t *, size_t,
                                        struct slice *),
                       const struct field *field, size_t from, size_t n, size_t n_but)
{
	const uint64_t but[] = {spell("..", 2), spell("7", 1), spell("-", 1)};
	struct slice texts[65];
	int n_simple = 0;

	texts[n].n = 1931;
	uint64_t others = read(field, from, n, but, n_but, texts);
	cr_assert_eq(texts[n].n, 1931);
	for (size_t i = 0; i < n; i++) {
		struct slice text = field_text(field, from + i);
		int is_here = field->end - text.text >= WORD_BYTES && is_simple(text, but, n_but);

		cr_assert(texts[i].text == text.text && texts[i].n == text.n);
		cr_assert_eq(others >> i & 1, !is_here, "%.*s", (int)text.n, text.text);
		cr_assert_eq(word_is_simple(spell(text.text, text.n), but, n_but), is_simple(text, but, n_but));
		n_simple += is_here;
	}
	cr_assert_eq(n < 64 ? others >> n : 0, 0);
	return n_simple;
}

Test(words, of_simple_texts_are_known)
{
	uint64_t random = 1931;
	struct page page = {.text = ""};
	int n_simple = 0;

	for (int round = 0; round < 3000; round++) {
		size_t from = next(&random) % 6, n = next(&random) % 65, n_but = next(&random) % 4;

		fill(&page, &random, round % FIELDS, next(&random) % 3 * 4);
		n_simple += check_texts(words_read_texts, &page.field, from, n, n_but);
		n_simple += check_texts(words_read_texts_portably, &page.field, from, n, n_but);
	}
	cr_assert_gt(n_simple, 10000);
}

static void check_numbers(uint64_t (*read)(double *, const uint64_t *, size_t, char), char (*texts)[9],
                          const uint64_t *words, size_t n, struct number_style style)
{
	double out[65], number;

	out[n] = 1931;
	uint64_t others = read(out, words, n, style.decimal);
	cr_assert_eq(out[n], 1931);
	for (size_t i = 0; i < n; i++) {
		int is_read = number_read_quickly(&number, texts[i], strlen(texts[i]), style);

		cr_assert_eq(others >> i & 1, !is_read, "%s", texts[i]);
		if (is_read)
			cr_assert(out[i] == number, "%s", texts[i]);
	}
	cr_assert_eq(n < 64 ? others >> n : 0, 0);
}

Test(words, that_are_numbers_are_read)
{
	static const char alphabet[] = "0123456789.,/:-e \x81\xb0\xff";
	static const struct number_style styles[] = {{'.', 0}, {',', 0}};
	uint64_t random = 20261129;

	for (int round = 0; round < 20000; round++) {
		char texts[64][9] = {{0}};
		uint64_t words[64];
		size_t n = next(&random) % 65;

		for (size_t i = 0; i < n; i++) {
			size_t length = next(&random) % 9, room = i % 8 ? 12 : sizeof alphabet - 1;

			for (size_t k = 0; k < length; k++)
				texts[i][k] = alphabet[next(&random) % (i % 4 ? room : 10)];
			if (i % 4 == 0 && length && next(&random) % 2)
				texts[i][next(&random) % length] = styles[round % 2].decimal;
			words[i] = spell(texts[i], length);
		}
		check_numbers(words_read_numbers, texts, words, n, styles[round % 2]);
		check_numbers(words_read_numbers_portably, texts, words, n, styles[round % 2]);
	}
}

/* ---- which they are -------------------------------------------------------------------------- */

Test(words, are_known_or_not)
{
	enum { MOST = 9 };
	uint64_t random = 11, known[MOST], words[64];
	uint8_t numbers[MOST], found[64 + 1], portably[64 + 1];

	for (int round = 0; round < 2000; round++) {
		struct word_list list = {known, numbers, next(&random) % (MOST + 1)};
		size_t n = next(&random) % 65;
		uint64_t others = 0;

		for (size_t k = 0; k < list.n; k++) {
			/* Some differ in a half only. */
			known[k] = (k + 1) << (k % 2 ? 0 : 40);
			numbers[k] = (uint8_t)(next(&random) % 255);
		}
		for (size_t i = 0; i < n; i++)
			words[i] = (next(&random) % 12) << (next(&random) % 2 ? 0 : 40);
		memset(found, 0xaa, sizeof found);
		memset(portably, 0xaa, sizeof portably);
		uint64_t bits = words_number(found, words, n, &list);
		cr_assert_eq(words_number_portably(portably, words, n, &list), bits);
		for (size_t i = 0; i < n; i++) {
			size_t k = 0;

			while (k < list.n && known[k] != words[i])
				k++;
			others |= (uint64_t)(k == list.n) << i;
			cr_assert_eq(found[i], k < list.n ? numbers[k] : 0);
			cr_assert_eq(portably[i], found[i]);
		}
		cr_assert_eq(bits, others);
		cr_assert_eq(found[n], 0xaa);
		cr_assert_eq(portably[n], 0xaa);
	}
}
