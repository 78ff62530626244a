/* SPDX-License-Identifier: MIT */
/* Records that need no care, many at a time: taken by where their separators are. */
#include "files/csv.h"
#include "files/csv_index.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

/* Rows that are taken together are of about as many bytes, at most. */
enum { MOST_TOGETHER = 4 * INDEX_BLOCK };

struct csv_plain {
	struct csv_index index;
	const char *base; /* places are counted from there */
	const char *from; /* where the rows that are being taken began */
	int is_in_order;  /* all records of the index have a newline where it should be, and no other */
	int is_utf8;      /* they are known to be */
	size_t row_size;  /* bytes of a record there, on average; 0: nobody knows */
	uint32_t kept[INDEX_BLOCK + INDEX_SPARE]; /* entries that were left when rows had been taken */
};

/* Makes the index, empty at first. */
static int have_index(struct csv *csv)
{
	if (csv->plain)
		return CHISO_OK;
	csv->plain = malloc(sizeof *csv->plain);
	if (!csv->plain)
		return CHISO_ENOMEM;
	csv_index_clear(&csv->plain->index);
	csv->plain->index.at = csv->plain->kept;
	csv->plain->base = NULL;
	csv->plain->row_size = 0;
	return CHISO_OK;
}

void csv_forget_plain(struct csv *csv)
{
	if (!csv->plain)
		return;
	csv_index_clear(&csv->plain->index);
	csv->plain->base = NULL;
}

/* ---- the index ---- */

/* The place of what is in the block of the index. */
static uint32_t place_of(const struct csv_index *index, const char *at)
{
	return index->place + (uint32_t)(at - index->begin);
}

/* Goes on to the entries of the next record, which may have been read over.  Whether there are as many
 * as a record has. */
static int has_entries(const struct csv *csv, size_t n)
{
	struct csv_index *index = &csv->plain->index;

	if (csv->at < index->begin || csv->at >= index->end)
		return 0;
	uint32_t from = place_of(index, csv->at);
	while (index->next < index->n && index->at[index->next] < from)
		index->next++;
	return index->n - index->next >= n;
}

static int is_in_order(const struct csv_plain *plain, size_t n_fields)
{
	const struct csv_index *index = &plain->index;
	size_t n = index->n / n_fields;

	if (index->n_lines != n)
		return 0;
	const uint32_t *last = index->at + n_fields - 1;
	const char *base = plain->base;
	unsigned any = 0;

#pragma GCC unroll 4
	for (size_t i = 0; i < n; i++, last += n_fields)
		any |= (unsigned char)base[*last] ^ '\n';
	return !any;
}

/* Asked of all records of the index together, up to its last entry, when some are not ASCII. */
static int is_utf8(const struct csv_plain *plain)
{
	const struct csv_index *index = &plain->index;
	size_t bad;

	return !(index->all_marks & INDEX_WIDE) || !index->n ||
	       text_is_utf8(plain->base + index->place, index->at[index->n - 1] - index->place, &bad);
}

/* How many bytes to index: a block, or what the rows that still fit take, and a bit, for what is left of the entries
 * must be moved. */
static size_t choose_size(const struct csv *csv, const struct csv_rows *rows)
{
	size_t left = (size_t)(csv->end - csv->at), n = left < INDEX_BLOCK ? left : INDEX_BLOCK;
	size_t row = csv->plain->row_size, wanted = row * (rows->most - rows->n);

	wanted += wanted / 32 + 2 * row;
	return row && wanted < n ? wanted : n;
}

/* Makes an index of what comes next, with entries where the next row has its fields. */
static void fill_index(struct csv *csv, size_t n_fields, const struct csv_rows *rows)
{
	struct csv_plain *plain = csv->plain;
	struct csv_index *index = &plain->index;
	size_t n = choose_size(csv, rows);
	uint32_t *at = rows->ends + rows->n * n_fields;

	csv_index_fill(index, at, (uint32_t)(csv->at - plain->base), csv->at, n, csv->delimiter);
	plain->is_in_order = is_in_order(plain, n_fields);
	plain->is_utf8 = is_utf8(plain);
	plain->row_size = index->n < n_fields ? 0 : n * n_fields / index->n;
}

/* Rows are the caller's: what is left of the entries among them is wanted when they are taken anew. */
static void keep_entries(struct csv_plain *plain)
{
	struct csv_index *index = &plain->index;

	if (index->at == plain->kept)
		return;
	index->n -= index->next;
	memcpy(plain->kept, index->at + index->next, index->n * sizeof *index->at);
	index->at = plain->kept;
	index->next = 0;
}

/* ---- records ---- */

/* Whether bytes that have such marks are text all the same. */
static int is_fine_text(const struct csv_plain *plain, const char *text, size_t n, unsigned marks)
{
	size_t bad;

	if (marks & INDEX_ODD && (memchr(text, '\r', n) || memchr(text, '\0', n)))
		return 0;
	return !(marks & INDEX_WIDE) || plain->is_utf8 || text_is_utf8(text, n, &bad);
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

/* Whether the last of the entries of a record is a newline, and no other one. */
static int is_one_line(const char *base, const uint32_t *ends, size_t n_fields)
{
	for (size_t i = 0; i + 1 < n_fields; i++)
		if (base[ends[i]] == '\n')
			return 0;
	return base[ends[n_fields - 1]] == '\n';
}

/* Whether a record that has these entries is plain; the last one becomes the end of its field, *n_lines how
 * many lines it takes. */
static int is_plain(const struct csv_plain *plain, uint32_t begin, uint32_t *ends, size_t n_fields,
		    uint32_t *n_lines)
{
	const struct csv_index *index = &plain->index;
	const char *text = plain->base + begin;
	uint32_t *last = &ends[n_fields - 1], n = *last - begin;

	if (!plain->is_in_order && !is_one_line(plain->base, ends, n_fields))
		return 0;
	unsigned marks = csv_index_marks(index, begin - index->place, *last - index->place);
	*n_lines = 1 + (marks & INDEX_INSIDE ? count_inside(text, n) : 0);
	if (marks & INDEX_RETURN && n && text[n - 1] == '\r') {
		--*last;
		n--;
	}
	/* A blank line is no record. */
	return n && is_fine_text(plain, text, n, marks);
}

/* Ends records in front of the carriage returns that belong to newlines. */
static void leave_out_returns(const char *base, uint32_t *ends, size_t n_fields, uint32_t n)
{
	uint32_t *last = ends + n_fields - 1;

	for (uint32_t i = 0; i < n; i++, last += n_fields)
		*last -= base[*last - 1] == '\r';
}

/* Says of records that are plain for sure where they begin and on which line. */
static void walk_simply(struct csv *csv, size_t n_fields, struct csv_rows *rows, uint32_t n)
{
	const struct csv_index *index = &csv->plain->index;
	uint32_t *begins = rows->begins + rows->n, *lines = rows->lines + rows->n;
	uint32_t *ends = index->at + index->next;
	const uint32_t *last = ends + n_fields - 1;
	uint32_t begin = place_of(index, csv->at), line = csv->line;

#pragma GCC unroll 4
	for (uint32_t i = 0; i < n; i++, last += n_fields) {
		begins[i] = begin;
		lines[i] = line + i;
		begin = *last + 1;
	}
	if (index->all_marks & INDEX_RETURN)
		leave_out_returns(csv->plain->base, ends, n_fields, n);
	csv->line += n;
	csv->at = index->begin + (begin - index->place);
}

/* Says of how many records, at most, that the index has entries of which are plain, where they begin and on
 * which line. */
static uint32_t walk(struct csv *csv, size_t n_fields, struct csv_rows *rows, uint32_t most)
{
	const struct csv_index *index = &csv->plain->index;
	uint32_t *begins = rows->begins + rows->n, *lines = rows->lines + rows->n, n = 0;
	uint32_t begin = place_of(index, csv->at), line = csv->line, *ends = index->at + index->next;
	uint32_t stop = UINT32_MAX;

	if (rows->stop && rows->stop < index->end)
		stop = place_of(index, rows->stop);
	else if (csv->plain->is_in_order && csv->plain->is_utf8 && n_fields > 1 &&
		 !(index->all_marks & (INDEX_ODD | INDEX_INSIDE))) {
		walk_simply(csv, n_fields, rows, most);
		return most;
	}
	for (; n < most && begin < stop; n++, ends += n_fields) {
		uint32_t newline = ends[n_fields - 1], n_lines;

		if (!is_plain(csv->plain, begin, ends, n_fields, &n_lines))
			break;
		begins[n] = begin;
		lines[n] = line;
		line += n_lines;
		begin = newline + 1;
	}
	csv->line = line;
	csv->at = index->begin + (begin - index->place);
	return n;
}

/* Takes what the index has of plain records.  Whether the next one must be looked at with care. */
static int take_rows(struct csv *csv, size_t n_fields, struct csv_rows *rows)
{
	struct csv_index *index = &csv->plain->index;
	uint32_t left = (index->n - index->next) / (uint32_t)n_fields, room = rows->most - rows->n;
	uint32_t n = walk(csv, n_fields, rows, left < room ? left : room);
	uint32_t *ends = rows->ends + rows->n * n_fields, *entries = index->at + index->next;

	if (n && entries != ends)
		memcpy(ends, entries, n * n_fields * sizeof *ends);
	index->next += n * (uint32_t)n_fields;
	rows->n += n;
	return n < left;
}

/* Rows are places from one on that moves, so that they have room in 32 bits. */
static void begin_rows(struct csv *csv, struct csv_rows *rows)
{
	struct csv_plain *plain = csv->plain;

	if (!plain->base || csv->at < plain->base || csv->at - plain->base > INT32_MAX / 2) {
		csv_index_clear(&plain->index);
		plain->base = csv->at;
	}
	plain->from = csv->at;
	rows->text = plain->base;
	rows->end = csv->end;
}

static int has_room(const struct csv *csv, const struct csv_rows *rows)
{
	return rows->n < rows->most && csv->at - csv->plain->from < MOST_TOGETHER;
}

int csv_take_plain(struct csv *csv, size_t n_fields, struct csv_rows *rows)
{
	int is_careful = !n_fields;

	if (have_index(csv))
		return CHISO_ENOMEM;
	/* Where nothing is known any more the rows that there are have been read with care, and have no places. */
	if (!rows->n || !csv->plain->base)
		begin_rows(csv, rows);
	while (!is_careful && rows->n < rows->most && csv->at < csv->end &&
	       (!rows->stop || csv->at < rows->stop)) {
		if (!has_entries(csv, n_fields)) {
			if (!has_room(csv, rows))
				break;
			/* A block that begins here has all that a block can have. */
			fill_index(csv, n_fields, rows);
			is_careful = !has_entries(csv, n_fields);
		}
		if (!is_careful)
			is_careful = take_rows(csv, n_fields, rows);
	}
	keep_entries(csv->plain);
	rows->spare = (size_t)(csv->end - csv->at);
	rows->is_full = !has_room(csv, rows);
	return CHISO_OK;
}
