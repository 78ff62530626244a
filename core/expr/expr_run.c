/* SPDX-License-Identifier: MIT */
/* A program over rows, some at a time, so that what one instruction writes is still in the cache
 * when the next one reads it. */
#include "expr/expr_internal.h"

#include <string.h>

static size_t vector_size(int type)
{
	static const size_t sizes[] = {sizeof(double), sizeof(uint8_t), sizeof(int32_t),
	                               sizeof(struct slice)};

	return sizes[expr_type_index(type)];
}

struct vector vector_room(struct arena *arena, int type, size_t n)
{
	void *values = arena_room(arena, n, vector_size(type));
	struct vector vector = {.type = type, .missing = arena_room(arena, n, 1)};

	if (!values || !vector.missing)
		return (struct vector){.type = type};
	switch (type) {
	case CHISO_BOOL:
		vector.at.boolean = values;
		break;
	case CHISO_DATE:
		vector.at.date = values;
		break;
	case CHISO_STR:
		vector.at.str = values;
		break;
	default:
		vector.at.f64 = values;
	}
	return vector;
}

struct vector vector_new(struct arena *arena, int type, size_t n)
{
	struct vector vector = vector_room(arena, type, n);

	if (vector.missing) {
		memset(vector.missing, 0, n);
		memset(vector.at.f64, 0, n * vector_size(type));
	}
	return vector;
}

static void spell_numbers(double *restrict to, const uint8_t *restrict from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = from[i];
}

static void spell_texts(struct slice *restrict to, const struct slice *few, const uint8_t *restrict from,
                        size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = few[from[i]];
}

void vector_spell_out(const struct vector *vector, size_t n)
{
	if (vector->bytes && vector->few)
		spell_texts(vector->at.str, vector->few->items, vector->bytes, n);
	else if (vector->bytes)
		spell_numbers(vector->at.f64, vector->bytes, n);
}

struct vector expr_from_row(const struct vector *vector, size_t start)
{
	struct vector v = *vector;

	v.missing += start;
	if (v.bytes)
		v.bytes += start;
	switch (v.type) {
	case CHISO_BOOL:
		v.at.boolean += start;
		break;
	case CHISO_DATE:
		v.at.date += start;
		break;
	case CHISO_STR:
		v.at.str += start;
		break;
	default:
		v.at.f64 += start;
	}
	return v;
}

static void spread(struct vector *to, const struct vector *one)
{
	switch (one->type) {
	case CHISO_BOOL:
		memset(to->at.boolean, one->at.boolean[0], EXPR_ROWS);
		break;
	case CHISO_DATE:
		for (size_t i = 0; i < EXPR_ROWS; i++)
			to->at.date[i] = one->at.date[0];
		break;
	case CHISO_STR:
		for (size_t i = 0; i < EXPR_ROWS; i++)
			to->at.str[i] = one->at.str[0];
		break;
	default:
		for (size_t i = 0; i < EXPR_ROWS; i++)
			to->at.f64[i] = one->at.f64[0];
	}
}

int expr_spread(struct vector *constant, struct arena *arena)
{
	struct vector one = *constant;

	*constant = vector_room(arena, one.type, EXPR_ROWS);
	if (!constant->missing)
		return CHISO_ENOMEM;
	memset(constant->missing, one.missing[0], EXPR_ROWS);
	spread(constant, &one);
	return CHISO_OK;
}

static int new_values(struct expr_values *out, const struct expr *expr, struct arena *arena)
{
	out->from[FROM_USE] = arena_new(arena, expr->n_uses, sizeof(struct vector));
	out->from[FROM_CONSTANT] = expr->constants;
	out->from[FROM_CODE] = arena_new(arena, expr->n_code, sizeof(struct vector));
	return out->from[FROM_USE] && out->from[FROM_CODE] ? CHISO_OK : CHISO_ENOMEM;
}

/* Gives every instruction but the last the register of its place; the last one writes to the
 * result itself. */
static int place_values(struct expr_values *values, const struct expr *expr, size_t n,
                        struct arena *arena)
{
	struct vector *places = arena_new(arena, expr->n_places, sizeof *places);

	for (size_t i = 0; places && i < expr->n_places; i++) {
		places[i] = vector_room(arena, expr->places[i], n);
		if (expr->few && places[i].type == CHISO_STR)
			places[i].bytes = arena_room(arena, n, 1);
		if (!places[i].missing || (expr->few && places[i].type == CHISO_STR && !places[i].bytes))
			return CHISO_ENOMEM;
	}
	for (size_t i = 0; places && i + 1 < expr->n_code; i++)
		values->from[FROM_CODE][i] = places[expr->code[i].place];
	return places ? CHISO_OK : CHISO_ENOMEM;
}

static void run_step(const struct expr *expr, const struct expr_values *values, size_t i, size_t n)
{
	const struct expr_instruction *instruction = &expr->code[i];
	const struct vector *in[3] = {NULL};

	for (size_t k = 0; k < instruction->n; k++)
		in[k] = &values->from[instruction->in[k].from][instruction->in[k].i];
	(instruction->quick ? instruction->quick : instruction->run)(&values->from[FROM_CODE][i], in, n);
}

/* A sum, step by step where it must be. */
static void run_sum(const struct expr *expr, const struct expr_values *values, size_t last, size_t n)
{
	const struct expr_sum *sum = expr->code[last].sum;

	if (expr_run_sum(sum, values->from[FROM_USE], &values->from[FROM_CODE][last], n))
		return;
	for (size_t k = 0; k < sum->n; k++)
		vector_spell_out(&values->from[FROM_USE][sum->terms[k].use], n);
	for (size_t i = 0; i <= last; i++)
		if (expr->code[i].part_of == last + 1)
			run_step(expr, values, i, n);
}

static void execute(const struct expr *expr, const struct expr_values *values, size_t n)
{
	for (size_t i = 0; i < expr->n_code; i++) {
		if (expr->code[i].sum)
			run_sum(expr, values, i, n);
		else if (!expr->code[i].part_of)
			run_step(expr, values, i, n);
	}
}

int expr_run_briefly(const struct expr *expr, const struct vector *in, size_t n, struct vector *out,
                     struct arena *scratch)
{
	struct expr_values values;

	out->few = expr->few;
	out->bytes = expr->few ? arena_room(scratch, n, 1) : NULL;
	if (expr->few && !out->bytes)
		return CHISO_ENOMEM;
	if (new_values(&values, expr, scratch) ||
	    place_values(&values, expr, n < EXPR_ROWS ? n : EXPR_ROWS, scratch))
		return CHISO_ENOMEM;
	for (size_t start = 0; start < n; start += EXPR_ROWS) {
		for (size_t i = 0; i < expr->n_uses; i++)
			values.from[FROM_USE][i] = expr_from_row(&in[i], start);
		values.from[FROM_CODE][expr->n_code - 1] = expr_from_row(out, start);
		execute(expr, &values, n - start < EXPR_ROWS ? n - start : EXPR_ROWS);
	}
	return CHISO_OK;
}

int expr_run(const struct expr *expr, const struct vector *in, size_t n, struct vector *out,
             struct arena *scratch)
{
	int status = expr_run_briefly(expr, in, n, out, scratch);

	if (!status)
		vector_spell_out(out, n);
	return status;
}
