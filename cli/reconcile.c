/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The file of results that a word names, itself or in its folder; NULL: it names none.  To be freed. */
static char *results_file(const char *word)
{
	size_t room = strlen(word) + sizeof "/results.json";
	char *path = malloc(room), head[512];
	struct stat is;

	if (!path)
		return NULL;
	snprintf(path, room, "%s%s", word, !stat(word, &is) && S_ISDIR(is.st_mode) ? "/results.json" : "");
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(head, 1, sizeof head - 1, file) : 0;
	if (file)
		fclose(file);
	head[n] = 0;
	if (strstr(head, "urn:chiso:results:"))
		return path;
	free(path);
	return NULL;
}

enum exit_code command_reconcile(struct cli *cli)
{
	struct chiso_reconciled sum = {.size = sizeof sum};
	struct chiso_project *project = NULL;
	struct chiso_results *results = NULL;
	enum exit_code code;

	if (!has_words(cli, 1, 2, "cli-results") || !has_words(cli, 2, 2, "cli-a-bulletin"))
		return EXIT_USE;
	char *path = results_file(cli->arguments.words[0]);
	if (path)
		code = finish(cli, chiso_results_read(&results, cli->context, path));
	else
		code = run_project(cli, &project, &results);
	if (!code)
		code = finish_output(cli, chiso_results_reconcile(results, cli->arguments.words[1],
		                                                  write_sink, &cli->output, &sum));
	if (!code && sum.n_agree < sum.n)
		code = EXIT_DATA;
	chiso_results_free(results);
	chiso_project_free(project);
	free(path);
	return code;
}
