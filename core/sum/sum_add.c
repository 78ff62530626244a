/* SPDX-License-Identifier: MIT */
/* Adding rows of terms to slots, millions of times.
 *
 * Terms are taken by the lines of the table: what is nothing but zeros behind the first line is not even looked
 * for.  Where slots have heads the first line has one, and three terms. */
#include "sum/sum.h"
#include "sum/sum_lines.h"

#include <chiso/plugin.h>

#include <math.h>
#include <string.h>

/* How many terms a line begins behind the first one: a head takes the place of one. */
static size_t before(const struct sums *sums)
{
	return sums->has_heads != 0;
}

static size_t n_lines(const struct sums *sums)
{
	return (sums->n_terms + before(sums) + SUMS_LINE - 1) / SUMS_LINE;
}

/* ---- one line -------------------------------------------------------------------------------- */

#if defined __GNUC__ && !defined SUM_PORTABLE
/* Only vectors can be declared in no other way than by a typedef. */
typedef double vector __attribute__((vector_size(16), aligned(8), may_alias));
typedef uint64_t mask __attribute__((vector_size(16), aligned(8), may_alias));

/* Adds to two sums when hi and lo alone can take it.  lo + e = m has no error if and only if m - lo
 * is e and m - e is lo, for the difference from the larger one is computed without error (Dekker).
 * An overflow makes e NaN or infinite and so fails the test. */
static inline int add_quickly(double *hi_at, double *lo_at, double x, double y)
{
	vector v = {x, y}, hi = *(vector *)hi_at, lo = *(vector *)lo_at;
	vector t = hi + v, c = t - hi, e = (hi - (t - c)) + (v - c), m = lo + e;
	mask bad = ((mask)(m - lo) ^ (mask)e) | ((mask)(m - e) ^ (mask)lo);

	if (bad[0] | bad[1])
		return 0;
	*(vector *)hi_at = t;
	*(vector *)lo_at = m;
	return 1;
}
#else
static inline int add_quickly(double *hi_at, double *lo_at, double x, double y)
{
	(void)hi_at;
	(void)lo_at;
	(void)x;
	(void)y;
	return 0;
}
#endif

/* Adds to the sums at two places of a line, the first of which may be a head. */
static int add_two(struct sums *sums, size_t slot, size_t at, double *hi, double x, double y)
{
	int is_head = at < before(sums);
	int status = CHISO_OK;

	if ((x == 0 && y == 0) || (!is_head && add_quickly(hi, hi + sums_lanes(sums), x, y)))
		return CHISO_OK;
	if (x != 0)
		status = sums_add_one(sums, slot, at - before(sums), x);
	return status || y == 0 ? status : sums_add_one(sums, slot, at + 1 - before(sums), y);
}

int sums_add_line(struct sums *sums, size_t slot, size_t line, const double *x)
{
	double *hi = sums_line(sums, slot, line);
	size_t lanes = sums_lanes(sums), at = line * SUMS_LINE;
	int status = CHISO_OK;

	for (size_t i = 0; i < lanes && hi && !status; i += 2)
		status = add_two(sums, slot, at + i, hi + i, x[i], x[i + 1]);
	return status;
}

int sums_add(struct sums *sums, size_t slot, const double *terms)
{
	size_t n = sums->n_terms, first = before(sums);
	int status = CHISO_OK;

	for (size_t i = 0; i < n; i++)
		if (!isfinite(terms[i]))
			return CHISO_EDATA;
	for (size_t line = 0; line < n_lines(sums) && !status; line++) {
		double x[SUMS_LINE] = {0};

		for (size_t i = 0; i < SUMS_LINE; i++) {
			size_t at = line * SUMS_LINE + i;

			x[i] = at >= first && at - first < n ? terms[at - first] : 0;
		}
		status = sums_add_line(sums, slot, line, x);
	}
	return status;
}

/* ---- one row --------------------------------------------------------------------------------- */

/* A term of a row; a bit that is not set stays nothing whatever it is multiplied by. */
static inline double term_of(const struct sums_rows *rows, size_t row, const double *terms, size_t i, double *factor)
{
	if (!rows->ones || !sums_bit(rows->plan.binary, i))
		return terms[i];
	if (sums_bit(rows->ones + row * rows->n_words, i))
		return 1;
	*factor = 0;
	return 0;
}

/* What is added of a term.  Without branches, which would be as often wrong as right. */
static inline double value(const struct sums_rows *rows, double as_is, double factor, size_t i)
{
	double product = as_is * factor, v;
	uint64_t a, b;

	memcpy(&a, &as_is, sizeof a);
	memcpy(&b, &product, sizeof b);
	a = (a ^ ((a ^ b) & rows->plan.scaled[i])) & rows->plan.counted[i];
	memcpy(&v, &a, sizeof v);
	return v;
}

/* What is added of a line of a row. */
static void take_line(const struct sums *sums, const struct sums_rows *rows, size_t row, size_t line, double *x)
{
	const double *terms = rows->terms + row * sums->n_terms;
	size_t first = before(sums);

	for (size_t i = 0; i < SUMS_LINE; i++) {
		size_t at = line * SUMS_LINE + i;
		double factor = rows->factors ? rows->factors[row] : 1;

		x[i] = 0;
		if (at < first || at - first >= sums->n_terms)
			continue;
		double term = term_of(rows, row, terms, at - first, &factor);
		x[i] = value(rows, term, factor, at - first);
	}
}

/* x - x is 0 of what is finite, and else NaN. */
int sums_is_line_wild(const struct sums *sums, const struct sums_rows *rows, size_t row, size_t line)
{
	double x[SUMS_LINE];
	int is_wild = 0;

	take_line(sums, rows, row, line, x);
	for (size_t i = 0; i < SUMS_LINE; i++)
		is_wild |= x[i] - x[i] != 0;
	return is_wild;
}

/* sign: 1, or -1 to take away. */
static int add_line(struct sums *sums, const struct sums_rows *rows, size_t row, size_t line, double sign)
{
	double x[SUMS_LINE];

	take_line(sums, rows, row, line, x);
	for (size_t i = 0; i < SUMS_LINE; i++)
		x[i] *= sign;
	return sums_add_line(sums, rows->slots[row], line, x);
}

int sums_add_line_of_row(struct sums *sums, const struct sums_rows *rows, size_t row, size_t line)
{
	return add_line(sums, rows, row, line, 1);
}

/* Whether a line has terms that count. */
static int is_looked_at(const struct sums *sums, const struct sums_rows *rows, size_t line)
{
	return !line || n_lines(sums) > SUMS_MOST_LINES || rows->plan.lines >> line & 1;
}

int sums_take_lines_back(struct sums *sums, const struct sums_rows *rows, size_t row)
{
	int status = CHISO_OK;

	for (size_t line = 1; line < n_lines(sums) && !status; line++)
		if (is_looked_at(sums, rows, line) && !sums_is_line_wild(sums, rows, row, line))
			status = add_line(sums, rows, row, line, -1);
	return status;
}

void sums_count_added(const struct sums *sums, struct sums_rows *rows, size_t row)
{
	if (!sums->has_heads)
		return;
	sums_count_row(sums, rows->slots[row], rows->marks[row]);
	rows->needs_care |= !(sums_note(sums, rows->slots[row])->others & SUMS_FAMILIAR);
}

static int add_row(struct sums *sums, struct sums_rows *rows, size_t row)
{
	int status = CHISO_OK;

	for (size_t line = 0; line < n_lines(sums); line++)
		if (is_looked_at(sums, rows, line) && sums_is_line_wild(sums, rows, row, line)) {
			rows->wild[row] = 1;
			rows->needs_care = 1;
			return CHISO_OK;
		}
	for (size_t line = 0; line < n_lines(sums) && !status; line++)
		if (is_looked_at(sums, rows, line))
			status = sums_add_line_of_row(sums, rows, row, line);
	sums_count_added(sums, rows, row);
	return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

uint64_t sums_lines(const struct sums *sums, const uint64_t *counted)
{
	uint64_t lines = 0;

	if (n_lines(sums) > SUMS_MOST_LINES)
		return UINT64_MAX;
	for (size_t i = 0; i < sums->n_terms; i++)
		if (counted[i])
			lines |= (uint64_t)1 << (i + before(sums)) / SUMS_LINE;
	return lines & ~(uint64_t)1;
}

int sums_add_rows(struct sums *sums, struct sums_rows *rows)
{
	int status = CHISO_OK;

	if (!rows->n)
		return CHISO_OK;
	memset(rows->wild + rows->list[0], 0, rows->list[rows->n - 1] - rows->list[0] + (size_t)1);
	if (sums->is_wide && sums->n_lines && n_lines(sums) <= SUMS_MOST_LINES)
		return sums_add_widely(sums, rows);
	for (size_t i = 0; i < rows->n && !status; i++)
		status = add_row(sums, rows, rows->list[i]);
	return status;
}
