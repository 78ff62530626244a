/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <stdlib.h>
#include <string.h>

/* Paths are kept until the results have been printed: `chiso run ... -o folder | head` has written
 * its files before the pipe closes. */
static void keep_path(void *stream, const char *path)
{
	fprintf(stream, "%s\n", path);
}

static int is_text(const char *format)
{
	return !strcmp(format, "scoreboard") || !strcmp(format, "table") ||
	       (!strncmp(format, "by-", 3) && !strstr(format, "-csv"));
}

static int save(struct cli *cli, struct chiso_results *results, char **paths)
{
	size_t size = 0;
	sigset_t before;

	if (!cli->arguments.output)
		return CHISO_OK;
	FILE *stream = open_memstream(paths, &size);
	if (!stream)
		return CHISO_ENOMEM;
	hold_signals(&before);
	int status = chiso_results_save(results, cli->arguments.output, keep_path, stream);
	release_signals(&before);
	if (fclose(stream) && !status)
		status = CHISO_ENOMEM;
	return status;
}

static enum exit_code show(struct cli *cli, struct chiso_results *results, const char *format)
{
	struct chiso_about about = {.size = sizeof about};
	char *paths = NULL;

	chiso_results_about(results, &about);
	if (!format)
		format = about.n_assessments ? "scoreboard" : "table";
	int status = save(cli, results, &paths);
	if (!status)
		status = chiso_results_write(results, format,
		                             has_colour(cli, stdout) ? CHISO_COLOUR : 0,
		                             write_sink, &cli->output);
	if (!status && paths) {
		FILE *out = is_text(format) ? stdout : stderr;

		fprintf(out, "%s%s", out == stdout ? "\n" : "", paths);
	}
	free(paths);
	return finish_output(cli, status);
}

enum { MOST_FIELDS = 32, FIELD_ROOM = 32 };

/* Whether all fields of "wide:n_used,af.h:se" are some; which figures there are nobody knows before. */
static int are_fields(const struct cli *cli, const char *list)
{
	const char *known[MOST_FIELDS + 1] = {NULL};
	int are = 1;

	for (size_t i = 0; i < MOST_FIELDS; i++)
		known[i] = chiso_results_field(i);
	for (const char *end; list && are; list = *end ? end + 1 : NULL) {
		const char *behind = end = list + strcspn(list, ",");
		char field[FIELD_ROOM];

		while (behind > list && behind[-1] != ':')
			behind--;
		behind -= behind == list + 1; /* a figure has a name */
		snprintf(field, sizeof field, "%.*s", (int)(end - behind), behind);
		are = is_one_of(cli, "--format wide", field, known);
	}
	return are;
}

/* Whether there is the format, which is to be asked before anything is computed. */
static int has_format(const struct cli *cli, const char *format)
{
	static const char *const all[] = {"scoreboard", "table", "csv", "wide", "json", NULL};
	static const char *const of_tables[] = {"csv", NULL};

	if (!cli->arguments.by && !strncmp(format, "wide:", 5))
		return are_fields(cli, format + 5);
	return is_one_of(cli, "--format", format, cli->arguments.by ? of_tables : all);
}

enum exit_code command_run(struct cli *cli)
{
	const char *by = cli->arguments.by;
	char name[BY_ROOM];
	struct chiso_project *project;
	struct chiso_results *results;
	const char *format = cli->arguments.format;

	if (!has_words(cli, 1, 1, "cli-a-project") ||
	    (format && !has_format(cli, format)))
		return EXIT_USE;
	if (by && !(format = by_format(cli, name, format != NULL)))
		return EXIT_USE;
	enum exit_code code = run_project(cli, &project, &results);
	if (!code)
		code = show(cli, results, format);
	chiso_results_free(results);
	chiso_project_free(project);
	return code;
}
