/* SPDX-License-Identifier: MIT */
#include "csv.h"
#include "csv_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_FIELDS = 4096,
	MAX_FIELD = 16 << 20,
	MAX_SHOWN = 40, /* bytes of what was met */
};

/* Kinds of bytes: those that end a field without quotes, and those for the sake of which it must be
 * looked at again: NUL, CR and all that is not ASCII. */
enum { STOP = 1, ODD = 2 };

/* A place in the file: that of the byte at `p`. */
struct cursor {
	const char *p;
	uint32_t line, column;
};

/* ---- faults ---- */

/* Moves on to p, over any newlines. */
static void move(struct cursor *cursor, const char *p)
{
	const char *newline;

	while ((newline = memchr(cursor->p, '\n', (size_t)(p - cursor->p))) != NULL) {
		cursor->line++;
		cursor->column = 1;
		cursor->p = newline + 1;
	}
	cursor->column += (uint32_t)text_length(cursor->p, (size_t)(p - cursor->p));
	cursor->p = p;
}

/* Reports a fault at p, which lies at or behind the cursor. */
static void fault(const struct csv *csv, enum message id, struct cursor cursor, const char *p,
                  const char *value, const char *more)
{
	if (!csv->context)
		return;
	move(&cursor, p);
	report(csv->context, id, ((struct place){csv->file, cursor.line, cursor.column}), value,
	       more);
}

/* The same with what stands at p as the value, up to the end of the line. */
static void fault_shown(const struct csv *csv, enum message id, struct cursor cursor, const char *p,
                        const char *more)
{
	char shown[MAX_SHOWN + 1];
	size_t n = 0, bad;

	while (n < MAX_SHOWN && p + n < csv->end && p[n] && p[n] != '\n' && p[n] != '\r')
		n++;
	if (!text_is_utf8(p, n, &bad))
		n = bad;
	memcpy(shown, p, n);
	shown[n] = '\0';
	fault(csv, id, cursor, p, shown, more);
}

static void fault_number(const struct csv *csv, enum message id, struct cursor cursor, size_t met,
                         int limit)
{
	char value[24], most[24];

	snprintf(value, sizeof value, "%zu", met);
	snprintf(most, sizeof most, "%d", limit);
	fault(csv, id, cursor, cursor.p, value, most);
}

static void fault_byte(const struct csv *csv, enum message id, struct cursor cursor, const char *p)
{
	char value[sizeof "0x00"];

	snprintf(value, sizeof value, "0x%02X", (unsigned)(unsigned char)*p);
	fault(csv, id, cursor, p, value, NULL);
}

/* Whether n bytes are text; what is not is reported. */
static int is_text(const struct csv *csv, struct cursor cursor, const char *text, size_t n)
{
	const char *nul = memchr(text, '\0', n);
	size_t bad;

	if (n > MAX_FIELD)
		fault_number(csv, MSG_FIELD_TOO_LONG, cursor, n, MAX_FIELD);
	else if (nul)
		fault_byte(csv, MSG_NUL_BYTE, cursor, nul);
	else if (!text_is_utf8(text, n, &bad))
		fault_byte(csv, MSG_NOT_UTF8, cursor, text + bad);
	else
		return 1;
	return 0;
}

/* ---- fields ---- */

/* The end of a field without quotes, however many quotes are in it. */
static const char *plain_end(const struct csv *csv, const char *p)
{
	while (p < csv->end && *p != csv->delimiter && *p != '\n')
		p++;
	return p;
}

/* Reads a field that begins at the cursor and moves the cursor behind it.  1: it is fine. */
static int read_plain(struct csv *csv, struct cursor *cursor, struct slice *out)
{
	const char *begin = cursor->p, *p = begin, *end = csv->end, *cr;
	unsigned seen = 0;
	int fine = 1;
	size_t n;

	for (; p < end; p++) {
		seen |= csv->kinds[(unsigned char)*p];
		if (seen & STOP)
			break;
	}
	if (p < end && *p == '"') {
		fault_shown(csv, MSG_QUOTE_INSIDE, *cursor, p, NULL);
		p = plain_end(csv, p);
		seen |= ODD;
	}
	n = (size_t)(p - begin);
	if (n && p[-1] == '\r' && (p == end || *p == '\n'))
		n--;
	*out = (struct slice){begin, n};
	if ((seen & ODD) || n > MAX_FIELD) {
		fine = is_text(csv, *cursor, begin, n);
		cr = fine ? memchr(begin, '\r', n) : NULL;
		if (cr) {
			fault_byte(csv, MSG_LONE_CR, *cursor, cr);
			fine = 0;
		}
		n = text_length(begin, n);
	}
	cursor->column += (uint32_t)n;
	cursor->p = p;
	return fine;
}

/* Copies a field with every "" made ". */
static int undouble(struct csv *csv, struct slice *text)
{
	const char *from = text->text, *end = from + text->n, *quote;
	char *copy = arena_new(&csv->unquoted, text->n, 1), *to = copy;

	if (!copy)
		return CHISO_ENOMEM;
	while ((quote = memchr(from, '"', (size_t)(end - from))) != NULL) {
		memcpy(to, from, (size_t)(quote + 1 - from));
		to += quote + 1 - from;
		from = quote + 2;
	}
	memcpy(to, from, (size_t)(end - from));
	to += end - from;
	*text = (struct slice){copy, (size_t)(to - copy)};
	return CHISO_OK;
}

/* As read_plain() for a field that begins with a quote; negative: CHISO_EDATA when the quote is
 * never closed, CHISO_ENOMEM. */
static int read_quoted(struct csv *csv, struct cursor *cursor, struct slice *out)
{
	const struct cursor open = *cursor;
	const char *begin = open.p + 1, *quote = begin;
	int doubled = 0, fine;

	for (;; doubled = 1, quote += 2) {
		quote = memchr(quote, '"', (size_t)(csv->end - quote));
		if (!quote) {
			fault_shown(csv, MSG_QUOTE_OPEN, open, open.p, NULL);
			return CHISO_EDATA;
		}
		if (quote + 1 == csv->end || quote[1] != '"')
			break;
	}
	*out = (struct slice){begin, (size_t)(quote - begin)};
	fine = is_text(csv, open, begin, out->n);
	if (fine && doubled && undouble(csv, out))
		return CHISO_ENOMEM;
	move(cursor, quote + 1);

	const char *p = cursor->p;
	if (p < csv->end && *p == '\r' && (p + 1 == csv->end || p[1] == '\n'))
		cursor->p++;
	else if (p < csv->end && *p != csv->delimiter && *p != '\n') {
		char line[24];

		snprintf(line, sizeof line, "%u", (unsigned)open.line);
		fault_shown(csv, MSG_TEXT_BEHIND_QUOTE, *cursor, p, line);
		move(cursor, plain_end(csv, p));
		fine = 0;
	}
	return fine;
}

/* ---- records ---- */

static const char *after_line(const char *p, const char *end)
{
	const char *newline = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;

	return newline ? newline + 1 : end;
}

static void skip_blank_lines(struct csv *csv)
{
	while (csv->at < csv->end) {
		const char *p = csv->at + (*csv->at == '\r');

		if (p < csv->end && *p != '\n')
			return;
		csv->at = p < csv->end ? p + 1 : p;
		csv->line++;
	}
}

/* An opened quote that is never closed: only its first line is given up. */
static int give_up(struct csv *csv, const struct cursor *cursor)
{
	csv->at = after_line(cursor->p, csv->end);
	csv->line = cursor->line + 1;
	return CHISO_EDATA;
}

int csv_next(struct csv *csv)
{
	struct cursor cursor, too_many = {NULL, 0, 0};
	size_t n = 0;
	int fine = 1, more;

	csv->n_fields = 0;
	if (csv->unquoted.last)
		arena_clear(&csv->unquoted);
	skip_blank_lines(csv);
	if (csv->at == csv->end)
		return 0;
	cursor = (struct cursor){csv->at, csv->line, 1};
	do {
		struct csv_field field = {.line = cursor.line, .column = cursor.column};
		int status;

		if (n == MAX_FIELDS)
			too_many = cursor;
		field.quoted = cursor.p < csv->end && *cursor.p == '"';
		status = field.quoted ? read_quoted(csv, &cursor, &field.text)
		                      : read_plain(csv, &cursor, &field.text);
		if (status < 0)
			return status == CHISO_EDATA ? give_up(csv, &cursor) : status;
		fine &= status;
		if (n < MAX_FIELDS) {
			if (n == csv->fields_cap && GROW(&csv->fields, n, &csv->fields_cap))
				return CHISO_ENOMEM;
			csv->fields[n] = field;
			csv->n_fields = n + 1;
		}
		n++;
		more = cursor.p < csv->end && *cursor.p == csv->delimiter;
		cursor.p += more;
		cursor.column++;
	} while (more);
	if (n > MAX_FIELDS)
		fault_number(csv, MSG_TOO_MANY_FIELDS, too_many, n, MAX_FIELDS);
	csv->at = cursor.p + (cursor.p < csv->end);
	csv->line = cursor.line + 1;
	return fine && n <= MAX_FIELDS ? 1 : CHISO_EDATA;
}

/* ---- plain records ---- */

enum { RING_BLOCKS = 8, RING_BYTES = RING_BLOCKS * INDEX_BLOCK, RING_SPARE = 8 };

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
	index->begin = csv->at;
	index->end = csv->at + n;
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

/* Whether a record whose fields and newline are where they should be is plain; *last gets the end of the
 * last field. */
static int is_plain(const struct csv *csv, uint32_t begin, size_t n_fields, uint32_t *last)
{
	const struct csv_index *index = csv->index;
	const uint32_t *ends = index->at + index->next;
	uint32_t end = ends[n_fields - 1];
	unsigned marks = csv_index_marks(index, begin, end);
	int is_wrong = 0;

	*last = end;
	/* A quote is near, or one is in the place of a delimiter. */
	for (size_t i = 0; marks & INDEX_QUOTE && i + 1 < n_fields; i++)
		is_wrong |= index->text[ends[i]] != csv->delimiter;
	if (is_wrong)
		return 0;
	if (marks & INDEX_ODD && !is_fine_text(index->text + begin, end - begin, last))
		return 0;
	return begin != *last; /* a blank line is no record */
}

/* Writes down where the fields of a record are. */
static void place_fields(struct csv_rows *rows, const struct csv_index *index, uint32_t begin,
                         size_t n_fields, uint32_t last)
{
	uint32_t more = (uint32_t)(index->text - rows->text), *out = rows->ends + rows->n * n_fields;
	const uint32_t *ends = index->at + index->next;

	rows->begins[rows->n] = begin + more;
	for (size_t i = 0; i < n_fields; i++)
		out[i] = ends[i] + more;
	out[n_fields - 1] = last + more;
}

/* Takes what the index has of plain records.  Whether the next one must be looked at with care. */
static int take_rows(struct csv *csv, size_t n_fields, struct csv_rows *rows)
{
	struct csv_index *index = csv->index;
	uint32_t last;

	while (rows->n < rows->most && (!rows->stop || csv->at < rows->stop)) {
		if (index->n - index->next < n_fields)
			return 0;
		uint32_t begin = (uint32_t)(csv->at - index->begin);
		uint32_t newline = index->next + (uint32_t)n_fields - 1;

		if (index->line == index->n_lines || index->lines[index->line] != newline ||
		    !is_plain(csv, begin, n_fields, &last))
			return 1;
		place_fields(rows, index, begin, n_fields, last);
		rows->lines[rows->n++] = csv->line++;
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

/* ---- opening ---- */

/* The candidate that the line has most of outside quotes; a comma where it has none. */
static char find_delimiter(const char *p, const char *end)
{
	static const char candidates[] = {',', ';', '\t'};
	size_t count[3] = {0}, best = 0;
	int quoted = 0;

	for (const char *stop = after_line(p, end); p < stop; p++) {
		quoted ^= *p == '"';
		for (size_t i = 0; i < 3 && !quoted; i++)
			count[i] += *p == candidates[i];
	}
	for (size_t i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return candidates[best];
}

void csv_rewind(struct csv *csv, uint32_t skip)
{
	csv->n_fields = 0;
	csv->at = csv->data;
	csv->line = 1;
	if (csv->end - csv->at >= 3 && !memcmp(csv->at, "\xef\xbb\xbf", 3))
		csv->at += 3;
	for (; skip && csv->at < csv->end; skip--) {
		csv->at = after_line(csv->at, csv->end);
		csv->line++;
	}
}

void csv_go_to(struct csv *csv, size_t place)
{
	csv->n_fields = 0;
	csv->at = csv->data + place;
	csv->line = 1;
}

void csv_open(struct csv *csv, struct chiso_context *context, const char *file, const char *data,
              size_t n, char delimiter, uint32_t skip)
{
	data = n ? data : "";
	*csv = (struct csv){.context = context, .file = file, .data = data, .end = data + n};
	csv_rewind(csv, skip);
	skip_blank_lines(csv);
	csv->delimiter = delimiter ? delimiter : find_delimiter(csv->at, csv->end);
	for (size_t i = 0x80; i < sizeof csv->kinds; i++)
		csv->kinds[i] = ODD;
	csv->kinds['\0'] = csv->kinds['\r'] = ODD;
	csv->kinds['"'] = csv->kinds['\n'] = csv->kinds[(unsigned char)csv->delimiter] = STOP;
}

void csv_close(struct csv *csv)
{
	free(csv->fields);
	free(csv->index);
	free(csv->ring);
	arena_clear(&csv->unquoted);
	csv->fields = NULL;
	csv->index = NULL;
	csv->ring = NULL;
	csv->n_fields = csv->fields_cap = 0;
}

struct place csv_place(const struct csv *csv, size_t i)
{
	if (!csv->n_fields)
		return (struct place){csv->file, csv->line, 1};
	if (i >= csv->n_fields)
		i = 0;
	return (struct place){csv->file, csv->fields[i].line, csv->fields[i].column};
}
