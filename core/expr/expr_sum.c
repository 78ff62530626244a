/* SPDX-License-Identifier: MIT */
/* Sums of many columns, each perhaps with a number where it has none, as one step instead of two for each:
 * firstNonNull(a, 0) + firstNonNull(b, 0) + ...  They come to the same bits, since they are added in the
 * same order, but for columns of 1 and 0 alone, whose sums are exact in any order. */
#include "expr/expr_internal.h"

#include <string.h>

enum { MOST_COUNTED = 255, AT_ONCE = 256 };

/* ---- finding them ---------------------------------------------------------------------------- */

static double number_of(const struct expr *expr, struct expr_operand constant)
{
	return expr->constants[constant.i].at.f64[0];
}

/* Whether an operand of a sum is a column, or the first of a column and a number that is there. */
static int is_term(const struct expr *expr, struct expr_operand operand, struct expr_term *term)
{
	*term = (struct expr_term){.use = operand.i};
	if (operand.from == FROM_USE)
		return 1;
	if (operand.from != FROM_CODE || expr->code[operand.i].run != expr_first_f64)
		return 0;
	const struct expr_operand *in = expr->code[operand.i].in;
	if (in[0].from != FROM_USE || in[1].from != FROM_CONSTANT ||
	    expr->constants[in[1].i].missing[0])
		return 0;
	*term = (struct expr_term){in[0].i, 1, number_of(expr, in[1])};
	return 1;
}

/* How many terms the sum has that ends with an instruction; 0: it is none of columns alone. */
static size_t count_terms(const struct expr *expr, size_t last)
{
	struct expr_operand at = {FROM_CODE, last};
	struct expr_term term;
	size_t n = 0;

	while (at.from == FROM_CODE && expr->code[at.i].run == expr_add) {
		if (!is_term(expr, expr->code[at.i].in[1], &term))
			return 0;
		at = expr->code[at.i].in[0];
		n++;
	}
	return is_term(expr, at, &term) ? n + 1 : 0;
}

static void join(struct expr *expr, struct expr_operand step, size_t last)
{
	if (step.from == FROM_CODE)
		expr->code[step.i].part_of = last + 1;
}

/* The steps of a sum wait for the last one of them.  What they read are columns, which stay. */
static int join_sum(struct expr *expr, size_t last, size_t n, struct arena *arena)
{
	struct expr_sum *sum = arena_new(arena, 1, sizeof *sum);
	struct expr_operand at = {FROM_CODE, last};

	if (sum)
		sum->terms = arena_new(arena, n, sizeof *sum->terms);
	if (!sum || !sum->terms)
		return CHISO_ENOMEM;
	for (size_t k = sum->n = n; k-- > 1;) {
		const struct expr_instruction *add = &expr->code[at.i];

		(void)is_term(expr, add->in[1], &sum->terms[k]);
		join(expr, at, last);
		join(expr, add->in[1], last);
		at = add->in[0];
	}
	(void)is_term(expr, at, &sum->terms[0]);
	join(expr, at, last);
	expr->code[last].sum = sum;
	return CHISO_OK;
}

int expr_join_sums(struct expr *expr, struct arena *arena)
{
	int status = CHISO_OK;

	for (size_t i = expr->n_code; i-- > 0 && !status;) {
		size_t n = expr->code[i].part_of ? 0 : count_terms(expr, i);

		if (n > 1)
			status = join_sum(expr, i, n, arena);
	}
	return status;
}

int expr_only_adds(const struct expr *expr, size_t i)
{
	int only = 1;

	for (size_t k = 0; k < expr->n_code && only; k++) {
		const struct expr_instruction *step = &expr->code[k];
		const struct expr_operand *in = expr_operands(step);

		for (size_t o = 0; o < step->n; o++)
			only &= step->part_of || in[o].from != FROM_USE || in[o].i != i;
	}
	return only;
}

/* ---- running them ---------------------------------------------------------------------------- */

/* Whether a term is 1 or 0 in each row. */
static int is_counted(const struct vector *v, const struct expr_term *term)
{
	static const double zero = 0; /* and not -0 */

	return v->bytes && (!term->has_other || term->other == 1 ||
	                    !memcmp(&term->other, &zero, sizeof zero));
}

static inline void count_rows(uint8_t *restrict counts, const uint8_t *restrict bytes,
                              const uint8_t *restrict missing, int is_one, size_t n)
{
	for (size_t i = 0; i < n; i++)
		counts[i] = (uint8_t)(counts[i] + bytes[i]);
	for (size_t i = 0; is_one && i < n; i++)
		counts[i] = (uint8_t)(counts[i] + (missing[i] ? 1 : 0));
}

/* The sums of the first n_terms, in rows from `start` on. */
static void count_terms_of(const struct expr_sum *sum, const struct vector *uses, size_t n_terms,
                           size_t start, size_t n, double *restrict to)
{
	uint8_t counts[AT_ONCE] = {0};

	for (size_t k = 0; k < n_terms; k++) {
		const struct vector *v = &uses[sum->terms[k].use];
		int is_one = sum->terms[k].has_other && sum->terms[k].other == 1;

		if (n == AT_ONCE)
			count_rows(counts, v->bytes + start, v->missing + start, is_one, AT_ONCE);
		else
			count_rows(counts, v->bytes + start, v->missing + start, is_one, n);
	}
	for (size_t i = 0; i < n; i++)
		to[i] = counts[i];
}

static void add_values(double *restrict to, const double *restrict x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] += x[i];
}

/* Adds a term, and where it has none the other number. */
static void add_term(const struct vector *out, const struct vector *v, const struct expr_term *term,
                     size_t n)
{
	double before[EXPR_ROWS];
	double *to = out->at.f64;

	if (!term->has_other) {
		add_values(to, v->at.f64, n);
		return;
	}
	for (size_t i = expr_next_missing(v->missing, 0, n); i < n;
	     i = expr_next_missing(v->missing, i + 1, n))
		before[i] = to[i];
	add_values(to, v->at.f64, n);
	for (size_t i = expr_next_missing(v->missing, 0, n); i < n;
	     i = expr_next_missing(v->missing, i + 1, n))
		to[i] = before[i] + term->other;
}

/* Missing where a term without another number is, with the first one's reason. */
static void find_missing(const struct expr_sum *sum, const struct vector *uses, uint8_t *restrict to,
                         size_t n)
{
	memset(to, 0, n);
	for (size_t k = 0; k < sum->n; k++) {
		const uint8_t *restrict missing = uses[sum->terms[k].use].missing;

		for (size_t i = 0; !sum->terms[k].has_other && i < n; i++) {
			uint8_t first = to[i], second = missing[i];

			to[i] = first ? first : second;
		}
	}
}

int expr_run_sum(const struct expr_sum *sum, const struct vector *uses, const struct vector *out,
                 size_t n)
{
	size_t n_counted = 0;

	while (n_counted < sum->n && n_counted < MOST_COUNTED &&
	       is_counted(&uses[sum->terms[n_counted].use], &sum->terms[n_counted]))
		n_counted++;
	for (size_t start = 0; n_counted && start < n; start += AT_ONCE)
		count_terms_of(sum, uses, n_counted, start, n - start < AT_ONCE ? n - start : AT_ONCE,
		               out->at.f64 + start);
	if (!n_counted) {
		const struct vector *first = &uses[sum->terms[0].use];

		vector_spell_out(first, n);
		memcpy(out->at.f64, first->at.f64, n * sizeof *out->at.f64);
		for (size_t i = expr_next_missing(first->missing, 0, n);
		     sum->terms[0].has_other && i < n; i = expr_next_missing(first->missing, i + 1, n))
			out->at.f64[i] = sum->terms[0].other;
	}
	for (size_t k = n_counted ? n_counted : 1; k < sum->n; k++) {
		const struct expr_term *term = &sum->terms[k];

		vector_spell_out(&uses[term->use], n);
		add_term(out, &uses[term->use], term, n);
	}
	find_missing(sum, uses, out->missing, n);
	return n_counted == sum->n || expr_are_finite(out->at.f64, n);
}
