/* SPDX-License-Identifier: MIT */
/* Every operator and function, with how it is written and what computes it. */
#include "expr/expr_internal.h"

#include <string.h>

enum { ANY_NUMBER = EXPR_LENGTH };

#define TYPED(name) {name##_f64, name##_boolean, name##_date, name##_str}

static const struct expr_op binary[] = {
	{"||", NULL, 1, 2, 2, 'b', "b", EXPR_PLAIN, {expr_or}},
	{"&&", NULL, 2, 2, 2, 'b', "b", EXPR_PLAIN, {expr_and}},
	{"==", NULL, 3, 2, 2, 'b', "t", EXPR_PLAIN, TYPED(expr_eq)},
	{"!=", NULL, 3, 2, 2, 'b', "t", EXPR_PLAIN, TYPED(expr_ne)},
	{"<", NULL, EXPR_COMPARING, 2, 2, 'b', "t", EXPR_PLAIN, TYPED(expr_lt)},
	{"<=", NULL, EXPR_COMPARING, 2, 2, 'b', "t", EXPR_PLAIN, TYPED(expr_le)},
	{">", NULL, EXPR_COMPARING, 2, 2, 'b', "t", EXPR_PLAIN, TYPED(expr_gt)},
	{">=", NULL, EXPR_COMPARING, 2, 2, 'b', "t", EXPR_PLAIN, TYPED(expr_ge)},
	{"in", "x in (a, b, ...)", EXPR_COMPARING, 2, ANY_NUMBER, 'b', "t", EXPR_ANY,
	 TYPED(expr_eq)},
	{"+", NULL, EXPR_ADDING, 2, 2, 'n', "n", EXPR_PLAIN, {expr_add}},
	{"-", NULL, EXPR_ADDING, 2, 2, 'n', "n", EXPR_PLAIN, {expr_subtract}},
	{"*", NULL, EXPR_MULTIPLYING, 2, 2, 'n', "n", EXPR_PLAIN, {expr_multiply}},
	{"/", NULL, EXPR_MULTIPLYING, 2, 2, 'n', "n", EXPR_PLAIN, {expr_divide}},
	{"%", NULL, EXPR_MULTIPLYING, 2, 2, 'n', "n", EXPR_PLAIN, {expr_remainder}},
	{"^", NULL, EXPR_POWER, 2, 2, 'n', "n", EXPR_PLAIN, {expr_power}},
};

static const struct expr_op unary[] = {
	{"+", NULL, EXPR_UNARY, 1, 1, 'n', "n", EXPR_IDENTITY, {NULL}},
	{"-", NULL, EXPR_UNARY, 1, 1, 'n', "n", EXPR_PLAIN, {expr_negate}},
	{"!", NULL, EXPR_UNARY, 1, 1, 'b', "b", EXPR_PLAIN, {expr_not}},
};

static const struct expr_op functions[] = {
	{"abs", "abs(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_abs}},
	{"ceil", "ceil(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_ceil}},
	{"contains", "contains(text, part, ...)", 0, 2, ANY_NUMBER, 'b', "s", EXPR_ALL,
	 {expr_contains}},
	{"containsItems", "containsItems(list, item, ...)", 0, 2, ANY_NUMBER, 'b', "s", EXPR_ALL,
	 {expr_contains_item}},
	{"date", "date('2022-06-20')", 0, 1, 1, 'd', "d", EXPR_IDENTITY, {NULL}},
	{"day", "day(date)", 0, 1, 1, 'n', "d", EXPR_PLAIN, {expr_day}},
	{"daysBetween", "daysBetween(from, to)", 0, 2, 2, 'n', "d", EXPR_PLAIN,
	 {expr_days_between}},
	{"exp", "exp(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_exp}},
	{"firstNonNull", "firstNonNull(a, b, ...)", 0, 1, ANY_NUMBER, 't', "t", EXPR_FOLD,
	 TYPED(expr_first)},
	{"floor", "floor(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_floor}},
	{"greatest", "greatest(a, b, ...)", 0, 1, ANY_NUMBER, 'n', "n", EXPR_FOLD,
	 {expr_greatest}},
	{"if", "if(condition, then, else)", 0, 3, 3, 't', "bt", EXPR_PLAIN, TYPED(expr_if)},
	{"isNotNull", "isNotNull(x)", 0, 1, 1, 'b', "a", EXPR_PLAIN, {expr_is_not_null}},
	{"isNull", "isNull(x)", 0, 1, 1, 'b', "a", EXPR_PLAIN, {expr_is_null}},
	{"least", "least(a, b, ...)", 0, 1, ANY_NUMBER, 'n', "n", EXPR_FOLD, {expr_least}},
	{"length", "length(text)", 0, 1, 1, 'n', "s", EXPR_PLAIN, {expr_length}},
	{"log", "log(x[, base])", 0, 1, 2, 'n', "n", EXPR_PLAIN, {expr_log, expr_log_base}},
	{"log10", "log10(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_log10}},
	{"month", "month(date)", 0, 1, 1, 'n', "d", EXPR_PLAIN, {expr_month}},
	{"monthsBetween", "monthsBetween(from, to)", 0, 2, 2, 'n', "d", EXPR_PLAIN,
	 {expr_months_between}},
	{"power", "power(x, y)", 0, 2, 2, 'n', "n", EXPR_PLAIN, {expr_power}},
	{"removeZeros", "removeZeros(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_remove_zeros}},
	{"round", "round(x[, digits])", 0, 1, 2, 'n', "n", EXPR_PLAIN,
	 {expr_round_whole, expr_round_digits}},
	{"sgn", "sgn(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_sgn}},
	{"sqrt", "sqrt(x)", 0, 1, 1, 'n', "n", EXPR_PLAIN, {expr_sqrt}},
	{"year", "year(date)", 0, 1, 1, 'n', "d", EXPR_PLAIN, {expr_year}},
	{"yearsBetween", "yearsBetween(from, to)", 0, 2, 2, 'n', "d", EXPR_PLAIN,
	 {expr_years_between}},
};

#define LENGTH(table) (sizeof(table) / sizeof *(table))

const struct expr_op *expr_binary(struct slice name)
{
	for (size_t i = 0; i < LENGTH(binary); i++)
		if (slice_is(name, binary[i].name))
			return &binary[i];
	return NULL;
}

const struct expr_op *expr_unary(struct slice name)
{
	for (size_t i = 0; i < LENGTH(unary); i++)
		if (slice_is(name, unary[i].name))
			return &unary[i];
	return NULL;
}

const struct expr_op *expr_function(const char *name)
{
	for (size_t i = 0; i < LENGTH(functions); i++)
		if (*name == *functions[i].name && !strcmp(name, functions[i].name))
			return &functions[i];
	return NULL;
}

void expr_offer_functions(struct nearest *nearest)
{
	for (size_t i = 0; i < LENGTH(functions); i++)
		nearest_offer(nearest, functions[i].name);
	nearest_offer(nearest, "is");
}

char expr_operand_letter(const struct expr_op *op, size_t i)
{
	const char *letter = op->operands;

	for (; i && letter[1]; i--)
		letter++;
	return *letter;
}

int expr_letter_type(char letter)
{
	switch (letter) {
	case 'n':
		return CHISO_F64;
	case 'b':
		return CHISO_BOOL;
	case 's':
		return CHISO_STR;
	case 'd':
		return CHISO_DATE;
	default:
		return CHISO_NONE;
	}
}

int expr_op_is(const struct expr_op *op, const char *name)
{
	return op && *op->name == *name && !strcmp(op->name, name);
}

size_t expr_type_index(int type)
{
	switch (type) {
	case CHISO_BOOL:
		return 1;
	case CHISO_DATE:
		return 2;
	case CHISO_STR:
		return 3;
	default:
		return 0;
	}
}
