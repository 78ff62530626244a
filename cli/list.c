/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "info_standard.h"

#include <stdlib.h>
#include <string.h>

static void print_indicators(struct cli *cli)
{
	size_t n = chiso_indicator_count(cli->context);
	const char **cells = calloc(3 * n + 1, sizeof *cells);

	for (size_t i = 0; cells && i < n; i++) {
		const struct chiso_indicator *indicator = chiso_indicator_at(cli->context, i);

		cells[3 * i] = indicator->id;
		cells[3 * i + 1] = chiso_text_in(indicator->title, cli->lang);
		cells[3 * i + 2] = indicator->record ? text(cli, "cli-gives-columns") : NULL;
	}
	if (cells)
		print_rows(stdout, "", cells, n, 3);
	free(cells);
}

static void print_plugins(struct cli *cli)
{
	size_t n = chiso_plugin_count(cli->context);
	const char **cells = calloc(3 * n + 1, sizeof *cells);

	for (size_t i = 0; cells && i < n; i++) {
		const struct chiso_plugin *plugin =
			chiso_plugin_at(cli->context, i, &cells[3 * i + 2]);

		cells[3 * i] = plugin->id;
		cells[3 * i + 1] = plugin->version;
	}
	if (cells)
		print_rows(stdout, "", cells, n, 3);
	free(cells);
}

static void print_standards(struct cli *cli)
{
	size_t n = chiso_standard_count(cli->context);
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char *dates = calloc(n + 1, VALIDITY_ROOM);

	for (size_t i = 0; cells && dates && i < n; i++) {
		struct chiso_standard_info info = {.size = sizeof info};

		if (chiso_standard_at(cli->context, i, &info))
			continue;
		validity_text(dates + VALIDITY_ROOM * i, &info);
		cells[3 * i] = info.id;
		cells[3 * i + 1] = dates + VALIDITY_ROOM * i;
		cells[3 * i + 2] = info.title;
	}
	if (cells && dates)
		print_rows(stdout, "", cells, n, 3);
	free(dates);
	free(cells);
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
		print_indicators(cli);
	else if (!status && !strcmp(kind, "plugins"))
		print_plugins(cli);
	else if (!status)
		print_standards(cli);
	return finish(cli, status);
}
