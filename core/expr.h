/* SPDX-License-Identifier: MIT */
/* The expression language, over columns of records.  An expression is compiled once, to a program
 * of typed instructions on whole vectors, and run over batches: no tree is walked row by row.
 *
 * Numbers (12, .5, 2.1E-1), strings 'a' or "a", true, false, null; names of columns, bare or in
 * [square brackets] when they are no identifier.  By precedence, low to high:
 *     ||    &&    == !=    < <= > >=    + -    * / %    unary + - !    ^ (right associative)
 * A missing operand gives missing with its reason; && and || know false && missing is false.
 * Division by zero is missing, denominator_zero; log of 0 and the like out_of_domain. */
#ifndef CORE_EXPR_H
#define CORE_EXPR_H

#include "finding.h"
#include "vector.h"

struct expr;

/** The names an expression may use. */
struct expr_scope {
	void *user;
	/** Index (>= 0) of the column with this name, with *type set to what it is (CHISO_F64,
	 *  CHISO_BOOL, CHISO_DATE, CHISO_STR) or, when the scope does not know, left CHISO_NONE: the
	 *  column is then of the type that its place asks for.  Negative: no such name. */
	int (*find)(void *user, struct slice name, int *type);
	/** Offers every name there is, for proposals. */
	void (*offer)(void *user, struct nearest *nearest);
};

/** Compiles.  `wanted` is the type the result must have, CHISO_NONE: any.  Faults, all at once,
 *  are findings at `place` plus the column inside the source (the source's first character is at
 *  place.column), and CHISO_EDATA.  Lives in the arena. */
int expr_compile(struct expr **out, struct arena *arena, struct chiso_context *context,
                 struct place place, const char *source, int wanted,
                 const struct expr_scope *scope);

int expr_type(const struct expr *expr);
const char *expr_source(const struct expr *expr);

/** The columns that the expression reads: index in the scope and type it is read as.  A column
 *  may be read as two types and then has two entries. */
struct expr_use {
	int column, type;
};
size_t expr_uses(const struct expr *expr, const struct expr_use **out);
/** Whether it is nothing but one column. */
int expr_is_name(const struct expr *expr);

/** Runs over n rows.  in[i] is the vector for use i, of its type.  out must be of expr_type() and
 *  have room for n rows.  scratch is cleared by the caller now and then.  0 or CHISO_ENOMEM. */
int expr_run(const struct expr *expr, const struct vector *in, size_t n, struct vector *out,
             struct arena *scratch);

/** The source for one row with the numbers filled in and only the branch taken:
 *  "firstNonNull(a, b + c)" with a missing gives "800 + 35".  in: vectors of one row.  NULL: no
 *  memory. */
char *expr_fill(const struct expr *expr, const struct vector *in, const char *lang,
                struct arena *arena);

#endif
