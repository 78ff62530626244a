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

/* ---- sections of an indicator or a plugin ---- */

/* What is said of one thing of a section. */
struct row {
	const char *id, *title;
	char *description; /* owned; NULL: none */
};

/* Tells the row of the i-th thing of an indicator or a plugin. */
typedef struct row tell_row(const struct cli *cli, const void *of, size_t i);

/* A heading, and below it the rows of n things. */
static void print_section(const struct cli *cli, const char *heading, const void *of, size_t n,
                          tell_row *tell)
{
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char **owned = calloc(n + 1, sizeof *owned);

	for (size_t i = 0; cells && owned && i < n; i++) {
		struct row row = tell(cli, of, i);

		cells[3 * i] = row.id;
		cells[3 * i + 1] = row.title;
		cells[3 * i + 2] = owned[i] = row.description;
	}
	if (n && cells && owned) {
		printf("\n%s\n", text(cli, heading));
		print_rows(stdout, "  ", cells, n, 3);
	}
	for (size_t i = 0; owned && i < n; i++)
		free(owned[i]);
	free(owned);
	free(cells);
}

static struct row row_of(const struct cli *cli, const struct chiso_field *field, char *description)
{
	return (struct row){field->id, chiso_text_in(field->title, cli->lang), description};
}

static struct row tell_source(const struct cli *cli, const void *of, size_t i)
{
	return row_of(cli, &chiso_source_at(of, i)->field, NULL);
}

static struct row tell_axis(const struct cli *cli, const void *of, size_t i)
{
	return row_of(cli, &chiso_axis_at(of, i)->field, describe_axis(cli, of, i));
}

static struct row tell_input(const struct cli *cli, const void *of, size_t i)
{
	const struct chiso_input *input = chiso_input_at(of, i);

	return row_of(cli, &input->field, describe_input(cli, of, input));
}

static struct row tell_param(const struct cli *cli, const void *of, size_t i)
{
	const struct chiso_param *param = chiso_param_at(of, i);

	return row_of(cli, &param->field, describe_param(cli, of, param));
}

static struct row tell_output(const struct cli *cli, const void *of, size_t i)
{
	const struct chiso_output *output = chiso_output_at(of, i);

	return row_of(cli, &output->field, describe_output(cli, of, output));
}

static struct row tell_problem(const struct cli *cli, const void *of, size_t i)
{
	const struct chiso_problem *problem = chiso_problem_at(of, i);

	return (struct row){problem->id, chiso_text_in(problem->text, cli->lang), NULL};
}

static struct row tell_indicator(const struct cli *cli, const void *of, size_t i)
{
	const struct chiso_indicator *indicator = ((const struct chiso_plugin *)of)->indicators[i];

	return (struct row){indicator->id, chiso_text_in(indicator->title, cli->lang), NULL};
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
	print_section(cli, "cli-sources", indicator, indicator->n_sources, tell_source);
	print_section(cli, "cli-axes", indicator, indicator->n_axes, tell_axis);
	print_section(cli, "cli-inputs", indicator, indicator->n_inputs, tell_input);
	print_section(cli, "cli-parameters", indicator, indicator->n_params, tell_param);
	print_section(cli, "cli-outputs", indicator, indicator->n_outputs, tell_output);
	print_section(cli, "cli-problems", indicator, indicator->n_problems, tell_problem);
}

static void print_plugin(struct cli *cli, const struct chiso_plugin *plugin, const char *path)
{
	struct facts facts = {.n = 0};

	if (is_json(cli)) {
		json_plugin(cli, plugin);
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
	print_section(cli, "cli-indicators", plugin, plugin->n_indicators, tell_indicator);
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
