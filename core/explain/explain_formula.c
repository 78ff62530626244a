/* SPDX-License-Identifier: MIT */
/* The formula of a page.  A sum of a single record is traced back to the columns of its file, which
 * is read again for that. */
#include "explain/explain.h"

#include <string.h>

/* Whether a record of a source counts in the period of the page. */
static int counts_here(const struct page *page, uint32_t part, size_t row)
{
	const struct aggregate *source = &page->group->run->parts[part];
	const struct reader *reader = source->reader;
	const struct groups *groups = &source->sets[page->group->set].groups;
	uint32_t period = groups_key(groups, page->group->slots[part])[1];

	return !(reader->batch.bad[row] & ROW_NOT_MEANT) &&
	       period_is_inside(reader->periods[reader_period_of(reader, row)],
	                        reader->periods[period]);
}

/* The table of the only record that a source has in the group. */
static void find_record_of(struct page *page, uint32_t part, const struct slot *slot)
{
	struct reader *reader = page->group->run->parts[part].reader;
	int more;

	reader_rewind(reader);
	while ((more = reader_next(reader)) > 0)
		for (size_t row = 0; row < reader->batch.n; row++)
			if (reader->batch.file == slot->file &&
			    reader->batch.line[row] == slot->line &&
			    counts_here(page, part, row)) {
				page->row = table_row(reader, row, &page->arena);
				page->row_at = row;
				page->single = &page->group->run->parts[part];
				if (!page->row)
					page_text(page, NULL);
				return;
			}
	if (more == CHISO_ENOMEM)
		page_text(page, NULL);
}

void page_find_record(struct page *page)
{
	for (uint32_t i = 0; i < page->group->run->n_parts && !page->row; i++) {
		const struct slot *slot =
			cell_is_suppressed(&page->cell) ? NULL : group_slot(page->group, i);

		if (slot && slot->n_used == 1)
			find_record_of(page, i, slot);
	}
}

static const char *fill_bound(struct page *page, const struct bound *bound)
{
	const struct reader *reader = page->single->reader;
	const struct expr_use *uses;

	/* What a record says of a person is not shown. */
	if (reader_is_personal(reader, bound))
		return expr_source(bound->expr);
	/* A mere name of a column that the project defines: go on to its definition. */
	while (expr_is_name(bound->expr) && bound->in[0] < 0 &&
	       (size_t)(-1 - bound->in[0]) < reader->n_named &&
	       reader->named[-1 - bound->in[0]].bound.expr)
		bound = &reader->named[-1 - bound->in[0]].bound;
	size_t n = expr_uses(bound->expr, &uses);
	struct vector *in = arena_new(&page->arena, n, sizeof *in);
	for (size_t i = 0; in && i < n; i++)
		in[i] = page->row[bound->in[i] >= 0 ? (size_t)bound->in[i]
		                                    : reader->n_uses - 1 - (size_t)bound->in[i]];
	return in ? expr_fill(bound->expr, in, page->context->lang, &page->arena) : NULL;
}

/* Whether an expression gives this number for the single record: a plugin may add an input only
 * where something else holds. */
static int gives(struct page *page, const struct bound *bound, double sum)
{
	struct vector v = vector_new(&page->arena, CHISO_F64, 1);

	return expr_type(bound->expr) == CHISO_F64 && v.at.f64 &&
	       !bound_run(page->single->reader, bound, page->row, 1, &v, &page->arena) &&
	       !v.missing[0] && v.at.f64[0] == sum;
}

/* The column behind a term that adds an input as it is; NULL: it adds something else, or there is
 * no single record to show. */
static const struct bound *bound_of_term(const struct page *page, uint32_t term)
{
	const struct applied *applied = &page->group->run->applied;
	const struct chiso_term *row =
		chiso_term_at(applied->use, page->group->variant->terms[term].row);
	uint32_t column;

	if (!page->row || !row->input || row->source != page->single->source)
		return NULL;
	column = variant_term_column(page->group->variant, term);
	return applied->columns[column].bound.expr ? &applied->columns[column].bound : NULL;
}

/* The number of a term, or the expression that it comes from with its numbers: "(800 + 35)". */
static const char *term_text(struct page *page, uint32_t term)
{
	const struct bound *bound = bound_of_term(page, term);
	const char *filled = NULL;
	double sum;

	if (group_sum(&sum, page->group, term))
		return "…";
	if (bound && gives(page, bound, sum))
		filled = page_text(page, fill_bound(page, bound));
	if (!filled)
		return page_number(page, sum);
	return strchr(filled, ' ') ? page_text(page, arena_printf(&page->arena, "(%s)", filled)) : filled;
}

/* ---- the formula ---- */

static const char *formula_of(struct page *page)
{
	const struct chiso_indicator *use = page->group->run->applied.use;
	const struct chiso_output *output = page->output;
	const char *text = "";
	char scale[NUMBER_ROOM];

	if (output->numerator == CHISO_COMPUTED)
		return output->formula ? output->formula : use->formula;
	/* As formulas write numbers: a comma is between what a function is given. */
	scale[number_print(scale, output->scale)] = 0;
	if (output->scale != 1)
		text = arena_printf(&page->arena, "%s * ", scale);
	if (text && output->factor)
		text = arena_printf(&page->arena, "%s%s * ", text,
		                    chiso_param_at(use, output->factor - 1u)->field.id);
	if (text)
		text = arena_printf(&page->arena, "%s%s", text,
		                    chiso_term_at(use, output->numerator)->field.id);
	if (text && output->denominator != CHISO_ONE)
		text = arena_printf(&page->arena, "%s / %s", text,
		                    chiso_term_at(use, output->denominator)->field.id);
	return page_text(page, text);
}

static const char *param_text(struct page *page, const struct chiso_param *row,
                              const struct chiso_list *list)
{
	const char *text = list->n ? "" : "null";

	for (uint32_t i = 0; text && i < list->n; i++) {
		const struct chiso_value *v = &list->v[i];
		const char *one = "";

		if (v->type == CHISO_F64)
			one = page_number(page, v->as.f64);
		else if (v->type == CHISO_I64)
			one = page_number(page, (double)v->as.i64);
		else if (v->type == CHISO_RATIO)
			one = arena_printf(&page->arena, v->as.ratio.den == 1 ? "%lld" : "%lld/%lld",
			                   (long long)v->as.ratio.num, (long long)v->as.ratio.den);
		else if (v->type == CHISO_STR)
			one = v->as.str;
		else if (v->type == CHISO_CODE)
			one = row->field.codes[v->as.code].id;
		text = arena_printf(&page->arena, "%s%s%s", text, i ? ", " : "", page_text(page, one));
	}
	return page_text(page, text);
}

/* A parameter: along an axis of the cell, the one that stands where the cell does. */
static const char *param_value(struct page *page, uint32_t param)
{
	const struct chiso_param *row = chiso_param_at(page->group->run->applied.use, param);
	struct chiso_list list = page->group->variant->params[param];
	const struct indicator_spec *spec = page->group->run->applied.spec;

	for (size_t i = 0; page->group->variant->pass && i < spec->n_passes; i++)
		if (spec->passes[i].param == param && page_pass_is_kept(page, i))
			return "…";
	for (int k = 0; k < 2; k++)
		if (row->axis && row->axis == page->output->axis[k] && page->place->at[k] < list.n)
			list = (struct chiso_list){list.v + page->place->at[k], 1};
	return param_text(page, row, &list);
}

/* Whether what stands at a place of a row's axes is where the page's cell is, as far as both go
 * along the same. */
static int is_here(const struct page *page, const uint8_t *axis, const struct axis_place *place)
{
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++)
			if (axis[i] && axis[i] == page->output->axis[k] &&
			    place->at[i] != page->place->at[k])
				return 0;
	return 1;
}

/* A term: its number, or all its numbers along the axes that the cell does not go along. */
static const char *term_values(struct page *page, uint32_t row)
{
	const struct variant *variant = page->group->variant;
	const uint8_t *axis = chiso_term_at(page->group->run->applied.use, row)->axis;
	const char *text = "";

	if (page_is_along(page, axis))
		return term_text(page, page_term(page, row));
	for (uint32_t t = 0; text && t < variant->call.n_terms; t++)
		if (variant->terms[t].row == row && is_here(page, axis, &variant->terms[t]))
			text = arena_printf(&page->arena, "%s%s%s", text, *text ? "; " : "",
			                    term_text(page, t));
	return page_text(page, text);
}

/* Another output of the same group: its value, or all its values along the axes that the cell does
 * not go along. */
static const char *output_values(struct page *page, uint32_t row)
{
	const struct variant *variant = page->group->variant;
	const uint8_t *axis = chiso_output_at(page->group->run->applied.use, row)->axis;
	struct chiso_cell *cells = arena_new(&page->arena, variant->call.n_cells, sizeof *cells);
	const char *text = "";

	if (!cells || group_values(page->group, NULL, cells))
		return page_text(page, NULL);
	for (uint32_t i = 0; text && i < variant->call.n_cells; i++)
		if (variant->cells[i].row == row && is_here(page, axis, &variant->cells[i]) &&
		    cells[i].value.type == CHISO_F64)
			text = arena_printf(&page->arena, "%s%s%s", text, *text ? "; " : "",
			                    page_number(page, cells[i].value.as.f64));
	return page_text(page, text && !*text ? "…" : text);
}

/* What an identifier of the formula stands for; NULL: itself. */
static const char *value_of_name(struct page *page, struct slice name)
{
	const struct chiso_indicator *use = page->group->run->applied.use;

	for (uint32_t i = 0; i < use->n_terms; i++)
		if (slice_is(name, chiso_term_at(use, i)->field.id))
			return term_values(page, i);
	for (uint32_t i = 0; i < use->n_outputs; i++)
		if (chiso_output_at(use, i) != page->output &&
		    slice_is(name, chiso_output_at(use, i)->field.id))
			return output_values(page, i);
	for (uint32_t i = 0; i < use->n_axes; i++)
		for (int k = 0; k < 2; k++)
			if (page->output->axis[k] == i + 1 &&
			    slice_is(name, chiso_axis_at(use, i)->field.id))
				return variant_label(page->group->variant, page->output,
				                     page->place, k);
	for (uint32_t i = 0; i < use->n_params; i++)
		if (slice_is(name, chiso_param_at(use, i)->field.id))
			return param_value(page, i);
	return NULL;
}

/* The formula with `*` as ×, and with numbers for names when fill is set. */
static const char *render(struct page *page, const char *formula, int fill)
{
	/* Not isalpha(): in the locale of a host program a byte of a longer letter may be one. */
	static const char word[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
	const char *out = "";

	while (out && *formula) {
		size_t n = 1;
		const char *piece = NULL;

		if (*formula >= '0' && *formula <= '9') {
			double number;

			n = strspn(formula, "0123456789.");
			if (!number_read(&number, formula, n, (struct number_style){.decimal = '.'}))
				piece = page_number(page, number);
		} else if (strchr(word, *formula)) {
			n = strspn(formula, word);
			/* A function may have the name of an output. */
			if (fill && formula[n] != '(')
				piece = value_of_name(page, (struct slice){formula, n});
		} else if (*formula == '*') {
			piece = "×";
		} else if (*formula == ',') { /* numbers have commas too */
			piece = ";";
		}
		out = arena_printf(&page->arena, "%s%.*s", out,
		                   piece ? (int)strlen(piece) : (int)n, piece ? piece : formula);
		formula += n;
	}
	return page_text(page, out);
}

const char *page_formula_text(struct page *page, int fill)
{
	if (fill && (page->cell.value.type != CHISO_F64 ||
	             (page->output->numerator == CHISO_COMPUTED && !page->output->formula)))
		return NULL;
	return render(page, formula_of(page), fill);
}

void page_formula(struct page *page)
{
	const char *filled;

	page_line(page, MSG_LABEL_FORMULA, page_formula_text(page, 0));
	filled = page_formula_text(page, 1);
	if (filled)
		page_line(page, MESSAGE_N,
		          arena_printf(&page->arena, "%s = %s", filled,
		                       page_number(page, page->cell.value.as.f64)));
}
