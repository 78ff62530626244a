/* SPDX-License-Identifier: MIT */
/* Tree to program.  An instruction whose operands are all constants runs here, once, with the
 * kernel that would run it over rows: so 1/3 costs nothing later and is the same number. */
#include "base/grow.h"
#include "expr/expr_internal.h"

#include "number/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct program {
	struct arena *arena;
	struct expr *expr;
	struct expr_use *uses;
	struct vector *constants;
	struct expr_instruction *code;
	int *places, *is_read; /* is_read: constants that the program reads */
	size_t *next_free;     /* by place: the next free one of the type */
	size_t uses_cap, constants_cap, code_cap, places_cap, is_read_cap, next_cap;
	size_t first_free[4];  /* by type, 1 + place */
	int status;
};

/* ---- operands ------------------------------------------------------------------------------ */

static struct expr_operand new_constant(struct program *program, int type)
{
	struct expr *expr = program->expr;

	if (GROW(&program->constants, expr->n_constants, &program->constants_cap) ||
	    GROW(&program->is_read, expr->n_constants, &program->is_read_cap))
		program->status = CHISO_ENOMEM;
	else
		program->constants[expr->n_constants] = vector_new(program->arena, type, 1);
	if (program->status || !program->constants[expr->n_constants].missing) {
		program->status = CHISO_ENOMEM;
		return (struct expr_operand){FROM_N, 0};
	}
	program->is_read[expr->n_constants] = 0;
	return (struct expr_operand){FROM_CONSTANT, expr->n_constants++};
}

static struct expr_operand new_use(struct program *program, int column, int type)
{
	struct expr *expr = program->expr;
	size_t i = 0;

	while (i < expr->n_uses &&
	       (program->uses[i].column != column || program->uses[i].type != type))
		i++;
	if (i == expr->n_uses) {
		if (GROW(&program->uses, i, &program->uses_cap)) {
			program->status = CHISO_ENOMEM;
			return (struct expr_operand){FROM_N, 0};
		}
		program->uses[expr->n_uses++] = (struct expr_use){column, type};
	}
	return (struct expr_operand){FROM_USE, i};
}

static size_t take_place(struct program *program, int type)
{
	struct expr *expr = program->expr;
	size_t *first = &program->first_free[expr_type_index(type)], place = *first;

	if (place) {
		*first = program->next_free[place - 1];
		return place - 1;
	}
	if (GROW(&program->places, expr->n_places, &program->places_cap) ||
	    GROW(&program->next_free, expr->n_places, &program->next_cap)) {
		program->status = CHISO_ENOMEM;
		return 0;
	}
	program->places[expr->n_places] = type;
	return expr->n_places++;
}

/* What was computed is read no more: its place is free. */
static void release(struct program *program, struct expr_operand operand)
{
	if (operand.from != FROM_CODE || program->status)
		return;
	const struct expr_instruction *i = &program->code[operand.i];
	size_t *first = &program->first_free[expr_type_index(i->type)];

	program->next_free[i->place] = *first;
	*first = i->place + 1;
}

/* ---- instructions -------------------------------------------------------------------------- */

static struct expr_operand fold(struct program *program, expr_kernel *run, int type,
                                const struct expr_operand *in, size_t n)
{
	struct expr_operand result = new_constant(program, type);
	const struct vector *operands[3];

	if (program->status)
		return result;
	for (size_t i = 0; i < n; i++)
		operands[i] = &program->constants[in[i].i];
	run(&program->constants[result.i], operands, 1);
	return result;
}

/* The operands stay taken: no kernel writes over what it reads. */
static struct expr_operand emit(struct program *program, expr_kernel *run, int type,
                                const struct expr_operand *in, size_t n)
{
	struct expr *expr = program->expr;
	size_t n_constant = 0;

	for (size_t i = 0; i < n; i++)
		n_constant += in[i].from == FROM_CONSTANT;
	if (program->status)
		return (struct expr_operand){FROM_N, 0};
	if (n_constant == n)
		return fold(program, run, type, in, n);
	struct expr_instruction instruction = {
		.run = run, .type = type, .n = n, .place = take_place(program, type)};
	for (size_t i = 0; i < n; i++) {
		instruction.in[i] = in[i];
		if (in[i].from == FROM_CONSTANT)
			program->is_read[in[i].i] = 1;
	}
	if (GROW(&program->code, expr->n_code, &program->code_cap))
		program->status = CHISO_ENOMEM;
	if (program->status)
		return (struct expr_operand){FROM_N, 0};
	program->code[expr->n_code] = instruction;
	return (struct expr_operand){FROM_CODE, expr->n_code++};
}

static struct expr_operand plain(struct program *program, const struct expr_node *node,
                                 expr_kernel *run)
{
	struct expr_operand in[3];
	size_t n = 0;

	for (const struct expr_node *o = node->operands; o; o = o->sibling)
		in[n++] = o->value;
	struct expr_operand result = emit(program, run, node->type, in, n);
	for (size_t i = 0; i < n; i++)
		release(program, in[i]);
	return result;
}

static struct expr_operand in_turn(struct program *program, const struct expr_node *node,
                                   expr_kernel *run)
{
	struct expr_operand result = node->operands->value;

	for (const struct expr_node *o = node->operands->sibling; o; o = o->sibling) {
		struct expr_operand in[] = {result, o->value};

		result = emit(program, run, node->type, in, 2);
		release(program, in[0]);
		release(program, in[1]);
	}
	return result;
}

/* The first operand with each of the others, the results joined. */
static struct expr_operand with_each(struct program *program, const struct expr_node *node,
                                     expr_kernel *run, expr_kernel *join)
{
	struct expr_operand x = node->operands->value, result = {FROM_N, 0};

	for (const struct expr_node *o = node->operands->sibling; o; o = o->sibling) {
		struct expr_operand in[] = {x, o->value};
		struct expr_operand one = emit(program, run, node->type, in, 2);

		release(program, in[1]);
		if (result.from == FROM_N) {
			result = one;
			continue;
		}
		struct expr_operand both[] = {result, one};
		result = emit(program, join, node->type, both, 2);
		release(program, both[0]);
		release(program, both[1]);
	}
	release(program, x);
	return result;
}

/* A function of the host is never folded: it looks at rows. */
static struct expr_operand host_call(struct program *program, const struct expr_node *node)
{
	struct expr *expr = program->expr;
	struct expr_instruction call = {.type = node->type, .n = node->n_operands, .call = node};
	size_t n = 0;

	call.many = arena_new(program->arena, call.n, sizeof *call.many);
	if (!call.many || GROW(&program->code, expr->n_code, &program->code_cap))
		program->status = CHISO_ENOMEM;
	if (program->status)
		return (struct expr_operand){FROM_N, 0};
	for (const struct expr_node *o = node->operands; o; o = o->sibling)
		call.many[n++] = o->value;
	call.place = take_place(program, node->type);
	for (size_t i = 0; i < n; i++)
		release(program, call.many[i]);
	expr->has_calls = 1;
	program->code[expr->n_code] = call;
	return (struct expr_operand){FROM_CODE, expr->n_code++};
}

static expr_kernel *kernel_of(const struct expr_node *node)
{
	const struct expr_op *op = node->op;

	if (strchr(op->operands, 't'))
		return op->run[expr_type_index(node->group)];
	return op->run[op->shape == EXPR_PLAIN ? node->n_operands - op->min : 0];
}

static struct expr_operand compile_op(struct program *program, const struct expr_node *node)
{
	expr_kernel *run = node->op->shape == EXPR_HOST ? NULL : kernel_of(node);

	switch (node->op->shape) {
	case EXPR_FOLD:
		return in_turn(program, node, run);
	case EXPR_ALL:
		return with_each(program, node, run, expr_both);
	case EXPR_ANY:
		return with_each(program, node, run, expr_either);
	case EXPR_IDENTITY:
		return node->operands->value;
	case EXPR_HOST:
		return host_call(program, node);
	default:
		return plain(program, node, run);
	}
}

static struct expr_operand compile_leaf(struct program *program, const struct expr_node *node)
{
	if (node->kind == NODE_NAME)
		return new_use(program, node->as.column, node->type);
	struct expr_operand operand = new_constant(program, node->type);
	if (program->status)
		return operand;
	struct vector *constant = &program->constants[operand.i];
	switch (node->kind) {
	case NODE_NUMBER:
		constant->at.f64[0] = node->as.number;
		break;
	case NODE_STRING:
		constant->at.str[0] = node->as.text;
		break;
	case NODE_BOOLEAN:
		constant->at.boolean[0] = (uint8_t)node->as.boolean;
		break;
	case NODE_DATE:
		constant->at.date[0] = node->as.date;
		break;
	default:
		constant->missing[0] = CHISO_REASON_NOT_REPORTED;
	}
	return operand;
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* The last instruction writes the result: where there is none for that, a copy. */
static void finish_code(struct program *program, const struct expr_node *root)
{
	static expr_kernel *const copy[] = {expr_copy_f64, expr_copy_boolean, expr_copy_date,
	                                    expr_copy_str};
	struct expr *expr = program->expr;

	if (program->status || root->value.from == FROM_CODE)
		return;
	if (root->value.from == FROM_CONSTANT)
		program->is_read[root->value.i] = 1;
	struct expr_instruction last = {.run = copy[expr_type_index(root->type)],
	                                .type = root->type,
	                                .n = 1,
	                                .place = take_place(program, root->type),
	                                .in = {root->value}};
	if (GROW(&program->code, expr->n_code, &program->code_cap))
		program->status = CHISO_ENOMEM;
	if (!program->status)
		program->code[expr->n_code++] = last;
}

/* Copies a grown table to the arena. */
static void *keep(struct program *program, const void *items, size_t n, size_t size)
{
	void *copy = arena_new(program->arena, n, size);

	if (!copy)
		program->status = CHISO_ENOMEM;
	else if (n)
		memcpy(copy, items, n * size);
	return copy;
}

static int assemble(struct expr *expr, struct arena *arena, struct expr_node *first,
                    struct expr_node *root)
{
	struct program program = {.arena = arena, .expr = expr};

	for (struct expr_node *node = first; node && !program.status; node = node->after)
		node->value = node->kind == NODE_OP ? compile_op(&program, node)
		                                    : compile_leaf(&program, node);
	finish_code(&program, root);
	/* Once, not at every run.  With functions of the host there are few runs, and then they are laid out for
	 * these: see expr_run_whole(). */
	for (size_t i = 0; i < expr->n_constants && !program.status; i++)
		if (program.is_read[i] && !expr->has_calls)
			program.status = expr_spread(&program.constants[i], arena);
	expr->first = first;
	expr->root = root;
	expr->uses = keep(&program, program.uses, expr->n_uses, sizeof *expr->uses);
	expr->constants =
		keep(&program, program.constants, expr->n_constants, sizeof *expr->constants);
	expr->code = keep(&program, program.code, expr->n_code, sizeof *expr->code);
	expr->places = keep(&program, program.places, expr->n_places, sizeof *expr->places);
	if (!program.status)
		program.status = expr_hasten(expr, arena);
	free(program.uses);
	free(program.constants);
	free(program.code);
	free(program.places);
	free(program.is_read);
	free(program.next_free);
	return program.status;
}

/* What can't even be read as characters, or is no expression of a person. */
static int refuse(struct expr_parser *parser)
{
	char length[24], limit[24];
	size_t bad_at;

	if (parser->n > EXPR_LENGTH) {
		snprintf(length, sizeof length, "%zu", parser->n);
		snprintf(limit, sizeof limit, "%d", EXPR_LENGTH);
		FAULT(parser, MSG_EXPR_LONG, 0, length, limit);
	} else if (!text_is_utf8(parser->source, parser->n, &bad_at)) {
		FAULT(parser, MSG_EXPR_NOT_UTF8, bad_at, "");
	}
	return parser->status;
}

int expr_compile(struct expr **out, struct arena *arena, struct chiso_context *context,
                 struct place place, const char *source, int wanted,
                 const struct expr_scope *scope)
{
	struct expr_parser parser = {.arena = arena,
	                             .context = context,
	                             .place = place,
	                             .source = arena_text(arena, source, strlen(source)),
	                             .n = strlen(source),
	                             .scope = scope};
	struct expr *expr = arena_new(arena, 1, sizeof *expr);

	*out = NULL;
	if (!expr || !parser.source)
		return CHISO_ENOMEM;
	if (refuse(&parser))
		return parser.status;
	expr_parse(&parser);
	if (parser.status != CHISO_ENOMEM)
		expr_infer(&parser, wanted);
	if (parser.status)
		return parser.status;
	expr->source = parser.source;
	expr->place = place;
	if (assemble(expr, arena, parser.first, parser.last))
		return CHISO_ENOMEM;
	*out = expr;
	return CHISO_OK;
}

int expr_type(const struct expr *expr)
{
	return expr->root->type;
}

const char *expr_source(const struct expr *expr)
{
	return expr->source;
}

size_t expr_uses(const struct expr *expr, const struct expr_use **out)
{
	*out = expr->uses;
	return expr->n_uses;
}

int expr_is_name(const struct expr *expr)
{
	return expr->root->kind == NODE_NAME;
}
