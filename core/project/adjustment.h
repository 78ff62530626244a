/* SPDX-License-Identifier: MIT */
/* Adjustments: adjustments.csv, in which somebody answers for another value of a cell of a dataset's
 * files.  Its columns are unit, period, column, old, new, who, why and document; further ones are
 * columns of the dataset that tell records of one unit and period apart.
 *
 * The cell of a record is replaced before anybody reads it.  What is made of it carries a mark, as
 * one of the notes of a figure, which goes wherever notes go: up the units, through longer periods,
 * other boundaries and expressions.  When all cells are there marks become words and a list. */
#ifndef CORE_ADJUSTMENT_H
#define CORE_ADJUSTMENT_H

#include "json/json_out.h"
#include "project/project.h"
#include "results/results.h"

struct reader;

/** In front of a mark: before all that is printed, so that marks come first among notes in order. */
enum { ADJUSTMENT_MARK = 0x1e };

struct adjustment {
	const char *unit, *period, *column, *old, *new; /* NFC; old and new "": no value */
	const char *who, *why;
	const struct document *document;
	const char **keys; /* per further column; "": any */
	struct place place, unit_place, period_place, column_place, old_place, new_place;
	const char *mark; /* among the notes of a figure */
};

struct adjustments {
	const char *name, *path, *sha256; /* name: as the project has it */
	const char **columns;             /* the further ones, in `places` */
	struct place *places;
	size_t n_columns;
	struct adjustment *list;
	size_t n, cap;
	size_t first; /* number in the project of the first one */
};

/** Reads the file that a dataset names.  Faults are findings; 0 or CHISO_ENOMEM. */
int adjustments_read(struct chiso_project *project, struct dataset_spec *dataset,
                     struct json_node *node);
void adjustments_clear(struct adjustments *adjustments);

/** Makes words and lists of the marks among the notes of all cells.  0 or CHISO_ENOMEM. */
int results_show_adjustments(struct chiso_results *results);
/** A sentence for people; NULL without memory. */
const char *adjustment_sentence(struct arena *arena, const struct chiso_adjustment *adjustment,
                                const char *lang);
/** n of them in a line: "06463, 2023: planted_ha "835" -> "853" (who: why; document)"; "" for none,
 *  NULL without memory. */
const char *adjustments_line(struct arena *arena, const struct chiso_adjustment *const *list,
                             uint32_t n);
/** A member with a list of n, if there are any. */
void adjustments_write(struct json_out *json, const struct chiso_adjustment *const *list, uint32_t n);
/** Puts a list in the project's order, each but once; how many are left. */
uint32_t adjustments_sort(const struct chiso_adjustment **list, uint32_t n);

/** reader_adjust.c: finds columns, units and periods.  0 or CHISO_ENOMEM. */
int reader_bind_adjustments(struct reader *reader);
/** Puts the new values into a batch whose cells have just been filled.  0 or CHISO_ENOMEM. */
int reader_adjust(struct reader *reader);
/** When all records have been read: says which have found none, or several. */
void reader_judge_adjustments(struct reader *reader);
/** Notes that a record has an adjusted value in a column, or has one from elsewhere.  0 or
 *  CHISO_ENOMEM. */
int reader_add_adjusted(struct reader *reader, size_t row, int column, const char *mark);

#endif
