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

enum exit_code command_run(struct cli *cli)
{
	static const char *const all[] = {"scoreboard", "table", "csv", "json", NULL};
	static const char *const of_tables[] = {"csv", NULL};
	const char *by = cli->arguments.by;
	char name[BY_ROOM];
	struct chiso_project *project;
	struct chiso_results *results;
	const char *format = cli->arguments.format;

	if (!has_words(cli, 1, 1, "cli-a-project") ||
	    (format && !is_one_of(cli, "--format", format, by ? of_tables : all)))
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
