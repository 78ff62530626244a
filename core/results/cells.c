/* SPDX-License-Identifier: MIT */
#include "results/cells.h"

#include "aggregate/applied.h"
#include "base/grow.h"
#include "base/mapped.h"
#include "results/tabulate_value.h"

#include <stdlib.h>
#include <string.h>

static const char *const no_texts[1];

const struct cell_remarks cells_no_remarks = {.notes = no_texts, .sources = no_texts};

/* ---- looking at one -------------------------------------------------------------------------- */

static void tell_more(struct chiso_cell *out, const struct cell_more *more)
{
	out->numerator_share = cells_value(more->numerator_share, more->no_numerator_share);
	out->denominator_share = cells_value(more->denominator_share, more->no_denominator_share);
	out->se = cells_value(more->se, more->no_se);
	out->ci_low = cells_value(more->ci_low, more->no_ci_low);
	out->ci_high = cells_value(more->ci_high, more->no_ci_high);
	out->deff = cells_value(more->deff, more->no_deff);
	out->confidence = more->confidence;
	out->df = more->df;
	out->n_psu = more->n_psu;
	out->n_strata = more->n_strata;
}

static void tell_output(struct chiso_cell *out, const struct cell_output *output)
{
	out->version = output->version;
	out->indicator = output->indicator;
	out->use = output->use;
	out->title = output->title;
	out->output = output->output;
	out->output_title = output->output_title;
	out->unit_measure = output->unit_measure;
	out->keys = output->keys;
	out->n_keys = output->n_keys;
	out->direction = output->direction;
}

static void tell_group(struct chiso_cell *out, const struct cell_group *group)
{
	out->unit = group->unit_code;
	out->unit_name = group->unit_name;
	out->level = group->level;
	out->period = group->label;
	out->standard = group->standard;
	out->boundaries = group->boundaries;
	out->boundaries_by = group->boundaries_by;
	out->notes = group->remarks->notes;
	out->n_notes = group->remarks->n_notes;
	out->sources = group->remarks->sources;
	out->n_sources = group->remarks->n_sources;
	out->adjustments = group->remarks->adjustments;
	out->n_adjustments = group->remarks->n_adjustments;
	out->n_used = group->n_used;
	out->n_seen = group->n_seen;
	out->reporting = group->reporting;
	out->expected = group->expected;
	out->periods_reporting = group->periods_reporting;
	out->periods_expected = group->periods_expected;
	out->status = group->status;
	out->evidence = group->evidence;
	out->is_break = group->is_break;
	out->rolled_up = group->rolled_up;
	out->synthetic = group->synthetic;
}

/* Its number in the call of the plugin. */
static uint32_t in_call(const struct cells *cells, const struct cell *cell, const struct variant *variant)
{
	return variant->output_at[cells->outputs[cell->output].row] + cells->labels[cell->labels].place;
}

void cells_find_columns(const struct cells *cells, const struct cell *cell, struct cell_columns *out)
{
	const struct kept_table *table = cells->labels[cell->labels].table;

	*out = (struct cell_columns){.labels = cell->labels};
	if (!table)
		return;
	const struct variant *variant = table->variant;
	uint32_t at = in_call(cells, cell, variant);
	const struct quotient *q = &variant->quotients[at];
	const struct kept_line *line = &variant->kept_lines[at];

	out->n = line->n;
	out->first = table->kept + (size_t)line->first * table->n_groups + (variant->kept[at] - line->first);
	if (q->above.sum < variant->n_kept_sums)
		out->above = table->sums + (size_t)q->above.sum * table->n_groups;
	if (!q->is_total)
		out->below = table->sums + (size_t)q->below.sum * table->n_groups;
}

struct chiso_cell cells_get(const struct cells *cells, size_t i)
{
	const struct cell *cell = cells_at(cells, i);
	const struct cell_more *more = cells_find_more(cells, cell);
	struct cell_columns columns = {.n = 0};
	const struct cell_sums sums = cells_sums(cells, cell, &columns);
	struct chiso_cell out = {.size = sizeof out,
				 .key_values = cells->labels[cell->labels].key_values};

	tell_output(&out, &cells->outputs[cell->output]);
	tell_group(&out, cells->groups[cell->group]);
	out.value = cells_value(cell->value, cell->no_value);
	out.numerator = cells_value(sums.numerator, cell->no_numerator);
	out.denominator = cells_value(sums.denominator, cell->no_denominator);
	out.bound = cell->bound;
	if (more) {
		tell_more(&out, more);
		return out;
	}
	out.se.reason = cell->no_value ? out.value.reason : CHISO_REASON_NOT_APPLICABLE;
	out.ci_low = out.ci_high = out.deff = out.se;
	return out;
}

uint32_t cells_in_call(const struct cells *cells, size_t i)
{
	return in_call(cells, cells_at(cells, i), cells_labels(cells, i)->table->variant);
}

int cells_find_slots(const struct cells *cells, size_t i, struct group_slots *out)
{
	const struct cell *cell = cells_at(cells, i);
	const struct kept_table *table = cells->labels[cell->labels].table;
	struct cell_columns columns;

	if (!table)
		return 0;
	cells_find_columns(cells, cell, &columns);
	size_t group = ((size_t)(cell - cells->kept) - columns.first) / columns.n;
	*out = (struct group_slots){.run = table->run,
				    .set = table->set,
				    .slots = table->slots + group * table->run->n_parts,
				    .variant = table->variant};
	return 1;
}

/* ---- keeping --------------------------------------------------------------------------------- */

struct cell_more *cells_more(struct cells *cells, const struct cell *cell)
{
	size_t kept = (size_t)(cell - cells->kept);
	const struct cell_more none = {.no_numerator_share = CELL_NO_REASON,
				       .no_denominator_share = CELL_NO_REASON,
				       .no_se = CHISO_REASON_NOT_APPLICABLE,
				       .no_ci_low = CHISO_REASON_NOT_APPLICABLE,
				       .no_ci_high = CHISO_REASON_NOT_APPLICABLE,
				       .no_deff = CHISO_REASON_NOT_APPLICABLE};

	if (WIDEN(&cells->more_of, &cells->more_of_cap, kept + 1))
		return NULL;
	if (!cells->more_of[kept]) {
		if (GROW(&cells->more, cells->n_more, &cells->more_cap))
			return NULL;
		cells->more[cells->n_more++] = none;
		cells->more_of[kept] = (uint32_t)cells->n_more;
	}
	return &cells->more[cells->more_of[kept] - 1];
}

int cells_put_more(struct cells *cells, size_t kept, const struct chiso_cell *from)
{
	struct cell_more *more;

	if (!(from->confidence > 0) && from->numerator_share.type != CHISO_F64 &&
	    from->denominator_share.type != CHISO_F64)
		return CHISO_OK;
	more = cells_more(cells, &cells->kept[kept]);
	if (!more)
		return CHISO_ENOMEM;
	cells_set(&more->numerator_share, &more->no_numerator_share, &from->numerator_share);
	cells_set(&more->denominator_share, &more->no_denominator_share, &from->denominator_share);
	cells_set(&more->se, &more->no_se, &from->se);
	cells_set(&more->ci_low, &more->no_ci_low, &from->ci_low);
	cells_set(&more->ci_high, &more->no_ci_high, &from->ci_high);
	cells_set(&more->deff, &more->no_deff, &from->deff);
	more->confidence = from->confidence;
	more->df = from->df;
	more->n_psu = from->n_psu;
	more->n_strata = from->n_strata;
	return CHISO_OK;
}

void cells_put(struct cells *cells, size_t kept, const struct chiso_cell *from)
{
	struct cell *cell = &cells->kept[kept];
	double sum;

	*cell = (struct cell){.bound = (uint8_t)from->bound};
	cells_set(&cell->value, &cell->no_value, &from->value);
	cells_set(&sum, &cell->no_numerator, &from->numerator);
	cells_set(&sum, &cell->no_denominator, &from->denominator);
}

int cells_append(struct cells *cells, size_t n)
{
	size_t after = cells->n_kept + n;

	if (n > UINT32_MAX - cells->n_kept)
		return CHISO_ENOMEM;
	while (after > cells->kept_cap)
		if (MAPPED_GROW(&cells->kept, cells->kept_cap, &cells->kept_cap))
			return CHISO_ENOMEM;
	cells->n_kept = after;
	return CHISO_OK;
}

/* Keeps a whole cell, which has no place in the results yet. */
static int keep(struct cells *cells, const struct chiso_cell *from)
{
	size_t kept = cells->n_kept;
	uint8_t why;

	if (MAPPED_WIDEN(&cells->sums, &cells->sums_cap, kept + 1) || cells_append(cells, 1))
		return CHISO_ENOMEM;
	cells_put(cells, kept, from);
	cells_set(&cells->sums[kept].numerator, &why, &from->numerator);
	cells_set(&cells->sums[kept].denominator, &why, &from->denominator);
	return cells_put_more(cells, kept, from);
}

/* As long as the rest is less than half of it, step by step is as good.  What is large gets room for
 * half as many again: to move it for those that come later leaves a hole as large as it was, and room
 * that nobody uses takes no memory. */
static int reserve(void **items, size_t n, size_t *cap, size_t more, size_t size)
{
	enum { LARGE = 1 << 20 };
	size_t room = n + more;
	void *p;

	if (more <= *cap - n || more < n / 2)
		return CHISO_OK;
	if (more > SIZE_MAX / 4 / size - n)
		return CHISO_ENOMEM;
	if (room * size > LARGE)
		room += room / 2;
	p = mapped_resize(*items, *cap * size, room * size);
	if (!p)
		return CHISO_ENOMEM;
	*items = p;
	*cap = room;
	return CHISO_OK;
}

int cells_reserve(struct cells *cells, size_t more)
{
	int status = reserve((void **)&cells->kept, cells->n_kept, &cells->kept_cap, more,
			     sizeof *cells->kept);

	if (!status && cells->order)
		status = reserve((void **)&cells->order, cells->n, &cells->cap, more,
				 sizeof *cells->order);
	return status;
}

uint32_t cells_add_group(struct cells *cells, struct cell_group *group)
{
	if (GROW(&cells->groups, cells->n_groups, &cells->groups_cap))
		return UINT32_MAX;
	cells->groups[cells->n_groups] = group;
	return (uint32_t)cells->n_groups++;
}

uint32_t cells_add_labels(struct cells *cells, struct cell_labels labels)
{
	if (GROW(&cells->labels, cells->n_labels, &cells->labels_cap))
		return UINT32_MAX;
	cells->labels[cells->n_labels] = labels;
	return (uint32_t)cells->n_labels++;
}

uint32_t cells_add_output(struct cells *cells, const struct cell_output *output)
{
	if (GROW(&cells->outputs, cells->n_outputs, &cells->outputs_cap))
		return UINT32_MAX;
	cells->outputs[cells->n_outputs] = *output;
	return (uint32_t)cells->n_outputs++;
}

int cells_place_apart(struct cells *cells, size_t kept)
{
	int is_new = !cells->order;

	/* Those that are there are in the order in which they are kept. */
	while (cells->cap <= cells->n)
		if (MAPPED_GROW(&cells->order, cells->cap, &cells->cap))
			return CHISO_ENOMEM;
	for (size_t i = 0; i < cells->n && is_new; i++)
		cells->order[i] = (uint32_t)i;
	cells->order[cells->n++] = (uint32_t)kept;
	return CHISO_OK;
}

int cells_place_row(struct cells *cells, size_t kept, size_t n)
{
	int status = CHISO_OK;

	if (!cells->order && kept == cells->n) {
		cells->n += n;
		return CHISO_OK;
	}
	for (size_t i = 0; i < n && !status; i++)
		status = cells_place_apart(cells, kept + i);
	return status;
}

struct cell *cells_add_values(struct cells *cells, size_t n)
{
	size_t first = cells->n_kept;

	if (n > UINT32_MAX - first)
		return NULL;
	while (first + n > cells->kept_cap)
		if (MAPPED_GROW(&cells->kept, cells->kept_cap, &cells->kept_cap))
			return NULL;
	for (size_t i = first; i < first + n; i++)
		if (cells_place_as_kept(cells, i))
			return NULL;
	cells->n_kept += n;
	return cells->kept + first;
}

/* ---- whole cells ----------------------------------------------------------------------------- */

static int is_same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static int is_of_output(const struct chiso_cell *cell, const struct cell_output *output)
{
	if (cell->n_keys != output->n_keys || cell->version != output->version ||
	    cell->direction != output->direction || !is_same(cell->output, output->output) ||
	    !is_same(cell->indicator, output->indicator) || !is_same(cell->use, output->use) ||
	    !is_same(cell->title, output->title) ||
	    !is_same(cell->output_title, output->output_title) ||
	    !is_same(cell->unit_measure, output->unit_measure))
		return 0;
	for (uint32_t i = 0; cell->keys != output->keys && i < cell->n_keys; i++)
		if (!is_same(cell->keys[i], output->keys[i]))
			return 0;
	return 1;
}

/* Mostly that of a cell just before; made if need be. */
static uint32_t find_output(struct cells *cells, const struct chiso_cell *cell)
{
	for (size_t i = cells->n_outputs; i-- > 0;) {
		if (is_of_output(cell, &cells->outputs[i]))
			return (uint32_t)i;
		if (!is_same(cell->indicator, cells->outputs[i].indicator))
			break;
	}
	return cells_add_output(cells, &(struct cell_output){.indicator = cell->indicator,
							     .use = cell->use,
							     .title = cell->title,
							     .output = cell->output,
							     .output_title = cell->output_title,
							     .unit_measure = cell->unit_measure,
							     .keys = cell->keys,
							     .n_keys = cell->n_keys,
							     .version = cell->version,
							     .direction = cell->direction});
}

/* What a cell says beside numbers; NULL: no memory. */
static const struct cell_remarks *take_remarks(const struct chiso_cell *cell, struct arena *arena)
{
	struct cell_remarks *remarks;

	if (!cell->n_notes && !cell->n_sources && !cell->n_adjustments)
		return &cells_no_remarks;
	remarks = arena_new(arena, 1, sizeof *remarks);
	if (remarks)
		*remarks = (struct cell_remarks){.notes = cell->notes,
						 .sources = cell->sources,
						 .adjustments = cell->adjustments,
						 .n_notes = cell->n_notes,
						 .n_sources = cell->n_sources,
						 .n_adjustments = cell->n_adjustments};
	return remarks;
}

/* What a cell says of its group. */
static void take_group(struct cell_group *group, const struct chiso_cell *cell)
{
	group->unit_code = cell->unit;
	group->unit_name = cell->unit_name;
	group->level = cell->level;
	group->label = cell->period;
	group->standard = cell->standard;
	group->boundaries = cell->boundaries;
	group->boundaries_by = (uint8_t)cell->boundaries_by;
	group->n_used = cell->n_used;
	group->n_seen = cell->n_seen;
	group->reporting = cell->reporting;
	group->expected = cell->expected;
	group->periods_reporting = cell->periods_reporting;
	group->periods_expected = cell->periods_expected;
	group->status = (uint8_t)cell->status;
	group->evidence = (uint8_t)cell->evidence;
	group->is_break = cell->is_break != 0;
	group->rolled_up = cell->rolled_up != 0;
	group->synthetic = cell->synthetic != 0;
}

int cells_add(struct cells *cells, const struct chiso_cell *cell, const struct cell_group *group,
	      struct arena *arena)
{
	struct cell_group *own = arena_new(arena, 1, sizeof *own);
	uint32_t output = find_output(cells, cell), labels, number;

	if (!own || output == UINT32_MAX)
		return CHISO_ENOMEM;
	*own = *group;
	own->remarks = take_remarks(cell, arena);
	if (!own->remarks)
		return CHISO_ENOMEM;
	take_group(own, cell);
	number = cells_add_group(cells, own);
	labels = cells_add_labels(cells, (struct cell_labels){.key_values = cell->key_values});
	if (number == UINT32_MAX || labels == UINT32_MAX || keep(cells, cell))
		return CHISO_ENOMEM;
	return cells_place(cells, cells->n_kept - 1, number, labels, output);
}

void cells_clear(struct cells *cells)
{
	mapped_free(cells->kept, cells->kept_cap * sizeof *cells->kept);
	mapped_free(cells->sums, cells->sums_cap * sizeof *cells->sums);
	mapped_free(cells->order, cells->cap * sizeof *cells->order);
	free(cells->groups);
	free(cells->labels);
	free(cells->outputs);
	free(cells->more);
	free(cells->more_of);
	*cells = (struct cells){0};
}
