/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "collapse.h"
#include "context.h"
#include "derived.h"
#include "tabulate.h"

#include <stdlib.h>
#include <string.h>

static int has_file(const struct dataset_spec *dataset, const char *file)
{
	while (dataset->from)
		dataset = dataset->from;
	for (size_t i = 0; i < dataset->files.n; i++)
		if (file_is_same(dataset->files.items[i], file))
			return 1;
	return 0;
}

static int reads_file(struct chiso_project *project, const char *file)
{
	const char *units = project->units_file ? file_join(&project->arena, project->folder,
	                                                    project->units_file)
	                                        : NULL;


	for (size_t i = 0; i < project->n_datasets; i++)
		if (has_file(&project->datasets[i], file))
			return 1;
	return units && file_is_same(units, file);
}

static int open_indicators(struct run *run, const struct dataset_spec *dataset,
                           struct reader *reader)
{
	struct chiso_project *project = run->project;

	for (size_t i = 0; i < project->n_indicators; i++) {
		const struct indicator_spec *spec = &project->indicators[i];

		if (spec->dataset != dataset || !spec->use)
			continue;
		int status = aggregate_open(&run->aggregates[i], project, spec, reader);
		run->is_open[i] = 1;
		if (status)
			return status;
	}
	return CHISO_OK;
}

static int feed(struct run *run, struct reader *reader)
{
	int status;

	while ((status = reader_next(reader)) > 0)
		for (size_t i = 0; i < run->project->n_indicators; i++) {
			if (!run->is_open[i] || run->aggregates[i].reader != reader)
				continue;
			status = aggregate_add(&run->aggregates[i]);
			if (status)
				return status;
		}
	return status;
}

static int open_dataset(struct run *run, size_t i)
{
	const struct dataset_spec *dataset = &run->project->datasets[i];
	int status = reader_open(&run->readers[i], run->project, dataset);

	if (status)
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	return open_indicators(run, dataset, run->readers[i]);
}

/* The reader of a dataset sees what others make of it, so that it says what is wrong. */
static int share_collapsed(struct run *run, size_t i)
{
	const struct dataset_spec *from = run->project->datasets[i].from;
	struct reader *own = from ? run->readers[from - run->project->datasets] : NULL;

	return own && run->readers[i] ? collapse_share(run->readers[i], own) : CHISO_OK;
}

static int read_dataset(struct run *run, struct reader *reader)
{
	int status = reader_prepare(reader);

	if (!status)
		status = feed(run, reader);
	if (!status)
		reader_say(reader);
	return status;
}

/* Everything is bound before anything is read: only then it is known what is looked up where. */
static int read_datasets(struct run *run, const char *file)
{
	const struct chiso_project *project = run->project;
	int status = lookups_init(&run->lookups, run->project, run->readers);

	run->project->lookups = &run->lookups;
	for (size_t i = 0; i < project->n_datasets && !status; i++)
		if (!file || has_file(&project->datasets[i], file))
			status = open_dataset(run, i);
	if (!status)
		status = lookups_share(&run->lookups);
	for (size_t i = 0; i < project->n_datasets && !status; i++)
		status = share_collapsed(run, i);
	for (size_t i = 0; i < project->n_datasets && !status; i++)
		if (run->readers[i])
			status = reader_start(run->readers[i]);
	for (size_t i = 0; i < project->n_datasets && !status; i++)
		if (run->readers[i])
			status = read_dataset(run, run->readers[i]);
	run->project->lookups = NULL;
	return status;
}

int run_read(struct run *run, struct chiso_project *project, const char *file)
{
	int status = CHISO_OK;

	*run = (struct run){.project = project};
	if (project->rejects)
		rejects_restart(project->rejects);
	run->readers = calloc(project->n_datasets + 1, sizeof *run->readers);
	run->aggregates = calloc(project->n_indicators + 1, sizeof *run->aggregates);
	run->is_open = calloc(project->n_indicators + 1, 1);
	if (!run->readers || !run->aggregates || !run->is_open)
		status = CHISO_ENOMEM;
	if (!status)
		status = read_datasets(run, file);
	if (status == CHISO_ENOMEM)
		report(project->context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	return status;
}

void run_clear(struct run *run)
{
	for (size_t i = 0; run->is_open && i < run->project->n_indicators; i++)
		if (run->is_open[i])
			aggregate_close(&run->aggregates[i]);
	for (size_t i = 0; run->readers && i < run->project->n_datasets; i++)
		reader_close(run->readers[i]);
	if (run->lookups.project)
		lookups_clear(&run->lookups);
	free(run->readers);
	free(run->aggregates);
	free(run->is_open);
}

int chiso_project_reject(struct chiso_project *project, const char *path)
{
	if (project->rejects) {
		rejects_clear(project->rejects);
		project->rejects = NULL;
	}
	if (!path)
		return CHISO_OK;
	if (file_is_same(project->path, path) || reads_file(project, path)) {
		report(project->context, MSG_REJECT_IS_INPUT, (struct place){0}, path);
		return CHISO_EUSE;
	}
	struct rejects *rejects = arena_new(&project->arena, 1, sizeof *rejects);
	if (rejects)
		rejects->path = arena_text(&project->arena, path, strlen(path));
	if (!rejects || !rejects->path) {
		report(project->context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
		return CHISO_ENOMEM;
	}
	project->rejects = rejects;
	return CHISO_OK;
}

int chiso_project_validate(struct chiso_project *project, const char *file)
{
	size_t before = context_errors(project->context);
	struct run run;

	if (file && !reads_file(project, file))
		return CHISO_EUSE;
	int status = run_read(&run, project, file);
	run_clear(&run);
	if (!status && (project->errors || context_errors(project->context) > before))
		status = CHISO_EDATA;
	return !status && project->rejects ? rejects_finish(project->rejects, project->context)
	                                   : status;
}

/* ---- results ---- */

static int describe(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	const char *lang = results->context->lang;
	struct chiso_about *about = &results->about;
	size_t room = 0;

	about->size = sizeof *about;
	about->title = words_in(project->title, lang);
	if (!about->title)
		about->title = project->n_indicators ? project->indicators[0].id : "";
	about->lang = lang;
	if (project->document) {
		about->document_title = words_in(project->document->title, lang);
		about->document_date = project->document->date;
		about->document_status = project->document->status;
	}
	for (size_t i = 0; i < project->n_datasets; i++)
		about->synthetic |= project->datasets[i].synthetic;
	for (size_t i = 0; i < project->n_indicators; i++)
		for (size_t b = 0; b < project->indicators[i].n_by; b++)
			room += project->indicators[i].by[b].n;
	const char **keys = arena_new(&results->arena, room, sizeof *keys);
	if (!keys)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < project->n_indicators; i++)
		for (size_t b = 0; b < project->indicators[i].n_by; b++)
			for (size_t k = 0; k < project->indicators[i].by[b].n; k++) {
				const char *name = project->indicators[i].by[b].items[k];
				uint32_t at = 0;

				while (at < about->n_keys && strcmp(keys[at], name))
					at++;
				if (at == about->n_keys)
					keys[about->n_keys++] = name;
			}
	about->keys = keys;
	return CHISO_OK;
}

/* Results for people in another language have a copy in English: what programs read must not
 * change with the language of the people around. */
static int add_plain(struct chiso_results *results)
{
	struct chiso_results *plain;

	if (!strcmp(results->context->lang, "en"))
		return CHISO_OK;
	plain = results->plain = calloc(1, sizeof *plain);
	if (!plain)
		return CHISO_ENOMEM;
	plain->project = results->project;
	plain->context = arena_new(&results->arena, 1, sizeof *plain->context);
	if (!plain->context)
		return CHISO_ENOMEM;
	/* Only read from: findings go to the context itself. */
	*plain->context = *results->context;
	plain->context->lang = "en";
	return CHISO_OK;
}

/* What follows from all cells. */
static int finish(struct chiso_results *results)
{
	int status = results->project->n_derived ? derived_compute(results) : CHISO_OK;

	if (!status)
		status = describe(results);
	if (!status)
		status = assess(results);
	results->about.n_cells = results->n_cells;
	results->about.n_assessments = results->n_assessments;
	return status;
}

int chiso_project_run(struct chiso_results **out, struct chiso_project *project)
{
	struct chiso_context *context = project->context;
	size_t before = context_errors(context);
	struct chiso_results *results = calloc(1, sizeof *results);
	struct run *run = calloc(1, sizeof *run);
	int status = results && run ? CHISO_OK : CHISO_ENOMEM;

	*out = NULL;
	if (!status) {
		results->context = context;
		results->project = project;
		results->run = run;
		status = add_plain(results);
	}
	if (!status)
		status = run_read(run, project, NULL);
	/* Broken input costs the whole run: a result that lacks records is a wrong one. */
	if (!status && (project->errors || context_errors(context) > before))
		status = CHISO_EDATA;
	for (size_t i = 0; !status && i < project->n_indicators; i++)
		if (run->is_open[i])
			status = tabulate(results, &run->aggregates[i]);
	for (struct chiso_results *r = results; r && !status; r = r->plain)
		status = finish(r);
	if (!status && project->rejects)
		status = rejects_finish(project->rejects, context);
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	if (status) {
		if (results)
			chiso_results_free(results);
		else
			free(run);
		return status;
	}
	*out = results;
	return CHISO_OK;
}
