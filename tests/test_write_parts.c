/* SPDX-License-Identifier: MIT */
#include "sample_results.h"
#include "write/write_parts.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { MANY_ROWS = 20000 };

struct rows {
	int fails_at; /* row; -1: none does */
	char text[1 << 20];
	size_t n, most; /* most: bytes that are taken */
};

/* A row of as many letters as its number says. */
static int write_letters(void *user, size_t from, size_t to, struct part *part)
{
	const struct rows *rows = user;

	for (size_t i = from; i < to; i++) {
		if ((int)i == rows->fails_at)
			return CHISO_ENOMEM;
		size_t n = i * 7919 % 61;
		char *room = part_room(part, n + 1);
		if (!room)
			return CHISO_ENOMEM;
		memset(room, (char)('a' + i % 26), n);
		room[n] = '\n';
		part->n += n + 1;
	}
	return CHISO_OK;
}

static int take_rows(void *user, const char *text, size_t n)
{
	struct rows *rows = user;

	if (n > rows->most - rows->n)
		return 1;
	memcpy(rows->text + rows->n, text, n);
	rows->n += n;
	return 0;
}

static int write_rows(struct rows *rows, size_t n, uint32_t n_writers, size_t most, int fails_at)
{
	void *writers[] = {rows, rows, rows, rows, rows};
	struct sink sink = {.write = take_rows, .user = rows};

	rows->n = 0;
	rows->most = most;
	rows->fails_at = fails_at;
	return sink_close(&sink, parts_write(&sink, n, writers, n_writers, write_letters));
}

Test(write_parts, come_in_order)
{
	static const size_t counts[] = {0, 1, 511, 512, 513, 1024, 5000, MANY_ROWS};
	static struct rows one, many;

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		cr_expect_eq(write_rows(&one, counts[i], 1, sizeof one.text, -1), CHISO_OK);
		for (uint32_t n = 2; n <= 5; n++) {
			cr_expect_eq(write_rows(&many, counts[i], n, sizeof many.text, -1), CHISO_OK);
			cr_assert_eq(many.n, one.n);
			cr_assert(!memcmp(many.text, one.text, one.n));
		}
	}
}

Test(write_parts, stop_where_one_fails)
{
	static struct rows one, many;

	cr_expect_eq(write_rows(&one, MANY_ROWS, 1, sizeof one.text, -1), CHISO_OK);
	for (uint32_t n = 1; n <= 5; n++) {
		cr_expect_eq(write_rows(&many, MANY_ROWS, n, sizeof many.text, 9000), CHISO_ENOMEM);
		cr_expect_lt(many.n, one.n);
		cr_expect_eq(write_rows(&many, MANY_ROWS, n, 100000, -1), CHISO_EIO);
		cr_expect(!memcmp(many.text, one.text, many.n));
	}
}

Test(write_parts, are_worth_a_thread)
{
	cr_expect_eq(parts_threads(0, 8), 1);
	cr_expect_eq(parts_threads(10000, 8), 1);
	cr_expect_eq(parts_threads(1000000, 8), 8);
	cr_expect_eq(parts_threads(1000000, 0), 1);
}

/* Texts of a row that are longer than what waits in a sink at once. */
Test(write_parts, rows_may_be_long)
{
	static char note[30000], name[12000];
	static const char *const notes[] = {note};
	struct chiso_results *results = sample_empty("en");
	struct chiso_cell *cell = sample_cell(results, "a", "A", "value", "Value");

	memset(note, 'n', sizeof note - 1);
	memset(name, 'u', sizeof name - 1);
	cell->unit_name = name;
	cell->notes = notes;
	cell->n_notes = 1;
	cell->value = SAMPLE_VALUE(1.5);
	char *text = sample_written(results, "csv", 0);
	const char *found = strstr(text, name);
	cr_assert_not_null(found);
	cr_expect(strstr(found, ",1.5,,") != NULL);
	found = strstr(found, note);
	cr_assert_not_null(found);
	cr_expect_str_eq(found + strlen(note), "\n");
	free(text);
	sample_free(results);
}
