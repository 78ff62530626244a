/* SPDX-License-Identifier: MIT */
/* The operands of derived indicators: a vector for each, from cells to rows. */
#include "derived/derived_run.h"

#include <string.h>

static const uint8_t qualifiers[] = {[CHISO_EXACT] = QUALIFIER_NONE,
				     [CHISO_ABOUT] = QUALIFIER_ABOUT,
				     [CHISO_LOWER_BOUND] = QUALIFIER_LOWER,
				     [CHISO_UPPER_BOUND] = QUALIFIER_UPPER};

static int note_bound(struct evaluation *e, size_t use, size_t row, uint8_t bound)
{
	if (!e->bounds[use])
		e->bounds[use] = arena_new(&e->arena, e->grid->panel.n, 1);
	if (!e->bounds[use])
		return CHISO_ENOMEM;
	e->bounds[use][row] = qualifiers[bound];
	e->n_bounded++;
	return CHISO_OK;
}

static int note_bounds(struct evaluation *e, size_t use, const struct cell_table *table, const struct row_map *map)
{
	const struct cells *cells = &e->run->results->cells;
	uint32_t in_row = e->columns[e->uses[use].column].in_row;
	int status = CHISO_OK;

	for (size_t row = 0; row < e->grid->panel.n && !status; row++) {
		if (map->slots[row] == UINT32_MAX)
			continue;
		const struct cell *cell = cells_at(cells, table_cell(e->run, table, map->slots[row]) + in_row);
		if (!cell->no_value && cell->bound != CHISO_EXACT)
			status = note_bound(e, use, row, cell->bound);
	}
	return status;
}

/* The values of rows that are somewhere else in the extent, or nowhere. */
static int gather(struct evaluation *e, struct vector *in, const struct table_column *column,
		  const uint32_t *slots)
{
	size_t n = e->grid->panel.n;

	*in = vector_room(&e->arena, CHISO_F64, n);
	if (!in->missing)
		return CHISO_ENOMEM;
	double *to = in->at.f64;
	for (size_t row = 0; row < n; row++) {
		int is_there = slots[row] != UINT32_MAX;

		to[row] = is_there ? column->values[slots[row]] : 0;
		in->missing[row] = is_there ? column->missing[slots[row]] : CHISO_REASON_NOT_REPORTED;
	}
	return CHISO_OK;
}

static int take_values(struct evaluation *e, size_t use, struct cell_table *table, const struct row_map *map)
{
	const struct table_column *column =
		derived_column(e->run, table, e->columns[e->uses[use].column].in_row);
	struct vector *in = &e->in[use];

	if (!column)
		return CHISO_ENOMEM;
	if (column->is_bounded && note_bounds(e, use, table, map))
		return CHISO_ENOMEM;
	if (!map->is_straight)
		return gather(e, in, column, map->slots);
	*in = (struct vector){.type = CHISO_F64, .at.f64 = column->values, .missing = column->missing};
	return CHISO_OK;
}

/* Of each row, with the cell that it is made of: for explanations. */
static void take_known_cells(struct evaluation *e, size_t use, const struct cell_table *table,
			     const uint32_t *slots)
{
	const struct cells *cells = &e->run->results->cells;
	uint32_t in_row = e->columns[e->uses[use].column].in_row;

	for (size_t row = 0; row < e->grid->panel.n; row++) {
		size_t at = slots[row] == UINT32_MAX ? 0 : table_cell(e->run, table, slots[row]) + in_row;

		if (slots[row] != UINT32_MAX)
			e->known[use].list[row] = fact_of_group(&e->run->facts, cells_group(cells, at),
								(uint32_t)at);
	}
}

static int take_known(struct evaluation *e, size_t use, struct cell_table *table, const struct row_map *map)
{
	const uint32_t *slots = map->slots;
	size_t n = e->grid->panel.n;
	const struct known *known = NULL;

	if (!e->run->facts.with_cells) {
		known = table_known(e->run, table);
		if (!known)
			return CHISO_ENOMEM;
		if (known->is_same && map->is_whole) {
			e->known[use] = *known;
			return CHISO_OK;
		}
	}
	e->known[use].is_same = 0;
	e->known[use].list = arena_new(&e->arena, n, sizeof *e->known[use].list);
	if (!e->known[use].list)
		return CHISO_ENOMEM;
	if (e->run->facts.with_cells)
		take_known_cells(e, use, table, slots);
	for (size_t row = 0; known && row < n; row++)
		if (slots[row] != UINT32_MAX)
			e->known[use].list[row] = *known_at(known, slots[row]);
	return CHISO_OK;
}

static int fill_use(struct evaluation *e, size_t use)
{
	struct cell_table *table = derived_table(e->run, e->columns[e->uses[use].column].spec, &e->parts[use]);
	struct vector *in = &e->in[use];
	size_t n = e->grid->panel.n;

	e->known[use] = (struct known){&e->unknown, 1};
	if (!table) {
		*in = vector_room(&e->arena, CHISO_F64, n);
		if (!in->missing)
			return CHISO_ENOMEM;
		memset(in->at.f64, 0, n * sizeof *in->at.f64);
		memset(in->missing, CHISO_REASON_NOT_REPORTED, n);
		return CHISO_OK;
	}
	const struct part part = part_of(table, e->keys);
	const struct row_map *map = grid_map(e->run, e->grid, &part);
	if (!map || take_values(e, use, table, map))
		return CHISO_ENOMEM;
	return take_known(e, use, table, map);
}

int evaluation_fill(struct evaluation *e)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < e->n_uses && !status; i++)
		status = fill_use(e, i);
	return status ? status : e->run->facts.status;
}
