/* SPDX-License-Identifier: MIT */
/* Functions that look at other units, and the table of all. */
#include "derived/panel_call.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 65536, MEANS = 256 /* rows at a time */ };

/* ---- lists of rows ------------------------------------------------------------------------- */

/* What all rows have that look at a list. */
static void spread_lists(struct panel_call *call, const struct panel_lists *lists, const double *values,
			 const uint8_t *reasons, const struct fact *known)
{
	double *to = call->out->at.f64;
	uint8_t *missing = call->out->missing;
	const uint32_t *of = lists->of;
	size_t n = call_rows(call);

	for (size_t i = 0; i < n; i++) {
		uint32_t row = call_row(call, i);

		to[row] = values[of[row]];
		missing[row] = reasons[of[row]];
	}
	for (size_t i = 0; call->out_known && i < n; i++)
		call->out_known[call_row(call, i)] = known[of[call_row(call, i)]];
}

/* Whether the first operand has a value in each row. */
static int has_all_values(const struct panel_call *call)
{
	const uint8_t *missing = call->in[0].missing;
	uint8_t reasons = 0;

	for (size_t i = 0; i < call->panel->n; i++)
		reasons |= missing[i];
	return !reasons;
}

/* Reduces every list once, for all rows that look at it. */
static int reduce_lists(struct panel_call *call, const struct panel_lists *lists, int in_time,
			const int *complete)
{
	enum reduction reduction = (enum reduction)call_function(call)->parameter;
	struct sums sums;
	double *values = arena_new(call->arena, lists->n, sizeof *values);
	uint8_t *reasons = arena_new(call->arena, lists->n, 1);
	struct fact *known = call->out_known ? arena_new(call->arena, lists->n, sizeof *known) : NULL;
	const uint32_t *breaks = in_time ? call_breaks(call, 0) : NULL;

	if (!values || !reasons || (call->out_known && !known) || (in_time && !breaks))
		return CHISO_ENOMEM;
	if (breaks == panel_no_breaks(call->panel))
		breaks = NULL;
	call->has_all = has_all_values(call);
	sums_init(&sums, 1);
	for (size_t i = 0; i < lists->n; i++) {
		const uint32_t *rows = lists->rows + lists->start[i];
		size_t n = lists->start[i + 1] - lists->start[i];

		reasons[i] = call_reduce(call, reduction, rows, n, &values[i], &sums);
		if (!reasons[i] && breaks && reduction != COUNT && call_has_break(breaks, rows, n))
			reasons[i] = CHISO_REASON_NOT_COMPARABLE;
		if (complete && !reasons[i] && reduction != COUNT && !complete[i])
			reasons[i] = CHISO_REASON_NOT_REPORTED;
		else if (!n && reduction != COUNT)
			reasons[i] = CHISO_REASON_NOT_APPLICABLE;
		if (reasons[i])
			values[i] = 0;
		else if (!isfinite(values[i]))
			reasons[i] = CHISO_REASON_OUT_OF_DOMAIN;
		if (!call->out_known)
			continue;
		fact_join_many(call->facts, &known[i], &call->known[0], rows, n);
		if (in_time || reduction == COUNT)
			known[i].is_break = 0;
	}
	sums_clear(&sums);
	spread_lists(call, lists, values, reasons, known);
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

/* ---- parents, rank, means of indicators ------------------------------------------------------ */

static int run_share_of_parent(struct panel_call *call)
{
	for (size_t i = 0; i < call_rows(call); i++) {
		uint32_t row = call_row(call, i);
		int has_parent;
		uint32_t parent = panel_parent(call->panel, row, &has_parent);
		uint8_t reason = call->in[0].missing[row];

		call_join(call, row, 0, row);
		call_join(call, row, 0, parent);
		if (!has_parent)
			call_put_missing(call, row, CHISO_REASON_NOT_APPLICABLE);
		else if (reason || call_missing(call, parent))
			call_put_missing(call, row, reason ? reason : call_missing(call, parent));
		else
			call_put_percent(call, row, call_x(call, row), call_x(call, parent));
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
			call_put_missing(call, rows[k], call->in[0].missing[rows[k]]);
			if (!call->in[0].missing[rows[k]])
				ranked[n_ranked++] =
					(struct ranked){call_x(call, rows[k]), rows[k]};
		}
		if (n_ranked)
			qsort(ranked, n_ranked, sizeof *ranked, compare_ranked);
		for (size_t k = 0; k < n_ranked; k++) {
			if (!k || ranked[k].x < ranked[k - 1].x)
				rank = k + 1;
			call_put(call, ranked[k].row, (double)rank);
		}
		if (!call->out_known)
			continue;
		fact_join_many(call->facts, &known, &call->known[0], rows, n);
		known.is_break = 0;
		for (size_t k = 0; k < n; k++)
			call->out_known[rows[k]] = known;
	}
	return CHISO_OK;
}

static int run_per_head(struct panel_call *call)
{
	for (size_t i = 0; i < call_rows(call); i++) {
		uint32_t row = call_row(call, i);
		uint8_t reason = call->in[0].missing[row];
		double heads = call->in[1].at.f64[row];

		call_join(call, row, 0, row);
		call_join(call, row, 1, row);
		if (!reason)
			reason = call->in[1].missing[row];
		if (!reason && heads == 0)
			reason = CHISO_REASON_DENOMINATOR_ZERO;
		if (reason)
			call_put_missing(call, row, reason);
		else
			call_put(call, row, call_x(call, row) / heads);
	}
	return CHISO_OK;
}

/* Some rows of a mean that is in the making. */
struct means {
	double sums[MEANS], weights[MEANS];
	uint8_t missing[MEANS];
};

/* Adds an operand and its weight; the first reason there is counts. */
static void add_weighted(struct means *means, const struct vector *in, const int *from, size_t start, size_t n)
{
	/* What is written out stands there once. */
	const size_t x_step = from[0] >= 0, w_step = from[1] >= 0;
	const double *x = in[0].at.f64 + start * x_step, *weights = in[1].at.f64 + start * w_step;
	const uint8_t *missing = in[0].missing + start * x_step, *no_weight = in[1].missing + start * w_step;

	for (size_t i = 0; i < n; i++) {
		means->sums[i] += x[i * x_step] * weights[i * w_step];
		means->weights[i] += weights[i * w_step];
	}
	for (size_t i = 0; i < n; i++) {
		uint8_t negative = weights[i * w_step] < 0 ? CHISO_REASON_OUT_OF_DOMAIN : 0;
		uint8_t reason = no_weight[i * w_step] ? no_weight[i * w_step] : negative;

		if (missing[i * x_step])
			reason = missing[i * x_step];
		means->missing[i] = means->missing[i] ? means->missing[i] : reason;
	}
}

static int run_weighted_mean(struct panel_call *call)
{
	size_t rows = call->panel->n;

	for (size_t row = 0; call->out_known && row < rows; row++)
		for (size_t k = 0; k < call->n_in; k++)
			call_join(call, row, k, (uint32_t)row);
	for (size_t start = 0; start < rows; start += MEANS) {
		size_t n = rows - start < MEANS ? rows - start : MEANS;
		struct means means = {{0}, {0}, {0}};

		for (size_t k = 0; k < call->n_in; k += 2)
			add_weighted(&means, &call->in[k], &call->from[k], start, n);
		for (size_t i = 0; i < n; i++) {
			if (means.missing[i])
				call_put_missing(call, start + i, means.missing[i]);
			else if (means.weights[i] == 0)
				call_put_missing(call, start + i, CHISO_REASON_DENOMINATOR_ZERO);
			else
				call_put(call, start + i, means.sums[i] / means.weights[i]);
		}
	}
	return CHISO_OK;
}

/* ---- the table ----------------------------------------------------------------------------- */

/* Each row of the operands is looked at for its own result at least. */
static int is_always(struct panel_call *call)
{
	(void)call;
	return 1;
}

#define DATA(...) \
	.data = &(const struct panel_function) \
	{ \
		__VA_ARGS__ \
	}
#define REDUCTION(prefix, run, looks, name, kind, gives, ...) \
	{ \
		prefix "_" name, prefix "_" name "(x)", "n", 1, 1, 0, gives, \
			DATA(run, looks, kind, __VA_ARGS__) \
	}
/* is_of_all and, but of counts, breaks */
#define REDUCTIONS(prefix, run, looks, is_of_all, breaks) \
	REDUCTION(prefix, run, looks, "count", COUNT, GIVES_NUMBER, is_of_all, 0), \
		REDUCTION(prefix, run, looks, "max", MAX, GIVES_SAME, is_of_all, breaks), \
		REDUCTION(prefix, run, looks, "mean", MEAN, GIVES_SAME, is_of_all, breaks), \
		REDUCTION(prefix, run, looks, "min", MIN, GIVES_SAME, is_of_all, breaks), \
		REDUCTION(prefix, run, looks, "sum", SUM, GIVES_SAME, is_of_all, breaks)

const struct expr_function panel_functions[] = {
	{"carry_forward", "carry_forward(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_fill, LOOKS_IN_TIME, 0, NULL, 0)},
	REDUCTIONS("children", run_children, LOOKS_AT_UNITS, NULL, 0),
	{"compound_growth", "compound_growth(x, from, to)", "npp", 3, 3, 0, GIVES_PERCENT,
	 DATA(run_compound_growth, LOOKS_IN_TIME, 0, has_an_end, 0)},
	{"growth", "growth(x)", "n", 1, 1, 0, GIVES_PERCENT, DATA(run_growth, LOOKS_IN_TIME, 0, is_always, 0)},
	{"index", "index(x, base)", "np", 2, 2, 0, GIVES_PERCENT,
	 DATA(run_index, LOOKS_IN_TIME, 0, is_always, 0)},
	{"interpolate", "interpolate(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_fill, LOOKS_IN_TIME, 1, NULL, 0)},
	{"lag", "lag(x[, n])", "nk", 1, 2, 0, GIVES_SAME, DATA(run_shift, LOOKS_IN_TIME, -1, NULL, 0)},
	{"lead", "lead(x[, n])", "nk", 1, 2, 0, GIVES_SAME, DATA(run_shift, LOOKS_IN_TIME, 1, NULL, 0)},
	{"linked", "linked(x, older, ...)", "n", 2, MOST, 0, GIVES_SAME,
	 DATA(run_linked, LOOKS_IN_TIME, 0, NULL, 0)},
	{"moving_mean", "moving_mean(x, n)", "nk", 2, 2, 0, GIVES_SAME,
	 DATA(run_moving, LOOKS_IN_TIME, MEAN, NULL, 0)},
	{"moving_sum", "moving_sum(x, n)", "nk", 2, 2, 0, GIVES_SAME,
	 DATA(run_moving, LOOKS_IN_TIME, SUM, NULL, 0)},
	{"per_head", "per_head(x, population)", "n", 2, 2, 0, GIVES_RATIO,
	 DATA(run_per_head, 0, 0, is_always, 1)},
	REDUCTIONS("periods", run_periods, LOOKS_IN_TIME, is_always, 0),
	{"rank", "rank(x)", "n", 1, 1, 0, GIVES_NUMBER, DATA(run_rank, LOOKS_AT_UNITS, 0, is_always, 0)},
	{"same_period_last_year", "same_period_last_year(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_last_year, LOOKS_IN_TIME, 0, NULL, 0)},
	{"share_of_parent", "share_of_parent(x)", "n", 1, 1, 0, GIVES_PERCENT,
	 DATA(run_share_of_parent, LOOKS_AT_UNITS, 0, NULL, 0)},
	REDUCTIONS("units", run_units, LOOKS_AT_UNITS, is_always, 1),
	{"weighted_mean", "weighted_mean(x, weight, y, weight, ...)", "n", 2, MOST, 2,
	 GIVES_WEIGHTED, DATA(run_weighted_mean, 0, 0, is_always, 1)},
	{"year_to_date", "year_to_date(x)", "n", 1, 1, 0, GIVES_SAME,
	 DATA(run_year_to_date, LOOKS_IN_TIME, SUM, NULL, 0)},
};
const size_t n_panel_functions = sizeof panel_functions / sizeof *panel_functions;

int panel_looks(const struct expr_function *function)
{
	return ((const struct panel_function *)function->data)->looks;
}

int panel_takes_one(const struct expr_function *function)
{
	return ((const struct panel_function *)function->data)->run == run_weighted_mean;
}

/* Where of all rows of each operand the same is known, so it is of all results that are made of them, and
 * nothing has to be joined row by row. */
static void know(struct panel_call *call)
{
	const struct panel_function *function = call_function(call);
	struct fact all = {0};
	size_t i = 0;

	while (i < call->n_in && call->known[i].is_same)
		i++;
	if (i < call->n_in || !function->is_of_all || !function->is_of_all(call)) {
		memset(call->out_known, 0, call->panel->n * sizeof *call->out_known);
		return;
	}
	for (i = 0; i < call->n_in; i++)
		fact_join(call->facts, &all, call->known[i].list);
	if (!function->breaks)
		all.is_break = 0;
	if (call->panel->n)
		*call->out_known = all;
	call->is_known_alike = 1;
	call->out_known = NULL;
}

int panel_run(struct panel_call *call)
{
	if (call->out_known)
		know(call);
	int status = call_function(call)->run(call);

	return status ? status : call->facts->status;
}
