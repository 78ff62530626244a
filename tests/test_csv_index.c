/* SPDX-License-Identifier: MIT */
/* The quick way through a CSV file finds what the careful way finds, and both what libcsv does. */
#include <config.h>

#include "base/context.h"
#include "files/csv.h"
#include "files/csv_index.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_LIBCSV
#include <csv.h>
#endif

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	return *seed ^= *seed << 17;
}

/* Bytes that matter, most of them often enough that records come out whole. */
static size_t make(char *out, size_t n, uint64_t *seed, const char *alphabet, size_t n_letters)
{
	for (size_t i = 0; i < n; i++)
		out[i] = alphabet[next(seed) % n_letters];
	return n;
}

static const char common[] = "aaaaaaaa,,,,,,\n\n\n1;9 ";
static const char all[] = "ab,,,,\n\n\r\"\"\0\xc3\xa9\xff\xe1\xbb\x87;\t+-";

/* Pieces in any order, the last one cut off. */
static void make_pieces(char *out, size_t n, uint64_t *seed, const char *const *pieces, size_t n_pieces)
{
	for (size_t at = 0, k; at < n; at += k) {
		const char *piece = pieces[next(seed) % n_pieces];

		k = strlen(piece) < n - at ? strlen(piece) : n - at;
		memcpy(out + at, piece, k);
	}
}

/* Mostly quotes that are as they should be; how many of them are not. */
static void make_quoted(char *out, size_t n, uint64_t *seed, unsigned wrong)
{
	static const char *const pieces[] = {
		"a", "bc", ",", ",", ",", "\n", "\n", ",\"\",", "\n\"d,e\",", ",\"\"\"f\"\"\"\n",
		",\"g\nh\",", ",\"\n\n\"\n", ",\"\",\"\"\n", ",\"i\"\r\n", ",\"\xc3\xa9\"\"\"\n",
		"\n\"a long text, that takes a chunk and a bit of the next: \"\"0123456789\"\", twice\",\n"};
	static const char *const bad[] = {"\"", "a\"b\"", ",\"c\"d,", ",\"", "\"\n", ",\"e\"\rf\n"};

	make_pieces(out, n, seed, pieces, sizeof pieces / sizeof *pieces);
	for (size_t at = 0; at + 8 < n; at += 8)
		if (next(seed) % 1000 < wrong)
			make_pieces(out + at, strlen(bad[next(seed) % 6]), seed, bad, 6);
}

/* Records of two fields, most of which are plain; how many of the ten kinds there are. */
static void make_records(char *out, size_t n, uint64_t *seed, unsigned n_kinds)
{
	static const char *const pieces[] = {
		"a,b\r\n", ",\r\n", "a text that stops nowhere for a while,\r\n", "c,\n", ",def\n",
		"g,\"\r\n\"\r\n", "\"h\r\n\r\ni\",\n", "j\rk,\"l\rm\"\r\n", "n\r\no,p,q\r\n", "\r\n"};

	make_pieces(out, n, seed, pieces, n_kinds);
}

/* What the marks of the chunk that begins at a place should be: quotes there are as given. */
static unsigned marks_of(const char *text, size_t n, size_t begin, size_t end, int is_inside)
{
	unsigned marks = 0;

	for (size_t i = begin; i < end; i++) {
		unsigned char c = (unsigned char)text[i];
		int is_lone = c == '\r' && i + 1 < n && text[i + 1] != '\n';

		is_inside ^= c == '"';
		marks |= c == '\0' || is_lone ? INDEX_ODD : 0;
		marks |= c >= 0x80 ? INDEX_WIDE : 0;
		marks |= c == '\r' ? INDEX_RETURN : 0;
		marks |= c == '\n' && is_inside ? INDEX_INSIDE : 0;
	}
	return marks;
}

/* Asserts that an index is right as far as it goes. */
static void check_index(const struct csv_index *index, const char *text, size_t n, uint32_t place)
{
	uint32_t n_lines = 0, found = 0, n_seen = (uint32_t)(index->end - index->begin);
	int is_inside = 0;

	for (uint32_t i = 0; i < n_seen; i++) {
		if (i % INDEX_CHUNK == 0 && i + INDEX_CHUNK <= n_seen)
			cr_assert_eq(csv_index_marks(index, i, i + 1),
			             marks_of(text, n, i, i + INDEX_CHUNK, is_inside));
		is_inside ^= text[i] == '"';
		if (is_inside || (text[i] != ',' && text[i] != '\n'))
			continue;
		cr_assert_lt(found, index->n);
		cr_assert_eq(index->at[found++], place + i);
		n_lines += text[i] == '\n';
	}
	cr_assert_eq(found, index->n);
	cr_assert_eq(n_lines, index->n_lines);
}

Test(csv_index, finds_the_same_in_every_way)
{
	enum { MOST = 3000, PLACE = 77 };
	static struct csv_index index;
	static uint32_t at[MOST + INDEX_SPARE];
	static char text[MOST];
	const char *end = NULL;
	uint64_t seed = 6475;

	csv_index_clear(&index);
	for (unsigned round = 0; round < 600; round++) {
		size_t n = make(text, next(&seed) % sizeof text, &seed, all, sizeof all - 1);

		if (round % 3 == 1)
			make_quoted(text, n, &seed, round % 2 ? 0 : 3);
		else if (round % 3 == 2)
			make_records(text, n, &seed, round % 2 ? 5 : 10);
		/* As wide as this processor is. */
		for (unsigned width = CPU_ANY; width <= cpu_width(); width++) {
			csv_index_fill_by((enum cpu_width)width, &index, at, PLACE, text, n, ',');
			if (width == CPU_ANY)
				end = index.end;
			cr_assert_eq(index.end, end);
			check_index(&index, text, n, PLACE);
		}
	}
}

/* A field that is taken the quick way, without its quotes. */
static char *tell_field(char *at, const char *text, size_t n)
{
	static char bare[9000];

	if (n && *text == '"') {
		cr_assert(n > 1 && text[n - 1] == '"');
		n = csv_undouble(bare, (struct slice){text + 1, n - 2});
		text = bare;
	}
	return at + sprintf(at, "[%.*s]", (int)n, text);
}

/* Tells of records that are taken the quick way, some at a time, and first those that begin before the middle. */
static char *tell_rows(char *at, struct csv *csv, size_t n_fields)
{
	const char *middle = csv->data + (csv->end - csv->data) / 2;
	enum { MOST = 3, FIELDS = 5 };
	uint32_t begins[MOST], lines[MOST], ends[MOST * FIELDS + CSV_SPARE];
	struct csv_rows rows;

	do {
		rows = (struct csv_rows){.begins = begins, .lines = lines, .ends = ends, .most = MOST};
		rows.stop = csv->at < middle ? middle : NULL;
		cr_assert_eq(csv_take_plain(csv, n_fields, &rows), CHISO_OK);
		for (uint32_t row = 0; row < rows.n; row++) {
			uint32_t begin = begins[row];

			cr_assert(!rows.stop || rows.text + begin < rows.stop);
			at += sprintf(at, "%u", (unsigned)lines[row]);
			for (size_t i = 0; i < n_fields; i++) {
				uint32_t end = ends[row * n_fields + i];

				at = tell_field(at, rows.text + begin, end - begin);
				begin = end + 1;
			}
			at += sprintf(at, "/");
		}
	} while (rows.is_full || (rows.stop && csv->at >= rows.stop));
	return at;
}

/* What was read, as a text; the quick way is asked first where it is meant. */
static char *told(char *out, const char *data, size_t n, size_t n_fields, int is_quick)
{
	struct chiso_context *context = chiso_context_new(NULL);
	struct chiso_finding finding = {.size = sizeof finding};
	struct csv csv;
	char *at = out;
	int got = 1;

	csv_open(&csv, context, "a.csv", data, n, ',', 0);
	while (got) {
		if (is_quick)
			at = tell_rows(at, &csv, n_fields);
		got = csv_next(&csv);
		if (got == 1)
			at += sprintf(at, "%u", (unsigned)csv.fields[0].line);
		for (size_t i = 0; got == 1 && i < csv.n_fields; i++)
			at += sprintf(at, "[%.*s]", (int)csv.fields[i].text.n, csv.fields[i].text.text);
		at += sprintf(at, got == 1 ? "/" : "!");
	}
	for (size_t i = 0; chiso_finding_at(context, i, &finding) == CHISO_OK; i++)
		at += sprintf(at, " %u:%u %s", finding.line, finding.column, finding.code);
	csv_close(&csv);
	chiso_context_free(context);
	return out;
}

Test(csv_index, reads_records_as_the_careful_way_does)
{
	static char careful[400000], quick[400000];
	uint64_t seed = 187;

	for (int round = 0; round < 800; round++) {
		int is_odd = round % 4 == 0;
		size_t room = 1 + next(&seed) % (round % 50 ? 300 : 9000);
		char *data = malloc(room); /* so that a sanitizer sees who looks behind */

		cr_assert(data);
		make(data, room, &seed, is_odd ? all : common,
		     is_odd ? sizeof all - 1 : sizeof common - 1);
		if (round % 4 == 1)
			make_quoted(data, room, &seed, (unsigned)(round / 4) % 3);
		else if (round % 4 == 2)
			make_records(data, room, &seed, round % 8 == 2 ? 5 : 10);
		for (size_t n_fields = 1; n_fields < 5; n_fields++)
			cr_assert_str_eq(told(quick, data, room, n_fields, 1),
			                 told(careful, data, room, n_fields, 0));
		free(data);
	}
}

/* A record across the border of two blocks, and one that is longer than a block. */
Test(csv_index, goes_over_the_borders_of_blocks)
{
	static char careful[400000], quick[400000], data[3 * INDEX_BLOCK];

	for (size_t width = INDEX_BLOCK - 9; width < INDEX_BLOCK + 3; width++) {
		memset(data, 'x', sizeof data);
		data[3] = data[width] = data[2 * width] = '\n';
		data[1] = data[width - 5] = data[width + 5] = data[2 * width + 2] = ',';
		cr_assert_str_eq(told(quick, data, sizeof data, 2, 1),
		                 told(careful, data, sizeof data, 2, 0));
	}
}

#ifdef HAVE_LIBCSV
static int is_no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void add_field(void *text, size_t n, void *at)
{
	*(char **)at += sprintf(*(char **)at, "[%.*s]", (int)n, (const char *)text);
}

static void add_end(int newline, void *at)
{
	(void)newline;
	*(char **)at += sprintf(*(char **)at, "/");
}

/* What libcsv reads; 0 where it says that this is no CSV. */
static int told_by_libcsv(char *out, const char *data, size_t n)
{
	struct csv_parser parser;

	cr_assert_eq(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	/* RFC 4180: spaces are part of a field. */
	csv_set_space_func(&parser, is_no_space);
	*out = '\0';
	int is_csv = csv_parse(&parser, data, n, add_field, add_end, &out) == n &&
	             csv_fini(&parser, add_field, add_end, &out) == 0;
	csv_free(&parser);
	sprintf(out, "!"); /* as told() says that all was read */
	return is_csv;
}

/* Takes the number of the line before each record away. */
static void without_lines(char *text)
{
	char *to = text;

	for (const char *at = text; *at;) {
		at += strspn(at, "0123456789");
		size_t n = strcspn(at, "/") + (strchr(at, '/') != NULL);

		memmove(to, at, n);
		to += n;
		at += n;
	}
	*to = '\0';
}

Test(csv_index, reads_records_as_libcsv_does)
{
	static const char plain[] = "aaaaaaaabb,,,,,,\n\n\n 9;\"";
	static char ours[400000], theirs[400000];
	uint64_t seed = 4180;
	int n_csv = 0, n_other = 0;

	for (int round = 0; round < 2000; round++) {
		size_t n = 1 + next(&seed) % (round % 50 ? 200 : 9000);
		char *data = malloc(n);

		cr_assert(data);
		if (round % 2)
			make_quoted(data, n, &seed, (unsigned)round % 3);
		else
			make(data, n, &seed, plain, sizeof plain - 1 - (round % 4 != 0));
		/* What is a fault here only: a carriage return alone, and half a letter. */
		for (size_t i = 0; i < n; i++)
			if ((data[i] == '\r' && (i + 1 == n || data[i + 1] != '\n')) || (unsigned char)data[i] >= 0x80)
				data[i] = 'a';
		int is_csv = told_by_libcsv(theirs, data, n);

		for (size_t n_fields = 0; n_fields < 4; n_fields++) {
			told(ours, data, n, n_fields, n_fields > 0);
			if (is_csv) {
				without_lines(ours);
				cr_assert_str_eq(ours, theirs);
			} else {
				cr_assert(strstr(ours, "quote"), "%s", ours);
			}
		}
		n_csv += is_csv;
		n_other += !is_csv;
		free(data);
	}
	cr_expect(n_csv > 500 && n_other > 500, "%d and %d", n_csv, n_other);
}
#endif
