/* SPDX-License-Identifier: MIT */
#include "results/results.h"

#include "assess/summary.h"
#include "base/context.h"
#include "derived/derived.h"
#include "project/project.h"
#include "run/provenance.h"
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

int cell_is_suppressed(const struct chiso_cell *cell)
{
	return cell->value.type == CHISO_NONE && cell->value.reason == CHISO_REASON_SUPPRESSED;
}

int results_reorder(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	struct cells *cells = &results->cells;
	size_t n = project->n_indicators, sum = 0;
	size_t *next = calloc(n + 1, sizeof *next);
	uint32_t *order = mapped_resize(NULL, 0, (cells->n + 1) * sizeof *order);

	if (!next || !order) {
		free(next);
		mapped_free(order, (cells->n + 1) * sizeof *order);
		return CHISO_ENOMEM;
	}
	for (size_t i = 0; i < cells->n; i++)
		next[cells_spec(cells, i) - project->indicators]++;
	for (size_t i = 0; i < n; i++) {
		size_t count = next[i];

		next[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < cells->n; i++)
		order[next[cells_spec(cells, i) - project->indicators]++] =
			cells->order ? cells->order[i] : (uint32_t)i;
	free(next);
	mapped_free(cells->order, cells->cap * sizeof *order);
	cells->order = order;
	cells->cap = cells->n + 1;
	return CHISO_OK;
}

/* The first cell of an indicator or one behind it. */
static size_t lower_bound(const struct cells *cells, const struct indicator_spec *spec)
{
	size_t low = 0, high = cells->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cells_spec(cells, middle) < spec)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void results_range(const struct chiso_results *results, const struct indicator_spec *spec,
                   size_t *from, size_t *to)
{
	*from = lower_bound(&results->cells, spec);
	*to = lower_bound(&results->cells, spec + 1);
}

/* ---- Reading results ------------------------------------------------------------------------- */

/* Copies a struct that begins with its size to a caller's, whose size may be another: an older
 * caller gets what it knows, a newer one keeps its own zeros. */
static void hand_out(void *out, const void *in, size_t size)
{
	uint32_t room;

	memcpy(&room, out, sizeof room);
	memcpy(out, in, room < size ? room : size);
	memcpy(out, &room, sizeof room < room ? sizeof room : room);
}

int chiso_results_next(struct chiso_results *results, struct chiso_cell *out)
{
	if (results->next_cell >= results_count(results))
		return 0;
	const struct chiso_cell cell = results_cell(results, results->next_cell++);
	hand_out(out, &cell, sizeof *out);
	return 1;
}

int chiso_results_next_assessment(struct chiso_results *results, struct chiso_assessment *out)
{
	if (results->next_assessment >= results->n_assessments)
		return 0;
	hand_out(out, &results->assessments[results->next_assessment++], sizeof *out);
	return 1;
}

/* The next of a list of summaries, which is made when it is asked for first. */
static int next_summary(struct chiso_results *results, struct summary_list *of, int by_year,
                        struct chiso_summary *out)
{
	struct summaries summaries;

	if (!of->list && results->n_assessments) {
		if (summaries_make(&summaries, results, by_year)) {
			summaries_clear(&summaries);
			report(results->context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
			return 0;
		}
		of->list = summaries.list;
		of->n = summaries.n;
	}
	if (of->next >= of->n)
		return 0;
	hand_out(out, &of->list[of->next++], sizeof *out);
	return 1;
}

int chiso_results_next_summary(struct chiso_results *results, struct chiso_summary *out)
{
	return next_summary(results, &results->summaries, 0, out);
}

int chiso_results_next_year(struct chiso_results *results, struct chiso_summary *out)
{
	return next_summary(results, &results->years, 1, out);
}

void chiso_results_rewind(struct chiso_results *results)
{
	results->next_cell = results->next_assessment = 0;
	results->summaries.next = results->years.next = 0;
}

void chiso_results_about(const struct chiso_results *results, struct chiso_about *out)
{
	struct chiso_about about = results->about;

	about.n_cells = results_count(results);
	about.n_assessments = results->n_assessments;
	hand_out(out, &about, sizeof about);
}

void chiso_results_free(struct chiso_results *results)
{
	if (!results)
		return;
	chiso_results_free(results->plain);
	if (results->run)
		run_clear(results->run);
	free(results->run);
	derived_free(results->derived);
	json_free(results->json);
	arena_clear(&results->arena);
	cells_clear(&results->cells);
	free(results->shown);
	free(results->assessments);
	free(results->assessed);
	free(results->summaries.list);
	free(results->years.list);
	free(results);
}

const struct chiso_results *results_plain(const struct chiso_results *results)
{
	return results->plain ? results->plain : results;
}

/* ---- Writing results ------------------------------------------------------------------------- */

/* Formats whose names say more.  CHISO_EUSE: it is none of them. */
static int write_named(const struct chiso_results *results, const char *format, uint32_t flags, struct sink *sink)
{
	if (!strncmp(format, "by-", 3))
		return write_summary(results, format + 3, flags, sink);
	if (!strcmp(format, "wide"))
		return write_wide(results, "", sink);
	return strncmp(format, "wide:", 5) ? CHISO_EUSE : write_wide(results, format + 5, sink);
}

int chiso_results_write(struct chiso_results *results, const char *format, uint32_t flags,
                        chiso_write_fn *write, void *user)
{
	static const struct {
		const char *name;
		int (*write)(const struct chiso_results *, uint32_t flags, struct sink *);
	} formats[] = {
		{"table", write_table}, {"scoreboard", write_scoreboard},
		{"csv", write_csv},     {"scoreboard-csv", write_scoreboard_csv},
		{"json", write_json},   {"html", write_html},
	};
	struct sink sink = {.write = write, .user = user};
	const struct provenance *run;

	if (!strcmp(format, "json") && provenance_of(&run, results)) {
		report(results->context, MSG_OUT_OF_MEMORY, ((struct place){0}), "");
		return CHISO_ENOMEM;
	}
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (!strcmp(format, formats[i].name))
			return sink_close(&sink, formats[i].write(results, flags, &sink));
	size_t before = context_errors(results->context);
	int status = write_named(results, format, flags, &sink);
	if (status != CHISO_EUSE)
		return sink_close(&sink, status);
	/* Of a figure that there is not it has been said. */
	if (context_errors(results->context) > before)
		return CHISO_EUSE;
	report(results->context, MSG_NO_SUCH_FORMAT, ((struct place){0}), format,
	       "table, scoreboard, csv, wide, wide:n_used,af.h:se ..., scoreboard-csv, json, html, by-plan, by-set, "
	       "by-domain, by-unit, by-year");
	return CHISO_EUSE;
}
