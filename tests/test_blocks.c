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

/* A table of three columns, at least as long as this; `text`, the last column or the first one, is drawn. */
static struct source_file make_file_with(size_t n, const char *const *texts, unsigned n_texts, int is_last)
{
	struct source_file file = {.name = "made.csv", .delimiter = ',', .n_fields = 3};
	FILE *out = open_memstream(&file.bytes.data, &file.bytes.n);
	uint64_t seed = 7;

	fputs(is_last ? "id,x,text\n" : "text,id,x\n", out);
	for (long i = 0; (size_t)ftell(out) < n; i++) {
		unsigned x = draw(&seed, 1000);
		const char *text = texts[draw(&seed, n_texts)];

		if (is_last)
			fprintf(out, "%ld,%u,%s\n", i, x, text);
		else
			fprintf(out, "%s,%ld,%u\n", text, i, x);
	}
	fclose(out);
	return file;
}

static struct source_file make_file(size_t n, const char *const *texts, unsigned n_texts)
{
	return make_file_with(n, texts, n_texts, 1);
}

/* What has been read, and by whom. */
struct reading {
	struct blocks blocks;
	double sum;
	long n;
	uint32_t n_readers;
};

static uint32_t line_of(const struct source_file *file, size_t at)
{
	uint32_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += file->bytes.data[i] == '\n';
	return line;
}

/* Reads the part of a file that a block is, adding the ids; notes where it stopped, and whether lines are those that there
 * are when all have been read. */
static void read_block(const struct source_file *file, struct block *block, struct reading *reading)
{
	struct csv csv;

	csv_open(&csv, NULL, file->name, file->bytes.data, file->bytes.n, ',', 0);
	cr_assert_eq(csv_next(&csv), 1);
	size_t id = csv.fields[0].text.n == strlen("text");
	if (block->begin)
		csv_go_to(&csv, block->begin, block->base + 1);
	while ((size_t)(csv.at - csv.data) < block->end && csv_next(&csv) > 0) {
		reading->sum += strtod(csv.fields[id].text.text, NULL);
		++reading->n;
	}
	block->stopped = (size_t)(csv.at - csv.data);
	block->lines = csv.line - 1 - block->base;
	csv_close(&csv);
}

/* Cuts a file for some readers and reads it, who is next being drawn; whether all fits. */
static int read_parts(struct source_file *file, uint32_t n_readers, uint64_t seed, struct reading *out)
{
	struct reader readers[MOST_PARTS];
	struct block *block = NULL;

	*out = (struct reading){.n_readers = n_readers};
	for (uint32_t i = 0; i < n_readers; i++)
		readers[i] = (struct reader){.files = file, .n_files = 1, .is_first = !i};
	blocks_begin(&out->blocks, &readers[0], n_readers);
	while ((block = blocks_take(&out->blocks, &readers[draw(&seed, n_readers)])) != NULL)
		read_block(file, block, out);
	return blocks_fit(&out->blocks);
}

/* Whether the lines of the records that blocks begin with can be told. */
static void expect_lines(const struct source_file *file, const struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++) {
		const struct block *block = blocks->list[i];
		uint32_t line = block->base + 1;

		cr_expect_eq(block->is_in_front ? line : blocks_line(blocks, 0, line), line_of(file, block->begin),
		             "block %zu of %zu", i, blocks->n);
		cr_expect_eq(block->before + 1, line_of(file, block->begin));
	}
}

static void expect_all_with(const char *const *texts, unsigned n_texts, int is_last)
{
	struct source_file file = make_file_with(1 << 20, texts, n_texts, is_last);
	struct reading whole, some;

	cr_assert(read_parts(&file, 1, 1, &whole));
	cr_expect_eq(whole.blocks.n, 1);
	for (uint32_t n = 2; n <= MOST_PARTS; n++)
		for (uint64_t seed = 1; seed < 5; seed++) {
			cr_expect(read_parts(&file, n, seed, &some), "%u readers: all fits", n);
			cr_expect_eq(some.n, whole.n, "%u readers: %ld records of %ld", n, some.n, whole.n);
			cr_expect_eq(some.sum, whole.sum);
			cr_expect_geq(some.blocks.n, n);
			expect_lines(&file, &some.blocks);
			blocks_end(&some.blocks);
		}
	blocks_end(&whole.blocks);
	free(file.bytes.data);
}

static void expect_all(const char *const *texts, unsigned n_texts)
{
	expect_all_with(texts, n_texts, 1);
	expect_all_with(texts, n_texts, 0);
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
	struct reading reading;

	*at++ = '"';
	for (int i = 0; (size_t)(at - text) < n - 20; i++)
		at += sprintf(at, "%d,2,3\n", i % 10);
	*at++ = '"';
	*at = 0;
	const char *texts[] = {text};
	file = make_file(1 << 20, texts, 1);
	cr_expect(read_parts(&file, 1, 1, &reading), "one part is the whole");
	blocks_end(&reading.blocks);
	cr_expect_not(read_parts(&file, 3, 1, &reading), "those of three readers are cut inside a text");
	blocks_end(&reading.blocks);
	free(file.bytes.data);
	free(text);
}

Test(blocks, a_row_without_end_is_not_cut)
{
	struct source_file file = {.name = "row.csv", .delimiter = ',', .n_fields = 2};
	struct reader reader = {.files = &file, .n_files = 1};
	struct blocks blocks;

	file.bytes.n = 1 << 20;
	file.bytes.data = malloc(file.bytes.n + 1);
	memset(file.bytes.data, ',', file.bytes.n);
	file.bytes.data[file.bytes.n] = 0;
	blocks_begin(&blocks, &reader, 2);
	struct block *block = blocks_take(&blocks, &reader);
	cr_expect_eq(block->begin, 0);
	cr_expect_eq(block->end, file.bytes.n, "one has all of it");
	cr_expect_null(blocks_take(&blocks, &reader));
	blocks_end(&blocks);
	free(file.bytes.data);
}

/* So that all readers end at about the same time, also where one of them is much faster. */
Test(blocks, get_smaller_whoever_takes_them)
{
	static const char *const texts[] = {"some words"};
	struct source_file file = make_file(8 << 20, texts, 1);
	struct reader first = {.files = &file, .n_files = 1, .is_first = 1}, other = {.files = &file, .n_files = 1};

	for (unsigned one_of = 1; one_of < 40; one_of += 13) {
		size_t last = file.bytes.n, n = 0;
		struct blocks blocks;
		struct block *block;

		blocks_begin(&blocks, &first, 2);
		for (unsigned i = 0; (block = blocks_take(&blocks, i % one_of ? &other : &first)) != NULL; i++) {
			n += block->end - block->begin;
			cr_expect_leq(block->end - block->begin, last + 100, "the %u-th", i);
			last = block->end - block->begin;
			block->stopped = block->end;
			block->lines = 1;
		}
		cr_expect_eq(n, file.bytes.n, "all of it");
		cr_expect_leq(last, file.bytes.n / 8);
		cr_expect(blocks_fit(&blocks));
		for (size_t i = 1; i < blocks.n; i++)
			cr_expect_eq(blocks.list[i]->begin, blocks.list[i - 1]->end, "one behind the other");
		blocks_end(&blocks);
	}
	free(file.bytes.data);
}

/* Of several files, of which some are small and one is packed. */
Test(blocks, of_several_files)
{
	static const char *const texts[] = {"some words"};
	struct source_file files[] = {make_file(100, texts, 1), make_file(1 << 20, texts, 1), make_file(300, texts, 1),
	                              {.name = "packed", .packed = {.n = 1 << 18}}, make_file(1 << 19, texts, 1)};
	enum { N = sizeof files / sizeof *files };
	struct reader readers[2] = {{.files = files, .n_files = N, .is_first = 1}, {.files = files, .n_files = N}};
	uint64_t seed = 3;

	for (int round = 0; round < 20; round++) {
		size_t n[N] = {0}, n_packed = 0;
		struct blocks blocks;
		struct block *block;

		blocks_begin(&blocks, &readers[0], 2);
		while ((block = blocks_take(&blocks, &readers[draw(&seed, 2)])) != NULL) {
			n_packed += block->end == SIZE_MAX;
			n[block->file] += block->end == SIZE_MAX ? 0 : block->end - block->begin;
		}
		for (size_t i = 0; i < N; i++)
			cr_expect_eq(n[i], files[i].bytes.n, "file %zu", i);
		cr_expect_eq(n_packed, 1);
		cr_expect_eq(blocks.left, 0);
		blocks_end(&blocks);
	}
	for (size_t i = 0; i < N; i++)
		free(files[i].bytes.data);
}

/* A reader behind counts lines from a place that it can know: its blocks come in an order that is told by these lines. */
Test(blocks, lines_that_were_counted_from_elsewhere_stay_in_order)
{
	static const char *const texts[] = {"\"\n\n\n\n\"", "a"};
	struct source_file file = make_file(1 << 20, texts, 2);
	struct reading reading;

	cr_assert(read_parts(&file, 3, 9, &reading));
	for (size_t i = 1; i < reading.blocks.n; i++) {
		const struct block *last = reading.blocks.list[i - 1], *block = reading.blocks.list[i];

		if (!last->is_in_front)
			cr_expect_geq(block->base, last->base + last->lines);
	}
	blocks_end(&reading.blocks);
	free(file.bytes.data);
}
