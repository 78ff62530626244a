/* SPDX-License-Identifier: MIT */
/* Records of a CSV file (RFC 4180; CRLF or LF; any one-byte delimiter; a BOM is skipped), with the
 * place of each field.  The bytes must stay while fields are in use.  What is wrong is reported and
 * read on behind: the rest of a broken record is still split where it can be, so that the next one
 * begins where it should. */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include "base/finding.h"
#include "base/text.h"
#include "files/csv_index.h"
#include "files/file.h"

/** So much of a packed file must do to find its header; a record that is longer than the most has a field
 *  that is longer than any may be, or more of them, and nothing behind it is read. */
enum { CSV_HEAD = 1 << 20, CSV_MOST = 64 << 20 };
enum { CSV_MORE = 2 };

struct csv_field {
	struct slice text;     /* quotes taken off; "" inside quotes is " */
	uint32_t line, column; /* of its first character, in characters from 1 */
	int quoted;
	uint32_t file; /* 1 + which of several; 0: the one that is read */
};

/** Of a file that is unpacked while it is read. */
struct csv_window {
	struct stream *stream;
	char *room; /* cap bytes */
	size_t cap;
	int is_over;   /* nothing comes behind what is in it */
	int is_pinned; /* what is in it must stay where it is */
	int met_end;   /* by the record that was looked at last */
};

struct csv {
	struct chiso_context *context;
	const char *file; /* name for findings */
	const char *data, *end, *at;
	char delimiter;
	uint32_t line; /* of the next record */
	int has_fault; /* the last one, even if it can be used */
	struct csv_field *fields;
	size_t n_fields, fields_cap;
	struct arena unquoted; /* fields with doubled quotes, until the next record */
	unsigned char kinds[256]; /* of bytes in a field without quotes */
	struct csv_plain *plain;  /* csv_plain.c; NULL: no plain records have been asked for */
	struct csv_window *window; /* data is what is in it; NULL: data is all there is */
};

enum { CSV_SPARE = INDEX_BLOCK + INDEX_SPARE };
/** Records as they stand in the file, quotes and all, in room of the caller.  Field i is from behind the end of the one
 *  before, or from `begins`, to before its own: places from `text` on, which is borrowed until rows are
 *  taken anew. */
struct csv_rows {
	const char *text, *end; /* end: of what may be looked at, */
	size_t spare;           /* so many bytes behind all rows */
	const char *stop; /* no record is taken that begins here or behind; NULL: nowhere */
	uint32_t *begins, *lines;
	uint32_t *ends; /* of all fields of a row, side by side, and CSV_SPARE more; of the last field
	                   without a carriage return */
	uint32_t n, most;
	int is_full; /* no more of them fit */
};

/** Begins to read; delimiter 0: the one of ',', ';' and tab that the first line from `skip` on that
 *  is not blank has most of.  The first `skip` lines are passed over.  With context NULL nothing is
 *  reported. */
void csv_open(struct csv *csv, struct chiso_context *context, const char *file, const char *data,
              size_t n, char delimiter, uint32_t skip);
/** The same for what is in a packed file, whose bytes must stay: it is unpacked as it is read, and a fault
 *  in it is reported when it shows, as if the file ended there.  is_aside: as stream_open().  0 or
 *  CHISO_ENOMEM. */
int csv_open_packed(struct csv *csv, struct chiso_context *context, const char *file,
                    const struct bytes *packed, int is_aside, char delimiter, uint32_t skip);
/** To be called when nobody looks at records that have been read: there is something of a packed file in
 *  the window then.  0 or CHISO_ENOMEM. */
int csv_window_ready(struct csv *csv);
/** Moves the window on to where the next record begins, and makes it wider where it is too small for that
 *  one.  0 or CHISO_ENOMEM. */
int csv_window_move(struct csv *csv);
void csv_window_close(struct csv *csv);
/** Says that the next record is longer than CSV_MOST, which ends the file. */
void csv_report_too_long(struct csv *csv);
/** Reads a record; blank lines are passed over.  1: fields filled, borrowed until the next call;
 *  0: the end; CSV_MORE: the next record is not in the window, which is pinned; CHISO_EDATA: this record
 *  can't be used (reported; the next call goes on behind it);
 *  CHISO_ENOMEM.  A quote inside a field without quotes is reported, but the field is what stands
 *  there and the record is used. */
int csv_next(struct csv *csv);
/** Reads records of n_fields fields as long as that is possible without looking at each byte, and adds
 *  them to rows, which are taken anew where n is 0.  Unless they are full csv_next() must be asked then,
 *  which may find that the next record is plain all the same, or that there is none.  0 or CHISO_ENOMEM. */
int csv_take_plain(struct csv *csv, size_t n_fields, struct csv_rows *rows);
/** To be called when the bytes move: nothing is known of them any more. */
void csv_forget_plain(struct csv *csv);
/** Copies what stands between two quotes, with every "" made ": out has room for as much.  Returns its
 *  length. */
size_t csv_undouble(char *out, struct slice text);
/** Goes on at a place where a record begins, which is on a line. */
void csv_go_to(struct csv *csv, size_t place, uint32_t line);
/** Starts again at the first record after the skipped lines. */
void csv_rewind(struct csv *csv, uint32_t skip);
void csv_close(struct csv *csv);
/** The place of field i of the current record; of its first field when there is no such one. */
struct place csv_place(const struct csv *csv, size_t i);

#endif
