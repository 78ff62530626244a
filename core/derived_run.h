/* SPDX-License-Identifier: MIT */
/* What the parts of computing derived indicators share: the run over all of them, and the
 * evaluation of one in one breakdown. */
#ifndef CORE_DERIVED_RUN_H
#define CORE_DERIVED_RUN_H

#include "aggregate.h"
#include "derived.h"
#include "fact.h"
#include "panel.h"
#include "project.h"

struct derived_run {
	struct arena arena;
	struct chiso_results *results;
	struct facts facts;
	struct intern texts; /* of keys */
	struct groups by_period;
	struct period *periods;
	size_t n_periods, periods_cap;
	int *same, *rank; /* per unit; rank NULL: units are in order */
	size_t *first;    /* per indicator of the project, its first cell */
	struct table **tables;
	size_t n_tables, tables_cap;
	struct evaluation *explained; /* the last one that was; NULL: none */
};

/** A call of a function that looks at other rows. */
struct host_call {
	struct slice source;
	const struct vector *out;
	const char **told; /* per row; NULL: not wanted */
};

/** One derived indicator in one of its key sets. */
struct evaluation {
	struct derived_run *run;
	const struct indicator_spec *spec;
	const struct derived *derived;
	const struct derived_column *columns;
	const struct expr_use *uses;
	size_t n_uses, set;
	const struct names *keys;
	const struct names *parts; /* per use, those of the keys that the operand has */
	struct arena arena, *scratch;
	struct panel panel;
	const char *const **values_of; /* per group of the panel, beside keys */
	size_t *cells;                 /* per row, a cell of the same unit and period */
	struct vector *in;             /* per use */
	struct fact **known;           /* per use and step */
	struct fact *unknown;          /* of what is written out */
	uint8_t **bounds;              /* per use, QUALIFIER_... */
	size_t n_bounded;
	int is_moving; /* only values are wanted: see derived_bounds.c */
	struct host_call *calls;
	size_t n_calls;
	struct expr_values *values;
	const struct vector *result;
	const struct fact *result_known;
};

/** derived_rows.c: makes cells from number `at` on findable, gathers the rows of an evaluation and
 *  fills its operands.  0 or CHISO_ENOMEM. */
int derived_index(struct derived_run *run, size_t at);
int evaluation_rows(struct evaluation *e);
void derived_tables_free(struct derived_run *run);

/** Gathers the rows, and computes.  0 or CHISO_ENOMEM; to be cleared in either case. */
int evaluation_make(struct evaluation *e, struct derived_run *run,
		    const struct indicator_spec *spec, size_t set);
/** Runs the program over other operands. */
int evaluation_run(struct evaluation *e, struct expr_values **values, const struct vector *in,
		   struct arena *scratch);
/** derived_bounds.c: BOUND_... bits per row. */
int evaluation_bounds(struct evaluation *e, uint8_t *bits);
void evaluation_clear(struct evaluation *e);

#endif
