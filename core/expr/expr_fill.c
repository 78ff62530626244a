/* SPDX-License-Identifier: MIT */
/* An expression for one row, as one would write the sum on paper: values instead of names, only
 * the branch that was taken, and no parentheses that what remains does not need. */
#include "base/grow.h"
#include "expr/expr_internal.h"

#include "number/number.h"
#include "units/period.h"

#include <stdlib.h>
#include <string.h>

enum { ATOM = EXPR_POWER + 1 };

/* What is still to be printed: a text, or a node. */
struct item {
	const char *text;
	const struct expr_node *node;
};

struct fill {
	const char *lang;
	const struct expr_values *values;
	size_t row;
	char *text;
	size_t n, cap;
	struct item *stack; /* a stack of ours: trees can be deeper than the C stack likes */
	size_t n_stack, stack_cap;
	int status;
};

/* ---- what remains of the tree -------------------------------------------------------------- */

/* A vector of the one row. */
static struct vector value_of(const struct fill *fill, const struct expr_node *node)
{
	struct expr_operand value = node->value;

	return expr_from_row(&fill->values->from[value.from][value.i],
	                     value.from == FROM_CONSTANT ? 0 : fill->row);
}

static int is_missing(const struct fill *fill, const struct expr_node *node)
{
	return value_of(fill, node).missing[0] != 0;
}

/* The node that stands for this one in this row; NULL: nothing but that it is missing. */
static const struct expr_node *taken(const struct fill *fill, const struct expr_node *node)
{
	while (node && node->kind == NODE_OP) {
		const struct expr_node *o = node->operands;

		if (expr_op_is(node->op, "if")) {
			if (is_missing(fill, o))
				return NULL;
			node = value_of(fill, o).at.boolean[0] ? o->sibling : o->sibling->sibling;
		} else if (expr_op_is(node->op, "firstNonNull")) {
			while (o && is_missing(fill, o))
				o = o->sibling;
			node = o;
		} else if (node->op->shape == EXPR_IDENTITY) {
			node = o;
		} else {
			break;
		}
	}
	return node;
}

/* Whether a node is printed with its operands.  A call of a function of the host is its value:
 * what it looks at is in other rows. */
static int is_inner(const struct expr_node *node)
{
	return node->kind == NODE_OP && node->op->shape != EXPR_HOST;
}

static int precedence_of(const struct fill *fill, const struct expr_node *node)
{
	if (!node)
		return ATOM;
	if (is_inner(node))
		return node->op->precedence ? node->op->precedence : ATOM;
	struct vector value = value_of(fill, node);
	if (value.type == CHISO_F64 && !value.missing[0] && value.at.f64[0] < 0)
		return EXPR_UNARY;
	return ATOM;
}

/* a + (b - c) and a * (b * c) read the same without parentheses. */
static int is_associative(const struct expr_op *parent, const struct expr_node *child)
{
	if (!child || !is_inner(child))
		return 0;
	if (expr_op_is(parent, "+"))
		return expr_op_is(child->op, "+") || expr_op_is(child->op, "-");
	return child->op == parent && (expr_op_is(parent, "*") || expr_op_is(parent, "&&") ||
	                               expr_op_is(parent, "||"));
}

static int needs_parentheses(const struct fill *fill, const struct expr_node *parent, size_t i,
                             const struct expr_node *child)
{
	const struct expr_op *op = parent->op;
	int own = op->precedence, inner = precedence_of(fill, child);

	if (!own || (i > 0 && expr_op_is(op, "in")))
		return 0;
	if (own == EXPR_UNARY || (own == EXPR_POWER && i == 0))
		return inner <= own;
	if (i == 0)
		return inner < own;
	if (inner == EXPR_UNARY)
		return own >= EXPR_ADDING; /* 5 - (-3) */
	return inner < own || (inner == own && own != EXPR_POWER && !is_associative(op, child));
}

/* ---- printing ------------------------------------------------------------------------------ */

static void put_bytes(struct fill *fill, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (GROW(&fill->text, fill->n, &fill->cap)) {
			fill->status = CHISO_ENOMEM;
			return;
		}
		fill->text[fill->n++] = text[i];
	}
}

static void put(struct fill *fill, const char *text)
{
	put_bytes(fill, text, strlen(text));
}

static void put_value(struct fill *fill, struct vector value)
{
	char text[NUMBER_ROOM]; /* of dates too: it is the greater of the two */

	if (value.missing[0]) {
		put(fill, message_text(MSG_EXPR_MISSING, fill->lang));
		return;
	}
	switch (value.type) {
	case CHISO_BOOL:
		put(fill, message_text(value.at.boolean[0] ? MSG_EXPR_TRUE : MSG_EXPR_FALSE,
		                       fill->lang));
		break;
	case CHISO_STR:
		put(fill, "'");
		put_bytes(fill, value.at.str[0].text, value.at.str[0].n);
		put(fill, "'");
		break;
	case CHISO_DATE:
		put_bytes(fill, text, date_print_for_people(text, value.at.date[0], fill->lang));
		break;
	default:
		put_bytes(fill, text,
		          number_print_for_people(text, value.at.f64[0], -1, fill->lang));
	}
}

static void push(struct fill *fill, const char *text, const struct expr_node *node)
{
	if (GROW(&fill->stack, fill->n_stack, &fill->stack_cap))
		fill->status = CHISO_ENOMEM;
	else
		fill->stack[fill->n_stack++] = (struct item){text, node};
}

/* The stack gives back the last first, so what is pushed is turned round in the end. */
static void turn(struct fill *fill, size_t from)
{
	for (size_t i = from, k = fill->n_stack; i + 1 < k; i++) {
		struct item item = fill->stack[i];

		fill->stack[i] = fill->stack[--k];
		fill->stack[k] = item;
	}
}

static void push_operand(struct fill *fill, const struct expr_node *parent, size_t i,
                         const struct expr_node *operand)
{
	const struct expr_node *child = taken(fill, operand);
	int parentheses = needs_parentheses(fill, parent, i, child);

	if (parentheses)
		push(fill, "(", NULL);
	push(fill, NULL, child);
	if (parentheses)
		push(fill, ")", NULL);
}

/* Operands are parted by "; ": a comma is the decimal sign in Vietnamese, that of thousands in
 * English. */
static void push_op(struct fill *fill, const struct expr_node *node)
{
	const struct expr_op *op = node->op;
	const struct expr_node *o = node->operands;
	size_t from = fill->n_stack;
	int is_in = expr_op_is(op, "in"), is_binary = op->precedence && node->n_operands > 1;

	if (is_binary) {
		push_operand(fill, node, 0, o);
		push(fill, " ", NULL);
		o = o->sibling;
	}
	push(fill, expr_op_is(op, "*") ? "×" : op->name, NULL);
	if (is_binary)
		push(fill, " ", NULL);
	if (is_in || !op->precedence)
		push(fill, "(", NULL);
	for (size_t i = is_binary; o; o = o->sibling) {
		push_operand(fill, node, i++, o);
		if (o->sibling)
			push(fill, "; ", NULL);
	}
	if (is_in || !op->precedence)
		push(fill, ")", NULL);
	turn(fill, from);
}

static void print(struct fill *fill, const struct expr_node *root)
{
	push(fill, NULL, taken(fill, root));
	while (fill->n_stack && !fill->status) {
		struct item item = fill->stack[--fill->n_stack];

		if (item.text)
			put(fill, item.text);
		else if (!item.node)
			put(fill, message_text(MSG_EXPR_MISSING, fill->lang));
		else if (is_inner(item.node))
			push_op(fill, item.node);
		else
			put_value(fill, value_of(fill, item.node));
	}
}

char *expr_fill_row(const struct expr *expr, const struct expr_values *values, size_t row,
                    const char *lang, struct arena *arena)
{
	struct fill fill = {.lang = lang, .values = values, .row = row};
	char *text = NULL;

	print(&fill, expr->root);
	if (!fill.status)
		text = arena_text(arena, fill.text, fill.n);
	free(fill.stack);
	free(fill.text);
	return text;
}

char *expr_fill(const struct expr *expr, const struct vector *in, const char *lang,
                struct arena *arena)
{
	struct expr_values *values;
	struct arena scratch = {0};
	char *text = NULL;

	if (!expr_run_whole(&values, expr, in, 1, &(struct expr_rows){0}, NULL, &scratch))
		text = expr_fill_row(expr, values, 0, lang, arena);
	arena_clear(&scratch);
	return text;
}
