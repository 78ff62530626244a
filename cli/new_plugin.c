/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"
#include "scaffold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- kinds --------------------------------------------------------------------------------- */

static const struct kind {
	const char *name;
	const char *data; /* the file with its made-up records */
	int has_standard, has_state;
} kinds[] = {
	{"ratio", "synthetic_persons.csv", 1, 0},
	{"mean", "synthetic_cases.csv", 0, 0},
	{"total", "synthetic_amounts.csv", 0, 0},
	{"scorecard", "synthetic_scores.csv", 1, 0},
	{"class-counts", "synthetic_facilities.csv", 0, 0},
	{"alkire-foster", "synthetic_deprivations.csv", 1, 0},
	{"stateful", "synthetic_visits.csv", 0, 1},
};
enum { N_KINDS = sizeof kinds / sizeof *kinds, LONGEST = 40 };

/* An indicator to be made. */
struct planned {
	char id[LONGEST + 1], upper[LONGEST + 1], title[LONGEST + 1];
	const struct kind *kind;
};

struct plan {
	struct cli *cli;
	const char *name, *licence;
	struct planned *list;
	uint32_t n;
	int is_vietnamese, is_autotools;
};

/* ---- names --------------------------------------------------------------------------------- */

static int refuse(const struct plan *plan, const char *code, const char *a, const char *b)
{
	say_misuse(plan->cli, &(struct misuse){.code = code, .args = {a, b}});
	return 0;
}

/* The names of plugins and indicators become ids, files and parts of names in C. */
static int is_name(const struct plan *plan, const char *name, size_t n)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
	char shown[2 * LONGEST];

	snprintf(shown, sizeof shown, "%.*s", (int)n, name);
	if (!n || n > LONGEST || strspn(name, allowed) < n || *name < 'a' || *name > 'z')
		return refuse(plan, "cli-bad-name", shown, NULL);
	if (!strncmp(name, "chiso", 5))
		return refuse(plan, "cli-own-name", shown, NULL);
	return 1;
}

static const struct kind *find_kind(const struct plan *plan, const char *word, const char *name)
{
	const char *names[N_KINDS + 1] = {NULL};
	char list[128] = "";

	for (size_t i = 0; i < N_KINDS; i++) {
		size_t n = strlen(list);

		names[i] = kinds[i].name;
		if (name && !strcmp(name, kinds[i].name))
			return &kinds[i];
		snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", kinds[i].name);
	}
	say_misuse(plan->cli,
		   &(struct misuse){.code = name && *name ? "cli-no-kind" : "cli-lacks-kind",
				    .args = {word, list, name ? nearest(name, names) : ""}});
	return NULL;
}

/* "insured_share:ratio" */
static int plan_indicator(struct plan *plan, const char *word)
{
	struct planned *planned = &plan->list[plan->n];
	const char *colon = strchr(word, ':');
	size_t n = colon ? (size_t)(colon - word) : strlen(word);

	if (!is_name(plan, word, n))
		return 0;
	planned->kind = find_kind(plan, word, colon ? colon + 1 : NULL);
	if (!planned->kind)
		return 0;
	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? word[i] : '\0';
		int is_small = c >= 'a' && c <= 'z';

		planned->id[i] = c;
		planned->upper[i] = (char)(is_small ? c - 'a' + 'A' : c);
		planned->title[i] = (char)(c == '_' ? ' ' : !i ? c - 'a' + 'A' : c);
	}
	for (uint32_t i = 0; i < plan->n; i++)
		if (!strcmp(plan->list[i].id, planned->id))
			return refuse(plan, "cli-indicator-twice", planned->id, NULL);
	plan->n++;
	return 1;
}

/* The first of two plugins with one id hides the other, so a new one must not have that of another.
 */
static int is_free(const struct plan *plan)
{
	struct chiso_context *context = plan->cli->context;
	const struct chiso_plugin *plugin;
	const char *path;

	if (load_plugins(plan->cli)) {
		finish(plan->cli, CHISO_EPLUGIN);
		return 0;
	}
	for (size_t i = 0; (plugin = chiso_plugin_at(context, i, &path)); i++)
		if (!strcmp(plugin->id, plan->name))
			return refuse(plan, "cli-name-taken", plan->name, path);
	return 1;
}

static int is_licence(const struct plan *plan)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.+-() ";
	size_t n = strlen(plan->licence);

	return (n && n <= 2 * LONGEST && !plan->licence[strspn(plan->licence, allowed)]) ||
	       refuse(plan, "cli-bad-licence", plan->licence, NULL);
}

static int read_plan(struct plan *plan)
{
	static const char *const builds[] = {"make", "autotools", NULL};
	const struct arguments *arguments = &plan->cli->arguments;

	if (!is_name(plan, plan->name, strlen(plan->name)) || !is_licence(plan) ||
	    (arguments->build && !is_one_of(plan->cli, "--build", arguments->build, builds)))
		return 0;
	plan->is_autotools = arguments->build && !strcmp(arguments->build, "autotools");
	plan->is_vietnamese = !arguments->lang || strstr(arguments->lang, "vi");
	for (uint32_t i = 0; i < arguments->n_indicators; i++)
		if (!plan_indicator(plan, arguments->indicators[i]))
			return 0;
	return (plan->n || plan_indicator(plan, "share:ratio")) && is_free(plan);
}

/* ---- fields of the templates --------------------------------------------------------------- */

enum { N_FIELDS = 32 };

/* What every template may name, then `more`. */
static void set_fields(const struct plan *plan, struct field *out, const struct field *more)
{
	size_t n = 0;
	int has_standards = 0, has_state = 0;

	for (uint32_t i = 0; i < plan->n; i++) {
		has_standards |= plan->list[i].kind->has_standard;
		has_state |= plan->list[i].kind->has_state;
	}
	out[n++] = (struct field){"plugin", plan->name};
	out[n++] = (struct field){"licence", plan->licence};
	if (plan->is_vietnamese)
		out[n++] = (struct field){"vi", NULL};
	if (plan->is_autotools)
		out[n++] = (struct field){"autotools", NULL};
	if (has_standards)
		out[n++] = (struct field){"standards", NULL};
	if (has_state)
		out[n++] = (struct field){"state", NULL};
	while (more && more->name)
		out[n++] = *more++;
	out[n] = (struct field){NULL, NULL};
}

static void set_indicator(const struct plan *plan, const struct planned *planned,
			  struct field out[N_FIELDS])
{
	set_fields(plan, out,
		   (const struct field[]){{"id", planned->id},
					  {"ID", planned->upper},
					  {"Title", planned->title},
					  {"kind", planned->kind->name},
					  {"records", planned->kind->data},
					  {NULL, NULL}});
}

/* Whether an indicator before this one has the same kind, and its records with it. */
static int is_again(const struct plan *plan, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (plan->list[k].kind == plan->list[i].kind)
			return 1;
	return 0;
}

/* What each indicator makes of a pattern, one after the other: either a text with fields, or the
 * name of a template when it begins with '@'.  NULL: no memory. */
enum each { EVERY, EVERY_KIND, EVERY_STANDARD };
static char *join(const struct plan *plan, const char *pattern, enum each each, const char *between)
{
	struct field fields[N_FIELDS];
	char *joined = NULL;
	size_t size;
	int is_first = 1;
	FILE *out = open_memstream(&joined, &size);

	for (uint32_t i = 0; out && i < plan->n; i++) {
		if ((each == EVERY_KIND && is_again(plan, i)) ||
		    (each == EVERY_STANDARD && !plan->list[i].kind->has_standard))
			continue;
		set_indicator(plan, &plan->list[i], fields);
		char *text = scaffold_text(pattern, fields);
		const struct chiso_document *file = text ? scaffold_template(text) : NULL;

		fputs(is_first ? "" : between, out);
		is_first = 0;
		if (file)
			scaffold_fill(out, file, fields);
		else
			fputs(text ? text : "", out);
		free(text);
	}
	if (out && !fclose(out))
		return joined;
	free(joined);
	return NULL;
}

/* ---- the folder ---------------------------------------------------------------------------- */

static void make_indicators(struct scaffold *scaffold, const struct plan *plan)
{
	struct field fields[N_FIELDS];

	for (uint32_t i = 0; i < plan->n; i++) {
		set_indicator(plan, &plan->list[i], fields);
		scaffold_file(scaffold, "tests/@id@.vector", "@kind@.vector.in", fields);
		if (!is_again(plan, i))
			scaffold_file(scaffold, "@records@", "@kind@.csv.in", fields);
		if (plan->list[i].kind->has_standard)
			scaffold_file(scaffold, "standards/@id@.json", "@kind@.json.in", fields);
	}
}

static const char *licence_template(const char *licence)
{
	return !strcmp(licence, "MIT")            ? "licence.mit.in"
	       : !strcmp(licence, "BSD-3-Clause") ? "licence.bsd-3-clause.in"
						  : "licence.other.in";
}

static void make_files(struct scaffold *scaffold, const struct plan *plan,
		       const struct field *fields)
{
	scaffold_begin(scaffold, plan->name);
	scaffold_file(scaffold, "@plugin@.c", "plugin.c.in", fields);
	scaffold_file(scaffold, "README.md", "plugin.readme.md.in", fields);
	scaffold_file(scaffold, "LICENSE", licence_template(plan->licence), fields);
	if (plan->is_autotools) {
		scaffold_file(scaffold, "configure.ac", "plugin.configure.ac.in", fields);
		scaffold_file(scaffold, "Makefile.am", "plugin.automake.in", fields);
	} else {
		scaffold_file(scaffold, "Makefile", "plugin.make.in", fields);
	}
	scaffold_file(scaffold, "ci.sh", "plugin.ci.sh.in", fields);
	scaffold_file(scaffold, ".gitignore", "plugin.ignore.in", fields);
	scaffold_folder(scaffold, "tests");
	for (const struct field *field = fields; field->name; field++)
		if (!strcmp(field->name, "standards") && !field->value)
			scaffold_folder(scaffold, "standards");
	make_indicators(scaffold, plan);
}

static enum exit_code make(const struct plan *plan)
{
	struct field fields[N_FIELDS];
	struct field lists[] = {
		{"indicators", join(plan, "@kind@.c.in", EVERY, "\n")},
		{"pointers", join(plan, "&@id@_indicator", EVERY, ",\n\t")},
		{"pages", join(plan, "@kind@.md.in", EVERY, "\n")},
		{"vectors", join(plan, "tests/@id@.vector", EVERY, " ")},
		{"examples", join(plan,
				  "    chiso --plugin-dir . compute @plugin@.@id@ @records@ "
				  "--by unit,year\n",
				  EVERY, "")},
		{"data", join(plan, "@records@", EVERY_KIND, " ")},
		{"standard_files", join(plan, "standards/@id@.json", EVERY_STANDARD, " ")},
		{NULL, NULL},
	};
	struct scaffold scaffold = {.error = 0};
	int is_complete = 1, error = ENOMEM;

	for (struct field *list = lists; list->name; list++)
		is_complete &= list->value != NULL;
	if (is_complete) {
		set_fields(plan, fields, lists);
		make_files(&scaffold, plan, fields);
		for (size_t i = 1; i < scaffold.n && !scaffold.error; i++)
			printf("%s\n", scaffold.paths[i]);
		error = scaffold_end(&scaffold);
	}
	for (struct field *list = lists; list->name; list++)
		free((char *)list->value);
	if (error == EEXIST)
		return refuse(plan, "cli-folder-exists", plan->name, NULL), EXIT_USE;
	if (error)
		return say_cannot(plan->cli, "cannot-write", plan->name, error);
	say(stdout, plan->cli, plan->is_autotools ? "cli-next-autotools" : "cli-next", plan->name);
	return EXIT_FINE;
}

enum exit_code command_new_plugin(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	struct plan plan = {.cli = cli};
	enum exit_code code = EXIT_USE;

	if (!has_words(cli, 1, 1, "cli-a-plugin-name"))
		return EXIT_USE;
	plan.name = arguments->words[0];
	plan.licence = arguments->licence ? arguments->licence : "MIT";
	plan.list = calloc(arguments->n_indicators + 1u, sizeof *plan.list);
	if (!plan.list)
		return finish(cli, CHISO_ENOMEM);
	if (read_plan(&plan))
		code = make(&plan);
	free(plan.list);
	return code;
}
