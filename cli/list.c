/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "info_standard.h"

#include <stdlib.h>
#include <string.h>

/* Prints rows of three cells, which are freed.  0; CHISO_ENOMEM: there are none for want of memory. */
static int print_cells(const char **cells, size_t n)
{
	if (!cells)
		return CHISO_ENOMEM;
	print_rows(stdout, "", cells, n, 3);
	free(cells);
	return CHISO_OK;
}

static int print_indicators(struct cli *cli)
{
	size_t n = chiso_indicator_count(cli->context);
	const char **cells = calloc(3 * n + 1, sizeof *cells);

	for (size_t i = 0; cells && i < n; i++) {
		const struct chiso_indicator *indicator = chiso_indicator_at(cli->context, i);

		cells[3 * i] = indicator->id;
		cells[3 * i + 1] = chiso_text_in(indicator->title, cli->lang);
		cells[3 * i + 2] = indicator->record ? text(cli, "cli-gives-columns") : NULL;
	}
	return print_cells(cells, n);
}

static int print_plugins(struct cli *cli)
{
	size_t n = chiso_plugin_count(cli->context);
	const char **cells = calloc(3 * n + 1, sizeof *cells);

	for (size_t i = 0; cells && i < n; i++) {
		const struct chiso_plugin *plugin =
			chiso_plugin_at(cli->context, i, &cells[3 * i + 2]);

		cells[3 * i] = plugin->id;
		cells[3 * i + 1] = plugin->version;
	}
	return print_cells(cells, n);
}

static int print_standards(struct cli *cli)
{
	size_t n = chiso_standard_count(cli->context);
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char *dates = calloc(n + 1, VALIDITY_ROOM);
	int status = CHISO_ENOMEM;

	for (size_t i = 0; cells && dates && i < n; i++) {
		struct chiso_standard_info info = {.size = sizeof info};

		if (chiso_standard_at(cli->context, i, &info))
			continue;
		validity_text(dates + VALIDITY_ROOM * i, &info);
		cells[3 * i] = info.id;
		cells[3 * i + 1] = dates + VALIDITY_ROOM * i;
		cells[3 * i + 2] = info.title;
	}
	if (dates)
		status = print_cells(cells, n);
	else
		free(cells);
	free(dates);
	return status;
}

enum exit_code command_list(struct cli *cli)
{
	static const char *const kinds[] = {"indicators", "plugins", "standards", NULL};

	if (!has_words(cli, 0, 1, "cli-missing"))
		return EXIT_USE;
	const char *kind = cli->arguments.n_words ? cli->arguments.words[0] : kinds[0];
	if (!is_one_of(cli, "list", kind, kinds))
		return EXIT_USE;
	int status = load_plugins(cli);
	if (!status && !strcmp(kind, "indicators"))
		status = print_indicators(cli);
	else if (!status && !strcmp(kind, "plugins"))
		status = print_plugins(cli);
	else if (!status)
		status = print_standards(cli);
	return finish(cli, status);
}
