/* SPDX-License-Identifier: MIT */
/* The series behind a row of the scoreboard: the cells of its indicator by unit and in time. */
#include "assess/assess.h"

#include "project/adjustment.h"

#include "units/units_index.h"

#include <stdlib.h>
#include <string.h>

/* Whether cells of an output are about a row. */
static int is_of_row(const struct cell_output *output, const struct row_spec *row)
{
	if (output->row != row->output || output->n_keys != row->n_by)
		return 0;
	for (size_t i = 0; i < row->n_by; i++) {
		uint32_t k = 0;

		while (k < output->n_keys && strcmp(output->keys[k], row->by[i].name))
			k++;
		if (k == output->n_keys)
			return 0;
	}
	return 1;
}

static int has_values_of(const struct cells *cells, size_t at, const struct row_spec *row)
{
	const struct cell_output *output = cells_output(cells, at);
	const char *const *values = cells_labels(cells, at)->key_values;

	for (size_t i = 0; i < row->n_by; i++)
		for (uint32_t k = 0; k < output->n_keys; k++)
			if (!strcmp(output->keys[k], row->by[i].name) &&
			    strcmp(values[k], row->by[i].source))
				return 0;
	return 1;
}

/* Whose series that of a code is: a code may be of several units, and a series on the boundaries of
 * one date is that of the unit that had it then.  UNIT_NONE: of all that have the code. */
static int unit_of(const struct chiso_project *project, const char *code)
{
	size_t n = project->n_boundaries;

	if (!*code || !project->has_lineage)
		return UNIT_NONE;
	if (project->plan_area != UNIT_NONE &&
	    !strcmp(project->units.list[project->plan_area].code, code))
		return project->plan_area;
	return n ? unit_on(&project->units, code, project->boundaries[n - 1]) : UNIT_NONE;
}

/* A code that two units had in time has cells of both: by time, not by unit. */
static int compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = strcmp(a->group->unit_code, b->group->unit_code);

	return order ? order : period_compare(a->period, b->period);
}

int series_of_row(struct series *out, struct chiso_results *results, const struct row_spec *row,
                  struct arena *arena)
{
	const struct cells *cells = &results->cells;
	const struct cell_output *last = NULL;
	struct entry *entries;
	size_t from, to;
	int is_it = 0;

	results_range(results, row->indicator, &from, &to);
	entries = arena_new(arena, to - from, sizeof *entries);
	if (!entries)
		return CHISO_ENOMEM;
	*out = (struct series){.entries = entries};
	for (size_t i = from; i < to; i++) {
		const struct cell_output *output = cells_output(cells, i);
		const struct cell_group *group = cells_group(cells, i);

		if (output != last)
			is_it = is_of_row(output, row);
		last = output;
		if (is_it && has_values_of(cells, i, row))
			entries[out->n++] = (struct entry){cells_at(cells, i), group, i,
			                                   group->period, group->unit};
	}
	if (out->n > 1)
		qsort(entries, out->n, sizeof *entries, compare_entries);
	return CHISO_OK;
}

/* A unit under one name is one, if it has the same area: what it is at another time goes on. */
static int is_of_unit(const struct units *units, const struct entry *entry, int unit)
{
	return unit == UNIT_NONE || entry->unit == unit ||
	       (!entry->group->boundaries && entry->unit != UNIT_NONE &&
	        !strcmp(unit_name(&units->list[entry->unit], "vi"),
	                unit_name(&units->list[unit], "vi")));
}

int series_of_unit(struct series *out, struct chiso_results *results, const struct series *all,
                   const char *code, struct arena *arena)
{
	const int unit = unit_of(results->project, code);
	size_t low = 0, high = all->n, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(all->entries[middle].group->unit_code, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < all->n && !strcmp(all->entries[end].group->unit_code, code);)
		end++;
	struct entry *entries = arena_new(arena, end - low, sizeof *entries);
	*out = (struct series){.entries = entries};
	if (!entries)
		return CHISO_ENOMEM;
	for (size_t i = low; i < end; i++)
		if (is_of_unit(&results->project->units, &all->entries[i], unit))
			entries[out->n++] = all->entries[i];
	return CHISO_OK;
}

/* All that the points rest on that was adjusted. */
static int add_adjustments(struct chiso_assessment *out, const struct judged *judged)
{
	const struct chiso_adjustment **list;
	uint32_t n = 0;

	for (uint32_t i = 0; i < out->n_points; i++)
		n += judged->entries[i]->group->remarks->n_adjustments;
	list = arena_new(judged->arena, n, sizeof *list);
	if (!list)
		return CHISO_ENOMEM;
	n = 0;
	for (uint32_t i = 0; i < out->n_points; i++)
		for (uint32_t k = 0; k < judged->entries[i]->group->remarks->n_adjustments; k++)
			list[n++] = judged->entries[i]->group->remarks->adjustments[k];
	out->adjustments = list;
	out->n_adjustments = adjustments_sort(list, n);
	return CHISO_OK;
}

int series_points(struct chiso_assessment *out, struct judged *judged, const struct series *series)
{
	struct chiso_point *points = arena_new(judged->arena, series->n, sizeof *points);
	const struct entry **entries = arena_new(judged->scratch, series->n, sizeof *entries);
	int broken = 0;

	if (!points || !entries)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < series->n; i++) {
		const struct entry *entry = &series->entries[i];
		const struct cell_group *group = entry->group;

		broken |= group->is_break;
		/* Another name under the same code: another unit. */
		if (i && strcmp(group->unit_name, series->entries[i - 1].group->unit_name))
			broken = 1;
		if (entry->cell->no_value == CHISO_REASON_SUPPRESSED && !out->n_points)
			out->current.value = cells_value(0, CHISO_REASON_SUPPRESSED);
		if (entry->cell->no_value)
			continue;
		entries[out->n_points] = entry;
		points[out->n_points++] = (struct chiso_point){group->label, entry->cell->value,
		                                               entry->cell->bound, broken};
		broken = 0;
	}
	if (out->n_points)
		out->current = cells_get(&judged->results->cells, entries[out->n_points - 1]->at);
	out->points = points;
	judged->entries = entries;
	return add_adjustments(out, judged);
}

struct period series_period(const struct judged *judged, const struct chiso_assessment *a,
                            const struct chiso_point *point)
{
	return judged->entries[point - a->points]->period;
}

const struct chiso_point *series_point(const struct judged *judged,
                                       const struct chiso_assessment *a, struct period period)
{
	for (uint32_t i = 0; i < a->n_points; i++)
		if (!period_compare(judged->entries[i]->period, period))
			return &a->points[i];
	return NULL;
}
