/* SPDX-License-Identifier: MIT */
#include "suppress/suppress.h"

#include "project/project.h"
#include "suppress/suppress_table.h"

#include <stdlib.h>
#include <string.h>

struct suppression {
	struct chiso_results *results;
	struct suppress_table *tables; /* per dataset of the project; dataset NULL: no threshold */
	uint8_t *is_kept;              /* per cell */
	uint8_t *has_kept_total;       /* per cell: no share of it can be shown */
};

/* The table of the dataset that a source of an indicator reads; NULL: it has no threshold. */
static struct suppress_table *table_of(const struct suppression *s, const struct indicator_run *run,
				       uint32_t part)
{
	const struct chiso_project *project = s->results->project;
	struct suppress_table *table =
		&s->tables[run->parts[part].reader->spec - project->datasets];

	return table->dataset ? table : NULL;
}

/* ---- tables --------------------------------------------------------------------------------- */

static int open_tables(struct suppression *s)
{
	struct chiso_project *project = s->results->project;
	size_t width = 0;

	for (size_t i = 0; i < project->n_indicators; i++)
		for (size_t b = 0; b < project->indicators[i].n_by; b++)
			if (project->indicators[i].by[b].n > width)
				width = project->indicators[i].by[b].n;
	s->tables = calloc(project->n_datasets + 1, sizeof *s->tables);
	if (!s->tables)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < project->n_datasets; i++) {
		const struct dataset_spec *dataset = &project->datasets[i];
		uint64_t min_n = dataset_min_n(dataset);

		if (min_n)
			suppress_table_init(&s->tables[i], project, dataset, min_n, width);
	}
	return CHISO_OK;
}

static int fill_tables(struct suppression *s)
{
	const struct chiso_results *results = s->results;

	for (size_t i = 0; i < results->cells.n; i++) {
		const struct cell_group *group = cells_group(&results->cells, i);

		/* One cell stands for all of its row. */
		if (cells_output(&results->cells, i)->in_row)
			continue;
		const struct chiso_cell cell = cells_get(&results->cells, i);
		struct group_slots slots;
		(void)cells_find_slots(&results->cells, i, &slots);
		const struct indicator_run *run = slots.run;

		for (uint32_t part = 0; part < run->n_parts; part++) {
			struct suppress_table *table = table_of(s, run, part);
			struct suppress_view *view =
				table ? suppress_table_view(table, run, part) : NULL;

			if (table && (!view || suppress_table_add(table, view, &cell, group, &slots)))
				return CHISO_ENOMEM;
		}
	}
	return CHISO_OK;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static int mark_cell(struct suppression *s, size_t at)
{
	const struct chiso_cell cell = cells_get(&s->results->cells, at);
	const struct cell_group *group = cells_group(&s->results->cells, at);
	struct group_slots slots;
	int status = CHISO_OK;

	(void)cells_find_slots(&s->results->cells, at, &slots);
	const struct indicator_run *run = slots.run;
	for (uint32_t part = 0; part < run->n_parts && !status; part++) {
		struct suppress_table *table = table_of(s, run, part);
		uint32_t item = SUPPRESS_NONE, total = SUPPRESS_NONE;

		if (table)
			item = suppress_table_find(table, run, part, &cell, group, &slots, 0, &status);
		if (table && !status)
			total = suppress_table_find(table, run, part, &cell, group, &slots, 1, &status);
		if (item != SUPPRESS_NONE)
			s->is_kept[at] |= table->items[item].is_kept;
		if (total != SUPPRESS_NONE)
			s->has_kept_total[at] |= table->items[total].is_kept;
	}
	return status;
}

static int mark_cells(struct suppression *s)
{
	const struct cells *cells = &s->results->cells;
	int status = CHISO_OK;

	s->is_kept = calloc(cells->n + 1, 1);
	s->has_kept_total = calloc(cells->n + 1, 1);
	if (!s->is_kept || !s->has_kept_total)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < cells->n && !status; i++) {
		if (i && cells_group(cells, i) == cells_group(cells, i - 1)) {
			s->is_kept[i] = s->is_kept[i - 1];
			s->has_kept_total[i] = s->has_kept_total[i - 1];
		} else {
			status = mark_cell(s, i);
		}
	}
	return status;
}

static void keep_number(double *number, uint8_t *why)
{
	if (*why == CELL_NO_REASON || *why == CHISO_REASON_NOT_APPLICABLE)
		return;
	*number = 0;
	*why = CHISO_REASON_SUPPRESSED;
}

static void keep_sum(uint8_t *why)
{
	double sum;

	keep_number(&sum, why);
}

static void keep_share(double *share, uint8_t *why)
{
	if (*why)
		return;
	*share = 0;
	*why = CHISO_REASON_SUPPRESSED;
}

/* Everything that would tell of the records: what they say, and how many there are. */
static void keep_cell(struct cells *cells, size_t i)
{
	struct cell *cell = cells_at(cells, i);
	struct cell_group *group = cells_group(cells, i);
	struct cell_more *more = cells_find_more(cells, cell);

	cell->value = 0;
	cell->no_value = CHISO_REASON_SUPPRESSED;
	cell->bound = CHISO_EXACT;
	keep_sum(&cell->no_numerator);
	keep_sum(&cell->no_denominator);
	if (more) {
		keep_number(&more->se, &more->no_se);
		keep_number(&more->ci_low, &more->no_ci_low);
		keep_number(&more->ci_high, &more->no_ci_high);
		keep_number(&more->deff, &more->no_deff);
		more->df = more->n_psu = more->n_strata = 0;
	}
	group->n_used = group->n_seen = 0;
	group->remarks = &cells_no_remarks;
}

static void keep_cells(const struct suppression *s)
{
	for (struct chiso_results *r = s->results; r; r = r->plain)
		for (size_t i = 0; i < r->cells.n; i++) {
			struct cell_more *more = cells_find_more(&r->cells, cells_at(&r->cells, i));

			if (s->is_kept[i])
				keep_cell(&r->cells, i);
			if (more && (s->is_kept[i] || s->has_kept_total[i])) {
				keep_share(&more->numerator_share, &more->no_numerator_share);
				keep_share(&more->denominator_share, &more->no_denominator_share);
			}
		}
}

static int choose(struct suppression *s)
{
	int status = fill_tables(s);

	for (size_t i = 0; i < s->results->project->n_datasets && !status; i++) {
		if (!s->tables[i].dataset)
			continue;
		status = suppress_table_equate(&s->tables[i]);
		if (!status)
			status = suppress_table_choose(&s->tables[i]);
	}
	return status;
}

int suppress(struct chiso_results *results)
{
	struct suppression s = {.results = results};
	size_t n = results->project->n_datasets;
	int status;

	if (!project_keeps_back(results->project))
		return CHISO_OK;
	status = run_make_slots(results->run);
	if (!status)
		status = open_tables(&s);
	if (!status)
		status = choose(&s);
	if (!status)
		status = mark_cells(&s);
	if (!status)
		keep_cells(&s);
	for (size_t i = 0; i < n && s.tables; i++)
		if (s.tables[i].dataset)
			suppress_table_clear(&s.tables[i]);
	free(s.tables);
	free(s.is_kept);
	free(s.has_kept_total);
	return status;
}
