/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { STEP = 1 << 16 };

/* Standard input whole; 0 or what went wrong. */
static int read_input(char **out, size_t *n)
{
	size_t cap = STEP;

	*n = 0;
	*out = malloc(cap);
	if (!*out)
		return ENOMEM;
	while (!ferror(stdin) && !feof(stdin)) {
		if (*n == cap) {
			char *more = cap <= SIZE_MAX / 2 ? realloc(*out, 2 * cap) : NULL;

			if (!more)
				return ENOMEM;
			*out = more;
			cap *= 2;
		}
		errno = 0;
		*n += fread(*out + *n, 1, cap - *n, stdin);
	}
	return ferror(stdin) ? (errno ? errno : EIO) : 0;
}

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
	static const char *const signs[] = {".", ",", NULL};
	const struct arguments *arguments = &cli->arguments;
	const char *format = arguments->format;

	if (!has_words(cli, 1, 2, "cli-an-indicator") || !has_words(cli, 2, 2, "cli-a-table") ||
	    (format && !is_one_of(cli, "--format", format, formats)) ||
	    (arguments->decimal && !is_one_of(cli, "--decimal", arguments->decimal, signs)))
		return EXIT_USE;
	const char *file = arguments->words[1], *by = arguments->by ? arguments->by : "";
	char *data = NULL, *list = strdup(by);
	const char **columns = calloc(strlen(by) + 1, sizeof *columns);
	enum exit_code code = EXIT_FINE;
	struct chiso_compute what = {
		.size = sizeof what,
		.indicator = arguments->words[0],
		.file = file,
		.units = arguments->units,
		.unit = arguments->unit,
		.period = arguments->period,
		.decimal = arguments->decimal,
		.columns = arguments->columns,
		.n_columns = arguments->n_columns,
		.set = arguments->set,
		.n_set = arguments->n_set,
	};
	if (!list || !columns) {
		code = say_cannot(cli, "cannot-read", file, ENOMEM);
	} else {
		what.by = columns;
		what.n_by = split(columns, list);
	}
	if (!code && !strcmp(file, "-")) {
		int error = read_input(&data, &what.n_data);

		what.data = data;
		if (error)
			code = say_cannot(cli, "cannot-read", text(cli, "cli-stdin"), error);
	}
	if (!code)
		code = compute(cli, &what);
	free(data);
	free(list);
	free(columns);
	return code;
}
