/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "describe.h"
#include "info_json.h"
#include "info_standard.h"

#include <stdlib.h>
#include <string.h>

/* Facts of one thing, a row each; those that are NULL are left out. */
struct facts {
	const char *cells[16];
	size_t n;
};

static void add_fact(struct facts *facts, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	facts->cells[facts->n++] = name;
	facts->cells[facts->n++] = value;
}

static void print_facts(const struct facts *facts)
{
	putchar('\n');
	print_rows(stdout, "", facts->cells, facts->n / 2, 2);
}

/* A heading and its rows of id, title, description; the descriptions are freed. */
static void print_section(struct cli *cli, const char *heading, const char **cells, char **owned,
                          size_t n)
{
	if (n && cells && owned) {
		printf("\n%s\n", text(cli, heading));
		print_rows(stdout, "  ", cells, n, 3);
	}
	for (size_t i = 0; owned && i < n; i++)
		free(owned[i]);
	free(owned);
	free(cells);
}

static void print_inputs(struct cli *cli, const struct chiso_indicator *indicator)
{
	size_t n = indicator->n_inputs;
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char **owned = calloc(n + 1, sizeof *owned);

	for (size_t i = 0; cells && owned && i < n; i++) {
		const struct chiso_input *input = chiso_input_at(indicator, i);

		cells[3 * i] = input->field.id;
		cells[3 * i + 1] = chiso_text_in(input->field.title, cli->lang);
		cells[3 * i + 2] = owned[i] = describe_input(cli, indicator, input);
	}
	print_section(cli, "cli-inputs", cells, owned, n);
}

static void print_params(struct cli *cli, const struct chiso_indicator *indicator)
{
	size_t n = indicator->n_params;
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char **owned = calloc(n + 1, sizeof *owned);

	for (size_t i = 0; cells && owned && i < n; i++) {
		const struct chiso_param *param = chiso_param_at(indicator, i);

		cells[3 * i] = param->field.id;
		cells[3 * i + 1] = chiso_text_in(param->field.title, cli->lang);
		cells[3 * i + 2] = owned[i] = describe_param(cli, indicator, param);
	}
	print_section(cli, "cli-parameters", cells, owned, n);
}

static void print_outputs(struct cli *cli, const struct chiso_indicator *indicator)
{
	size_t n = indicator->n_outputs;
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char **owned = calloc(n + 1, sizeof *owned);

	for (size_t i = 0; cells && owned && i < n; i++) {
		const struct chiso_output *output = chiso_output_at(indicator, i);

		cells[3 * i] = output->field.id;
		cells[3 * i + 1] = chiso_text_in(output->field.title, cli->lang);
		cells[3 * i + 2] = owned[i] = describe_output(cli, indicator, output);
	}
	print_section(cli, "cli-outputs", cells, owned, n);
}

static void print_sources(struct cli *cli, const struct chiso_indicator *indicator)
{
	size_t n = indicator->n_sources;
	const char **cells = calloc(3 * n + 1, sizeof *cells);

	for (size_t i = 0; cells && i < n; i++) {
		const struct chiso_field *field = &chiso_source_at(indicator, i)->field;

		cells[3 * i] = field->id;
		cells[3 * i + 1] = chiso_text_in(field->title, cli->lang);
	}
	print_section(cli, "cli-sources", cells, calloc(n + 1, sizeof(char *)), n);
}

static void print_axes(struct cli *cli, const struct chiso_indicator *indicator)
{
	size_t n = indicator->n_axes;
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char **owned = calloc(n + 1, sizeof *owned);

	for (size_t i = 0; cells && owned && i < n; i++) {
		const struct chiso_field *field = &chiso_axis_at(indicator, i)->field;

		cells[3 * i] = field->id;
		cells[3 * i + 1] = chiso_text_in(field->title, cli->lang);
		cells[3 * i + 2] = owned[i] = describe_axis(cli, indicator, i);
	}
	print_section(cli, "cli-axes", cells, owned, n);
}

static void print_problems(struct cli *cli, const struct chiso_indicator *indicator)
{
	size_t n = indicator->n_problems;
	const char **cells = calloc(3 * n + 1, sizeof *cells);

	for (size_t i = 0; cells && i < n; i++) {
		const struct chiso_problem *problem = chiso_problem_at(indicator, i);

		cells[3 * i] = problem->id;
		cells[3 * i + 1] = chiso_text_in(problem->text, cli->lang);
	}
	print_section(cli, "cli-problems", cells, calloc(n + 1, sizeof(char *)), n);
}

/* ---- indicator, plugin, standard ---- */

static int is_json(const struct cli *cli)
{
	return cli->arguments.format && !strcmp(cli->arguments.format, "json");
}

static const struct chiso_plugin *plugin_of(struct cli *cli,
                                            const struct chiso_indicator *indicator,
                                            const char **path)
{
	const struct chiso_plugin *plugin;

	for (size_t i = 0; (plugin = chiso_plugin_at(cli->context, i, path)); i++)
		for (uint32_t k = 0; k < plugin->n_indicators; k++)
			if (plugin->indicators[k] == indicator)
				return plugin;
	return NULL;
}

static const char *direction(const struct cli *cli, const struct chiso_indicator *indicator)
{
	if (!indicator->direction)
		return NULL;
	return text(cli, indicator->direction > 0 ? "cli-more-is-better" : "cli-less-is-better");
}

static void print_indicator(struct cli *cli, const struct chiso_indicator *indicator)
{
	const char *summary = chiso_text_in(indicator->summary, cli->lang), *path = NULL;
	const struct chiso_plugin *plugin = plugin_of(cli, indicator, &path);
	struct facts facts = {.n = 0};
	char version[16];

	if (is_json(cli)) {
		json_indicator(cli, indicator, plugin ? plugin->id : NULL);
		return;
	}
	printf("%s  %s\n", indicator->id, chiso_text_in(indicator->title, cli->lang));
	if (*summary)
		printf("\n%s\n", summary);
	snprintf(version, sizeof version, "%u", (unsigned)indicator->version);
	add_fact(&facts, text(cli, "cli-gives"),
	         indicator->record ? text(cli, "cli-gives-columns") : NULL);
	add_fact(&facts, text(cli, "cli-formula"), indicator->formula);
	add_fact(&facts, text(cli, "cli-reference"), indicator->reference);
	add_fact(&facts, text(cli, "cli-direction"), direction(cli, indicator));
	add_fact(&facts, text(cli, "cli-version"), version);
	add_fact(&facts, text(cli, "cli-plugin"), plugin ? plugin->id : NULL);
	add_fact(&facts, text(cli, "cli-file"), path);
	print_facts(&facts);
	print_sources(cli, indicator);
	print_axes(cli, indicator);
	print_inputs(cli, indicator);
	print_params(cli, indicator);
	print_outputs(cli, indicator);
	print_problems(cli, indicator);
}

static void print_plugin(struct cli *cli, const struct chiso_plugin *plugin, const char *path)
{
	size_t n = plugin->n_indicators;
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	struct facts facts = {.n = 0};

	if (is_json(cli)) {
		json_plugin(cli, plugin);
		free(cells);
		return;
	}
	if (plugin->title)
		printf("%s  %s\n", plugin->id, chiso_text_in(plugin->title, cli->lang));
	else
		puts(plugin->id);
	add_fact(&facts, text(cli, "cli-version"), plugin->version);
	add_fact(&facts, text(cli, "cli-vendor"), plugin->vendor);
	add_fact(&facts, text(cli, "cli-licence"), plugin->license);
	add_fact(&facts, "URL", plugin->url);
	add_fact(&facts, text(cli, "cli-file"), path);
	print_facts(&facts);
	for (size_t i = 0; cells && i < n; i++) {
		cells[3 * i] = plugin->indicators[i]->id;
		cells[3 * i + 1] = chiso_text_in(plugin->indicators[i]->title, cli->lang);
	}
	print_section(cli, "cli-indicators", cells, calloc(n + 1, sizeof(char *)), n);
}

/* Prints the thing with this id, whatever it is. */
static int print_thing(struct cli *cli, const char *id)
{
	const struct chiso_indicator *indicator;
	const struct chiso_plugin *plugin;
	struct chiso_standard_info standard = {.size = sizeof standard};
	const char *path = NULL;

	for (size_t i = 0; (indicator = chiso_indicator_at(cli->context, i)); i++)
		if (!strcmp(indicator->id, id)) {
			print_indicator(cli, indicator);
			return 1;
		}
	for (size_t i = 0; (plugin = chiso_plugin_at(cli->context, i, &path)); i++)
		if (!strcmp(plugin->id, id)) {
			print_plugin(cli, plugin, path);
			return 1;
		}
	for (size_t i = 0; !chiso_standard_at(cli->context, i, &standard); i++)
		if (!strcmp(standard.id, id)) {
			(is_json(cli) ? json_standard : print_standard)(cli, i, &standard);
			return 1;
		}
	return 0;
}

static const char *nearest_thing(struct cli *cli, const char *id)
{
	size_t n_indicators = chiso_indicator_count(cli->context);
	size_t n_plugins = chiso_plugin_count(cli->context);
	size_t n_standards = chiso_standard_count(cli->context), n = 0;
	const char **names = calloc(n_indicators + n_plugins + n_standards + 1, sizeof *names);
	struct chiso_standard_info standard = {.size = sizeof standard};

	if (!names)
		return NULL;
	for (size_t i = 0; i < n_indicators; i++)
		names[n++] = chiso_indicator_at(cli->context, i)->id;
	for (size_t i = 0; i < n_plugins; i++)
		names[n++] = chiso_plugin_at(cli->context, i, NULL)->id;
	for (size_t i = 0; i < n_standards; i++)
		if (!chiso_standard_at(cli->context, i, &standard))
			names[n++] = standard.id;
	const char *best = nearest(id, names);
	free(names);
	return best;
}

enum exit_code command_info(struct cli *cli)
{
	static const char *const formats[] = {"text", "json", NULL};

	if (!has_words(cli, 1, 1, "cli-an-id") ||
	    (cli->arguments.format &&
	     !is_one_of(cli, "--format", cli->arguments.format, formats)))
		return EXIT_USE;
	const char *id = cli->arguments.words[0];
	int status = load_plugins(cli);
	if (!status && !print_thing(cli, id)) {
		const char *near = nearest_thing(cli, id);

		say_findings(cli);
		fputs("chiso: ", stderr);
		say(stderr, cli, near ? "cli-no-such-id" : "cli-no-id", id, near ? near : "");
		fputc('\n', stderr);
		return EXIT_USE;
	}
	return finish(cli, status);
}
