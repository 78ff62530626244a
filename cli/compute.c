/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Splits "unit,year" in place; columns has room for all. */
static uint32_t split(const char **columns, char *list)
{
	uint32_t n = 0;

	for (char *save, *word = strtok_r(list, ",", &save); word; word = strtok_r(NULL, ",", &save))
		columns[n++] = word;
	return n;
}

static enum exit_code compute(struct cli *cli, const struct chiso_compute *what)
{
	const char *format = cli->arguments.format ? cli->arguments.format : "table";
	struct chiso_project *project = NULL;
	struct chiso_results *results = NULL;
	int status = load_plugins(cli);

	if (!status)
		status = chiso_project_compute(&project, cli->context, what);
	if (!status)
		status = keep_refused(cli, project);
	if (project && status == CHISO_EDATA)
		chiso_project_validate(project, NULL);
	else if (!status)
		status = chiso_project_run(&results, project);
	enum exit_code code = finish(cli, status);
	if (!code) {
		status = chiso_results_write(results, format,
		                             has_colour(cli, stdout) ? CHISO_COLOUR : 0,
		                             write_sink, &cli->output);
		code = finish_output(cli, status);
	}
	chiso_results_free(results);
	chiso_project_free(project);
	return code;
}

enum exit_code command_compute(struct cli *cli)
{
	static const char *const formats[] = {"table", "csv", "json", NULL};
	const struct arguments *arguments = &cli->arguments;
	const char *format = arguments->format, *by = arguments->by ? arguments->by : "";
	struct chiso_compute what = {.size = sizeof what};

	if (format && !is_one_of(cli, "--format", format, formats))
		return EXIT_USE;
	char *data = NULL, *list = strdup(by);
	const char **columns = calloc(strlen(by) + 1, sizeof *columns);
	enum exit_code code = describe_table(cli, &what, &data);
	if (!code && (!list || !columns)) {
		code = say_cannot(cli, "cannot-read", what.file, ENOMEM);
	} else if (!code) {
		what.by = columns;
		what.n_by = split(columns, list);
		code = compute(cli, &what);
	}
	free(data);
	free(list);
	free(columns);
	return code;
}
