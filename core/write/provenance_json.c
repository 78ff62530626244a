/* SPDX-License-Identifier: MIT */
/* The record of a run in results.json. */
#include "run/provenance.h"

#include <string.h>

/* ---- writing ---- */

static void write_file(struct json_out *json, const char *name, const struct run_file *file)
{
	if (name)
		json_out_key(json, name);
	else
		json_out_separate(json);
	if (!file->file) {
		sink_text(json->sink, "null");
		return;
	}
	json_out_begin(json, "{");
	json_out_text(json, "file", file->file);
	json_out_text(json, "sha256", file->sha256);
	json_out_finish(json, "}");
}

static void write_files(struct json_out *json, const char *name, const struct run_file *files,
                        size_t n)
{
	json_out_open(json, name, "[");
	for (size_t i = 0; i < n; i++)
		write_file(json, NULL, &files[i]);
	json_out_finish(json, "]");
}

static void write_dataset(struct json_out *json, const struct run_dataset *dataset)
{
	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "id", dataset->id);
	write_files(json, "files", dataset->files, dataset->n_files);
	if (dataset->adjustments.file) {
		write_file(json, "adjustments", &dataset->adjustments);
		json_out_count(json, "n_adjustments", dataset->n_adjustments);
	}
	json_out_finish(json, "}");
}

static void write_indicator(struct json_out *json, const struct run_indicator *indicator)
{
	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "id", indicator->id);
	json_out_text(json, "plugin", indicator->plugin);
	json_out_strings(json, "datasets", indicator->datasets, indicator->n_datasets);
	json_out_strings(json, "operands", indicator->operands, indicator->n_operands);
	json_out_finish(json, "}");
}

void provenance_write(struct json_out *json, const struct provenance *run)
{
	json_out_open(json, "run", "{");
	write_file(json, "file", &run->file);
	json_out_key(json, "project");
	json_out_node(json, run->project);
	write_file(json, "units", &run->units);
	write_file(json, "lineage", &run->lineage);
	write_file(json, "groups", &run->groups);
	write_files(json, "standards", run->standards, run->n_standards);
	json_out_open(json, "plugins", "[");
	for (size_t i = 0; i < run->n_plugins; i++) {
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "id", run->plugins[i].id);
		json_out_text(json, "version", run->plugins[i].version);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
	json_out_open(json, "datasets", "[");
	for (size_t i = 0; i < run->n_datasets; i++)
		write_dataset(json, &run->datasets[i]);
	json_out_finish(json, "]");
	json_out_open(json, "indicators", "[");
	for (size_t i = 0; i < run->n_indicators; i++)
		write_indicator(json, &run->indicators[i]);
	json_out_finish(json, "]");
	json_out_truth(json, "rejects", run->rejects);
	json_out_finish(json, "}");
}

/* ---- reading: texts belong to the document, which stays ---- */

struct scan {
	struct json *json;
	struct arena *arena;
	int no_memory;
};

static const char *text(struct scan *scan, struct json_node *object, const char *key)
{
	const char *found = json_get_string(scan->json, object, key);

	if (!found && !json_get(scan->json, object, key))
		json_missing(scan->json, object, key);
	return found ? found : "";
}

static struct run_file file_of(struct scan *scan, struct json_node *node)
{
	if (json_kind(node) != JSON_OBJECT)
		return (struct run_file){0};
	return (struct run_file){text(scan, node, "file"), text(scan, node, "sha256")};
}

/* Room for the members of an array. */
static void *room(struct scan *scan, struct json_node *list, size_t size)
{
	void *made = arena_new(scan->arena, json_count(list), size);

	scan->no_memory |= !made;
	return made;
}

static struct run_file *files_of(struct scan *scan, struct json_node *list, size_t *n)
{
	struct run_file *files = room(scan, list, sizeof *files);

	*n = 0;
	for (struct json_node *at = json_child(list); at && files; at = json_next(at)) {
		files[*n] = file_of(scan, at);
		if (files[*n].file)
			++*n;
		else
			json_expected(scan->json, at, MSG_WANT_OBJECT);
	}
	return files;
}

static const char **words_of(struct scan *scan, struct json_node *list, uint32_t *n)
{
	const char **words = room(scan, list, sizeof *words);

	*n = 0;
	for (struct json_node *at = json_child(list); at && words; at = json_next(at)) {
		if (json_string(at))
			words[(*n)++] = json_string(at);
		else
			json_expected(scan->json, at, MSG_JSON_A_STRING);
	}
	return words;
}

static void read_lists(struct scan *scan, struct json_node *node, struct provenance *out)
{
	struct json_node *list = json_get_array(scan->json, node, "plugins");

	out->plugins = room(scan, list, sizeof *out->plugins);
	for (struct json_node *at = json_child(list); at && out->plugins; at = json_next(at))
		out->plugins[out->n_plugins++] = (struct run_plugin){text(scan, at, "id"),
		                                                     text(scan, at, "version")};
	list = json_get_array(scan->json, node, "datasets");
	out->datasets = room(scan, list, sizeof *out->datasets);
	for (struct json_node *at = json_child(list); at && out->datasets; at = json_next(at)) {
		struct run_dataset *dataset = &out->datasets[out->n_datasets++];

		dataset->id = text(scan, at, "id");
		dataset->files = files_of(scan, json_get_array(scan->json, at, "files"),
		                          &dataset->n_files);
		dataset->adjustments = file_of(scan, json_get(scan->json, at, "adjustments"));
		double n = json_get_number(scan->json, at, "n_adjustments", 0);

		dataset->n_adjustments = n > 0 && n <= UINT32_MAX ? (size_t)n : 0;
	}
	list = json_get_array(scan->json, node, "indicators");
	out->indicators = room(scan, list, sizeof *out->indicators);
	for (struct json_node *at = json_child(list); at && out->indicators; at = json_next(at)) {
		struct run_indicator *indicator = &out->indicators[out->n_indicators++];

		indicator->id = text(scan, at, "id");
		indicator->plugin = json_string(json_get(scan->json, at, "plugin"));
		indicator->datasets = words_of(scan, json_get_array(scan->json, at, "datasets"),
		                               &indicator->n_datasets);
		indicator->operands = words_of(scan, json_get_array(scan->json, at, "operands"),
		                               &indicator->n_operands);
	}
}

int provenance_read(struct provenance **out, struct arena *arena, struct json *json,
                    struct json_node *node, const char *chiso)
{
	struct scan scan = {.json = json, .arena = arena};
	struct provenance *run = arena_new(arena, 1, sizeof *run);

	*out = run;
	if (!run)
		return CHISO_ENOMEM;
	run->chiso = chiso ? chiso : "";
	run->project = json_get(json, node, "project");
	if (json_kind(run->project) != JSON_OBJECT)
		run->project = NULL;
	run->file = file_of(&scan, json_get(json, node, "file"));
	run->units = file_of(&scan, json_get(json, node, "units"));
	run->lineage = file_of(&scan, json_get(json, node, "lineage"));
	run->groups = file_of(&scan, json_get(json, node, "groups"));
	run->standards =
		files_of(&scan, json_get_array(json, node, "standards"), &run->n_standards);
	read_lists(&scan, node, run);
	run->rejects = json_get_bool(json, node, "rejects", 0);
	return scan.no_memory ? CHISO_ENOMEM : CHISO_OK;
}
