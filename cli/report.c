/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "draft.h"
#include "say.h"

#include <string.h>

struct page {
	struct chiso_results *results;
	const char *format;
	uint32_t flags;
};

static int write_page(void *user, struct sink *sink)
{
	const struct page *page = user;

	return chiso_results_write(page->results, page->format, page->flags, write_sink, sink);
}

static enum exit_code write_output(struct cli *cli, struct page *page)
{
	page->flags = has_colour(cli, stdout) ? CHISO_COLOUR : 0;
	return finish_output(cli, write_page(page, &cli->output));
}

enum exit_code command_report(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	const char *path = arguments->output;
	struct page page = {.format = "html"};
	struct chiso_project *project;
	char name[BY_ROOM];

	if (!has_words(cli, 1, 1, "cli-results"))
		return EXIT_USE;
	if (arguments->by && !(page.format = by_format(cli, name, 0)))
		return EXIT_USE;
	if (!path)
		path = arguments->by ? "-" : "report.html";
	enum exit_code code = load_results(cli, arguments->words[0], &project, &page.results);
	if (!code)
		code = strcmp(path, "-") ? draft_write(cli, path, write_page, &page)
		                         : write_output(cli, &page);
	chiso_results_free(page.results);
	chiso_project_free(project);
	return code;
}
