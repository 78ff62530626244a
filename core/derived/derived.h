/* SPDX-License-Identifier: MIT */
/* Derived indicators: expressions over the outputs of other indicators.  Their programs are made
 * when the project is read, so that everything wrong with them is found before any data are; they
 * run over the cells of the others, each after those it needs. */
#ifndef CORE_DERIVED_H
#define CORE_DERIVED_H

#include "expr/expr.h"
#include "results/results.h"

/** What stands in a derived indicator's spec->use: one output, `value`. */
extern const struct chiso_indicator derived_use;

/** An output of an indicator of the project: what names in expressions stand for. */
struct derived_column {
	const struct indicator_spec *spec;
	uint32_t output, in_row; /* in_row: which of the outputs with the same axes */
	struct names *sets; /* the breakdowns of its cells, each with its axes */
	size_t n_sets;
};

/** The program of one derived indicator. */
struct derived {
	struct expr *expr;
	struct derived_column *columns; /* of the project: uses are indices into it */
	struct names *keys; /* per key set of the spec and use: the key set of that operand */
	int looks;          /* of its functions, LOOKS_... */
};

/** Compiles all expressions of a project and puts them in order.  Faults are findings;
 * CHISO_ENOMEM. Sets spec->derived, by and unit_measure, and project->derived. */
int derived_compile(struct chiso_project *project);

/** What a run of derived indicators keeps for explanations. */
struct derived_run;
/** Computes all derived indicators from the cells of the others, and puts all cells in the
 *  project's order, but those of derived indicators that nobody shows or judges.  0 or CHISO_ENOMEM. */
int derived_compute(struct chiso_results *results);
/** Computes again what cells were left out, which nobody shows: before all cells are looked at.  0 or
 *  CHISO_ENOMEM. */
int derived_complete(struct chiso_results *results);
void derived_free(struct derived_run *run);

/** Behind one cell of a derived indicator, for explain. */
struct derived_call {
	const char *source; /* "lag(share, 1)" */
	struct chiso_value value;
	const char *told; /* how it was made, in numbers; NULL: nothing is said */
};
struct derived_trace {
	const char *formula;        /* the expression */
	const char *filled;         /* with numbers */
	struct derived_call *calls; /* of functions that look at other rows */
	size_t n_calls;
	const uint32_t *cells; /* numbers of the cells that it is made of */
	size_t n_cells;
};
/** Fills in what is behind cell number `cell`, in the arena.  0 or CHISO_ENOMEM. */
int derived_explain(struct derived_trace *out, struct chiso_results *results, size_t cell,
		    struct arena *arena);

#endif
