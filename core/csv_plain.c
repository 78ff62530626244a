/* SPDX-License-Identifier: MIT */
/* Records that need no care, many at a time: taken by where their separators are. */
#include "csv.h"
#include "csv_index.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

enum { RING_BLOCKS = 8, RING_BYTES = RING_BLOCKS * INDEX_BLOCK, RING_SPARE = 32 };

/* Makes the index, empty at first, and the ring where there is to be one. */
static int have_index(struct csv *csv)
{
	struct csv_index *index = csv->index;

	if (index)
		return CHISO_OK;
	if (csv->mapped)
		csv->ring = calloc(RING_BYTES + RING_SPARE, 1);
	index = csv->index = malloc(sizeof *index);
	if (!index || (csv->mapped && !csv->ring))
		return CHISO_ENOMEM;
	index->text = index->begin = index->end = NULL;
	index->n = index->next = index->n_lines = index->line = 0;
	return CHISO_OK;
}

/* Goes on to the entries of the next record, which may have been read over.  Whether there are as many
 * as a record has. */
static int has_entries(const struct csv *csv, size_t n)
{
	struct csv_index *index = csv->index;

	if (csv->at < index->begin || csv->at >= index->end)
		return 0;
	uint32_t from = (uint32_t)(csv->at - index->begin);
	while (index->next < index->n && index->at[index->next] < from)
		index->next++;
	while (index->line < index->n_lines && index->lines[index->line] < index->next)
		index->line++;
	return index->n - index->next >= n;
}

/* Makes an index of what comes next; of a mapped file of a copy, for to look at its pages costs more. */
static void fill_index(struct csv *csv)
{
	struct csv_index *index = csv->index;
	size_t left = (size_t)(csv->end - csv->at), n = left < INDEX_BLOCK ? left : INDEX_BLOCK;
	char *copy = csv->ring ? csv->ring + (size_t)csv->ring_next * INDEX_BLOCK : NULL;

	if (!copy) {
		csv_index_fill(index, csv->at, n, csv->delimiter);
		return;
	}
	/* What can't be read any more is looked at where it lies. */
	if (bytes_read(csv->mapped, (size_t)(csv->at - csv->data), copy, n))
		memcpy(copy, csv->at, n);
	csv_index_fill(index, copy, n, csv->delimiter);
	index->end = csv->at + (index->end - index->begin);
	index->begin = csv->at;
	csv->ring_next = (csv->ring_next + 1) % RING_BLOCKS;
	csv->ring_used++;
}

/* Whether odd bytes are text all the same; *last gets the end without a carriage return. */
static int is_fine_text(const char *text, size_t n, uint32_t *last)
{
	size_t bad;

	if (n && text[n - 1] == '\r') {
		n--;
		--*last;
	}
	return !memchr(text, '\r', n) && !memchr(text, '\0', n) && text_is_utf8(text, n, &bad);
}

/* How many newlines a record has between quotes. */
static uint32_t count_inside(const char *text, size_t n)
{
	const char *end = text + n;
	uint32_t found = 0;

	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		text++;
		found++;
	}
	return found;
}

/* Whether a record whose fields and newline are where they should be is plain; *last gets the end of the
 * last field, *n_lines how many lines it takes. */
static int is_plain(const struct csv *csv, uint32_t begin, size_t n_fields, uint32_t *last,
                    uint32_t *n_lines)
{
	const struct csv_index *index = csv->index;
	const char *text = index->text + begin;
	uint32_t end = index->at[index->next + n_fields - 1];
	unsigned marks = csv_index_marks(index, begin, end);

	*last = end;
	*n_lines = 1 + (marks & INDEX_INSIDE ? count_inside(text, end - begin) : 0);
	if (marks & INDEX_ODD && !is_fine_text(text, end - begin, last))
		return 0;
	return begin != *last; /* a blank line is no record */
}

#ifdef __GNUC__
/* Only vectors can be declared in no other way than by a typedef. */
typedef uint32_t four __attribute__((vector_size(16), aligned(4), may_alias));

static inline void move_four(uint32_t *to, const uint32_t *from, uint32_t more)
{
	*(four *)to = *(const four *)from + more;
}
#else
static inline void move_four(uint32_t *to, const uint32_t *from, uint32_t more)
{
	for (size_t k = 0; k < CSV_TOGETHER; k++)
		to[k] = from[k] + more;
}
#endif

/* Writes down where the fields of a record are, four at a time: the next record writes over what is too much. */
static void place_fields(struct csv_rows *rows, const struct csv_index *index, uint32_t begin,
                         size_t n_fields, uint32_t last)
{
	uint32_t more = (uint32_t)(index->text - rows->text);
	const uint32_t *ends = index->at + index->next;
	uint32_t *out = rows->ends + rows->n * n_fields;

	rows->begins[rows->n] = begin + more;
	for (size_t i = 0; i < n_fields; i += CSV_TOGETHER)
		move_four(out + i, ends + i, more);
	out[n_fields - 1] = last + more;
}

/* Takes what the index has of plain records.  Whether the next one must be looked at with care. */
static int take_rows(struct csv *csv, size_t n_fields, struct csv_rows *rows)
{
	struct csv_index *index = csv->index;
	uint32_t last, n_lines;

	while (rows->n < rows->most && (!rows->stop || csv->at < rows->stop)) {
		if (index->n - index->next < n_fields)
			return 0;
		uint32_t begin = (uint32_t)(csv->at - index->begin);
		uint32_t newline = index->next + (uint32_t)n_fields - 1;

		if (index->line == index->n_lines || index->lines[index->line] != newline ||
		    !is_plain(csv, begin, n_fields, &last, &n_lines))
			return 1;
		place_fields(rows, index, begin, n_fields, last);
		rows->lines[rows->n++] = csv->line;
		csv->line += n_lines;
		csv->at = index->begin + index->at[newline] + 1;
		index->next = newline + 1;
		index->line++;
	}
	return 1;
}

/* Rows are places in the ring, or from the next record on. */
static void begin_rows(struct csv *csv, struct csv_rows *rows)
{
	rows->text = csv->ring ? csv->ring : csv->at;
	rows->end = csv->ring ? csv->ring + RING_BYTES + RING_SPARE : csv->end;
	/* The block of the index is in use from the first row on. */
	csv->ring_used = csv->index->n > csv->index->next;
}

static int has_room(const struct csv *csv, const struct csv_rows *rows)
{
	return rows->n < rows->most &&
	       (csv->ring ? csv->ring_used < RING_BLOCKS
	                  : csv->at - rows->text < INT32_MAX - INDEX_BLOCK);
}

int csv_take_plain(struct csv *csv, size_t n_fields, struct csv_rows *rows)
{
	int is_careful = !n_fields;

	if (have_index(csv))
		return CHISO_ENOMEM;
	if (!rows->n)
		begin_rows(csv, rows);
	while (!is_careful && rows->n < rows->most && csv->at < csv->end &&
	       (!rows->stop || csv->at < rows->stop)) {
		if (!has_entries(csv, n_fields)) {
			if (!has_room(csv, rows))
				break;
			/* A block that begins here has all that a block can have. */
			fill_index(csv);
			is_careful = !has_entries(csv, n_fields);
		}
		if (!is_careful)
			is_careful = take_rows(csv, n_fields, rows);
	}
	rows->is_full = !has_room(csv, rows);
	return CHISO_OK;
}
