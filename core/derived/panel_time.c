/* SPDX-License-Identifier: MIT */
/* Functions that look at other periods of a series. */
#include "derived/panel_call.h"

#include "number/number.h"

#include <math.h>

/* Gives the missing reason of a result made of the row and another one of its series; 0: none.
 * The operand's own row comes first. */
static inline uint8_t reason_of_two(const struct panel_call *call, const uint32_t *breaks, uint32_t row,
			     uint32_t other, int with_own)
{
	if (with_own && call->in[0].missing[row])
		return call->in[0].missing[row];
	if (call_missing(call, other))
		return call_missing(call, other);
	return is_broken(breaks, row, other) ? CHISO_REASON_NOT_COMPARABLE : 0;
}

/* ---- the row at another period -------------------------------------------------------------- */

static int shift_by(struct panel_call *call, int steps, int years, int is_growth)
{
	const struct panel *panel = call->panel;
	const uint32_t *breaks = call_breaks(call, 0);

	for (size_t i = 0; breaks && i < call_rows(call); i++) {
		uint32_t row = call_row(call, i);
		struct period period = panel->periods[panel->rows[row].period];
		uint32_t other = years ? panel_at(panel, row, period_in_other_year(period, years))
				       : panel_step(panel, row, steps);
		uint8_t reason = reason_of_two(call, breaks, row, other, is_growth);

		if (is_growth)
			call_join(call, row, 0, row);
		call_join(call, row, 0, other);
		if (reason)
			call_put_missing(call, row, reason);
		else if (is_growth)
			call_put_percent(call, row, call_x(call, row) - call_x(call, other),
					 call_x(call, other));
		else
			call_put(call, row, call_x(call, other));
		if (is_growth)
			call_forget_break(call, row);
	}
	return breaks ? CHISO_OK : CHISO_ENOMEM;
}

int run_shift(struct panel_call *call)
{
	return shift_by(call, call_count(call, 1, 1) * call_function(call)->parameter, 0, 0);
}

int run_last_year(struct panel_call *call)
{
	return shift_by(call, 0, -1, 0);
}

int run_growth(struct panel_call *call)
{
	return shift_by(call, -1, 0, 1);
}

/* What is known of an index, row by row, where it is not the same of all. */
static void know_index(const struct panel_call *call, const uint32_t *bases)
{
	for (size_t i = 0; call->out_known && i < call_rows(call); i++) {
		uint32_t row = call_row(call, i);

		call_join(call, row, 0, row);
		call_join(call, row, 0, bases[row]);
		call_forget_break(call, row);
	}
}

int run_index(struct panel_call *call)
{
	enum { SOME = 256 };
	const uint32_t *bases = panel_all_at(call->panel, call_period(call, 1));
	const uint32_t *breaks = call_breaks(call, 0);
	size_t rows = call_rows(call);

	if (!bases || !breaks)
		return CHISO_ENOMEM;
	know_index(call, bases);
	for (size_t start = 0; start < rows; start += SOME) {
		size_t n = rows - start < SOME ? rows - start : SOME;
		double above[SOME], below[SOME], to[SOME];
		uint8_t reasons[SOME];

		for (size_t i = 0; i < n; i++) {
			uint32_t row = call_row(call, start + i), other = bases[row];

			reasons[i] = reason_of_two(call, breaks, row, other, 1);
			above[i] = call_x(call, row);
			below[i] = other == NO_ROW ? 1 : call_x(call, other);
			if (!reasons[i] && below[i] == 0)
				reasons[i] = CHISO_REASON_DENOMINATOR_ZERO;
		}
		number_quotients(to, 100, above, below, n);
		for (size_t i = 0; i < n; i++) {
			if (reasons[i])
				call_put_missing(call, call_row(call, start + i), reasons[i]);
			else
				call_put(call, call_row(call, start + i), to[i]);
		}
	}
	return CHISO_OK;
}

/* From one row of a series to another, in so many years. */
static void compound(struct panel_call *call, const uint32_t *breaks, uint32_t row, uint32_t from,
		     uint32_t to, double years)
{
	uint8_t reason = call_missing(call, to);

	if (!reason)
		reason = reason_of_two(call, breaks, to, from, 0);
	call_join(call, row, 0, from);
	call_join(call, row, 0, to);
	if (reason)
		call_put_missing(call, row, reason);
	else if (call_x(call, from) == 0)
		call_put_missing(call, row, CHISO_REASON_DENOMINATOR_ZERO);
	else if (call_x(call, to) / call_x(call, from) < 0 || years <= 0)
		call_put_missing(call, row, CHISO_REASON_OUT_OF_DOMAIN);
	else
		call_put(call, row,
			 100 * (pow(call_x(call, to) / call_x(call, from), 1 / years) - 1));
	call_forget_break(call, row);
}

/* What another row has, which is made of the same. */
static void repeat(struct panel_call *call, uint32_t row, uint32_t other)
{
	call->out->at.f64[row] = call->out->at.f64[other];
	call->out->missing[row] = call->out->missing[other];
	if (call->out_known)
		call->out_known[row] = call->out_known[other];
}

int has_an_end(struct panel_call *call)
{
	const uint32_t *from = panel_all_at(call->panel, call_period(call, 1));
	const uint32_t *to = panel_all_at(call->panel, call_period(call, 2));
	size_t n = call_rows(call), i = 0;

	while (from && to && i < n && (from[call_row(call, i)] != NO_ROW || to[call_row(call, i)] != NO_ROW))
		i++;
	return i == n;
}

int run_compound_growth(struct panel_call *call)
{
	struct period first = call_period(call, 1), last = call_period(call, 2);
	double years = period_years(first, last);
	const uint32_t *from = panel_all_at(call->panel, first);
	const uint32_t *to = panel_all_at(call->panel, last);
	const uint32_t *breaks = call_breaks(call, 0);

	if (!from || !to || !breaks)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < call_rows(call); i++) {
		uint32_t row = call_row(call, i), before = i ? call_row(call, i - 1) : row;

		if (i && from[row] == from[before] && to[row] == to[before])
			repeat(call, row, before);
		else
			compound(call, breaks, row, from[row], to[row], years);
	}
	return CHISO_OK;
}

/* ---- windows -------------------------------------------------------------------------------- */

/* The last n periods up to each row's own; n 0: as many as the year has up to it. */
static int reduce_window(struct panel_call *call, int steps)
{
	enum reduction reduction = (enum reduction)call_function(call)->parameter;
	const uint32_t *breaks = call_breaks(call, 0);
	uint32_t *rows = arena_new(call->arena, 1001, sizeof *rows);
	struct sums sums;

	if (!breaks || !rows)
		return CHISO_ENOMEM;
	sums_init(&sums, 1);
	for (size_t k = 0; k < call_rows(call); k++) {
		uint32_t row = call_row(call, k);
		int n = steps ? steps : panel_step_of_year(call->panel, row);
		uint8_t reason = n ? 0 : CHISO_REASON_NOT_APPLICABLE;
		double value = 0;

		for (int i = 0; i < n && !reason; i++) {
			rows[i] = panel_step(call->panel, row, i + 1 - n);
			reason = call_missing(call, rows[i]);
			call_join(call, row, 0, rows[i]);
		}
		if (!reason && call_has_break(breaks, rows, (size_t)n))
			reason = CHISO_REASON_NOT_COMPARABLE;
		if (!reason)
			reason = call_reduce(call, reduction, rows, (size_t)n, &value, &sums);
		if (reason)
			call_put_missing(call, row, reason);
		else
			call_put(call, row, value);
	}
	sums_clear(&sums);
	return CHISO_OK;
}

int run_moving(struct panel_call *call)
{
	return reduce_window(call, call_count(call, 1, 1));
}

int run_year_to_date(struct panel_call *call)
{
	return reduce_window(call, 0);
}

/* ---- missing periods ----------------------------------------------------------------------- */

/* What stands in for a missing figure is an estimate. */
static void fill_from(const struct panel_call *call, uint32_t row, uint32_t a, uint32_t b, double x)
{
	call->out->missing[row] = 0;
	call_put(call, row, x);
	call_join(call, row, 0, a);
	call_join(call, row, 0, b);
	if (!call->out_known)
		return;
	call->out_known[row].is_break = known_at(&call->known[0], row)->is_break;
	call->out_known[row].status = CHISO_ESTIMATE;
}

static void fill_row(const struct panel_call *call, uint32_t row, uint32_t before, uint32_t after,
		     int is_linear)
{
	const struct panel *panel = call->panel;

	if (before == NO_ROW && !is_linear)
		return;
	if (before != NO_ROW && after != NO_ROW && is_linear) {
		const struct period *at = panel->periods;
		const struct panel_row *rows = panel->rows;
		double whole = period_years(at[rows[before].period], at[rows[after].period]);
		double part = period_years(at[rows[before].period], at[rows[row].period]);
		double x = call_x(call, before);

		fill_from(call, row, before, after, x + (call_x(call, after) - x) * (part / whole));
	} else if (before != NO_ROW) {
		fill_from(call, row, before, NO_ROW, call_x(call, before));
	} else if (after != NO_ROW) {
		fill_from(call, row, after, NO_ROW, call_x(call, after));
	}
}

/* One series in one length of period, in time. */
static void fill_series(const struct panel_call *call, const uint32_t *breaks, const uint32_t *rows,
			size_t n)
{
	int is_linear = call_function(call)->parameter;
	uint32_t before = NO_ROW;

	for (size_t i = 0; i < n; i++) {
		uint32_t row = rows[i], after = NO_ROW;

		call->out->missing[row] = call->in[0].missing[row];
		call->out->at.f64[row] = call_x(call, row);
		call_join(call, row, 0, row);
		if (before != NO_ROW && is_broken(breaks, before, row))
			before = NO_ROW;
		if (!call->in[0].missing[row]) {
			before = row;
			continue;
		}
		for (size_t k = i + 1; k < n && is_linear && after == NO_ROW; k++)
			if (!call->in[0].missing[rows[k]])
				after = rows[k];
		if (after != NO_ROW && is_broken(breaks, row, after))
			after = NO_ROW;
		fill_row(call, row, before, after, is_linear);
	}
}

int run_fill(struct panel_call *call)
{
	const struct panel_lists *lists = panel_in_time(call->panel);
	const uint32_t *breaks = call_breaks(call, 0);

	if (!lists || !breaks)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < lists->n; i++)
		fill_series(call, breaks, lists->rows + lists->start[i],
			    lists->start[i + 1] - lists->start[i]);
	return CHISO_OK;
}
