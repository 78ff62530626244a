/* SPDX-License-Identifier: MIT */
/* Goals, their rows and their targets in a project file. */
#include "project.h"

#include "context.h"

#include <string.h>

/* ---- targets ---- */

static const struct {
	const char *key;
	int kind;
} kinds[] = {
	{"more_than", CHISO_MORE_THAN}, {"less_than", CHISO_LESS_THAN}, {"at_least", CHISO_AT_LEAST},
	{"at_most", CHISO_AT_MOST},     {"between", CHISO_BETWEEN},     {"yes", CHISO_YES},
	{"no", CHISO_NO},
};

static void read_condition(struct json *json, struct target_spec *target, size_t kind,
                           struct json_node *value)
{
	struct json_node *low = json_child(value), *high = low ? json_next(low) : NULL;

	target->kind = kinds[kind].kind;
	if (target->kind == CHISO_YES || target->kind == CHISO_NO) {
		target->value = target->kind == CHISO_YES;
		if (json_kind(value) != JSON_TRUE)
			json_expected(json, value, MSG_WANT_TRUE);
	} else if (target->kind == CHISO_BETWEEN) {
		if (json_kind(value) != JSON_ARRAY || !high || json_next(high) ||
		    json_kind(low) != JSON_NUMBER || json_kind(high) != JSON_NUMBER ||
		    json_number(low) > json_number(high)) {
			json_expected(json, value, MSG_WANT_TWO_NUMBERS);
			return;
		}
		target->value = json_number(low);
		target->upper = json_number(high);
	} else if (json_kind(value) == JSON_NUMBER) {
		target->value = json_number(value);
	} else {
		json_expected(json, value, MSG_A_NUMBER);
	}
}

static void read_target(struct chiso_project *project, const struct goal_spec *goal,
                        struct target_spec *target, struct json_node *node)
{
	struct json *json = project->json;
	size_t conditions = 0;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct json_node *value = json_get(json, node, kinds[i].key);

		if (value && !conditions++)
			read_condition(json, target, i, value);
	}
	if (conditions != 1)
		json_expected(json, node,
		              MSG_WANT_CONDITION);
	target->by = project_period(project, node, "by");
	target->by_text = json_get_text(json, node, "by");
	struct json_node *growth = json_get_object(json, node, "mean_growth");
	target->from = target->to = (struct period){1, 0};
	if (growth) {
		target->is_mean_growth = 1;
		target->from = project_period(project, growth, "from");
		target->to = project_period(project, growth, "to");
		if (target->from.first > target->from.last || target->to.first > target->to.last ||
		    target->to.last <= target->from.last)
			json_expected(json, growth, MSG_WANT_GROWTH);
		json_unknown_keys(json, growth);
	}
	target->set = json_get_string(json, node, "set");
	if (!target->set)
		target->set = "stated";
	target->document = project_document(project, node, "document");
	if (!json_get(json, node, "document"))
		target->document = goal->document;
	/* The promise behind the scoreboard: no target is shown that no document states. */
	if (!target->document && !json_get(json, node, "document") && !goal->names_document)
		report(project->context, MSG_TARGET_WITHOUT_DOCUMENT, json_place(json, node),
		       goal->id);
	json_unknown_keys(json, node);
}

/* ---- rows ---- */

static void find_output(struct chiso_project *project, struct row_spec *row,
                        struct json_node *node)
{
	struct json *json = project->json;
	const char *id = json_get_string(json, node, "indicator");
	const char *dot = id ? strchr(id, '.') : NULL;
	const struct chiso_output *output;
	struct place place;

	if (!id)
		return;
	place = json_place(json, json_get(json, node, "indicator"));
	row->indicator_id = id;
	size_t n = dot ? (size_t)(dot - id) : strlen(id);
	row->indicator = project_indicator(project, id, n);
	if (!row->indicator) {
		const char *word = arena_text(&project->arena, id, n);
		struct nearest near = nearest_to(word ? word : id);

		for (size_t i = 0; i < project->n_indicators; i++)
			nearest_offer(&near, project->indicators[i].id);
		if (near.best)
			report(project->context, MSG_NO_SUCH_PROJECT_INDICATOR_NEAR, place,
			       near.word, near.best);
		else
			report(project->context, MSG_NO_SUCH_PROJECT_INDICATOR, place, near.word);
		return;
	}
	const struct chiso_indicator *use = row->indicator->use;
	if (!use)
		return;
	if (!dot && use->n_outputs == 1)
		return;
	struct nearest near = nearest_to(dot ? dot + 1 : "");
	for (uint32_t i = 0; (output = chiso_output_at(use, i)); i++) {
		if (dot && !strcmp(output->field.id, dot + 1)) {
			row->output = i;
			return;
		}
		nearest_offer(&near, output->field.id);
	}
	report(project->context, MSG_NO_SUCH_OUTPUT, place, id, use->id,
	       near.best ? near.best : chiso_output_at(use, 0)->field.id);
}

static int read_row(struct chiso_project *project, const struct goal_spec *goal,
                    struct row_spec *row, struct json_node *node)
{
	struct json *json = project->json;

	row->title = project_words(project, node, "title");
	row->needs = project_words(project, node, "needs");
	row->note = project_words(project, node, "note");
	row->baseline = project_period(project, node, "baseline");
	find_output(project, row, node);
	row->unit = json_get_text(json, node, "unit");
	if (!row->unit || !strcmp(row->unit, "plan")) {
		row->unit = project->plan_unit;
	} else if (!project->units.implicit && project->units.n) {
		units_has_code(&project->units, project->context,
		               json_place(json, json_get(json, node, "unit")), row->unit);
	}
	struct json_node *by = json_get_object(json, node, "by");
	if (by)
		row->by = project_bindings(project, by, &row->n_by);
	struct json_node *targets = json_get_array(json, node, "targets");
	row->targets = arena_new(&project->arena, json_count(targets), sizeof *row->targets);
	if (!row->targets)
		return CHISO_ENOMEM;
	for (struct json_node *item = json_child(targets); item; item = json_next(item)) {
		if (json_kind(item) == JSON_OBJECT)
			read_target(project, goal, &row->targets[row->n_targets++], item);
		else
			json_expected(json, item, MSG_WANT_TARGET);
	}
	if (!row->indicator_id && !row->needs.en && !row->needs.vi)
		json_missing(json, node, "indicator");
	json_unknown_keys(json, node);
	return CHISO_OK;
}

/* ---- goals ---- */

static int read_goal(struct chiso_project *project, struct goal_spec *goal, struct json_node *node)
{
	struct json *json = project->json;
	int status = CHISO_OK;

	goal->id = json_get_string(json, node, "id");
	if (!goal->id) {
		json_missing(json, node, "id");
		goal->id = "";
	}
	for (struct goal_spec *other = project->goals; other < goal; other++)
		if (*goal->id && !strcmp(other->id, goal->id))
			report(project->context, MSG_ID_TWICE,
			       json_place(json, json_get(json, node, "id")), goal->id);
	goal->title = project_words(project, node, "title");
	if (!goal->title.en && !goal->title.vi)
		json_missing(json, node, "title");
	goal->domain = json_get_string(json, node, "domain");
	goal->words = json_get_string(json, node, "words");
	goal->document = project_document(project, node, "document");
	goal->names_document = json_get(json, node, "document") != NULL;
	goal->note = project_words(project, node, "note");
	goal->reason = project_words(project, node, "reason");
	struct json_node *rows = json_get_array(json, node, "rows");
	goal->rows = arena_new(&project->arena, json_count(rows), sizeof *goal->rows);
	if (!goal->rows)
		return CHISO_ENOMEM;
	for (struct json_node *item = json_child(rows); item && !status; item = json_next(item)) {
		if (json_kind(item) == JSON_OBJECT)
			status = read_row(project, goal, &goal->rows[goal->n_rows++], item);
		else
			json_expected(json, item, MSG_WANT_ROW);
	}
	if (!rows && !goal->reason.en && !goal->reason.vi)
		json_missing(json, node, "rows");
	json_unknown_keys(json, node);
	return status;
}

int project_read_goals(struct chiso_project *project, struct json_node *root)
{
	struct json_node *list = json_get_array(project->json, root, "goals");
	int status = CHISO_OK;

	project->goals = arena_new(&project->arena, json_count(list), sizeof *project->goals);
	if (!project->goals)
		return CHISO_ENOMEM;
	for (struct json_node *node = json_child(list); node && !status; node = json_next(node)) {
		if (json_kind(node) == JSON_OBJECT)
			status = read_goal(project, &project->goals[project->n_goals++], node);
		else
			json_expected(project->json, node, MSG_WANT_GOAL);
	}
	return status;
}
