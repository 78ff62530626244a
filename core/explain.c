/* SPDX-License-Identifier: MIT */
/* Where a value comes from: formula with numbers, sums, records, bounds, sources.  A sum of a
 * single record is traced back to the columns of its file, which is read again for that. */
#include "context.h"
#include "derived.h"
#include "number.h"
#include "results.h"
#include "run.h"

#include <string.h>

struct page {
	struct chiso_results *results;
	const struct chiso_context *context;
	struct sink *sink;
	struct arena arena;
	const struct chiso_cell *cell;
	const struct aggregate *aggregate;
	const struct key_set *set;
	const struct slot *slot; /* NULL: no records */
	uint32_t slot_at;
	const struct chiso_output *output;
	struct vector *row; /* of the single record; NULL: several */
	size_t row_at;
	const char *indent;
};

/* A text, or the sink's status when there was no memory for it. */
static const char *sure(struct page *page, const char *text)
{
	if (!text)
		sink_text(page->sink, NULL);
	return text ? text : "";
}

static void line(struct page *page, enum message label, const char *text)
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

static const char *number(struct page *page, double value)
{
	char text[NUMBER_ROOM];
	size_t n = number_print_for_people(text, value, -1, page->context->lang);

	return sure(page, arena_text(&page->arena, text, n));
}

/* ---- the single record ---- */

/* The table of the record that the slot's only contribution came from. */
static void find_record(struct page *page)
{
	struct reader *reader = page->aggregate->reader;

	if (!page->slot || page->slot->n_used != 1)
		return;
	int more;
	reader_rewind(reader);
	while ((more = reader_next(reader)) > 0)
		for (size_t row = 0; row < reader->batch.n; row++)
			if (reader->batch.file == page->slot->file &&
			    reader->batch.line[row] == page->slot->line) {
				page->row = table_row(reader, row, &page->arena);
				page->row_at = row;
				if (!page->row)
					sure(page, NULL);
				return;
			}
	if (more == CHISO_ENOMEM)
		sure(page, NULL);
}

static const char *fill_bound(struct page *page, const struct bound *bound)
{
	const struct reader *reader = page->aggregate->reader;
	const struct expr_use *uses;

	/* A mere name of a column that the project defines: go on to its definition. */
	while (expr_is_name(bound->expr) && bound->in[0] < 0 &&
	       (size_t)(-1 - bound->in[0]) < reader->n_named)
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
	       !bound_run(page->aggregate->reader, bound, page->row, 1, &v, &page->arena) &&
	       !v.missing[0] && v.at.f64[0] == sum;
}

/* The number of a term, or the expression that it comes from with its numbers: "(800 + 35)". */
static const char *term_text(struct page *page, uint32_t term)
{
	uint16_t input = chiso_term_at(page->aggregate->use, term)->input;
	double sum = sums_value(&page->set->sums, page->slot_at, term);
	const char *filled = NULL;

	if (page->row && input && page->aggregate->inputs[input - 1].expr &&
	    gives(page, &page->aggregate->inputs[input - 1], sum))
		filled = sure(page, fill_bound(page, &page->aggregate->inputs[input - 1]));
	if (!filled)
		return number(page, sum);
	return strchr(filled, ' ') ? sure(page, arena_printf(&page->arena, "(%s)", filled)) : filled;
}

/* ---- the formula ---- */

static const char *formula_of(struct page *page)
{
	const struct chiso_indicator *use = page->aggregate->use;
	const struct chiso_output *output = page->output;
	const char *text = "";

	if (output->numerator == CHISO_COMPUTED)
		return output->formula ? output->formula : use->formula;
	if (output->scale != 1)
		text = arena_printf(&page->arena, "%s * ", number(page, output->scale));
	if (text && output->factor)
		text = arena_printf(&page->arena, "%s%s * ", text,
		                    chiso_param_at(use, output->factor - 1u)->field.id);
	if (text)
		text = arena_printf(&page->arena, "%s%s", text,
		                    chiso_term_at(use, output->numerator)->field.id);
	if (text && output->denominator != CHISO_ONE)
		text = arena_printf(&page->arena, "%s / %s", text,
		                    chiso_term_at(use, output->denominator)->field.id);
	return sure(page, text);
}

static const char *param_text(struct page *page, const struct chiso_list *list)
{
	const char *text = "";

	for (uint32_t i = 0; text && i < list->n; i++) {
		const struct chiso_value *v = &list->v[i];
		const char *one = "";

		if (v->type == CHISO_F64)
			one = number(page, v->as.f64);
		else if (v->type == CHISO_I64)
			one = number(page, (double)v->as.i64);
		else if (v->type == CHISO_RATIO)
			one = arena_printf(&page->arena, v->as.ratio.den == 1 ? "%lld" : "%lld/%lld",
			                   (long long)v->as.ratio.num, (long long)v->as.ratio.den);
		else if (v->type == CHISO_STR)
			one = v->as.str;
		text = arena_printf(&page->arena, "%s%s%s", text, i ? ", " : "", sure(page, one));
	}
	return sure(page, text);
}

/* What an identifier of the formula stands for; NULL: itself. */
static const char *value_of_name(struct page *page, struct slice name)
{
	const struct chiso_indicator *use = page->aggregate->use;

	for (uint32_t i = 0; i < use->n_terms; i++)
		if (slice_is(name, chiso_term_at(use, i)->field.id))
			return term_text(page, i);
	for (uint32_t i = 0; i < use->n_params; i++)
		if (slice_is(name, chiso_param_at(use, i)->field.id))
			return param_text(page, &page->aggregate->call.params[i]);
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
			n = strspn(formula, "0123456789.,");
		} else if (strchr(word, *formula)) {
			n = strspn(formula, word);
			piece = fill ? value_of_name(page, (struct slice){formula, n}) : NULL;
		} else if (*formula == '*') {
			piece = "×";
		}
		out = arena_printf(&page->arena, "%s%.*s", out,
		                   piece ? (int)strlen(piece) : (int)n, piece ? piece : formula);
		formula += n;
	}
	return sure(page, out);
}

static void write_formula(struct page *page)
{
	const char *formula = formula_of(page);
	const char *result;

	line(page, MSG_LABEL_FORMULA, render(page, formula, 0));
	if (!page->slot || page->cell->value.type != CHISO_F64)
		return;
	result = number(page, page->cell->value.as.f64);
	if (page->output->numerator == CHISO_COMPUTED && !page->output->formula)
		return;
	line(page, MESSAGE_N, arena_printf(&page->arena, "%s = %s", render(page, formula, 1), result));
}

/* ---- the rest of the page ---- */

static void write_heading(struct page *page)
{
	const struct chiso_cell *cell = page->cell;
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
	line(page, MSG_LABEL_TITLE, arena_printf(&page->arena, "%s: %s", cell->title,
	                                         cell->output_title));
}

static void write_value(struct page *page)
{
	const struct chiso_cell *cell = page->cell;

	if (cell->value.type == CHISO_F64)
		line(page, MSG_LABEL_VALUE, label_value(&page->arena, page->context,
		                                        cell->value.as.f64, cell->bound,
		                                        cell->unit_measure, LABEL_TABLE));
	else
		line(page, MSG_LABEL_VALUE, label_reason(page->context, cell->value.reason));
}

static void write_terms(struct page *page)
{
	const struct chiso_indicator *use = page->aggregate->use;
	enum message label = MSG_LABEL_SUMS;

	if (!page->slot)
		return;
	for (uint32_t t = 0; t < use->n_terms; t++) {
		const struct chiso_term *term = chiso_term_at(use, t);

		if (page->output->numerator != CHISO_COMPUTED && t != page->output->numerator &&
		    t != page->output->denominator)
			continue;
		line(page, label,
		     arena_printf(&page->arena, "%s = %s   %s", term->field.id,
		                  number(page, sums_value(&page->set->sums, page->slot_at, t)),
		                  chiso_text_in(term->field.title, page->context->lang)));
		label = MESSAGE_N;
	}
}

static void write_records(struct page *page)
{
	const struct slot *slot = page->slot;
	char used[NUMBER_ROOM], seen[NUMBER_ROOM], at[NUMBER_ROOM], have[NUMBER_ROOM],
		want[NUMBER_ROOM];

	if (slot) {
		number_print_for_people(used, (double)slot->n_used, 0, page->context->lang);
		number_print_for_people(seen, (double)slot->n_seen, 0, page->context->lang);
		number_print(at, (double)slot->line);
		line(page, MSG_LABEL_RECORDS,
		     message_fill(&page->arena,
		                  slot->n_used > 1 ? MSG_RECORDS_FROM : MSG_RECORDS_AT,
		                  page->context->lang,
		                  (const char *const[]){used, seen, slot->file ? slot->file : "-",
		                                        at, NULL}));
	}
	if (page->cell->periods_expected) {
		number_print(have, page->cell->periods_reporting);
		number_print(want, page->cell->periods_expected);
		line(page, MSG_LABEL_PERIODS,
		     message_fill(&page->arena, MSG_PERIODS_ADDED, page->context->lang,
		                  (const char *const[]){have, want, NULL}));
	}
	if (page->row && page->aggregate->reader->batch.records[page->row_at])
		line(page, MSG_LABEL_MADE_OF,
		     page->aggregate->reader->batch.records[page->row_at]);
	number_print_for_people(have, page->cell->reporting, 0, page->context->lang);
	number_print_for_people(want, page->cell->expected, 0, page->context->lang);
	line(page, MSG_LABEL_UNITS,
	     message_fill(&page->arena,
	                  page->cell->rolled_up ? MSG_UNITS_ADDED : MSG_UNITS_REPORTING,
	                  page->context->lang, (const char *const[]){have, want, NULL}));
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
	struct reader *reader = page->aggregate->reader;
	enum message label = MSG_LABEL_BOUND;

	if (page->cell->bound == CHISO_EXACT)
		return;
	line(page, label, message_text(meanings[page->cell->bound], page->context->lang));
	for (size_t i = 0; page->row && i < reader->n_qualified; i++) {
		enum qualifier qualifier = reader_qualifier(reader, i, page->row_at);
		int use = reader->qualified[i].use;

		if (qualifier == QUALIFIER_NONE || use < 0 || page->row[use].missing[0])
			continue;
		line(page, MESSAGE_N,
		     message_fill(&page->arena, words[qualifier], page->context->lang,
		                  (const char *const[]){
					  reader->columns[reader->qualified[i].column],
					  number(page, page->row[use].at.f64[0]), NULL}));
	}
}

static void write_known(struct page *page)
{
	static const enum message evidences[] = {
		[CHISO_UNCONFIRMED] = MSG_EVIDENCE_UNCONFIRMED,
		[CHISO_DERIVED] = MSG_EVIDENCE_DERIVED,
		[CHISO_SECONDARY] = MSG_EVIDENCE_SECONDARY,
		[CHISO_CONFIRMED] = MSG_EVIDENCE_CONFIRMED};
	static const enum message statuses[] = {[CHISO_ESTIMATE] = MSG_STATUS_ESTIMATE,
	                                        [CHISO_PRELIMINARY] = MSG_STATUS_PRELIMINARY,
	                                        [CHISO_OFFICIAL] = MSG_STATUS_OFFICIAL};
	const struct chiso_cell *cell = page->cell;
	const char *lang = page->context->lang;

	if (cell->synthetic)
		line(page, MSG_LABEL_DATA, message_text(MSG_SYNTHETIC, lang));
	if (cell->status)
		line(page, MSG_LABEL_STATUS, message_text(statuses[cell->status], lang));
	if (cell->evidence)
		line(page, MSG_LABEL_EVIDENCE, message_text(evidences[cell->evidence], lang));
	for (uint32_t i = 0; i < cell->n_sources; i++)
		line(page, i ? MESSAGE_N : MSG_LABEL_SOURCE, cell->sources[i]);
	if (cell->is_break)
		line(page, MSG_LABEL_BREAK, message_text(MSG_BREAK_HERE, lang));
	for (uint32_t i = 0; i < cell->n_notes; i++)
		line(page, i ? MESSAGE_N : MSG_LABEL_NOTE, cell->notes[i]);
}

static void write_indicator(struct page *page)
{
	const struct chiso_indicator *use = page->aggregate->use;
	char version[NUMBER_ROOM];

	number_print(version, use->version);
	line(page, MSG_LABEL_INDICATOR,
	     message_fill(&page->arena, MSG_INDICATOR_VERSION, page->context->lang,
	                  (const char *const[]){use->id, version, NULL}));
	if (use->reference)
		line(page, MSG_LABEL_REFERENCE, use->reference);
}

/* ---- derived indicators ---- */

static void write_calls(struct page *page, const struct derived_trace *trace)
{
	for (size_t i = 0; i < trace->n_calls; i++) {
		const struct chiso_value *value = &trace->calls[i].value;
		const char *text = value->type == CHISO_F64
		                           ? number(page, value->as.f64)
		                           : label_reason(page->context, value->reason);

		line(page, i ? MESSAGE_N : MSG_LABEL_WITH,
		     arena_printf(&page->arena, "%s = %s", trace->calls[i].source, text));
	}
}

static void write_derived(struct page *page, const struct cell_origin *origin,
                          const struct derived_trace *trace)
{
	const struct chiso_cell *cell = page->cell;
	static const enum message meanings[] = {[CHISO_ABOUT] = MSG_BOUND_ABOUT,
	                                        [CHISO_LOWER_BOUND] = MSG_BOUND_LOWER,
	                                        [CHISO_UPPER_BOUND] = MSG_BOUND_UPPER};

	write_heading(page);
	write_value(page);
	line(page, MSG_LABEL_FORMULA, origin->spec->expression.source);
	if (cell->value.type == CHISO_F64)
		line(page, MESSAGE_N, arena_printf(&page->arena, "%s = %s", trace->filled,
		                                   number(page, cell->value.as.f64)));
	else
		line(page, MESSAGE_N, trace->filled);
	write_calls(page, trace);
	if (cell->bound != CHISO_EXACT)
		line(page, MSG_LABEL_BOUND,
		     message_text(meanings[cell->bound], page->context->lang));
	write_known(page);
}

static void write_page(struct page *page)
{
	find_record(page);
	write_heading(page);
	write_value(page);
	write_formula(page);
	write_terms(page);
	write_bounds(page);
	write_records(page);
	write_known(page);
	write_indicator(page);
}

/* ---- which cells ---- */

static int fits(const struct chiso_cell *cell, const struct chiso_explain *what)
{
	const char *dot = what->indicator ? strchr(what->indicator, '.') : NULL;
	const char *output = dot ? dot + 1 : what->output;
	struct period wanted, period;

	if (what->indicator && !slice_is((struct slice){what->indicator,
	                                                dot ? (size_t)(dot - what->indicator)
	                                                    : strlen(what->indicator)},
	                                 cell->indicator))
		return 0;
	if (output && strcmp(output, cell->output))
		return 0;
	if (what->unit && strcmp(what->unit, cell->unit) && strcmp(what->unit, cell->unit_name))
		return 0;
	if (!what->period || !strcmp(what->period, cell->period))
		return 1;
	/* Another spelling of the same period. */
	return !period_read(&wanted, what->period, strlen(what->period)) &&
	       !period_read(&period, cell->period, strlen(cell->period)) &&
	       !period_compare(wanted, period);
}

static const struct key_set *set_of(const struct aggregate *aggregate,
                                    const struct chiso_cell *cell)
{
	for (size_t i = 0; i < aggregate->n_sets; i++)
		if (aggregate->sets[i].names == cell->keys && aggregate->sets[i].n == cell->n_keys)
			return &aggregate->sets[i];
	return NULL;
}

/* Adds a word to a list of at most eight, once. */
static void list_word(struct intern *list, const char *word)
{
	if (*word && list->n < 8)
		intern(list, word, strlen(word));
}

static const char *join(struct arena *arena, const struct intern *list)
{
	const char *joined = list->n ? "" : "-";

	for (uint32_t i = 0; joined && i < list->n; i++)
		joined = arena_printf(arena, "%s%s%s", joined, i ? ", " : "", list->texts[i]);
	return joined ? joined : "";
}

/* Says what there would be: of this indicator, or which indicators. */
static void report_nothing(struct chiso_results *results, const struct chiso_explain *what)
{
	const char *indicator = what->indicator ? what->indicator : "*";
	const struct chiso_explain any = {.indicator = what->indicator, .output = what->output};
	struct intern units = {0}, periods = {0}, indicators = {0};
	struct nearest near = nearest_to(indicator);
	struct arena arena = {0};

	for (size_t i = 0; i < results->n_cells; i++) {
		const struct chiso_cell *cell = &results->cells[i];

		list_word(&indicators, cell->indicator);
		nearest_offer(&near, cell->indicator);
		if (!fits(cell, &any))
			continue;
		list_word(&units, cell->unit);
		list_word(&periods, cell->period);
	}
	if (units.n || periods.n)
		report(results->context, MSG_NOTHING_TO_EXPLAIN, (struct place){0}, indicator,
		       what->unit ? what->unit : "*", what->period ? what->period : "*",
		       join(&arena, &units), join(&arena, &periods));
	else if (near.best)
		report(results->context, MSG_NO_SUCH_RESULTS_NEAR, (struct place){0}, indicator,
		       near.best);
	else
		report(results->context, MSG_NO_SUCH_RESULTS, (struct place){0}, indicator,
		       join(&arena, &indicators));
	intern_clear(&units);
	intern_clear(&periods);
	intern_clear(&indicators);
	arena_clear(&arena);
}

static int write_cell(struct chiso_results *results, struct sink *sink, size_t at, int level);

enum { MOST_OPERANDS = 12 };

/* What it is made of, each with its own page one level down. */
static int write_operands(struct chiso_results *results, struct sink *sink,
                          const struct derived_trace *trace)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < trace->n_cells && i < MOST_OPERANDS && !status; i++) {
		sink_text(sink, "\n");
		status = write_cell(results, sink, trace->cells[i], 1);
	}
	if (trace->n_cells > MOST_OPERANDS) {
		struct arena arena = {0};
		char more[NUMBER_ROOM];

		number_print_for_people(more, (double)(trace->n_cells - MOST_OPERANDS), 0,
		                        results->context->lang);
		sink_text(sink, "\n    ");
		sink_text(sink, message_fill(&arena, MSG_MORE_OPERANDS, results->context->lang,
		                             (const char *const[]){more, NULL}));
		sink_text(sink, "\n");
		arena_clear(&arena);
	}
	return status;
}

/* The page of a cell; level 0: with those of its operands. */
static int write_cell(struct chiso_results *results, struct sink *sink, size_t at, int level)
{
	const struct cell_origin *origin = &results->origins[at];
	struct page page = {.results = results,
	                    .context = results->context,
	                    .sink = sink,
	                    .cell = &results->cells[at],
	                    .aggregate = origin->aggregate,
	                    .slot_at = origin->slot,
	                    .indent = level ? "    " : ""};
	struct derived_trace trace;
	int status = CHISO_OK;

	if (origin->aggregate) {
		page.set = set_of(origin->aggregate, page.cell);
		page.output = chiso_output_at(origin->aggregate->use, origin->output);
		if (origin->slot != NO_SLOT && page.set)
			page.slot = &page.set->slots[origin->slot];
		write_page(&page);
	} else {
		status = derived_explain(&trace, results, at, &page.arena);
		if (!status)
			write_derived(&page, origin, &trace);
		if (!status && !level)
			status = write_operands(results, sink, &trace);
	}
	arena_clear(&page.arena);
	return status;
}

int chiso_results_explain(struct chiso_results *results, const struct chiso_explain *what,
                          uint32_t flags, chiso_write_fn *write, void *user)
{
	struct sink sink = {write, user, 0};
	int status = CHISO_OK;
	size_t n = 0;

	(void)flags;
	for (size_t i = 0; i < results->n_cells && !status; i++) {
		if (!fits(&results->cells[i], what))
			continue;
		if (n++)
			sink_text(&sink, "\n");
		status = write_cell(results, &sink, i, 0);
	}
	if (status)
		return status;
	if (!n) {
		report_nothing(results, what);
		return CHISO_EUSE;
	}
	return sink.status;
}
