/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "draft.h"
#include "say.h"

#include <string.h>

static int write_page(void *results, struct sink *sink)
{
	return chiso_results_write(results, "html", 0, write_sink, sink);
}

static enum exit_code write_output(struct cli *cli, struct chiso_results *results)
{
	return finish_output(cli, write_page(results, &cli->output));
}

enum exit_code command_report(struct cli *cli)
{
	const char *path = cli->arguments.output ? cli->arguments.output : "report.html";
	struct chiso_project *project;
	struct chiso_results *results;

	if (!has_words(cli, 1, 1, "cli-results"))
		return EXIT_USE;
	enum exit_code code = load_results(cli, cli->arguments.words[0], &project, &results);
	if (!code)
		code = strcmp(path, "-") ? draft_write(cli, path, write_page, results)
		                         : write_output(cli, results);
	chiso_results_free(results);
	chiso_project_free(project);
	return code;
}
