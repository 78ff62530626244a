/* SPDX-License-Identifier: MIT */
/* Goals and their rows in a project file. */
#include "project/project.h"

#include "base/context.h"

#include <string.h>

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
			if (!indicator_gives(row->indicator, i))
				report(project->context, MSG_OUTPUT_LEFT_OUT, place, dot + 1,
				       row->indicator->id);
			return;
		}
		nearest_offer(&near, output->field.id);
	}
	report(project->context, MSG_NO_SUCH_OUTPUT, place, id, use->id,
	       near.best ? near.best : chiso_output_at(use, 0)->field.id);
}

/* One unit, or each of a list, or each of a level. */
static void read_units(struct chiso_project *project, struct row_spec *row, struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *units = json_get(json, node, "units");
	int has_file = !project->units.implicit && project->units.n;

	row->unit = json_get_text(json, node, "unit");
	if (units && row->unit)
		report(project->context, MSG_UNIT_AND_UNITS, json_place(json, units), "");
	if (json_kind(units) == JSON_OBJECT) {
		row->level = json_get_string(json, units, "level");
		if (!row->level)
			json_missing(json, units, "level");
		else if (project->units.implicit)
			json_expected(json, units, MSG_WANT_UNITS_FILE);
		else
			project_check_level(project, row->level,
			                    json_place(json, json_get(json, units, "level")));
		json_unknown_keys(json, units);
	} else if (json_kind(units) == JSON_ARRAY && json_count(units)) {
		row->units = project_names_of(project, units);
		for (size_t i = 0; has_file && i < row->units.n; i++)
			units_has_code(&project->units, project->context, row->units.places[i],
			               row->units.items[i]);
	} else if (units) {
		json_expected(json, units, MSG_WANT_UNITS);
	}
	if (!row->unit || !strcmp(row->unit, "plan"))
		row->unit = project->plan_unit;
	else if (has_file)
		units_has_code(&project->units, project->context,
		               json_place(json, json_get(json, node, "unit")), row->unit);
}

static void check_level(struct chiso_project *project, const struct row_spec *row, const char *level,
                        struct place place)
{
	if (!indicator_has_level(row->indicator, level))
		report(project->context, MSG_LEVEL_LEFT_OUT, place, level, row->indicator->id);
}

/* The units of a row must have results, as far as an indicator says of which level these are. */
static void check_levels(struct chiso_project *project, const struct row_spec *row,
                         struct json_node *node)
{
	const struct units *units = &project->units;
	struct json *json = project->json;
	const char *there = json_get(json, node, "units")  ? "units"
	                    : json_get(json, node, "unit") ? "unit"
	                                                   : "indicator";
	struct place place = json_place(json, json_get(json, node, there));
	int unit = row->level || row->units.n || !row->unit ? UNIT_NONE
	                                                    : units_with_code(units, row->unit);

	if (!row->indicator || units->implicit)
		return;
	if (row->level)
		check_level(project, row, row->level, place);
	else if (unit != UNIT_NONE)
		check_level(project, row, units->list[unit].level, place);
	for (size_t i = 0; i < row->units.n; i++) {
		unit = units_with_code(units, row->units.items[i]);
		if (unit != UNIT_NONE)
			check_level(project, row, units->list[unit].level, row->units.places[i]);
	}
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
	read_units(project, row, node);
	check_levels(project, row, node);
	row->owner = json_get_string(json, node, "owner");
	if (!row->owner)
		row->owner = goal->owner;
	struct json_node *by = json_get_object(json, node, "by");
	if (by)
		row->by = project_bindings(project, by, &row->n_by);
	struct json_node *targets = json_get_array(json, node, "targets");
	row->method = project->method;
	row->has_method = project_read_method(project, node, "method", json_count(targets) > 0,
	                                      &row->method);
	row->targets = arena_new(&project->arena, json_count(targets), sizeof *row->targets);
	if (!row->targets)
		return CHISO_ENOMEM;
	int status = CHISO_OK;
	for (struct json_node *item = json_child(targets); item && !status; item = json_next(item)) {
		if (json_kind(item) == JSON_OBJECT)
			status = project_read_target(project, goal, row,
			                             &row->targets[row->n_targets++], item);
		else
			json_expected(json, item, MSG_WANT_TARGET);
	}
	if (!row->indicator_id && !row->needs.en && !row->needs.vi)
		json_missing(json, node, "indicator");
	json_unknown_keys(json, node);
	return status;
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
	goal->owner = json_get_string(json, node, "owner");
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
	int status = project_read_target_rules(project, root);

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
