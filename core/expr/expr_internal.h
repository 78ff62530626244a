/* SPDX-License-Identifier: MIT */
/* What the parts of the expression language share.  The way of an expression:
 *     source -> tokens (expr_lex) -> tree (expr_parse) -> types (expr_type) -> program
 *     (expr_compile) -> rows (expr_run, with the kernels of expr_number, expr_logic, expr_text, and expr_sum).
 * Every inner node of the tree is an operation, one row of the table in expr_table.c, whether it is
 * written as an operator or as a function.  Nodes are kept in a list, operands before the operation
 * that takes them, so that all later passes are loops: a sum of ten thousand terms is a deep tree,
 * and must not be a deep stack. */
#ifndef CORE_EXPR_INTERNAL_H
#define CORE_EXPR_INTERNAL_H

#include "expr/expr.h"

enum {
	EXPR_ROWS = 512,     /* worked on at a time: a few vectors of them fit the first cache */
	EXPR_DEPTH = 100,    /* nesting */
	EXPR_LENGTH = 65536, /* bytes of source */
	EXPR_WRONG = -1,     /* the type of what is at fault already */
};

/* ---- operations ---------------------------------------------------------------------------- */

/** Computes n rows.  out overlaps no operand.  Values of missing rows are never looked into. */
typedef void expr_kernel(const struct vector *out, const struct vector *const *in, size_t n);

/** How an operation of several operands is made of kernels. */
enum expr_shape {
	EXPR_PLAIN,    /* the kernel takes all operands */
	EXPR_FOLD,     /* k(k(a, b), c) ... */
	EXPR_ALL,      /* k(a, b) and k(a, c) ... */
	EXPR_ANY,      /* k(a, b) or k(a, c) ... */
	EXPR_IDENTITY, /* the operand itself */
	EXPR_HOST,     /* a function of the host */
};

/** The letters of types: n number, b true/false, s string, d date, t any, but all t alike, and a
 *  any; of functions of the host also k and p, see expr.h. */
struct expr_op {
	const char *name, *usage;
	int precedence; /* 0: a function */
	size_t min, max; /* operands */
	char result;
	const char *operands; /* the last letter repeats */
	enum expr_shape shape;
	/** By the type of t (number, boolean, date, string) where there is one, else by how many
	 *  operands there are beyond min. */
	expr_kernel *run[4];
};

enum { EXPR_COMPARING = 4, EXPR_ADDING = 5, EXPR_MULTIPLYING = 6, EXPR_UNARY = 7, EXPR_POWER = 8 };

const struct expr_op *expr_binary(struct slice name);
const struct expr_op *expr_unary(struct slice name);
const struct expr_op *expr_function(const char *name);
void expr_offer_functions(struct nearest *nearest);
char expr_operand_letter(const struct expr_op *op, size_t i);
/** The type a letter means; CHISO_NONE for t and a. */
int expr_letter_type(char letter);
int expr_op_is(const struct expr_op *op, const char *name);

/* ---- tokens and tree ----------------------------------------------------------------------- */

enum expr_token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_STRING,
	TOKEN_NAME,
	TOKEN_BRACKETED,
	TOKEN_TRUE,
	TOKEN_FALSE,
	TOKEN_NULL,
	TOKEN_OPERATOR,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_BAD, /* reported already */
};

struct expr_token {
	enum expr_token_kind kind;
	size_t start, end; /* bytes of the source */
	double number;
	struct slice text; /* strings and names in NFC, NUL behind; operators as in the table */
};

enum expr_node_kind {
	NODE_WRONG,
	NODE_NULL,
	NODE_NUMBER,
	NODE_STRING,
	NODE_BOOLEAN,
	NODE_DATE,
	NODE_NAME,
	NODE_OP,
};

/** Where a value comes from at run time. */
enum expr_from { FROM_USE, FROM_CONSTANT, FROM_CODE, FROM_N };
struct expr_operand {
	enum expr_from from;
	size_t i;
};

struct expr_node {
	enum expr_node_kind kind;
	int type;  /* CHISO_NONE until it is known */
	int group; /* the type of the operands t */
	const struct expr_op *op;
	const struct expr_function *function; /* of the host; NULL: none */
	struct expr_node *operands, *sibling; /* the first; the next one of the same operation */
	size_t n_operands;
	struct expr_node *before, *after; /* in the list of all */
	size_t start, end, at; /* bytes of the source; at: its operator or function */
	size_t id;             /* its place in the list of all */
	union {
		double number;
		int boolean, column;
		int32_t date;
		struct slice text;
	} as;
	struct expr_operand value;
};

/** The work on one source, up to its types. */
struct expr_parser {
	struct arena *arena;
	struct chiso_context *context;
	struct place place;
	const char *source;
	size_t n, at;
	const struct expr_scope *scope;
	struct expr_token token;
	size_t last_end; /* of the token before */
	int cut;         /* the rest of the source can't be read: no more about its end */
	int depth;
	int status;      /* CHISO_EDATA after a fault, CHISO_ENOMEM */
	struct expr_node *first, *last;
	struct expr_node spare; /* stands in when there is no memory */
};

struct place expr_place(const struct expr_parser *parser, size_t at);
/** The source from start to end for a message, shortened when long. */
const char *expr_excerpt(struct expr_parser *parser, size_t start, size_t end);
#define FAULT(parser, id, at, ...) \
	do { \
		expr_fail((parser), CHISO_EDATA); \
		report((parser)->context, (id), expr_place((parser), (at)), __VA_ARGS__); \
	} while (0)
void expr_fail(struct expr_parser *parser, int status);

/** A name as an expression has to write it: in brackets when it is no bare one. */
const char *expr_written(struct arena *arena, const char *name);
/** Reads the next token into parser->token. */
void expr_next(struct expr_parser *parser);
/** Reads the operands of lookup() or the like, whose name is at `at`; the column that the host gives
 *  it, or negative after a fault. */
int expr_lookup(struct expr_parser *parser, const char *name, size_t at, int *type);
/** Makes the tree; its root is parser->last when there is no fault. */
void expr_parse(struct expr_parser *parser);
/** Gives every node its type. */
void expr_infer(struct expr_parser *parser, int wanted);

/* ---- program ------------------------------------------------------------------------------- */

struct expr_instruction {
	expr_kernel *run; /* NULL: a function of the host */
	int type;
	size_t place; /* the register that takes the result, one of expr->places */
	size_t n;
	struct expr_operand in[3], *many; /* many: those of a function of the host */
	const struct expr_node *call;     /* of the host */
	/* In expr_run() another kernel, which knows something of the operands (NULL: none), the sum that it ends, and 1 + the instruction that ends the one that it is a step
	   of; the same number for itself. */
	expr_kernel *quick;
	const struct expr_sum *sum;
	size_t part_of;
};

/** A sum of columns, in their order. */
struct expr_sum {
	size_t n;
	struct expr_term {
		size_t use;
		int has_other; /* where the column has no number it is `other` */
		double other;
	} *terms;
};

struct expr {
	const char *source;
	const struct expr_node *first, *root; /* of the list of nodes: the root is the last */
	struct place place;
	struct expr_use *uses;
	size_t n_uses;
	struct few_texts *few;    /* one of which the result always is; NULL */
	struct vector *constants; /* EXPR_ROWS rows where the program reads them and has no calls */
	size_t n_constants;
	struct expr_instruction *code; /* the last one gives the result */
	size_t n_code;
	int has_calls; /* of functions of the host */
	int *places; /* the types of the registers */
	size_t n_places;
};


/** The vectors behind operands. */
struct expr_values {
	size_t n; /* rows */
	struct vector *from[FROM_N];
	/* Where the result is wanted of some rows only, beside `from`: vectors of these rows, and what is read of
	   uses and steps, NEEDS_... */
	struct vector *few[FROM_N];
	uint8_t *needs[FROM_N];
};
/** The vector from row `start` on. */
struct vector expr_from_row(const struct vector *vector, size_t start);
/** Lays a constant out as a vector of EXPR_ROWS rows.  0 or CHISO_ENOMEM. */
int expr_spread(struct vector *constant, struct arena *arena);
/** The operands of an instruction. */
const struct expr_operand *expr_operands(const struct expr_instruction *instruction);

/** expr_few.c: finds what expr_run() does in quicker ways.  0 or CHISO_ENOMEM. */
int expr_hasten(struct expr *expr, struct arena *arena);
/** expr_sum.c: finds sums of columns in a program.  0 or CHISO_ENOMEM. */
int expr_join_sums(struct expr *expr, struct arena *arena);
/** Computes one, of at most EXPR_ROWS rows.  0: it must be done step by step, for something is infinite or
 *  undefined. */
int expr_run_sum(const struct expr_sum *sum, const struct vector *uses, const struct vector *out,
                 size_t n);

/* ---- kernels ------------------------------------------------------------------------------- */

/** Missing where an operand is, with the first one's reason. */
void expr_merge(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b,
                size_t n);

/** What is missing of a choice, as of if(). */
void expr_choose_missing(uint8_t *restrict to, const struct vector *const *in, size_t n);
/** The next row that is missing, or n. */
size_t expr_next_missing(const uint8_t *missing, size_t i, size_t n);
/** Whether all numbers are finite. */
int expr_are_finite(const double *x, size_t n);

expr_kernel expr_add, expr_subtract, expr_multiply, expr_divide, expr_remainder, expr_power,
	expr_negate, expr_abs, expr_floor, expr_ceil, expr_sqrt, expr_exp, expr_log, expr_log_base,
	expr_log10, expr_sgn, expr_round_whole, expr_round_digits, expr_greatest, expr_least,
	expr_remove_zeros;
expr_kernel expr_and, expr_or, expr_not, expr_is_null, expr_is_not_null, expr_both, expr_either;
expr_kernel expr_eq_f64, expr_ne_f64, expr_lt_f64, expr_le_f64, expr_gt_f64, expr_ge_f64;
expr_kernel expr_eq_boolean, expr_ne_boolean, expr_lt_boolean, expr_le_boolean, expr_gt_boolean,
	expr_ge_boolean;
expr_kernel expr_eq_date, expr_ne_date, expr_lt_date, expr_le_date, expr_gt_date, expr_ge_date;
expr_kernel expr_eq_str, expr_ne_str, expr_lt_str, expr_le_str, expr_gt_str, expr_ge_str;
expr_kernel expr_if_f64, expr_if_boolean, expr_if_date, expr_if_str;
expr_kernel expr_first_f64, expr_first_boolean, expr_first_date, expr_first_str;
expr_kernel expr_copy_f64, expr_copy_boolean, expr_copy_date, expr_copy_str;
expr_kernel expr_contains, expr_contains_item, expr_length;
expr_kernel expr_year, expr_month, expr_day, expr_days_between, expr_months_between,
	expr_years_between;

/** Index of a type in expr_op.run. */
size_t expr_type_index(int type);

/** x rounded to so many digits after the decimal sign, halves away from zero, as its shortest
 *  decimal form says: 2.675 is 2.68.  NaN when digits is not whole or out of +-300. */
double expr_round(double x, double digits);

#endif
