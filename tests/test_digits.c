/* SPDX-License-Identifier: MIT */
/* Columns of digits are what a loop over signs says, on this processor and on any. */
#include "reader/digits.h"

#include <chiso/plugin.h>
#include <criterion/criterion.h>

enum { FIELDS = 20, ROWS = DIGITS_ROWS + 1, LONGEST = 40 };

static uint64_t next(uint64_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return *random;
}

struct page {
	char text[ROWS * FIELDS * (LONGEST + 3) + DIGITS_ROOM];
	uint32_t begins[ROWS], ends[ROWS * FIELDS + DIGITS_COLUMNS];
	struct field first;
};

/* What a cell of a kind of page has: a digit mostly; on some pages often nothing, on some other things, on some all
 * that in quotes or behind a blank. */
static uint32_t put_cell(char *to, uint64_t *random, int has_gaps, int has_others, int has_quotes)
{
	static const char signs[] = "/2:@,\"\x81\xb0\xb1\r\xfd\xfe\xff";

	if (has_quotes && next(random) % 16 == 0) {
		to[0] = ' ';
		return 1 + put_cell(to + 1, random, has_gaps, has_others, 0);
	}
	if (has_quotes && next(random) % 4) {
		uint32_t inside = put_cell(to + 1, random, has_gaps, has_others, 0);

		to[0] = to[inside + 1] = '"';
		return inside + 2;
	}
	*to = (char)('0' + next(random) % 2);
	if (has_gaps && next(random) % 8 == 0)
		return 0;
	if (!has_others || next(random) % 64)
		return 1;
	if (next(random) % 2) {
		*to = signs[next(random) % sizeof signs];
		return 1;
	}
	uint32_t n = 2 + (uint32_t)(next(random) % (next(random) % 2 ? LONGEST - 1 : 1));
	for (uint32_t i = 1; i < n; i++)
		to[i] = (char)('0' + next(random) % 2);
	return n;
}

static void fill(struct page *page, uint64_t *random, int at)
{
	size_t spare = next(random) % 2 * DIGITS_ROOM;
	int has_gaps = next(random) % 4 != 0, has_others = next(random) % 2, has_quotes = next(random) % 4 == 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < ROWS * FIELDS; i++) {
		if (i % FIELDS == 0)
			page->begins[i / FIELDS] = n;
		n += put_cell(page->text + n, random, has_gaps, has_others, has_quotes);
		page->ends[i] = n;
		page->text[n++] = i % FIELDS == FIELDS - 1 ? '\n' : ',';
	}
	page->first = (struct field){.text = page->text,
	                             .end = page->text + n + spare,
	                             .spare = spare,
	                             .begins = at ? page->ends + at - 1 : page->begins,
	                             .ends = page->ends + at,
	                             .step = FIELDS,
	                             .begin_step = at ? FIELDS : 1,
	                             .more = at != 0};
}

static struct slice cell(const struct page *page, size_t row, size_t i)
{
	size_t at = row * FIELDS + (size_t)(page->first.ends - page->ends) + i;
	uint32_t begin = at ? page->ends[at - 1] + 1 : 0;

	return (struct slice){page->text + begin, page->ends[at] - begin};
}

/* A cell without its quotes, or the blank before it. */
static struct slice bare(struct slice text)
{
	if (text.n && *text.text == ' ')
		return (struct slice){text.text + 1, text.n - 1};
	if (text.n > 1 && text.text[0] == '"' && text.text[text.n - 1] == '"')
		return (struct slice){text.text + 1, text.n - 2};
	return text;
}

static int is_digit_or_empty(struct slice text)
{
	return !text.n || (text.n == 1 && (*text.text == '0' || *text.text == '1'));
}

/* Whether all cells of a row are digits or empty, as they stand or without quotes. */
static int is_fine(const struct page *page, size_t row, size_t n_columns, int with_quotes)
{
	int fine = 1;

	for (size_t i = 0; i < n_columns; i++) {
		struct slice text = cell(page, row, i);

		fine &= is_digit_or_empty(with_quotes ? bare(text) : text);
	}
	return fine;
}

/* What a row became; beyond its columns nothing was written. */
static void check_row(const struct page *page, size_t row, size_t n_columns, const struct digits_out *out)
{
	for (size_t i = 0; i < n_columns; i++) {
		struct slice text = bare(cell(page, row, i));

		cr_assert_eq(out->to[i][row], text.n ? *text.text - '0' : 0);
		cr_assert_eq(out->missing[i][row], text.n ? 0 : CHISO_REASON_NOT_REPORTED);
	}
	for (size_t i = n_columns; i < DIGITS_COLUMNS; i++)
		cr_assert(out->to[i][row] == 9 && out->missing[i][row] == 9);
}

/* Room for what is read, in which nothing of it stands. */
struct room {
	uint8_t to[DIGITS_COLUMNS][ROWS], missing[DIGITS_COLUMNS][ROWS];
	struct digits_out out;
};

static void begin(struct room *room)
{
	memset(room->to, 9, sizeof room->to);
	memset(room->missing, 9, sizeof room->missing);
	for (size_t i = 0; i < DIGITS_COLUMNS; i++) {
		room->out.to[i] = room->to[i];
		room->out.missing[i] = room->missing[i];
	}
}

static void check(const struct page *page, size_t row, size_t n_columns, enum cpu_width width)
{
	struct room room;

	begin(&room);
	uint32_t fine = digits_read_by(width, &page->first, row, n_columns, &room.out);
	for (size_t i = row; i < row + DIGITS_ROWS; i++) {
		int is_found = fine >> (i - row) & 1, is_there = is_fine(page, i, n_columns, 0);
		int can_be = is_fine(page, i, n_columns, 1); /* one after the other they are looked at with care */
		struct slice first = cell(page, i, 0);

		if (is_found)
			check_row(page, i, n_columns, &room.out);
		/* The careful way is asked about the first column, and near the end of the text. */
		if (page->first.more && page->first.end - first.text >= DIGITS_ROOM)
			cr_assert(is_found >= is_there);
		cr_assert(can_be >= is_found);
	}
	size_t beside = row ? 0 : DIGITS_ROWS;
	cr_assert(room.to[0][beside] == 9 && room.missing[0][beside] == 9);
}

static void check_by_row(const struct page *page, size_t row, size_t n_columns)
{
	struct room room;

	begin(&room);
	unsigned others = digits_read_row(&page->first, row, n_columns, &room.out);
	for (size_t i = 0; i < n_columns; i++)
		cr_assert_eq(others >> i & 1, !is_digit_or_empty(bare(cell(page, row, i))));
	if (!others)
		check_row(page, row, n_columns, &room.out);
}

Test(digits, are_read_where_all_are_0_1_or_nothing)
{
	uint64_t random = 20261129;
	static struct page page;

	for (int round = 0; round < 4000; round++) {
		size_t n_columns = 1 + next(&random) % DIGITS_COLUMNS;

		fill(&page, &random, (int)(next(&random) % (FIELDS - n_columns + 1)));
		/* As wide as this processor is. */
		for (unsigned width = CPU_ANY; width <= cpu_width(); width++)
			check(&page, round % 2, n_columns, (enum cpu_width)width);
		check_by_row(&page, next(&random) % ROWS, n_columns);
	}
}
