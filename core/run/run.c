/* SPDX-License-Identifier: MIT */
#include "run/run.h"

#include "base/context.h"
#include "base/mapped.h"
#include "base/memory.h"
#include "derived/derived.h"
#include "project/adjustment.h"
#include "results/tabulate.h"
#include "run/run_memory.h"
#include "suppress/suppress.h"

#include <stdlib.h>
#include <string.h>

void run_clear(struct run *run)
{
	run_forget_memory(run);
	tabulated_free(run);
	for (size_t i = 0; run->indicators && i < run->project->n_indicators; i++) {
		struct indicator_run *indicator = &run->indicators[i];

		for (uint32_t k = 0; k < indicator->n_parts; k++)
			aggregate_close(&indicator->parts[k]);
		free(indicator->parts);
		if (indicator->is_open)
			applied_close(&indicator->applied);
	}
	for (size_t i = 0; run->readers && i < run->project->n_datasets; i++)
		reader_close(run->readers[i]);
	if (run->lookups.project)
		lookups_clear(&run->lookups);
	free(run->readers);
	free(run->indicators);
}

int run_make_slots(struct run *run)
{
	int status = CHISO_OK;

	for (size_t i = 0; run->indicators && i < run->project->n_indicators; i++)
		for (uint32_t k = 0; k < run->indicators[i].n_parts && !status; k++)
			status = aggregate_make_slots(&run->indicators[i].parts[k]);
	return status;
}

int chiso_project_reject(struct chiso_project *project, const char *path)
{
	if (project->rejects) {
		rejects_clear(project->rejects);
		project->rejects = NULL;
	}
	if (!path)
		return CHISO_OK;
	if (file_is_same(project->path, path) || run_reads_file(project, path)) {
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
	plain->mapping = results->mapping;
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
		status = results_show_adjustments(results);
	if (!status)
		status = assess(results);
	if (!status)
		status = results_show(results);
	results->about.n_cells = results_count(results);
	results->about.n_assessments = results->n_assessments;
	return status;
}

struct chiso_results *results_new(struct chiso_project *project)
{
	struct chiso_results *results = calloc(1, sizeof *results);
	struct run *run = calloc(1, sizeof *run);

	if (!results || !run) {
		free(results);
		free(run);
		return NULL;
	}
	results->context = project->context;
	results->project = project;
	results->mapping = project->mapping;
	results->run = run;
	run->project = project;
	run->results = results;
	if (project->context->memory)
		project->context->memory->is_spent = project->context->memory->is_said = 0;
	if (add_plain(results)) {
		chiso_results_free(results);
		return NULL;
	}
	return results;
}

int chiso_project_validate(struct chiso_project *project, const char *file)
{
	size_t before = context_errors(project->context);
	struct chiso_results *results;

	if (file && !run_reads_file(project, file))
		return CHISO_EUSE;
	results = results_new(project);
	int status = results ? run_read(results, file) : CHISO_ENOMEM;
	if (!results)
		report(project->context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	chiso_results_free(results);
	if (!status && (project->errors || context_errors(project->context) > before))
		status = CHISO_EDATA;
	return !status && project->rejects ? rejects_finish(project->rejects, project->context)
	                                   : status;
}

/* Everything from the records to the scoreboard. */
static int compute_results(struct chiso_results *results)
{
	struct chiso_project *project = results->project;
	size_t before = context_errors(project->context);
	struct run *run = results->run;
	int status = run_read(results, NULL), is_early = 0;

	/* Broken input costs the whole run: a result that lacks records is a wrong one. */
	if (!status && (project->errors || context_errors(project->context) > before))
		status = CHISO_EDATA;
	if (!status)
		status = tabulate_reserve(results);
	for (size_t i = 0; !status && i < project->n_indicators; i++) {
		is_early |= run->indicators[i].is_tabulated;
		if (run->indicators[i].is_open && !run->indicators[i].is_tabulated)
			status = tabulate(results, &run->indicators[i]);
		if (!status)
			status = run_count_memory(run);
	}
	tabulated_free(run);
	for (struct chiso_results *r = results; r && !status && is_early; r = r->plain)
		status = results_reorder(r);
	if (!status)
		status = suppress(results);
	for (struct chiso_results *r = results; r && !status; r = r->plain) {
		status = finish(r);
		if (!status)
			status = run_count_memory(run);
	}
	if (!status)
		results_check_shown(results);
	if (!status && project->rejects)
		status = rejects_finish(project->rejects, project->context);
	return status;
}

/* A project made from a record indicator alone has nothing to run. */
static int check_use(struct chiso_project *project)
{
	const struct dataset_spec *dataset = project->datasets;

	if (project->json || project->n_indicators || !project->n_datasets)
		return CHISO_OK;
	return project_use_fits(project, (struct place){0}, dataset->columns->record->use, 0)
	               ? CHISO_OK
	               : CHISO_EUSE;
}

int chiso_project_run(struct chiso_results **out, struct chiso_project *project)
{
	*out = NULL;
	if (check_use(project))
		return CHISO_EUSE;
	struct chiso_results *results = results_new(project);

	/* What threads have summed up by themselves is gone when results are made. */
	mapped_keep();
	int status = results ? compute_results(results) : CHISO_ENOMEM;
	mapped_let_go();
	if (status == CHISO_ENOMEM && results)
		run_report_no_memory(results->run);
	else if (status == CHISO_ENOMEM)
		report_no_memory(project->context);
	if (status)
		chiso_results_free(results);
	else
		*out = results;
	return status;
}
