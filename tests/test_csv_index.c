/* SPDX-License-Identifier: MIT */
/* The quick way through a CSV file finds what the careful way finds. */
#include "context.h"
#include "csv.h"
#include "csv_index.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

Test(csv_index, finds_the_same_in_every_way)
{
	static struct csv_index a, b;
	static char text[3000];
	uint64_t seed = 6475;

	for (int round = 0; round < 400; round++) {
		size_t n = make(text, next(&seed) % sizeof text, &seed, all, sizeof all - 1), found = 0;

		csv_index_fill(&a, text, n, ',');
		csv_index_fill_portably(&b, text, n, ',');
		cr_assert_eq(a.n, b.n);
		cr_assert_arr_eq(a.at, b.at, a.n * sizeof *a.at);
		for (uint32_t i = 0; i < n; i++) {
			unsigned char c = (unsigned char)text[i];
			int is_odd = c >= 0x80 || c == '\0' || c == '\r';

			if (c == ',' || c == '\n' || c == '"')
				cr_assert_eq(a.at[found++], i);
			if (is_odd)
				cr_assert(csv_index_is_odd(&a, i, i + 1) &&
				          csv_index_is_odd(&b, i, i + 1));
		}
		cr_assert_eq(found, a.n);
		for (uint32_t chunk = 0; chunk * INDEX_CHUNK < n; chunk++)
			cr_assert_eq(a.is_odd[chunk], b.is_odd[chunk]);
	}
}

/* What was read, as a text; the quick way is asked first where it is meant. */
static char *told(char *out, const char *data, size_t n, size_t n_fields, int is_quick)
{
	struct chiso_context *context = chiso_context_new(NULL);
	struct chiso_finding finding = {.size = sizeof finding};
	struct csv_plain plain;
	struct csv csv;
	char *at = out;
	int got = 1;

	csv_open(&csv, context, "a.csv", data, n, ',', 0);
	while (got) {
		got = is_quick ? csv_next_plain(&csv, n_fields, &plain) : 0;
		cr_assert_geq(got, 0);
		for (uint32_t i = 0, begin = plain.begin; got && i < n_fields; i++) {
			uint32_t end = i + 1 < n_fields ? plain.ends[i] : plain.last;

			at += sprintf(at, "%u[%.*s]", (unsigned)plain.line, (int)(end - begin),
			              plain.text + begin);
			begin = plain.ends[i] + 1;
		}
		if (got) {
			at += sprintf(at, "/");
			continue;
		}
		got = csv_next(&csv);
		for (size_t i = 0; got == 1 && i < csv.n_fields; i++)
			at += sprintf(at, "%u[%.*s]", (unsigned)csv.fields[i].line,
			              (int)csv.fields[i].text.n, csv.fields[i].text.text);
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

	for (int round = 0; round < 600; round++) {
		int is_odd = round % 3 == 0;
		size_t room = 1 + next(&seed) % (round % 50 ? 300 : 9000);
		char *data = malloc(room); /* so that a sanitizer sees who looks behind */

		cr_assert(data);
		make(data, room, &seed, is_odd ? all : common,
		     is_odd ? sizeof all - 1 : sizeof common - 1);
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
