/* SPDX-License-Identifier: MIT */
#include "derived/panel_call.h"

#include "number/number.h"

#include <float.h>
#include <math.h>

/* ---- values -------------------------------------------------------------------------------- */

void call_put_percent(const struct panel_call *call, size_t row, double part, double whole)
{
	if (whole == 0)
		call_put_missing(call, row, CHISO_REASON_DENOMINATOR_ZERO);
	else
		call_put(call, row, number_quotient(100, part, whole));
}

/* The written out number or period of an operand. */
int call_count(const struct panel_call *call, size_t operand, int fallback)
{
	return operand < call->n_in ? (int)call->in[operand].at.f64[0] : fallback;
}

struct period call_period(const struct panel_call *call, size_t operand)
{
	const struct vector *v = &call->in[operand];
	struct period period = {1, 0};
	char year[NUMBER_ROOM];

	if (v->type == CHISO_STR)
		period_read(&period, v->at.str[0].text, v->at.str[0].n);
	else
		period_read(&period, year, number_print(year, v->at.f64[0]));
	return period;
}

/* ---- breaks -------------------------------------------------------------------------------- */

/* For every row the breaks up to it, those of earlier series included. */
const uint32_t *call_breaks(const struct panel_call *call, size_t operand)
{
	const struct known *known = &call->known[operand];

	if (known->is_same && !known->list->is_break)
		return panel_no_breaks(call->panel);
	uint32_t *breaks = arena_new(call->arena, call->panel->n + 1, sizeof *breaks), n = 0;

	for (size_t i = 0; breaks && i < call->panel->n; i++)
		breaks[i] = n += known_at(known, i)->is_break;
	return breaks;
}

/* ---- many rows into one -------------------------------------------------------------------- */

/* The least or greatest of rows that all have a value. */
static double extreme(const struct panel_call *call, enum reduction reduction, const uint32_t *rows, size_t n)
{
	const double *x = call->in[0].at.f64;
	double best = x[rows[0]];

	if (reduction == MIN)
		for (size_t i = 1; i < n; i++)
			best = x[rows[i]] < best ? x[rows[i]] : best;
	else
		for (size_t i = 1; i < n; i++)
			best = x[rows[i]] > best ? x[rows[i]] : best;
	return best;
}

/* The reduction of some rows.  Sums are exact, so that no order shows. */
uint8_t call_reduce(const struct panel_call *call, enum reduction reduction, const uint32_t *rows,
		    size_t n, double *out, struct sums *sums)
{
	size_t slot = sums->n_slots, present = call->has_all ? n : 0;
	const uint8_t *missing = call->in[0].missing;

	for (size_t i = 0; i < n && !call->has_all; i++)
		present += !missing[rows[i]];
	if (present < n && reduction != COUNT) {
		while (!missing[*rows])
			rows++;
		return missing[*rows];
	}
	*out = reduction == COUNT ? (double)present : 0;
	if ((reduction == MIN || reduction == MAX) && n)
		*out = extreme(call, reduction, rows, n);
	if (reduction != SUM && reduction != MEAN)
		return 0;
	if (sums_reserve(sums, slot + 1))
		return CHISO_REASON_FAILED;
	for (size_t i = 0; i < n; i++)
		if (sums_add_one(sums, slot, 0, call_x(call, rows[i])))
			return CHISO_REASON_FAILED;
	*out = sums_value(sums, slot, 0) / (reduction == MEAN ? (double)n : 1);
	return 0;
}

/* Rows of one list of time that lie on both sides of a break. */
int call_has_break(const uint32_t *breaks, const uint32_t *rows, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (is_broken(breaks, rows[0], rows[i]))
			return 1;
	return 0;
}
