/* SPDX-License-Identifier: MIT */
/* Source to tree, by precedence climbing.  A fault does not stop it: what is missing becomes a
 * wrong node, which nothing more is said about, and the rest is read on, so that all independent
 * faults are found at once. */
#include "expr/expr_internal.h"

#include <stdio.h>
#include <string.h>

void expr_fail(struct expr_parser *parser, int status)
{
	if (parser->status != CHISO_ENOMEM)
		parser->status = status;
}

struct place expr_place(const struct expr_parser *parser, size_t at)
{
	struct place place = parser->place;

	if (place.column)
		place.column += (uint32_t)text_length(parser->source, at);
	return place;
}

const char *expr_excerpt(struct expr_parser *parser, size_t start, size_t end)
{
	enum { MOST = 60 };
	const char *text = parser->source + start;
	size_t n = end - start, cut = MOST;

	if (n > MOST + 3) {
		while ((text[cut] & 0xc0) == 0x80)
			cut--;
		n = cut;
	}
	const char *excerpt = arena_printf(parser->arena, "%.*s%s", (int)n, text,
	                                   n < end - start ? "…" : "");
	return excerpt ? excerpt : "";
}

static const char *token_text(struct expr_parser *parser)
{
	return expr_excerpt(parser, parser->token.start, parser->token.end);
}

/* ---- nodes --------------------------------------------------------------------------------- */

static struct expr_node *new_node(struct expr_parser *parser, enum expr_node_kind kind, int type,
                                  size_t start)
{
	struct expr_node *node = arena_new(parser->arena, 1, sizeof *node);

	if (!node) {
		expr_fail(parser, CHISO_ENOMEM);
		parser->spare = (struct expr_node){.kind = NODE_WRONG, .type = EXPR_WRONG};
		return &parser->spare;
	}
	node->kind = kind;
	node->type = type;
	node->start = node->at = start;
	node->end = parser->last_end;
	node->before = parser->last;
	if (parser->last)
		parser->last->after = node;
	else
		parser->first = node;
	node->id = parser->last ? parser->last->id + 1 : 0;
	parser->last = node;
	return node;
}

static struct expr_node *wrong_node(struct expr_parser *parser, size_t start)
{
	return new_node(parser, NODE_WRONG, EXPR_WRONG, start);
}

/* The operation on a chain of operands, which come before it in the list. */
static struct expr_node *new_op(struct expr_parser *parser, const struct expr_op *op,
                                struct expr_node *operands, size_t start, size_t at)
{
	struct expr_node *node = new_node(parser, NODE_OP, CHISO_NONE, start);

	if (parser->status == CHISO_ENOMEM)
		return &parser->spare;
	node->op = op;
	node->operands = operands;
	node->at = at;
	for (const struct expr_node *o = operands; o; o = o->sibling)
		node->n_operands++;
	return node;
}

/* ---- reading ------------------------------------------------------------------------------- */

static struct expr_node *read_all(struct expr_parser *parser);
static struct expr_node *read_unary(struct expr_parser *parser);

static int is_operator(const struct expr_parser *parser, const char *name)
{
	return parser->token.kind == TOKEN_OPERATOR && slice_is(parser->token.text, name);
}

static int begins_operand(const struct expr_parser *parser)
{
	switch (parser->token.kind) {
	case TOKEN_END:
	case TOKEN_CLOSE:
	case TOKEN_COMMA:
	case TOKEN_BAD:
		return 0;
	case TOKEN_OPERATOR:
		return is_operator(parser, "!");
	default:
		return 1;
	}
}

/* Past the limit nothing more is read: the C stack is bounded by it. */
static int too_deep(struct expr_parser *parser)
{
	char limit[16];

	if (parser->depth <= EXPR_DEPTH)
		return 0;
	if (parser->token.kind != TOKEN_END) {
		snprintf(limit, sizeof limit, "%d", EXPR_DEPTH);
		FAULT(parser, MSG_EXPR_DEEP, parser->token.start, token_text(parser), limit);
	}
	parser->at = parser->n;
	parser->cut = 1;
	expr_next(parser);
	return 1;
}

/* The parenthesis that closes the one at `open`. */
static void expect_close(struct expr_parser *parser, size_t open)
{
	if (parser->token.kind == TOKEN_COMMA)
		FAULT(parser, MSG_EXPR_OPERATOR, parser->token.start, token_text(parser));
	while (parser->token.kind == TOKEN_COMMA) {
		expr_next(parser);
		read_all(parser);
	}
	if (parser->token.kind == TOKEN_CLOSE)
		expr_next(parser);
	else if (!parser->cut)
		FAULT(parser, MSG_EXPR_PARENTHESIS_OPEN, open, "(");
}

/* a, b, ...) behind a parenthesis at `open`, chained behind `chain`. */
static void read_list(struct expr_parser *parser, struct expr_node **chain, size_t open)
{
	if (parser->token.kind != TOKEN_CLOSE) {
		for (;;) {
			*chain = read_all(parser);
			chain = &(*chain)->sibling;
			if (parser->token.kind != TOKEN_COMMA)
				break;
			expr_next(parser);
		}
	}
	expect_close(parser, open);
}

static struct expr_node *new_in(struct expr_parser *parser, struct expr_node *x, size_t start,
                                size_t at)
{
	const struct expr_op *in = expr_binary((struct slice){"in", 2});

	if (!x->sibling && !parser->cut)
		FAULT(parser, MSG_EXPR_FORM, at, "in", in->usage);
	return new_op(parser, in, x, start, at);
}

/* The list behind `x in`, with its parenthesis. */
static struct expr_node *read_in(struct expr_parser *parser, struct expr_node *x)
{
	size_t at = parser->token.start, start = x->start;

	expr_next(parser);
	size_t open = parser->token.start;
	if (parser->token.kind == TOKEN_OPEN) {
		expr_next(parser);
		read_list(parser, &x->sibling, open);
		return new_in(parser, x, start, at);
	}
	new_in(parser, x, start, at);
	if (begins_operand(parser))
		read_unary(parser);
	return wrong_node(parser, start);
}

static struct expr_node *climb(struct expr_parser *parser, struct expr_node *left, int precedence)
{
	for (;;) {
		if (parser->token.kind == TOKEN_BAD) {
			while (parser->token.kind == TOKEN_BAD)
				expr_next(parser);
			if (begins_operand(parser))
				read_unary(parser);
			left = wrong_node(parser, left->start);
			continue;
		}
		const struct expr_op *op = parser->token.kind == TOKEN_OPERATOR
		                                   ? expr_binary(parser->token.text)
		                                   : NULL;
		if (!op || op->precedence < precedence)
			return left;
		if (expr_op_is(op, "in")) {
			left = read_in(parser, left);
			continue;
		}
		size_t at = parser->token.start;
		expr_next(parser);
		left->sibling = climb(parser, read_unary(parser), op->precedence + 1);
		left = new_op(parser, op, left, left->start, at);
	}
}

/* One expression up to a comma, a closing parenthesis or the end. */
static struct expr_node *read_all(struct expr_parser *parser)
{
	struct expr_node *node = climb(parser, read_unary(parser), 1);

	while (begins_operand(parser)) {
		size_t start = node->start;

		FAULT(parser, MSG_EXPR_OPERATOR, parser->token.start, token_text(parser));
		climb(parser, read_unary(parser), 1);
		node = wrong_node(parser, start);
	}
	return node;
}

/* is(x in a, b, ...) */
static struct expr_node *read_is(struct expr_parser *parser, size_t start)
{
	size_t open = parser->token.start;

	expr_next(parser);
	struct expr_node *x = climb(parser, read_unary(parser), EXPR_ADDING);
	size_t at = parser->token.start;
	if (is_operator(parser, "in")) {
		expr_next(parser);
		read_list(parser, &x->sibling, open);
		return new_in(parser, x, start, at);
	}
	if (!parser->cut)
		FAULT(parser, MSG_EXPR_FORM, start, "is", "is(x in a, b, ...)");
	while (parser->token.kind != TOKEN_CLOSE && parser->token.kind != TOKEN_END) {
		if (begins_operand(parser))
			climb(parser, read_unary(parser), 1);
		else
			expr_next(parser);
	}
	expect_close(parser, open);
	return wrong_node(parser, start);
}

static void fault_function(struct expr_parser *parser, size_t start, const char *name)
{
	struct nearest nearest = nearest_to(name);

	expr_offer_functions(&nearest);
	for (size_t i = 0; i < parser->scope->n_functions; i++)
		nearest_offer(&nearest, parser->scope->functions[i].name);
	for (size_t i = 0; parser->scope->lookup && parser->scope->lookups[i]; i++)
		nearest_offer(&nearest, parser->scope->lookups[i]);
	if (nearest.best)
		FAULT(parser, MSG_EXPR_NO_FUNCTION_NEAR, start, name, nearest.best);
	else
		FAULT(parser, MSG_EXPR_NO_FUNCTION, start, name);
}

static const struct expr_function *host_function(const struct expr_scope *scope, struct slice name)
{
	for (size_t i = 0; i < scope->n_functions; i++)
		if (slice_is(name, scope->functions[i].name))
			return &scope->functions[i];
	return NULL;
}

/* A function of the host, as an operation. */
static const struct expr_op *host_op(struct expr_parser *parser,
                                     const struct expr_function *function)
{
	struct expr_op *op = arena_new(parser->arena, 1, sizeof *op);
	if (!op) {
		expr_fail(parser, CHISO_ENOMEM);
		return NULL;
	}
	*op = (struct expr_op){.name = function->name,
	                       .usage = function->usage,
	                       .min = function->min,
	                       .max = function->max,
	                       .result = 'n',
	                       .operands = function->operands,
	                       .shape = EXPR_HOST};
	return op;
}

static int takes(const struct expr_op *op, const struct expr_function *function, size_t n)
{
	size_t step = function && function->step ? function->step : 1;

	return n >= op->min && n <= op->max && (n - op->min) % step == 0;
}

/* The name of a function whose operands the host reads itself; NULL: it is none. */
static const char *lookup_name(const struct expr_scope *scope, struct slice name)
{
	for (size_t i = 0; scope->lookup && scope->lookups[i]; i++)
		if (slice_is(name, scope->lookups[i]))
			return scope->lookups[i];
	return NULL;
}

static struct expr_node *read_lookup(struct expr_parser *parser, const char *name, size_t start)
{
	int type = CHISO_NONE, column = expr_lookup(parser, name, start, &type);

	if (column < 0)
		return wrong_node(parser, start);
	struct expr_node *node = new_node(parser, NODE_NAME, type, start);
	node->as.column = column;
	return node;
}

static struct expr_node *read_call(struct expr_parser *parser, struct slice name, size_t start)
{
	const struct expr_op *op = expr_function(name.text);
	const struct expr_function *function = op ? NULL : host_function(parser->scope, name);
	struct expr_node *operands = NULL;
	size_t open = parser->token.start;

	if (function && !(op = host_op(parser, function)))
		return &parser->spare;
	const char *lookup = lookup_name(parser->scope, name);
	if (lookup)
		return read_lookup(parser, lookup, start);
	if (!op && slice_is(name, "is"))
		return read_is(parser, start);
	if (!op)
		fault_function(parser, start, name.text);
	expr_next(parser);
	read_list(parser, &operands, open);
	if (!op)
		return wrong_node(parser, start);
	struct expr_node *node = new_op(parser, op, operands, start, start);
	node->function = function;
	if (takes(op, function, node->n_operands))
		return node;
	char count[24];
	snprintf(count, sizeof count, "%zu", node->n_operands);
	if (!parser->cut)
		FAULT(parser, MSG_EXPR_ARGUMENTS, start, op->name, count, op->usage);
	node->kind = NODE_WRONG;
	node->type = EXPR_WRONG;
	return node;
}

static struct expr_node *read_column(struct expr_parser *parser, struct slice name, size_t start)
{
	const struct expr_scope *scope = parser->scope;
	int type = CHISO_NONE, column = scope->find(scope->user, name, &type);

	if (column >= 0) {
		struct expr_node *node = new_node(parser, NODE_NAME, type, start);

		node->as.column = column;
		return node;
	}
	struct nearest nearest = nearest_to(name.text);
	if (scope->offer)
		scope->offer(scope->user, &nearest);
	if (nearest.best)
		FAULT(parser, scope->unknown_near ? scope->unknown_near : MSG_EXPR_NO_COLUMN_NEAR,
		      start, name.text, expr_written(parser->arena, nearest.best));
	else
		FAULT(parser, scope->unknown ? scope->unknown : MSG_EXPR_NO_COLUMN, start,
		      name.text);
	return wrong_node(parser, start);
}

static struct expr_node *read_name(struct expr_parser *parser)
{
	const struct expr_token name = parser->token;

	expr_next(parser);
	if (parser->token.kind == TOKEN_OPEN && name.kind == TOKEN_NAME)
		return read_call(parser, name.text, name.start);
	if (parser->token.kind != TOKEN_NAME || name.kind != TOKEN_NAME)
		return read_column(parser, name.text, name.start);
	/* "land use 2023" is most likely one name, and one fault. */
	while (parser->token.kind == TOKEN_NAME || parser->token.kind == TOKEN_NUMBER)
		expr_next(parser);
	FAULT(parser, MSG_EXPR_NAMES, name.start,
	      expr_excerpt(parser, name.start, parser->last_end));
	return wrong_node(parser, name.start);
}

static struct expr_node *read_parentheses(struct expr_parser *parser)
{
	size_t open = parser->token.start;

	expr_next(parser);
	struct expr_node *node = read_all(parser);
	expect_close(parser, open);
	node->start = open;
	node->end = parser->last_end;
	return node;
}

static struct expr_node *read_literal(struct expr_parser *parser)
{
	static const struct {
		enum expr_node_kind kind;
		int type;
	} as[] = {
		[TOKEN_NUMBER] = {NODE_NUMBER, CHISO_F64},
		[TOKEN_STRING] = {NODE_STRING, CHISO_STR},
		[TOKEN_TRUE] = {NODE_BOOLEAN, CHISO_BOOL},
		[TOKEN_FALSE] = {NODE_BOOLEAN, CHISO_BOOL},
		[TOKEN_NULL] = {NODE_NULL, CHISO_NONE},
	};
	const struct expr_token token = parser->token;

	expr_next(parser);
	struct expr_node *node =
		new_node(parser, as[token.kind].kind, as[token.kind].type, token.start);
	if (token.kind == TOKEN_NUMBER)
		node->as.number = token.number;
	else if (token.kind == TOKEN_STRING)
		node->as.text = token.text;
	else
		node->as.boolean = token.kind == TOKEN_TRUE;
	return node;
}

static struct expr_node *read_operand(struct expr_parser *parser)
{
	size_t start;

	while (parser->token.kind == TOKEN_BAD)
		expr_next(parser);
	start = parser->token.start;
	switch (parser->token.kind) {
	case TOKEN_NAME:
	case TOKEN_BRACKETED:
		return read_name(parser);
	case TOKEN_OPEN:
		return read_parentheses(parser);
	case TOKEN_END:
		if (!parser->cut && !parser->first && parser->last_end == 0)
			FAULT(parser, MSG_EXPR_EMPTY, start, "");
		else if (!parser->cut)
			FAULT(parser, MSG_EXPR_END, start, "");
		return wrong_node(parser, start);
	case TOKEN_OPERATOR:
	case TOKEN_CLOSE:
	case TOKEN_COMMA:
		FAULT(parser, MSG_EXPR_VALUE, start, token_text(parser));
		return wrong_node(parser, start);
	default:
		return read_literal(parser);
	}
}

/* A sign with its operand, or an operand with its power: 2 ^ -3 ^ 2 is 2 ^ (-(3 ^ 2)). */
static struct expr_node *read_unary(struct expr_parser *parser)
{
	size_t at = parser->token.start;
	const struct expr_op *op = NULL;
	struct expr_node *node;

	if (too_deep(parser))
		return wrong_node(parser, at);
	parser->depth++;
	if (parser->token.kind == TOKEN_OPERATOR)
		op = expr_unary(parser->token.text);
	if (op) {
		expr_next(parser);
		node = new_op(parser, op, read_unary(parser), at, at);
	} else {
		node = read_operand(parser);
		if (is_operator(parser, "^")) {
			at = parser->token.start;
			expr_next(parser);
			node->sibling = read_unary(parser);
			node = new_op(parser, expr_binary((struct slice){"^", 1}), node,
			              node->start, at);
		}
	}
	parser->depth--;
	return node;
}

void expr_parse(struct expr_parser *parser)
{
	expr_next(parser);
	struct expr_node *node = read_all(parser);
	while (parser->token.kind != TOKEN_END) {
		int is_comma = parser->token.kind == TOKEN_COMMA;

		FAULT(parser, is_comma ? MSG_EXPR_OPERATOR : MSG_EXPR_CLOSE, parser->token.start,
		      token_text(parser));
		expr_next(parser);
		node = is_comma ? read_all(parser) : climb(parser, node, 1);
		if (begins_operand(parser))
			node = read_all(parser);
	}
}
