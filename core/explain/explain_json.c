/* SPDX-License-Identifier: MIT */
/* Explanations for programs: a tree from a value to the files that it comes from.  Its texts are in
 * the language of the context, its codes never change. */
#include "explain/explain.h"
#include "project/adjustment.h"

#include "base/code.h"
#include "json/json_out.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void write_cell(struct json_out *json, const struct chiso_cell *cell)
{
	json_out_text(json, "indicator", cell->indicator);
	json_out_text(json, "output", cell->output);
	json_out_text(json, "unit", cell->unit);
	json_out_text(json, "unit_name", cell->unit_name);
	json_out_text(json, "period", cell->period);
	json_out_open(json, "keys", "{");
	for (uint32_t i = 0; i < cell->n_keys; i++)
		json_out_text(json, cell->keys[i], cell->key_values[i]);
	json_out_finish(json, "}");
	json_out_value(json, "value", &cell->value);
	json_out_code(json, "reason", chiso_reason_word(cell->value.reason));
	json_out_code(json, "bound", cell->value.type == CHISO_F64 ? code_bound(cell->bound) : "");
	json_out_text(json, "unit_measure", cell->unit_measure);
}

/* What is known about the figures. */
static void write_known(struct json_out *json, const struct chiso_cell *cell)
{
	json_out_text(json, "title", cell->title);
	json_out_text(json, "output_title", cell->output_title);
	json_out_count(json, "reporting", cell->reporting);
	json_out_count(json, "expected", cell->expected);
	json_out_truth(json, "rolled_up", cell->rolled_up);
	json_out_code(json, "status", code_status(cell->status));
	json_out_code(json, "evidence", code_evidence(cell->evidence));
	json_out_truth(json, "break", cell->is_break);
	json_out_truth(json, "synthetic", cell->synthetic);
	json_out_strings(json, "sources", cell->sources, cell->n_sources);
	json_out_strings(json, "notes", cell->notes, cell->n_notes);
	if (cell->boundaries) {
		json_out_text(json, "boundaries", cell->boundaries);
		json_out_code(json, "boundaries_by", code_boundaries(cell->boundaries_by));
	}
	adjustments_write(json, cell->adjustments, cell->n_adjustments);
}

/* The units that a figure on the boundaries of another time is made of. */
static int write_made_of(struct json_out *json, const struct page *page,
                         const struct cell_group *from)
{
	const struct units *units = &page->group->run->parts[0].reader->project->units;
	struct flow flow;

	if (!page->cell.boundaries)
		return CHISO_OK;
	if (page_flow(&flow, page, from))
		return CHISO_ENOMEM;
	json_out_open(json, "made_of", "[");
	for (uint32_t i = 0; i < flow.n; i++) {
		const struct unit *unit = &units->list[flow.parts[i].unit];

		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "unit", unit->code);
		json_out_text(json, "unit_name", unit_name(unit, page->context->lang));
		json_out_number(json, "share",
		                flow.parts[i].is_whole ? 1 : flow.parts[i].share);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
	return CHISO_OK;
}

/* ---- an indicator of a plugin ---- */

static void write_sums(struct json_out *json, struct page *page)
{
	const struct chiso_indicator *use = page->group->run->applied.use;

	json_out_open(json, "sums", "[");
	for (uint32_t t = 0; t < use->n_terms && !cell_is_suppressed(&page->cell); t++) {
		const struct chiso_term *term = chiso_term_at(use, t);
		int is_in = page->output->numerator == CHISO_COMPUTED
		                    ? page_is_along(page, term->axis)
		                    : t == page->output->numerator || t == page->output->denominator;
		double sum;

		if (!is_in || group_sum(&sum, page->group, page_term(page, t)))
			continue;
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "id", term->field.id);
		json_out_text(json, "title", chiso_text_in(term->field.title, page->context->lang));
		json_out_number(json, "value", sum);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

static void write_files(struct json_out *json, const struct run_dataset *dataset)
{
	json_out_open(json, "files", "[");
	for (size_t i = 0; dataset && i < dataset->n_files; i++) {
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "file", dataset->files[i].file);
		json_out_text(json, "sha256", dataset->files[i].sha256);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

static void write_datasets(struct json_out *json, struct page *page)
{
	const struct indicator_run *run = page->group->run;

	json_out_open(json, "datasets", "[");
	for (uint32_t i = 0; i < run->n_parts; i++) {
		const struct slot *slot = group_slot(page->group, i);

		if (!slot || cell_is_suppressed(&page->cell))
			continue;
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "id", run->parts[i].reader->spec->id);
		json_out_number(json, "n_used", (double)slot->n_used);
		json_out_number(json, "n_seen", (double)slot->n_seen);
		json_out_open(json, "first_record", "{");
		json_out_text(json, "file", slot->file);
		json_out_count(json, "line", slot->line);
		json_out_finish(json, "}");
		write_files(json, page_dataset(page, i));
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

static void write_standard_value(struct json_out *json, const struct standard_value *value)
{
	json_out_separate(json);
	json_out_begin(json, "{");
	json_out_text(json, "id", value->id);
	json_out_strings(json, "values", value->texts, value->n);
	json_out_text(json, "article", value->article);
	json_out_code(json, "status", code_evidence(value->status));
	json_out_finish(json, "}");
}

void standard_write(struct json_out *json, const char *name, const struct standard *standard,
                    const struct chiso_indicator *use, const char *lang)
{
	uint32_t n_params = use ? use->n_params : 0;

	json_out_open(json, name, "{");
	json_out_text(json, "id", standard->id);
	json_out_text(json, "title", strcmp(lang, "vi") ? standard->title_en : standard->title_vi);
	json_out_text(json, "source", standard->source);
	json_out_text(json, "valid_from", standard->valid_from);
	json_out_text(json, "valid_to", standard->valid_to);
	json_out_open(json, "values", "[");
	for (uint32_t i = 0; i < n_params; i++) {
		const struct standard_value *value =
			standard_value(standard, chiso_param_at(use, i)->field.id);

		if (value)
			write_standard_value(json, value);
	}
	for (size_t i = 0; !n_params && i < standard->n_values; i++)
		write_standard_value(json, &standard->values[i]);
	json_out_finish(json, "]");
	json_out_finish(json, "}");
}

static void write_standard(struct json_out *json, struct page *page)
{
	const struct standard *standard = page->group->variant->set->standard;

	if (standard && page->cell.standard)
		standard_write(json, "standard", standard, page->group->run->applied.use,
		               page->context->lang);
	else
		json_out_text(json, "standard", NULL);
}

static void write_indicator(struct json_out *json, const struct page *page)
{
	const struct chiso_indicator *use = page->group->run->applied.use;
	const struct provenance *run = page->results->provenance;
	const struct run_indicator *indicator = provenance_indicator(run, page->cell.indicator);

	json_out_open(json, "computed_by", "{");
	json_out_text(json, "indicator", use->id);
	json_out_count(json, "version", use->version);
	json_out_text(json, "reference", use->reference);
	for (size_t i = 0; indicator && indicator->plugin && i < run->n_plugins; i++)
		if (!strcmp(run->plugins[i].id, indicator->plugin)) {
			json_out_text(json, "plugin", run->plugins[i].id);
			json_out_text(json, "plugin_version", run->plugins[i].version);
		}
	json_out_finish(json, "}");
}

/* Parameters that are results of other indicators. */
static void write_passes(struct json_out *json, const struct page *page)
{
	const struct indicator_spec *spec = page->group->run->applied.spec;
	const struct pass_value *pass = page->group->variant->pass;

	json_out_open(json, "parameters", "[");
	for (size_t i = 0; pass && i < spec->n_passes; i++) {
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "id", chiso_param_at(spec->use, spec->passes[i].param)->field.id);
		json_out_text(json, "from", spec->passes[i].from_id);
		json_out_number(json, "times", spec->passes[i].times);
		json_out_number(json, "value", page_pass_is_kept(page, i) ? NAN : pass->values[i]);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

static void write_computed(struct json_out *json, struct page *page)
{
	page_find_record(page);
	json_out_text(json, "formula", page_formula_text(page, 0));
	json_out_text(json, "filled", page_formula_text(page, 1));
	write_sums(json, page);
	write_datasets(json, page);
	write_standard(json, page);
	write_passes(json, page);
	write_indicator(json, page);
}

/* ---- an expression ---- */

static int write_derived(struct tree *tree, struct page *page, size_t at)
{
	struct json_out *json = &tree->json;
	struct derived_trace trace;
	int status = derived_explain(&trace, tree->results, at, &page->arena);

	if (status)
		return status;
	json_out_text(json, "formula", trace.formula);
	json_out_text(json, "filled", trace.filled);
	json_out_open(json, "calls", "[");
	for (size_t i = 0; i < trace.n_calls; i++) {
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "call", trace.calls[i].source);
		if (trace.calls[i].told)
			json_out_text(json, "filled", trace.calls[i].told);
		json_out_value(json, "value", &trace.calls[i].value);
		json_out_code(json, "reason", chiso_reason_word(trace.calls[i].value.reason));
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
	json_out_open(json, "operands", "[");
	for (size_t i = 0; i < trace.n_cells && !status; i++)
		status = tree_write(tree, trace.cells[i]);
	json_out_finish(json, "]");
	return status;
}

int tree_write(struct tree *tree, size_t at)
{
	struct page page;
	struct json_out *json = &tree->json;
	int status = CHISO_OK, is_shown = tree->is_shown[at];

	page_open(&page, tree->results, tree->json.sink, at);
	tree->is_shown[at] = 1;
	json_out_separate(json);
	json_out_begin(json, "\n{");
	write_cell(json, &page.cell);
	json_out_truth(json, "explained_above", is_shown);
	if (!is_shown) {
		write_known(json, &page.cell);
		if (page.group) {
			status = write_made_of(json, &page, cells_group(&tree->results->cells, at));
			write_computed(json, &page);
		} else {
			status = write_derived(tree, &page, at);
		}
	}
	json_out_finish(json, "}");
	arena_clear(&page.arena);
	return status;
}

void explain_json_begin(struct json_out *json, const struct chiso_results *results)
{
	json_out_begin(json, "{");
	json_out_text(json, "chiso", chiso_version());
	json_out_text(json, "schema", "urn:chiso:explanation:1");
	json_out_text(json, "lang", results->context->lang);
}

int explain_json(struct chiso_results *results, const uint8_t *fits, struct sink *sink)
{
	struct tree tree = {{.sink = sink}, results, malloc(results->cells.n + 1)};
	int status = tree.is_shown ? CHISO_OK : CHISO_ENOMEM;

	explain_json_begin(&tree.json, results);
	json_out_open(&tree.json, "explanations", "[");
	for (size_t i = 0; i < results->cells.n && !status && !sink->status; i++) {
		if (!fits[i])
			continue;
		memset(tree.is_shown, 0, results->cells.n);
		status = tree_write(&tree, i);
	}
	json_out_finish(&tree.json, "]");
	json_out_finish(&tree.json, "}\n");
	free(tree.is_shown);
	return status ? status : sink->status;
}
