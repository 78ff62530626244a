/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

enum exit_code command_reconcile(struct cli *cli)
{
	struct chiso_reconciled sum = {.size = sizeof sum};
	struct chiso_project *project;
	struct chiso_results *results;

	if (!has_words(cli, 1, 2, "cli-results") || !has_words(cli, 2, 2, "cli-a-bulletin"))
		return EXIT_USE;
	enum exit_code code = load_results(cli, cli->arguments.words[0], &project, &results);
	if (!code)
		code = finish_output(cli, chiso_results_reconcile(results, cli->arguments.words[1],
		                                                  write_sink, &cli->output, &sum));
	if (!code && sum.n_agree < sum.n)
		code = EXIT_DATA;
	chiso_results_free(results);
	chiso_project_free(project);
	return code;
}
