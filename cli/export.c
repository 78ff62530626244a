/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "draft.h"
#include "say.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct job {
	struct chiso_results *results;
	struct chiso_export what;
};

static int write_job(void *user, struct sink *sink)
{
	struct job *job = user;

	return chiso_results_export(job->results, &job->what, write_sink, sink);
}

/* When the file was prepared: now, or when those who build reproducibly say. */
static int64_t prepared(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	return epoch ? strtoll(epoch, NULL, 10) : 0;
}

static void print_path(void *user, const char *path)
{
	(void)user;
	puts(path);
}

static enum exit_code write_package(struct cli *cli, struct chiso_results *results)
{
	sigset_t before;

	hold_signals(&before);
	int status = chiso_results_package(results, cli->arguments.output, print_path, NULL);
	release_signals(&before);
	return finish(cli, status);
}

static enum exit_code write_results(struct cli *cli, struct chiso_results *results)
{
	const char *path = cli->arguments.output;
	struct job job = {results, {.size = sizeof job.what,
	                            .format = cli->arguments.format,
	                            .prepared = prepared()}};

	if (!strcmp(job.what.format, "datapackage"))
		return write_package(cli, results);
	return path && strcmp(path, "-") ? draft_write(cli, path, write_job, &job)
	                                 : finish_output(cli, write_job(&job, &cli->output));
}

/* A package is a folder, and a workbook is nothing for a terminal. */
static int needs_output(const struct cli *cli)
{
	const char *format = cli->arguments.format, *path = cli->arguments.output;

	if (!strcmp(format, "datapackage"))
		return !path || !strcmp(path, "-");
	return !path && !strcmp(format, "xlsx") && isatty(STDOUT_FILENO);
}

enum exit_code command_export(struct cli *cli)
{
	static const char *const formats[] = {"sdmx-csv",    "sdmx-csv-1", "sdmx-json",
	                                      "datapackage", "dhis2",      "worldbank",
	                                      "xlsx",        NULL};
	const char *format = cli->arguments.format;
	struct chiso_project *project;
	struct chiso_results *results;

	if (!has_words(cli, 1, 1, "cli-results"))
		return EXIT_USE;
	if (!is_one_of(cli, "--format", format ? format : "", formats))
		return EXIT_USE;
	if (needs_output(cli))
		return say_misuse(cli, &(struct misuse){.code = "cli-needs-output",
		                                        .args = {format}});
	enum exit_code code = load_results(cli, cli->arguments.words[0], &project, &results);
	if (!code)
		code = write_results(cli, results);
	chiso_results_free(results);
	chiso_project_free(project);
	return code;
}
