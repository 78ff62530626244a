/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

enum exit_code command_explain(struct cli *cli)
{
	static const char *const formats[] = {"text", "json", NULL};
	const struct arguments *arguments = &cli->arguments;
	struct chiso_explain what = {
		.size = sizeof what,
		.indicator = arguments->indicator,
		.unit = arguments->unit,
		.period = arguments->period,
		.format = arguments->format ? arguments->format : "text",
		.goal = arguments->goal,
	};
	struct chiso_project *project;
	struct chiso_results *results;

	if (!has_words(cli, 1, 1, "cli-a-project") ||
	    !is_one_of(cli, "--format", what.format, formats))
		return EXIT_USE;
	enum exit_code code = run_project(cli, &project, &results);
	if (!code) {
		int status = chiso_results_explain(results, &what,
		                                   has_colour(cli, stdout) ? CHISO_COLOUR : 0,
		                                   write_sink, &cli->output);

		code = finish_output(cli, status);
	}
	chiso_results_free(results);
	chiso_project_free(project);
	return code;
}
