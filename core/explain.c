/* SPDX-License-Identifier: MIT */
/* Which cells are explained, and those that a derived one is made of. */
#include "explain.h"

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
	                    .group = origin->group,
	                    .indent = level ? "    " : ""};
	struct derived_trace trace;
	int status = CHISO_OK;

	if (origin->group) {
		page.place = &origin->group->variant->cells[origin->cell];
		page.output = chiso_output_at(origin->run->applied.use, page.place->row);
		page_write(&page, origin, NULL);
	} else {
		status = derived_explain(&trace, results, at, &page.arena);
		if (!status)
			page_write(&page, origin, &trace);
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
	if (!results->run) {
		report(results->context, MSG_SAVED_NOT_EXPLAINED, (struct place){0}, "");
		return CHISO_EUSE;
	}
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
