/* SPDX-License-Identifier: MIT */
/* Which cells are explained, and those that a derived one is made of. */
#include "explain/explain_goal.h"

#include <stdlib.h>
#include <string.h>

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

void list_word(struct intern *list, const char *word)
{
	if (*word && list->n < 8)
		intern(list, word, strlen(word));
}

const char *list_join(struct arena *arena, const struct intern *list)
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

	for (size_t i = 0; i < results->cells.n; i++) {
		const struct chiso_cell cell = cells_get(&results->cells, i);

		list_word(&indicators, cell.indicator);
		nearest_offer(&near, cell.indicator);
		if (!fits(&cell, &any))
			continue;
		list_word(&units, cell.unit);
		list_word(&periods, cell.period);
	}
	for (size_t i = 0; i < results->project->n_goals; i++)
		nearest_offer(&near, results->project->goals[i].id);
	if (units.n || periods.n)
		report(results->context, MSG_NOTHING_TO_EXPLAIN, (struct place){0}, indicator,
		       what->unit ? what->unit : "*", what->period ? what->period : "*",
		       list_join(&arena, &units), list_join(&arena, &periods));
	else if (near.best)
		report(results->context, MSG_NO_SUCH_RESULTS_NEAR, (struct place){0}, indicator,
		       near.best);
	else
		report(results->context, MSG_NO_SUCH_RESULTS, (struct place){0}, indicator,
		       list_join(&arena, &indicators));
	intern_clear(&units);
	intern_clear(&periods);
	intern_clear(&indicators);
	arena_clear(&arena);
}

enum { MOST_OPERANDS = 12 };

/* What it is made of, each with its own page one level down. */
static int write_operands(struct pages *pages, const struct derived_trace *trace, int level)
{
	const struct chiso_context *context = pages->results->context;
	int status = CHISO_OK;

	for (size_t i = 0; i < trace->n_cells && i < MOST_OPERANDS && !status; i++) {
		if (pages->is_shown[trace->cells[i]])
			continue;
		sink_text(pages->sink, "\n");
		status = pages_write(pages, trace->cells[i], level);
	}
	if (trace->n_cells > MOST_OPERANDS) {
		struct arena arena = {0};
		char more[NUMBER_ROOM];

		number_print_for_people(more, (double)(trace->n_cells - MOST_OPERANDS), 0,
		                        context->lang);
		sink_text(pages->sink, arena_printf(&arena, "\n%*s", 4 * level, ""));
		sink_text(pages->sink, message_fill(&arena, MSG_MORE_OPERANDS, context->lang,
		                                    (const char *const[]){more, NULL}));
		sink_text(pages->sink, "\n");
		arena_clear(&arena);
	}
	return status;
}

void page_open(struct page *page, struct chiso_results *results, struct sink *sink, size_t at)
{
	*page = (struct page){.results = results,
	                      .context = results->context,
	                      .sink = sink,
	                      .cell = cells_get(&results->cells, at),
	                      .indent = ""};
	if (cells_find_slots(&results->cells, at, &page->slots)) {
		page->group = &page->slots;
		page->place = &page->group->variant->cells[cells_in_call(&results->cells, at)];
		page->output = chiso_output_at(page->group->run->applied.use, page->place->row);
	}
}

int pages_write(struct pages *pages, size_t at, int level)
{
	const struct cell_group *from = cells_group(&pages->results->cells, at);
	struct page page;
	struct derived_trace trace;
	int status = CHISO_OK;

	page_open(&page, pages->results, pages->sink, at);
	pages->is_shown[at] = 1;
	page.indent = arena_printf(&page.arena, "%*s", 4 * level, "");
	if (!page.indent) {
		status = CHISO_ENOMEM;
	} else if (page.group) {
		page_write(&page, from, NULL);
	} else {
		status = derived_explain(&trace, pages->results, at, &page.arena);
		if (!status)
			page_write(&page, from, &trace);
		if (!status)
			status = write_operands(pages, &trace, level + 1);
	}
	arena_clear(&page.arena);
	return status;
}

/* All that fit, each with what it is made of. */
static int write_pages(struct chiso_results *results, const uint8_t *is_wanted, struct sink *sink)
{
	struct pages pages = {results, sink, malloc(results->cells.n + 1)};
	int status = pages.is_shown ? CHISO_OK : CHISO_ENOMEM, begun = 0;

	for (size_t i = 0; i < results->cells.n && !status; i++) {
		if (!is_wanted[i])
			continue;
		if (begun++)
			sink_text(sink, "\n");
		memset(pages.is_shown, 0, results->cells.n);
		status = pages_write(&pages, i, 0);
	}
	free(pages.is_shown);
	return status ? status : sink->status;
}

/* Marks the cells that fit; how many. */
static size_t mark(uint8_t *is_wanted, const struct chiso_results *results,
                   const struct chiso_explain *what)
{
	size_t n = 0;

	for (size_t i = 0; i < results->cells.n; i++) {
		const struct chiso_cell cell = cells_get(&results->cells, i);

		n += is_wanted[i] = fits(&cell, what) != 0;
	}
	return n;
}

static int explain_cells(struct chiso_results *results, const struct chiso_explain *what,
                         int is_json, struct sink *sink)
{
	uint8_t *is_wanted = malloc(results->cells.n + 1);
	int status = is_wanted ? CHISO_OK : CHISO_ENOMEM;

	if (!status && !mark(is_wanted, results, what)) {
		report_nothing(results, what);
		status = CHISO_EUSE;
	}
	if (!status)
		status = is_json ? explain_json(results, is_wanted, sink)
		                 : write_pages(results, is_wanted, sink);
	free(is_wanted);
	return status;
}

static int explain(struct chiso_results *results, const struct chiso_explain *what, int is_json,
                   struct sink *sink)
{
	const struct goal_spec *goal;
	const struct provenance *run;
	int status = provenance_of(&run, results);

	if (!status)
		status = run_make_slots(results->run);
	if (!status)
		status = derived_complete(results);
	if (!status)
		status = explain_find_goal(&goal, results, what);
	if (status)
		return status;
	return goal ? explain_goal(results, goal, what, is_json, sink)
	            : explain_cells(results, what, is_json, sink);
}

int chiso_results_explain(struct chiso_results *results, const struct chiso_explain *what,
                          uint32_t flags, chiso_write_fn *write, void *user)
{
	struct sink sink = {.write = write, .user = user};
	struct chiso_explain own = {0};

	(void)flags;
	/* An older caller has no format, or no goal. */
	memcpy(&own, what, what->size < sizeof own ? what->size : sizeof own);
	if (!own.format)
		own.format = "text";
	if (strcmp(own.format, "text") && strcmp(own.format, "json")) {
		report(results->context, MSG_NO_SUCH_FORMAT, (struct place){0}, own.format,
		       "text, json");
		return CHISO_EUSE;
	}
	if (!results->run) {
		report(results->context, MSG_SAVED_NOT_EXPLAINED, (struct place){0}, "");
		return CHISO_EUSE;
	}
	int status = sink_close(
		&sink, explain(results, &own, !strcmp(own.format, "json"), &sink));

	if (status == CHISO_ENOMEM)
		report(results->context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	return status;
}
