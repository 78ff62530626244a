/* SPDX-License-Identifier: MIT */
#include "reader/blocks.h"

#include "base/grow.h"

#include <stdlib.h>
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

/* Whether records begin here, as far as some of them tell.  Behind a newline in their first field they do, but for a
 * quote in what is left of it. */
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
		if (got < 0 || csv.has_fault || csv.n_fields != file->n_fields) {
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

/* ---- taking -------------------------------------------------------------------------------- */

/* Nobody knows beforehand where a packed file ends. */
static size_t end_of(const struct source_file *file)
{
	return file->packed.n ? SIZE_MAX : file->bytes.n;
}

static size_t bytes_of(const struct source_file *file)
{
	return file->packed.n ? file->packed.n : file->bytes.n;
}

void blocks_begin(struct blocks *blocks, const struct reader *reader, uint32_t n)
{
	*blocks = (struct blocks){.files = reader->files,
	                          .n_files = reader->n_files,
	                          .n_readers = n,
	                          .last = reader->n_files};
	pthread_mutex_init(&blocks->lock, NULL);
	for (size_t i = 0; i < reader->n_files; i++)
		blocks->n_bytes += bytes_of(&reader->files[i]);
	blocks->left = blocks->n_bytes;
	blocks->end = reader->n_files ? end_of(&reader->files[reader->n_files - 1]) : 0;
}

void blocks_end(struct blocks *blocks)
{
	pthread_mutex_destroy(&blocks->lock);
	arena_clear(&blocks->arena);
	free(blocks->list);
}

/* So many bytes a reader gets next, a part of its share of what is left: less and less, down to what takes a
 * millisecond. */
static size_t piece_of(const struct blocks *blocks)
{
	enum { SHARES = 2, LEAST_SHARES = 8, MOST_LEAST = 1 << 20 };
	uint64_t least = blocks->n_bytes / ((uint64_t)LEAST_SHARES * blocks->n_readers);
	uint64_t piece = blocks->left / ((uint64_t)SHARES * blocks->n_readers);

	least = least < LEAST ? LEAST : least > MOST_LEAST ? MOST_LEAST : least;
	return (size_t)(piece < least ? least : piece);
}

/* Where to cut what is left of a file, from the front or from the end; 0: nowhere, for there is little, or it is one
 * record. */
static size_t place_to_cut(const struct blocks *blocks, const struct source_file *file, size_t begin, size_t end,
                           int is_in_front)
{
	size_t piece = piece_of(blocks), at;

	if (file->packed.n || blocks->n_readers == 1 || end - begin < piece + LEAST)
		return 0;
	at = find_cut(file, is_in_front ? begin + piece : end - piece);
	return at > begin && at < end ? at : 0;
}

/* Nothing is left of a file, the first or the last one. */
static void leave_file(struct blocks *blocks, size_t file)
{
	if (file == blocks->first) {
		blocks->first++;
		blocks->begin = 0;
	} else {
		blocks->last--;
		blocks->end = end_of(&blocks->files[blocks->last - 1]);
	}
}

/* So many bytes a line has at least, for all that readers know which count lines that they have not seen: of files of
 * 2 GB and more not all numbers would have room. */
static size_t bytes_of_line(const struct source_file *file)
{
	return file->bytes.n / INT32_MAX + 1;
}

/* What a block's reader takes for the number of lines before it.  One that is not the first can't know it: it takes a
 * number which is larger than those of all lines before, and smaller than those behind: a line has a byte. */
static uint32_t base_of(const struct blocks *blocks, const struct block *block)
{
	const struct block *last = blocks->front;

	if (!block->begin)
		return 0;
	return block->is_in_front ? last->base + last->lines
	                          : (uint32_t)(block->begin / bytes_of_line(&blocks->files[block->file]));
}

static struct block *take(struct blocks *blocks, int is_in_front)
{
	size_t number = is_in_front ? blocks->first : blocks->last - 1;
	const struct source_file *file = &blocks->files[number];
	size_t begin = number == blocks->first ? blocks->begin : 0;
	size_t end = number + 1 == blocks->last ? blocks->end : end_of(file);
	size_t at = place_to_cut(blocks, file, begin, end, is_in_front);
	struct block *block = arena_new(&blocks->arena, 1, sizeof *block);

	if (!block || WIDEN(&blocks->list, &blocks->cap, blocks->n + 1)) {
		blocks->has_failed = 1;
		return NULL;
	}
	blocks->list[blocks->n++] = block;
	*block = (struct block){.file = number, .begin = begin, .end = end, .is_in_front = is_in_front};
	if (!at)
		leave_file(blocks, number);
	else if (is_in_front)
		block->end = blocks->begin = at;
	else
		block->begin = blocks->end = at;
	blocks->left -= file->packed.n ? file->packed.n : block->end - block->begin;
	block->base = base_of(blocks, block);
	blocks->front = is_in_front ? block : blocks->front;
	return block;
}

struct block *blocks_take(struct blocks *blocks, const struct reader *reader)
{
	struct block *block = NULL;

	pthread_mutex_lock(&blocks->lock);
	if (blocks->first < blocks->last)
		block = take(blocks, reader->is_first);
	pthread_mutex_unlock(&blocks->lock);
	return block;
}

/* ---- when all have been read --------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct block *x = *(struct block *const *)a, *y = *(struct block *const *)b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return (x->begin > y->begin) - (x->begin < y->begin);
}

static int fits(const struct blocks *blocks, const struct block *block)
{
	const struct source_file *file = &blocks->files[block->file];

	if (block->end >= file->bytes.n)
		return 1;
	return block->stopped == block->end &&
	       (block->is_in_front || block->lines <= (block->end - block->begin) / bytes_of_line(file));
}

int blocks_fit(struct blocks *blocks)
{
	int are_all = 1;

	if (blocks->n)
		qsort(blocks->list, blocks->n, sizeof *blocks->list, compare);
	for (size_t i = 0; i < blocks->n; i++) {
		const struct block *last = i ? blocks->list[i - 1] : NULL;
		struct block *block = blocks->list[i];

		block->before = last && last->file == block->file ? last->before + last->lines : 0;
		are_all &= fits(blocks, block);
	}
	return are_all;
}

uint32_t blocks_line(const struct blocks *blocks, size_t file, uint32_t line)
{
	const struct block *of = NULL;

	/* Those of the first reader are in front of the others. */
	for (size_t i = 0; i < blocks->n; i++)
		if (blocks->list[i]->file == file && blocks->list[i]->base < line)
			of = blocks->list[i];
	return of ? line - of->base + of->before : line;
}
