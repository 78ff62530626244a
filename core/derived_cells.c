/* SPDX-License-Identifier: MIT */
/* From the rows of a derived indicator back to cells. */
#include "derived_run.h"

#include "context.h"

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

static uint32_t labels_of(struct evaluation *e, size_t row)
{
	struct grid *grid = e->grid;
	uint32_t group = grid->panel.rows[row].group;

	if (grid->labels[group] == UINT32_MAX)
		grid->labels[group] = cells_add_labels(
			&e->run->results->cells, (struct cell_labels){grid->values_of[group], 0});
	return grid->labels[group];
}

/* The group of the results, which is that of the indicator before where the same is known. */
static uint32_t group_of(struct evaluation *e, size_t row)
{
	struct grid *grid = e->grid;
	const struct fact *known = known_at(e->result_known, row);

	if (grid->groups[row] != UINT32_MAX && fact_is_same(&grid->row_known[row], known))
		return grid->groups[row];
	struct cell_group *group = make_group(e, row, known);
	if (!group)
		return UINT32_MAX;
	grid->row_known[row] = *known;
	return grid->groups[row] = cells_add_group(&e->run->results->cells, group);
}

int evaluation_cells(struct evaluation *e)
{
	struct cells *cells = &e->run->results->cells;
	const struct vector *result = e->result;
	size_t n = e->grid->panel.n;
	uint8_t *bits = arena_new(&e->arena, n, 1);
	uint32_t output = n ? add_output(e) : 0;
	int status = bits && output != UINT32_MAX ? CHISO_OK : CHISO_ENOMEM;

	if (!status && e->n_bounded)
		status = evaluation_bounds(e, bits);
	for (size_t row = 0; row < n && !status; row++) {
		uint8_t reason = result->missing[row];
		double x = result->at.f64[row];
		struct cell cell = {.value = reason || x == 0 ? 0 : x,
				    .no_value = reason,
				    .bound = reason ? CHISO_EXACT : bound_of(bits[row]),
				    .group = group_of(e, row),
				    .labels = labels_of(e, row),
				    .output = output};

		status = cell.group == UINT32_MAX || cell.labels == UINT32_MAX
				 ? CHISO_ENOMEM
				 : cells_add_value(cells, &cell);
	}
	return status;
}
