/* SPDX-License-Identifier: MIT */
/* What the functions of panels are written with: values and reasons of rows, what is known of them,
 * breaks, and reductions of several rows. */
#ifndef CORE_PANEL_CALL_H
#define CORE_PANEL_CALL_H

#include "derived/panel_functions.h"
#include "sum/sum.h"

#include <float.h>
#include <math.h>

enum reduction { SUM, MEAN, MIN, MAX, COUNT };

/** What stands behind a function: expr_function.data. */
struct panel_function {
	int (*run)(struct panel_call *call);
	int looks;     /* LOOKS_... */
	int parameter; /* a reduction, the sign of steps, or whether lines are drawn */
	/** Whether each result is made of a row of every operand at least; NULL: not always. */
	int (*is_of_all)(struct panel_call *call);
	int breaks;    /* whether the results then break where operands do */
};

static inline const struct panel_function *call_function(const struct panel_call *call)
{
	return call->function->data;
}

/** The rows that are wanted, in order. */
static inline size_t call_rows(const struct panel_call *call)
{
	return call->rows.list ? call->rows.n : call->panel->n;
}

static inline uint32_t call_row(const struct panel_call *call, size_t i)
{
	return call->rows.list ? call->rows.list[i] : (uint32_t)i;
}

/** The result of a row. */
static inline void call_put_missing(const struct panel_call *call, size_t row, uint32_t reason)
{
	call->out->missing[row] = (uint8_t)reason;
}

static inline void call_put(const struct panel_call *call, size_t row, double value)
{
	if (!(fabs(value) <= DBL_MAX))
		call_put_missing(call, row, CHISO_REASON_OUT_OF_DOMAIN);
	call->out->at.f64[row] = value;
}

/** 100 * part / whole, or that the whole is 0. */
void call_put_percent(const struct panel_call *call, size_t row, double part, double whole);

/** The first operand of a row, and why there is none (0: there is; of NO_ROW: not_reported). */
static inline double call_x(const struct panel_call *call, uint32_t row)
{
	return call->in[0].at.f64[row];
}

static inline uint8_t call_missing(const struct panel_call *call, uint32_t row)
{
	return row == NO_ROW ? CHISO_REASON_NOT_REPORTED : call->in[0].missing[row];
}

/** A number of periods that is written out (fallback: when it is not), and a period. */
int call_count(const struct panel_call *call, size_t operand, int fallback);
struct period call_period(const struct panel_call *call, size_t operand);

/** The result of a row is made of another row's operand, too; NO_ROW: of nothing more. */
static inline void call_join(const struct panel_call *call, size_t row, size_t operand, uint32_t from)
{
	if (call->out_known && from != NO_ROW)
		fact_join(call->facts, &call->out_known[row], known_at(&call->known[operand], from));
}

/** A rate of change does not itself break where its operand does. */
static inline void call_forget_break(const struct panel_call *call, size_t row)
{
	if (call->out_known)
		call->out_known[row].is_break = 0;
}

/** For every row how many breaks of an operand there are up to it, those of earlier series included;
 *  NULL: no memory. */
const uint32_t *call_breaks(const struct panel_call *call, size_t operand);
/** Whether a series breaks between two of its rows. */
static inline int is_broken(const uint32_t *breaks, uint32_t a, uint32_t b)
{
	return breaks[a] != breaks[b];
}
/** Whether rows of one series lie on both sides of a break. */
int call_has_break(const uint32_t *breaks, const uint32_t *rows, size_t n);

/** Reduces the first operand of some rows; gives the reason why there is no result, or 0. */
uint8_t call_reduce(const struct panel_call *call, enum reduction reduction, const uint32_t *rows,
		    size_t n, double *out, struct sums *sums);

/** panel_link.c */
int run_linked(struct panel_call *call);
/** panel_time.c */
int run_shift(struct panel_call *call);
int run_last_year(struct panel_call *call);
int run_growth(struct panel_call *call);
int run_index(struct panel_call *call);
int run_compound_growth(struct panel_call *call);
int has_an_end(struct panel_call *call); /* whether every series has a row at one of two periods */
int run_moving(struct panel_call *call);
int run_year_to_date(struct panel_call *call);
int run_fill(struct panel_call *call);

#endif
