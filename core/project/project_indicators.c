/* SPDX-License-Identifier: MIT */
/* Indicators of a project file. */
#include "project/project.h"

#include "base/context.h"
#include "derived/derived.h"
#include "project/result_columns.h"

#include <string.h>

static const struct dataset_spec *find_dataset(struct chiso_project *project,
                                               struct json_node *node)
{
	const char *id = json_string(node);
	struct place place = json_place(project->json, node);
	struct nearest near = nearest_to(id ? id : "");

	if (!id) {
		json_expected(project->json, node, MSG_WANT_DATASET_ID);
		return NULL;
	}
	const struct dataset_spec *dataset = project_dataset(project, id);
	for (size_t i = 0; i < project->n_datasets && !dataset; i++)
		nearest_offer(&near, project->datasets[i].id);
	if (!dataset && near.best)
		report(project->context, MSG_NO_SUCH_DATASET_NEAR, place, id, near.best);
	else if (!dataset)
		report(project->context, MSG_NO_SUCH_DATASET, place, id);
	return dataset;
}

int indicator_reserve_sources(struct chiso_project *project, struct indicator_spec *spec, uint32_t n)
{
	spec->where = arena_new(&project->arena, n, sizeof *spec->where);
	spec->weight = arena_new(&project->arena, n, sizeof *spec->weight);
	spec->n_sources = n;
	return spec->where && spec->weight ? CHISO_OK : CHISO_ENOMEM;
}

/* "dataset": one for all sources, or an object with one for each. */
static int read_sources(struct chiso_project *project, struct indicator_spec *spec,
                         struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *dataset = json_get(json, node, "dataset");
	const struct dataset_spec *one = NULL;
	uint32_t n = spec->use && spec->use->n_sources ? spec->use->n_sources : 1;

	if (!dataset)
		json_missing(json, node, "dataset");
	else if (json_kind(dataset) != JSON_OBJECT)
		one = find_dataset(project, dataset);
	else if (!spec->use || !spec->use->n_sources)
		json_expected(json, dataset, MSG_WANT_DATASET_ID);
	if (indicator_reserve_sources(project, spec, n))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < n; i++) {
		const char *id = spec->use && spec->use->n_sources
		                         ? chiso_source_at(spec->use, i)->field.id
		                         : NULL;
		struct json_node *own = id ? json_get(json, dataset, id) : NULL;

		spec->sources[i] = one;
		if (json_kind(dataset) != JSON_OBJECT || !id)
			continue;
		if (own)
			spec->sources[i] = find_dataset(project, own);
		else
			json_missing(json, dataset, id);
	}
	if (spec->use && json_kind(dataset) == JSON_OBJECT)
		json_unknown_keys(json, dataset);
	return CHISO_OK;
}

/* An expression, or an object with one for each source: "where", "weight". */
static void read_by_source(struct chiso_project *project, const struct indicator_spec *spec,
                           struct json_node *node, const char *key, struct binding *out)
{
	struct json_node *own = json_get(project->json, node, key);

	if (json_kind(own) != JSON_OBJECT || !spec->use || !spec->use->n_sources) {
		out[0] = project_binding(project, node, key);
		for (uint32_t i = 1; i < spec->n_sources; i++)
			out[i] = out[0];
		return;
	}
	for (uint32_t i = 0; i < spec->n_sources; i++)
		out[i] = project_binding(project, own, chiso_source_at(spec->use, i)->field.id);
	json_unknown_keys(project->json, own);
}

/* "weight": instead of that of the dataset; null: none. */
static void read_weight(struct chiso_project *project, struct indicator_spec *spec,
                        struct json_node *node)
{
	struct json_node *weight = json_get(project->json, node, "weight");

	spec->is_unweighted = weight && json_kind(weight) == JSON_NULL;
	if (!spec->is_unweighted)
		read_by_source(project, spec, node, "weight", spec->weight);
}

/* The number of an output by its id; n_outputs, which is reported: there is none. */
static uint32_t find_output(struct chiso_project *project, const struct chiso_indicator *use,
                            const char *id, struct place place)
{
	struct nearest near = nearest_to(id);
	const struct chiso_output *output;
	uint32_t i = 0;

	for (; (output = chiso_output_at(use, i)); i++)
		if (!strcmp(output->field.id, id))
			return i;
	for (i = 0; (output = chiso_output_at(use, i)); i++)
		nearest_offer(&near, output->field.id);
	report(project->context, MSG_NO_SUCH_OUTPUT, place, id, use->id,
	       near.best ? near.best : chiso_output_at(use, 0)->field.id);
	return i;
}

/* "outputs": those that are among the results. */
static int read_outputs(struct chiso_project *project, struct indicator_spec *spec,
                        struct json_node *node)
{
	struct json_node *list = json_get(project->json, node, "outputs");
	const struct names names = project_names(project, node, "outputs");

	if (!list || !spec->use)
		return CHISO_OK;
	if (json_kind(list) == JSON_ARRAY && !json_count(list))
		json_expected(project->json, list, MSG_WANT_OUTPUTS);
	spec->is_left_out = arena_new(&project->arena, spec->use->n_outputs + 1u, 1);
	if (!spec->is_left_out)
		return CHISO_ENOMEM;
	memset(spec->is_left_out, 1, spec->use->n_outputs + 1u);
	for (size_t i = 0; i < names.n; i++) {
		uint32_t at = find_output(project, spec->use, names.items[i], names.places[i]);

		if (at < spec->use->n_outputs && !spec->is_left_out[at])
			report(project->context, MSG_OUTPUT_TWICE, names.places[i],
			       names.items[i]);
		spec->is_left_out[at] = 0;
	}
	return CHISO_OK;
}

/* "levels": of units that have results. */
static void read_levels(struct chiso_project *project, struct indicator_spec *spec,
                        struct json_node *node)
{
	struct json_node *list = json_get(project->json, node, "levels");

	if (!list)
		return;
	spec->levels = project_names(project, node, "levels");
	if (json_kind(list) == JSON_ARRAY && !json_count(list))
		json_expected(project->json, list, MSG_WANT_LEVELS);
	else if (project->units.implicit)
		json_expected(project->json, list, MSG_WANT_NO_LEVELS);
	for (size_t i = 0; i < spec->levels.n; i++)
		project_check_level(project, spec->levels.items[i], spec->levels.places[i]);
}

int indicator_has_level(const struct indicator_spec *spec, const char *level)
{
	size_t i = 0;

	while (i < spec->levels.n && strcmp(spec->levels.items[i], level))
		i++;
	return !spec->levels.n || i < spec->levels.n;
}

const struct chiso_indicator *project_find_use(struct chiso_project *project,
                                               struct json_node *node, int is_record)
{
	const char *id = json_get_string(project->json, node, "use");
	const struct chiso_indicator *use;
	struct nearest near = nearest_to(id ? id : "");

	if (!id) {
		json_missing(project->json, node, "use");
		return NULL;
	}
	struct place place = json_place(project->json, json_get(project->json, node, "use"));
	for (size_t i = 0; (use = chiso_indicator_at(project->context, i)); i++)
		if (!strcmp(use->id, id))
			return project_use_fits(project, place, use, is_record) ? use : NULL;
	for (size_t i = 0; (use = chiso_indicator_at(project->context, i)); i++)
		if (!use->record == !is_record)
			nearest_offer(&near, use->id);
	if (near.best)
		report(project->context, MSG_NO_SUCH_INDICATOR_NEAR, place, id, near.best);
	else
		report(project->context, MSG_NO_SUCH_INDICATOR_HERE, place, id);
	return NULL;
}

static const struct chiso_input *find_input(struct chiso_project *project,
                                            const struct indicator_spec *spec,
                                            struct json_node *item)
{
	struct nearest near = nearest_to(json_key(item));
	const struct chiso_input *input;

	for (size_t i = 0; (input = chiso_input_at(spec->use, i)); i++)
		if (!strcmp(input->field.id, json_key(item)))
			return input;
	for (size_t i = 0; (input = chiso_input_at(spec->use, i)); i++)
		nearest_offer(&near, input->field.id);
	report(project->context, near.best ? MSG_NO_SUCH_INPUT_NEAR : MSG_NO_SUCH_INPUT,
	       json_place(project->json, item), json_key(item), spec->use->id,
	       near.best ? near.best : "");
	return NULL;
}

/* Of an input that repeats: a list of columns, whose names are the labels, or an object of
 * expressions by label. */
static void read_repeated(struct chiso_project *project, struct indicator_spec *spec,
                          const struct chiso_input *input, struct json_node *item)
{
	struct names columns = {0};
	struct binding *bindings = NULL;
	size_t n = 0;

	if (json_kind(item) == JSON_OBJECT) {
		bindings = project_bindings(project, item, &n);
	} else if (json_kind(item) == JSON_ARRAY) {
		columns = project_names_of(project, item);
		n = columns.n;
	} else {
		json_expected(project->json, item, MSG_WANT_REPEATED);
	}
	for (size_t i = 0; i < n; i++) {
		struct input_spec *out = &spec->inputs[spec->n_inputs++];

		out->input = input->field.id;
		out->label = bindings ? bindings[i].name : columns.items[i];
		out->of = bindings ? bindings[i]
		                   : (struct binding){input->field.id,
		                                      arena_printf(&project->arena, "[%s]",
		                                                   columns.items[i]),
		                                      columns.places[i]};
	}
}

static int read_inputs(struct chiso_project *project, struct indicator_spec *spec,
                       struct json_node *node)
{
	struct json_node *inputs = json_get_object(project->json, node, "inputs");
	size_t room = json_count(inputs);

	for (struct json_node *item = json_child(inputs); item; item = json_next(item))
		room += json_count(item);
	spec->inputs = arena_new(&project->arena, room, sizeof *spec->inputs);
	if (!spec->inputs)
		return CHISO_ENOMEM;
	for (struct json_node *item = json_child(inputs); item; item = json_next(item)) {
		const struct chiso_input *input =
			spec->use ? find_input(project, spec, item) : NULL;

		json_get(project->json, inputs, json_key(item));
		if (!input)
			continue;
		if (input->axis) {
			read_repeated(project, spec, input, item);
			continue;
		}
		/* What is no expression has been reported: it isn't missing, too. */
		struct binding of = project_binding(project, inputs, json_key(item));
		spec->inputs[spec->n_inputs++] = (struct input_spec){of.name, NULL, of};
	}
	return CHISO_OK;
}

/* The texts of a parameter's value: a string, a number or a list of them. */
static const char **param_texts(struct chiso_project *project, struct json_node *node, size_t *n)
{
	int is_list = json_kind(node) == JSON_ARRAY;
	const char **texts = arena_new(&project->arena, is_list ? json_count(node) : 1, sizeof *texts);

	*n = 0;
	for (struct json_node *item = is_list ? json_child(node) : node; texts && item;
	     item = is_list ? json_next(item) : NULL) {
		char number[NUMBER_ROOM];
		size_t length;

		switch (json_kind(item)) {
		case JSON_STRING:
			texts[(*n)++] = json_string(item);
			break;
		case JSON_NUMBER:
			length = number_print(number, json_number(item));
			texts[*n] = arena_text(&project->arena, number, length);
			if (!texts[(*n)++])
				return NULL;
			break;
		case JSON_TRUE:
		case JSON_FALSE:
			texts[(*n)++] = json_kind(item) == JSON_TRUE ? "true" : "false";
			break;
		default:
			json_expected(project->json, item, MSG_WANT_PARAM);
		}
	}
	return texts;
}

static int read_param(struct chiso_project *project, struct indicator_spec *spec, size_t i,
                      struct json_node *value, struct given_param *out)
{
	int is_result = json_kind(value) == JSON_OBJECT && !chiso_param_at(spec->use, i)->axis;

	/* Columns are there before any result is. */
	if (is_result && spec->use->record) {
		json_expected(project->json, value, MSG_WANT_PARAM);
		return CHISO_OK;
	}
	if (is_result)
		return indicator_read_pass(project, spec, i, value);
	out->place = json_place(project->json, value);
	if (json_kind(value) == JSON_OBJECT)
		out->texts = indicator_param_by_label(project, spec, i, value, &out->n);
	else
		out->texts = param_texts(project, value, &out->n);
	return out->texts ? CHISO_OK : CHISO_ENOMEM;
}

static int read_params(struct chiso_project *project, struct indicator_spec *spec,
                       struct json_node *node)
{
	struct json_node *params = json_get_object(project->json, node, "parameters");
	struct given_param *given =
		arena_new(&project->arena, spec->use->n_params, sizeof *given);
	int status = given ? CHISO_OK : CHISO_ENOMEM;

	for (size_t i = 0; i < spec->use->n_params && !status; i++) {
		const struct chiso_param *param = chiso_param_at(spec->use, i);
		struct json_node *value = json_get(project->json, params, param->field.id);

		given[i].place = json_place(project->json, node);
		if (value)
			status = read_param(project, spec, i, value, &given[i]);
	}
	if (params)
		json_unknown_keys(project->json, params);
	return status ? status : indicator_set_params(project, spec, given);
}

int project_read_bindings(struct chiso_project *project, struct indicator_spec *spec,
                          struct json_node *node)
{
	const struct names standards = project_names(project, node, "standard");
	int status = read_inputs(project, spec, node);

	if (!status && spec->use)
		status = indicator_find_standards(project, spec, &standards);
	if (!status && spec->use)
		status = indicator_set_labels(project, spec);
	if (!status && spec->use)
		return read_params(project, spec, node);
	json_get(project->json, node, "parameters");
	return status;
}

/* Whether a word is in a list with commas. */
static int is_among(const char *word, const char *list)
{
	size_t n = strlen(word);

	for (const char *at = list; at; at = strchr(at, ','), at = at ? at + 1 : NULL)
		if (!strncmp(at, word, n) && (at[n] == ',' || !at[n]))
			return 1;
	return 0;
}

static void check_keys(const struct chiso_project *project, const struct names *keys)
{
	static const char columns[] =
		RESULT_COLUMNS_WHAT "," RESULT_COLUMNS_FIGURE "," RESULT_COLUMNS_SHARES
		"," RESULT_COLUMNS_DESIGN "," RESULT_COLUMNS_BOUNDARIES "," RESULT_COLUMNS_ADJUSTMENTS;

	for (size_t i = 0; i < keys->n; i++)
		if (is_among(keys->items[i], columns))
			report(project->context, MSG_KEY_IS_A_COLUMN, keys->places[i], keys->items[i]);
}

static void read_by(struct chiso_project *project, struct indicator_spec *spec,
                    struct json_node *node)
{
	struct json_node *by = json_get_array(project->json, node, "by");

	spec->n_by = by ? json_count(by) : 1;
	spec->by = arena_new(&project->arena, spec->n_by, sizeof *spec->by);
	if (!spec->by || !spec->n_by)
		spec->n_by = 0;
	size_t i = 0;
	for (struct json_node *item = json_child(by); item && spec->n_by; item = json_next(item)) {
		if (json_kind(item) == JSON_ARRAY && json_count(item) > MAX_KEYS)
			json_expected(project->json, item, MSG_WANT_FEWER_KEYS);
		else if (json_kind(item) == JSON_ARRAY)
			spec->by[i++] = project_names_of(project, item);
		else
			json_expected(project->json, item, MSG_WANT_KEYS);
	}
	while (i > 0)
		check_keys(project, &spec->by[--i]);
}

static void read_periods(struct chiso_project *project, struct indicator_spec *spec,
                         struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *list = json_get_array(json, node, "periods");

	for (struct json_node *item = json_child(list); item; item = json_next(item)) {
		enum period_kind kind =
			json_string(item) ? period_kind_read(json_string(item)) : PERIOD_KINDS;

		if (kind == PERIOD_KINDS)
			json_expected(json, item, MSG_WANT_PERIOD_KIND);
		else if (kind == PERIOD_FINANCIAL_YEAR && !project->financial_year.month)
			report(project->context, MSG_NO_FINANCIAL_YEAR, json_place(json, item), "");
		else
			spec->periods |= 1u << kind;
	}
	if (spec->periods && spec->use && spec->use->flags & CHISO_AS_REPORTED)
		report(project->context, MSG_PERIODS_AS_REPORTED, json_place(json, list),
		       spec->use->id);
}

/* "show": false, or the periods of which results are shown. */
static int read_show(struct chiso_project *project, struct indicator_spec *spec,
                     struct json_node *node)
{
	struct json_node *show = json_get(project->json, node, "show");
	struct names names = {0};

	if (!show || json_kind(show) == JSON_TRUE)
		return CHISO_OK;
	spec->is_hidden = json_kind(show) == JSON_FALSE;
	if (spec->is_hidden)
		return CHISO_OK;
	if (json_kind(show) == JSON_STRING || (json_kind(show) == JSON_ARRAY && json_count(show)))
		names = project_names_of(project, show);
	else
		json_expected(project->json, show, MSG_WANT_SHOW);
	spec->shown = arena_new(&project->arena, names.n, sizeof *spec->shown);
	spec->shown_places = names.places;
	if (!spec->shown)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < names.n; i++)
		if (period_read(&spec->shown[i], names.items[i], strlen(names.items[i])))
			report(project->context, MSG_BAD_PERIOD, names.places[i], names.items[i]);
	spec->n_shown = names.n;
	return CHISO_OK;
}

static int is_id(const char *id)
{
	if (*id < 'a' || *id > 'z')
		return 0;
	while ((*id >= 'a' && *id <= 'z') || (*id >= '0' && *id <= '9') || *id == '_')
		id++;
	return !*id;
}

/* What a plugin's indicator has besides has no meaning for an expression. */
static void read_derived(struct chiso_project *project, struct indicator_spec *spec,
                         struct json_node *node)
{
	struct json_node *use = json_get(project->json, node, "use");

	if (use)
		report(project->context, MSG_USE_OR_EXPRESSION, json_place(project->json, use),
		       spec->id);
	spec->use = &derived_use;
	json_unknown_keys(project->json, node);
}

static int read_id(struct chiso_project *project, struct indicator_spec *spec, struct json_node *node)
{
	struct json *json = project->json;

	spec->id = json_get_string(json, node, "id");
	if (!spec->id) {
		json_missing(json, node, "id");
		spec->id = "";
	} else if (!is_id(spec->id)) {
		json_expected(json, json_get(json, node, "id"),
		              MSG_WANT_ID);
	} else if (project_indicator(project, spec->id, strlen(spec->id))) {
		report(project->context, MSG_ID_TWICE, json_place(json, json_get(json, node, "id")),
		       spec->id);
	}
	return project_name_indicator(project, spec);
}

static int read_indicator(struct chiso_project *project, struct indicator_spec *spec,
                          struct json_node *node)
{
	struct json *json = project->json;
	int status = CHISO_OK;

	spec->place = json_place(json, node);
	if (read_id(project, spec, node))
		return CHISO_ENOMEM;
	spec->title = project_words(project, node, "title");
	spec->unit_measure = json_get_string(json, node, "unit_measure");
	if (read_show(project, spec, node))
		return CHISO_ENOMEM;
	spec->expression = project_binding(project, node, "expression");
	if (json_get(json, node, "expression")) {
		read_derived(project, spec, node);
		return CHISO_OK;
	}
	spec->use = project_find_use(project, node, 0);
	if (read_sources(project, spec, node))
		return CHISO_ENOMEM;
	read_by_source(project, spec, node, "where", spec->where);
	read_weight(project, spec, node);
	read_by(project, spec, node);
	read_levels(project, spec, node);
	status = read_outputs(project, spec, node);
	if (!status)
		status = project_read_bindings(project, spec, node);
	read_periods(project, spec, node);
	indicator_read_interval(project, spec, node);
	indicator_read_boundaries(project, spec, node);
	json_unknown_keys(json, node);
	return status;
}

int project_read_indicators(struct chiso_project *project, struct json_node *root)
{
	struct json_node *list = json_get_array(project->json, root, "indicators");
	int status = project_reserve_indicators(project, json_count(list));

	for (struct json_node *node = json_child(list); node && !status; node = json_next(node)) {
		if (json_kind(node) != JSON_OBJECT) {
			json_expected(project->json, node, MSG_WANT_INDICATOR);
			continue;
		}
		status = read_indicator(project, &project->indicators[project->n_indicators++], node);
	}
	if (!status)
		project_link_passes(project);
	return status ? status : derived_compile(project);
}
