/* SPDX-License-Identifier: MIT */
/* Files with one value a line: unit, period, what it is, how much.  The lines that agree in unit,
 * period and group are one record, whose columns are the codes met; so it is a dataset like others.
 * The files are read when the reader is opened, for only then is it known which columns there are.
 *
 * A record keeps its values as cells with places of their own.  What stands beside a value to mark
 * or qualify it becomes a column too, "area/status", behind those of the codes. */
#ifndef CORE_PIVOT_H
#define CORE_PIVOT_H

#include "reader.h"

enum { PIVOT_MARKS = MARK_KINDS + 1 }; /* the last: the qualifier */

struct pivot {
	int unit; /* columns of the files */
	int code, value;
	int keys[2 + MAX_DATASET_KEYS], period_key; /* unit, period, group; which is the period, or -1 */
	size_t n_keys;
	int marks[PIVOT_MARKS]; /* columns of the files; -1: not declared */
	size_t n_marks;         /* those that are */
	struct intern records_by_key, codes;
	/* The same as the files write them: what has been met needs no second look. */
	struct intern key_spellings, code_spellings;
	uint32_t *record_of, *code_of; /* beside them */
	size_t record_of_cap, code_of_cap;
	uint32_t last_code; /* the spelling of the line before */
	struct groups pairs; /* record, code */
	struct pivot_record {
		struct csv_field *keys;
		size_t first, last; /* values; NO_VALUE */
	} *records;
	struct pivot_value {
		struct csv_field *fields; /* the value, then its marks */
		size_t next;
	} *values; /* by pair */
	size_t records_cap, values_cap;
	size_t next; /* record to be given */
};

/** Reads all files of the reader, whose columns are those of the records then.  0, CHISO_EDATA (which
 *  has been reported) or CHISO_ENOMEM. */
int pivot_open(struct reader *reader);
/** Fills the batch with records: 1; the end: 0; or CHISO_ENOMEM. */
int pivot_fill(struct reader *reader);
/** Which column of the records a value is in. */
int pivot_column_of(const struct pivot *pivot, size_t value);
/** Binds what the files say about their values.  0 or CHISO_ENOMEM. */
int pivot_bind_marks(struct reader *reader);
/** Forgets the records, which nobody will ask for again; columns keep their names. */
void pivot_rest(struct pivot *pivot);
void pivot_close(struct pivot *pivot);

#endif
