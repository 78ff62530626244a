/* SPDX-License-Identifier: MIT */
/* Axes: what the labels of an axis are, and which number a term or cell has that repeats along one
 * or two of them. */
#include "aggregate/applied.h"

#include "base/context.h"
#include "number/number.h"

#include <stdlib.h>
#include <string.h>

/* ---- labels ---- */

static uint32_t count_codes(const struct chiso_code *codes)
{
	uint32_t n = 0;

	while (codes && codes[n].id)
		n++;
	return n;
}

static int label_codes(struct applied *applied, uint16_t input, struct chiso_labels *out)
{
	const struct chiso_code *codes = chiso_input_at(applied->use, input)->field.codes;
	uint32_t n = count_codes(codes);
	const char **ids = arena_new(&applied->arena, n, sizeof *ids);

	if (!ids)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++)
		ids[i] = codes[i].id;
	*out = (struct chiso_labels){ids, n};
	return CHISO_OK;
}

int applied_label(struct applied *applied)
{
	const struct chiso_indicator *use = applied->use;
	int status = CHISO_OK;

	applied->axes = arena_new(&applied->arena, use->n_axes, sizeof *applied->axes);
	applied->met = arena_new(&applied->arena, use->n_axes, sizeof *applied->met);
	if (!applied->axes || !applied->met)
		return CHISO_ENOMEM;
	for (uint16_t i = 0; i < use->n_axes && !status; i++) {
		const struct chiso_axis *axis = chiso_axis_at(use, i);

		if (axis->kind == CHISO_AXIS_INPUT)
			applied->axes[i] = applied->spec->labels[i];
		else if (axis->kind == CHISO_AXIS_CODES)
			status = label_codes(applied, axis->of, &applied->axes[i]);
	}
	return status;
}

/* ---- values met in the data ---- */

int applied_scans(const struct applied *applied)
{
	for (uint16_t i = 0; i < applied->use->n_axes; i++)
		if (chiso_axis_at(applied->use, i)->kind == CHISO_AXIS_DATA)
			return 1;
	return 0;
}

static int scan_axis(struct intern *met, const struct applied_column *column)
{
	struct reader *reader = column->reader;
	size_t n = reader->batch.n;
	struct vector v = vector_new(&reader->scratch, CHISO_STR, n);

	if (!v.at.str || bound_run(reader, &column->bound, reader->table, n, &v, &reader->scratch))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < n; row++)
		if (!reader->batch.bad[row] && !v.missing[row] &&
		    intern(met, v.at.str[row].text, v.at.str[row].n) == UINT32_MAX)
			return CHISO_ENOMEM;
	return CHISO_OK;
}

int applied_scan(struct applied *applied, const struct reader *reader)
{
	int status = CHISO_OK;

	if (applied->is_broken)
		return CHISO_OK;
	for (uint16_t i = 0; i < applied->use->n_axes && !status; i++) {
		const struct chiso_axis *axis = chiso_axis_at(applied->use, i);
		const struct applied_column *column;

		if (axis->kind != CHISO_AXIS_DATA)
			continue;
		column = &applied->columns[applied->input_at[axis->of]];
		if (column->reader == reader && column->bound.expr)
			status = scan_axis(&applied->met[i], column);
	}
	return status;
}

static int compare_texts(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* In bytewise order, so that it does not matter which record came first. */
static int label_axis_met(struct applied *applied, uint16_t i, struct chiso_labels *out)
{
	const struct intern *met = &applied->met[i];
	const char **ids = arena_new(&applied->arena, met->n, sizeof *ids);

	if (!ids)
		return CHISO_ENOMEM;
	for (size_t k = 0; k < met->n; k++)
		ids[k] = met->texts[k];
	if (met->n > 1)
		qsort(ids, met->n, sizeof *ids, compare_texts);
	*out = (struct chiso_labels){ids, (uint32_t)met->n};
	return CHISO_OK;
}

int applied_label_met(struct applied *applied)
{
	int status = CHISO_OK;

	for (uint16_t i = 0; i < applied->use->n_axes && !status; i++)
		if (chiso_axis_at(applied->use, i)->kind == CHISO_AXIS_DATA)
			status = label_axis_met(applied, i, &applied->axes[i]);
	return status;
}

/* ---- parameters as labels ---- */

const char *value_label(struct arena *arena, const struct chiso_param *param,
                        const struct chiso_value *value)
{
	char number[NUMBER_ROOM];

	switch (value->type) {
	case CHISO_STR:
		return value->as.str;
	case CHISO_CODE:
		return param->field.codes[value->as.code].id;
	case CHISO_RATIO:
		return value->as.ratio.den == 1
		               ? arena_printf(arena, "%lld", (long long)value->as.ratio.num)
		               : arena_printf(arena, "%lld/%lld", (long long)value->as.ratio.num,
		                              (long long)value->as.ratio.den);
	case CHISO_DATE:
		number[date_print(number, value->as.date)] = 0;
		return arena_text(arena, number, strlen(number));
	default:
		return arena_text(arena, number, number_print(number, number_of_value(value)));
	}
}

static int label_param(struct variant *variant, uint16_t param, struct chiso_labels *out)
{
	struct applied *applied = variant->applied;
	const struct chiso_list *list = &variant->params[param];
	const char **ids = arena_new(&applied->arena, list->n, sizeof *ids);

	if (!ids)
		return CHISO_ENOMEM;
	*out = (struct chiso_labels){ids, 0};
	for (uint32_t i = 0; i < list->n; i++) {
		uint32_t before = 0;

		while (before < i && !value_is_same(&list->v[before], &list->v[i]))
			before++;
		if (before < i)
			continue;
		ids[out->n] = value_label(&applied->arena, chiso_param_at(applied->use, param),
		                          &list->v[i]);
		if (!ids[out->n++])
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

static int label_variant(struct variant *variant)
{
	struct applied *applied = variant->applied;
	const struct chiso_indicator *use = applied->use;
	int status = CHISO_OK;

	variant->axes = arena_new(&applied->arena, use->n_axes, sizeof *variant->axes);
	if (!variant->axes)
		return CHISO_ENOMEM;
	for (uint16_t i = 0; i < use->n_axes && !status; i++) {
		const struct chiso_axis *axis = chiso_axis_at(use, i);

		if (axis->kind == CHISO_AXIS_PARAM)
			status = label_param(variant, axis->of, &variant->axes[i]);
		else if (axis->kind == CHISO_AXIS_INPUT)
			variant->axes[i] = variant->set->labels[i];
		else
			variant->axes[i] = applied->axes[i];
	}
	return status;
}

/* ---- numbers ---- */

static uint32_t length(const struct variant *variant, uint8_t axis)
{
	return axis ? variant->axes[axis - 1].n : 1;
}

/* Numbers the rows of a table, each as often as its axes are long, the second running fastest. */
static struct axis_place *number_rows(struct variant *variant, const uint8_t *(*axes_of)(
                                              const struct chiso_indicator *, uint32_t row),
                                      uint32_t n_rows, uint32_t *first, uint32_t *n)
{
	const struct chiso_indicator *use = variant->applied->use;
	struct axis_place *places;

	*n = 0;
	for (uint32_t row = 0; row < n_rows; row++) {
		const uint8_t *axis = axes_of(use, row);

		first[row] = *n;
		*n += length(variant, axis[0]) * length(variant, axis[1]);
	}
	places = arena_new(&variant->applied->arena, *n, sizeof *places);
	for (uint32_t row = 0; places && row < n_rows; row++) {
		const uint8_t *axis = axes_of(use, row);
		uint32_t inner = length(variant, axis[1]), size = length(variant, axis[0]) * inner;

		for (uint32_t i = 0; i < size; i++)
			places[first[row] + i] = (struct axis_place){row, {i / inner, i % inner}};
	}
	return places;
}

static const uint8_t *axes_of_term(const struct chiso_indicator *use, uint32_t row)
{
	return chiso_term_at(use, row)->axis;
}

static const uint8_t *axes_of_output(const struct chiso_indicator *use, uint32_t row)
{
	return chiso_output_at(use, row)->axis;
}

static int repeat_alike(const struct chiso_output *a, const struct chiso_output *b)
{
	return a->axis[0] == b->axis[0] && a->axis[1] == b->axis[1];
}

/* Numbers a line of cells: those of all outputs that repeat as one does, at one place along their axes. */
static void number_line(struct variant *variant, uint32_t like, uint32_t place)
{
	const struct applied *applied = variant->applied;
	uint32_t first = variant->n_kept;

	for (uint32_t row = like; row < applied->use->n_outputs; row++)
		if (indicator_gives(applied->spec, row) &&
		    repeat_alike(chiso_output_at(applied->use, row), chiso_output_at(applied->use, like)))
			variant->kept[variant->output_at[row] + place] = variant->n_kept++;
	for (uint32_t row = like; row < applied->use->n_outputs; row++) {
		uint32_t cell = variant->output_at[row] + place;

		if (repeat_alike(chiso_output_at(applied->use, row), chiso_output_at(applied->use, like)))
			variant->kept_lines[cell] = (struct kept_line){first, variant->n_kept - first};
	}
}

/* Whether a given output is the first one that repeats as it does. */
static int begins_lines(const struct applied *applied, uint32_t row)
{
	if (!indicator_gives(applied->spec, row))
		return 0;
	for (uint32_t before = 0; before < row; before++)
		if (indicator_gives(applied->spec, before) &&
		    repeat_alike(chiso_output_at(applied->use, row), chiso_output_at(applied->use, before)))
			return 0;
	return 1;
}

/* Cells of outputs that are left out are computed with the others, and not kept.  The others are numbered as
 * they come in the results. */
static int number_kept(struct variant *variant)
{
	const struct applied *applied = variant->applied;
	uint32_t n_cells = variant->call.n_cells;

	variant->n_kept = 0;
	variant->kept = arena_new(&variant->applied->arena, n_cells, sizeof *variant->kept);
	variant->kept_lines = arena_new(&variant->applied->arena, n_cells, sizeof *variant->kept_lines);
	if (!variant->kept || !variant->kept_lines)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n_cells; i++)
		variant->kept[i] = NOT_GIVEN;
	for (uint32_t row = 0; row < applied->use->n_outputs; row++) {
		const uint8_t *axis = axes_of_output(applied->use, row);
		uint32_t n = length(variant, axis[0]) * length(variant, axis[1]);

		for (uint32_t place = 0; place < n && begins_lines(applied, row); place++)
			number_line(variant, row, place);
	}
	return CHISO_OK;
}

uint32_t variant_sum(const struct variant *variant, const struct chiso_output *output,
                     const struct axis_place *cell, uint32_t term)
{
	const uint8_t *axis = chiso_term_at(variant->applied->use, term)->axis;
	uint32_t at = 0;

	for (int i = 0; i < 2; i++) {
		if (!axis[i])
			continue;
		at = at * length(variant, axis[i]) + cell->at[axis[i] == output->axis[0] ? 0 : 1];
	}
	return variant->term_at[term] + at;
}

static double factor_of(const struct variant *variant, const struct chiso_output *output)
{
	const struct chiso_list *list;

	if (!output->factor)
		return 1;
	list = &variant->params[output->factor - 1];
	return list->n ? number_of_value(&list->v[0]) : 1;
}

static struct quotient_term term_of(const struct variant *variant, uint32_t number)
{
	const struct chiso_term *term;

	if (number >= variant->call.n_terms)
		return (struct quotient_term){0};
	term = chiso_term_at(variant->applied->use, variant->terms[number].row);
	return (struct quotient_term){
		.number = number, .source = term->source, .has_input = term->input != 0};
}

static int find_quotients(struct variant *variant)
{
	const struct chiso_indicator *use = variant->applied->use;
	struct quotient *q = arena_new(&variant->applied->arena, variant->call.n_cells, sizeof *q);

	variant->quotients = q;
	for (uint32_t i = 0; q && i < variant->call.n_cells; i++, q++) {
		const struct axis_place *place = &variant->cells[i];
		const struct chiso_output *output = chiso_output_at(use, place->row);

		/* A record indicator has no terms. */
		*q = (struct quotient){.is_computed = !use->n_terms || output->numerator == CHISO_COMPUTED,
		                       .is_total = output->denominator == CHISO_ONE,
		                       .times = output->scale * factor_of(variant, output)};
		if (!q->is_computed)
			q->numerator = variant_sum(variant, output, place, output->numerator);
		if (!q->is_computed && !q->is_total)
			q->denominator = variant_sum(variant, output, place, output->denominator);
		q->above = term_of(variant, q->numerator);
		q->below = term_of(variant, q->denominator);
	}
	return variant->quotients ? CHISO_OK : CHISO_ENOMEM;
}

int variant_number(struct variant *variant)
{
	const struct chiso_indicator *use = variant->applied->use;
	struct arena *arena = &variant->applied->arena;
	int status = label_variant(variant);

	variant->term_at = arena_new(arena, use->n_terms, sizeof *variant->term_at);
	variant->output_at = arena_new(arena, use->n_outputs, sizeof *variant->output_at);
	if (status || !variant->term_at || !variant->output_at)
		return CHISO_ENOMEM;
	variant->terms = number_rows(variant, axes_of_term, use->n_terms, variant->term_at,
	                             &variant->call.n_terms);
	variant->cells = number_rows(variant, axes_of_output, use->n_outputs, variant->output_at,
	                             &variant->call.n_cells);
	return variant->terms && variant->cells && !find_quotients(variant) ? number_kept(variant)
	                                                                    : CHISO_ENOMEM;
}

/* Whether the value of a cell says its sum, too. */
static int is_sum(const struct quotient *q)
{
	return q->is_total && q->times == 1;
}

static void number_sum(struct variant *variant, struct quotient_term *term, uint32_t *numbers)
{
	uint32_t *number = &numbers[term->number], column;

	if (*number == NOT_GIVEN) {
		*number = variant->n_sums++;
		variant->sums[*number] = *term;
		column = term->has_input ? variant_term_column(variant, term->number) : 64;
		if (column < 64)
			variant->columns_needed[term->source] |= (uint64_t)1 << column;
	}
	term->sum = *number;
}

int variant_number_sums(struct variant *variant)
{
	struct arena *arena = &variant->applied->arena;
	uint32_t n = variant->call.n_terms, n_cells = variant->call.n_cells;
	uint32_t *numbers = arena_new(arena, n, sizeof *numbers);

	variant->sums = arena_new(arena, n, sizeof *variant->sums);
	if (!numbers || !variant->sums)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++)
		numbers[i] = NOT_GIVEN;
	for (int of_totals = 0; of_totals < 2; of_totals++) {
		for (uint32_t i = 0; i < n_cells; i++) {
			struct quotient *q = &variant->quotients[i];

			if (variant->kept[i] == NOT_GIVEN || q->is_computed || is_sum(q) != of_totals)
				continue;
			number_sum(variant, &q->above, numbers);
			if (!q->is_total)
				number_sum(variant, &q->below, numbers);
		}
		if (!of_totals)
			variant->n_kept_sums = variant->n_sums;
	}
	return CHISO_OK;
}

const char *variant_label(const struct variant *variant, const struct chiso_output *output,
                          const struct axis_place *cell, int axis)
{
	return variant->axes[output->axis[axis] - 1].id[cell->at[axis]];
}
