/* SPDX-License-Identifier: MIT */
/* What cells of one group, or of one output, say alike in CSV: it is written once and copied, for
 * results have millions of cells. */
#ifndef CORE_WRITE_CSV_TEXTS_H
#define CORE_WRITE_CSV_TEXTS_H

#include "results/results.h"

struct csv_row;

/** The parts of a text, each of which is some columns with a comma behind each, but for the last of a row.  Among
 *  them stands what most cells say of others in between, so that they copy all of it at once: that a standard, a
 *  reason and sums there are none, and that the value is exact. */
enum { TEXT_STANDARD, TEXT_PLACE, TEXT_RECORDS, TEXT_REPORTING, TEXT_EXACT, TEXT_MARKS, GROUP_TEXTS };
enum {
	TEXT_INDICATOR,
	TEXT_NO_STANDARD,
	TEXT_OUTPUT,
	TEXT_NO_REASON,
	TEXT_MEASURE,
	TEXT_NO_SUMS,
	OUTPUT_TEXTS
};

struct csv_text {
	uint32_t begins[GROUP_TEXTS + 1];
	uint32_t turn; /* of the texts when it was made; 0: it has not been */
};

struct csv_texts {
	const struct cells *cells;
	uint32_t first_group;
	size_t n_groups; /* that cells are of which are written */
	struct csv_text *groups, *outputs; /* by their numbers, groups from the first one on */
	struct cell_columns *columns;      /* with the sums of the outputs' cells */
	size_t groups_cap, outputs_cap, columns_cap;
	char *text;
	size_t n, cap;
	struct sink sink; /* that adds to the text */
	const char *indicator; /* that the text made last is about */
	uint32_t turn;         /* how often all were forgotten, and 1 */
	struct csv_keys {
		const char *const *names;
		uint32_t n_names, labels; /* labels UINT32_MAX: none yet */
		char *text; /* with a comma behind each */
		size_t n, cap;
		struct sink sink; /* that adds to the text */
	} keys; /* of the cell before */
};

/** first_group and last_group: of the cells that will be asked for. */
void csv_texts_init(struct csv_texts *texts, const struct cells *cells, uint32_t first_group,
                    uint32_t last_group);
/** Makes the texts of a cell's group and output if need be.  0 or CHISO_ENOMEM. */
int csv_texts_make(struct csv_texts *texts, const struct cell *cell);
/** Finds them.  They stay until the next call.  0 or CHISO_ENOMEM. */
static inline int csv_texts_find(struct csv_texts *texts, const struct cell *cell,
                                 const struct csv_text **group, const struct csv_text **output)
{
	uint32_t at = cell->group - texts->first_group;

	if ((cell->output >= texts->outputs_cap || at >= texts->groups_cap ||
	     texts->outputs[cell->output].turn != texts->turn || texts->groups[at].turn != texts->turn) &&
	    csv_texts_make(texts, cell))
		return CHISO_ENOMEM;
	*group = &texts->groups[at];
	*output = &texts->outputs[cell->output];
	return CHISO_OK;
}
/** Finds the values of the keys, which many cells that follow each other have alike: texts->keys.  0 or
 *  CHISO_ENOMEM. */
int csv_texts_keys(struct csv_texts *texts, const struct chiso_about *about, const struct cell *cell);
void csv_texts_clear(struct csv_texts *texts);

/** Behind all texts are so many bytes that may be read. */
enum { TEXT_MARGIN = 32 };

/** How long all n parts of a text are. */
static inline size_t csv_text_length(const struct csv_text *text, int n)
{
	return text->begins[n] - text->begins[0];
}

/* ---- write_csv.c ---- */

/** A row in the making. */
struct csv_row {
	struct sink *sink;
	int begun; /* a cell is there already */
};
void csv_text(struct csv_row *row, const char *s);
void csv_texts_of(struct csv_row *row, const char *const *list, size_t n);
void csv_count(struct csv_row *row, uint64_t n);
void csv_number(struct csv_row *row, double value);
void csv_end(struct csv_row *row);

#endif
