/* SPDX-License-Identifier: MIT */
/* Results: the cells and assessments of a run, complete and in their final order.  Writers read
 * nothing else. */
#ifndef CORE_RESULTS_H
#define CORE_RESULTS_H

#include "arena.h"

#include <chiso/chiso.h>

/** Where a cell's sums come from, for explain. */
struct cell_origin {
	const struct aggregate *aggregate; /* the run of one indicator; NULL in tests of writers */
	uint32_t slot, output;
};

struct chiso_results {
	struct arena arena;
	struct chiso_context *context;
	struct chiso_project *project;
	struct run *run; /* readers and sums, which cells and explain lean on; NULL in tests of writers */
	struct chiso_about about;
	struct chiso_cell *cells;
	struct cell_origin *origins; /* beside cells */
	size_t n_cells, cells_cap;
	struct chiso_assessment *assessments;
	size_t n_assessments, assessments_cap;
	size_t next_cell, next_assessment; /* of the iterators */
};

/** Takes text for a writer.  Errors stick: the first status that is not 0 is kept. */
struct sink {
	chiso_write_fn *write;
	void *user;
	int status;
};
void sink_text(struct sink *sink, const char *text);
void sink_bytes(struct sink *sink, const char *text, size_t n);

/* One file per format, write_<format>.c. */
int write_table(const struct chiso_results *results, uint32_t flags, struct sink *sink);
int write_scoreboard(const struct chiso_results *results, uint32_t flags, struct sink *sink);
int write_csv(const struct chiso_results *results, struct sink *sink);
int write_scoreboard_csv(const struct chiso_results *results, struct sink *sink);
int write_json(const struct chiso_results *results, struct sink *sink);
int write_html(const struct chiso_results *results, struct sink *sink);

/* Words for people, shared by the writers: label.c. */
/** "≤ 36.3 %": a cell's value with its bound and unit of measure, in the language. */
char *label_value(struct arena *arena, const struct chiso_context *context, double value, int bound,
                  const char *unit_measure, int decimals);
/** "not reported" for CHISO_REASON_NOT_REPORTED. */
const char *label_reason(const struct chiso_context *context, uint32_t reason);
const char *label_verdict(const struct chiso_context *context, enum chiso_verdict verdict);
/** "> 10 % a year by 2030" */
char *label_target(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *assessment);

#endif
