/* SPDX-License-Identifier: MIT */
/* What is quicker when operands are constants: one of a few texts, or of two numbers, by conditions, and
 * whether a text is a given one.  A program keeps its own instructions beside them, for whoever looks at
 * each step. */
#include "base/group.h"
#include "expr/expr_internal.h"

#include <string.h>

#define KERNEL(name) \
	static void name(const struct vector *out, const struct vector *const *in, size_t n)

enum { MOST_FEW = 255 };

/* ---- a few texts ----------------------------------------------------------------------------- */

static int is_constant(const struct expr *expr, struct expr_operand operand)
{
	return operand.from == FROM_CONSTANT && !expr->constants[operand.i].missing[0];
}

/* Whether the value of an instruction is one of the texts that stand in the program, by conditions. */
static int chooses_texts(const struct expr *expr, size_t i)
{
	const struct expr_instruction *step = &expr->code[i];
	int chooses = step->run == expr_if_str;

	for (size_t k = 1; k < 3 && chooses; k++)
		chooses = is_constant(expr, step->in[k]) ||
		          (step->in[k].from == FROM_CODE && chooses_texts(expr, step->in[k].i));
	return chooses;
}

/* The number of a text, which becomes one of the few; MOST_FEW: there are too many. */
static size_t number_text(struct few_texts *few, struct slice text)
{
	size_t i = few_texts_find(few, text);

	if (i == few->n && i < MOST_FEW)
		few->items[few->n++] = text;
	return i;
}

KERNEL(choose_bytes)
{
	const uint8_t *restrict condition = in[0]->at.boolean;
	const uint8_t *restrict a = in[1]->bytes, *restrict b = in[2]->bytes;
	uint8_t *restrict to = out->bytes;

	for (size_t i = 0; i < n; i++) {
		uint8_t is_first = condition[i] ? 0xff : 0;

		to[i] = (uint8_t)((a[i] & is_first) | (b[i] & ~is_first));
	}
	expr_choose_missing(out->missing, in, n);
}

/* Numbers the texts that an instruction chooses from; constants get the number in each row.  0; 1: they
 * are too many; or CHISO_ENOMEM. */
static int number_texts(struct expr *expr, size_t i, struct arena *arena)
{
	struct expr_instruction *step = &expr->code[i];
	int status = CHISO_OK;

	for (size_t k = 1; k < 3 && !status; k++) {
		if (step->in[k].from == FROM_CODE) {
			status = number_texts(expr, step->in[k].i, arena);
			continue;
		}
		struct vector *constant = &expr->constants[step->in[k].i];
		size_t number = number_text(expr->few, constant->at.str[0]);

		constant->bytes = arena_room(arena, EXPR_ROWS, 1);
		if (!constant->bytes)
			return CHISO_ENOMEM;
		memset(constant->bytes, (int)number, EXPR_ROWS);
		status = number == MOST_FEW;
	}
	return status;
}

static void choose_by_bytes(struct expr *expr, size_t i)
{
	struct expr_instruction *step = &expr->code[i];

	step->quick = choose_bytes;
	for (size_t k = 1; k < 3; k++)
		if (step->in[k].from == FROM_CODE)
			choose_by_bytes(expr, step->in[k].i);
}

static int find_few(struct expr *expr, struct arena *arena)
{
	if (!chooses_texts(expr, expr->n_code - 1))
		return CHISO_OK;
	expr->few = arena_new(arena, 1, sizeof *expr->few);
	if (expr->few)
		expr->few->items = arena_new(arena, MOST_FEW, sizeof *expr->few->items);
	if (!expr->few || !expr->few->items)
		return CHISO_ENOMEM;
	int status = number_texts(expr, expr->n_code - 1, arena);
	if (!status)
		choose_by_bytes(expr, expr->n_code - 1);
	else
		expr->few = NULL;
	return status < 0 ? status : CHISO_OK;
}

/* ---- one of two numbers ---------------------------------------------------------------------- */

KERNEL(choose_number)
{
	const double either[2] = {in[2]->at.f64[0], in[1]->at.f64[0]};
	const uint8_t *restrict condition = in[0]->at.boolean;
	double *restrict to = out->at.f64;

#pragma GCC unroll 4
	for (size_t i = 0; i < n; i++)
		to[i] = either[condition[i] != 0];
	memcpy(out->missing, in[0]->missing, n);
}

/* ---- a given text ---------------------------------------------------------------------------- */

/* Whether texts are a given one of up to eight bytes.  Called for lengths of which text_word() knows what to
 * do, so that it is not asked for each row. */
static inline void compare_words(uint8_t *restrict to, const struct slice *restrict texts, size_t length,
                                 uint64_t word, int want, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int is_same = texts[i].n == length && text_word(texts[i].text, length) == word;

		to[i] = is_same == want;
	}
}

static void compare_given(uint8_t *to, const struct slice *texts, struct slice given, int want, size_t n)
{
	uint64_t word = given.n <= sizeof word ? text_word(given.text, given.n) : 0;

	if (given.n > sizeof word)
		for (size_t i = 0; i < n; i++)
			to[i] = (texts[i].n == given.n &&
			         !memcmp(texts[i].text, given.text, given.n)) == want;
	else if (given.n == sizeof word)
		compare_words(to, texts, sizeof word, word, want, n);
	else if (given.n >= sizeof word / 2)
		compare_words(to, texts, given.n, word, want, n);
	else
		compare_words(to, texts, given.n, word, want, n);
}

/* A bit for each of eight bytes that is not 0: its lowest one. */
static inline uint64_t find_others(uint64_t bytes)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7f;

	return (((bytes & low) + low) | bytes) >> 7 & 0x0101010101010101;
}

/* Whether texts are a given one of a few, eight at a time. */
static void compare_numbers(uint8_t *to, const struct vector *texts, size_t given, int want, size_t n)
{
	const uint64_t ones = 0x0101010101010101, all = given * ones, is_other = want ? ones : 0;
	size_t i = 0;

	for (; i + sizeof all <= n; i += sizeof all) {
		uint64_t bytes, missing;

		memcpy(&bytes, texts->bytes + i, sizeof bytes);
		memcpy(&missing, texts->missing + i, sizeof missing);
		bytes = (find_others(bytes ^ all) ^ is_other) & ~find_others(missing);
		memcpy(to + i, &bytes, sizeof bytes);
	}
	for (; i < n; i++)
		to[i] = !texts->missing[i] && (texts->bytes[i] == given) == want;
}

/* Texts that are missing may point nowhere. */
static void compare_texts(uint8_t *to, const struct vector *texts, struct slice given, int want, size_t n)
{
	for (size_t i = 0, end; i < n; i = end + 1) {
		end = expr_next_missing(texts->missing, i, n);
		compare_given(to + i, texts->at.str + i, given, want, end - i);
		if (end < n)
			to[end] = 0;
	}
}

static void compare(const struct vector *out, const struct vector *texts, struct slice given, int want, size_t n)
{
	if (texts->few)
		compare_numbers(out->at.boolean, texts, few_texts_find(texts->few, given), want, n);
	else
		compare_texts(out->at.boolean, texts, given, want, n);
	memcpy(out->missing, texts->missing, n);
}

KERNEL(is_given)
{
	compare(out, in[0], in[1]->at.str[0], 1, n);
}

KERNEL(is_not_given)
{
	compare(out, in[0], in[1]->at.str[0], 0, n);
}

int expr_only_compares(const struct expr *expr, size_t i)
{
	int only = 1;

	for (size_t k = 0; k < expr->n_code && only; k++) {
		const struct expr_instruction *step = &expr->code[k];
		const struct expr_operand *in = expr_operands(step);
		int compares = step->quick == is_given || step->quick == is_not_given;

		for (size_t o = 0; o < step->n; o++)
			only &= compares || in[o].from != FROM_USE || in[o].i != i;
	}
	return only;
}

/* ---- finding them ---------------------------------------------------------------------------- */

static expr_kernel *find_quick(const struct expr *expr, const struct expr_instruction *step)
{
	if (step->run == expr_if_f64 && is_constant(expr, step->in[1]) && is_constant(expr, step->in[2]))
		return choose_number;
	if (step->run == expr_eq_str && is_constant(expr, step->in[1]))
		return is_given;
	if (step->run == expr_ne_str && is_constant(expr, step->in[1]))
		return is_not_given;
	return NULL;
}

int expr_hasten(struct expr *expr, struct arena *arena)
{
	for (size_t i = 0; i < expr->n_code; i++)
		expr->code[i].quick = find_quick(expr, &expr->code[i]);
	return find_few(expr, arena) || expr_join_sums(expr, arena) ? CHISO_ENOMEM : CHISO_OK;
}
