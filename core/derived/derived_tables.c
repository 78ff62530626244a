/* SPDX-License-Identifier: MIT */
/* Where the cells of indicators are, by unit, period and keys. */
#include "base/grow.h"
#include "base/mapped.h"
#include "derived/derived_run.h"

#include <stdlib.h>
#include <string.h>

/* ---- tables ---------------------------------------------------------------------------------- */

static int has_names(const struct cell_table *table, const char *const *names, size_t n)
{
	if (table->n_names != n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (table->names[i] != names[i] && strcmp(table->names[i], names[i]))
			return 0;
	return 1;
}

static struct cell_table *find_table(const struct derived_run *run, const struct indicator_spec *spec,
				const char *const *names, size_t n)
{
	for (size_t i = run->n_tables; i-- > 0;)
		if (run->tables[i]->spec == spec && has_names(run->tables[i], names, n))
			return run->tables[i];
	return NULL;
}

struct cell_table *derived_table(const struct derived_run *run, const struct indicator_spec *spec,
			    const struct names *names)
{
	return find_table(run, spec, names->items, names->n);
}

static struct cell_table *add_table(struct derived_run *run, const struct indicator_spec *spec,
			       const char *const *names, uint32_t n)
{
	struct cell_table *table = arena_new(&run->arena, 1, sizeof *table);

	if (!table || GROW(&run->tables, run->n_tables, &run->tables_cap))
		return NULL;
	table->spec = spec;
	table->names = names;
	table->n_names = n;
	return run->tables[run->n_tables++] = table;
}

static uint32_t period_number(struct derived_run *run, struct period period)
{
	uint32_t key[] = {(uint32_t)period.first, (uint32_t)period.last};
	uint32_t found = groups_slot(&run->by_period, key);

	if (found == UINT32_MAX || found < run->n_periods)
		return found;
	if (GROW(&run->periods, run->n_periods, &run->periods_cap))
		return UINT32_MAX;
	run->periods[run->n_periods++] = period;
	return found;
}

static uint32_t unit_key(const struct derived_run *run, int unit)
{
	return (uint32_t)((unit == UNIT_NONE ? UNIT_NONE : run->same[unit]) + 1);
}

/* ---- extents ---------------------------------------------------------------------------------  */

static int is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static int is_row(const struct extent *extent, uint32_t row, const struct cells *cells, const struct cell *cell)
{
	const struct extent_row *like = &extent->like[row];
	const struct cell_group *a = like->group, *b = cells->groups[cell->group];
	const char *const *values = cells->labels[cell->labels].key_values;

	/* One period has one label. */
	if (a != b && (a->unit != b->unit || a->period.first != b->period.first ||
		       a->period.last != b->period.last || !is_same_text(a->boundaries, b->boundaries)))
		return 0;
	for (size_t i = 0; like->key_values != values && i < extent->n_names; i++)
		if (strcmp(like->key_values[i], values[i]))
			return 0;
	return 1;
}

static int has_extent(const struct derived_run *run, const struct cell_table *table,
		     const struct extent *extent)
{
	const struct cells *cells = &run->results->cells;

	if (extent->n_names != table->n_names || extent->rows.n != table->n)
		return 0;
	for (uint32_t i = 0; i < table->n; i++)
		if (!is_row(extent, i, cells, cells_at(cells, table_cell(run, table, i))))
			return 0;
	return 1;
}

/* Takes the next cell of a table into a extent; *is_new: it has none of this unit and period yet. */
static int add_row(struct derived_run *run, struct extent *extent, size_t at, int *is_new)
{
	const struct cell_group *group = cells_group(&run->results->cells, at);
	const char *const *values = cells_labels(&run->results->cells, at)->key_values;
	uint32_t key[MAX_CELL_KEYS + 2] = {unit_key(run, group->unit)}, n = (uint32_t)extent->rows.n;

	key[1] = period_number(run, group->period);
	if (key[1] == UINT32_MAX)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < extent->n_names; i++) {
		key[i + 2] = intern(&run->texts, values[i], strlen(values[i]));
		if (key[i + 2] == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	uint32_t slot = groups_slot(&extent->rows, key);
	if (slot == UINT32_MAX)
		return CHISO_ENOMEM;
	*is_new = slot == n;
	if (*is_new)
		extent->like[n] = (struct extent_row){group, values};
	return CHISO_OK;
}

/* Writes down where each cell of a table is: they stand no longer at one distance. */
static int list_cells(struct cell_table *table)
{
	for (size_t i = 0; i < table->n; i++) {
		if (GROW(&table->cells, i, &table->cap))
			return CHISO_ENOMEM;
		table->cells[i] = table->first + i * table->stride;
	}
	return CHISO_OK;
}

static struct extent *new_extent(struct derived_run *run, struct cell_table *table)
{
	struct extent *extent = arena_new(&run->arena, 1, sizeof *extent);
	size_t n = 0;

	if (!extent)
		return NULL;
	groups_init(&extent->rows, table->n_names + 2u);
	extent->before = run->extents;
	extent->n_names = table->n_names;
	extent->like = arena_new(&run->arena, table->n, sizeof *extent->like);
	run->extents = extent;
	if (!extent->like)
		return NULL;
	for (uint32_t i = 0; i < table->n; i++) {
		int is_new;

		if (add_row(run, extent, table_cell(run, table, i), &is_new))
			return NULL;
		if (!is_new && !table->cells && list_cells(table))
			return NULL;
		if (is_new && table->cells)
			table->cells[n] = table->cells[i];
		n += is_new != 0;
	}
	table->n = n;
	return extent;
}

/* Whether the cells of two tables are of the same groups, one by one, which takes less to see than whether they
 * are of the same extent. */
static int has_groups(const struct derived_run *run, const struct cell_table *table, const struct cell_table *other)
{
	const struct cells *cells = &run->results->cells;

	if (table->n_names || other->n_names || table->n != other->n || !table->n || table->cells || other->cells ||
	    cells->order)
		return 0;
	const struct cell *a = cells_at(cells, table_cell(run, table, 0));
	const struct cell *b = cells_at(cells, table_cell(run, other, 0));
	for (size_t n = table->n; n; n--, a += table->stride, b += other->stride)
		if (a->group != b->group)
			return 0;
	return 1;
}

static int lay_out(struct derived_run *run, struct cell_table *table, struct cell_table *before)
{
	struct extent *extent = run->extents;

	if (before && !before->has_no_cells && has_groups(run, table, before)) {
		table->like = before->like ? before->like : before;
		table->extent = before->extent;
		return CHISO_OK;
	}
	while (extent && !has_extent(run, table, extent))
		extent = extent->before;
	if (!extent)
		extent = new_extent(run, table);
	table->extent = extent;
	return extent ? CHISO_OK : CHISO_ENOMEM;
}

/* Adds the next cell of a table.  Cells that stand at one distance, as most do, need no list. */
static int add_cell(struct cell_table *table, size_t at)
{
	if (!table->cells) {
		if (!table->n)
			table->first = at;
		if (table->n <= 1)
			table->stride = at - table->first;
		if (at == table->first + table->n * table->stride) {
			table->n++;
			return CHISO_OK;
		}
		if (list_cells(table))
			return CHISO_ENOMEM;
	}
	if (GROW(&table->cells, table->n, &table->cap))
		return CHISO_ENOMEM;
	table->cells[table->n++] = at;
	return CHISO_OK;
}

/* The end of the cells of one output that follow each other. */
static size_t end_of_output(const struct cells *cells, size_t at)
{
	uint32_t output = cells_at(cells, at)->output;
	size_t n = cells->n;

	if (cells->order)
		return at + 1;
	for (const struct cell *cell = &cells->kept[++at]; at < n && cell->output == output; cell++)
		at++;
	return at;
}

/* Adds cells that follow each other, up to one. */
static int add_cells(struct cell_table *table, size_t at, size_t end)
{
	int status = CHISO_OK;

	for (; at < end && !status; at++) {
		if (table->n > 1 && table->stride == 1 && !table->cells && at == table->first + table->n) {
			table->n += end - at;
			break;
		}
		status = add_cell(table, at);
	}
	return status;
}

int derived_index(struct derived_run *run)
{
	const struct cells *cells = &run->results->cells;
	const struct indicator_spec *spec = NULL;
	const struct cell_output *output = NULL;
	struct cell_range *range = NULL;
	struct cell_table *table = NULL;

	for (size_t at = 0, end; at < cells->n; at = end) {
		const struct cell_output *own = cells_output(cells, at);

		end = end_of_output(cells, at);
		if (own->spec != spec) {
			spec = own->spec;
			range = &run->ranges[derived_number(run, spec)];
			range->first = at;
		}
		range->n += end - at;
		if (own->in_row)
			continue;
		if (own != output) {
			output = own;
			table = find_table(run, spec, own->keys, own->n_keys);
			if (!table)
				table = add_table(run, spec, own->keys, own->n_keys);
		}
		if (!table || add_cells(table, at - range->first, end - range->first))
			return CHISO_ENOMEM;
	}
	for (size_t i = 0; i < run->n_tables; i++)
		if (lay_out(run, run->tables[i], i ? run->tables[i - 1] : NULL))
			return CHISO_ENOMEM;
	return CHISO_OK;
}

struct cell_table *derived_add(struct evaluation *e, size_t at, size_t n)
{
	struct derived_run *run = e->run;
	struct cell_range *range = &run->ranges[derived_number(run, e->spec)];
	struct cell_table *table = add_table(run, e->spec, e->keys->items, (uint32_t)e->keys->n);

	if (!table)
		return NULL;
	if (!range->n)
		range->first = at;
	range->n += n;
	table->first = at - range->first;
	table->stride = 1;
	table->n = e->grid->panel.n;
	table->extent = e->grid->extent;
	if (!table->extent && lay_out(run, table, NULL))
		return NULL;
	e->grid->extent = table->extent;
	/* What is known of its cells, which say it of those of another day's boundaries only. */
	if (e->result_known->is_same && !e->result_known->list->boundaries) {
		table->known = (struct known){arena_new(&run->arena, 1, sizeof(struct fact)), 1};
		if (!table->known.list)
			return NULL;
		*table->known.list = *e->result_known->list;
	}
	return table;
}

int derived_order(struct derived_run *run)
{
	struct cells *cells = &run->results->cells;
	size_t room = (cells->n + 1) * sizeof *cells->order, n = 0;
	uint32_t *order = mapped_resize(NULL, 0, room);

	if (!order)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < run->results->project->n_indicators; i++) {
		struct cell_range *range = &run->ranges[i];

		for (size_t k = range->first; k < range->first + range->n; k++)
			order[n++] = cells->order ? cells->order[k] : (uint32_t)k;
		range->first = n - range->n;
	}
	mapped_free(cells->order, cells->cap * sizeof *order);
	cells->order = order;
	cells->cap = cells->n + 1;
	return CHISO_OK;
}

/* ---- what is known --------------------------------------------------------------------------- */

/* Whether two groups are known alike, as far as can be seen at a glance. */
static int is_known_alike(const struct cell_group *a, const struct cell_group *b)
{
	return a->remarks == b->remarks && a->status == b->status && a->evidence == b->evidence &&
	       a->synthetic == b->synthetic && a->is_break == b->is_break &&
	       a->rolled_up == b->rolled_up && a->boundaries_by == b->boundaries_by &&
	       a->reporting == b->reporting && a->expected == b->expected;
}

const struct known *table_known(struct derived_run *run, struct cell_table *table)
{
	const struct cells *cells = &run->results->cells;
	const struct cell_group *last = NULL;
	struct fact *list = NULL, fact = {0};

	if (table->known.list)
		return &table->known;
	if (table->like)
		return table_known(run, table->like);
	for (uint32_t i = 0; i < table->n; i++) {
		size_t at = table_cell(run, table, i);
		const struct cell_group *group = cells_group(cells, at);

		if (last && (group == last || is_known_alike(last, group))) {
			if (list)
				list[i] = fact;
			continue;
		}
		struct fact own = fact_of_group(&run->facts, group, (uint32_t)at);
		if (last && !list && !fact_is_same(&own, &fact)) {
			list = arena_new(&run->arena, table->n, sizeof *list);
			for (uint32_t k = 0; list && k < i; k++)
				list[k] = fact;
			if (!list)
				return NULL;
		}
		last = group;
		fact = own;
		if (list)
			list[i] = fact;
	}
	table->known.is_same = !list;
	if (!list)
		list = arena_new(&run->arena, 1, sizeof *list);
	if (list && table->known.is_same)
		*list = fact;
	table->known.list = list;
	return list ? &table->known : NULL;
}

void derived_tables_free(struct derived_run *run)
{
	for (size_t i = 0; i < run->n_tables; i++)
		free(run->tables[i]->cells);
	free(run->tables);
	for (struct extent *extent = run->extents; extent; extent = extent->before)
		groups_clear(&extent->rows);
}
