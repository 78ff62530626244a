/* SPDX-License-Identifier: MIT */
/* Of which periods somebody wants a derived indicator: those that are shown, and those that others are made of
 * which are wanted themselves.  Only of these is more computed than what functions look at. */
#include "derived/derived_run.h"

#include <stdlib.h>
#include <string.h>

/* Whether all of its cells are kept, for goals or because all are shown. */
static int is_whole(const struct derived_run *run, const struct indicator_spec *spec)
{
	return run->keeps_all || run->is_judged[derived_number(run, spec)] || (!spec->is_hidden && !spec->n_shown);
}

/* What an operand is wanted for. */
static void pass_on(struct derived_run *run, const struct indicator_spec *spec, const struct indicator_spec *operand,
		    int needs_all)
{
	const struct wanted *own = &run->wanted[derived_number(run, spec)];
	struct wanted *other = &run->wanted[derived_number(run, operand)];

	other->is_whole |= own->is_whole || needs_all;
	for (size_t p = 0; p < run->n_periods; p++)
		other->periods[p] |= own->periods[p];
}

static int find_one(struct derived_run *run, const struct indicator_spec *spec)
{
	struct wanted *wanted = &run->wanted[derived_number(run, spec)];
	const struct derived *derived = spec->derived;
	const struct expr_use *uses;
	size_t n = expr_uses(derived->expr, &uses);
	uint8_t *needs_all = calloc(n + 1, 1);
	int status = needs_all ? expr_needs_all(needs_all, derived->expr) : CHISO_ENOMEM;

	wanted->is_whole |= is_whole(run, spec);
	for (size_t p = 0; p < run->n_periods; p++)
		wanted->periods[p] |= indicator_shows(spec, run->periods[p]) != 0;
	for (size_t i = 0; i < n && !status; i++)
		pass_on(run, spec, derived->columns[uses[i].column].spec, needs_all[i]);
	free(needs_all);
	return status;
}

int derived_find_wanted(struct derived_run *run)
{
	const struct chiso_project *project = run->results->project;
	size_t n = project->n_indicators;
	uint8_t *periods = arena_new(&run->arena, n * run->n_periods, 1);
	int status = CHISO_OK;

	run->wanted = arena_new(&run->arena, n, sizeof *run->wanted);
	if (!run->wanted || !periods)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++)
		run->wanted[i].periods = periods + i * run->n_periods;
	/* Operands come before what is made of them. */
	for (size_t i = project->n_derived; i-- > 0 && !status;)
		status = find_one(run, project->derived[i]);
	return status;
}

/* Whether operands are numbers and nothing else, of which the same is known everywhere. */
static int are_plain(const struct evaluation *e)
{
	size_t i = 0;

	while (i < e->n_uses && e->known[i].is_same && !e->known[i].list->boundaries)
		i++;
	return i == e->n_uses && !e->n_bounded;
}

/* Mostly the same are asked for again and again. */
struct expr_rows grid_rows(struct derived_run *run, struct grid *grid, const uint8_t *periods)
{
	const struct panel *panel = &grid->panel;
	struct expr_rows rows = {0};

	if (grid->some.list && !memcmp(grid->some_periods, periods, panel->n_periods))
		return grid->some;
	if (!grid->some.list) {
		grid->some_periods = arena_new(&run->arena, panel->n_periods, 1);
		grid->some.list = grid->some_periods ? arena_new(&run->arena, panel->n, sizeof *rows.list) : NULL;
	}
	uint32_t *list = grid->some.list;
	if (!list)
		return rows;
	memcpy(grid->some_periods, periods, panel->n_periods);
	for (uint32_t row = 0; row < panel->n; row++)
		if (periods[panel->rows[row].period])
			list[rows.n++] = row;
	rows.list = list;
	return grid->some = rows;
}

int evaluation_find_rows(struct evaluation *e)
{
	const struct wanted *wanted = &e->run->wanted[derived_number(e->run, e->spec)];

	/* The first of a grid has a cell for each row, for a while. */
	if (wanted->is_whole || !e->grid->extent || !are_plain(e))
		return CHISO_OK;
	e->rows = grid_rows(e->run, e->grid, wanted->periods);
	return e->rows.list ? CHISO_OK : CHISO_ENOMEM;
}
