/* SPDX-License-Identifier: MIT */
/* Datasets of a project file. */
#include "base/grow.h"
#include "project/project.h"

#include "base/context.h"
#include "project/adjustment.h"
#include "project/rule.h"
#include "records/geojson.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_MIN_N = 1000000 };

/* `interval`: what else it may be; NULL: nothing. */
static struct key_source read_key(struct chiso_project *project, struct json_node *object,
                                  const char *key, struct interval_spec *interval)
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
		if (interval && project_read_interval(project, interval, node))
			return source;
		source.constant = json_get_text(json, node, "is");
		if (!source.constant)
			json_missing(json, node, "is");
		source.place = json_place(json, json_get(json, node, "is"));
		json_unknown_keys(json, node);
	} else {
		json_expected(json, node, MSG_WANT_COLUMN);
	}
	return source;
}

static char read_sign(struct chiso_project *project, struct json_node *object, const char *key,
                      const char *allowed, enum message expected)
{
	const char *text = json_get_string(project->json, object, key);

	if (!text)
		return 0;
	if (strlen(text) == 1 && strchr(allowed, *text))
		return *text;
	json_expected(project->json, json_get(project->json, object, key), expected);
	return 0;
}

void project_default_format(struct chiso_project *project, struct format_spec *format)
{
	/* The signs of statistical yearbooks. */
	static const char *const none[] = {"-", NULL};
	static const char *const not_collected[] = {"...", "…", NULL};
	static const char *const totals[] = {"Tổng số",   "Tổng cộng", "Tổng",  "Cộng", "Toàn huyện",
	                                     "Toàn tỉnh", "Toàn xã",   "Total", NULL};

	*format = (struct format_spec){.skip = -1};
	format->none = project_names_from(project, none);
	format->not_collected = project_names_from(project, not_collected);
	format->totals = project_names_from(project, totals);
}

void project_own_format(struct format_spec *format)
{
	format->style.decimal = '.';
	format->skip = 0;
	format->delimiter = ',';
}

static void read_format(struct chiso_project *project, struct format_spec *format,
                        struct json_node *node)
{
	struct json *json = project->json;
	double skip = json_get_number(json, node, "skip", -1);

	format->delimiter =
		read_sign(project, node, "delimiter", ",;\t", MSG_WANT_DELIMITER);
	format->style.decimal = read_sign(project, node, "decimal", ".,", MSG_WANT_DECIMAL);
	format->style.thousands =
		read_sign(project, node, "thousands", "., ", MSG_WANT_THOUSANDS);
	/* The sign between thousands tells the decimal one. */
	if (!format->style.decimal && format->style.thousands)
		format->style.decimal = format->style.thousands == '.' ? ',' : '.';
	if (json_get(json, node, "skip")) {
		if (skip >= 0 && skip <= 1000 && skip == floor(skip))
			format->skip = (int)skip;
		else
			json_expected(json, json_get(json, node, "skip"), MSG_WANT_LINES);
	}
	if (format->style.decimal && format->style.decimal == format->style.thousands)
		json_expected(json, json_get(json, node, "thousands"),
		              MSG_WANT_OTHER_SIGN);
	if (json_get(json, node, "none"))
		format->none = project_names(project, node, "none");
	if (json_get(json, node, "not_collected"))
		format->not_collected = project_names(project, node, "not_collected");
	if (json_get(json, node, "totals"))
		format->totals = project_names(project, node, "totals");
	json_unknown_keys(json, node);
}

static void read_figures(struct chiso_project *project, struct figures_spec *figures,
                         struct json_node *node)
{
	static const char *const names[] = {[MARK_STATUS] = "status",
	                                    [MARK_EVIDENCE] = "evidence",
	                                    [MARK_SOURCE] = "source",
	                                    [MARK_BREAK] = "break"};
	struct json *json = project->json;
	struct json_node *note = json_get(json, node, "note");
	struct json_node *qualifiers = json_get_object(json, node, "qualifiers");

	for (int kind = MARK_STATUS; kind <= MARK_BREAK; kind++)
		figures->marks[kind] = project_binding(project, node, names[kind]);
	if (json_kind(note) == JSON_OBJECT && note) {
		figures->marks[MARK_NOTE_EN] = project_binding(project, note, "en");
		figures->marks[MARK_NOTE_VI] = project_binding(project, note, "vi");
		json_unknown_keys(json, note);
	} else if (note) {
		figures->marks[MARK_NOTE_EN] = project_binding(project, node, "note");
		figures->marks[MARK_NOTE_VI] = figures->marks[MARK_NOTE_EN];
	}
	if (qualifiers)
		figures->qualifiers =
			project_bindings(project, qualifiers, &figures->n_qualifiers);
	json_unknown_keys(json, node);
}

/* Nothing is said of levels where there is no units file, or none that can be read. */
void project_check_level(struct chiso_project *project, const char *level, struct place place)
{
	const struct units *units = &project->units;
	struct nearest near = nearest_to(level);
	const char *known = "";

	if (units->implicit || !units->n)
		return;
	for (size_t i = 0; i < units->n && known; i++) {
		const char *one = units->list[i].level;
		size_t before = 0;

		if (!strcmp(one, level))
			return;
		while (before < i && strcmp(units->list[before].level, one))
			before++;
		if (before < i || !*one)
			continue;
		nearest_offer(&near, one);
		known = arena_printf(&project->arena, "%s%s%s", known, *known ? ", " : "", one);
	}
	if (near.best)
		report(project->context, MSG_NO_SUCH_LEVEL_NEAR, place, level, near.best);
	else
		report(project->context, MSG_NO_SUCH_LEVEL, place, level, known ? known : "");
}

static int is_listed(const struct dataset_spec *dataset, const char *path)
{
	for (size_t i = 0; i < dataset->files.n; i++)
		if (!strcmp(dataset->files.items[i], path) ||
		    file_is_same(dataset->files.items[i], path))
			return 1;
	return 0;
}

/* The files that names and patterns stand for, with their places. */
static int expand(struct chiso_project *project, struct names *names)
{
	struct names all = {0};
	size_t cap = 0, places_cap = 0;
	int status = CHISO_OK;

	for (size_t i = 0; i < names->n && !status; i++) {
		const char *const *found;
		size_t n;

		status = file_match(&project->arena, project->folder, names->items[i], &found, &n);
		if (!status && !n)
			report(project->context, MSG_NO_FILE_MATCHES, names->places[i],
			       names->items[i]);
		for (size_t k = 0; k < n && !status; k++) {
			if (GROW(&all.items, all.n, &cap) || GROW(&all.places, all.n, &places_cap)) {
				status = CHISO_ENOMEM;
				continue;
			}
			all.items[all.n] = found[k];
			all.places[all.n++] = names->places[i];
		}
	}
	names->n = 0;
	names->items = arena_new(&project->arena, all.n, sizeof *names->items);
	names->places = arena_new(&project->arena, all.n, sizeof *names->places);
	if (names->items && names->places && all.n) {
		names->n = all.n;
		memcpy(names->items, all.items, all.n * sizeof *all.items);
		memcpy(names->places, all.places, all.n * sizeof *all.places);
	}
	free(all.items);
	free(all.places);
	return names->items && names->places ? status : CHISO_ENOMEM;
}

static int read_files(struct chiso_project *project, struct dataset_spec *dataset,
                      struct json_node *node)
{
	struct names names = {0};

	if (!json_get(project->json, node, "file")) {
		json_missing(project->json, node, "file");
		return CHISO_OK;
	}
	names = project_names_of(project, json_get(project->json, node, "file"));
	if (json_kind(json_get(project->json, node, "file")) == JSON_ARRAY && !names.n)
		json_expected(project->json, json_get(project->json, node, "file"),
		              MSG_WANT_STRINGS);
	if (expand(project, &names))
		return CHISO_ENOMEM;
	dataset->files.items = names.items;
	dataset->files.places = names.places;
	for (size_t i = 0; i < names.n; i++) {
		if (!(project->flags & CHISO_ALLOW_OUTSIDE) &&
		    !file_is_below(project->folder, names.items[i])) {
			report(project->context, MSG_FILE_OUTSIDE, names.places[i], names.items[i]);
			continue;
		}
		const char *path = file_join(&project->arena, project->folder, names.items[i]);
		if (!path)
			return CHISO_ENOMEM;
		if (is_listed(dataset, path)) {
			report(project->context, MSG_FILE_TWICE, names.places[i], path);
			continue;
		}
		if (!dataset->files.n)
			dataset->is_geojson = geojson_is_name(path);
		if (dataset->is_geojson != geojson_is_name(path)) {
			report(project->context, MSG_GEOJSON_MIXED, names.places[i], path);
			continue;
		}
		names.items[dataset->files.n] = path;
		names.places[dataset->files.n++] = names.places[i];
	}
	return CHISO_OK;
}

/* Files with one value a line. */
static void read_long(struct chiso_project *project, struct long_spec *lines,
                      struct json_node *dataset, struct json_node *node)
{
	struct json *json = project->json;

	if (!json_get(json, node, "indicator"))
		json_missing(json, node, "indicator");
	if (!json_get(json, node, "value"))
		json_missing(json, node, "value");
	lines->code = project_binding(project, node, "indicator");
	lines->value = project_binding(project, node, "value");
	if (!lines->value.source)
		lines->code.source = NULL;
	lines->group = project_names(project, dataset, "group");
	if (lines->group.n > MAX_DATASET_KEYS) {
		json_expected(json, json_get(json, dataset, "group"), MSG_WANT_FEW_KEYS);
		lines->group.n = 0;
	}
	json_unknown_keys(json, node);
}

/* A dataset of files. */
static int read_plain(struct chiso_project *project, struct dataset_spec *dataset,
                      struct json_node *node)
{
	struct json *json = project->json;

	int status = read_files(project, dataset, node);
	struct json_node *columns = json_get_object(json, node, "columns");
	if (!status)
		status = project_read_columns(project, dataset, columns, 0);
	if (dataset->is_geojson) {
		project_own_format(&dataset->format);
		return status;
	}
	struct json_node *lines = json_get_object(json, node, "long");
	if (lines)
		read_long(project, &dataset->lines, node, lines);
	struct json_node *format = json_get_object(json, node, "format");
	if (format)
		read_format(project, &dataset->format, format);
	return status;
}

static void read_geometry(struct chiso_project *project, struct geometry_spec *geometry,
                          struct json_node *dataset)
{
	struct json *json = project->json;
	struct json_node *node = json_get(json, dataset, "geometry");

	if (json_kind(node) == JSON_STRING) {
		geometry->wkt = project_binding(project, dataset, "geometry");
	} else if (json_kind(node) == JSON_OBJECT) {
		geometry->lon = project_binding(project, node, "lon");
		geometry->lat = project_binding(project, node, "lat");
		if (!json_get(json, node, "lon"))
			json_missing(json, node, "lon");
		if (!json_get(json, node, "lat"))
			json_missing(json, node, "lat");
		json_unknown_keys(json, node);
	} else {
		json_expected(json, node, MSG_WANT_GEOMETRY);
	}
}

/* The key of a record, whenever it holds or on each day that it does. */
static void read_record_key(struct chiso_project *project, struct dataset_spec *dataset,
                            struct json_node *node)
{
	struct json *json = project->json;
	struct names *of_day = &dataset->interval.key;
	struct json_node *key = json_get(json, node, "key");

	dataset->key = project_names(project, node, "key");
	if (of_day->n && dataset->key.n)
		json_expected(json, key, MSG_WANT_ONE_KEY);
	else if (of_day->n)
		dataset->key = *of_day;
	if (dataset->key.n > MAX_DATASET_KEYS) {
		json_expected(json, key ? key : json_get(json, json_get(json, node, "period"), "key"),
		              MSG_WANT_FEW_KEYS);
		dataset->key.n = 0;
	}
}

/* The threshold below which results are kept back. */
static void read_min_n(struct chiso_project *project, struct dataset_spec *dataset,
                       struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *given = json_get(json, node, "min_n");
	double min_n = json_kind(given) == JSON_NUMBER ? json_get_number(json, node, "min_n", 0) : 0;

	if (!given)
		return;
	if (min_n >= 2 && min_n <= MOST_MIN_N && min_n == floor(min_n))
		dataset->min_n = (uint64_t)min_n;
	else
		json_expected(json, given, MSG_WANT_MIN_N);
}

uint64_t dataset_min_n(const struct dataset_spec *dataset)
{
	while (!dataset->min_n && dataset->from)
		dataset = dataset->from;
	return dataset->min_n;
}

int project_keeps_back(const struct chiso_project *project)
{
	for (size_t i = 0; i < project->n_datasets; i++)
		if (dataset_min_n(&project->datasets[i]))
			return 1;
	return 0;
}

static int read_dataset(struct chiso_project *project, struct dataset_spec *dataset,
                         struct json_node *node)
{
	struct json *json = project->json;

	dataset->place = json_place(json, node);
	dataset->title = project_words(project, node, "title");
	project_default_format(project, &dataset->format);
	int status = json_get(json, node, "from") ? project_read_collapse(project, dataset, node)
	                                          : read_plain(project, dataset, node);
	dataset->unit = read_key(project, node, "unit", NULL);
	dataset->period = read_key(project, node, "period", &dataset->interval);
	read_record_key(project, dataset, node);
	dataset_read_coding(project, dataset, node);
	dataset->level = json_get_string(json, node, "level");
	if (dataset->level)
		project_check_level(project, dataset->level,
		                    json_place(json, json_get(json, node, "level")));
	dataset->complete = json_get_bool(json, node, "complete", 0);
	dataset->synthetic = json_get_bool(json, node, "synthetic", 0);
	read_min_n(project, dataset, node);
	dataset->weight = project_binding(project, node, "weight");
	dataset->frequency = project_binding(project, node, "frequency");
	read_geometry(project, &dataset->geometry, node);
	project_read_design(project, dataset, node);
	read_figures(project, &dataset->figures, json_get_object(json, node, "figures"));
	dataset->personal = project_names(project, node, "personal");
	project_read_rules(project, dataset, node);
	if (!status)
		status = adjustments_read(project, dataset, node);
	json_unknown_keys(json, node);
	return status;
}

int project_read_datasets(struct chiso_project *project, struct json_node *root)
{
	struct json_node *list = json_get_object(project->json, root, "datasets");
	int status = CHISO_OK;

	project->datasets = arena_new(&project->arena, json_count(list), sizeof *project->datasets);
	if (!project->datasets)
		return CHISO_ENOMEM;
	for (struct json_node *node = json_child(list); node && !status; node = json_next(node)) {
		struct dataset_spec *dataset = &project->datasets[project->n_datasets++];

		dataset->id = json_key(node);
		if (json_kind(node) == JSON_OBJECT)
			status = read_dataset(project, dataset, node);
		else
			json_expected(project->json, node, MSG_WANT_DATASET);
	}
	project_link_datasets(project);
	return status;
}
