/* SPDX-License-Identifier: MIT */
/* Rules of a dataset, from the project file. */
#include "project/rule.h"

#include "base/context.h"

#include <math.h>
#include <string.h>

static int is_id(const char *id)
{
	return *id >= 'a' && *id <= 'z' &&
	       id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0;
}

/* The index of a word among n names; `otherwise`, reported, when it is none of them. */
static int read_word(struct json *json, struct json_node *node, const char *key,
                     const char *const *names, int n, int otherwise, enum message want)
{
	const char *word = json_get_string(json, node, key);

	for (int i = 0; word && i < n; i++)
		if (!strcmp(word, names[i]))
			return i;
	if (word)
		json_expected(json, json_get(json, node, key), want);
	return otherwise;
}

static int read_severity(struct json *json, struct json_node *node, int otherwise)
{
	static const char *const names[] = {
		[CHISO_NOTE] = "info", [CHISO_WARNING] = "warning", [CHISO_ERROR] = "error"};

	return read_word(json, node, "severity", names, CHISO_ERROR + 1, otherwise,
	                 MSG_WANT_SEVERITY);
}

/* A limit of a column: a number, or a date in quotes, which says what the column holds unless that
 * is known.  1 when there is one. */
static int read_limit(struct chiso_project *project, struct rule_spec *rule, struct json_node *node,
                      const char *key, double *out)
{
	struct json *json = project->json;
	struct json_node *limit = json_get(json, node, key);
	const char *text = json_string(limit);
	int is_number = json_kind(limit) == JSON_NUMBER;
	int32_t day = 0;

	if (!limit)
		return 0;
	if (rule->type == RULE_ANY)
		rule->type = is_number ? RULE_NUMBER : RULE_DATE;
	int wants_number = rule->type == RULE_NUMBER || rule->type == RULE_INTEGER;
	if (is_number && wants_number) {
		*out = json_number(limit);
		return 1;
	}
	if (rule->type == RULE_DATE && text && !date_read(&day, text, strlen(text), 0)) {
		*out = day;
		return 1;
	}
	json_expected(json, limit, MSG_WANT_LIMIT);
	return 0;
}

static void read_column(struct chiso_project *project, struct rule_spec *rule, struct json_node *node)
{
	static const char *const types[] = {
		[RULE_ANY] = "any",         [RULE_INTEGER] = "integer", [RULE_NUMBER] = "number",
		[RULE_DATE] = "date",       [RULE_BOOLEAN] = "boolean", [RULE_CODE] = "code",
		[RULE_TEXT] = "text"};
	struct json *json = project->json;

	rule->columns = project_names(project, node, "column");
	rule->type = (enum rule_type)read_word(json, node, "type", types, RULE_TYPES, RULE_ANY,
	                                       MSG_WANT_RULE_TYPE);
	rule->is_required = json_get_bool(json, node, "required", 0);
	rule->has_min = read_limit(project, rule, node, "min", &rule->min);
	rule->has_max = read_limit(project, rule, node, "max", &rule->max);
	if (rule->has_min && rule->has_max && rule->min > rule->max)
		json_expected(json, json_get(json, node, "max"), MSG_WANT_UPPER_LIMIT);
	rule->pattern = json_get_string(json, node, "pattern");
	if (rule->pattern)
		rule->pattern_place = json_place(json, json_get(json, node, "pattern"));
	rule->one_of = project_names(project, node, "one_of");
	if (rule->columns.n > 1)
		json_expected(json, json_get(json, node, "column"), MSG_WANT_COLUMN_NAME);
	else if (rule->type == RULE_ANY && !rule->is_required && !rule->pattern && !rule->one_of.n)
		report(project->context, MSG_RULE_SAYS_NOTHING, rule->place, rule->id);
}

static void read_key(struct chiso_project *project, struct rule_spec *rule, struct json_node *node,
                     const char *key)
{
	rule->columns = project_names(project, node, key);
	if (!rule->columns.n || rule->columns.n > MAX_DATASET_KEYS) {
		json_expected(project->json, json_get(project->json, node, key), MSG_WANT_FEW_KEYS);
		rule->kind = RULE_KINDS;
	}
}

static void read_foreign_key(struct chiso_project *project, struct rule_spec *rule,
                             struct json_node *node)
{
	read_key(project, rule, node, "foreign_key");
	rule->in = json_get_string(project->json, node, "in");
	if (rule->in)
		rule->in_place = json_place(project->json, json_get(project->json, node, "in"));
	else
		json_missing(project->json, node, "in");
}

/* Limits that are stated are expressions, so that each record may have its own. */
static void read_stated(struct chiso_project *project, struct rule_spec *rule, struct json_node *node)
{
	rule->low = project_binding(project, node, "min");
	rule->high = project_binding(project, node, "max");
	if (!json_get(project->json, node, "min") && !json_get(project->json, node, "max"))
		json_missing(project->json, node, "min");
}

static void read_outliers(struct chiso_project *project, struct rule_spec *rule,
                          struct json_node *node)
{
	struct json *json = project->json;
	const char *method = json_get_string(json, node, "method");

	rule->value = project_binding(project, node, "outliers");
	rule->method = method ? outlier_method_read(method) : OUTLIER_METHODS;
	if (!json_get(json, node, "method"))
		json_missing(json, node, "method");
	else if (method && rule->method == OUTLIER_METHODS)
		json_expected(json, json_get(json, node, "method"), MSG_WANT_OUTLIER_METHOD);
	if (rule->method == OUTLIER_METHODS || !rule->value.source)
		rule->kind = RULE_KINDS;
	if (rule->method == OUTLIER_MIN_MAX)
		read_stated(project, rule, node);
	if (rule->method >= OUTLIER_MIN_MAX)
		return;
	rule->by = project_names(project, node, "by");
	if (rule->by.n > MAX_DATASET_KEYS)
		json_expected(json, json_get(json, node, "by"), MSG_WANT_FEW_KEYS);
	rule->threshold = json_get_number(
		json, node, "threshold",
		outlier_threshold(&project->context->standards, rule->method));
	if (!(rule->threshold > 0))
		json_expected(json, json_get(json, node, "threshold"), MSG_WANT_THRESHOLD);
}

static struct period read_period(struct chiso_project *project, const struct rule_spec *rule,
                                 struct json_node *node, const char *key)
{
	struct period period = project_period(project, node, key);

	if (period_is_none(period) || rule->each == PERIOD_KINDS)
		return period;
	struct period same = period_around(period, rule->each, project->financial_year);
	if (same.first == period.first && same.last == period.last)
		return period;
	json_expected(project->json, json_get(project->json, node, key), MSG_WANT_PERIOD_OF_KIND);
	return (struct period){1, 0};
}

static void read_reported_by(struct chiso_project *project, struct rule_spec *rule,
                             const struct dataset_spec *dataset, struct json_node *node)
{
	struct json *json = project->json;
	const char *each = json_get_string(json, node, "each");

	rule->level = json_get_string(json, node, "reported_by");
	if (rule->level)
		project_check_level(project, rule->level,
		                    json_place(json, json_get(json, node, "reported_by")));
	rule->columns = project_names(project, node, "columns");
	rule->each = each ? period_kind_read(each) : PERIOD_KINDS;
	if (!json_get(json, node, "each"))
		json_missing(json, node, "each");
	else if (each && rule->each == PERIOD_KINDS)
		json_expected(json, json_get(json, node, "each"), MSG_WANT_PERIOD_KIND);
	rule->first = read_period(project, rule, node, "first");
	rule->last = read_period(project, rule, node, "last");
	if (!project->units_file || !dataset->unit.column || !dataset->period.column)
		report(project->context, MSG_RULE_NEEDS_UNITS, rule->place, rule->id);
	if (!rule->level || rule->each == PERIOD_KINDS || !project->units_file ||
	    !dataset->unit.column || !dataset->period.column ||
	    rule->columns.n > MAX_DATASET_KEYS)
		rule->kind = RULE_KINDS;
}

/* What kind of rule it is: the one key of these that it has. */
static enum rule_kind find_kind(struct json *json, struct json_node *node)
{
	static const char *const keys[] = {
		[RULE_COLUMN] = "column", [RULE_UNIQUE] = "unique",
		[RULE_FOREIGN_KEY] = "foreign_key", [RULE_CHECK] = "check",
		[RULE_OUTLIERS] = "outliers", [RULE_REPORTED_BY] = "reported_by"};
	enum rule_kind found = RULE_KINDS;

	for (int kind = 0; kind < RULE_KINDS; kind++) {
		if (!json_get(json, node, keys[kind]))
			continue;
		if (found != RULE_KINDS)
			json_expected(json, json_get(json, node, keys[kind]), MSG_WANT_ONE_RULE);
		found = (enum rule_kind)kind;
	}
	if (found == RULE_KINDS)
		json_expected(json, node, MSG_WANT_RULE);
	return found;
}

static void read_rule(struct chiso_project *project, struct rule_spec *rule,
                      const struct dataset_spec *dataset, struct json_node *node)
{
	struct json *json = project->json;

	rule->kind = find_kind(json, node);
	if (rule->kind == RULE_KINDS)
		return;
	rule->title = project_words(project, node, "title");
	rule->where = project_binding(project, node, "where");
	rule->severity = read_severity(json, node,
	                               rule->kind >= RULE_OUTLIERS ? CHISO_WARNING : CHISO_ERROR);
	if (rule->kind == RULE_COLUMN)
		read_column(project, rule, node);
	else if (rule->kind == RULE_UNIQUE)
		read_key(project, rule, node, "unique");
	else if (rule->kind == RULE_FOREIGN_KEY)
		read_foreign_key(project, rule, node);
	else if (rule->kind == RULE_CHECK)
		rule->value = project_binding(project, node, "check");
	else if (rule->kind == RULE_OUTLIERS)
		read_outliers(project, rule, node);
	else
		read_reported_by(project, rule, dataset, node);
	if (rule->kind == RULE_CHECK && !rule->value.source)
		rule->kind = RULE_KINDS;
	if (rule->kind == RULE_COLUMN && !rule->columns.n)
		rule->kind = RULE_KINDS;
	json_unknown_keys(json, node);
}

void project_read_rules(struct chiso_project *project, struct dataset_spec *dataset,
                        struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *list = json_get_object(json, node, "rules");

	dataset->rules = arena_new(&project->arena, json_count(list), sizeof *dataset->rules);
	for (node = json_child(list); dataset->rules && node; node = json_next(node)) {
		struct rule_spec *rule = &dataset->rules[dataset->n_rules];

		rule->place = json_place(json, node);
		rule->id = arena_printf(&project->arena, "%s.%s", dataset->id, json_key(node));
		if (!rule->id)
			return;
		dataset->n_rules++;
		rule->kind = RULE_KINDS;
		if (!is_id(json_key(node)))
			report(project->context, MSG_RULE_ID, rule->place, json_key(node));
		if (json_kind(node) == JSON_OBJECT)
			read_rule(project, rule, dataset, node);
		else
			json_expected(json, node, MSG_WANT_RULE);
	}
}
