/* SPDX-License-Identifier: MIT */
/* Files with one value a line: unit, period, what it is, how much.  The lines that agree in unit,
 * period and group are one record, whose columns are the codes met; so it is a dataset like others.
 * The files are read when the reader is opened, for only then is it known which columns there are.
 *
 * A record keeps its values as cells with places of their own.  What stands beside a value to mark
 * or qualify it becomes a column too, "area/status", behind those of the codes. */
#ifndef CORE_PIVOT_H
#define CORE_PIVOT_H

#include "reader/reader.h"

enum { PIVOT_MARKS = MARK_KINDS + 1 }; /* the last: the qualifier */
enum { PIVOT_CODES = 64 };             /* of which a record says in one word which it has */
#define PIVOT_OWN UINT32_MAX

/** What stands in a field of some line. */
struct pivot_cell {
	union {
		const char *text;            /* in the bytes of the file, without quotes around it */
		const struct csv_field *own; /* n PIVOT_OWN: one that differs from what stands there */
	} at;
	uint32_t n, line; /* line 0: the file lacks the column */
};

/** The fields of lines as the files write them, each as a number of two halves: what has been met needs no
 *  second look. */
struct pivot_spellings {
	struct groups known;
	uint32_t *means, *next; /* beside them: a number, and what came behind it last */
	size_t means_cap, next_cap;
	uint32_t last; /* that of the line before */
};

struct pivot {
	int unit; /* columns of the files */
	int code, value;
	int keys[2 + MAX_DATASET_KEYS], period_key; /* unit, period, group; which is the period, or -1 */
	size_t n_keys;
	int marks[PIVOT_MARKS]; /* columns of the files; -1: not declared */
	size_t n_marks;         /* those that are */
	struct intern records_by_key, codes;
	struct pivot_spellings key_spellings, code_spellings;
	struct intern long_texts; /* that are no words */
	uint32_t last_long;
	struct pivot_record {
		struct pivot_cell *keys;
		uint32_t first, last; /* values; NO_VALUE */
		/* Bits of the codes of which it has a value: of the first ones, and of the others (NULL: none). */
		uint64_t codes, *more_codes;
	} *records;
	struct pivot_value {
		struct pivot_cell cell;
		uint32_t next, code;
	} *values;
	struct pivot_cell *mark_cells; /* n_marks a value */
	size_t records_cap, values_cap, marks_cap;
	uint32_t n_values;
	size_t next; /* record to be given */
	/* Of the batch: its records, from one on, and 1 + the value of each code and row, or 0. */
	size_t first, n_rows;
	uint32_t *at;
};
#define NO_VALUE UINT32_MAX

/** What a line is about; UINT32_MAX: it could not be used. */
struct pivot_line {
	uint32_t record, code;
};

/** Whether a record has a value of a code. */
static inline int pivot_has_code(const struct pivot_record *record, uint32_t code)
{
	uint64_t codes = record->codes;

	if (code >= PIVOT_CODES)
		codes = record->more_codes ? record->more_codes[code / PIVOT_CODES - 1] : 0;
	return codes >> code % PIVOT_CODES & 1;
}

/** Adds a value of a code, for which there is room and a bit, behind the others of a record. */
static inline void pivot_append(struct pivot *pivot, struct pivot_record *of, uint32_t code,
                                const struct pivot_cell *cell)
{
	uint32_t at = pivot->n_values++;

	*(code < PIVOT_CODES ? &of->codes : &of->more_codes[code / PIVOT_CODES - 1]) |=
		(uint64_t)1 << code % PIVOT_CODES;
	pivot->values[at] = (struct pivot_value){*cell, NO_VALUE, code};
	*(of->last == NO_VALUE ? &of->first : &pivot->values[of->last].next) = at;
	of->last = at;
}

/** Reads all files of the reader, whose columns are those of the records then.  0, CHISO_EDATA (which
 *  has been reported) or CHISO_ENOMEM. */
int pivot_open(struct reader *reader);
/** Which column of the records a value is in. */
int pivot_column_of(const struct pivot *pivot, size_t value);
/** Binds what the files say about their values.  0 or CHISO_ENOMEM. */
int pivot_bind_marks(struct reader *reader);
/** Forgets the records, which nobody will ask for again; columns keep their names. */
void pivot_rest(struct pivot *pivot);
void pivot_close(struct pivot *pivot);

/** Takes the current line of the file with care, which says what is wrong with it.  0 or CHISO_ENOMEM. */
int pivot_take_line(struct reader *reader, struct pivot *pivot, struct pivot_line *line);
/** Says so where the current line has a code too many: CHISO_EDATA. */
int pivot_check_codes(struct reader *reader, const struct pivot *pivot);
/** Makes room for n values, with their marks.  0 or CHISO_ENOMEM. */
int pivot_make_room(struct pivot *pivot, size_t n);
/** Adds a value, for which there is room, to a record that has none of the code.  0 or CHISO_ENOMEM. */
int pivot_add_value(struct reader *reader, struct pivot *pivot, uint32_t record, uint32_t code,
                    struct pivot_cell cell);
/** Keeps a field of the current line whose text stands nowhere, or not for long.  0 or CHISO_ENOMEM. */
int pivot_keep_own(struct reader *reader, const struct csv_field *field, struct pivot_cell *out);

/** pivot_lines.c: takes the lines of the reader's current file.  As pivot_open(). */
int pivot_read_file(struct reader *reader, struct pivot *pivot);
void pivot_forget_spellings(struct pivot *pivot);

/** pivot_batch.c: fills the batch with records: 1; the end: 0; or CHISO_ENOMEM. */
int pivot_fill(struct reader *reader);
/** What a cell was in its file. */
struct csv_field pivot_field(const struct reader *reader, const struct pivot_cell *cell);

#endif
