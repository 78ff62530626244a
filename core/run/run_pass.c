/* SPDX-License-Identifier: MIT */
/* Parameters that are results: from the cells of one indicator to the variants of another. */
#include "run/run.h"

#include "base/context.h"
#include "results/tabulate_value.h"

#include <math.h>
#include <string.h>

/* Whether a cell is one that a parameter is taken from. */
static int is_source(const struct chiso_results *results, size_t at, const struct pass_param *pass)
{
	const struct cell_group *group = cells_group(&results->cells, at);
	const struct cell_output *output = cells_output(&results->cells, at);

	return output->spec == pass->from && !output->n_keys &&
	       (!pass->level || !strcmp(group->level, pass->level)) &&
	       output->row == pass->output;
}

static struct pass_value *find_value(struct applied *applied, int unit, struct period period)
{
	for (size_t i = 0; i < applied->n_passes; i++) {
		struct pass_value *value = &applied->passes[i];

		if (value->unit == unit && value->period.first == period.first &&
		    value->period.last == period.last)
			return value;
	}
	return NULL;
}

/* Makes room for the values of all passes at one unit and period. */
static struct pass_value *add_value(struct applied *applied, int unit, struct period period)
{
	struct pass_value *value = &applied->passes[applied->n_passes++];
	size_t n = applied->spec->n_passes;

	*value = (struct pass_value){.unit = unit, .period = period};
	value->values = arena_new(&applied->arena, n, sizeof *value->values);
	for (size_t i = 0; value->values && i < n; i++)
		value->values[i] = NAN;
	return value->values ? value : NULL;
}

static void report_without_value(struct applied *applied, const struct pass_param *pass,
                                 const struct cell_group *group)
{
	const char *unit = *group->unit_code ? group->unit_code : group->level;

	report(applied->context, MSG_PASS_WITHOUT_VALUE, pass->place, pass->from_id,
	       *unit ? unit : pass->from->id, *group->label ? group->label : "-");
}

/* Of several parameters all must be there. */
static void drop_incomplete(struct applied *applied)
{
	size_t kept = 0;

	for (size_t i = 0; i < applied->n_passes; i++) {
		int is_complete = 1;

		for (size_t k = 0; k < applied->spec->n_passes; k++)
			is_complete &= !isnan(applied->passes[i].values[k]);
		if (is_complete)
			applied->passes[kept++] = applied->passes[i];
	}
	applied->n_passes = kept;
}

static int take(struct applied *applied, size_t at, const struct chiso_results *results)
{
	const struct pass_param *pass = &applied->spec->passes[at];

	for (size_t i = 0; i < results->cells.n; i++) {
		const struct cell_group *group = cells_group(&results->cells, i);
		const struct cell *cell = cells_at(&results->cells, i);
		struct pass_value *value;

		if (!is_source(results, i, pass))
			continue;
		if (cell->no_value) {
			report_without_value(applied, pass, group);
			continue;
		}
		value = find_value(applied, group->unit, group->period);
		if (!value)
			value = add_value(applied, group->unit, group->period);
		if (!value)
			return CHISO_ENOMEM;
		value->values[at] = pass->times * cell->value;
	}
	return CHISO_OK;
}

int passes_take(struct applied *applied, const struct chiso_results *results)
{
	size_t room = 0, n = applied->spec->n_passes;
	int status = CHISO_OK;

	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < results->cells.n; i++)
			room += (size_t)is_source(results, i, &applied->spec->passes[k]);
	applied->passes = arena_new(&applied->arena, room, sizeof *applied->passes);
	if (!applied->passes)
		return CHISO_ENOMEM;
	for (size_t k = 0; k < n && !status; k++)
		status = take(applied, k, results);
	drop_incomplete(applied);
	return status;
}
