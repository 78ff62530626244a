/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "files/csv.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was read as a text: fields between '|', records between '/', '!' for a record that can't be
 * used; then the findings, "line:column code". */
static char *told(const char *data, size_t n, char delimiter, uint32_t skip)
{
	static char text[8192];
	struct chiso_context *context = chiso_context_new(NULL);
	struct chiso_finding finding = {.size = sizeof finding};
	char *copy = malloc(n ? n : 1); /* so that a sanitizer sees who looks behind */
	struct csv csv;
	size_t at = 0;
	int got;

	cr_assert(context && copy);
	memcpy(copy, data, n);
	csv_open(&csv, context, "a.csv", copy, n, delimiter, skip);
	for (int first = 1; (got = csv_next(&csv)) != 0; first = 0) {
		at += (size_t)sprintf(text + at, "%s", first ? "" : "/");
		if (got == CHISO_EDATA) {
			at += (size_t)sprintf(text + at, "!");
			continue;
		}
		cr_assert_eq(got, 1);
		for (size_t i = 0; i < csv.n_fields; i++)
			at += (size_t)snprintf(text + at, 128, "%s%.*s", i ? "|" : "",
			                       (int)csv.fields[i].text.n, csv.fields[i].text.text);
	}
	for (size_t i = 0; chiso_finding_at(context, i, &finding) == CHISO_OK; i++) {
		cr_expect_str_eq(finding.file, "a.csv");
		at += (size_t)sprintf(text + at, " %u:%u %s", finding.line, finding.column,
		                      finding.code + (strncmp(finding.code, "csv-", 4) ? 0 : 4));
	}
	text[at] = '\0';
	csv_close(&csv);
	free(copy);
	chiso_context_free(context);
	return text;
}

Test(csv, reads_records)
{
	static const struct {
		const char *data, *wanted;
	} cases[] = {
		{"", ""},
		{"\n\r\n\n", ""},
		{"a", "a"},
		{"a,b\n1,2\n", "a|b/1|2"},
		{"a,b\r\n1,2\r\n", "a|b/1|2"},
		{"a,b\r\n1,2", "a|b/1|2"},
		{"a,b\r\n1,2\r", "a|b/1|2"},
		{"a\r\n\"b\"\r", "a/b"},
		{"\n\na,b\n\r\n\n1,2\n\n", "a|b/1|2"},
		{",\n", "|"},
		{"a,,c,\n", "a||c|"},
		{"a,", "a|"},
		{"\xef\xbb\xbf" "a,b\n", "a|b"},
		{"\xef\xbb\xbf\"a\",b\n", "a|b"},
		{" a , b \n", " a | b "},
		{"\"a,b\",c\n", "a,b|c"},
		{"\"a\"\"b\",\"\"\"\",\"\"\n", "a\"b|\"|"},
		{"\"\"\"a\"\"\"\"b\"\n", "\"a\"\"b"},
		{"\"a\nb\",c\r\nd,\"e\r\nf\"\r\n", "a\nb|c/d|e\r\nf"},
		{"\"\"", ""},
		{"\"a\"", "a"},
		{"a;b,c;d\n1;2,5;3\n", "a|b,c|d/1|2,5|3"},
		{"a\tb,c\td\n", "a|b,c|d"},
		{"\"a;b;c\",d\n", "a;b;c|d"},
		{"\r\n\na;b\n1;2\n", "a|b/1|2"}, /* the first line that is not blank tells */
		{"xã,tên\nHòa Bình,Thủy\n", "xã|tên/Hòa Bình|Thủy"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(told(cases[i].data, strlen(cases[i].data), 0, 0), cases[i].wanted,
		                 "%zu", i);
	cr_expect_str_eq(told("a;b,c\n", 6, ',', 0), "a;b|c");
	cr_expect_str_eq(told("a|b,c\n", 6, '|', 0), "a|b,c");
	cr_expect_str_eq(told("a,\"b|c\nd\n", 9, ',', 2), "");
	static const char titled[] = "Bảng 1, 2\n\na;b\n1;2\n";
	cr_expect_str_eq(told(titled, sizeof titled - 1, 0, 1), "a|b/1|2");
	cr_expect_str_eq(told("a,b\n", 4, 0, 9), "");
}

Test(csv, reports_faults_with_their_places)
{
	static const struct {
		const char *data;
		size_t n; /* 0: strlen */
		const char *wanted;
	} cases[] = {
		{"a,b\n1,\"x\n2,y\n", 0, "a|b/!/2|y 2:3 quote-open"},
		{"a,\"", 0, "! 1:3 quote-open"},
		{"\"a\"\"\n1,2\n", 0, "!/1|2 1:1 quote-open"},
		{"é,\"b\"c,\"d\"e\nf,g\n", 0, "!/f|g 1:6 text-behind-quote 1:11 text-behind-quote"},
		{"\"a\nb\" ,c\nd,e\n", 0, "!/d|e 2:3 text-behind-quote"},
		{"\"a\"\rb\n1,2\n", 0, "!/1|2 1:4 text-behind-quote"},
		{"é,b\"c\"d,e\n1,2,3\n", 0, "é|b\"c\"d|e/1|2|3 1:4 quote-inside"},
		{"a, \"b,c\"\n", 0, "a| \"b|c\" 1:4 quote-inside 1:8 quote-inside"},
		{"a,b\n1,x\0y\n3,4\n", 14, "a|b/!/3|4 2:4 nul-byte"},
		{"a,\"\n\0\"\n3,4\n", 11, "!/3|4 2:1 nul-byte"},
		{"a,b\nữ,tr\xe2n,\xff\n3,4\n", 0, "a|b/!/3|4 2:5 not-utf8 2:8 not-utf8"},
		{"a,\"x\nyé\xe2\"\n3,4\n", 0, "!/3|4 2:3 not-utf8"},
		{"a\"\xff,b\n", 0, "! 1:2 quote-inside 1:3 not-utf8"},
		{"a,b\r1,2\r", 0, "! 1:4 lone-cr"},
		{"a,b\rc,d\n3,4\n", 0, "!/3|4 1:4 lone-cr"},
		{"\xff\xfe" "a\0,\0b\0\n\0", 10, "!/! 1:4 nul-byte 1:6 nul-byte 2:1 nul-byte"},
		{"a,b\n1,\"x\"y\n2,z\"\n3,\"open\n4,\xc3\n", 0,
		 "a|b/!/2|z\"/!/! 2:6 text-behind-quote 3:4 quote-inside 4:3 quote-open "
		 "5:3 not-utf8"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(told(cases[i].data,
		                      cases[i].n ? cases[i].n : strlen(cases[i].data), ',', 0),
		                 cases[i].wanted, "%zu", i);
}

Test(csv, messages_show_what_was_met)
{
	static const char data[] = "a,\"long\n\"đây là một ô rất dài rất ddấu cắt\n"
	                           "b,\xe9\n\"x\ny\"z\"\nw";
	static const char *const wanted[] = {
		("expected a delimiter or the end of the line behind the quoted field that begins "
		 "in line 1, found đây là một ô rất dài rất dd; a quote inside a quoted field is "
		 "written twice"),
		"byte 0xE9 is not valid UTF-8; save the file as UTF-8",
		("expected a delimiter or the end of the line behind the quoted field that begins "
		 "in line 4, found z\"; a quote inside a quoted field is written twice"),
	};
	struct chiso_context *context = chiso_context_new(NULL);
	struct chiso_finding finding = {.size = sizeof finding};
	struct csv csv;

	csv_open(&csv, context, "a.csv", data, sizeof data - 1, ',', 0);
	while (csv_next(&csv) != 0)
		;
	csv_close(&csv);
	for (size_t i = 0; i < 3; i++) {
		cr_assert_eq(chiso_finding_at(context, i, &finding), CHISO_OK);
		cr_expect_str_eq(finding.message, wanted[i]);
	}
	cr_expect_eq(chiso_finding_count(context, CHISO_NOTE), 3);
	cr_expect_str_eq(finding.value, "z\"");
	chiso_context_free(context);
}

Test(csv, fields_have_places)
{
	static const char data[] = "\xef\xbb\xbfxã,\"Hòa\nBình\",\"\"\"q\"\"\",\n\r\n\n  x,y\r\n";
	static const struct {
		const char *text;
		uint32_t line, column;
		int quoted, is_slice;
	} wanted[] = {
		{"xã", 1, 1, 0, 1}, {"Hòa\nBình", 1, 4, 1, 1}, {"\"q\"", 2, 7, 1, 0},
		{"", 2, 15, 0, 1}, {"  x", 5, 1, 0, 1}, {"y", 5, 5, 0, 1},
	};
	struct csv csv;

	csv_open(&csv, NULL, "a.csv", data, sizeof data - 1, 0, 0);
	for (int round = 0; round < 2; round++) {
		size_t at = 0;

		while (csv_next(&csv) == 1)
			for (size_t i = 0; i < csv.n_fields; i++, at++) {
				const struct csv_field *field = &csv.fields[i];
				struct place place = csv_place(&csv, i);

				cr_assert_lt(at, 6);
				cr_expect(slice_is(field->text, wanted[at].text), "%zu", at);
				cr_expect_eq(field->quoted, wanted[at].quoted);
				cr_expect_eq(field->text.text >= data &&
				             field->text.text <= data + sizeof data - 1,
				             wanted[at].is_slice, "%zu", at);
				cr_expect_str_eq(place.file, "a.csv");
				cr_expect_eq(place.line, wanted[at].line, "%zu", at);
				cr_expect_eq(place.column, wanted[at].column, "%zu", at);
				cr_expect_eq(csv_place(&csv, 99).line, csv.fields[0].line);
			}
		cr_expect_eq(at, 6);
		cr_expect_eq(csv.line, 6);
		cr_expect_eq(csv_place(&csv, 0).line, 6, "at the end: behind the last line");
		csv_rewind(&csv, 0);
	}
	csv_rewind(&csv, 2);
	cr_expect_eq(csv_next(&csv), 1);
	cr_expect_eq(csv_place(&csv, 1).line, 5);
	csv_close(&csv);
}

Test(csv, limits)
{
	enum { FIELDS = 4096, FIELD = 16 << 20 };
	char *data = malloc(FIELD + 64);

	cr_assert(data);
	memset(data, ',', FIELDS + 2);
	strcpy(data + FIELDS - 1, "\na,b\n");
	char *text = told(data, strlen(data), ',', 0);
	cr_expect_eq(strspn(text, "|"), FIELDS - 1);
	cr_expect_str_eq(text + FIELDS - 1, "/a|b");
	data[FIELDS - 1] = ',';
	strcpy(data + FIELDS, ",x\na,b\n");
	cr_expect_str_eq(told(data, strlen(data), ',', 0), "!/a|b 1:4097 too-many-fields");

	struct csv csv;
	memset(data, 'x', FIELD + 2);
	memcpy(data + FIELD, "\na", 2);
	csv_open(&csv, NULL, "a.csv", data, FIELD + 2, ',', 0);
	cr_expect_eq(csv_next(&csv), 1);
	cr_expect_eq(csv.fields[0].text.n, FIELD);
	csv_close(&csv);
	strcpy(data + FIELD, "x,y\na");
	cr_expect_str_eq(told(data, FIELD + 5, ',', 0), "!/a 1:1 field-too-long");
	data[0] = ',';
	data[1] = '"';
	strcpy(data + FIELD, "xxx\",y\na");
	cr_expect_str_eq(told(data, FIELD + 8, ',', 0), "!/a 1:2 field-too-long");
	free(data);
}

/* No more is read of a record than it may have, whatever stands behind. */
Test(csv, long_records)
{
	enum { MOST = 64 << 20, BEHIND = 64 };
	char *data = malloc(MOST + BEHIND + 1);

	cr_assert(data);
	memset(data, 'x', MOST + BEHIND);
	strcpy(data + MOST + BEHIND - 4, "\"\na");
	cr_expect_str_eq(told(data, MOST + BEHIND - 1, ',', 0), "! 1:1 record-too-long");
	data[MOST / 2] = ',';
	cr_expect_str_eq(told(data, MOST + BEHIND - 1, ',', 0), "! 1:1 record-too-long 1:1 field-too-long");
	data[MOST / 2] = '"';
	cr_expect_str_eq(told(data, MOST + BEHIND - 1, ',', 0), "! 1:1 record-too-long 1:33554433 quote-inside");
	data[MOST / 2] = 'x';
	/* It is closed behind what is read; the line behind it is none. */
	data[0] = '"';
	data[3] = '\n';
	cr_expect_str_eq(told(data, MOST + BEHIND - 1, ',', 0), "!/! 1:1 quote-open 2:1 record-too-long");
	data[3] = 'x';
	cr_expect_str_eq(told(data, MOST + BEHIND - 1, ',', 0), "! 1:1 quote-open 1:1 record-too-long");
	/* A quote written twice where it ends. */
	data[MOST - 1] = data[MOST] = '"';
	cr_expect_str_eq(told(data, MOST + BEHIND - 1, ',', 0), "! 1:1 quote-open 1:1 record-too-long");
	free(data);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

enum { ROOM = 64 };

/* A field of the characters that matter; returns its length. */
static size_t make_field(char *field, uint32_t *seed)
{
	static const char *const pieces[] = {"a", "b",    ",", ";", "\"",
	                                     "\n", "\r\n", " ", "ệ", "\xf0\x9f\x8c\x8f"};
	size_t n = 0;

	for (uint32_t left = next(seed) % 12; left; left--) {
		const char *piece = pieces[next(seed) % 10];

		memcpy(field + n, piece, strlen(piece));
		n += strlen(piece);
	}
	return n;
}

/* Writes a field as RFC 4180 has it, in quotes where it must or at random. */
static size_t write_field(char *out, const char *field, size_t n, int quoted)
{
	size_t at = 0;

	if (!quoted) {
		memcpy(out, field, n);
		return n;
	}
	out[at++] = '"';
	for (size_t i = 0; i < n; i++) {
		if (field[i] == '"')
			out[at++] = '"';
		out[at++] = field[i];
	}
	out[at++] = '"';
	return at;
}

Test(csv, what_was_written_is_read)
{
	static char fields[6][ROOM], data[6 * 2 * ROOM];
	uint32_t seed = 4180;

	for (int round = 0; round < 5000; round++) {
		size_t n_fields = 1 + next(&seed) % 6, at = 0, lengths[6];
		char delimiter = ",;\t"[next(&seed) % 3];
		struct csv csv;

		for (size_t i = 0; i < n_fields; i++) {
			size_t n = lengths[i] = make_field(fields[i], &seed);
			int quoted = next(&seed) % 3 == 0 || memchr(fields[i], '"', n) ||
			             memchr(fields[i], delimiter, n) ||
			             memchr(fields[i], '\n', n) ||
			             memchr(fields[i], '\r', n) || (n_fields == 1 && !n);

			if (i)
				data[at++] = delimiter;
			at += write_field(data + at, fields[i], n, quoted);
		}
		if (round % 4 == 1 || round % 4 == 2)
			data[at++] = '\r';
		if (round % 4 >= 2)
			data[at++] = '\n';
		csv_open(&csv, NULL, "a.csv", data, at, delimiter, 0);
		cr_assert_eq(csv_next(&csv), 1, "round %d", round);
		cr_assert_eq(csv.n_fields, n_fields, "round %d: %zu", round, csv.n_fields);
		for (size_t i = 0; i < n_fields; i++)
			cr_assert(csv.fields[i].text.n == lengths[i] &&
			          !memcmp(csv.fields[i].text.text, fields[i], lengths[i]),
			          "round %d, field %zu", round, i);
		cr_assert_eq(csv_next(&csv), 0);
		csv_close(&csv);
	}
}

/* Whatever the bytes, reading goes on to the end, places lie in the file and go forward. */
Test(csv, any_bytes_are_read_to_the_end)
{
	static const char bytes[] = {'a', ',', '"', '"', '\n', '\r', '\0', '\xc3', '\xa9', '\xff'};
	uint32_t seed = 7;

	for (int round = 0; round < 4000; round++) {
		size_t n = next(&seed) % 40;
		char *data = malloc(n ? n : 1);
		uint32_t n_lines = 1, line = 0, column = 0;
		struct csv csv;
		int got;

		cr_assert(data);
		for (size_t i = 0; i < n; i++) {
			data[i] = bytes[next(&seed) % sizeof bytes];
			n_lines += data[i] == '\n';
		}
		csv_open(&csv, NULL, "a.csv", data, n, ',', next(&seed) % 2);
		for (size_t calls = 0; (got = csv_next(&csv)) != 0; calls++) {
			cr_assert(got == 1 || got == CHISO_EDATA);
			cr_assert_leq(calls, n);
			for (size_t i = 0; i < csv.n_fields && got == 1; i++) {
				const struct csv_field *field = &csv.fields[i];

				cr_assert(field->line > line ||
				          (field->line == line && field->column > column));
				line = field->line;
				column = field->column;
				cr_assert_leq(line, n_lines);
				cr_assert_leq(column, n + 1);
			}
		}
		csv_close(&csv);
		free(data);
	}
}
