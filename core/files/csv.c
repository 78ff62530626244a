/* SPDX-License-Identifier: MIT */
#include "files/csv.h"

#include "base/grow.h"

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
static void fault(struct csv *csv, enum message id, struct cursor cursor, const char *p,
                  const char *value, const char *more)
{
	csv->has_fault = 1;
	if (!csv->context)
		return;
	move(&cursor, p);
	report(csv->context, id, ((struct place){csv->file, cursor.line, cursor.column}), value,
	       more);
}

/* The same with what stands at p as the value, up to the end of the line. */
static void fault_shown(struct csv *csv, enum message id, struct cursor cursor, const char *p,
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

static void fault_number(struct csv *csv, enum message id, struct cursor cursor, size_t met,
                         int limit)
{
	char value[24], most[24];

	snprintf(value, sizeof value, "%zu", met);
	snprintf(most, sizeof most, "%d", limit);
	fault(csv, id, cursor, cursor.p, value, most);
}

static void fault_byte(struct csv *csv, enum message id, struct cursor cursor, const char *p)
{
	char value[sizeof "0x00"];

	snprintf(value, sizeof value, "0x%02X", (unsigned)(unsigned char)*p);
	fault(csv, id, cursor, p, value, NULL);
}

/* Whether n bytes are text; what is not is reported. */
static int is_text(struct csv *csv, struct cursor cursor, const char *text, size_t n)
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

/* How far a record is read at most. */
static const char *reach_of(const struct csv *csv)
{
	return csv->end - csv->at > CSV_MOST ? csv->at + CSV_MOST : csv->end;
}

/* The end of a field without quotes, however many quotes are in it. */
static const char *plain_end(const struct csv *csv, const char *p, const char *reach)
{
	while (p < reach && *p != csv->delimiter && *p != '\n')
		p++;
	return p;
}

/* Reads a field that begins at the cursor and moves the cursor behind it, or to where the record is read no
 * further.  1: it is fine. */
static int read_plain(struct csv *csv, struct cursor *cursor, const char *end, struct slice *out)
{
	const char *begin = cursor->p, *p = begin, *cr;
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
		p = plain_end(csv, p, end);
		seen |= ODD;
	}
	if (p == end && end < csv->end) {
		cursor->p = p;
		return 0;
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

size_t csv_undouble(char *out, struct slice text)
{
	const char *from = text.text, *end = from + text.n, *quote;
	char *to = out;

	while ((quote = memchr(from, '"', (size_t)(end - from))) != NULL) {
		memcpy(to, from, (size_t)(quote + 1 - from));
		to += quote + 1 - from;
		from = quote + 2;
	}
	memcpy(to, from, (size_t)(end - from));
	return (size_t)(to - out) + (size_t)(end - from);
}

static int undouble(struct csv *csv, struct slice *text)
{
	char *copy = arena_new(&csv->unquoted, text->n, 1);

	if (!copy)
		return CHISO_ENOMEM;
	*text = (struct slice){copy, csv_undouble(copy, *text)};
	return CHISO_OK;
}

/* As read_plain() for a field that begins with a quote; negative: CHISO_EDATA when the quote is
 * never closed, CHISO_ENOMEM. */
static int read_quoted(struct csv *csv, struct cursor *cursor, const char *end, struct slice *out)
{
	const struct cursor open = *cursor;
	const char *begin = open.p + 1, *quote = begin;
	int doubled = 0, fine;

	for (;; doubled = 1, quote += 2) {
		quote = quote < end ? memchr(quote, '"', (size_t)(end - quote)) : NULL;
		if (!quote) {
			if (csv->window && end == csv->end)
				csv->window->met_end = 1;
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
		move(cursor, plain_end(csv, p, end));
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

void csv_report_too_long(struct csv *csv)
{
	csv->has_fault = 1;
	if (csv->window)
		csv->window->is_over = 1;
	if (csv->context)
		report(csv->context, MSG_RECORD_TOO_LONG,
		       ((struct place){csv->file, csv->line, 1}), "");
	csv->at = csv->end;
}

/* An opened quote that is never closed, as far as is read: only its first line is given up. */
static int give_up(struct csv *csv, const struct cursor *cursor, const char *reach)
{
	const char *next = after_line(cursor->p, reach);

	if (next == reach && reach < csv->end) {
		csv_report_too_long(csv);
		return CHISO_EDATA;
	}
	csv->at = next;
	csv->line = cursor->line + 1;
	return CHISO_EDATA;
}

static int read_record(struct csv *csv)
{
	struct cursor cursor, too_many = {NULL, 0, 0};
	size_t n = 0;
	int fine = 1, more;

	csv->n_fields = 0;
	csv->has_fault = 0;
	if (csv->unquoted.last)
		arena_clear(&csv->unquoted);
	skip_blank_lines(csv);
	if (csv->at == csv->end) {
		if (csv->window)
			csv->window->met_end = 1;
		return 0;
	}
	const char *reach = reach_of(csv);

	cursor = (struct cursor){csv->at, csv->line, 1};
	do {
		struct csv_field field = {.line = cursor.line, .column = cursor.column};
		int status;

		if (n == MAX_FIELDS)
			too_many = cursor;
		field.quoted = cursor.p < csv->end && *cursor.p == '"';
		status = field.quoted ? read_quoted(csv, &cursor, reach, &field.text)
		                      : read_plain(csv, &cursor, reach, &field.text);
		if (status < 0)
			return status == CHISO_EDATA ? give_up(csv, &cursor, reach) : status;
		fine &= status;
		if (n < MAX_FIELDS) {
			if (n == csv->fields_cap && GROW(&csv->fields, n, &csv->fields_cap))
				return CHISO_ENOMEM;
			csv->fields[n] = field;
			csv->n_fields = n + 1;
		}
		n++;
		if (cursor.p - csv->at >= CSV_MOST) {
			csv_report_too_long(csv);
			return CHISO_EDATA;
		}
		more = cursor.p < csv->end && *cursor.p == csv->delimiter;
		cursor.p += more;
		cursor.column++;
	} while (more);
	if (n > MAX_FIELDS)
		fault_number(csv, MSG_TOO_MANY_FIELDS, too_many, n, MAX_FIELDS);
	if (csv->window && cursor.p == csv->end)
		csv->window->met_end = 1;
	csv->at = cursor.p + (cursor.p < csv->end);
	csv->line = cursor.line + 1;
	return fine && n <= MAX_FIELDS ? 1 : CHISO_EDATA;
}

/* A record may go on behind the window, which shows when it has been read: only then it is said what is
 * wrong with it. */
static int read_in_window(struct csv *csv)
{
	struct csv_window *window = csv->window;
	struct chiso_context *context = csv->context;

	for (;;) {
		const char *at = csv->at;
		uint32_t line = csv->line;

		window->met_end = 0;
		csv->context = NULL;
		int got = read_record(csv);
		csv->context = context;
		int is_cut = window->met_end && !window->is_over;
		if (got == CHISO_ENOMEM || (!is_cut && !csv->has_fault))
			return got;
		csv->at = at;
		csv->line = line;
		if (!is_cut)
			return read_record(csv);
		if (window->is_pinned)
			return CSV_MORE;
		if (csv_window_move(csv))
			return CHISO_ENOMEM;
	}
}

int csv_next(struct csv *csv)
{
	return csv->window ? read_in_window(csv) : read_record(csv);
}

/* ---- opening ---- */

/* The candidate that the line has most of outside quotes, as far as a header goes; a comma where it has none. */
static char find_delimiter(const char *p, const char *end)
{
	static const char candidates[] = {',', ';', '\t'};
	size_t count[3] = {0}, best = 0;
	int quoted = 0;

	if (end - p > CSV_HEAD)
		end = p + CSV_HEAD;
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

void csv_go_to(struct csv *csv, size_t place, uint32_t line)
{
	csv->n_fields = 0;
	csv->at = csv->data + place;
	csv->line = line;
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
	free(csv->plain);
	csv_window_close(csv);
	arena_clear(&csv->unquoted);
	csv->fields = NULL;
	csv->plain = NULL;
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
