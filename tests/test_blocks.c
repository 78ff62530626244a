/* SPDX-License-Identifier: MIT */
#include <config.h> /* for the extensions of POSIX */

#include "reader/blocks.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 7 };

/* Knuth's generator of 64 bits. */
static unsigned draw(uint64_t *seed, unsigned below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % below;
}

/* A table of three columns, at least as long as this; `text` of the last column is drawn. */
static struct source_file make_file(size_t n, const char *const *texts, unsigned n_texts)
{
	struct source_file file = {.name = "made.csv", .delimiter = ',', .n_fields = 3};
	FILE *out = open_memstream(&file.bytes.data, &file.bytes.n);
	uint64_t seed = 7;

	fputs("id,x,text\n", out);
	for (long i = 0; (size_t)ftell(out) < n; i++)
		fprintf(out, "%ld,%u,%s\n", i, draw(&seed, 1000), texts[draw(&seed, n_texts)]);
	fclose(out);
	return file;
}

/* Reads the part of a file that a block is, adding the ids; notes where it stopped. */
static double read_block(const struct source_file *file, struct block *block, long *n)
{
	double sum = 0;
	struct csv csv;

	csv_open(&csv, NULL, file->name, file->bytes.data, file->bytes.n, ',', 0);
	cr_assert_eq(csv_next(&csv), 1);
	if (block->begin)
		csv_go_to(&csv, block->begin);
	while (block->end && (size_t)(csv.at - csv.data) < block->end && csv_next(&csv) > 0) {
		sum += strtod(csv.fields[0].text.text, NULL);
		++*n;
	}
	block->stopped = (size_t)(csv.at - csv.data);
	csv_close(&csv);
	return sum;
}

/* Cuts a file into parts and reads them; whether they fit. */
static int read_parts(struct source_file *file, uint32_t n_parts, double *sum, long *n)
{
	struct reader reader = {.files = file, .n_files = 1};
	struct block room[MOST_PARTS], *parts[MOST_PARTS] = {NULL};

	*sum = 0;
	*n = 0;
	for (uint32_t i = 0; i < n_parts; i++)
		parts[i] = &room[i];
	if (!blocks_make(&reader, parts, n_parts))
		return 0;
	for (uint32_t i = 0; i < n_parts; i++)
		*sum += read_block(file, parts[i], n);
	return blocks_fit(&reader, parts, n_parts);
}

static void expect_all(const char *const *texts, unsigned n_texts)
{
	struct source_file file = make_file(1 << 20, texts, n_texts);
	double whole, sum;
	long n_whole, n;

	cr_assert(read_parts(&file, 1, &whole, &n_whole));
	for (uint32_t n_parts = 2; n_parts <= MOST_PARTS; n_parts++) {
		cr_expect(read_parts(&file, n_parts, &sum, &n), "%u parts fit", n_parts);
		cr_expect_eq(n, n_whole, "%u parts: %ld records of %ld", n_parts, n, n_whole);
		cr_expect_eq(sum, whole);
	}
	free(file.bytes.data);
}

Test(blocks, plain_records_are_read_once)
{
	static const char *const texts[] = {"a", "", "some words"};

	expect_all(texts, 3);
}

Test(blocks, newlines_in_quotes_are_no_ends)
{
	static const char *const texts[] = {"\"two\nlines\"", "\"\n\n\n\"", "\"one, \"\"two\"\"\n, three\"",
	                                    "plain", "\"\""};

	expect_all(texts, 5);
}

/* Text that looks like records can't be told from records; but it is noticed. */
Test(blocks, what_was_cut_inside_a_text_does_not_fit)
{
	size_t n = 300 << 10;
	char *text = malloc(n + 4), *at = text;
	struct source_file file;
	double sum;
	long n_read;

	*at++ = '"';
	for (int i = 0; (size_t)(at - text) < n - 20; i++)
		at += sprintf(at, "%d,2,3\n", i % 10);
	*at++ = '"';
	*at = 0;
	const char *texts[] = {text};
	file = make_file(1 << 20, texts, 1);
	cr_expect(read_parts(&file, 1, &sum, &n_read), "one part is the whole");
	cr_expect_not(read_parts(&file, 3, &sum, &n_read), "three parts are cut inside a text");
	free(file.bytes.data);
	free(text);
}

Test(blocks, a_row_without_end_is_not_cut)
{
	struct source_file file = {.name = "row.csv", .delimiter = ',', .n_fields = 2};
	struct reader reader = {.files = &file, .n_files = 1};
	struct block room[2], *parts[] = {&room[0], &room[1]};

	file.bytes.n = 1 << 20;
	file.bytes.data = malloc(file.bytes.n + 1);
	memset(file.bytes.data, ',', file.bytes.n);
	file.bytes.data[file.bytes.n] = 0;
	cr_assert(blocks_make(&reader, parts, 2));
	cr_expect_eq(parts[0]->end, file.bytes.n, "the first part has all of it");
	cr_expect_eq(parts[1]->end, 0, "the second one nothing");
	free(file.bytes.data);
}
