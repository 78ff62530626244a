/* SPDX-License-Identifier: MIT */
/* Datasets and indicators of a project file. */
#include "project.h"

#include "context.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const NONE[] = {"-", NULL};
static const char *const NOT_COLLECTED[] = {"...", "…", NULL};
static const char *const TOTALS[] = {"Tổng số",   "Tổng cộng", "Tổng", "Cộng",
                                     "Toàn huyện", "Toàn tỉnh", "Toàn xã", "Total", NULL};

static size_t count(const struct json_node *list)
{
	size_t n = 0;

	for (struct json_node *node = json_child(list); node; node = json_next(node))
		n++;
	return n;
}

/* ---- what many parts share ---- */

struct words project_words(struct chiso_project *project, struct json_node *object, const char *key)
{
	struct json *json = project->json;
	struct json_node *node = json_get(json, object, key);
	struct words words = {0};

	if (!node)
		return words;
	if (json_kind(node) == JSON_STRING) {
		words.en = words.vi = json_string(node);
	} else if (json_kind(node) == JSON_OBJECT) {
		words.en = json_get_string(json, node, "en");
		words.vi = json_get_string(json, node, "vi");
		json_unknown_keys(json, node);
	} else {
		json_expected(json, node, "a text, or {\"en\": ..., \"vi\": ...}");
	}
	return words;
}

static int names_reserve(struct chiso_project *project, struct names *names, size_t n)
{
	names->items = arena_new(&project->arena, n, sizeof *names->items);
	names->places = arena_new(&project->arena, n, sizeof *names->places);
	return names->items && names->places ? CHISO_OK : CHISO_ENOMEM;
}

static struct names names_of(struct chiso_project *project, struct json_node *node)
{
	struct json *json = project->json;
	struct names names = {0};
	int is_list = json_kind(node) == JSON_ARRAY;

	if (!is_list && json_kind(node) != JSON_STRING) {
		json_expected(json, node, "a string or a list of strings");
		return names;
	}
	if (names_reserve(project, &names, is_list ? count(node) : 1))
		return names;
	for (struct json_node *item = is_list ? json_child(node) : node; item;
	     item = is_list ? json_next(item) : NULL) {
		if (!json_string(item)) {
			json_expected(json, item, "a string");
			continue;
		}
		names.items[names.n] = json_string(item);
		names.places[names.n++] = json_place(json, item);
	}
	return names;
}

struct names project_names(struct chiso_project *project, struct json_node *object, const char *key,
                           const char *const *fallback)
{
	struct json_node *node = object ? json_get(project->json, object, key) : NULL;
	struct names names = {0};
	size_t n = 0;

	if (node)
		return names_of(project, node);
	if (!fallback)
		fallback = TOTALS;
	while (fallback[n])
		n++;
	if (names_reserve(project, &names, n))
		return names;
	while (names.n < n) {
		names.items[names.n] = fallback[names.n];
		names.n++;
	}
	return names;
}

static struct binding binding_of(struct chiso_project *project, struct json_node *node)
{
	struct binding binding = {0};

	if (!node)
		return binding;
	binding.name = json_key(node);
	binding.source = json_string(node);
	binding.place = json_place(project->json, node);
	binding.place.column++; /* behind the quote */
	if (!binding.source)
		json_expected(project->json, node, "a string with a column or an expression");
	return binding;
}

struct binding project_binding(struct chiso_project *project, struct json_node *object,
                               const char *key)
{
	return binding_of(project, json_get(project->json, object, key));
}

struct binding *project_bindings(struct chiso_project *project, struct json_node *object, size_t *n)
{
	struct binding *bindings = arena_new(&project->arena, count(object), sizeof *bindings);

	*n = 0;
	for (struct json_node *node = json_child(object); bindings && node; node = json_next(node)) {
		bindings[*n] = binding_of(project, node);
		if (bindings[*n].source)
			++*n;
		json_get(project->json, object, json_key(node));
	}
	return bindings;
}

struct period project_period(struct chiso_project *project, struct json_node *object,
                             const char *key)
{
	const char *text = json_get_text(project->json, object, key);
	struct period period = {1, 0};

	if (text && period_read(&period, text, strlen(text))) {
		json_expected(project->json, json_get(project->json, object, key),
		              "a period such as 2023, 2023-Q1, 2023-09 or 2019-01/2019-09");
		period = (struct period){1, 0};
	}
	return period;
}

const struct document *project_document(struct chiso_project *project, struct json_node *object,
                                        const char *key)
{
	const char *id = json_get_string(project->json, object, key);
	struct nearest near = nearest_to(id ? id : "");

	if (!id)
		return NULL;
	for (size_t i = 0; i < project->n_documents; i++) {
		if (!strcmp(project->documents[i].id, id))
			return &project->documents[i];
		nearest_offer(&near, project->documents[i].id);
	}
	struct json_node *node = json_get(project->json, object, key);
	if (near.best)
		report(project->context, MSG_NO_SUCH_DOCUMENT_NEAR, json_place(project->json, node),
		       id, near.best);
	else
		report(project->context, MSG_NO_SUCH_DOCUMENT, json_place(project->json, node), id);
	return NULL;
}

/* ---- datasets ---- */

static struct key_source read_key(struct chiso_project *project, struct json_node *object,
                                  const char *key)
{
	struct json *json = project->json;
	struct json_node *node = json_get(json, object, key);
	struct key_source source = {0};

	if (!node)
		return source;
	source.place = json_place(json, node);
	if (json_kind(node) == JSON_STRING) {
		source.column = json_string(node);
	} else if (json_kind(node) == JSON_OBJECT) {
		source.constant = json_get_text(json, node, "is");
		if (!source.constant)
			json_missing(json, node, "is");
		source.place = json_place(json, json_get(json, node, "is"));
		json_unknown_keys(json, node);
	} else {
		json_expected(json, node, "a column's name, or {\"is\": ...}");
	}
	return source;
}

static char read_sign(struct chiso_project *project, struct json_node *object, const char *key,
                      const char *allowed, const char *expected)
{
	const char *text = json_get_string(project->json, object, key);

	if (!text)
		return 0;
	if (strlen(text) == 1 && strchr(allowed, *text))
		return *text;
	json_expected(project->json, json_get(project->json, object, key), expected);
	return 0;
}

static void read_format(struct chiso_project *project, struct format_spec *format,
                        struct json_node *node)
{
	struct json *json = project->json;
	double skip = json_get_number(json, node, "skip", -1);

	format->delimiter =
		read_sign(project, node, "delimiter", ",;\t", "\",\", \";\" or \"\\t\"");
	format->style.decimal = read_sign(project, node, "decimal", ".,", "\".\" or \",\"");
	format->style.thousands = read_sign(project, node, "thousands", ".,' ", "\".\", \",\" or \" \"");
	format->skip = -1;
	if (json_get(json, node, "skip")) {
		if (skip >= 0 && skip <= 1000 && skip == floor(skip))
			format->skip = (int)skip;
		else
			json_expected(json, json_get(json, node, "skip"), "a number of lines, 0 to 1000");
	}
	if (format->style.decimal && format->style.decimal == format->style.thousands)
		json_expected(json, json_get(json, node, "thousands"),
		              "another sign than the decimal one");
	format->none = project_names(project, node, "none", NONE);
	format->not_collected = project_names(project, node, "not_collected", NOT_COLLECTED);
	format->totals = project_names(project, node, "totals", TOTALS);
	json_unknown_keys(json, node);
}

static void read_figures(struct chiso_project *project, struct figures_spec *figures,
                         struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *note = json_get(json, node, "note");
	struct json_node *qualifiers = json_get_object(json, node, "qualifiers");

	figures->status = project_binding(project, node, "status");
	figures->evidence = project_binding(project, node, "evidence");
	figures->source = project_binding(project, node, "source");
	figures->is_break = project_binding(project, node, "break");
	if (json_kind(note) == JSON_OBJECT && note) {
		figures->note_en = project_binding(project, note, "en");
		figures->note_vi = project_binding(project, note, "vi");
		json_unknown_keys(json, note);
	} else if (note) {
		figures->note_en = figures->note_vi = project_binding(project, node, "note");
	}
	if (qualifiers)
		figures->qualifiers =
			project_bindings(project, qualifiers, &figures->n_qualifiers);
	json_unknown_keys(json, node);
}

static void read_files(struct chiso_project *project, struct dataset_spec *dataset,
                       struct json_node *node)
{
	struct names names = {0};

	if (!json_get(project->json, node, "file")) {
		json_missing(project->json, node, "file");
		return;
	}
	names = names_of(project, json_get(project->json, node, "file"));
	for (size_t i = 0; i < names.n; i++) {
		if (!(project->flags & CHISO_ALLOW_OUTSIDE) &&
		    !file_is_below(project->folder, names.items[i])) {
			report(project->context, MSG_FILE_OUTSIDE, names.places[i], names.items[i]);
			continue;
		}
		const char *path = file_join(&project->arena, project->folder, names.items[i]);
		if (!path)
			return;
		names.items[dataset->files.n] = path;
		names.places[dataset->files.n++] = names.places[i];
	}
	dataset->files.items = names.items;
	dataset->files.places = names.places;
}

static void read_dataset(struct chiso_project *project, struct dataset_spec *dataset,
                         struct json_node *node)
{
	struct json *json = project->json;

	dataset->place = json_place(json, node);
	dataset->title = project_words(project, node, "title");
	read_files(project, dataset, node);
	dataset->unit = read_key(project, node, "unit");
	dataset->period = read_key(project, node, "period");
	dataset->level = json_get_string(json, node, "level");
	dataset->complete = json_get_bool(json, node, "complete", 0);
	dataset->synthetic = json_get_bool(json, node, "synthetic", 0);
	dataset->weight = project_binding(project, node, "weight");
	struct json_node *columns = json_get_object(json, node, "columns");
	if (columns)
		dataset->columns = project_bindings(project, columns, &dataset->n_columns);
	read_format(project, &dataset->format, json_get_object(json, node, "format"));
	read_figures(project, &dataset->figures, json_get_object(json, node, "figures"));
	json_unknown_keys(json, node);
}

int project_read_datasets(struct chiso_project *project, struct json_node *root)
{
	struct json_node *list = json_get_object(project->json, root, "datasets");

	project->datasets = arena_new(&project->arena, count(list), sizeof *project->datasets);
	if (!project->datasets)
		return CHISO_ENOMEM;
	for (struct json_node *node = json_child(list); node; node = json_next(node)) {
		struct dataset_spec *dataset = &project->datasets[project->n_datasets++];

		dataset->id = json_key(node);
		if (json_kind(node) == JSON_OBJECT)
			read_dataset(project, dataset, node);
		else
			json_expected(project->json, node, "an object with file, unit, period, columns");
	}
	return CHISO_OK;
}

/* ---- indicators ---- */

static const struct dataset_spec *find_dataset(struct chiso_project *project,
                                               struct json_node *node)
{
	const char *id = json_get_string(project->json, node, "dataset");

	if (!id) {
		json_missing(project->json, node, "dataset");
		return NULL;
	}
	const struct dataset_spec *dataset = project_dataset(project, id);
	struct nearest near = nearest_to(id);
	for (size_t i = 0; i < project->n_datasets; i++)
		nearest_offer(&near, project->datasets[i].id);
	struct place place = json_place(project->json, json_get(project->json, node, "dataset"));
	if (!dataset && near.best)
		report(project->context, MSG_NO_SUCH_DATASET_NEAR, place, id, near.best);
	else if (!dataset)
		report(project->context, MSG_NO_SUCH_DATASET, place, id);
	return dataset;
}

static const struct chiso_indicator *find_use(struct chiso_project *project, struct json_node *node)
{
	const char *id = json_get_string(project->json, node, "use");
	const struct chiso_indicator *use;
	struct nearest near = nearest_to(id ? id : "");

	if (!id) {
		json_missing(project->json, node, "use");
		return NULL;
	}
	for (size_t i = 0; (use = chiso_indicator_at(project->context, i)); i++) {
		if (!strcmp(use->id, id))
			return use;
		nearest_offer(&near, use->id);
	}
	struct place place = json_place(project->json, json_get(project->json, node, "use"));
	if (near.best)
		report(project->context, MSG_NO_SUCH_INDICATOR_NEAR, place, id, near.best);
	else
		report(project->context, MSG_NO_SUCH_INDICATOR_HERE, place, id);
	return NULL;
}

static void read_inputs(struct chiso_project *project, struct indicator_spec *spec,
                        struct json_node *node)
{
	struct json_node *inputs = json_get_object(project->json, node, "inputs");

	if (!inputs)
		return;
	spec->inputs = project_bindings(project, inputs, &spec->n_inputs);
	for (struct json_node *item = json_child(inputs); item && spec->use; item = json_next(item)) {
		struct nearest near = nearest_to(json_key(item));
		const struct chiso_input *input;
		size_t i = 0;

		while ((input = chiso_input_at(spec->use, i++))) {
			if (!strcmp(input->field.id, json_key(item)))
				break;
			nearest_offer(&near, input->field.id);
		}
		if (!input)
			report(project->context, MSG_NO_SUCH_INPUT, json_place(project->json, item),
			       json_key(item), spec->use->id, near.best ? near.best : "");
	}
}

/* The texts of a parameter's value: a string, a number or a list of them. */
static const char **param_texts(struct chiso_project *project, struct json_node *node, size_t *n)
{
	int is_list = json_kind(node) == JSON_ARRAY;
	const char **texts = arena_new(&project->arena, is_list ? count(node) : 1, sizeof *texts);

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
			json_expected(project->json, item, "a number, a string or a list of them");
		}
	}
	return texts;
}

static int read_params(struct chiso_project *project, struct indicator_spec *spec,
                       struct json_node *node)
{
	struct json_node *params = json_get_object(project->json, node, "parameters");
	int status = CHISO_OK;

	spec->params = arena_new(&project->arena, spec->use->n_params, sizeof *spec->params);
	if (!spec->params)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < spec->use->n_params && !status; i++) {
		const struct chiso_param *param = chiso_param_at(spec->use, i);
		struct json_node *value = json_get(project->json, params, param->field.id);
		size_t n = 0;
		const char **texts = value ? param_texts(project, value, &n) : NULL;

		status = indicator_set_param(project, spec, i,
		                             json_place(project->json, value ? value : node),
		                             texts, n);
	}
	if (params)
		json_unknown_keys(project->json, params);
	return status;
}

static void read_by(struct chiso_project *project, struct indicator_spec *spec,
                    struct json_node *node)
{
	struct json_node *by = json_get_array(project->json, node, "by");

	spec->n_by = by ? count(by) : 1;
	spec->by = arena_new(&project->arena, spec->n_by, sizeof *spec->by);
	if (!spec->by || !spec->n_by)
		spec->n_by = 0;
	size_t i = 0;
	for (struct json_node *item = json_child(by); item && spec->n_by; item = json_next(item)) {
		if (json_kind(item) == JSON_ARRAY)
			spec->by[i++] = names_of(project, item);
		else
			json_expected(project->json, item, "a list of columns, [] for the total");
	}
}

static int is_id(const char *id)
{
	if (*id < 'a' || *id > 'z')
		return 0;
	return id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0;
}

static int read_indicator(struct chiso_project *project, struct indicator_spec *spec,
                          struct json_node *node)
{
	struct json *json = project->json;
	int status = CHISO_OK;

	spec->place = json_place(json, node);
	spec->id = json_get_string(json, node, "id");
	if (!spec->id) {
		json_missing(json, node, "id");
		spec->id = "";
	} else if (!is_id(spec->id)) {
		json_expected(json, json_get(json, node, "id"),
		              "an id of small letters, digits and _, beginning with a letter");
	} else if (project_indicator(project, spec->id, strlen(spec->id)) != spec) {
		report(project->context, MSG_ID_TWICE, json_place(json, json_get(json, node, "id")),
		       spec->id);
	}
	spec->title = project_words(project, node, "title");
	spec->use = find_use(project, node);
	spec->dataset = find_dataset(project, node);
	spec->unit_measure = json_get_string(json, node, "unit_measure");
	spec->where = project_binding(project, node, "where");
	read_inputs(project, spec, node);
	if (spec->use)
		status = read_params(project, spec, node);
	else
		json_get(json, node, "parameters");
	read_by(project, spec, node);
	json_unknown_keys(json, node);
	return status;
}

int project_read_indicators(struct chiso_project *project, struct json_node *root)
{
	struct json_node *list = json_get_array(project->json, root, "indicators");
	int status = CHISO_OK;

	project->indicators = arena_new(&project->arena, count(list), sizeof *project->indicators);
	if (!project->indicators)
		return CHISO_ENOMEM;
	for (struct json_node *node = json_child(list); node && !status; node = json_next(node)) {
		if (json_kind(node) != JSON_OBJECT) {
			json_expected(project->json, node, "an object with id, use, dataset");
			continue;
		}
		status = read_indicator(project, &project->indicators[project->n_indicators++], node);
	}
	return status;
}
