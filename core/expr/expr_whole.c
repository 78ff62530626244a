/* SPDX-License-Identifier: MIT */
/* A program over all rows, a step at a time, each keeping its vector: for functions that look at
 * other rows, and for explanations. */
#include "expr/expr_internal.h"

#include <string.h>

static enum expr_choice choice_of(expr_kernel *run)
{
	if (run == expr_if_f64 || run == expr_if_boolean || run == expr_if_date ||
	    run == expr_if_str)
		return TAKES_IF;
	if (run == expr_first_f64 || run == expr_first_boolean || run == expr_first_date ||
	    run == expr_first_str)
		return TAKES_FIRST;
	return TAKES_ALL;
}

const struct expr_operand *expr_operands(const struct expr_instruction *instruction)
{
	return instruction->many ? instruction->many : instruction->in;
}

/* Constants are laid out for EXPR_ROWS rows, so no more are worked on at a time. */
static void run_blocks(struct vector *const *from, const struct expr_instruction *instruction,
		       const struct vector *out, size_t n)
{
	for (size_t start = 0; start < n; start += EXPR_ROWS) {
		struct vector in[3], to = expr_from_row(out, start);
		const struct vector *operands[3] = {NULL};

		for (size_t k = 0; k < instruction->n; k++) {
			struct expr_operand o = instruction->in[k];

			in[k] = expr_from_row(&from[o.from][o.i],
					      o.from == FROM_CONSTANT ? 0 : start);
			operands[k] = &in[k];
		}
		instruction->run(&to, operands, n - start < EXPR_ROWS ? n - start : EXPR_ROWS);
	}
}

static int watch_step(const struct expr *expr, const struct expr_values *values, size_t at,
		      struct expr_rows rows, const struct expr_watch *watch, struct arena *arena)
{
	const struct expr_instruction *instruction = &expr->code[at];
	const struct expr_operand *operands = expr_operands(instruction);
	const struct expr_node *call = instruction->call;
	struct vector *in = arena_new(arena, instruction->n, sizeof *in);
	int *from = arena_new(arena, instruction->n, sizeof *from);
	struct expr_step step = {.choice = choice_of(instruction->run),
				 .n = values->n,
				 .n_in = instruction->n,
				 .in = in,
				 .from = from,
				 .out = &values->from[FROM_CODE][at],
				 .to = (int)(expr->n_uses + at),
				 .rows = rows};

	if (!in || !from)
		return CHISO_ENOMEM;
	if (call) {
		step.function = call->function;
		step.source = (struct slice){expr->source + call->start, call->end - call->start};
	}
	for (size_t i = 0; i < instruction->n; i++) {
		in[i] = values->from[operands[i].from][operands[i].i];
		from[i] = operands[i].from == FROM_CONSTANT ? -1 : (int)operands[i].i;
		if (operands[i].from == FROM_CODE)
			from[i] += (int)expr->n_uses;
	}
	return watch->step(watch->user, &step);
}

int expr_looks(const struct expr *expr, int (*of)(const struct expr_function *function))
{
	int looks = 0;

	for (size_t i = 0; i < expr->n_code; i++)
		if (expr->code[i].call)
			looks |= of(expr->code[i].call->function);
	return looks;
}

size_t expr_steps(const struct expr *expr)
{
	return expr->n_code;
}

/* The constants that operations of the language read; those of calls are looked at once. */
static int lay_out_constants(struct expr_values *values, const struct expr *expr, struct arena *arena)
{
	struct vector *own = arena_new(arena, expr->n_constants, sizeof *own);

	if (!own)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < expr->n_constants; i++)
		own[i] = expr->constants[i];
	for (size_t i = 0; i < expr->n_code; i++)
		for (size_t k = 0; !expr->code[i].call && k < expr->code[i].n; k++) {
			struct expr_operand o = expr->code[i].in[k];

			if (o.from == FROM_CONSTANT && own[o.i].missing == expr->constants[o.i].missing &&
			    expr_spread(&own[o.i], arena))
				return CHISO_ENOMEM;
		}
	values->from[FROM_CONSTANT] = own;
	return CHISO_OK;
}

/* ---- some of the rows ------------------------------------------------------------------------- */

enum { NEEDS_ALL = 1, NEEDS_FEW = 2 };

/* What is read of the uses and steps when the result is wanted of some rows. */
static int find_needs(uint8_t *needs[FROM_N], const struct expr *expr, struct arena *arena)
{
	needs[FROM_USE] = arena_new(arena, expr->n_uses, 1);
	needs[FROM_CONSTANT] = arena_new(arena, expr->n_constants, 1);
	needs[FROM_CODE] = arena_new(arena, expr->n_code, 1);
	if (!needs[FROM_USE] || !needs[FROM_CONSTANT] || !needs[FROM_CODE])
		return CHISO_ENOMEM;
	needs[FROM_CODE][expr->n_code - 1] = NEEDS_FEW;
	for (size_t i = expr->n_code; i-- > 0;) {
		const struct expr_instruction *instruction = &expr->code[i];
		const struct expr_operand *operands = expr_operands(instruction);
		uint8_t need = instruction->call ? NEEDS_ALL : needs[FROM_CODE][i];

		for (size_t k = 0; k < instruction->n; k++)
			needs[operands[k].from][operands[k].i] |= need;
	}
	return CHISO_OK;
}

int expr_needs_all(uint8_t *out, const struct expr *expr)
{
	struct arena arena = {0};
	uint8_t *needs[FROM_N];
	int status = find_needs(needs, expr, &arena);

	for (size_t i = 0; i < expr->n_uses && !status; i++)
		out[i] = needs[FROM_USE][i] & NEEDS_ALL;
	arena_clear(&arena);
	return status;
}

/* Most vectors that are gathered are numbers. */
static void gather_numbers(struct vector *out, const struct vector *in, const struct expr_rows *rows)
{
	const uint32_t *list = rows->list;
	const double *from = in->at.f64;
	const uint8_t *missing = in->missing;
	double *to = out->at.f64;
	uint8_t *to_missing = out->missing;
	size_t n = rows->n;

	for (size_t i = 0; i < n; i++)
		to[i] = from[list[i]];
	for (size_t i = 0; i < n; i++)
		to_missing[i] = missing[list[i]];
}

/* Some rows of a vector. */
static int gather(struct vector *out, const struct vector *in, const struct expr_rows *rows, struct arena *arena)
{
	*out = vector_room(arena, in->type, rows->n);
	if (!out->missing)
		return CHISO_ENOMEM;
	if (in->type == CHISO_F64)
		gather_numbers(out, in, rows);
	for (size_t i = 0; i < rows->n && in->type != CHISO_F64; i++) {
		uint32_t row = rows->list[i];

		out->missing[i] = in->missing[row];
		if (in->type == CHISO_BOOL)
			out->at.boolean[i] = in->at.boolean[row];
		else if (in->type == CHISO_DATE)
			out->at.date[i] = in->at.date[row];
		else
			out->at.str[i] = in->at.str[row];
	}
	return CHISO_OK;
}

static int take_few(struct expr_values *values, const struct expr *expr, const struct expr_rows *rows,
		    struct arena *arena)
{
	int status = find_needs(values->needs, expr, arena);

	values->few[FROM_USE] = arena_new(arena, expr->n_uses, sizeof(struct vector));
	values->few[FROM_CONSTANT] = values->from[FROM_CONSTANT];
	values->few[FROM_CODE] = arena_new(arena, expr->n_code, sizeof(struct vector));
	if (!values->few[FROM_USE] || !values->few[FROM_CODE])
		return CHISO_ENOMEM;
	for (size_t i = 0; i < expr->n_uses && !status; i++)
		if (values->needs[FROM_USE][i] & NEEDS_FEW)
			status = gather(&values->few[FROM_USE][i], &values->from[FROM_USE][i], rows, arena);
	return status;
}

/* The result of all rows, of which the others have none. */
static int scatter(struct expr_values *values, const struct expr *expr, const struct expr_rows *rows,
		   struct arena *arena)
{
	const struct vector *few = &values->few[FROM_CODE][expr->n_code - 1];
	struct vector *out = &values->from[FROM_CODE][expr->n_code - 1];

	*out = vector_new(arena, CHISO_F64, values->n);
	if (!out->missing)
		return CHISO_ENOMEM;
	memset(out->missing, CHISO_REASON_NOT_APPLICABLE, values->n);
	for (size_t i = 0; i < rows->n; i++) {
		out->at.f64[rows->list[i]] = few->at.f64[i];
		out->missing[rows->list[i]] = few->missing[i];
	}
	return CHISO_OK;
}

/* ---- all steps -------------------------------------------------------------------------------- */

/* Room for the result of a function of the host, which is a number: 0 where it is wanted. */
static struct vector room_for_call(size_t n, struct expr_rows rows, struct arena *arena)
{
	struct vector out = rows.list ? vector_room(arena, CHISO_F64, n) : vector_new(arena, CHISO_F64, n);

	for (size_t i = 0; i < rows.n && out.missing; i++) {
		out.at.f64[rows.list[i]] = 0;
		out.missing[rows.list[i]] = 0;
	}
	return out;
}

static int run_step(struct expr_values *values, const struct expr *expr, size_t i, const struct expr_rows *rows,
		    const struct expr_watch *watch, struct arena *arena)
{
	const struct expr_instruction *instruction = &expr->code[i];
	struct vector *all = &values->from[FROM_CODE][i];
	int needs = rows->list ? values->needs[FROM_CODE][i] : NEEDS_ALL, status = CHISO_OK;
	struct expr_rows wanted = {0};

	if (!(needs & NEEDS_ALL))
		wanted = *rows;
	if (instruction->call || needs & NEEDS_ALL) {
		*all = instruction->call ? room_for_call(values->n, wanted, arena)
					 : vector_room(arena, instruction->type, values->n);
		if (!all->missing)
			return CHISO_ENOMEM;
		if (!instruction->call)
			run_blocks(values->from, instruction, all, values->n);
	}
	if (watch)
		status = watch_step(expr, values, i, wanted, watch, arena);
	if (status || !(needs & NEEDS_FEW))
		return status;
	struct vector *few = &values->few[FROM_CODE][i];
	if (all->missing)
		return gather(few, all, rows, arena);
	*few = vector_room(arena, instruction->type, rows->n);
	if (!few->missing)
		return CHISO_ENOMEM;
	run_blocks(values->few, instruction, few, rows->n);
	return CHISO_OK;
}

int expr_run_whole(struct expr_values **out, const struct expr *expr, const struct vector *in,
		   size_t n, const struct expr_rows *rows, const struct expr_watch *watch,
		   struct arena *arena)
{
	struct expr_values *values = arena_new(arena, 1, sizeof *values);
	int status = CHISO_OK;

	*out = values;
	if (!values)
		return CHISO_ENOMEM;
	values->n = n;
	values->from[FROM_USE] = arena_new(arena, expr->n_uses, sizeof(struct vector));
	values->from[FROM_CONSTANT] = expr->constants;
	values->from[FROM_CODE] = arena_new(arena, expr->n_code, sizeof(struct vector));
	if (!values->from[FROM_USE] || !values->from[FROM_CODE] ||
	    (expr->has_calls && lay_out_constants(values, expr, arena)))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < expr->n_uses; i++) {
		values->from[FROM_USE][i] = in[i];
		vector_spell_out(&in[i], n);
	}
	if (rows->list)
		status = take_few(values, expr, rows, arena);
	for (size_t i = 0; i < expr->n_code && !status; i++)
		status = run_step(values, expr, i, rows, watch, arena);
	return status || !rows->list ? status : scatter(values, expr, rows, arena);
}

const struct vector *expr_result(const struct expr *expr, const struct expr_values *values)
{
	return &values->from[FROM_CODE][expr->n_code - 1];
}
