/* SPDX-License-Identifier: MIT */
/* Which goal is explained, and which of its rows. */
#include "explain/explain_goal.h"

#include <stdlib.h>
#include <string.h>

/* ---- the goal -------------------------------------------------------------------------------- */

static const struct goal_spec *goal_named(const struct chiso_project *project, const char *id)
{
	for (size_t i = 0; i < project->n_goals; i++)
		if (!strcmp(project->goals[i].id, id))
			return &project->goals[i];
	return NULL;
}

/* "id" or "id.output" of an indicator of the project. */
static int is_indicator(struct chiso_project *project, const char *word)
{
	return project_indicator(project, word, strcspn(word, ".")) != NULL;
}

static void report_no_goal(const struct chiso_results *results, const char *id)
{
	const struct chiso_project *project = results->project;
	struct nearest near = nearest_to(id);
	const char *part = NULL;
	struct arena arena = {0};
	struct intern goals = {0};

	for (size_t i = 0; i < project->n_goals; i++) {
		nearest_offer(&near, project->goals[i].id);
		list_word(&goals, project->goals[i].id);
		/* S7 means S7a rather than G7. */
		if (!part && *id && !strncmp(project->goals[i].id, id, strlen(id)))
			part = project->goals[i].id;
	}
	if (part || near.best)
		report(results->context, MSG_NO_SUCH_GOAL_NEAR, (struct place){0}, id,
		       part ? part : near.best);
	else
		report(results->context, MSG_NO_SUCH_GOAL, (struct place){0}, id,
		       list_join(&arena, &goals));
	intern_clear(&goals);
	arena_clear(&arena);
}

int explain_find_goal(const struct goal_spec **out, struct chiso_results *results,
                      const struct chiso_explain *what)
{
	struct chiso_project *project = results->project;
	const char *id = what->goal ? what->goal : what->indicator;

	*out = id ? goal_named(project, id) : NULL;
	if (what->goal && !*out) {
		report_no_goal(results, id);
		return CHISO_EUSE;
	}
	if (*out && !what->goal && is_indicator(project, id)) {
		report(results->context, MSG_GOAL_AND_INDICATOR, (struct place){0}, id);
		*out = NULL;
	}
	return CHISO_OK;
}

/* ---- its rows -------------------------------------------------------------------------------- */

static int is_text(const char *a, const char *b)
{
	return a && !strcmp(a, b);
}

/* The indicator counts only beside the goal: alone it has named it. */
static int fits(const struct chiso_results *results, size_t at, const struct goal_spec *goal,
                const struct chiso_explain *what)
{
	const struct chiso_assessment *a = &results->assessments[at];
	const char *id = what->goal ? what->indicator : NULL, *dot = id ? strchr(id, '.') : NULL;
	const char *output = dot ? dot + 1 : what->output;

	if (results->assessed[at].goal != goal)
		return 0;
	if (what->unit && !is_text(a->unit, what->unit) && !is_text(a->unit_name, what->unit))
		return 0;
	if (id && (!a->indicator || !slice_is((struct slice){id, strcspn(id, ".")}, a->indicator)))
		return 0;
	return !output || is_text(a->output, output);
}

static void report_no_row(const struct chiso_results *results, const struct goal_spec *goal,
                          const struct chiso_explain *what)
{
	const char *indicator = what->goal && what->indicator ? what->indicator : "*";
	struct intern indicators = {0}, units = {0};
	struct arena arena = {0};

	for (size_t i = 0; i < results->n_assessments; i++) {
		const struct chiso_assessment *a = &results->assessments[i];

		if (results->assessed[i].goal != goal)
			continue;
		if (a->indicator)
			list_word(&indicators, arena_printf(&arena, "%s.%s", a->indicator, a->output));
		if (a->unit)
			list_word(&units, a->unit);
	}
	report(results->context, MSG_NO_SUCH_ROW, (struct place){0}, goal->id, indicator,
	       what->unit ? what->unit : "*", list_join(&arena, &indicators),
	       list_join(&arena, &units));
	intern_clear(&indicators);
	intern_clear(&units);
	arena_clear(&arena);
}

/* ---- judging --------------------------------------------------------------------------------- */

/* What rows of a goal share while they are judged one after the other. */
struct rows {
	struct chiso_results *results;
	const struct goal_spec *goal;
	const char *as_of;
	int32_t last; /* day of as_of */
	struct board_row board;
	struct arena arena;
};

static const struct document *document_of(const struct goal_spec *goal,
                                          const struct target_spec *target)
{
	return target ? target->document : goal->document;
}

static int judge(struct judgement *out, struct rows *rows, size_t at)
{
	struct chiso_results *results = rows->results;
	int status;

	*out = (struct judgement){
		.results = results,
		.goal = rows->goal,
		.document = document_of(rows->goal, results->assessed[at].target),
		.as_of = rows->as_of,
		.judged = {.results = results,
	                   .arena = &rows->arena,
	                   .scratch = &rows->arena,
	                   .board = &rows->board,
	                   .as_of = rows->last,
	                   .trail = &out->trail},
	};
	status = assess_again(&out->a, &out->series, &out->judged, at);
	if (!status)
		status = assess_peers(&out->peers, &out->n_peers, &out->judged);
	return status ? status : steps_make(out);
}

/* One row; of those about the same what has been read for the row before serves again. */
static int write_row(struct rows *rows, size_t at, struct pages *pages, struct tree *tree)
{
	struct judgement judgement;
	int status;

	if (rows->board.row && rows->board.row != rows->results->assessed[at].row) {
		rows->board = (struct board_row){0};
		arena_clear(&rows->arena);
	}
	status = judge(&judgement, rows, at);
	if (status)
		return status;
	return tree ? goal_json_row(tree, &judgement) : goal_page_row(pages, &judgement);
}

static int write_rows(struct rows *rows, const struct chiso_explain *what, struct pages *pages,
                      struct tree *tree)
{
	size_t n = rows->results->n_assessments;
	int status = CHISO_OK;

	for (size_t i = 0; i < n && !status; i++)
		if (fits(rows->results, i, rows->goal, what))
			status = write_row(rows, i, pages, tree);
	arena_clear(&rows->arena);
	return status;
}

/* ---- writing --------------------------------------------------------------------------------- */

static int write_pages(struct rows *rows, const struct chiso_explain *what, uint8_t *is_shown,
                      struct sink *sink)
{
	struct pages pages = {rows->results, sink, is_shown};

	goal_page_begin(&pages, rows->goal);
	return write_rows(rows, what, &pages, NULL);
}

static int write_tree(struct rows *rows, const struct chiso_explain *what, uint8_t *is_shown,
                      struct sink *sink)
{
	struct tree tree = {{.sink = sink}, rows->results, is_shown};
	int status;

	explain_json_begin(&tree.json, rows->results);
	json_out_open(&tree.json, "explanations", "[");
	json_out_finish(&tree.json, "]");
	json_out_open(&tree.json, "goals", "[");
	json_out_separate(&tree.json);
	goal_json_begin(&tree, rows->goal);
	status = write_rows(rows, what, NULL, &tree);
	json_out_finish(&tree.json, "]");
	json_out_finish(&tree.json, "}");
	json_out_finish(&tree.json, "]");
	json_out_finish(&tree.json, "}\n");
	return status;
}

/* The day up to which values count; 0 or CHISO_EUSE. */
static int read_day(struct rows *rows, const char *period)
{
	struct period read;

	rows->as_of = period;
	rows->last = INT32_MAX;
	if (!period)
		return CHISO_OK;
	if (period_read(&read, period, strlen(period))) {
		report(rows->results->context, MSG_BAD_PERIOD, (struct place){0}, period);
		return CHISO_EUSE;
	}
	rows->last = read.last;
	return CHISO_OK;
}

int explain_goal(struct chiso_results *results, const struct goal_spec *goal,
                 const struct chiso_explain *what, int is_json, struct sink *sink)
{
	struct rows rows = {.results = results, .goal = goal};
	uint8_t *is_shown = calloc(results->cells.n + 1, 1);
	int status = is_shown ? read_day(&rows, what->period) : CHISO_ENOMEM;
	size_t n = 0;

	for (size_t i = 0; i < results->n_assessments; i++)
		n += (size_t)fits(results, i, goal, what);
	if (!status && !n) {
		report_no_row(results, goal, what);
		status = CHISO_EUSE;
	}
	if (!status)
		status = is_json ? write_tree(&rows, what, is_shown, sink)
		                 : write_pages(&rows, what, is_shown, sink);
	free(is_shown);
	return status ? status : sink->status;
}
