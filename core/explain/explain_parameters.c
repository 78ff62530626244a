/* SPDX-License-Identifier: MIT */
/* What a value was computed with: the standard that holds, with its articles, and parameters that are
 * results of other indicators. */
#include "explain/explain.h"

#include <string.h>

/* "k = 3   article 3, secondary". */
static void write_standard_value(struct page *page, const struct standard_value *value)
{
	const char *text, *said = "";

	for (size_t k = 0; k < value->n; k++)
		said = label_join(&page->arena, said, ", ", value->texts[k]);
	text = arena_printf(&page->arena, "%s = %s   ", value->id, page_text(page, said));
	if (value->article && text)
		text = message_fill(&page->arena, MSG_STANDARD_ARTICLE, page->context->lang,
		                    (const char *const[]){text, value->article, NULL});
	page_line(page, MESSAGE_N,
	          text ? arena_printf(&page->arena, "%s%s", text,
	                              label_evidence(page->context, value->status))
	               : NULL);
}

/* What the standard says of the indicator's parameters; what the project says instead goes with it.
 * An indicator without any counts what others judged by the standard: it shows all that it says. */
static void write_standard_values(struct page *page, const struct standard *standard)
{
	const struct chiso_indicator *use = page->group->run->applied.use;

	for (uint32_t i = 0; i < use->n_params; i++) {
		const struct standard_value *value =
			standard_value(standard, chiso_param_at(use, i)->field.id);

		if (value)
			write_standard_value(page, value);
	}
	for (size_t i = 0; !use->n_params && i < standard->n_values; i++)
		write_standard_value(page, &standard->values[i]);
}

static void write_standard(struct page *page)
{
	const struct standard *standard = page->group->variant->set->standard;
	const char *title;

	if (!standard || !page->cell.standard)
		return;
	title = strcmp(page->context->lang, "vi") ? standard->title_en : standard->title_vi;
	page_line(page, MSG_LABEL_STANDARD, arena_printf(&page->arena, "%s   %s", standard->id, title));
	page_line(page, MESSAGE_N, standard->source);
	write_standard_values(page, standard);
}

int page_pass_is_kept(const struct page *page, size_t pass)
{
	const struct pass_param *param = &page->group->run->applied.spec->passes[pass];
	const struct pass_value *value = page->group->variant->pass;
	const struct chiso_results *results = page->results;

	for (size_t i = 0; i < results->cells.n; i++) {
		const struct cell_group *from = cells_group(&results->cells, i);
		const struct cell_output *output = cells_output(&results->cells, i);

		if (output->spec == param->from && !output->n_keys && from->unit == value->unit &&
		    !period_compare(from->period, value->period) && output->row == param->output)
			return cells_at(&results->cells, i)->no_value == CHISO_REASON_SUPPRESSED;
	}
	return 0;
}

/* Parameters that are results of other indicators. */
static void write_passes(struct page *page)
{
	const struct indicator_spec *spec = page->group->run->applied.spec;
	const struct pass_value *pass = page->group->variant->pass;

	for (size_t i = 0; pass && i < spec->n_passes; i++) {
		const char *id = chiso_param_at(spec->use, spec->passes[i].param)->field.id;
		const char *times = page_number(page, spec->passes[i].times);
		const char *from = spec->passes[i].times == 1
		                           ? spec->passes[i].from_id
		                           : arena_printf(&page->arena, "%s × %s", times,
		                                          spec->passes[i].from_id);

		page_line(page, i ? MESSAGE_N : MSG_LABEL_PARAMETERS,
		          arena_printf(&page->arena, "%s = %s = %s", id, page_text(page, from),
		                       page_pass_is_kept(page, i)
		                               ? label_reason(page->context, CHISO_REASON_SUPPRESSED)
		                               : page_number(page, pass->values[i])));
	}
}

void page_parameters(struct page *page)
{
	write_passes(page);
	write_standard(page);
}
