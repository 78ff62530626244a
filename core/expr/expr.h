/* SPDX-License-Identifier: MIT */
/* The expression language, over columns of records.  An expression is compiled once, to a program
 * of typed instructions on whole vectors, and run over batches: no tree is walked row by row.
 *
 * Numbers (12, 2., .5, 2.1E-1); strings 'a' or "a" with the escapes \\ \' \" \n \t; true, false,
 * null; names of columns, bare (letters of any script, digits, _, and dots inside) or in [square
 * brackets], where a ] is doubled.  Operators by precedence, low to high:
 *     || or    && and    == !=    < <= > >= in    + -    * / %    unary + - ! not    ^
 * All group from the left but ^, which groups from the right.  x in (a, b) and is(x in a, b) are
 * the same.  The functions, with how they are written, are the table in expr_table.c.
 *
 * Types never mix: numbers, strings, true/false and dates are only compared with their own kind.
 * The one exception is that a string in a list of numbers counts when it spells a number.
 *
 * A missing operand gives missing with its reason, the first operand's if there are several.
 * isNull(), isNotNull(), firstNonNull() and if() look at that themselves; && and || know that
 * false && missing is false and true || missing is true.  null is missing, not_reported, and so is
 * removeZeros(0).  Division by zero is missing, denominator_zero; log of 0, overflow and the like
 * out_of_domain. */
#ifndef CORE_EXPR_H
#define CORE_EXPR_H

#include "base/finding.h"
#include "expr/vector.h"
#include "number/measure.h"

struct expr;

/** A function that the host adds to the language.  It sees whole vectors, all rows at once, so it
 *  may look at other rows: the expression knows nothing of what they are. */
struct expr_function {
	const char *name, *usage;
	/** Letters: n a number in every row, k a whole number from 1 to 1000 and p a period, both
	 *  written out.  The last one repeats. */
	const char *operands;
	size_t min, max;    /* operands */
	size_t step;        /* those beyond min come so many at a time; 0: one */
	enum expr_gives {   /* the unit of measure of its result */
		GIVES_SAME,     /* as of the first operand */
		GIVES_PERCENT,
		GIVES_NUMBER,   /* without one */
		GIVES_RATIO,    /* first by second operand */
		GIVES_WEIGHTED, /* as of every other operand, the first one with it */
	} gives;
	const void *data; /* the host's own */
};

/** An operand of a call that the host reads itself, as it is written; text: of a string that stands there, else NULL. */
struct expr_argument {
	const char *source, *text;
	struct place place;
};

/** The names an expression may use. */
struct expr_scope {
	void *user;
	/** Index (>= 0) of the column with this name (in NFC), with *type set to what it is
	 *  (CHISO_F64, CHISO_BOOL, CHISO_DATE, CHISO_STR) or, when the scope does not know, left
	 *  CHISO_NONE: the column is then of the type that its place asks for.  Negative: no such
	 *  name. */
	int (*find)(void *user, struct slice name, int *type);
	/** Offers every name there is, for proposals.  NULL: no proposals. */
	void (*offer)(void *user, struct nearest *nearest);
	const struct expr_function *functions; /* of the host */
	size_t n_functions;
	/** What to say of an unknown name, and when there is a proposal; 0: that there is no such
	 *  column. */
	enum message unknown, unknown_near;
	/** Functions whose operands the host reads itself, up to NULL; and as find(), of a call of
	 *  one.  Negative: it is wrong, which has been reported.  NULL: there are no such functions. */
	const char *const *lookups;
	int (*lookup)(void *user, const char *name, struct place place,
	              const struct expr_argument *arguments, size_t n, int *type);
};

/** A vector of a type with room for n rows, zeroed; at NULL without memory. */
struct vector vector_new(struct arena *arena, int type, size_t n);
/** The same with anything in it. */
struct vector vector_room(struct arena *arena, int type, size_t n);

/** Writes the values that a vector may have as bytes, in n rows. */
void vector_spell_out(const struct vector *vector, size_t n);

/** Wanted, in the place of a type: any, where a name that has none of its own, or what is looked up, is a text and not a
 *  number. */
enum { EXPR_NAMING = -2 };
/** Compiles.  `wanted` is the type the result must have, CHISO_NONE: any.  Faults, all at once,
 *  are findings at `place` plus the column inside the source (the source's first character is at
 *  place.column; 0: unknown, and stays so), and CHISO_EDATA; or CHISO_ENOMEM.  Lives in the arena;
 *  the source is copied. */
int expr_compile(struct expr **out, struct arena *arena, struct chiso_context *context,
                 struct place place, const char *source, int wanted,
                 const struct expr_scope *scope);

int expr_type(const struct expr *expr);
const char *expr_source(const struct expr *expr);

/** The columns that the expression reads: index in the scope and type it is read as.  A column
 *  may be read as two types and then has two entries.  A column of unknown type of which is only
 *  asked whether it is null is read as a string, which every cell can be. */
struct expr_use {
	int column, type;
};
size_t expr_uses(const struct expr *expr, const struct expr_use **out);
/** Whether use i may have its numbers, or its texts, as bytes alone: it is only added up with others, or compared with
 *  texts that stand in the program. */
int expr_only_adds(const struct expr *expr, size_t i);
int expr_only_compares(const struct expr *expr, size_t i);
/** Whether it is nothing but one column. */
int expr_is_name(const struct expr *expr);

/** Runs over n rows.  in[i] is the vector for use i, of its type.  out must be of expr_type() and
 *  have room for n rows, apart from all of in; strings in it are borrowed from in and the
 *  expression.  scratch is cleared by the caller now and then.  0 or CHISO_ENOMEM. */
int expr_run(const struct expr *expr, const struct vector *in, size_t n, struct vector *out,
             struct arena *scratch);

/** The same, but of texts that the expression has a few of, and says which in out->bytes, they are not
 *  written. */
int expr_run_briefly(const struct expr *expr, const struct vector *in, size_t n, struct vector *out,
                     struct arena *scratch);

/** The unit of measure of the result, from those of columns.  What may not be added or compared
 *  is a finding at its column, and CHISO_EDATA; or CHISO_ENOMEM. */
int expr_measure(struct measure *out, const struct expr *expr, struct chiso_context *context,
                 struct measure (*of)(void *user, int column), void *user);

/** Rows of which alone the result is wanted. */
struct expr_rows {
	uint32_t *list; /* in order; NULL: all are */
	size_t n;
};

/** One step of a program over whole vectors. */
struct expr_step {
	const struct expr_function *function; /* NULL: an operation of the language itself */
	struct slice source;    /* of the function's call */
	enum expr_choice {
		TAKES_ALL,   /* its operands make the value together */
		TAKES_IF,    /* the second or third one, by the first */
		TAKES_FIRST, /* the first one that is not missing */
	} choice;
	size_t n, n_in;         /* rows, operands */
	const struct vector *in; /* per operand; of one row when it is a constant */
	const int *from;        /* per operand: the use, or the number of uses + the step; -1: a
	                           constant */
	struct vector *out;
	int to;                 /* the number of uses + this step */
	struct expr_rows rows;  /* those of which a function of the host is wanted */
};

/** One who watches a program run, and computes the functions of the host. */
struct expr_watch {
	void *user;
	/** 0 or CHISO_ENOMEM.  A step with a function is to be computed, others have been. */
	int (*step)(void *user, const struct expr_step *step);
};

struct expr_values; /* of every step in every row */

/** The bits that `of` gives for the functions of the host in an expression. */
int expr_looks(const struct expr *expr, int (*of)(const struct expr_function *function));
/** How many steps there are. */
size_t expr_steps(const struct expr *expr);
/** For each use whether it is looked at in all rows when the result is wanted of some: functions of the host may
 *  look at any.  0 or CHISO_ENOMEM. */
int expr_needs_all(uint8_t *out, const struct expr *expr);
/** Runs over n rows a step at a time and keeps what every step gives.  An expression with
 *  functions of the host can be run this way only.  Lives in the arena.  With a list of rows others have no
 *  result, steps are kept of those alone unless the host looks at them, and what a watcher sees of others
 *  is of no account. */
int expr_run_whole(struct expr_values **out, const struct expr *expr, const struct vector *in,
                   size_t n, const struct expr_rows *rows, const struct expr_watch *watch,
                   struct arena *arena);
/** What the last step gave. */
const struct vector *expr_result(const struct expr *expr, const struct expr_values *values);
/** As expr_fill(), of one row of values; a call of a function of the host shows its value. */
char *expr_fill_row(const struct expr *expr, const struct expr_values *values, size_t row,
                    const char *lang, struct arena *arena);

/** The source for one row with the values filled in and only the branch taken:
 *  "firstNonNull(a, b + c)" with a missing gives "800 + 35".  in: vectors of one row.  Without
 *  outer parentheses.  NULL: no memory. */
char *expr_fill(const struct expr *expr, const struct vector *in, const char *lang,
                struct arena *arena);

#endif
