/* SPDX-License-Identifier: MIT */
/* Where the operands of derived indicators come from: cells by unit, period and keys, the rows that
 * they make, and a vector for each operand. */
#include "derived_run.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding cells -------------------------------------------------------------------------- */

/* The cells of one indicator in one key set, by unit, period and key values. */
struct table {
	const struct indicator_spec *spec;
	const char *const *names;
	uint32_t n_names;
	struct groups rows; /* unit + 1, period, texts */
	size_t *cells; /* per row its first cell, from the indicator's first one */
	size_t cells_cap;
};

static size_t number_of(const struct derived_run *run, const struct indicator_spec *spec)
{
	return (size_t)(spec - run->results->project->indicators);
}

static int has_names(const struct table *table, const char *const *names, size_t n)
{
	if (table->n_names != n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (strcmp(table->names[i], names[i]))
			return 0;
	return 1;
}

static struct table *find_table(const struct derived_run *run, const struct indicator_spec *spec,
				const char *const *names, size_t n)
{
	for (size_t i = 0; i < run->n_tables; i++)
		if (run->tables[i]->spec == spec && has_names(run->tables[i], names, n))
			return run->tables[i];
	return NULL;
}

static struct table *add_table(struct derived_run *run, const struct indicator_spec *spec,
			       const char *const *names, uint32_t n)
{
	struct table *table = arena_new(&run->arena, 1, sizeof *table);

	if (!table || GROW(&run->tables, run->n_tables, &run->tables_cap))
		return NULL;
	table->spec = spec;
	table->names = names;
	table->n_names = n;
	groups_init(&table->rows, n + 2u);
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

static int same_unit(const struct derived_run *run, int unit)
{
	return unit == UNIT_NONE ? UNIT_NONE : run->same[unit];
}

static int add_cell(struct derived_run *run, struct table *table, size_t at)
{
	const struct cells *cells = &run->results->cells;
	const struct cell_group *group = cells_group(cells, at);
	const char *const *values = cells_row(cells, at)->key_values;
	uint32_t key[MAX_CELL_KEYS + 2] = {(uint32_t)(same_unit(run, group->unit) + 1)};
	size_t n = table->rows.n;

	key[1] = period_number(run, group->period);
	if (key[1] == UINT32_MAX)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < cells_output(cells, at)->n_keys; i++) {
		key[i + 2] = intern(&run->texts, values[i], strlen(values[i]));
		if (key[i + 2] == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	if (GROW(&table->cells, n, &table->cells_cap))
		return CHISO_ENOMEM;
	table->cells[n] = at - run->first[number_of(run, group->spec)];
	return groups_slot(&table->rows, key) == UINT32_MAX ? CHISO_ENOMEM : CHISO_OK;
}

/* Makes cells from number `at` on findable. */
int derived_index(struct derived_run *run, size_t at)
{
	const struct cells *cells = &run->results->cells;
	const struct indicator_spec *last = NULL;
	struct table *table = NULL;

	for (; at < cells->n; at++) {
		const struct cell_output *output = cells_output(cells, at);
		const struct indicator_spec *spec = cells_group(cells, at)->spec;

		if (spec != last)
			run->first[number_of(run, spec)] = at;
		last = spec;
		if (output->in_row)
			continue;
		if (!table || table->spec != spec || !has_names(table, output->keys, output->n_keys)) {
			table = find_table(run, spec, output->keys, output->n_keys);
			if (!table)
				table = add_table(run, spec, output->keys, output->n_keys);
		}
		if (!table || add_cell(run, table, at))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* A row that is not yet in its place. */
struct draft {
	uint32_t group, period;
	int unit, actual, unit_rank;
	uint8_t is_moved;
	int32_t on;
	struct period time;
	size_t cell;
};

static int compare_drafts(const void *x, const void *y)
{
	const struct draft *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->unit_rank != b->unit_rank)
		return a->unit_rank < b->unit_rank ? -1 : 1;
	return period_compare(a->time, b->time);
}

/* Where each of the names is in a longer list. */
static void find_names(uint32_t *at, const char *const *names, size_t n, const struct names *among)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < among->n; k++)
			if (!strcmp(names[i], among->items[k]))
				at[i] = (uint32_t)k;
}

struct drafting {
	struct evaluation *e;
	struct groups groups, seen; /* key texts with a 0 in front; group, unit + 1, period */
	struct draft *drafts;
	size_t n, cap;
};

static int rank_of(const struct derived_run *run, int unit)
{
	return unit == UNIT_NONE || !run->rank ? unit : run->rank[unit];
}

static int draft_table(struct drafting *d, const struct table *table)
{
	struct evaluation *e = d->e;
	struct derived_run *run = e->run;
	size_t first = run->first[number_of(run, table->spec)];
	uint32_t at[MAX_CELL_KEYS] = {0}, values[MAX_CELL_KEYS + 1] = {0};

	find_names(at, table->names, table->n_names, e->keys);
	for (uint32_t i = 0; i < table->rows.n; i++) {
		const uint32_t *key = groups_key(&table->rows, i);
		struct draft draft = {.period = key[1], .unit = (int)key[0] - 1};

		for (uint32_t k = 0; k < table->n_names; k++)
			values[at[k] + 1] = key[k + 2];
		draft.group = groups_slot(&d->groups, values);
		if (draft.group == UINT32_MAX)
			return CHISO_ENOMEM;
		uint32_t place[] = {draft.group, key[0], key[1]}, n = (uint32_t)d->seen.n;
		uint32_t slot = groups_slot(&d->seen, place);
		if (slot == UINT32_MAX || GROW(&d->drafts, d->n, &d->cap))
			return CHISO_ENOMEM;
		if (slot < n)
			continue;
		draft.cell = first + table->cells[i];
		draft.actual = cells_group(&run->results->cells, draft.cell)->unit;
		draft.is_moved =
			cells_group(&run->results->cells, draft.cell)->boundaries != NULL;
		if (draft.is_moved)
			draft.on = project_boundary_day(run->results->project, draft.actual);
		draft.unit_rank = rank_of(run, draft.unit);
		draft.time = run->periods[draft.period];
		d->drafts[d->n++] = draft;
	}
	return CHISO_OK;
}

struct ranked_group {
	const char *const *values;
	size_t n;
	uint32_t group;
};

static int compare_groups(const void *x, const void *y)
{
	const struct ranked_group *a = x, *b = y;

	for (size_t i = 0; i < a->n; i++) {
		int order = strcmp(a->values[i], b->values[i]);

		if (order)
			return order;
	}
	return 0;
}

/* Numbers the groups in order of their texts. */
static int rank_groups(struct drafting *d)
{
	struct evaluation *e = d->e;
	size_t n = d->groups.n;
	struct ranked_group *ranked = arena_new(&e->arena, n, sizeof *ranked);
	uint32_t *rank = arena_new(&e->arena, n, sizeof *rank);

	e->values_of = arena_new(&e->arena, n, sizeof *e->values_of);
	if (!ranked || !rank || !e->values_of)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++) {
		const char **values =
			arena_new(&e->run->results->arena, e->keys->n, sizeof *values);

		if (!values)
			return CHISO_ENOMEM;
		for (size_t k = 0; k < e->keys->n; k++)
			values[k] = e->run->texts.texts[groups_key(&d->groups, i)[k + 1]];
		ranked[i] = (struct ranked_group){values, e->keys->n, i};
	}
	if (n)
		qsort(ranked, n, sizeof *ranked, compare_groups);
	for (uint32_t i = 0; i < n; i++) {
		rank[ranked[i].group] = i;
		e->values_of[i] = ranked[i].values;
	}
	for (size_t i = 0; i < d->n; i++)
		d->drafts[i].group = rank[d->drafts[i].group];
	return CHISO_OK;
}

static int take_rows(struct drafting *d)
{
	struct evaluation *e = d->e;
	struct derived_run *run = e->run;
	struct panel_row *rows = arena_new(&e->arena, d->n, sizeof *rows);

	e->cells = arena_new(&e->arena, d->n, sizeof *e->cells);
	if (!rows || !e->cells)
		return CHISO_ENOMEM;
	if (d->n)
		qsort(d->drafts, d->n, sizeof *d->drafts, compare_drafts);
	for (size_t i = 0; i < d->n; i++) {
		const struct draft *draft = &d->drafts[i];

		rows[i] = (struct panel_row){.group = draft->group,
					     .unit = draft->unit,
					     .actual = draft->actual,
					     .is_moved = draft->is_moved,
					     .on = draft->on,
					     .period = draft->period};
		e->cells[i] = draft->cell;
	}
	return panel_init(&e->panel, &run->results->project->units, run->same, run->periods,
			  run->n_periods, rows, d->n);
}

/* Rows are where an operand that has all keys of the set has a cell. */
static int make_rows(struct evaluation *e)
{
	struct drafting d = {.e = e};
	int status = CHISO_OK;

	groups_init(&d.groups, e->keys->n + 1);
	groups_init(&d.seen, 3);
	for (size_t i = 0; i < e->n_uses && !status; i++) {
		const struct names *part = &e->parts[i];
		const struct table *table =
			part->n == e->keys->n
				? find_table(e->run, e->columns[e->uses[i].column].spec,
					     part->items, part->n)
				: NULL;

		if (table)
			status = draft_table(&d, table);
	}
	if (!status)
		status = rank_groups(&d);
	if (!status)
		status = take_rows(&d);
	groups_clear(&d.groups);
	groups_clear(&d.seen);
	free(d.drafts);
	return status;
}

/* ---- operands ------------------------------------------------------------------------------ */

static const uint8_t qualifiers[] = {[CHISO_EXACT] = QUALIFIER_NONE,
				     [CHISO_ABOUT] = QUALIFIER_ABOUT,
				     [CHISO_LOWER_BOUND] = QUALIFIER_LOWER,
				     [CHISO_UPPER_BOUND] = QUALIFIER_UPPER};

static void take_cell(struct evaluation *e, size_t use, size_t row, size_t at)
{
	const struct cells *cells = &e->run->results->cells;
	const struct cell *cell = cells_at(cells, at);
	struct vector *in = &e->in[use];

	e->known[use][row] =
		fact_of_group(&e->run->facts, cells_group(cells, at), (uint32_t)at);
	in->missing[row] = cell->no_value;
	if (cell->no_value)
		return;
	in->at.f64[row] = cell->value;
	e->bounds[use][row] = qualifiers[cell->bound];
	e->n_bounded += cell->bound != CHISO_EXACT;
}

static int fill_use(struct evaluation *e, size_t use)
{
	const struct derived_column *column = &e->columns[e->uses[use].column];
	const struct names *part = &e->parts[use];
	const struct table *table = find_table(e->run, column->spec, part->items, part->n);
	struct vector *in = &e->in[use];
	uint32_t at[MAX_CELL_KEYS] = {0}, key[MAX_CELL_KEYS + 2];
	size_t n = e->panel.n;

	*in = (struct vector){.type = CHISO_F64,
			      .at.f64 = arena_new(&e->arena, n, sizeof(double)),
			      .missing = arena_new(&e->arena, n, 1)};
	e->known[use] = arena_new(&e->arena, n, sizeof **e->known);
	e->bounds[use] = arena_new(&e->arena, n, 1);
	if (!in->at.f64 || !in->missing || !e->known[use] || !e->bounds[use])
		return CHISO_ENOMEM;
	memset(in->missing, CHISO_REASON_NOT_REPORTED, n);
	if (!table)
		return CHISO_OK;
	find_names(at, part->items, part->n, e->keys);
	for (size_t row = 0; row < n; row++) {
		const struct panel_row *r = &e->panel.rows[row];

		key[0] = (uint32_t)(r->unit + 1);
		key[1] = r->period;
		for (size_t k = 0; k < part->n; k++) {
			const char *value = e->values_of[r->group][at[k]];

			key[k + 2] = intern_find(&e->run->texts, value, strlen(value));
		}
		uint32_t slot = groups_find(&table->rows, key);
		if (slot != UINT32_MAX)
			take_cell(e, use, row,
				  e->run->first[number_of(e->run, table->spec)] +
					  table->cells[slot] + column->in_row);
	}
	return CHISO_OK;
}

int evaluation_rows(struct evaluation *e)
{
	int status = make_rows(e);

	for (size_t i = 0; i < e->n_uses && !status; i++)
		status = fill_use(e, i);
	return status;
}

void derived_tables_free(struct derived_run *run)
{
	for (size_t i = 0; i < run->n_tables; i++) {
		groups_clear(&run->tables[i]->rows);
		free(run->tables[i]->cells);
	}
	free(run->tables);
}
