/* SPDX-License-Identifier: MIT */
/* Bounds of derived indicators: what "more than 2,300" does to what is made of it.
 *
 * As for records (aggregate_bounds.c) the figure is moved to where the true one may lie and all is
 * computed again; results that follow are bounds.  Figures that can't meet in one result are moved
 * together: all of an operand where no function looks at other rows, else those of one period or
 * of one unit. */
#include "derived/derived_run.h"
#include "derived/panel_functions.h"

#include <stdlib.h>
#include <string.h>

struct bounded {
	uint64_t together; /* those that are moved at once */
	uint32_t row;
};

static int compare_bounded(const void *x, const void *y)
{
	const struct bounded *a = x, *b = y;

	if (a->together != b->together)
		return a->together < b->together ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static uint64_t together(const struct evaluation *e, uint32_t row)
{
	const struct panel_row *r = &e->grid->panel.rows[row];
	uint64_t of = 0;

	if (e->derived->looks & LOOKS_IN_TIME)
		of = r->period;
	if (e->derived->looks & LOOKS_AT_UNITS)
		of |= (uint64_t)(uint32_t)(r->unit + 1) << 32;
	return of;
}

/* Moves some rows of one operand once, and notes which results follow. */
static int move(struct evaluation *e, size_t use, const struct bounded *some, size_t n, int k,
		int up, enum qualifier qualifier, uint8_t *bits)
{
	struct arena scratch = {0};
	struct vector *in = arena_new(&scratch, e->n_uses, sizeof *in);
	double *moved = arena_new(&scratch, e->grid->panel.n, sizeof *moved);
	struct expr_values *values;
	int status = in && moved ? CHISO_OK : CHISO_ENOMEM;

	if (!status) {
		memcpy(in, e->in, e->n_uses * sizeof *in);
		memcpy(moved, e->in[use].at.f64, e->grid->panel.n * sizeof *moved);
		for (size_t i = 0; i < n; i++)
			moved[some[i].row] = bound_move(moved[some[i].row], k, up);
		in[use].at.f64 = moved;
		status = evaluation_run(e, &values, in, &scratch);
	}
	if (!status) {
		const struct vector *after = expr_result(e->derived->expr, values);

		for (size_t row = 0; row < e->grid->panel.n; row++)
			if (!e->result->missing[row] && !after->missing[row])
				bits[row] |= bound_of_move(e->result->at.f64[row],
							   after->at.f64[row], qualifier);
	}
	arena_clear(&scratch);
	return status;
}

static int move_use(struct evaluation *e, size_t use, enum qualifier qualifier,
		    struct bounded *some, uint8_t *bits)
{
	size_t n = 0, end;
	int status = CHISO_OK;

	for (uint32_t row = 0; row < e->grid->panel.n; row++)
		if (e->bounds[use] && e->bounds[use][row] == qualifier)
			some[n++] = (struct bounded){together(e, row), row};
	if (n)
		qsort(some, n, sizeof *some, compare_bounded);
	for (size_t i = 0; i < n && !status; i = end) {
		for (end = i; end < n && some[end].together == some[i].together; end++)
			;
		for (int k = 0; k < 2 * BOUND_MOVES && !status; k++) {
			int up = k < BOUND_MOVES;

			if (qualifier == (up ? QUALIFIER_UPPER : QUALIFIER_LOWER))
				continue;
			status = move(e, use, some + i, end - i, k % BOUND_MOVES, up, qualifier,
				      bits);
		}
	}
	return status;
}

int evaluation_bounds(struct evaluation *e, uint8_t *bits)
{
	static const enum qualifier all[] = {QUALIFIER_ABOUT, QUALIFIER_LOWER, QUALIFIER_UPPER};
	struct bounded *some = arena_new(&e->arena, e->grid->panel.n, sizeof *some);
	int status = some ? CHISO_OK : CHISO_ENOMEM;

	e->is_moving = 1;
	for (size_t use = 0; use < e->n_uses; use++)
		for (size_t q = 0; q < sizeof all / sizeof *all && !status; q++)
			status = move_use(e, use, all[q], some, bits);
	e->is_moving = 0;
	return status;
}
