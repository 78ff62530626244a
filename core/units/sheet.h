/* SPDX-License-Identifier: MIT */
/* A small CSV file with known columns in any order, such as lineage.csv and groups.csv: its header,
 * and the fields of each row by column.  What is wrong with it is reported all at once. */
#ifndef CORE_SHEET_H
#define CORE_SHEET_H

#include "files/csv.h"
#include "units/units.h"

enum { SHEET_COLUMNS = 8 }; /* at most */

struct sheet {
	struct chiso_context *context;
	struct csv csv;
	const char *const *names; /* of the columns */
	size_t n_names, n_header;
	int column[SHEET_COLUMNS]; /* index in the file, -1: not there */
	int status;                /* the worst so far */
};

/** Begins to read; the first n_needed columns must be there.  0, CHISO_EDATA (nothing can be read)
 *  or CHISO_ENOMEM.  To be closed in any case. */
int sheet_open(struct sheet *sheet, struct chiso_context *context, const char *file,
	       const char *data, size_t n, const char *const *names, size_t n_names,
	       size_t n_needed);
/** The same of a file that may have further columns, which are left to the caller: while the header is
 *  the record in hand, csv.fields has their names. */
int sheet_open_wider(struct sheet *sheet, struct chiso_context *context, const char *file,
		     const char *data, size_t n, const char *const *names, size_t n_names,
		     size_t n_needed);
/** The next row: 1; the end: 0; or CHISO_ENOMEM. */
int sheet_next(struct sheet *sheet);
/** A field without blanks around it, "" when it is not there; and its place. */
struct slice sheet_field(const struct sheet *sheet, size_t column);
struct place sheet_place(const struct sheet *sheet, size_t column);
/** The same in NFC, in an arena; NULL: no memory. */
const char *sheet_text(struct sheet *sheet, size_t column, struct arena *arena);
/** A date, which is left alone when the field is empty.  Whether it is one or empty. */
int sheet_date(struct sheet *sheet, size_t column, int32_t *day);
/** A day, a unit and a number as findings say them, in an arena; "" without memory. */
const char *sheet_say_day(const struct sheet *sheet, int32_t day, struct arena *arena);
const char *sheet_say_unit(const struct sheet *sheet, const struct unit *unit, struct arena *arena);
const char *sheet_say_number(double value, struct arena *arena);
/** Notes that something is wrong. */
void sheet_fail(struct sheet *sheet, int status);
void sheet_close(struct sheet *sheet);

/** Whether a file is UTF-8; reports the first byte that is not. */
int sheet_is_utf8(struct chiso_context *context, const char *file, const char *data, size_t n);
/** Without blanks and line ends around. */
struct slice sheet_trim(struct slice text);

#endif
