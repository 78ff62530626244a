/* SPDX-License-Identifier: MIT */
#include "units/sheet.h"

#include "base/context.h"
#include "number/number.h"
#include "units/period.h"
#include "units/units_index.h"

#include <stdio.h>
#include <string.h>

struct slice sheet_trim(struct slice text)
{
	while (text.n && memchr(" \t\r\n", *text.text, 4))
		text = (struct slice){text.text + 1, text.n - 1};
	while (text.n && memchr(" \t\r\n", text.text[text.n - 1], 4))
		text.n--;
	return text;
}

int sheet_is_utf8(struct chiso_context *context, const char *file, const char *data, size_t n)
{
	struct place place = {file, 1, 1};
	const char *line = data;
	char byte[sizeof "0x00"];
	size_t bad_at;

	if (text_is_utf8(data, n, &bad_at))
		return 1;
	for (const char *p = data; p < data + bad_at; p++)
		if (*p == '\n') {
			place.line++;
			line = p + 1;
		}
	place.column += (uint32_t)text_length(line, (size_t)(data + bad_at - line));
	snprintf(byte, sizeof byte, "0x%02X", (unsigned)(unsigned char)data[bad_at]);
	report(context, MSG_NOT_UTF8, place, byte);
	return 0;
}

void sheet_fail(struct sheet *sheet, int status)
{
	if (sheet->status != CHISO_ENOMEM)
		sheet->status = status;
}

/* ---- the header ------------------------------------------------------------------------------ */

static void take_column(struct sheet *sheet, size_t i, int takes_others)
{
	const struct csv *csv = &sheet->csv;
	struct slice text = sheet_trim(csv->fields[i].text);
	struct arena scratch = {0};
	const char *name = arena_text(&scratch, text.text, text.n);
	struct nearest nearest = nearest_to(name ? name : "");
	size_t c = 0;

	while (c < sheet->n_names && !slice_is(text, sheet->names[c]))
		c++;
	if (c < sheet->n_names && sheet->column[c] < 0) {
		sheet->column[c] = (int)i;
	} else if (c < sheet->n_names) {
		report(sheet->context, MSG_UNITS_COLUMN_TWICE, csv_place(csv, i), sheet->names[c]);
		sheet_fail(sheet, CHISO_EDATA);
	} else if (!takes_others) {
		for (c = 0; c < sheet->n_names; c++)
			nearest_offer(&nearest, sheet->names[c]);
		if (nearest.best)
			report(sheet->context, MSG_SHEET_COLUMN_NEAR, csv_place(csv, i),
			       name ? name : "", nearest.best);
		else
			report(sheet->context, MSG_SHEET_COLUMN, csv_place(csv, i),
			       name ? name : "");
	}
	arena_clear(&scratch);
}

static int open_sheet(struct sheet *sheet, struct chiso_context *context, const char *file,
		      const char *data, size_t n, const char *const *names, size_t n_names,
		      size_t n_needed, int takes_others)
{
	int is_whole = 1, more;

	*sheet = (struct sheet){.context = context, .names = names, .n_names = n_names};
	for (size_t c = 0; c < SHEET_COLUMNS; c++)
		sheet->column[c] = -1;
	csv_open(&sheet->csv, context, file, data, n, 0, 0);
	if (!sheet_is_utf8(context, file, data, n))
		return CHISO_EDATA;
	more = csv_next(&sheet->csv);
	if (more < 0)
		return more;
	sheet->n_header = more ? sheet->csv.n_fields : 0;
	for (size_t i = 0; i < sheet->n_header; i++)
		take_column(sheet, i, takes_others);
	for (size_t c = 0; c < n_needed; c++) {
		if (sheet->column[c] >= 0)
			continue;
		report(context, MSG_UNITS_COLUMN_MISSING, ((struct place){file, 1, 1}), "",
		       names[c]);
		is_whole = 0;
	}
	return is_whole ? CHISO_OK : CHISO_EDATA;
}

int sheet_open(struct sheet *sheet, struct chiso_context *context, const char *file,
	       const char *data, size_t n, const char *const *names, size_t n_names,
	       size_t n_needed)
{
	return open_sheet(sheet, context, file, data, n, names, n_names, n_needed, 0);
}

int sheet_open_wider(struct sheet *sheet, struct chiso_context *context, const char *file,
		     const char *data, size_t n, const char *const *names, size_t n_names,
		     size_t n_needed)
{
	return open_sheet(sheet, context, file, data, n, names, n_names, n_needed, 1);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void check_width(struct sheet *sheet)
{
	char met[32], wanted[32];

	if (sheet->csv.n_fields == sheet->n_header)
		return;
	snprintf(met, sizeof met, "%zu", sheet->csv.n_fields);
	snprintf(wanted, sizeof wanted, "%zu", sheet->n_header);
	report(sheet->context, MSG_UNITS_WIDTH, csv_place(&sheet->csv, 0), met, wanted);
	sheet_fail(sheet, CHISO_EDATA);
}

int sheet_next(struct sheet *sheet)
{
	int more;

	while ((more = csv_next(&sheet->csv)) == CHISO_EDATA)
		sheet_fail(sheet, CHISO_EDATA);
	if (more == 1)
		check_width(sheet);
	return more;
}

static int is_there(const struct sheet *sheet, size_t column)
{
	int i = sheet->column[column];

	return i >= 0 && (size_t)i < sheet->csv.n_fields;
}

struct slice sheet_field(const struct sheet *sheet, size_t column)
{
	if (!is_there(sheet, column))
		return (struct slice){"", 0};
	return sheet_trim(sheet->csv.fields[sheet->column[column]].text);
}

struct place sheet_place(const struct sheet *sheet, size_t column)
{
	return csv_place(&sheet->csv, is_there(sheet, column) ? (size_t)sheet->column[column] : 0);
}

const char *sheet_text(struct sheet *sheet, size_t column, struct arena *arena)
{
	struct slice text = sheet_field(sheet, column);
	const char *copy = text_nfc(arena, text.text, text.n);

	if (!copy)
		sheet_fail(sheet, CHISO_ENOMEM);
	return copy;
}

int sheet_date(struct sheet *sheet, size_t column, int32_t *day)
{
	struct slice text = sheet_field(sheet, column);
	struct arena scratch = {0};

	if (!text.n || !date_read(day, text.text, text.n, 1))
		return 1;
	const char *met = arena_text(&scratch, text.text, text.n);
	report(sheet->context, MSG_UNITS_DATE, sheet_place(sheet, column), met ? met : "");
	arena_clear(&scratch);
	sheet_fail(sheet, CHISO_EDATA);
	return 0;
}

void sheet_close(struct sheet *sheet)
{
	csv_close(&sheet->csv);
}

/* ---- what findings say ----------------------------------------------------------------------- */

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

const char *sheet_say_day(const struct sheet *sheet, int32_t day, struct arena *arena)
{
	char text[PERIOD_ROOM];

	date_print_for_people(text, day, sheet->context->lang);
	return or_nothing(arena_text(arena, text, strlen(text)));
}

const char *sheet_say_unit(const struct sheet *sheet, const struct unit *unit, struct arena *arena)
{
	return or_nothing(unit_label(unit, sheet->context->lang, arena));
}

const char *sheet_say_number(double value, struct arena *arena)
{
	char text[NUMBER_ROOM];

	return or_nothing(arena_text(arena, text, number_print(text, value)));
}
