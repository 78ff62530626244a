/* SPDX-License-Identifier: MIT */
/* Results: the cells and assessments of a run, complete and in their final order.  Writers read
 * nothing else. */
#ifndef CORE_RESULTS_H
#define CORE_RESULTS_H

#include "base/arena.h"
#include "base/sink.h"
#include "display/label.h"
#include "results/cells.h"
#include "units/period.h"

#include <chiso/chiso.h>

/** What an assessment is about, for explain. */
struct assessed {
	const struct goal_spec *goal;
	const struct row_spec *row;       /* NULL: the goal has none */
	const struct target_spec *target; /* NULL: none */
};

struct json;
struct mapping;
struct provenance;

/** Made when one is asked for. */
struct summary_list {
	struct chiso_summary *list;
	size_t n, next;
};

struct chiso_results {
	struct arena arena;
	struct chiso_context *context;
	struct chiso_project *project;
	struct chiso_results *plain; /* the same in English, for CSV and JSON; NULL: these are it */
	struct derived_run *derived; /* behind derived indicators; NULL: there are none */
	struct run *run; /* readers and sums, which cells and explain lean on; NULL in tests of writers */
	const struct mapping *mapping; /* for other systems; NULL: none */
	const struct provenance *provenance; /* made when asked for, provenance_of(); NULL: none yet */
	struct json *json; /* of saved results, whose record it holds; NULL */
	struct chiso_about about;
	struct cells cells;
	struct chiso_assessment *assessments;
	size_t n_assessments, assessments_cap;
	struct assessed *assessed; /* beside assessments; NULL: saved ones */
	size_t assessed_cap;
	struct summary_list summaries, years;
	uint32_t *shown; /* numbers of the cells that are among the results; NULL: all are */
	size_t n_shown;
	size_t next_cell, next_assessment; /* of the iterators */
};

/** Whether a value is kept back to protect persons: then nothing that its records say may be shown,
 *  nor how many there are. */
int cell_is_suppressed(const struct chiso_cell *cell);

/** Results are the cells that the project shows: how many they are, the number of one among all
 *  cells, and one as a whole. */
static inline size_t results_count(const struct chiso_results *results)
{
	return results->shown ? results->n_shown : results->cells.n;
}

static inline size_t results_at(const struct chiso_results *results, size_t i)
{
	return results->shown ? results->shown[i] : i;
}

static inline struct chiso_cell results_cell(const struct chiso_results *results, size_t i)
{
	return cells_get(&results->cells, results_at(results, i));
}

/** results_show.c: finds them, when all are computed, or other ones have been.  0 or CHISO_ENOMEM. */
int results_show(struct chiso_results *results);
/** Whether the figures that an indicator has of a period are among the results. */
int indicator_shows(const struct indicator_spec *spec, struct period period);
/** Says which periods are to be shown that no result is of. */
void results_check_shown(const struct chiso_results *results);

/** Puts the cells in the order of the project's indicators; those of one stay in order.  0 or
 *  CHISO_ENOMEM. */
int results_reorder(struct chiso_results *results);
/** The number of the first cell of an indicator, and of the first one behind its last: cells must be
 *  in the order of the indicators. */
void results_range(const struct chiso_results *results, const struct indicator_spec *spec,
                   size_t *from, size_t *to);

/** The results whose texts do not change with the language. */
const struct chiso_results *results_plain(const struct chiso_results *results);

/* One file per format, write_<format>.c.  Flags that a format has no use for are ignored. */
int write_table(const struct chiso_results *results, uint32_t flags, struct sink *sink);
int write_scoreboard(const struct chiso_results *results, uint32_t flags, struct sink *sink);
int write_csv(const struct chiso_results *results, uint32_t flags, struct sink *sink);
/** write_wide.c: with the fields of a list "n_used,af.h:se"; CHISO_EUSE: some are none, or a figure is not there, which
 *  is a finding. */
int write_wide(const struct chiso_results *results, const char *fields, struct sink *sink);
int write_scoreboard_csv(const struct chiso_results *results, uint32_t flags, struct sink *sink);
int write_json(const struct chiso_results *results, uint32_t flags, struct sink *sink);
/** write_summary.c: by what a name says, "domain-year-csv"; CHISO_EUSE when it says nothing. */
int write_summary(const struct chiso_results *results, const char *name, uint32_t flags,
                  struct sink *sink);
int write_html(const struct chiso_results *results, uint32_t flags, struct sink *sink);

#endif
