/* SPDX-License-Identifier: MIT */
/* The functions of derived indicators that look at other periods, units and parents: one table,
 * documented in doc/expressions.md.
 *
 * What they have in common: a value that is needed and missing makes the result missing, with its
 * reason; a period that has no row is not_reported, and no neighbour stands in for it; figures on
 * the two sides of a break are never put together, they are not_comparable. */
#ifndef CORE_PANEL_FUNCTIONS_H
#define CORE_PANEL_FUNCTIONS_H

#include "derived/panel.h"
#include "expr/expr.h"
#include "results/fact.h"

/** One call.  A function may compute more rows than are wanted. */
struct panel_call {
	struct panel *panel;
	struct facts *facts;
	const struct expr_function *function;
	const struct vector *in;         /* per operand, of all rows where a number is wanted */
	const int *from;                 /* per operand; less than 0: it is written out */
	const struct known *known;       /* per operand, beside its rows */
	size_t n_in;
	int has_all;                     /* rows of the first operand have a value */
	const struct vector *out; /* 0, and not missing, in the rows that are wanted */
	struct expr_rows rows;    /* these */
	struct fact *out_known; /* room for what is known of the results; NULL: not wanted */
	int is_known_alike;     /* which turned out to be the same of all, and stands there once */
	const char **told;      /* per row, how a result was made, in numbers; NULL: not wanted */
	const char *lang;
	struct arena *arena;
};

/** Where a function looks, as bits: 0 is the row itself. */
enum { LOOKS_IN_TIME = 1, LOOKS_AT_UNITS = 2 };

extern const struct expr_function panel_functions[];
extern const size_t n_panel_functions;

int panel_looks(const struct expr_function *function);
/** Whether operands that are written out are given once, and not for each row. */
int panel_takes_one(const struct expr_function *function);
/** Computes a call.  0 or CHISO_ENOMEM. */
int panel_run(struct panel_call *call);

#endif
