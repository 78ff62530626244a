/* SPDX-License-Identifier: MIT */
/* Which of the cells are among the results: indicators may only serve others, or be shown for some
 * periods. */
#include "base/grow.h"
#include "results/results.h"

#include "base/context.h"
#include "project/project.h"

#include <stdlib.h>

static int is_period(struct period a, struct period b)
{
	return a.first == b.first && a.last == b.last;
}

int indicator_shows(const struct indicator_spec *spec, struct period period)
{
	for (size_t i = 0; i < spec->n_shown; i++)
		if (is_period(spec->shown[i], period))
			return !spec->is_hidden;
	return !spec->n_shown && !spec->is_hidden;
}

/* Lists the cells of an indicator that are shown. */
static int show(struct chiso_results *results, const struct indicator_spec *spec, size_t *cap)
{
	const struct cells *cells = &results->cells;
	size_t at, end;

	results_range(results, spec, &at, &end);
	for (; at < end; at++) {
		if (spec->n_shown && !indicator_shows(spec, cells_group(cells, at)->period))
			continue;
		if (GROW(&results->shown, results->n_shown, cap))
			return CHISO_ENOMEM;
		results->shown[results->n_shown++] = (uint32_t)at;
	}
	return CHISO_OK;
}

int results_show(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	int is_limited = 0, status = CHISO_OK;
	size_t cap = 0;

	free(results->shown);
	results->shown = NULL;
	results->n_shown = 0;
	for (size_t i = 0; i < project->n_indicators; i++)
		is_limited |= project->indicators[i].is_hidden || project->indicators[i].n_shown;
	if (!is_limited)
		return CHISO_OK;
	for (size_t i = 0; i < project->n_indicators && !status; i++)
		if (!project->indicators[i].is_hidden)
			status = show(results, &project->indicators[i], &cap);
	/* None are a list, too. */
	if (!status && !results->shown)
		status = GROW(&results->shown, 0, &cap);
	return status;
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
