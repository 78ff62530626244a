/* SPDX-License-Identifier: MIT */
/* Types.  A first pass goes from operands to operations and finds what is known and what clashes;
 * a second one goes back and tells what is still open (names of unknown type, null, and what is
 * made of them) what its place asks for. */
#include "expr/expr_internal.h"

#include "base/context.h"
#include "number/number.h"
#include "units/period.h"

#include <math.h>

static const char *type_name(const struct expr_parser *parser, int type)
{
	const char *lang = parser->context->lang;

	switch (type) {
	case CHISO_BOOL:
		return message_text(MSG_EXPR_BOOLEAN, lang);
	case CHISO_STR:
		return message_text(MSG_EXPR_STRING, lang);
	case CHISO_DATE:
		return message_text(MSG_EXPR_DATE, lang);
	default:
		return message_text(MSG_EXPR_NUMBER, lang);
	}
}

static int is_known(int type)
{
	return type != CHISO_NONE && type != EXPR_WRONG;
}

static const char *source_of(struct expr_parser *parser, const struct expr_node *node)
{
	return expr_excerpt(parser, node->start, node->end);
}

/* date('2022-06-20') */
static void literal_date(struct expr_parser *parser, struct expr_node *text)
{
	int32_t date;

	if (date_read(&date, text->as.text.text, text->as.text.n, 0)) {
		FAULT(parser, MSG_EXPR_BAD_DATE, text->start, source_of(parser, text));
		text->type = EXPR_WRONG;
		return;
	}
	text->kind = NODE_DATE;
	text->type = CHISO_DATE;
	text->as.date = date;
}

/* '3' among numbers */
static void literal_number(struct expr_node *text)
{
	double number;

	if (number_read(&number, text->as.text.text, text->as.text.n,
	                (struct number_style){'.', 0}))
		return;
	text->kind = NODE_NUMBER;
	text->type = CHISO_F64;
	text->as.number = number;
}

static int is_count(const struct expr_node *o)
{
	return o->kind == NODE_NUMBER && o->as.number >= 1 && o->as.number <= 1000 &&
	       o->as.number == floor(o->as.number);
}

static int is_period(const struct expr_node *o)
{
	struct period period;
	char year[NUMBER_ROOM];

	if (o->kind == NODE_NUMBER)
		return !period_read(&period, year, number_print(year, o->as.number));
	return o->kind == NODE_STRING && !period_read(&period, o->as.text.text, o->as.text.n);
}

/* What a function of the host wants written out. */
static void check_written_out(struct expr_parser *parser, const struct expr_node *node)
{
	struct expr_node *o = node->operands;

	for (size_t i = 0; i < node->n_operands; i++, o = o->sibling) {
		char letter = expr_operand_letter(node->op, i);

		if (o->type == EXPR_WRONG)
			continue;
		if (letter == 'k' && !is_count(o))
			FAULT(parser, MSG_EXPR_COUNT, o->start, source_of(parser, o),
			      node->op->name);
		if (letter == 'p' && !is_period(o))
			FAULT(parser, MSG_EXPR_PERIOD, o->start, source_of(parser, o),
			      node->op->name);
	}
}

/* Operands of a fixed type. */
static void check_fixed(struct expr_parser *parser, struct expr_node *node)
{
	struct expr_node *o = node->operands;

	for (size_t i = 0; i < node->n_operands; i++, o = o->sibling) {
		int type = expr_letter_type(expr_operand_letter(node->op, i));

		if (type == CHISO_DATE && o->kind == NODE_STRING && expr_op_is(node->op, "date"))
			literal_date(parser, o);
		if (type != CHISO_NONE && is_known(o->type) && o->type != type)
			FAULT(parser, MSG_EXPR_TYPE, o->start, source_of(parser, o),
			      type_name(parser, o->type), node->op->name,
			      type_name(parser, type));
	}
}

/* Operands that must be alike: the first of a known type sets it for all.  Returns that. */
static int check_alike(struct expr_parser *parser, struct expr_node *node)
{
	const struct expr_op *op = node->op;
	int group = CHISO_NONE, wrong = 0;
	struct expr_node *o = node->operands;

	for (size_t i = 0; i < node->n_operands; i++, o = o->sibling) {
		if (expr_operand_letter(op, i) != 't' || !is_known(o->type))
			continue;
		if (group == CHISO_NONE)
			group = o->type;
		if (group == CHISO_F64 && o->kind == NODE_STRING && expr_op_is(op, "in"))
			literal_number(o);
		if (o->type == group)
			continue;
		wrong = 1;
		if (!op->precedence || expr_op_is(op, "in"))
			FAULT(parser, MSG_EXPR_MIXED, o->start, source_of(parser, o),
			      type_name(parser, o->type), op->name, type_name(parser, group));
		else if (group == CHISO_DATE || o->type == CHISO_DATE)
			FAULT(parser, MSG_EXPR_COMPARE_DATE, node->at, op->name,
			      type_name(parser, group), type_name(parser, o->type));
		else
			FAULT(parser, MSG_EXPR_COMPARE, node->at, op->name,
			      type_name(parser, group), type_name(parser, o->type));
	}
	return wrong ? EXPR_WRONG : group;
}

static void check(struct expr_parser *parser, struct expr_node *node)
{
	check_fixed(parser, node);
	if (node->op->shape == EXPR_HOST)
		check_written_out(parser, node);
	node->group = check_alike(parser, node);
	node->type = node->op->result == 't' ? node->group : expr_letter_type(node->op->result);
}

/* Tells operands of open type what they are. */
static void settle(struct expr_node *node)
{
	struct expr_node *o = node->operands;

	if (node->op->result == 't')
		node->group = node->type;
	else if (node->group == CHISO_NONE)
		node->group = CHISO_F64;
	for (size_t i = 0; i < node->n_operands; i++, o = o->sibling) {
		char letter = expr_operand_letter(node->op, i);

		if (o->type != CHISO_NONE)
			continue;
		if (letter == 't')
			o->type = node->group;
		else if (letter != 'a')
			o->type = expr_letter_type(letter);
		else if (o->kind != NODE_NAME)
			o->type = CHISO_F64;
	}
}

/* A name of which is only asked whether it is null: as it is read elsewhere, else a string. */
static void settle_rest(struct expr_parser *parser)
{
	for (struct expr_node *node = parser->first; node; node = node->after) {
		if (node->kind != NODE_NAME || node->type != CHISO_NONE)
			continue;
		for (const struct expr_node *n = parser->first; n && !node->type; n = n->after)
			if (n->kind == NODE_NAME && n->as.column == node->as.column)
				node->type = n->type;
		if (node->type == CHISO_NONE)
			node->type = CHISO_STR;
	}
}

void expr_infer(struct expr_parser *parser, int wanted)
{
	struct expr_node *root = parser->last;
	int is_any = wanted == CHISO_NONE || wanted == EXPR_NAMING;

	for (struct expr_node *node = parser->first; node; node = node->after)
		if (node->kind == NODE_OP)
			check(parser, node);
	if (parser->status)
		return;
	if (root->type == CHISO_NONE && is_any)
		root->type = wanted == EXPR_NAMING && root->kind == NODE_NAME ? CHISO_STR : CHISO_F64;
	else if (root->type == CHISO_NONE)
		root->type = wanted;
	if (!is_any && root->type != wanted) {
		FAULT(parser, MSG_EXPR_RESULT, root->start, source_of(parser, root),
		      type_name(parser, root->type), type_name(parser, wanted));
		return;
	}
	for (struct expr_node *node = root; node; node = node->before)
		if (node->kind == NODE_OP)
			settle(node);
	settle_rest(parser);
}
