/* SPDX-License-Identifier: MIT */
/* Units of measure of an expression, from operands to operations: what may not be added or
 * compared is found before anything is computed. */
#include "expr/expr_internal.h"

#include "base/context.h"

#include <math.h>
#include <stdlib.h>

struct measuring {
	struct chiso_context *context;
	const struct expr *expr;
	struct measure *of; /* by id of the node */
	struct arena arena;
	int status;
};

static const struct measure UNKNOWN = {.scale = 1};

static struct measure operand(const struct measuring *m, const struct expr_node *node, size_t i)
{
	const struct expr_node *o = node->operands;

	while (i--)
		o = o->sibling;
	return m->of[o->id];
}

static void refuse(struct measuring *m, const struct expr_node *node, enum measure_fit fit,
		   const struct measure *a, const struct measure *b)
{
	const char *left = measure_print(a, &m->arena), *right = measure_print(b, &m->arena);
	struct place place = m->expr->place;

	if (!left || !right) {
		m->status = CHISO_ENOMEM;
		return;
	}
	if (place.column)
		place.column += (uint32_t)text_length(m->expr->source, node->at);
	report(m->context, fit == FITS_SCALED ? MSG_EXPR_MEASURE_SCALE : MSG_EXPR_MEASURE, place,
	       node->op->name, left, right);
	if (!m->status)
		m->status = CHISO_EDATA;
}

/* Operands from `first` on, every step-th, that must be alike; the unit that they have. */
static struct measure alike(struct measuring *m, const struct expr_node *node, size_t first,
			    size_t step)
{
	struct measure common = operand(m, node, first);

	for (size_t i = first + step; i < node->n_operands; i += step) {
		struct measure other = operand(m, node, i);
		enum measure_fit fit = measure_fit(&common, &other);

		if (fit != FITS) {
			refuse(m, node, fit, &common, &other);
			return UNKNOWN;
		}
		/* What says most stands for both. */
		if (common.is_literal || (!common.is_known && !other.is_literal) ||
		    (common.is_free && other.is_known && !other.is_literal))
			common = other;
	}
	return common;
}

static struct measure power(const struct measuring *m, const struct expr_node *node)
{
	const struct expr_node *exponent = node->operands->sibling;
	struct measure x = operand(m, node, 0), result = measure_number();

	if (exponent->kind != NODE_NUMBER || fabs(exponent->as.number) > MEASURE_FACTORS ||
	    exponent->as.number != floor(exponent->as.number))
		return x.is_literal ? x : UNKNOWN;
	for (int i = 0; i < abs((int)exponent->as.number); i++)
		result = measure_times(&result, &x, exponent->as.number < 0 ? -1 : 1);
	result.is_literal = x.is_literal;
	return result;
}

static struct measure of_host(struct measuring *m, const struct expr_node *node)
{
	struct measure x = operand(m, node, 0), percent = measure_read("%"), y;

	switch (node->function->gives) {
	case GIVES_PERCENT:
		return percent;
	case GIVES_NUMBER:
		return measure_number();
	case GIVES_RATIO:
		y = operand(m, node, 1);
		return measure_times(&x, &y, -1);
	case GIVES_WEIGHTED:
		alike(m, node, 1, 2);
		return alike(m, node, 0, 2);
	default:
		return x;
	}
}

static struct measure of_op(struct measuring *m, const struct expr_node *node)
{
	static const char *const sames[] = {"abs", "ceil", "floor", "round", "removeZeros"};
	static const char *const alikes[] = {"==",       "!=",    "<",           "<=", ">",
					     ">=",       "in",    "+",           "-",  "%",
					     "greatest", "least", "firstNonNull"};
	const struct expr_op *op = node->op;

	if (node->function)
		return of_host(m, node);
	if (node->n_operands == 1 && (op->precedence == EXPR_UNARY))
		return operand(m, node, 0);
	if (expr_op_is(op, "*") || expr_op_is(op, "/")) {
		struct measure x = operand(m, node, 0), y = operand(m, node, 1);

		return measure_times(&x, &y, expr_op_is(op, "*") ? 1 : -1);
	}
	if (op->precedence == EXPR_POWER || expr_op_is(op, "power"))
		return power(m, node);
	if (expr_op_is(op, "if"))
		return alike(m, node, 1, 1);
	for (size_t i = 0; i < sizeof sames / sizeof *sames; i++)
		if (expr_op_is(op, sames[i]))
			return operand(m, node, 0);
	for (size_t i = 0; i < sizeof alikes / sizeof *alikes; i++)
		if (expr_op_is(op, alikes[i]))
			return alike(m, node, 0, 1);
	return UNKNOWN;
}

int expr_measure(struct measure *out, const struct expr *expr, struct chiso_context *context,
		 struct measure (*of)(void *user, int column), void *user)
{
	struct measuring m = {.context = context, .expr = expr};

	*out = UNKNOWN;
	m.of = arena_room(&m.arena, expr->root->id + 1, sizeof *m.of);
	if (!m.of)
		return CHISO_ENOMEM;
	for (const struct expr_node *node = expr->first; node; node = node->after) {
		struct measure *measure = &m.of[node->id];

		*measure = UNKNOWN;
		if (node->kind == NODE_NUMBER)
			*measure = (struct measure){.is_known = 1, .is_literal = 1, .scale = 1};
		else if (node->kind == NODE_NAME)
			*measure = of(user, node->as.column);
		else if (node->kind == NODE_OP)
			*measure = of_op(&m, node);
	}
	*out = m.of[expr->root->id];
	arena_clear(&m.arena);
	return m.status;
}
