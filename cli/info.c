/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "describe.h"
#include "info_json.h"
#include "info_standard.h"
#include "page.h"

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

/* ---- sections of an indicator or a plugin ---- */

/* What is said of one thing of a section. */
struct row {
	const char *id, *title;
	char *description; /* owned; NULL: none */
};

/* Tells the row of the i-th thing of an indicator or a plugin. */
typedef struct row tell_row(const struct cli *cli, const void *of, size_t i);
static tell_row tell_indicator;

/* A heading, and below it the rows of n things: of two columns, or of three with the description. */
static void print_section(const struct cli *cli, const char *heading, const void *of, size_t n,
                          size_t columns, tell_row *tell)
{
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char **owned = calloc(n + 1, sizeof *owned);

	for (size_t i = 0; cells && owned && i < n; i++) {
		struct row row = tell(cli, of, i);

		cells[columns * i] = row.id;
		cells[columns * i + 1] = row.title;
		owned[i] = row.description;
		if (columns > 2)
			cells[columns * i + 2] = row.description;
	}
	if (n && cells && owned)
		page_section(cli, text(cli, heading), cells, n, columns,
		             tell == tell_indicator);
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
	page_title(cli, indicator->id, chiso_text_in(indicator->title, cli->lang));
	page_words(cli, summary);
	snprintf(version, sizeof version, "%u", (unsigned)indicator->version);
	add_fact(&facts, text(cli, "cli-gives"),
	         indicator->record ? text(cli, "cli-gives-columns") : NULL);
	add_fact(&facts, text(cli, "cli-formula"), indicator->formula);
	add_fact(&facts, text(cli, "cli-reference"), indicator->reference);
	add_fact(&facts, text(cli, "cli-direction"), direction(cli, indicator));
	add_fact(&facts, text(cli, "cli-version"), version);
	add_fact(&facts, text(cli, "cli-plugin"), plugin ? plugin->id : NULL);
	add_fact(&facts, text(cli, "cli-file"), is_markdown(cli) ? NULL : path);
	page_facts(cli, facts.cells, facts.n / 2);
	print_section(cli, "cli-sources", indicator, indicator->n_sources, 2, tell_source);
	print_section(cli, "cli-axes", indicator, indicator->n_axes, 3, tell_axis);
	print_section(cli, "cli-inputs", indicator, indicator->n_inputs, 3, tell_input);
	print_section(cli, "cli-parameters", indicator, indicator->n_params, 3, tell_param);
	print_section(cli, "cli-outputs", indicator, indicator->n_outputs, 3, tell_output);
	print_section(cli, "cli-problems", indicator, indicator->n_problems, 2, tell_problem);
}

static void print_plugin(struct cli *cli, const struct chiso_plugin *plugin, const char *path)
{
	struct facts facts = {.n = 0};

	if (is_json(cli)) {
		json_plugin(cli, plugin);
		return;
	}
	page_title(cli, plugin->id,
	           plugin->title ? chiso_text_in(plugin->title, cli->lang) : NULL);
	add_fact(&facts, text(cli, "cli-version"), plugin->version);
	add_fact(&facts, text(cli, "cli-vendor"), plugin->vendor);
	add_fact(&facts, text(cli, "cli-licence"), plugin->license);
	add_fact(&facts, "URL", plugin->url);
	add_fact(&facts, text(cli, "cli-file"), is_markdown(cli) ? NULL : path);
	page_facts(cli, facts.cells, facts.n / 2);
	print_section(cli, "cli-indicators", plugin, plugin->n_indicators, 2, tell_indicator);
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

static enum exit_code say_unknown(struct cli *cli, const char *id)
{
	const char *near = nearest_thing(cli, id);

	say_findings(cli);
	fputs("chiso: ", stderr);
	say(stderr, cli, near ? "cli-no-such-id" : "cli-no-id", id, near ? near : "");
	fputc('\n', stderr);
	return EXIT_USE;
}

enum exit_code command_info(struct cli *cli)
{
	static const char *const formats[] = {"text", "json", "markdown", NULL};
	const struct arguments *arguments = &cli->arguments;

	if (!has_words(cli, 1, arguments->n_words, "cli-an-id") ||
	    (arguments->format && !is_one_of(cli, "--format", arguments->format, formats)))
		return EXIT_USE;
	int status = load_plugins(cli);
	for (int i = 0; i < arguments->n_words && !status; i++) {
		if (i && !is_json(cli))
			putchar('\n');
		if (!print_thing(cli, arguments->words[i]))
			return say_unknown(cli, arguments->words[i]);
	}
	return finish(cli, status);
}
