/* SPDX-License-Identifier: MIT */
/* Targets in a project file: what is wanted, by when, who says so and how progress is judged. */
#include "base/context.h"
#include "project/progress.h"
#include "project/project.h"

#include <string.h>

static const struct {
	const char *key;
	int kind;
} kinds[] = {
	{"more_than", CHISO_MORE_THAN}, {"less_than", CHISO_LESS_THAN}, {"at_least", CHISO_AT_LEAST},
	{"at_most", CHISO_AT_MOST},     {"between", CHISO_BETWEEN},     {"yes", CHISO_YES},
	{"no", CHISO_NO},
};

/* Values by unit, for a row of several. */
static int read_unit_values(struct chiso_project *project, const struct row_spec *row,
                            struct target_spec *target, struct json_node *object)
{
	struct json *json = project->json;

	if (!row->level && !row->units.n)
		report(project->context, MSG_TARGET_OF_UNITS, json_place(json, object), "");
	target->of = arena_new(&project->arena, json_count(object), sizeof *target->of);
	if (!target->of)
		return CHISO_ENOMEM;
	for (struct json_node *at = json_child(object); at; at = json_next(at)) {
		const char *code = json_key(at);

		if (!project->units.implicit)
			units_has_code(&project->units, project->context, json_place(json, at), code);
		if (json_kind(at) != JSON_NUMBER)
			json_expected(json, at, MSG_A_NUMBER);
		target->of[target->n_of++] = (struct unit_value){code, json_number(at)};
	}
	return CHISO_OK;
}

static int read_condition(struct chiso_project *project, const struct row_spec *row,
                          struct target_spec *target, size_t kind, struct json_node *value)
{
	struct json *json = project->json;
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
			return CHISO_OK;
		}
		target->value = json_number(low);
		target->upper = json_number(high);
	} else if (json_kind(value) == JSON_NUMBER) {
		target->value = json_number(value);
	} else if (json_kind(value) == JSON_OBJECT && json_count(value)) {
		return read_unit_values(project, row, target, value);
	} else {
		json_expected(json, value, MSG_WANT_NUMBER_OR_UNITS);
	}
	return CHISO_OK;
}

/* ---- sets, methods, weights ---- */

static const char *const known_sets[] = {"stated", "assigned", "own"};

static void read_set(struct chiso_project *project, struct target_spec *target,
                     struct json_node *node)
{
	const char *set = json_get_string(project->json, node, "set");
	struct nearest near = nearest_to(set ? set : "");

	target->set = set ? set : known_sets[0];
	for (size_t i = 0; i < sizeof known_sets / sizeof *known_sets; i++) {
		if (!strcmp(target->set, known_sets[i]))
			return;
		nearest_offer(&near, known_sets[i]);
	}
	for (size_t i = 0; i < project->sets.n; i++) {
		if (!strcmp(target->set, project->sets.items[i]))
			return;
		nearest_offer(&near, project->sets.items[i]);
	}
	struct place place = json_place(project->json, json_get(project->json, node, "set"));
	if (near.best)
		report(project->context, MSG_NO_SUCH_SET_NEAR, place, set, near.best);
	else
		report(project->context, MSG_NO_SUCH_SET, place, set);
}

int project_read_method(struct chiso_project *project, struct json_node *object, const char *key,
                        int has_target, int *out)
{
	static const struct {
		const char *name;
		int method, is_for_targets, is_for_trends;
	} methods[] = {
		{"growth_ratio", PROGRESS_GROWTH_RATIO, 1, 0},
		{"linear_path", PROGRESS_LINEAR_PATH, 1, 0},
		{"un_progress_chart_2023", PROGRESS_UN_CHART, 1, 1},
		{"thresholds", PROGRESS_GROWTH_RATIO, 0, 1},
	};
	struct json_node *node = json_get(project->json, object, key);
	const char *name = node ? json_get_string(project->json, object, key) : NULL;

	if (!name)
		return 0;
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (!strcmp(name, methods[i].name) &&
		    (has_target ? methods[i].is_for_targets : methods[i].is_for_trends)) {
			*out = methods[i].method;
			return 1;
		}
	json_expected(project->json, node,
	              has_target ? MSG_WANT_TARGET_METHOD : MSG_WANT_TREND_METHOD);
	return 0;
}

static double read_weight(struct chiso_project *project, struct json_node *node)
{
	struct json_node *weight = json_get(project->json, node, "weight");

	if (!weight)
		return 1;
	if (json_kind(weight) != JSON_NUMBER || !(json_number(weight) > 0)) {
		json_expected(project->json, weight, MSG_WANT_WEIGHT);
		return 1;
	}
	return json_number(weight);
}

int project_read_target_rules(struct chiso_project *project, struct json_node *root)
{
	project->sets = project_names(project, root, "sets");
	project_read_method(project, root, "progress_method", 1, &project->method);
	return CHISO_OK;
}

int project_read_target(struct chiso_project *project, const struct goal_spec *goal,
                        const struct row_spec *row, struct target_spec *target,
                        struct json_node *node)
{
	struct json *json = project->json;
	size_t conditions = 0;
	int status = CHISO_OK;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct json_node *value = json_get(json, node, kinds[i].key);

		if (value && !conditions++)
			status = read_condition(project, row, target, i, value);
	}
	if (conditions != 1)
		json_expected(json, node, MSG_WANT_CONDITION);
	target->by = project_period(project, node, "by");
	target->by_text = json_get_text(json, node, "by");
	target->method = row->method;
	project_read_method(project, node, "method", 1, &target->method);
	target_read_aspect(project, row, target, node);
	read_set(project, target, node);
	target->weight = read_weight(project, node);
	target->owner = json_get_string(json, node, "owner");
	if (!target->owner)
		target->owner = row->owner;
	target->document = project_document(project, node, "document");
	if (!json_get(json, node, "document"))
		target->document = goal->document;
	/* The promise behind the scoreboard: no target is shown that no document states. */
	if (!target->document && !json_get(json, node, "document") && !goal->names_document)
		report(project->context, MSG_TARGET_WITHOUT_DOCUMENT, json_place(json, node),
		       goal->id);
	json_unknown_keys(json, node);
	return status;
}
