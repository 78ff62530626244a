/* SPDX-License-Identifier: MIT */
#include "reader/blocks.h"

#include <string.h>

/* A smaller part is not worth a thread. */
enum { LEAST = 64 << 10 };

uint32_t blocks_count(const struct reader *reader, uint32_t n)
{
	size_t bytes = 0;

	for (size_t i = 0; i < reader->n_files; i++)
		bytes += reader->files[i].packed.n ? LEAST : reader->files[i].bytes.n;
	return bytes / LEAST < n ? (uint32_t)(bytes / LEAST) : n;
}

/* Whether records begin here, as far as some of them tell. */
static int begins_record(const struct source_file *file, const char *at, const char *end)
{
	enum { WINDOW = 1 << 20, ENOUGH = 16 };
	size_t n = (size_t)(end - at) < WINDOW ? (size_t)(end - at) : WINDOW;
	int is_cut = n == WINDOW, n_good = 0, got;
	struct csv csv;

	csv_open(&csv, NULL, file->name, at, n, file->delimiter, 0);
	while (n_good < ENOUGH && (got = csv_next(&csv)) != 0) {
		if (is_cut && csv.at == csv.end)
			break;
		if (got < 0 || csv.n_fields != file->n_fields) {
			n_good = 0;
			break;
		}
		n_good++;
	}
	csv_close(&csv);
	return n_good > 0;
}

/* The first place behind `from` where a record seems to begin; the end of the file: none is left; 0: none
 * was found. */
static size_t find_cut(const struct source_file *file, size_t from)
{
	enum { MOST_TRIES = 256 };
	const char *data = file->bytes.data, *end = data + file->bytes.n, *at = data + from;

	for (int i = 0; i < MOST_TRIES; i++) {
		size_t left = (size_t)(end - at), n = left < CSV_MOST ? left : CSV_MOST;
		const char *newline = memchr(at, '\n', n);

		if (!newline && n < left)
			return 0;
		if (!newline || newline + 1 == end)
			return file->bytes.n;
		at = newline + 1;
		/* Whether blank lines belong to what is before or behind them is not clear. */
		if (*at == '\n' || *at == '\r' || newline == data || newline[-1] == '\n')
			continue;
		if (begins_record(file, at, end))
			return (size_t)(at - data);
	}
	return 0;
}

static int cut(const struct source_file *file, size_t at, struct block *const *parts, uint32_t n)
{
	size_t begin = 0;

	for (uint32_t i = 0; i < n; i++) {
		size_t end = file->bytes.n;

		if (i + 1 < n)
			end = find_cut(file, file->bytes.n / n * (i + 1));
		if (!end)
			return 0;
		/* Where one record fills a part the next one has nothing. */
		parts[i][at] = (struct block){0};
		if (end <= begin)
			continue;
		parts[i][at] = (struct block){.begin = begin, .end = end};
		begin = end;
	}
	return 1;
}

/* Nobody knows beforehand where a packed file ends. */
static size_t whole(const struct source_file *file)
{
	return file->packed.n ? SIZE_MAX : file->bytes.n;
}

int blocks_make(const struct reader *reader, struct block *const *parts, uint32_t n)
{
	for (size_t i = 0; i < reader->n_files; i++) {
		const struct source_file *file = &reader->files[i];

		if (file->bytes.n / n >= LEAST && !file->packed.n) {
			if (!cut(file, i, parts, n))
				return 0;
			continue;
		}
		for (uint32_t k = 0; k < n; k++)
			parts[k][i] = (struct block){.end = k == i % n ? whole(file) : 0};
	}
	return 1;
}

int blocks_fit(const struct reader *reader, struct block *const *parts, uint32_t n)
{
	for (size_t i = 0; i < reader->n_files; i++)
		for (uint32_t k = 0; k < n; k++) {
			const struct block *block = &parts[k][i];

			if (block->end && block->end < reader->files[i].bytes.n &&
			    block->stopped != block->end)
				return 0;
		}
	return 1;
}
