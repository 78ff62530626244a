/* SPDX-License-Identifier: MIT */
/* Columns of values, from which the operands of derived indicators are read: made of cells when one is asked for,
 * or left by the evaluation of another derived indicator, of which then only those cells are kept that
 * somebody shows or judges. */
#include "derived/derived_run.h"

#include <stdlib.h>
#include <string.h>

/* Room for n values and beside them the reasons why they are missing. */
static struct table_column *add_column(struct derived_run *run, struct cell_table *table, uint32_t in_row)
{
	struct table_column *column = malloc(sizeof *column);
	double *values = malloc(table->n * (sizeof *values + 1) + 1);

	if (!column || !values) {
		free(column);
		free(values);
		return NULL;
	}
	*column = (struct table_column){.table = table,
					.in_row = in_row,
					.next = table->columns,
					.before = run->columns,
					.values = values,
					.missing = (uint8_t *)(values + table->n)};
	table->columns = column;
	return run->columns = column;
}

/* Cells that stand at one distance; gives their bounds together. */
static int take_in_a_row(struct table_column *column, const struct cell *cell, size_t stride)
{
	const size_t n = column->table->n;
	double *values = column->values;
	uint8_t *missing = column->missing;
	int bounds = 0;

	for (size_t i = 0; i < n; i++, cell += stride) {
		values[i] = cell->value;
		missing[i] = cell->no_value;
		bounds |= cell->bound;
	}
	return bounds;
}

static void take_cells(const struct derived_run *run, struct table_column *column)
{
	const struct cells *cells = &run->results->cells;
	const struct cell_table *table = column->table;
	int is_straight = !table->cells && !cells->order && table->n, bounds = 0;

	if (is_straight)
		bounds = take_in_a_row(column, cells_at(cells, table_cell(run, table, 0) + column->in_row),
				       table->stride);
	for (uint32_t i = 0; i < table->n && !is_straight; i++) {
		const struct cell *cell = cells_at(cells, table_cell(run, table, i) + column->in_row);

		column->values[i] = cell->value;
		column->missing[i] = cell->no_value;
		bounds |= cell->bound;
	}
	column->is_bounded = bounds != CHISO_EXACT;
}

const struct table_column *derived_column(struct derived_run *run, struct cell_table *table, uint32_t in_row)
{
	struct table_column *column = table->columns;

	while (column && column->in_row != in_row)
		column = column->next;
	if (!column) {
		column = add_column(run, table, in_row);
		if (column)
			take_cells(run, column);
	}
	if (column)
		column->used = run->n_computed;
	return column;
}

int derived_leave_column(struct evaluation *e, struct cell_table *table)
{
	size_t n = table->n;

	table->has_no_cells = 1;
	e->run->leaves_out = 1;
	if (!e->run->users[derived_number(e->run, e->spec)])
		return CHISO_OK;
	struct table_column *column = add_column(e->run, table, 0);
	if (!column)
		return CHISO_ENOMEM;
	const double *values = e->result->at.f64;
	const uint8_t *missing = e->result->missing;
	double *to = column->values;
	memcpy(column->missing, missing, n);
	/* As cells have it: nothing where there is no value, and no -0. */
	for (size_t i = 0; i < n; i++)
		to[i] = missing[i] ? 0 : values[i] + 0.;
	return CHISO_OK;
}

/* ---- how long they are kept -------------------------------------------------------------------- */

int derived_count_users(struct derived_run *run)
{
	const struct chiso_project *project = run->results->project;

	run->users = arena_new(&run->arena, project->n_indicators, sizeof *run->users);
	for (size_t i = 0; run->users && i < project->n_derived; i++) {
		const struct derived *derived = project->derived[i]->derived;
		const struct expr_use *uses;
		size_t n = expr_uses(derived->expr, &uses);

		for (size_t k = 0; k < n; k++)
			run->users[derived_number(run, derived->columns[uses[k].column].spec)]++;
	}
	return run->users ? CHISO_OK : CHISO_ENOMEM;
}

static void unlink_column(struct table_column *column)
{
	struct table_column **at = &column->table->columns;

	while (*at != column)
		at = &(*at)->next;
	*at = column->next;
}

/* Those that nobody needs any more go, and those that can be made again of cells when the indicator that has
 * just been computed didn't use them: so there are never more than a few of these. */
void derived_forget_columns(struct derived_run *run, const struct indicator_spec *computed)
{
	const struct derived *derived = computed->derived;
	struct table_column **at = &run->columns;
	const struct expr_use *uses;
	size_t n = expr_uses(derived->expr, &uses);

	for (size_t k = 0; k < n; k++)
		run->users[derived_number(run, derived->columns[uses[k].column].spec)]--;
	while (*at) {
		struct table_column *column = *at;
		int is_needed = run->users[derived_number(run, column->table->spec)] != 0;

		if (is_needed && (column->table->has_no_cells || column->used == run->n_computed)) {
			at = &column->before;
			continue;
		}
		*at = column->before;
		unlink_column(column);
		free(column->values);
		free(column);
	}
	run->n_computed++;
}

void derived_columns_free(struct derived_run *run)
{
	while (run->columns) {
		struct table_column *column = run->columns;

		run->columns = column->before;
		free(column->values);
		free(column);
	}
}
