/* SPDX-License-Identifier: MIT */
#include "write/wide.h"

#include "base/cpu.h"
#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

#define NOT_KNOWN UINT32_MAX

/* Figures of one group, one after the other, that those of others are compared with. */
enum { WIDEST = 64 };

/* What tells rows apart: a code can be that of another unit on other boundaries. */
enum { UNIT, NAME, PERIOD, BOUNDARIES, ROW_KEYS };

/* What is found out on the way: where each figure belongs. */
struct making {
	const struct chiso_results *results;
	const struct cells *cells;
	struct wide_table *table;
	size_t n; /* figures */
	uint32_t *row_of; /* by group */
	struct intern units, texts; /* codes; and all the other texts that tell rows apart */
	struct groups keys; /* of rows: numbers of these */
	struct met_text {
		const char *text;
		uint32_t number;
	} met[ROW_KEYS]; /* those of the row that was found last */
	uint32_t last; /* that row */
	struct named {
		const char *const *values; /* of keys */
		uint32_t column;
	} *named; /* by output: the column that its last figure is in */
	uint32_t *run_of; /* by column: 1 + the run that its last figure is in; 0: none yet */
	size_t run_of_cap;
	const struct kept_table *rows_of; /* whose groups are in rows one after the other, from the first one on */
	uint32_t first_row;
	uint32_t runs[WIDEST]; /* those that the figures of the last group are in */
	char *name;
	size_t name_cap;
};

static const struct cell *cell_at(const struct making *making, size_t i)
{
	return cells_at(making->cells, results_at(making->results, i));
}

static const struct cell *figure_at(const struct making *making, size_t i)
{
	if (making->n - i > CELLS_AHEAD)
		cpu_ask_for(cell_at(making, i + CELLS_AHEAD));
	return cell_at(making, i);
}

/* ---- rows ---- */

static const char *key_of(const struct cell_group *group, int key)
{
	const char *text = key == UNIT     ? group->unit_code
	                   : key == NAME   ? group->unit_name
	                   : key == PERIOD ? group->label
	                                   : group->boundaries;

	return text ? text : "";
}

/* Most texts are those that were met before. */
static int are_same(const char *a, const char *b)
{
	return a == b || !strcmp(a, b);
}

static int is_of_row(const struct wide_row *row, const struct cell_group *group)
{
	int is = 1;

	for (int key = 0; key < ROW_KEYS && is; key++)
		is = are_same(key_of(row->group, key), key_of(group, key));
	return is;
}

static uint32_t number_of(struct making *making, int key, const char *text)
{
	struct met_text *met = &making->met[key];

	if (!met->text || !are_same(met->text, text))
		met->number = intern(key == UNIT ? &making->units : &making->texts, text, strlen(text));
	met->text = text;
	return met->number;
}

static uint32_t find_row(struct making *making, const struct cell_group *group)
{
	struct wide_table *table = making->table;
	uint32_t numbers[ROW_KEYS], row = 0;

	for (int key = 0; key < ROW_KEYS && row != NOT_KNOWN; key++)
		numbers[key] = row = number_of(making, key, key_of(group, key));
	if (row != NOT_KNOWN)
		row = groups_slot(&making->keys, numbers);
	if (row == NOT_KNOWN || (row >= table->rows_cap && WIDEN(&table->rows, &table->rows_cap, row + (size_t)1)))
		return NOT_KNOWN;
	if (row == table->n_rows)
		table->rows[table->n_rows++] =
			(struct wide_row){.group = group, .unit = numbers[UNIT], .number = row};
	return row;
}

/* The row of a group; NOT_KNOWN without memory.  Indicators have their groups in the same order, mostly. */
static uint32_t row_of_group(struct making *making, uint32_t number)
{
	struct wide_table *table = making->table;
	const struct cell_group *group = making->cells->groups[number];
	uint32_t *row = &making->row_of[number], next = making->last + 1;

	if (*row != NOT_KNOWN)
		return *row;
	*row = next < table->n_rows && is_of_row(&table->rows[next], group) ? next : find_row(making, group);
	making->last = *row;
	if (*row != NOT_KNOWN)
		table->rows[*row].is_synthetic |= group->synthetic;
	return *row;
}

static int compare_rows(const void *a, const void *b)
{
	const struct wide_row *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	int order = period_compare(x->group->period, y->group->period);
	return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Sorts rows, which mostly are; groups are told their new numbers.  Whether any has another one, or CHISO_ENOMEM. */
static int order_rows(struct making *making)
{
	struct wide_table *table = making->table;
	size_t n = table->n_rows, i = 1;

	while (i < n && compare_rows(&table->rows[i - 1], &table->rows[i]) < 0)
		i++;
	if (i >= n)
		return 0;
	uint32_t *now = malloc(n * sizeof *now);
	if (!now)
		return CHISO_ENOMEM;
	qsort(table->rows, n, sizeof *table->rows, compare_rows);
	for (i = 0; i < n; i++)
		now[table->rows[i].number] = (uint32_t)i;
	for (i = 0; i < making->cells->n_groups; i++)
		if (making->row_of[i] != NOT_KNOWN)
			making->row_of[i] = now[making->row_of[i]];
	free(now);
	return 1;
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

/* What the name of a figure's column says beside its output. */
static const char *const *values_of(const struct making *making, const struct cell *cell)
{
	return making->cells->outputs[cell->output].n_keys ? making->cells->labels[cell->labels].key_values : NULL;
}

/* The column of a name, a new one if need be; NOT_KNOWN without memory. */
static uint32_t name_column(struct making *making, const struct cell_output *output, const char *const *values)
{
	struct wide_table *table = making->table;
	size_t n = 0;
	int status = append(making, &n, output->indicator) || append(making, &n, ".") ||
	             append(making, &n, output->output);

	for (uint32_t i = 0; i < output->n_keys && !status; i++)
		status = append(making, &n, i ? ";" : "[") || append(making, &n, output->keys[i]) ||
		         append(making, &n, "=") || append(making, &n, values[i] ? values[i] : "");
	if (!status && output->n_keys)
		status = append(making, &n, "]");
	uint32_t column = status ? NOT_KNOWN : intern(&table->names, making->name, n);
	if (column == NOT_KNOWN || WIDEN(&table->columns, &table->columns_cap, column + (size_t)1) ||
	    WIDEN(&making->run_of, &making->run_of_cap, column + (size_t)1))
		return NOT_KNOWN;
	table->columns[column] = table->names.texts[column];
	table->n_columns = table->names.n;
	return column;
}

/* The column of a cell; NOT_KNOWN without memory.  Many cells of an output that follow each other have the same values. */
static uint32_t column_of_cell(struct making *making, const struct cell *cell)
{
	struct named *named = &making->named[cell->output];
	const char *const *values = values_of(making, cell);

	if (named->column == NOT_KNOWN || named->values != values)
		*named = (struct named){values, name_column(making, &making->cells->outputs[cell->output], values)};
	return named->column;
}

/* ---- runs ---- */

/* Adds a run.  0 or CHISO_ENOMEM. */
static int add_run(struct making *making, struct wide_run run)
{
	struct wide_table *table = making->table;

	if (WIDEN(&table->runs, &table->runs_cap, table->n_runs + 1) || table->n_runs >= UINT32_MAX - 1)
		return CHISO_ENOMEM;
	table->runs[table->n_runs++] = run;
	making->run_of[run.column] = (uint32_t)table->n_runs;
	return CHISO_OK;
}

/* Adds a figure to the run that its column's last one is in, if it goes on as that does. */
static int add_figure(struct making *making, uint32_t column, uint32_t row, uint32_t figure)
{
	struct wide_table *table = making->table;
	uint32_t *number = &making->run_of[column];
	struct wide_run *run = *number ? &table->runs[*number - 1] : NULL;

	if (run && row == run->row + run->n) {
		if (run->n == 1)
			run->step = figure - run->figure;
		if (figure == run->figure + run->n * run->step) {
			run->n++;
			return CHISO_OK;
		}
	}
	return add_run(making, (struct wide_run){column, row, 1, figure, 0});
}

/* ---- lines of a table ---- */

/* Whether the groups of the figures from one on, n of each, are in rows one after the other.  CHISO_ENOMEM. */
static int are_rows(struct making *making, const struct kept_table *table, size_t from, size_t n)
{
	uint32_t first = row_of_group(making, cell_at(making, from)->group), row = first;

	if (making->rows_of == table)
		return 1;
	for (uint32_t i = 1; i < table->n_groups && row == first + i - 1; i++)
		row = row_of_group(making, cell_at(making, from + i * n)->group);
	if (row == NOT_KNOWN)
		return CHISO_ENOMEM;
	if (row != first + table->n_groups - 1)
		return 0;
	making->rows_of = table;
	making->first_row = first;
	return 1;
}

/* Takes all figures of a long line, which are kept together group by group, where they are what comes next.  How many
 * these are; 0: none; or CHISO_ENOMEM. */
static int64_t take_line(struct making *making, size_t from)
{
	enum { LONG = 64 };
	const struct cells *cells = making->cells;
	const struct kept_table *table = cells->labels[cell_at(making, from)->labels].table;
	struct cell_columns line;

	if (!table || table->n_groups < LONG || cells->order || making->results->shown)
		return 0;
	cells_find_columns(cells, cell_at(making, from), &line);
	size_t n = line.n, all = n * table->n_groups;
	if (line.first != from || all > making->n - from)
		return 0;
	int status = are_rows(making, table, from, n);
	if (status <= 0)
		return status;
	for (size_t i = from; i < from + n; i++) {
		uint32_t column = column_of_cell(making, cell_at(making, i));

		if (column == NOT_KNOWN ||
		    add_run(making, (struct wide_run){column, making->first_row, table->n_groups, (uint32_t)i,
		                                      (uint32_t)n}))
			return CHISO_ENOMEM;
	}
	return (int64_t)all;
}

/* ---- figures of groups ---- */

/* Whether the runs of a group's n figures can go on as far apart as these are many. */
static int can_go_on(const struct making *making, size_t n)
{
	int can = n <= WIDEST;

	for (size_t i = 0; i < n && can; i++) {
		const struct wide_run *run = &making->table->runs[making->runs[i]];

		can = run->n == 1 || run->step == n;
	}
	return can;
}

static inline int are_alike(const struct making *making, const struct cell *a, const struct cell *b)
{
	return a->output == b->output &&
	       (a->labels == b->labels || values_of(making, a) == values_of(making, b));
}

/* Whether the figures from one on are, all of its group, what those of the last group are. */
static inline int are_next(const struct making *making, const struct cell *const *last, size_t from, size_t n)
{
	const struct cell *first = figure_at(making, from);
	int are = are_alike(making, last[0], first);

	for (size_t i = 1; i < n && are; i++) {
		const struct cell *cell = cell_at(making, from + i);

		are = cell->group == first->group && are_alike(making, last[i], cell);
	}
	return are;
}

/* Those of a group begin at one place, and end at another.  Mostly the same follow of one group after the other, in rows
 * one after the other: these are added to their runs together.  Returns how many figures are. */
static size_t go_on(struct making *making, size_t from, size_t to)
{
	uint32_t row = making->row_of[cell_at(making, from)->group];
	const struct cell *last[WIDEST];
	size_t n = to - from, end = to;

	if (!can_go_on(making, n))
		return 0;
	for (size_t i = 0; i < n; i++)
		last[i] = cell_at(making, from + i);
	while (making->n - end >= n && are_next(making, last, end, n)) {
		uint32_t group = cell_at(making, end)->group;

		if (making->row_of[group] != row + 1 && row_of_group(making, group) != row + 1)
			break;
		row++;
		end += n;
	}
	for (size_t i = 0; i < n && end > to; i++) {
		struct wide_run *run = &making->table->runs[making->runs[i]];

		run->step = (uint32_t)n;
		run->n += (uint32_t)((end - to) / n);
	}
	return end - to;
}

/* Takes the figures of a group; the place behind them, or 0 without memory. */
static size_t take_group(struct making *making, size_t from)
{
	uint32_t group = cell_at(making, from)->group, row = row_of_group(making, group);
	size_t i = from;

	for (; i < making->n && row != NOT_KNOWN; i++) {
		const struct cell *cell = figure_at(making, i);

		if (cell->group != group)
			break;
		uint32_t column = column_of_cell(making, cell);
		if (column == NOT_KNOWN || add_figure(making, column, row, (uint32_t)i))
			return 0;
		if (i - from < WIDEST)
			making->runs[i - from] = making->run_of[column] - 1;
	}
	return row == NOT_KNOWN ? 0 : i;
}

/* Finds where all figures belong. */
static int take_figures(struct making *making)
{
	for (size_t from = 0, to; from < making->n; from = to) {
		int64_t n = take_line(making, from);

		if (n < 0)
			return CHISO_ENOMEM;
		to = n ? from + (size_t)n : take_group(making, from);
		if (!to)
			return CHISO_ENOMEM;
		if (!n && to < making->n)
			to += go_on(making, from, to);
	}
	return CHISO_OK;
}

/* The same with rows in their order: only when they are known can that be told. */
static int place_figures(struct making *making)
{
	int status = take_figures(making), have_moved = status ? status : order_rows(making);

	if (have_moved <= 0)
		return have_moved;
	making->table->n_runs = 0;
	making->rows_of = NULL;
	memset(making->run_of, 0, making->run_of_cap * sizeof *making->run_of);
	return take_figures(making);
}

static int compare_runs(const void *a, const void *b)
{
	const struct wide_run *x = a, *y = b;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->figure > y->figure) - (x->figure < y->figure);
}

static void sort_runs(struct wide_table *table)
{
	if (table->n_runs)
		qsort(table->runs, table->n_runs, sizeof *table->runs, compare_runs);
}

/* Gives each run that begins in a row of one before it a column of its own.  Whether there are any, or CHISO_ENOMEM. */
static int part_runs(struct wide_table *table)
{
	const struct wide_run *last = NULL;
	int are_any = 0;

	for (size_t i = 0; i < table->n_runs; i++) {
		struct wide_run *run = &table->runs[i];

		if (!last || last->column != run->column || run->row >= last->row + last->n) {
			last = run;
			continue;
		}
		if (WIDEN(&table->columns, &table->columns_cap, table->n_columns + 1))
			return CHISO_ENOMEM;
		table->columns[table->n_columns] = table->columns[run->column];
		run->column = (uint32_t)table->n_columns++;
		are_any = 1;
	}
	return are_any;
}

static int order_runs(struct wide_table *table)
{
	sort_runs(table);
	int status = part_runs(table);
	if (status > 0)
		sort_runs(table);
	table->begins = status < 0 ? NULL : calloc(table->n_columns + 1, sizeof *table->begins);
	if (!table->begins)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < table->n_runs; i++)
		table->begins[table->runs[i].column + 1]++;
	for (size_t i = 0; i < table->n_columns; i++)
		table->begins[i + 1] += table->begins[i];
	return CHISO_OK;
}

/* ---- the table ---- */

int wide_table_make(struct wide_table *table, const struct chiso_results *results)
{
	const struct cells *cells = &results->cells;
	struct making making = {.results = results,
	                        .cells = cells,
	                        .table = table,
	                        .n = results_count(results),
	                        .last = UINT32_MAX};
	size_t of_groups = (cells->n_groups + 1) * sizeof *making.row_of;
	int status = CHISO_ENOMEM;

	*table = (struct wide_table){0};
	groups_init(&making.keys, ROW_KEYS);
	making.row_of = malloc(of_groups);
	making.named = malloc((cells->n_outputs + 1) * sizeof *making.named);
	if (making.row_of && making.named) {
		memset(making.row_of, 0xff, of_groups);
		for (size_t i = 0; i < cells->n_outputs; i++)
			making.named[i].column = NOT_KNOWN;
		status = place_figures(&making) || order_runs(table) ? CHISO_ENOMEM : CHISO_OK;
	}
	intern_clear(&making.units);
	intern_clear(&making.texts);
	groups_clear(&making.keys);
	free(making.row_of);
	free(making.named);
	free(making.run_of);
	free(making.name);
	return status;
}

void wide_table_clear(struct wide_table *table)
{
	intern_clear(&table->names);
	free(table->columns);
	free(table->rows);
	free(table->runs);
	free(table->begins);
}
