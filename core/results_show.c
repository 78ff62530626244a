/* SPDX-License-Identifier: MIT */
/* Which of the cells are among the results: indicators may only serve others, or be shown for some
 * periods. */
#include "results.h"

#include "context.h"
#include "project.h"

static int is_period(struct period a, struct period b)
{
	return a.first == b.first && a.last == b.last;
}

static int is_shown(const struct indicator_spec *spec, struct period period)
{
	if (spec->is_hidden || !spec->n_shown)
		return !spec->is_hidden;
	for (size_t i = 0; i < spec->n_shown; i++)
		if (is_period(spec->shown[i], period))
			return 1;
	return 0;
}

int results_show(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	const struct cells *cells = &results->cells;
	int is_limited = 0;
	size_t cap = 0;

	for (size_t i = 0; i < project->n_indicators; i++)
		is_limited |= project->indicators[i].is_hidden || project->indicators[i].n_shown;
	if (!is_limited)
		return CHISO_OK;
	/* Few may be left of many. */
	for (size_t i = 0; i < cells->n; i++) {
		if (!is_shown(cells_spec(cells, i), cells_group(cells, i)->period))
			continue;
		if (GROW(&results->shown, results->n_shown, &cap))
			return CHISO_ENOMEM;
		results->shown[results->n_shown++] = (uint32_t)i;
	}
	/* None are a list, too. */
	return results->shown || !GROW(&results->shown, 0, &cap) ? CHISO_OK : CHISO_ENOMEM;
}

/* Whether an indicator has any result of a period. */
static int has_period(const struct chiso_results *results, const struct indicator_spec *spec,
		      struct period period)
{
	size_t from, to;

	results_range(results, spec, &from, &to);
	while (from < to && !is_period(cells_group(&results->cells, from)->period, period))
		from++;
	return from < to;
}

void results_check_shown(const struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	char label[PERIOD_ROOM];

	for (size_t i = 0; i < project->n_indicators; i++) {
		const struct indicator_spec *spec = &project->indicators[i];

		for (size_t k = 0; k < spec->n_shown; k++)
			if (!has_period(results, spec, spec->shown[k])) {
				period_print(label, spec->shown[k]);
				report(results->context, MSG_SHOW_NO_RESULT, spec->shown_places[k],
				       label, spec->id);
			}
	}
}
