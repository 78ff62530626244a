/* SPDX-License-Identifier: MIT */
/* Random expressions over random rows, against a slow evaluator that walks the tree row by row. */
#include <config.h> /* for the extensions of POSIX */

#include "base/context.h"
#include "expr/expr.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The last numbers are all 1 or 0. */
enum {
	N_NUMBERS = 7,
	FIRST_BINARY = 4,
	N_BOOLEANS = 2,
	N_TEXTS = 2,
	N_WORDS = 9,
	MOST_ROWS = 5000,
	TREES = 800,
	NODES = 128,
	REST = 24
};

/* ---- chance -------------------------------------------------------------------------------- */

static uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state * 0x2545f4914f6cdd1dull >> 33;
}

static int chance(uint64_t *state, int n)
{
	return (int)(random_next(state) % (uint64_t)n);
}

/* ---- trees --------------------------------------------------------------------------------- */

enum kind {
	CONSTANT,
	NUMBER,
	BOOLEAN,
	ADD,
	SUBTRACT,
	MULTIPLY,
	DIVIDE,
	REMAINDER,
	NEGATE,
	SQRT,
	GREATEST,
	IF,
	FIRST,
	ZEROS,
	LESS,
	EQUAL,
	AND,
	OR,
	NOT,
	IS_NULL,
	IN,
	WORD,
	TEXT,
	CHOICE, /* an IF of texts */
	SAME,
	OTHER,
};

struct tree {
	enum kind kind;
	int i; /* constant or column; of a comparison which one */
	struct tree *a, *b, *c;
};

struct forest {
	uint64_t state;
	struct tree nodes[NODES];
	int n;
};

static const char *const constants[] = {"0", "1", "2.5", "3", "1e3", ".25", "1e308"};
static const double constant_values[] = {0, 1, 2.5, 3, 1000, 0.25, 1e308};

/* Lengths of which comparisons know ways of their own. */
static const char *const words[N_WORDS] = {"",         "a",         "ab",        "poor",         "rural",
					   "urban",    "not_poor",  "near_poor", "near_poorest"};

static struct tree *boolean_tree(struct forest *forest, int depth);

static struct tree *new_tree(struct forest *forest, enum kind kind)
{
	struct tree *tree = &forest->nodes[forest->n++];

	*tree = (struct tree){.kind = kind};
	return tree;
}

static struct tree *leaf(struct forest *forest, int is_column, int only_binary)
{
	struct tree *tree = new_tree(forest, is_column ? NUMBER : CONSTANT);
	int first = only_binary ? FIRST_BINARY : 0;

	tree->i = is_column ? first + chance(&forest->state, N_NUMBERS - first)
			    : chance(&forest->state, only_binary ? 2 : 7);
	return tree;
}

/* Columns, each perhaps with a number where it has none. */
static struct tree *sum_tree(struct forest *forest)
{
	int only_binary = chance(&forest->state, 2);
	struct tree *sum = NULL;

	for (int n = 1 + chance(&forest->state, 7); n > 0; n--) {
		struct tree *term = leaf(forest, 1, only_binary);

		if (chance(&forest->state, 4)) {
			struct tree *first = new_tree(forest, FIRST);

			first->a = term;
			first->b = leaf(forest, 0, chance(&forest->state, 3));
			term = first;
		}
		if (sum) {
			struct tree *both = new_tree(forest, ADD);

			both->a = sum;
			both->b = term;
			term = both;
		}
		sum = term;
	}
	return sum;
}

static struct tree *number_tree(struct forest *forest, int depth)
{
	static const enum kind kinds[] = {ADD,  SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, NEGATE,
					  SQRT, GREATEST, IF,       FIRST,  ZEROS};
	struct tree *tree;

	if (depth == 0 || forest->n > NODES - REST * 4 || chance(&forest->state, 5) == 0)
		return leaf(forest, chance(&forest->state, 3), 0);
	if (chance(&forest->state, 4) == 0)
		return sum_tree(forest);
	tree = new_tree(forest, kinds[chance(&forest->state, 11)]);
	if (tree->kind == IF)
		tree->c = boolean_tree(forest, depth - 1);
	tree->a = number_tree(forest, depth - 1);
	if (tree->kind != NEGATE && tree->kind != SQRT && tree->kind != ZEROS)
		tree->b = number_tree(forest, depth - 1);
	return tree;
}

static struct tree *text_tree(struct forest *forest, int depth)
{
	struct tree *tree;

	if (depth == 0 || forest->n > NODES - REST * 4 || chance(&forest->state, 4) == 0) {
		tree = new_tree(forest, chance(&forest->state, 4) ? WORD : TEXT);
		tree->i = chance(&forest->state, tree->kind == WORD ? N_WORDS : N_TEXTS);
		return tree;
	}
	tree = new_tree(forest, CHOICE);
	tree->c = boolean_tree(forest, depth - 1);
	tree->a = text_tree(forest, depth - 1);
	tree->b = text_tree(forest, depth - 1);
	return tree;
}

static struct tree *boolean_tree(struct forest *forest, int depth)
{
	static const enum kind kinds[] = {LESS, EQUAL, AND, OR, NOT, IS_NULL, IN, SAME, OTHER};
	struct tree *tree;

	if (depth == 0 || forest->n > NODES - REST * 4) {
		tree = new_tree(forest, BOOLEAN);
		tree->i = chance(&forest->state, N_BOOLEANS);
		return tree;
	}
	tree = new_tree(forest, kinds[chance(&forest->state, 9)]);
	if (tree->kind == SAME || tree->kind == OTHER) {
		tree->a = text_tree(forest, depth - 1);
		tree->b = text_tree(forest, depth - 1);
		return tree;
	}
	int of_booleans = tree->kind == AND || tree->kind == OR || tree->kind == NOT;
	tree->a = of_booleans ? boolean_tree(forest, depth - 1) : number_tree(forest, depth - 1);
	if (tree->kind == AND || tree->kind == OR)
		tree->b = boolean_tree(forest, depth - 1);
	else if (tree->kind != NOT && tree->kind != IS_NULL)
		tree->b = number_tree(forest, depth - 1);
	if (tree->kind == LESS || tree->kind == EQUAL)
		tree->i = chance(&forest->state, tree->kind == LESS ? 4 : 2);
	if (tree->kind == IN)
		tree->c = number_tree(forest, depth - 1);
	return tree;
}

/* ---- as source ----------------------------------------------------------------------------- */

static int precedence(enum kind kind)
{
	switch (kind) {
	case OR:
		return 1;
	case AND:
		return 2;
	case EQUAL:
	case SAME:
	case OTHER:
		return 3;
	case LESS:
	case IN:
		return 4;
	case ADD:
	case SUBTRACT:
		return 5;
	case MULTIPLY:
	case DIVIDE:
	case REMAINDER:
		return 6;
	case NEGATE:
	case NOT:
		return 7;
	default:
		return 9;
	}
}

static void print(FILE *file, const struct tree *tree, int outer)
{
	static const char *const names[] = {
		[ADD] = "+",
		[SUBTRACT] = "-",
		[MULTIPLY] = "*",
		[DIVIDE] = "/",
		[REMAINDER] = "%",
		[NEGATE] = "-",
		[SQRT] = "sqrt",
		[GREATEST] = "greatest",
		[IF] = "if",
		[FIRST] = "firstNonNull",
		[ZEROS] = "removeZeros",
		[AND] = "&&",
		[OR] = "||",
		[NOT] = "!",
		[IS_NULL] = "isNull",
		[IN] = "in",
		[CHOICE] = "if",
		[SAME] = "==",
		[OTHER] = "!=",
	};
	static const char *const orders[] = {"<", "<=", ">", ">="}, *const equal[] = {"==", "!="};
	const char *name = tree->kind == LESS    ? orders[tree->i]
			   : tree->kind == EQUAL ? equal[tree->i]
						 : names[tree->kind];
	int own = precedence(tree->kind);

	if (tree->kind == CONSTANT) {
		fputs(constants[tree->i], file);
		return;
	}
	if (tree->kind == WORD) {
		fprintf(file, "'%s'", words[tree->i]);
		return;
	}
	if (tree->kind == NUMBER || tree->kind == BOOLEAN || tree->kind == TEXT) {
		fprintf(file, "%c%d",
			tree->kind == NUMBER ? 'n' : tree->kind == TEXT ? 's' : 'b', tree->i);
		return;
	}
	fputs(own <= outer || own == 9 ? own == 9 ? name : "(" : "", file);
	if (own == 9) {
		fputc('(', file);
		for (int i = 0; i < 3; i++) {
			const struct tree *operand = i == 0 ? tree->c : i == 1 ? tree->a : tree->b;

			if (operand)
				print(file, operand, 0);
			if (operand && i < 2 && tree->b)
				fputc(',', file);
		}
	} else if (own == 7) {
		fputs(name, file);
		print(file, tree->a, own);
	} else {
		print(file, tree->a, own - 1);
		fprintf(file, " %s%s ", name, tree->kind == IN ? " (" : "");
		print(file, tree->b, tree->kind == IN ? 0 : own);
		if (tree->kind == IN) {
			fputc(',', file);
			print(file, tree->c, 0);
			fputc(')', file);
		}
	}
	fputs(own <= outer || own == 9 ? ")" : "", file);
}

/* ---- the slow way -------------------------------------------------------------------------- */

struct result {
	double number;
	struct slice text;
	int boolean, reason;
};

struct data {
	double numbers[N_NUMBERS][MOST_ROWS];
	uint8_t bytes[N_NUMBERS][MOST_ROWS]; /* of the binary ones, 0 where they are missing */
	uint8_t booleans[N_BOOLEANS][MOST_ROWS];
	struct slice texts[N_TEXTS][MOST_ROWS];
	uint8_t number_missing[N_NUMBERS][MOST_ROWS], boolean_missing[N_BOOLEANS][MOST_ROWS];
	uint8_t text_missing[N_TEXTS][MOST_ROWS];
};

static struct result missing(int reason)
{
	return (struct result){.reason = reason};
}

static struct result a_number(double number)
{
	if (isnan(number) || isinf(number))
		return missing(CHISO_REASON_OUT_OF_DOMAIN);
	return (struct result){.number = number};
}

static struct result a_boolean(int boolean)
{
	return (struct result){.boolean = boolean};
}

static int is_same_text(struct slice a, struct slice b)
{
	return a.n == b.n && !memcmp(a.text, b.text, a.n);
}

static struct result evaluate(const struct tree *tree, const struct data *data, size_t row);

/* What looks at missing operands itself. */
static struct result evaluate_lazily(const struct tree *tree, const struct data *data, size_t row)
{
	struct result a, b;

	if (tree->kind == IF || tree->kind == CHOICE) {
		a = evaluate(tree->c, data, row);
		return a.reason ? a : evaluate(a.boolean ? tree->a : tree->b, data, row);
	}
	a = evaluate(tree->a, data, row);
	if (tree->kind == IS_NULL)
		return a_boolean(a.reason != 0);
	b = evaluate(tree->b, data, row);
	if (tree->kind == FIRST)
		return !a.reason || b.reason ? a : b;
	int decisive = tree->kind == OR;
	if ((!a.reason && a.boolean == decisive) || (!b.reason && b.boolean == decisive))
		return a_boolean(decisive);
	return a.reason ? a : b.reason ? b : a_boolean(!decisive);
}

static struct result evaluate(const struct tree *tree, const struct data *data, size_t row)
{
	struct result a = {0}, b = {0}, c = {0};

	switch (tree->kind) {
	case CONSTANT:
		return a_number(constant_values[tree->i]);
	case NUMBER:
		return (struct result){.number = data->numbers[tree->i][row],
				       .reason = data->number_missing[tree->i][row]};
	case BOOLEAN:
		return (struct result){.boolean = data->booleans[tree->i][row],
				       .reason = data->boolean_missing[tree->i][row]};
	case WORD:
		return (struct result){.text = {words[tree->i], strlen(words[tree->i])}};
	case TEXT:
		return (struct result){.text = data->texts[tree->i][row],
				       .reason = data->text_missing[tree->i][row]};
	case IF:
	case CHOICE:
	case FIRST:
	case AND:
	case OR:
	case IS_NULL:
		return evaluate_lazily(tree, data, row);
	default:
		break;
	}
	a = evaluate(tree->a, data, row);
	if (tree->b)
		b = evaluate(tree->b, data, row);
	if (tree->c)
		c = evaluate(tree->c, data, row);
	if (a.reason || b.reason || c.reason)
		return missing(a.reason ? a.reason : b.reason ? b.reason : c.reason);
	switch (tree->kind) {
	case ADD:
		return a_number(a.number + b.number);
	case SUBTRACT:
		return a_number(a.number - b.number);
	case MULTIPLY:
		return a_number(a.number * b.number);
	case DIVIDE:
	case REMAINDER:
		if (b.number == 0)
			return missing(CHISO_REASON_DENOMINATOR_ZERO);
		return a_number(tree->kind == DIVIDE ? a.number / b.number
						     : fmod(a.number, b.number));
	case NEGATE:
		return a_number(0 - a.number);
	case SQRT:
		return a_number(sqrt(a.number));
	case GREATEST:
		return a_number(a.number > b.number ? a.number : b.number);
	case ZEROS:
		return a.number == 0 ? missing(CHISO_REASON_NOT_REPORTED) : a;
	case LESS:
		return a_boolean(tree->i == 0   ? a.number < b.number
				 : tree->i == 1 ? a.number <= b.number
				 : tree->i == 2 ? a.number > b.number
						: a.number >= b.number);
	case EQUAL:
		return a_boolean((a.number == b.number) == (tree->i == 0));
	case SAME:
	case OTHER:
		return a_boolean(is_same_text(a.text, b.text) == (tree->kind == SAME));
	case IN:
		return a_boolean(a.number == b.number || a.number == c.number);
	default:
		return a_boolean(!a.boolean);
	}
}

/* ---- both ---------------------------------------------------------------------------------- */

static struct data data;

static void fill_data(uint64_t *state)
{
	for (size_t row = 0; row < MOST_ROWS; row++) {
		for (int i = 0; i < N_NUMBERS; i++) {
			data.numbers[i][row] = chance(state, 9) - 4 + 0.5 * chance(state, 2);
			data.number_missing[i][row] =
				(uint8_t)(chance(state, 4) ? 0 : 1 + chance(state, 7));
			if (i < FIRST_BINARY)
				continue;
			data.bytes[i][row] =
				(uint8_t)(data.number_missing[i][row] ? 0 : chance(state, 2));
			data.numbers[i][row] = data.bytes[i][row];
		}
		for (int i = 0; i < N_BOOLEANS; i++) {
			data.booleans[i][row] = (uint8_t)chance(state, 2);
			data.boolean_missing[i][row] =
				(uint8_t)(chance(state, 4) ? 0 : 1 + chance(state, 7));
		}
		for (int i = 0; i < N_TEXTS; i++) {
			const char *word = words[chance(state, N_WORDS)];

			data.texts[i][row] = (struct slice){word, strlen(word)};
			data.text_missing[i][row] =
				(uint8_t)(chance(state, 8) ? 0 : 1 + chance(state, 7));
			/* One that is missing may point nowhere. */
			if (data.text_missing[i][row])
				data.texts[i][row].text = NULL;
		}
	}
}

static int find(void *user, struct slice name, int *type)
{
	(void)user;
	int i = name.text[1] - '0';

	*type = name.text[0] == 'n' ? CHISO_NONE : name.text[0] == 's' ? CHISO_STR : CHISO_BOOL;
	return name.text[0] == 'n' ? i : name.text[0] == 'b' ? N_NUMBERS + i : N_NUMBERS + N_BOOLEANS + i;
}

/* What only adds up numbers reads their bytes: then they themselves are still to be written. */
static void give_bytes(const struct expr *expr, size_t use, int column, struct vector *in, size_t n,
		       size_t start)
{
	static double unwritten[N_NUMBERS][MOST_ROWS];

	in->bytes = data.bytes[column] + start;
	for (size_t i = 0; i < n; i++)
		unwritten[column][i] = NAN;
	if (expr_only_adds(expr, use))
		in->at.f64 = unwritten[column];
}

static void compare(const struct tree *tree, const char *source, size_t n, size_t start)
{
	static const struct expr_scope scope = {.find = find};
	static double numbers[MOST_ROWS];
	static uint8_t booleans[MOST_ROWS], reasons[MOST_ROWS];
	static struct slice texts[MOST_ROWS];
	struct chiso_context *context = chiso_context_new(NULL);
	struct arena arena = {0};
	struct vector in[N_NUMBERS + N_BOOLEANS + N_TEXTS], out = {.missing = reasons};
	const struct expr_use *uses;
	struct expr *expr;

	cr_assert_eq(
		expr_compile(&expr, &arena, context, (struct place){0}, source, CHISO_NONE, &scope),
		CHISO_OK, "%s", source);
	for (size_t i = 0, n_uses = expr_uses(expr, &uses); i < n_uses; i++) {
		int column = uses[i].column;

		in[i] = (struct vector){.type = uses[i].type};
		if (column < N_NUMBERS) {
			in[i].at.f64 = data.numbers[column] + start;
			in[i].missing = data.number_missing[column] + start;
			if (column >= FIRST_BINARY)
				give_bytes(expr, i, column, &in[i], n, start);
		} else if (column >= N_NUMBERS + N_BOOLEANS) {
			in[i].at.str = data.texts[column - N_NUMBERS - N_BOOLEANS] + start;
			in[i].missing = data.text_missing[column - N_NUMBERS - N_BOOLEANS] + start;
		} else {
			in[i].at.boolean = data.booleans[column - N_NUMBERS] + start;
			in[i].missing = data.boolean_missing[column - N_NUMBERS] + start;
		}
	}
	out.type = expr_type(expr);
	if (out.type == CHISO_F64)
		out.at.f64 = numbers;
	else if (out.type == CHISO_STR)
		out.at.str = texts;
	else
		out.at.boolean = booleans;
	cr_assert_eq(expr_run(expr, in, n, &out, &arena), CHISO_OK);
	for (size_t i = 0; i < n; i++) {
		struct result slow = evaluate(tree, &data, start + i);

		cr_assert_eq(reasons[i], slow.reason, "%s, row %zu of %zu: %d, not %d", source, i,
			     n, reasons[i], slow.reason);
		if (slow.reason)
			continue;
		if (out.type == CHISO_F64)
			cr_assert(numbers[i] == slow.number, "%s, row %zu of %zu: %g, not %g",
				  source, i, n, numbers[i], slow.number);
		else if (out.type == CHISO_STR)
			cr_assert(is_same_text(texts[i], slow.text), "%s, row %zu of %zu: %.*s, not %.*s",
				  source, i, n, (int)texts[i].n, texts[i].text, (int)slow.text.n,
				  slow.text.text);
		else
			cr_assert_eq(booleans[i], slow.boolean, "%s, row %zu of %zu", source, i, n);
	}
	arena_clear(&arena);
	chiso_context_free(context);
}

Test(expr_random, rows_by_the_batch_and_one_by_one)
{
	static const size_t sizes[] = {1, 2, 7, 511, 512, 513, 1024, 4096, 5000};
	struct forest forest = {.state = 20220620};
	char source[4096];

	fill_data(&forest.state);
	for (int i = 0; i < TREES; i++) {
		FILE *file = fmemopen(source, sizeof source, "w");

		forest.n = 0;
		const struct tree *tree =
			i % 3 == 0   ? text_tree(&forest, 4)
			: i % 3 == 1 ? number_tree(&forest, 4)
				     : boolean_tree(&forest, 4);
		print(file, tree, 0);
		cr_assert_eq(fclose(file), 0);
		size_t n = i % 8 ? 1 + (size_t)chance(&forest.state, 600) : sizes[i / 8 % 9];
		compare(tree, source, n, (size_t)chance(&forest.state, (int)(MOST_ROWS - n + 1)));
	}
}
