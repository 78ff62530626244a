/* SPDX-License-Identifier: MIT */
/* A dataset made of another one: one record for each group of records there, such as a household for
 * its members.  It is handed to its reader as the bytes of a CSV file, whose records keep the place
 * of the first record that they are made of; so it is a dataset like any other.  The reading of the
 * other dataset is a quiet one: its own reader says what is wrong with it. */
#ifndef CORE_COLLAPSE_H
#define CORE_COLLAPSE_H

#include "base/context.h"
#include "reader/reader.h"
#include "sum/sum.h"

struct collapse {
	struct chiso_context quiet;
	struct reader *source; /* NULL: broken */
	struct bound *groups, *columns; /* as the spec has them; a count has none */
	struct intern keys;
	struct collapse_group {
		const char *file; /* of the first record; a name of the quiet context */
		uint32_t line;
		uint32_t n_listed;
		double n;            /* records, by frequency */
		const char *records; /* "members.csv:2, 3, 7" */
		const char **key;
		const struct adjusted_from *adjusted; /* NULL: nothing */
	} *found; /* in order of arrival */
	size_t found_cap;
	struct tally {
		uint8_t missing; /* the reason, of the first record that lacks it */
		uint8_t some_true, some_false, is_begun;
		double least, most;
		const char *first;
	} *tallies; /* by group and column */
	size_t tallies_cap;
	struct sums sums;
	struct arena arena;
	int is_filled;
};

/** Opens the source and gives the reader a file with nothing but its header.  0, CHISO_EDATA when
 *  the source can't be read, CHISO_ENOMEM. */
int collapse_open(struct reader *reader);
/** Lets the source's own reader see what is collapsed. */
int collapse_share(struct reader *reader, struct reader *own);
/** Reads the source and fills the reader's files.  0 or CHISO_ENOMEM. */
int collapse_fill(struct reader *reader);
void collapse_close(struct collapse *collapse);

#endif
