/* SPDX-License-Identifier: MIT */
#include "panel_functions.h"

#include "number.h"
#include "sum.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 65536 };

enum reduction { SUM, MEAN, MIN, MAX, COUNT };

struct panel_function {
	int (*run)(struct panel_call *call);
	int looks;
	int parameter; /* a reduction, or the sign of steps */
};

static const struct panel_function *function_of(const struct panel_call *call)
{
	return call->function->data;
}

/* ---- values -------------------------------------------------------------------------------- */

static void put_missing(const struct panel_call *call, size_t row, uint32_t reason)
{
	call->out->missing[row] = (uint8_t)reason;
}

static void put(const struct panel_call *call, size_t row, double value)
{
	if (!(fabs(value) <= DBL_MAX))
		put_missing(call, row, CHISO_REASON_OUT_OF_DOMAIN);
	call->out->at.f64[row] = value;
}

static void put_percent(const struct panel_call *call, size_t row, double part, double whole)
{
	if (whole == 0)
		put_missing(call, row, CHISO_REASON_DENOMINATOR_ZERO);
	else
		put(call, row, 100 * part / whole);
}

static double x_of(const struct panel_call *call, uint32_t row)
{
	return call->in[0].at.f64[row];
}

static uint8_t missing_in(const struct panel_call *call, uint32_t row)
{
	return row == NO_ROW ? CHISO_REASON_NOT_REPORTED : call->in[0].missing[row];
}

/* The result of a row is made of another row's operand, too. */
static void join(const struct panel_call *call, size_t row, size_t operand, uint32_t from)
{
	if (call->out_known && from != NO_ROW)
		fact_join(call->facts, &call->out_known[row], &call->known[operand][from]);
}

/* The written out number or period of an operand. */
static int count_of(const struct panel_call *call, size_t operand, int fallback)
{
	return operand < call->n_in ? (int)call->in[operand].at.f64[0] : fallback;
}

static struct period period_of(const struct panel_call *call, size_t operand)
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
static uint32_t *count_breaks(const struct panel_call *call)
{
	uint32_t *breaks = arena_new(call->arena, call->panel->n + 1, sizeof *breaks), n = 0;

	for (size_t i = 0; breaks && i < call->panel->n; i++)
		breaks[i] = n += call->known[0][i].is_break;
	return breaks;
}

/* Whether the series breaks between two of its rows. */
static int is_broken(const uint32_t *breaks, uint32_t a, uint32_t b)
{
	return breaks[a] != breaks[b];
}

/* Gives the missing reason of a result made of the row and another one of its series; 0: none.
 * The operand's own row comes first. */
static uint8_t reason_of_two(const struct panel_call *call, const uint32_t *breaks, uint32_t row,
                             uint32_t other, int with_own)
{
	if (with_own && call->in[0].missing[row])
		return call->in[0].missing[row];
	if (missing_in(call, other))
		return missing_in(call, other);
	return is_broken(breaks, row, other) ? CHISO_REASON_NOT_COMPARABLE : 0;
}

/* A derived rate of change does not itself break where its operand does. */
static void forget_break(const struct panel_call *call, size_t row)
{
	if (call->out_known)
		call->out_known[row].is_break = 0;
}

/* ---- the row at another period -------------------------------------------------------------- */

static int shift_by(struct panel_call *call, int steps, int years, int is_growth)
{
	const struct panel *panel = call->panel;
	uint32_t *breaks = count_breaks(call);

	for (uint32_t row = 0; breaks && row < panel->n; row++) {
		struct period period = panel->periods[panel->rows[row].period];
		uint32_t other = years ? panel_at(panel, row, period_in_other_year(period, years))
		                       : panel_step(panel, row, steps);
		uint8_t reason = reason_of_two(call, breaks, row, other, is_growth);

		if (is_growth)
			join(call, row, 0, row);
		join(call, row, 0, other);
		if (reason)
			put_missing(call, row, reason);
		else if (is_growth)
			put_percent(call, row, x_of(call, row) - x_of(call, other),
			            x_of(call, other));
		else
			put(call, row, x_of(call, other));
		if (is_growth)
			forget_break(call, row);
	}
	return breaks ? CHISO_OK : CHISO_ENOMEM;
}

static int run_shift(struct panel_call *call)
{
	return shift_by(call, count_of(call, 1, 1) * function_of(call)->parameter, 0, 0);
}

static int run_last_year(struct panel_call *call)
{
	return shift_by(call, 0, -1, 0);
}

static int run_growth(struct panel_call *call)
{
	return shift_by(call, -1, 0, 1);
}

static int run_index(struct panel_call *call)
{
	struct period base = period_of(call, 1);
	uint32_t *breaks = count_breaks(call);

	for (uint32_t row = 0; breaks && row < call->panel->n; row++) {
		uint32_t other = panel_at(call->panel, row, base);
		uint8_t reason = reason_of_two(call, breaks, row, other, 1);

		join(call, row, 0, row);
		join(call, row, 0, other);
		if (reason)
			put_missing(call, row, reason);
		else
			put_percent(call, row, x_of(call, row), x_of(call, other));
		forget_break(call, row);
	}
	return breaks ? CHISO_OK : CHISO_ENOMEM;
}

static int run_compound_growth(struct panel_call *call)
{
	struct period first = period_of(call, 1), last = period_of(call, 2);
	double years = period_years(first, last);
	uint32_t *breaks = count_breaks(call);

	for (uint32_t row = 0; breaks && row < call->panel->n; row++) {
		uint32_t from = panel_at(call->panel, row, first);
		uint32_t to = panel_at(call->panel, row, last);
		uint8_t reason = missing_in(call, to);

		if (!reason)
			reason = reason_of_two(call, breaks, to, from, 0);
		join(call, row, 0, from);
		join(call, row, 0, to);
		if (reason)
			put_missing(call, row, reason);
		else if (x_of(call, from) == 0)
			put_missing(call, row, CHISO_REASON_DENOMINATOR_ZERO);
		else if (x_of(call, to) / x_of(call, from) < 0 || years <= 0)
			put_missing(call, row, CHISO_REASON_OUT_OF_DOMAIN);
		else
			put(call, row,
			    100 * (pow(x_of(call, to) / x_of(call, from), 1 / years) - 1));
		forget_break(call, row);
	}
	return breaks ? CHISO_OK : CHISO_ENOMEM;
}

/* ---- many rows into one -------------------------------------------------------------------- */

/* The reduction of some rows.  Sums are exact, so that no order shows. */
static uint8_t reduce(const struct panel_call *call, enum reduction reduction, const uint32_t *rows,
                      size_t n, double *out, struct sums *sums)
{
	size_t slot = sums->n_slots, present = 0;
	double best = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t reason = call->in[0].missing[rows[i]];
		double x = x_of(call, rows[i]);

		if (reason && reduction != COUNT)
			return reason;
		if (!reason && (!present || (reduction == MIN ? x < best : x > best)))
			best = x;
		present += !reason;
	}
	*out = reduction == COUNT ? (double)present : best;
	if (reduction != SUM && reduction != MEAN)
		return 0;
	if (sums_reserve(sums, slot + 1))
		return CHISO_REASON_FAILED;
	for (size_t i = 0; i < n; i++)
		if (sums_add_one(sums, slot, 0, x_of(call, rows[i])))
			return CHISO_REASON_FAILED;
	*out = sums_value(sums, slot, 0) / (reduction == MEAN ? (double)n : 1);
	return 0;
}

/* Rows of one list of time that lie on both sides of a break. */
static int has_break(const uint32_t *breaks, const uint32_t *rows, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (is_broken(breaks, rows[0], rows[i]))
			return 1;
	return 0;
}

/* Reduces every list once, for all rows that look at it. */
static int reduce_lists(struct panel_call *call, const struct panel_lists *lists, int in_time,
                        const int *complete)
{
	enum reduction reduction = (enum reduction)function_of(call)->parameter;
	struct sums sums;
	double *values = arena_new(call->arena, lists->n, sizeof *values);
	uint8_t *reasons = arena_new(call->arena, lists->n, 1);
	struct fact *known = arena_new(call->arena, lists->n, sizeof *known);
	uint32_t *breaks = in_time ? count_breaks(call) : NULL;

	if (!values || !reasons || !known || (in_time && !breaks))
		return CHISO_ENOMEM;
	sums_init(&sums, 1);
	for (size_t i = 0; i < lists->n; i++) {
		const uint32_t *rows = lists->rows + lists->start[i];
		size_t n = lists->start[i + 1] - lists->start[i];

		reasons[i] = reduce(call, reduction, rows, n, &values[i], &sums);
		if (!reasons[i] && in_time && reduction != COUNT && has_break(breaks, rows, n))
			reasons[i] = CHISO_REASON_NOT_COMPARABLE;
		if (complete && !reasons[i] && reduction != COUNT && !complete[i])
			reasons[i] = CHISO_REASON_NOT_REPORTED;
		else if (!n && reduction != COUNT)
			reasons[i] = CHISO_REASON_NOT_APPLICABLE;
		if (call->out_known)
			fact_join_many(call->facts, &known[i], call->known[0], rows, n);
	}
	sums_clear(&sums);
	for (size_t row = 0; row < call->panel->n; row++) {
		uint32_t list = lists->of[row];

		if (reasons[list])
			put_missing(call, row, reasons[list]);
		else
			put(call, row, values[list]);
		if (call->out_known)
			call->out_known[row] = known[list];
		if (in_time || reduction == COUNT)
			forget_break(call, row);
	}
	return CHISO_OK;
}

static int run_children(struct panel_call *call)
{
	const struct panel_lists *lists = panel_children(call->panel);

	return lists ? reduce_lists(call, lists, 0, call->panel->complete) : CHISO_ENOMEM;
}

static int run_units(struct panel_call *call)
{
	const struct panel_lists *lists = panel_peers(call->panel);

	return lists ? reduce_lists(call, lists, 0, NULL) : CHISO_ENOMEM;
}

static int run_periods(struct panel_call *call)
{
	const struct panel_lists *lists = panel_in_time(call->panel);

	return lists ? reduce_lists(call, lists, 1, NULL) : CHISO_ENOMEM;
}

/* The last n periods up to each row's own; n 0: as many as the year has up to it. */
static int reduce_window(struct panel_call *call, int steps)
{
	enum reduction reduction = (enum reduction)function_of(call)->parameter;
	uint32_t *breaks = count_breaks(call), *rows = arena_new(call->arena, 1001, sizeof *rows);
	struct sums sums;

	if (!breaks || !rows)
		return CHISO_ENOMEM;
	sums_init(&sums, 1);
	for (uint32_t row = 0; row < call->panel->n; row++) {
		int n = steps ? steps : panel_step_of_year(call->panel, row);
		uint8_t reason = n ? 0 : CHISO_REASON_NOT_APPLICABLE;
		double value = 0;

		for (int i = 0; i < n && !reason; i++) {
			rows[i] = panel_step(call->panel, row, i + 1 - n);
			reason = missing_in(call, rows[i]);
			join(call, row, 0, rows[i]);
		}
		if (!reason && has_break(breaks, rows, (size_t)n))
			reason = CHISO_REASON_NOT_COMPARABLE;
		if (!reason)
			reason = reduce(call, reduction, rows, (size_t)n, &value, &sums);
		if (reason)
			put_missing(call, row, reason);
		else
			put(call, row, value);
	}
	sums_clear(&sums);
	return CHISO_OK;
}

static int run_moving(struct panel_call *call)
{
	return reduce_window(call, count_of(call, 1, 1));
}

static int run_year_to_date(struct panel_call *call)
{
	return reduce_window(call, 0);
}

/* ---- missing periods ----------------------------------------------------------------------- */

/* What stands in for a missing figure is an estimate. */
static void fill_from(const struct panel_call *call, uint32_t row, uint32_t a, uint32_t b, double x)
{
	call->out->missing[row] = 0;
	put(call, row, x);
	join(call, row, 0, a);
	join(call, row, 0, b);
	if (!call->out_known)
		return;
	call->out_known[row].is_break = call->known[0][row].is_break;
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
		double x = x_of(call, before);

		fill_from(call, row, before, after, x + (x_of(call, after) - x) * (part / whole));
	} else if (before != NO_ROW) {
		fill_from(call, row, before, NO_ROW, x_of(call, before));
	} else if (after != NO_ROW) {
		fill_from(call, row, after, NO_ROW, x_of(call, after));
	}
}

/* One series in one length of period, in time. */
static void fill_series(const struct panel_call *call, const uint32_t *breaks, const uint32_t *rows,
                        size_t n)
{
	int is_linear = function_of(call)->parameter;
	uint32_t before = NO_ROW;

	for (size_t i = 0; i < n; i++) {
		uint32_t row = rows[i], after = NO_ROW;

		call->out->missing[row] = call->in[0].missing[row];
		call->out->at.f64[row] = x_of(call, row);
		join(call, row, 0, row);
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

static int run_fill(struct panel_call *call)
{
	const struct panel_lists *lists = panel_in_time(call->panel);
	uint32_t *breaks = count_breaks(call);

	if (!lists || !breaks)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < lists->n; i++)
		fill_series(call, breaks, lists->rows + lists->start[i],
		            lists->start[i + 1] - lists->start[i]);
	return CHISO_OK;
}

/* ---- parents, rank, means of indicators ------------------------------------------------------ */

static int run_share_of_parent(struct panel_call *call)
{
	for (uint32_t row = 0; row < call->panel->n; row++) {
		int has_parent;
		uint32_t parent = panel_parent(call->panel, row, &has_parent);
		uint8_t reason = call->in[0].missing[row];

		join(call, row, 0, row);
		join(call, row, 0, parent);
		if (!has_parent)
			put_missing(call, row, CHISO_REASON_NOT_APPLICABLE);
		else if (reason || missing_in(call, parent))
			put_missing(call, row, reason ? reason : missing_in(call, parent));
		else
			put_percent(call, row, x_of(call, row), x_of(call, parent));
	}
	return CHISO_OK;
}

struct ranked {
	double x;
	uint32_t row;
};

static int compare_ranked(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;

	return (a->x < b->x) - (a->x > b->x);
}

static int run_rank(struct panel_call *call)
{
	const struct panel_lists *lists = panel_peers(call->panel);
	struct ranked *ranked = arena_new(call->arena, call->panel->n, sizeof *ranked);

	if (!lists || !ranked)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < lists->n; i++) {
		const uint32_t *rows = lists->rows + lists->start[i];
		size_t n = lists->start[i + 1] - lists->start[i], n_ranked = 0, rank = 0;
		struct fact known = {0};

		for (size_t k = 0; k < n; k++) {
			put_missing(call, rows[k], call->in[0].missing[rows[k]]);
			if (!call->in[0].missing[rows[k]])
				ranked[n_ranked++] = (struct ranked){x_of(call, rows[k]), rows[k]};
		}
		if (n_ranked)
			qsort(ranked, n_ranked, sizeof *ranked, compare_ranked);
		for (size_t k = 0; k < n_ranked; k++) {
			if (!k || ranked[k].x < ranked[k - 1].x)
				rank = k + 1;
			put(call, ranked[k].row, (double)rank);
		}
		if (!call->out_known)
			continue;
		fact_join_many(call->facts, &known, call->known[0], rows, n);
		known.is_break = 0;
		for (size_t k = 0; k < n; k++)
			call->out_known[rows[k]] = known;
	}
	return CHISO_OK;
}

static int run_per_head(struct panel_call *call)
{
	for (uint32_t row = 0; row < call->panel->n; row++) {
		uint8_t reason = call->in[0].missing[row];
		double heads = call->in[1].at.f64[row];

		join(call, row, 0, row);
		join(call, row, 1, row);
		if (!reason)
			reason = call->in[1].missing[row];
		if (!reason && heads == 0)
			reason = CHISO_REASON_DENOMINATOR_ZERO;
		if (reason)
			put_missing(call, row, reason);
		else
			put(call, row, x_of(call, row) / heads);
	}
	return CHISO_OK;
}

static int run_weighted_mean(struct panel_call *call)
{
	for (uint32_t row = 0; row < call->panel->n; row++) {
		double sum = 0, weights = 0;
		uint8_t reason = 0;

		for (size_t i = 0; i < call->n_in; i += 2) {
			double x = call->in[i].at.f64[row], weight = call->in[i + 1].at.f64[row];

			for (size_t k = i; k < i + 2; k++) {
				join(call, row, k, row);
				if (!reason)
					reason = call->in[k].missing[row];
			}
			if (!reason && weight < 0)
				reason = CHISO_REASON_OUT_OF_DOMAIN;
			sum += x * weight;
			weights += weight;
		}
		if (!reason && weights == 0)
			reason = CHISO_REASON_DENOMINATOR_ZERO;
		if (reason)
			put_missing(call, row, reason);
		else
			put(call, row, sum / weights);
	}
	return CHISO_OK;
}

/* ---- the table ----------------------------------------------------------------------------- */

#define DATA(...) .data = &(const struct panel_function){__VA_ARGS__}
#define REDUCTION(prefix, run, looks, name, kind, gives) \
	{prefix "_" name, prefix "_" name "(x)", "n", 1, 1, 0, gives, DATA(run, looks, kind)}
#define REDUCTIONS(prefix, run, looks) \
	REDUCTION(prefix, run, looks, "count", COUNT, GIVES_NUMBER), \
	REDUCTION(prefix, run, looks, "max", MAX, GIVES_SAME), \
	REDUCTION(prefix, run, looks, "mean", MEAN, GIVES_SAME), \
	REDUCTION(prefix, run, looks, "min", MIN, GIVES_SAME), \
	REDUCTION(prefix, run, looks, "sum", SUM, GIVES_SAME)

const struct expr_function panel_functions[] = {
	{"carry_forward", "carry_forward(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_fill, LOOKS_IN_TIME, 0)},
	REDUCTIONS("children", run_children, LOOKS_AT_UNITS),
	{"compound_growth", "compound_growth(x, from, to)", "npp", 3, 3, 0, GIVES_PERCENT,
	 DATA(run_compound_growth, LOOKS_IN_TIME, 0)},
	{"growth", "growth(x)", "n", 1, 1, 0, GIVES_PERCENT, DATA(run_growth, LOOKS_IN_TIME, 0)},
	{"index", "index(x, base)", "np", 2, 2, 0, GIVES_PERCENT,
	 DATA(run_index, LOOKS_IN_TIME, 0)},
	{"interpolate", "interpolate(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_fill, LOOKS_IN_TIME, 1)},
	{"lag", "lag(x[, n])", "nk", 1, 2, 0, GIVES_SAME, DATA(run_shift, LOOKS_IN_TIME, -1)},
	{"lead", "lead(x[, n])", "nk", 1, 2, 0, GIVES_SAME, DATA(run_shift, LOOKS_IN_TIME, 1)},
	{"moving_mean", "moving_mean(x, n)", "nk", 2, 2, 0, GIVES_SAME,
	 DATA(run_moving, LOOKS_IN_TIME, MEAN)},
	{"moving_sum", "moving_sum(x, n)", "nk", 2, 2, 0, GIVES_SAME,
	 DATA(run_moving, LOOKS_IN_TIME, SUM)},
	{"per_head", "per_head(x, population)", "n", 2, 2, 0, GIVES_RATIO, DATA(run_per_head, 0, 0)},
	REDUCTIONS("periods", run_periods, LOOKS_IN_TIME),
	{"rank", "rank(x)", "n", 1, 1, 0, GIVES_NUMBER, DATA(run_rank, LOOKS_AT_UNITS, 0)},
	{"same_period_last_year", "same_period_last_year(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_last_year, LOOKS_IN_TIME, 0)},
	{"share_of_parent", "share_of_parent(x)", "n", 1, 1, 0, GIVES_PERCENT,
	 DATA(run_share_of_parent, LOOKS_AT_UNITS, 0)},
	REDUCTIONS("units", run_units, LOOKS_AT_UNITS),
	{"weighted_mean", "weighted_mean(x, weight, y, weight, ...)", "n", 2, MOST, 2,
	 GIVES_WEIGHTED, DATA(run_weighted_mean, 0, 0)},
	{"year_to_date", "year_to_date(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_year_to_date, LOOKS_IN_TIME, SUM)},
};
const size_t n_panel_functions = sizeof panel_functions / sizeof *panel_functions;

int panel_looks(const struct expr_function *function)
{
	return ((const struct panel_function *)function->data)->looks;
}

int panel_run(struct panel_call *call)
{
	int status = function_of(call)->run(call);

	return status ? status : call->facts->status;
}
