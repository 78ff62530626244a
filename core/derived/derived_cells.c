/* SPDX-License-Identifier: MIT */
/* From the rows of a derived indicator back to cells. */
#include "derived/derived_run.h"

#include "base/context.h"

static uint8_t bound_of(uint8_t bits)
{
	if ((bits & BOUND_ABOUT) ||
	    (bits & (BOUND_LOWER | BOUND_UPPER)) == (BOUND_LOWER | BOUND_UPPER))
		return CHISO_ABOUT;
	if (bits & BOUND_LOWER)
		return CHISO_LOWER_BOUND;
	return bits & BOUND_UPPER ? CHISO_UPPER_BOUND : CHISO_EXACT;
}

static uint32_t add_output(struct evaluation *e)
{
	struct chiso_results *results = e->run->results;
	const char *lang = results->context->lang, *title = words_in(e->spec->title, lang);

	return cells_add_output(
		&results->cells,
		&(struct cell_output){
			.spec = e->spec,
			.indicator = e->spec->id,
			.use = derived_use.id,
			.title = title ? title : e->spec->expression.source,
			.output = "value",
			.output_title = chiso_text_in(chiso_output_at(&derived_use, 0)->field.title, lang),
			.unit_measure = e->spec->unit_measure,
			.keys = e->keys->items,
			.n_keys = (uint32_t)e->keys->n,
			.version = derived_use.version});
}

/* What is known at a row beside numbers; NULL: no memory. */
static const struct cell_remarks *make_remarks(struct evaluation *e, const struct fact *known)
{
	struct arena *arena = &e->run->results->arena;
	struct cell_remarks *remarks;

	if (!known->notes && !known->sources)
		return &cells_no_remarks;
	remarks = arena_new(arena, 1, sizeof *remarks);
	if (!remarks)
		return NULL;
	remarks->notes = facts_texts(&e->run->facts, known->notes, arena, &remarks->n_notes);
	remarks->sources = facts_texts(&e->run->facts, known->sources, arena, &remarks->n_sources);
	return remarks->notes && remarks->sources ? remarks : NULL;
}

/* The group of a row, with what is known there; NULL: no memory. */
static struct cell_group *make_group(struct evaluation *e, size_t row, const struct fact *known)
{
	struct arena *arena = &e->run->results->arena;
	const struct cell_group *like = e->grid->like[row];
	const struct panel_row *at = &e->grid->panel.rows[row];
	struct cell_group *group = arena_room(arena, 1, sizeof *group);
	const struct cell_remarks *remarks = make_remarks(e, known);

	if (!group || !remarks)
		return NULL;
	*group = (struct cell_group){.unit = at->actual,
				     .period = e->grid->panel.periods[at->period],
				     .unit_code = like->unit_code,
				     .unit_name = like->unit_name,
				     .level = like->level,
				     .label = like->label,
				     .boundaries = like->boundaries,
				     .boundaries_by = like->boundaries ? known->boundaries : 0,
				     .remarks = remarks,
				     .reporting = known->reporting,
				     .expected = known->expected,
				     .status = known->status,
				     .evidence = known->evidence,
				     .is_break = known->is_break,
				     .rolled_up = known->rolled_up,
				     .synthetic = known->synthetic};
	return group;
}

/* The group of the results, which is that of the indicator before where the same is known. */
static uint32_t group_of(struct evaluation *e, size_t row)
{
	struct grid *grid = e->grid;
	const struct fact *known = known_at(e->result_known, row);

	if (grid->rows[row].group != UINT32_MAX && fact_is_same(&grid->row_known[row], known))
		return grid->rows[row].group;
	struct cell_group *group = make_group(e, row, known);
	if (!group)
		return UINT32_MAX;
	grid->row_known[row] = *known;
	return cells_add_group(&e->run->results->cells, group);
}

/* Made once for all indicators; rows of one group of the panel follow each other. */
static uint32_t labels_of(struct evaluation *e, size_t row)
{
	const struct grid *grid = e->grid;
	uint32_t group = grid->panel.rows[row].group;

	if (grid->rows[row].labels != UINT32_MAX)
		return grid->rows[row].labels;
	if (row && grid->panel.rows[row - 1].group == group)
		return grid->rows[row - 1].labels;
	return cells_add_labels(&e->run->results->cells,
				(struct cell_labels){.key_values = grid->values_of[group]});
}

/* Finds groups and labels of all rows, which most often are those that they had. */
static int place_rows(struct evaluation *e)
{
	struct grid *grid = e->grid;
	const struct known *known = e->result_known;

	if (grid->is_known_alike && known->is_same && fact_is_same(grid->row_known, known->list))
		return CHISO_OK;
	for (size_t row = 0; row < grid->panel.n; row++) {
		grid->rows[row].group = group_of(e, row);
		grid->rows[row].labels = labels_of(e, row);
		if (grid->rows[row].group == UINT32_MAX || grid->rows[row].labels == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	grid->is_known_alike = known->is_same;
	return CHISO_OK;
}

/* The cells of n rows; rows NULL: of all. */
static void fill_cells(const struct evaluation *e, struct cell *cells, const uint32_t *rows, size_t n,
		       uint32_t output)
{
	const struct grid_row *places = e->grid->rows;
	const double *values = e->result->at.f64;
	const uint8_t *missing = e->result->missing;

	for (size_t i = 0; i < n; i++) {
		size_t row = rows ? rows[i] : i;

		/* No value is -0. */
		cells[i] = (struct cell){.value = missing[row] ? 0 : values[row] + 0.,
					 .group = places[row].group,
					 .labels = places[row].labels,
					 .output = output,
					 .no_value = missing[row],
					 .no_numerator = CHISO_REASON_NOT_APPLICABLE,
					 .no_denominator = CHISO_REASON_NOT_APPLICABLE,
					 .bound = CHISO_EXACT};
	}
}

/* A cell for each row, and the table of them; NULL: no memory. */
static struct cell_table *add_all(struct evaluation *e, uint32_t output, const uint8_t *bits)
{
	struct cells *cells = &e->run->results->cells;
	size_t n = e->grid->panel.n, at = cells->n;
	struct cell *own = cells_add_values(cells, n);

	if (!own)
		return NULL;
	fill_cells(e, own, NULL, n, output);
	for (size_t row = 0; bits && row < n; row++)
		if (!e->result->missing[row])
			own[row].bound = bound_of(bits[row]);
	return derived_add(e, at, n);
}

/* ---- cells that nobody looks at ---------------------------------------------------------------- */

/* Whether its values do where nobody shows or judges its cells.  What is bounded, or of which not the same is
 * known everywhere, says more than a value. */
static int does_without_cells(const struct evaluation *e)
{
	const struct derived_run *run = e->run;
	const struct known *known = e->result_known;

	return (e->spec->is_hidden || e->spec->n_shown) && !run->keeps_all &&
	       !run->is_judged[derived_number(run, e->spec)] && !e->n_bounded && known->is_same &&
	       !known->list->boundaries;
}

/* The rows of periods that are shown.  0 or CHISO_ENOMEM. */
static int find_shown(struct evaluation *e, struct expr_rows *out)
{
	const struct panel *panel = &e->grid->panel;

	*out = (struct expr_rows){0};
	if (e->spec->is_hidden)
		return CHISO_OK;
	uint8_t *is_shown = arena_new(&e->arena, panel->n_periods, 1);
	if (!is_shown)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < panel->n_periods; i++)
		is_shown[i] = (uint8_t)indicator_shows(e->spec, panel->periods[i]);
	*out = grid_rows(e->run, e->grid, is_shown);
	return out->list ? CHISO_OK : CHISO_ENOMEM;
}

/* The cells that are shown; others are made only for a table that tells of what there are cells. */
static int add_shown(struct evaluation *e, uint32_t output)
{
	struct cells *cells = &e->run->results->cells;
	struct cell_range *range = &e->run->ranges[derived_number(e->run, e->spec)];
	int is_new = !e->grid->extent;
	struct cell_table *table = is_new ? add_all(e, output, NULL) : derived_add(e, cells->n, 0);
	struct expr_rows rows;

	if (!table || find_shown(e, &rows) || derived_leave_column(e, table))
		return CHISO_ENOMEM;
	if (is_new) {
		cells->n -= table->n;
		cells->n_kept -= table->n;
		range->n -= table->n;
	}
	struct cell *own = rows.n ? cells_add_values(cells, rows.n) : NULL;
	if (rows.n && !own)
		return CHISO_ENOMEM;
	fill_cells(e, own, rows.list, rows.n, output);
	range->n += rows.n;
	return CHISO_OK;
}

int evaluation_cells(struct evaluation *e)
{
	size_t n = e->grid->panel.n;
	uint8_t *bits = e->n_bounded ? arena_new(&e->arena, n, 1) : NULL;

	if (!n)
		return CHISO_OK;
	uint32_t output = add_output(e);
	if (output == UINT32_MAX || (e->n_bounded && (!bits || evaluation_bounds(e, bits))) || place_rows(e))
		return CHISO_ENOMEM;
	if (does_without_cells(e))
		return add_shown(e, output);
	return add_all(e, output, bits) ? CHISO_OK : CHISO_ENOMEM;
}
