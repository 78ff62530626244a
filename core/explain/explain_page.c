/* SPDX-License-Identifier: MIT */
/* The page of one cell. */
#include "explain/explain.h"

#include "units/units_index.h"

#include <math.h>
#include <string.h>

const char *page_text(struct page *page, const char *text)
{
	if (!text)
		sink_text(page->sink, NULL);
	return text ? text : "";
}

void page_line(struct page *page, enum message label, const char *text)
{
	const char *word = label == MESSAGE_N ? "" : message_text(label, page->context->lang);
	size_t width = text_length(word, strlen(word));

	sink_text(page->sink, page->indent);
	sink_text(page->sink, "  ");
	sink_text(page->sink, word);
	while (width++ < 14)
		sink_text(page->sink, " ");
	sink_text(page->sink, text);
	sink_text(page->sink, "\n");
}

const char *page_number(struct page *page, double value)
{
	char text[NUMBER_ROOM];
	size_t n = number_print_for_people(text, value, -1, page->context->lang);

	return page_text(page, arena_text(&page->arena, text, n));
}

static void write_heading(struct page *page)
{
	const struct chiso_cell *cell = &page->cell;
	const char *text = arena_printf(&page->arena, "%s.%s", cell->indicator, cell->output);

	if (*cell->unit && text)
		text = arena_printf(&page->arena, "%s   %s%s%s", text, cell->unit,
		                    strcmp(cell->unit, cell->unit_name) ? " " : "",
		                    strcmp(cell->unit, cell->unit_name) ? cell->unit_name : "");
	if (*cell->period && text)
		text = arena_printf(&page->arena, "%s   %s", text, cell->period);
	for (uint32_t i = 0; text && i < cell->n_keys; i++)
		text = arena_printf(&page->arena, "%s   %s=%s", text, cell->keys[i],
		                    cell->key_values[i]);
	sink_text(page->sink, page->indent);
	sink_text(page->sink, text);
	sink_text(page->sink, "\n");
	page_line(page, MSG_LABEL_TITLE, arena_printf(&page->arena, "%s: %s", cell->title,
	                                         cell->output_title));
}

static void write_value(struct page *page)
{
	const struct chiso_cell *cell = &page->cell;

	if (cell->value.type == CHISO_F64)
		page_line(page, MSG_LABEL_VALUE, label_value(&page->arena, page->context,
		                                        cell->value.as.f64, cell->bound,
		                                        cell->unit_measure, LABEL_TABLE));
	else
		page_line(page, MSG_LABEL_VALUE, label_reason(page->context, cell->value.reason));
}

int page_is_along(const struct page *page, const uint8_t *axis)
{
	for (int i = 0; i < 2; i++)
		if (axis[i] && axis[i] != page->output->axis[0] && axis[i] != page->output->axis[1])
			return 0;
	return 1;
}

uint32_t page_term(const struct page *page, uint32_t term)
{
	return variant_sum(page->group->variant, page->output, page->place, term);
}

/* The sums of the formula; of a computed output all that go along its axes at most. */
static void write_terms(struct page *page)
{
	const struct chiso_indicator *use = page->group->run->applied.use;
	enum message label = MSG_LABEL_SUMS;

	for (uint32_t t = 0; t < use->n_terms; t++) {
		const struct chiso_term *term = chiso_term_at(use, t);
		double sum;
		int is_in = page->output->numerator == CHISO_COMPUTED
		                    ? page_is_along(page, term->axis)
		                    : t == page->output->numerator || t == page->output->denominator;

		if (!is_in || group_sum(&sum, page->group, page_term(page, t)))
			continue;
		page_line(page, label,
		     arena_printf(&page->arena, "%s = %s   %s", term->field.id,
		                  page_number(page, sum),
		                  chiso_text_in(term->field.title, page->context->lang)));
		label = MESSAGE_N;
	}
}

/* "212 used of 214", by source where there are several. */
static void write_counts(struct page *page)
{
	const struct indicator_run *run = page->group->run;
	enum message label = MSG_LABEL_RECORDS;

	for (uint32_t i = 0; i < run->n_parts; i++) {
		const struct slot *slot = group_slot(page->group, i);
		char used[NUMBER_ROOM], seen[NUMBER_ROOM], at[NUMBER_ROOM];
		const char *text;

		if (!slot)
			continue;
		number_print_for_people(used, (double)slot->n_used, 0, page->context->lang);
		number_print_for_people(seen, (double)slot->n_seen, 0, page->context->lang);
		number_print(at, (double)slot->line);
		text = message_fill(&page->arena, slot->n_used > 1 ? MSG_RECORDS_FROM : MSG_RECORDS_AT,
		                    page->context->lang,
		                    (const char *const[]){used, seen, slot->file ? slot->file : "-",
		                                          at, NULL});
		if (run->n_parts > 1 && text)
			text = arena_printf(&page->arena, "%s: %s",
			                    chiso_source_at(run->applied.use, i)->field.id, text);
		page_line(page, label, text);
		label = MESSAGE_N;
	}
}

const struct run_dataset *page_dataset(const struct page *page, uint32_t part)
{
	const struct provenance *run = page->results->provenance;
	const char *id = page->group->run->parts[part].reader->spec->id;

	return run && id ? provenance_dataset(run, id) : NULL;
}

/* The files that the records are of, and what they were when they were read. */
static void write_files(struct page *page)
{
	const struct indicator_run *run = page->group->run;
	enum message label = MSG_LABEL_DATASET;

	for (uint32_t i = 0; i < run->n_parts; i++) {
		const struct run_dataset *dataset = page_dataset(page, i);

		for (size_t k = 0; dataset && group_slot(page->group, i) && k < dataset->n_files; k++) {
			page_line(page, label,
			          arena_printf(&page->arena, "%s: %s   SHA-256 %s", dataset->id,
			                       dataset->files[k].file, dataset->files[k].sha256));
			label = MESSAGE_N;
		}
	}
}

/* Keys that a source has not: its sums are the same for all their values. */
static void write_broadcast(struct page *page)
{
	const struct indicator_run *run = page->group->run;
	enum message label = MSG_LABEL_BROADCAST;

	for (uint32_t i = 0; i < run->n_parts; i++) {
		const struct aggregate *part = &run->parts[i];
		const struct names *by = &run->applied.spec->by[page->group->set];
		const struct key_set *set = &part->sets[page->group->set];
		const struct dataset_spec *spec = part->reader->spec;
		const char *lacks = "";

		if (run->n_parts < 2 || !group_slot(page->group, i))
			continue;
		if (!spec->unit.column && !spec->unit.constant)
			lacks = message_text(MSG_KEY_UNIT, page->context->lang);
		if (!reader_has_period(part->reader))
			lacks = label_join(&page->arena, lacks, ", ",
			                   message_text(MSG_KEY_PERIOD, page->context->lang));
		for (size_t k = 0; lacks && k < by->n; k++) {
			uint32_t m = 0;

			while (m < set->n && strcmp(set->names[m], by->items[k]))
				m++;
			if (m == set->n)
				lacks = label_join(&page->arena, lacks, ", ", by->items[k]);
		}
		if (lacks && !*lacks)
			continue;
		page_line(page, label,
		          message_fill(&page->arena, MSG_SAME_FOR_ALL, page->context->lang,
		                       (const char *const[]){
					       chiso_source_at(run->applied.use, i)->field.id,
					       page_text(page, lacks), NULL}));
		label = MESSAGE_N;
	}
}

static void write_records(struct page *page)
{
	char have[NUMBER_ROOM], want[NUMBER_ROOM];

	write_counts(page);
	write_files(page);
	write_broadcast(page);
	if (page->cell.periods_expected) {
		number_print(have, page->cell.periods_reporting);
		number_print(want, page->cell.periods_expected);
		page_line(page, MSG_LABEL_PERIODS,
		     message_fill(&page->arena, MSG_PERIODS_ADDED, page->context->lang,
		                  (const char *const[]){have, want, NULL}));
	}
	if (page->row && page->single->reader->batch.records[page->row_at])
		page_line(page, MSG_LABEL_MADE_OF,
		     page->single->reader->batch.records[page->row_at]);
	number_print_for_people(have, page->cell.reporting, 0, page->context->lang);
	number_print_for_people(want, page->cell.expected, 0, page->context->lang);
	page_line(page, MSG_LABEL_UNITS,
	     message_fill(&page->arena,
	                  page->cell.rolled_up ? MSG_UNITS_ADDED : MSG_UNITS_REPORTING,
	                  page->context->lang, (const char *const[]){have, want, NULL}));
}

/* How much of the total a breakdown is. */
static void write_shares(struct page *page)
{
	const struct chiso_value *shares[] = {&page->cell.numerator_share,
	                                      &page->cell.denominator_share};
	static const enum message words[] = {MSG_SHARE_OF_NUMERATOR, MSG_SHARE_OF_DENOMINATOR};
	const char *text = "";

	for (int i = 0; i < 2; i++) {
		if (shares[i]->type != CHISO_F64)
			continue;
		const char *share = label_value(&page->arena, page->context, shares[i]->as.f64,
		                                CHISO_EXACT, "%", LABEL_TABLE);
		text = label_join(&page->arena, text, ", ",
		                  page_text(page, message_fill(&page->arena, words[i],
		                                               page->context->lang,
		                                               (const char *const[]){
									       page_text(page, share),
									       NULL})));
	}
	if (!text || *text)
		page_line(page, MSG_LABEL_SHARES, page_text(page, text));
}

/* A number of an estimate, or why there is none. */
static const char *estimate_text(struct page *page, const struct chiso_value *value)
{
	return value->type == CHISO_F64 ? page_number(page, value->as.f64)
	                                : label_reason(page->context, value->reason);
}

/* How the variance was found. */
static void write_method(struct page *page)
{
	const struct chiso_cell *cell = &page->cell;
	const struct indicator_run *run = page->group->run;
	uint32_t part = 0;

	while (part + 1 < run->n_parts && !run->parts[part].sets[page->group->set].spread)
		part++;
	const struct design_spec *design = &run->parts[part].reader->spec->design;
	int is_jackknife = page->output->numerator == CHISO_COMPUTED;
	enum message method = is_jackknife          ? MSG_METHOD_JACKKNIFE
	                      : design->n_fpc == 2 ? MSG_METHOD_TWO_STAGES
	                      : design->n_fpc      ? MSG_METHOD_FPC
	                                           : MSG_METHOD_REPLACEMENT;

	page_line(page, MSG_LABEL_METHOD, message_text(method, page->context->lang));
	page_line(page, MESSAGE_N,
	     message_fill(&page->arena, MSG_DESIGN_OF, page->context->lang,
	                  (const char *const[]){page_number(page, cell->n_strata),
	                                        page_number(page, cell->n_psu),
	                                        page_number(page, cell->df), NULL}));
}

static void write_estimate(struct page *page)
{
	const struct chiso_cell *cell = &page->cell;
	const char *lang = page->context->lang, *limits;

	if (!(cell->confidence > 0) || cell->value.type != CHISO_F64)
		return;
	page_line(page, MSG_LABEL_SE, estimate_text(page, &cell->se));
	if (cell->se.type != CHISO_F64)
		return;
	limits = cell->ci_low.type == CHISO_F64
	                 ? message_fill(&page->arena, MSG_INTERVAL, lang,
	                                (const char *const[]){
							page_number(page, cell->ci_low.as.f64),
							page_number(page, cell->ci_high.as.f64),
							page_number(page, cell->confidence * 100),
							NULL})
	                 : label_reason(page->context, cell->ci_low.reason);
	page_line(page, MSG_LABEL_INTERVAL, page_text(page, limits));
	page_line(page, MSG_LABEL_DEFF, estimate_text(page, &cell->deff));
	write_method(page);
}

/* The figures of the single record that are no exact ones. */
static void write_bounds(struct page *page)
{
	static const enum message words[] = {[QUALIFIER_ABOUT] = MSG_FIGURE_ABOUT,
	                                     [QUALIFIER_LOWER] = MSG_FIGURE_MORE_THAN,
	                                     [QUALIFIER_UPPER] = MSG_FIGURE_LESS_THAN};
	static const enum message meanings[] = {[CHISO_EXACT] = MSG_BOUND_EXACT,
	                                        [CHISO_ABOUT] = MSG_BOUND_ABOUT,
	                                        [CHISO_LOWER_BOUND] = MSG_BOUND_LOWER,
	                                        [CHISO_UPPER_BOUND] = MSG_BOUND_UPPER};
	struct reader *reader = page->row ? page->single->reader : NULL;
	enum message label = MSG_LABEL_BOUND;

	if (page->cell.bound == CHISO_EXACT)
		return;
	page_line(page, label, message_text(meanings[page->cell.bound], page->context->lang));
	for (size_t i = 0; reader && i < reader->n_qualified; i++) {
		enum qualifier qualifier = reader_qualifier(reader, i, page->row_at);
		int use = reader->qualified[i].use;

		if (qualifier == QUALIFIER_NONE || use < 0 || page->row[use].missing[0])
			continue;
		page_line(page, MESSAGE_N,
		     message_fill(&page->arena, words[qualifier], page->context->lang,
		                  (const char *const[]){
					  reader->columns[reader->qualified[i].column],
					  page_number(page, page->row[use].at.f64[0]), NULL}));
	}
}

static void write_known(struct page *page)
{
	static const enum message statuses[] = {[CHISO_ESTIMATE] = MSG_STATUS_ESTIMATE,
	                                        [CHISO_PRELIMINARY] = MSG_STATUS_PRELIMINARY,
	                                        [CHISO_OFFICIAL] = MSG_STATUS_OFFICIAL};
	const struct chiso_cell *cell = &page->cell;
	const char *lang = page->context->lang;

	if (cell->synthetic)
		page_line(page, MSG_LABEL_DATA, message_text(MSG_SYNTHETIC, lang));
	if (cell->status)
		page_line(page, MSG_LABEL_STATUS, message_text(statuses[cell->status], lang));
	if (cell->evidence)
		page_line(page, MSG_LABEL_EVIDENCE, label_evidence(page->context, cell->evidence));
	for (uint32_t i = 0; i < cell->n_sources; i++)
		page_line(page, i ? MESSAGE_N : MSG_LABEL_SOURCE, cell->sources[i]);
	if (cell->is_break)
		page_line(page, MSG_LABEL_BREAK, message_text(MSG_BREAK_HERE, lang));
	for (uint32_t i = 0; i < cell->n_notes; i++)
		page_line(page, i ? MESSAGE_N : MSG_LABEL_NOTE, cell->notes[i]);
}

static void write_indicator(struct page *page)
{
	const struct chiso_indicator *use = page->group->run->applied.use;
	char version[NUMBER_ROOM];

	number_print(version, use->version);
	page_line(page, MSG_LABEL_INDICATOR,
	     message_fill(&page->arena, MSG_INDICATOR_VERSION, page->context->lang,
	                  (const char *const[]){use->id, version, NULL}));
	if (use->reference)
		page_line(page, MSG_LABEL_REFERENCE, use->reference);
}

/* ---- derived indicators ---- */

static void write_calls(struct page *page, const struct derived_trace *trace)
{
	for (size_t i = 0; i < trace->n_calls; i++) {
		const struct chiso_value *value = &trace->calls[i].value;
		const char *text = value->type == CHISO_F64
		                           ? page_number(page, value->as.f64)
		                           : label_reason(page->context, value->reason);

		page_line(page, i ? MESSAGE_N : MSG_LABEL_WITH,
		     arena_printf(&page->arena, "%s = %s", trace->calls[i].source, text));
		if (trace->calls[i].told)
			page_line(page, MESSAGE_N,
			     arena_printf(&page->arena, "%s = %s", trace->calls[i].told, text));
	}
}

static void write_derived(struct page *page, const struct derived_trace *trace)
{
	const struct chiso_cell *cell = &page->cell;
	static const enum message meanings[] = {[CHISO_ABOUT] = MSG_BOUND_ABOUT,
	                                        [CHISO_LOWER_BOUND] = MSG_BOUND_LOWER,
	                                        [CHISO_UPPER_BOUND] = MSG_BOUND_UPPER};

	write_heading(page);
	write_value(page);
	page_line(page, MSG_LABEL_FORMULA, trace->formula);
	if (cell->value.type == CHISO_F64)
		page_line(page, MESSAGE_N, arena_printf(&page->arena, "%s = %s", trace->filled,
		                                   page_number(page, cell->value.as.f64)));
	else
		page_line(page, MESSAGE_N, trace->filled);
	write_calls(page, trace);
	if (cell->bound != CHISO_EXACT)
		page_line(page, MSG_LABEL_BOUND,
		     message_text(meanings[cell->bound], page->context->lang));
	write_known(page);
}

int page_flow(struct flow *out, const struct page *page, const struct cell_group *from)
{
	const struct reader *reader = page->group->run->parts[0].reader;
	struct chiso_project *project = reader->project;

	*out = (struct flow){0};
	if (!page->cell.boundaries || !project->has_lineage)
		return CHISO_OK;
	return lineage_flow(out, &project->lineage, &project->units, from->unit,
	                    dataset_coding(reader->spec, from->period), page->group->run->applied.spec->basis);
}

/* The units that it is made of, divided ones with their share. */
static void write_lineage(struct page *page, const struct cell_group *from)
{
	struct chiso_project *project = page->group->run->parts[0].reader->project;
	const char *text = "";
	struct flow flow;

	if (page_flow(&flow, page, from))
		return;
	for (uint32_t i = 0; i < flow.n; i++) {
		const struct flow_part *part = &flow.parts[i];
		const char *one = unit_label(&project->units.list[part->unit], page->context->lang,
		                             &page->arena);

		if (!part->is_whole && one)
			one = arena_printf(&page->arena, "%s × %s", one,
			                   isnan(part->share) ? "?" : page_number(page, part->share));
		text = label_join(&page->arena, text, ", ", page_text(page, one));
	}
	if (flow.n)
		page_line(page, MSG_LABEL_MADE_OF, page_text(page, text));
}

/* What is kept back is explained without its sums and records. */
static void write_suppressed(struct page *page)
{
	page_line(page, MSG_LABEL_FORMULA, page_formula_text(page, 0));
	page_line(page, MSG_LABEL_RECORDS, message_text(MSG_RECORDS_SUPPRESSED, page->context->lang));
	write_known(page);
	page_parameters(page);
	write_indicator(page);
}

static void write_page(struct page *page, const struct cell_group *from)
{
	page_find_record(page);
	write_heading(page);
	write_value(page);
	if (cell_is_suppressed(&page->cell)) {
		write_suppressed(page);
		return;
	}
	page_formula(page);
	write_terms(page);
	write_shares(page);
	write_estimate(page);
	write_bounds(page);
	write_records(page);
	write_lineage(page, from);
	write_known(page);
	page_parameters(page);
	write_indicator(page);
}

void page_write(struct page *page, const struct cell_group *from,
                const struct derived_trace *trace)
{
	if (trace)
		write_derived(page, trace);
	else
		write_page(page, from);
}
