/* SPDX-License-Identifier: MIT */
/* Datasets and indicators are bound to each other, and records are read, in as many passes as it takes. */
#include "run/run_split.h"

#include "base/context.h"
#include "project/adjustment.h"
#include "records/collapse.h"
#include "results/tabulate.h"
#include "run/run_memory.h"

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

int run_reads_file(struct chiso_project *project, const char *file)
{
	const char *units = project->units_file ? file_join(&project->arena, project->folder,
	                                                    project->units_file)
	                                        : NULL;

	for (size_t i = 0; i < project->n_datasets; i++)
		if (has_file(&project->datasets[i], file))
			return 1;
	return units && file_is_same(units, file);
}

static size_t number_of(const struct chiso_project *project, const struct dataset_spec *dataset)
{
	return (size_t)(dataset - project->datasets);
}

/* Opens an indicator when all its datasets could be opened. */
static int open_indicator(struct run *run, size_t i)
{
	struct chiso_project *project = run->project;
	const struct indicator_spec *spec = &project->indicators[i];
	struct indicator_run *indicator = &run->indicators[i];
	struct reader *readers[MAX_SOURCES];
	int status;

	if (!spec->use || !spec->n_sources)
		return CHISO_OK;
	for (uint32_t k = 0; k < spec->n_sources; k++) {
		readers[k] = spec->sources[k] ? run->readers[number_of(project, spec->sources[k])]
		                              : NULL;
		if (!readers[k])
			return CHISO_OK;
	}
	indicator->parts = calloc(spec->n_sources, sizeof *indicator->parts);
	if (!indicator->parts)
		return CHISO_ENOMEM;
	indicator->is_open = 1;
	status = applied_open(&indicator->applied, spec, readers);
	for (uint32_t k = 0; k < spec->n_sources && !status; k++) {
		indicator->n_parts++;
		status = aggregate_open(&indicator->parts[k], &indicator->applied, (uint8_t)k,
		                        readers[k]);
	}
	if (!status)
		aggregates_check_keys(indicator->parts, indicator->n_parts);
	return status;
}

/* Which reading of the records an indicator is made from: after the one that shows the values of
 * its axes, and those that its parameters are results of. */
static int pass_of(const struct run *run, const struct indicator_run *indicator)
{
	const struct indicator_spec *spec = indicator->applied.spec;
	int pass = applied_scans(&indicator->applied);

	for (size_t i = 0; i < spec->n_passes; i++) {
		const struct indicator_spec *from = spec->passes[i].from;
		const struct indicator_run *source =
			from ? &run->indicators[from - run->project->indicators] : NULL;

		if (source && source->is_open && pass_of(run, source) >= pass)
			pass = pass_of(run, source) + 1;
	}
	return pass;
}

/* The values that parameters of an indicator take from one that has been computed. */
static int take_results(struct run *run, struct indicator_run *indicator)
{
	const struct indicator_spec *spec = indicator->applied.spec;
	int status = CHISO_OK;

	for (size_t i = 0; i < spec->n_passes && !status; i++) {
		const struct indicator_spec *from = spec->passes[i].from;
		struct indicator_run *source =
			from ? &run->indicators[from - run->project->indicators] : NULL;

		if (!source || !source->is_open || source->applied.is_broken) {
			indicator->applied.is_broken = 1;
			return CHISO_OK;
		}
		if (!source->is_tabulated)
			status = tabulate(run->results, source);
		source->is_tabulated = 1;
	}
	return status || !spec->n_passes ? status
	                                 : passes_take(&indicator->applied, run->results);
}

int run_start_indicator(struct run *run, struct indicator_run *indicator, int is_in_vain)
{
	int status = CHISO_OK;

	if (is_in_vain && indicator->applied.spec->n_passes)
		indicator->applied.is_broken = 1;
	else
		status = take_results(run, indicator);

	if (!status)
		status = applied_prepare(&indicator->applied);

	for (uint32_t k = 0; k < indicator->n_parts && !status; k++)
		status = aggregate_start(&indicator->parts[k]);
	return status;
}

/* Gives the current batch of a reader to an indicator, or shows it for the next pass. */
static int give_batch(struct indicator_run *indicator, struct reader *reader, int pass)
{
	int status = CHISO_OK;

	if (pass + 1 == indicator->pass)
		return applied_scan(&indicator->applied, reader);
	for (uint32_t k = 0; k < indicator->n_parts && pass == indicator->pass && !status; k++)
		if (indicator->parts[k].reader == reader)
			status = aggregate_add(&indicator->parts[k]);
	return status;
}

int run_give_batch(struct run *run, struct reader *reader, int pass)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < run->project->n_indicators && !status; i++)
		if (run->indicators[i].is_open)
			status = give_batch(&run->indicators[i], reader, pass);
	return status;
}

int run_settle(struct run *run, const struct reader *reader)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < run->project->n_indicators; i++)
		for (uint32_t k = 0; k < run->indicators[i].n_parts && !status; k++)
			if (run->indicators[i].parts[k].reader == reader)
				status = aggregate_settle(&run->indicators[i].parts[k], 1);
	return status;
}

static int feed(struct run *run, struct reader *reader, int pass)
{
	int status;

	while ((status = reader_next(reader)) > 0) {
		if (!pass && run->watch && run->watched == reader->spec &&
		    run->watch(run->user, reader))
			return CHISO_ENOMEM;
		status = run_give_batch(run, reader, pass);
		if (!status)
			status = run_count_memory(run);
		if (status)
			return status;
	}
	return status ? status : run_settle(run, reader);
}

static int open_dataset(struct run *run, size_t i)
{
	const struct dataset_spec *spec = &run->project->datasets[i];
	const struct reader *beside = run->beside ? run->beside->readers[i] : NULL;
	int status = CHISO_OK;

	if (!run->beside)
		status = reader_open(&run->readers[i], run->project, spec);
	else if (beside)
		status = reader_open_beside(&run->readers[i], run->project, beside);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

/* The reader of a dataset sees what others make of it, so that it says what is wrong. */
static int share_collapsed(struct run *run, size_t i)
{
	const struct dataset_spec *from = run->project->datasets[i].from;
	struct reader *own = from ? run->readers[from - run->project->datasets] : NULL;

	return own && run->readers[i] ? collapse_share(run->readers[i], own) : CHISO_OK;
}

/* Whether a pass needs the records of a reader. */
static int reads(const struct run *run, const struct reader *reader, int pass)
{
	for (size_t i = 0; i < run->project->n_indicators; i++) {
		const struct indicator_run *indicator = &run->indicators[i];

		for (uint32_t k = 0; k < indicator->n_parts; k++)
			if (indicator->parts[k].reader == reader &&
			    (indicator->pass == pass || indicator->pass == pass + 1))
				return 1;
	}
	return 0;
}

/* The first pass reads everything and says what is wrong with the records. */
static int read_dataset(struct run *run, struct reader *reader, int pass)
{
	int status;

	if (pass && !reads(run, reader, pass))
		return CHISO_OK;
	if (pass)
		reader_repeat(reader);
	status = pass ? CHISO_OK : reader_prepare(reader);
	if (!status && !pass)
		status = run_count_memory(run);
	if (!status && !pass)
		status = run_split(run, reader);
	if (!status)
		status = feed(run, reader, pass);
	if (status > 0)
		status = CHISO_OK;
	if (!status && !pass)
		reader_check_design(reader);
	if (!status && !pass)
		status = reader_judge_rules(reader);
	if (!status && !pass) {
		reader_judge_adjustments(reader);
		reader_say(reader);
	}
	return status;
}

static void number_passes(struct run *run)
{
	for (size_t i = 0; i < run->project->n_indicators; i++)
		if (run->indicators[i].is_open)
			run->indicators[i].pass = pass_of(run, &run->indicators[i]);
}

static int last_pass(const struct run *run)
{
	int last = 0;

	for (size_t i = 0; i < run->project->n_indicators; i++)
		if (run->indicators[i].pass > last)
			last = run->indicators[i].pass;
	return last;
}

/* is_in_vain: something is broken, which costs the run, so that there are no results to go on
 * from.  What is wrong is still to be said. */
static int run_pass(struct run *run, int pass, int is_in_vain)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < run->project->n_indicators && !status; i++)
		if (run->indicators[i].is_open && run->indicators[i].pass == pass)
			status = run_start_indicator(run, &run->indicators[i], is_in_vain);
	for (size_t i = 0; i < run->project->n_datasets && !status; i++)
		if (run->readers[i])
			status = read_dataset(run, run->readers[i], pass);
	return status;
}

/* Everything is bound before anything is read: only then it is known what is looked up where. */
int run_bind(struct run *run, const char *file)
{
	const struct chiso_project *project = run->project;
	int status = lookups_init(&run->lookups, run->project, run->readers);

	run->project->lookups = &run->lookups;
	for (size_t i = 0; i < project->n_datasets && !status; i++)
		if (!file || has_file(&project->datasets[i], file))
			status = open_dataset(run, i);
	for (size_t i = 0; i < project->n_indicators && !status; i++)
		status = open_indicator(run, i);
	if (!status)
		status = lookups_share(&run->lookups);
	for (size_t i = 0; i < project->n_datasets && !status; i++)
		status = share_collapsed(run, i);
	for (size_t i = 0; i < project->n_datasets && !status; i++)
		if (run->readers[i])
			status = reader_start(run->readers[i]);
	return status;
}

static int read_datasets(struct run *run, const char *file)
{
	size_t before = context_errors(run->project->context);
	int status = run_bind(run, file);

	number_passes(run);
	for (int pass = 0; pass <= last_pass(run) && !status; pass++)
		status = run_pass(run, pass,
		                  pass && context_errors(run->project->context) > before);
	run->project->lookups = NULL;
	for (size_t i = 0; i < run->project->n_datasets; i++)
		if (run->readers[i])
			reader_rest(run->readers[i]);
	return status;
}

int run_read(struct chiso_results *results, const char *file)
{
	struct chiso_project *project = results->project;
	struct run *run = results->run;
	int status = CHISO_OK;

	run->project = project;
	run->results = results;
	if (project->rejects)
		rejects_restart(project->rejects);
	run->readers = calloc(project->n_datasets + 1, sizeof *run->readers);
	run->indicators = calloc(project->n_indicators + 1, sizeof *run->indicators);
	if (!run->readers || !run->indicators)
		status = CHISO_ENOMEM;
	if (!status)
		status = read_datasets(run, file);
	if (status == CHISO_ENOMEM)
		run_report_no_memory(run);
	return status;
}
