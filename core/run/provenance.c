/* SPDX-License-Identifier: MIT */
#include "run/provenance.h"

#include "base/context.h"
#include "base/sha256.h"
#include "derived/derived.h"
#include "project/adjustment.h"
#include "run/run.h"

#include <string.h>

/* A record being made. */
struct making {
	struct arena *arena;
	const struct chiso_project *project;
	const struct run *run;
	struct provenance *out;
	int no_memory;
};

/* As the project names it: another machine has other folders. */
static const char *inside(const struct chiso_project *project, const char *path)
{
	size_t n = strlen(project->folder);

	if (!strncmp(path, project->folder, n) && path[n] == '/')
		return path + n + 1;
	return path;
}

static const char *digest(struct making *making, const struct bytes *bytes)
{
	char text[SHA256_ROOM];
	const char *copy;

	bytes_digest(text, bytes);
	copy = arena_text(making->arena, text, strlen(text));
	making->no_memory |= !copy;
	return copy;
}

static const struct dataset_spec *origin(const struct dataset_spec *dataset)
{
	while (dataset->from)
		dataset = dataset->from;
	return dataset;
}

static void add_files(struct making *making, const struct dataset_spec *spec,
                      struct run_dataset *out)
{
	const struct reader *reader =
		making->run->readers ? making->run->readers[spec - making->project->datasets] : NULL;
	size_t n = reader ? reader->n_files : 0;

	out->files = arena_new(making->arena, n, sizeof *out->files);
	making->no_memory |= !out->files;
	for (size_t i = 0; i < n && out->files; i++) {
		const struct source_file *file = &reader->files[i];

		/* One that is no CSV was hashed before it became one. */
		out->files[out->n_files++] = (struct run_file){
			inside(making->project, file->name),
			file->sha256 ? file->sha256
			             : digest(making, &file->bytes)};
	}
}

static void add_datasets(struct making *making)
{
	const struct chiso_project *project = making->project;
	struct provenance *out = making->out;

	out->datasets = arena_new(making->arena, project->n_datasets, sizeof *out->datasets);
	making->no_memory |= !out->datasets;
	for (size_t i = 0; i < project->n_datasets && out->datasets; i++) {
		out->datasets[i].id = project->datasets[i].id;
		if (!project->datasets[i].from)
			add_files(making, &project->datasets[i], &out->datasets[i]);
		out->n_datasets++;
	}
	for (size_t i = 0; i < out->n_datasets; i++) {
		const struct run_dataset *from =
			&out->datasets[origin(&project->datasets[i]) - project->datasets];

		const struct adjustments *adjusted = origin(&project->datasets[i])->adjustments;

		if (adjusted) {
			out->datasets[i].adjustments =
				(struct run_file){adjusted->name, adjusted->sha256};
			out->datasets[i].n_adjustments = adjusted->n;
		}
		out->datasets[i].files = from->files;
		out->datasets[i].n_files = from->n_files;
	}
}

/* ---- indicators ---- */

static void add_word(const char **list, uint32_t *n, const char *word)
{
	uint32_t i = 0;

	while (i < *n && strcmp(list[i], word))
		i++;
	if (i == *n)
		list[(*n)++] = word;
}

/* What an indicator reads, and what those that it is made from read. */
static void follow(const struct indicator_spec *spec, struct run_indicator *out)
{
	uint32_t before = out->n_operands;
	const struct expr_use *uses;
	size_t n;

	for (uint32_t k = 0; k < spec->n_sources; k++)
		for (const struct dataset_spec *d = spec->sources[k]; d; d = d->from)
			add_word(out->datasets, &out->n_datasets, d->id);
	for (size_t k = 0; k < spec->n_passes; k++) {
		if (!spec->passes[k].from)
			continue;
		add_word(out->operands, &out->n_operands, spec->passes[k].from->id);
		if (out->n_operands > before)
			follow(spec->passes[k].from, out);
		before = out->n_operands;
	}
	n = spec->derived ? expr_uses(spec->derived->expr, &uses) : 0;
	for (size_t k = 0; k < n; k++) {
		const struct indicator_spec *from = spec->derived->columns[uses[k].column].spec;

		add_word(out->operands, &out->n_operands, from->id);
		if (out->n_operands > before)
			follow(from, out);
		before = out->n_operands;
	}
}

static const char *plugin_of(const struct chiso_context *context, const struct chiso_indicator *use)
{
	const struct chiso_plugin *plugin;

	for (size_t i = 0; (plugin = chiso_plugin_at(context, i, NULL)); i++)
		for (uint32_t k = 0; k < plugin->n_indicators; k++)
			if (plugin->indicators[k] == use)
				return plugin->id;
	return NULL;
}

static void add_indicators(struct making *making)
{
	const struct chiso_project *project = making->project;
	struct provenance *out = making->out;

	out->indicators = arena_new(making->arena, project->n_indicators, sizeof *out->indicators);
	making->no_memory |= !out->indicators;
	for (size_t i = 0; i < project->n_indicators && out->indicators; i++) {
		const struct indicator_spec *spec = &project->indicators[i];
		struct run_indicator *indicator = &out->indicators[i];

		indicator->id = spec->id;
		indicator->plugin = plugin_of(project->context, spec->use);
		indicator->datasets = arena_new(making->arena, project->n_datasets,
		                                sizeof *indicator->datasets);
		indicator->operands = arena_new(making->arena, project->n_indicators,
		                                sizeof *indicator->operands);
		if (!indicator->datasets || !indicator->operands) {
			making->no_memory = 1;
			return;
		}
		follow(spec, indicator);
		out->n_indicators++;
	}
}

/* Those that the project uses. */
static void add_plugins(struct making *making)
{
	const struct chiso_context *context = making->project->context;
	struct provenance *out = making->out;
	const struct chiso_plugin *plugin;

	out->plugins = arena_new(making->arena, chiso_plugin_count(context), sizeof *out->plugins);
	making->no_memory |= !out->plugins;
	for (size_t i = 0; out->plugins && (plugin = chiso_plugin_at(context, i, NULL)); i++) {
		int is_used = 0;

		for (size_t k = 0; k < out->n_indicators; k++)
			is_used |= out->indicators[k].plugin &&
			           !strcmp(out->indicators[k].plugin, plugin->id);
		if (is_used)
			out->plugins[out->n_plugins++] =
				(struct run_plugin){plugin->id, plugin->version};
	}
}

static void add_project(struct making *making)
{
	const struct chiso_project *project = making->project;
	struct provenance *out = making->out;

	out->chiso = chiso_version();
	out->rejects = project->rejects != NULL;
	if (project->json) {
		out->project = json_root(project->json);
		out->file = (struct run_file){inside(project, project->path), project->sha256};
	}
	if (project->units_file)
		out->units = (struct run_file){project->units_file, project->units_sha256};
	if (project->lineage_file)
		out->lineage = (struct run_file){project->lineage_file, project->lineage_sha256};
	if (project->groups_file)
		out->groups = (struct run_file){project->groups_file, project->groups_sha256};
	out->standards = arena_new(making->arena, project->n_standard_files, sizeof *out->standards);
	making->no_memory |= !out->standards;
	for (size_t i = 0; i < project->n_standard_files && out->standards; i++)
		out->standards[out->n_standards++] = (struct run_file){
			project->standard_files[i].name, project->standard_files[i].sha256};
}

int provenance_of(const struct provenance **out, struct chiso_results *results)
{
	struct making making = {.arena = &results->arena, .project = results->project,
	                        .run = results->run};

	*out = results->provenance;
	if (*out || !results->run)
		return CHISO_OK;
	making.out = arena_new(&results->arena, 1, sizeof *making.out);
	if (!making.out)
		return CHISO_ENOMEM;
	add_project(&making);
	add_datasets(&making);
	add_indicators(&making);
	add_plugins(&making);
	if (making.no_memory)
		return CHISO_ENOMEM;
	*out = results->provenance = making.out;
	if (results->plain)
		results->plain->provenance = making.out;
	return CHISO_OK;
}

const struct run_dataset *provenance_dataset(const struct provenance *run, const char *id)
{
	for (size_t i = 0; i < run->n_datasets; i++)
		if (!strcmp(run->datasets[i].id, id))
			return &run->datasets[i];
	return NULL;
}

const struct run_indicator *provenance_indicator(const struct provenance *run, const char *id)
{
	for (size_t i = 0; i < run->n_indicators; i++)
		if (!strcmp(run->indicators[i].id, id))
			return &run->indicators[i];
	return NULL;
}
