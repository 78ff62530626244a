/* SPDX-License-Identifier: MIT */
#include "write/wide.h"

#include "base/cpu.h"
#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

#define NOT_KNOWN UINT32_MAX

/* A row while its figures are looked for. */
struct row {
	const struct cell_group *group;
	uint32_t unit; /* by the order in which results have them */
	uint32_t number; /* of the row, in that order */
	size_t n; /* figures */
	uint8_t is_synthetic;
};

/* What is found out on the way: where each figure belongs. */
struct making {
	const struct chiso_results *results;
	const struct cells *cells;
	struct wide_table *table;
	struct place_of {
		uint32_t row, column;
	} *places; /* of the figures, as they are shown */
	uint32_t *row_of; /* by group */
	struct intern units, texts; /* codes; and all the other texts that tell rows apart */
	struct groups keys; /* of rows: numbers of these */
	struct row *rows;
	size_t rows_cap;
	uint32_t last; /* the row that was found last */
	uint32_t labels_at, *column_of; /* by output: the columns of cells with these labels */
	char *name;
	size_t name_cap;
};

/* ---- rows ---- */

/* What tells rows apart: a code can be that of another unit on other boundaries. */
enum { UNIT, NAME, PERIOD, BOUNDARIES, ROW_KEYS };

static const char *key_of(const struct cell_group *group, int key)
{
	const char *const keys[] = {group->unit_code, group->unit_name, group->label, group->boundaries};

	return keys[key] ? keys[key] : "";
}

/* Most texts are those that were met before. */
static int is_of_row(const struct row *row, const struct cell_group *group)
{
	int is = 1;

	for (int key = 0; key < ROW_KEYS && is; key++) {
		const char *a = key_of(row->group, key), *b = key_of(group, key);

		is = a == b || !strcmp(a, b);
	}
	return is;
}

static uint32_t find_row(struct making *making, const struct cell_group *group)
{
	uint32_t numbers[ROW_KEYS], row = 0;

	for (int key = 0; key < ROW_KEYS && row != NOT_KNOWN; key++) {
		const char *text = key_of(group, key);

		numbers[key] = row = intern(key == UNIT ? &making->units : &making->texts, text, strlen(text));
	}
	if (row != NOT_KNOWN)
		row = groups_slot(&making->keys, numbers);
	if (row == NOT_KNOWN || WIDEN(&making->rows, &making->rows_cap, row + (size_t)1))
		return NOT_KNOWN;
	if (!making->rows[row].group)
		making->rows[row] = (struct row){.group = group, .unit = numbers[UNIT], .number = row};
	return row;
}

/* The row of a group; NOT_KNOWN without memory.  Indicators have their groups in the same order, mostly. */
static uint32_t row_of_group(struct making *making, uint32_t number)
{
	const struct cell_group *group = making->cells->groups[number];
	uint32_t *row = &making->row_of[number], next = making->last + 1;

	if (*row == NOT_KNOWN)
		*row = next < making->keys.n && is_of_row(&making->rows[next], group) ? next
		                                                                      : find_row(making, group);
	making->last = *row;
	return *row;
}

/* ---- columns ---- */

static int append(struct making *making, size_t *n, const char *text)
{
	size_t more = strlen(text);

	if (PROVIDE(&making->name, &making->name_cap, *n + more + 1))
		return CHISO_ENOMEM;
	memcpy(making->name + *n, text, more + 1);
	*n += more;
	return CHISO_OK;
}

static uint32_t name_column(struct making *making, const struct cell *cell)
{
	const struct cell_output *output = &making->cells->outputs[cell->output];
	const char *const *values = output->n_keys ? making->cells->labels[cell->labels].key_values : NULL;
	size_t n = 0;
	int status = append(making, &n, output->indicator) || append(making, &n, ".") ||
	             append(making, &n, output->output);

	for (uint32_t i = 0; i < output->n_keys && !status; i++)
		status = append(making, &n, i ? ";" : "[") || append(making, &n, output->keys[i]) ||
		         append(making, &n, "=") || append(making, &n, values[i] ? values[i] : "");
	if (!status && output->n_keys)
		status = append(making, &n, "]");
	return status ? NOT_KNOWN : intern(&making->table->columns, making->name, n);
}

/* The column of a cell; NOT_KNOWN without memory.  Many cells that follow each other have the same labels. */
static uint32_t column_of_cell(struct making *making, const struct cell *cell)
{
	uint32_t *column = &making->column_of[cell->output];

	if (cell->labels != making->labels_at)
		memset(making->column_of, 0xff, making->cells->n_outputs * sizeof *column);
	making->labels_at = cell->labels;
	if (*column == NOT_KNOWN)
		*column = name_column(making, cell);
	return *column;
}

/* ---- the table ---- */

static int find_places(struct making *making)
{
	const struct chiso_results *results = making->results;
	size_t n = results_count(results);

	for (size_t i = 0; i < n; i++) {
		const struct cell *cell = cells_at(making->cells, results_at(results, i));
		struct place_of *place = &making->places[i];

		if (n - i > CELLS_AHEAD)
			cpu_ask_for(cells_at(making->cells, results_at(results, i + CELLS_AHEAD)));
		place->row = row_of_group(making, cell->group);
		place->column = column_of_cell(making, cell);
		if (place->row == NOT_KNOWN || place->column == NOT_KNOWN)
			return CHISO_ENOMEM;
		struct row *row = &making->rows[place->row];
		row->n++;
		row->is_synthetic |= making->cells->groups[cell->group]->synthetic;
	}
	return CHISO_OK;
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	int order = period_compare(x->group->period, y->group->period);
	return order ? order : x->number < y->number ? -1 : 1;
}

/* Sorts rows, and says where their figures begin; row_at: by its number, where a row's next figure goes. */
static int order_rows(struct making *making, size_t *row_at)
{
	struct wide_table *table = making->table;
	size_t n = making->keys.n, begin = 0;

	table->rows = calloc(n + 1, sizeof *table->rows);
	table->are_synthetic = calloc(n + 1, 1);
	table->begins = calloc(n + 1, sizeof *table->begins);
	if (!table->rows || !table->are_synthetic || !table->begins)
		return CHISO_ENOMEM;
	table->n_rows = n;
	if (n)
		qsort(making->rows, n, sizeof *making->rows, compare_rows);
	for (size_t i = 0; i < n; i++) {
		const struct row *row = &making->rows[i];

		table->rows[i] = row->group;
		table->are_synthetic[i] = row->is_synthetic;
		table->begins[i] = row_at[row->number] = begin;
		begin += row->n;
	}
	table->begins[n] = begin;
	return CHISO_OK;
}

static int compare_figures(const void *a, const void *b)
{
	const struct wide_figure *x = a, *y = b;

	return (x->column > y->column) - (x->column < y->column);
}

/* Figures come in the order of their columns, unless some row lacks those of which others have the first. */
static void order_figures(struct wide_figure *figures, size_t n)
{
	size_t i = 1;

	while (i < n && figures[i - 1].column <= figures[i].column)
		i++;
	if (i < n)
		qsort(figures, n, sizeof *figures, compare_figures);
}

static int fill(struct making *making)
{
	struct wide_table *table = making->table;
	size_t n = results_count(making->results), *row_at = calloc(making->keys.n + 1, sizeof *row_at);
	int status = row_at ? order_rows(making, row_at) : CHISO_ENOMEM;

	table->figures = status ? NULL : malloc((n + 1) * sizeof *table->figures);
	for (size_t i = 0; i < n && table->figures; i++) {
		struct place_of place = making->places[i];

		table->figures[row_at[place.row]++] =
			(struct wide_figure){place.column, (uint32_t)results_at(making->results, i)};
	}
	free(row_at);
	for (size_t i = 0; i < table->n_rows && table->figures; i++)
		order_figures(table->figures + table->begins[i], table->begins[i + 1] - table->begins[i]);
	return table->figures ? CHISO_OK : CHISO_ENOMEM;
}

int wide_table_make(struct wide_table *table, const struct chiso_results *results)
{
	const struct cells *cells = &results->cells;
	struct making making = {.results = results, .cells = cells, .table = table, .last = UINT32_MAX,
	                        .labels_at = UINT32_MAX};
	int status = CHISO_ENOMEM;

	*table = (struct wide_table){0};
	groups_init(&making.keys, ROW_KEYS);
	making.places = malloc((results_count(results) + 1) * sizeof *making.places);
	making.row_of = malloc((cells->n_groups + 1) * sizeof *making.row_of);
	making.column_of = malloc((cells->n_outputs + 1) * sizeof *making.column_of);
	if (making.places && making.row_of && making.column_of) {
		memset(making.row_of, 0xff, (cells->n_groups + 1) * sizeof *making.row_of);
		memset(making.column_of, 0xff, (cells->n_outputs + 1) * sizeof *making.column_of);
		status = find_places(&making);
	}
	if (!status)
		status = fill(&making);
	intern_clear(&making.units);
	intern_clear(&making.texts);
	groups_clear(&making.keys);
	free(making.places);
	free(making.row_of);
	free(making.column_of);
	free(making.rows);
	free(making.name);
	return status;
}

void wide_table_clear(struct wide_table *table)
{
	intern_clear(&table->columns);
	free(table->rows);
	free(table->are_synthetic);
	free(table->begins);
	free(table->figures);
}
