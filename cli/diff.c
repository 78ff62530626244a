/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

/* As diff(1): 1 is a difference, more is trouble. */
static enum exit_code trouble(enum exit_code code)
{
	return code == EXIT_DATA ? EXIT_USE : code;
}

enum exit_code command_diff(struct cli *cli)
{
	static const char *const formats[] = {"text", "csv", "json", NULL};
	const char *format = cli->arguments.format ? cli->arguments.format : "text";
	struct chiso_difference sum = {.size = sizeof sum};
	struct chiso_project *projects[2] = {NULL, NULL};
	struct chiso_results *results[2] = {NULL, NULL};
	enum exit_code code = EXIT_FINE;

	if (!has_words(cli, 2, 2, "cli-two-results") || !is_one_of(cli, "--format", format, formats))
		return EXIT_USE;
	for (int i = 0; i < 2 && !code; i++)
		code = load_results(cli, cli->arguments.words[i], &projects[i], &results[i]);
	if (!code)
		code = finish_output(cli, chiso_results_diff(results[0], results[1], format,
		                                             write_sink, &cli->output, &sum));
	code = trouble(code);
	if (!code && sum.n_changed + sum.n_added + sum.n_removed)
		code = EXIT_DATA;
	for (int i = 0; i < 2; i++) {
		chiso_results_free(results[i]);
		chiso_project_free(projects[i]);
	}
	return code;
}
