/* SPDX-License-Identifier: MIT */
/* `chiso check`: what was asked for, plugin by plugin. */
#include <config.h>

#include "child.h"
#include "vectors.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 10 }; /* for one check; ordinary ones take milliseconds */

static struct chiso_context *new_context(const struct cli *cli)
{
	return chiso_context_new(
		&(struct chiso_options){.size = sizeof(struct chiso_options), .lang = cli->lang});
}

/* The file of a plugin: what the user named, when it is a file, else that of a plugin at hand with
 * this id.  NULL: neither.  Heap. */
static char *find_plugin(struct cli *cli, const char *word)
{
	const struct chiso_plugin *plugin;
	const char *path = NULL;
	size_t room = strlen(word) + 3;

	if (strchr(word, '/'))
		return strdup(word);
	if (!access(word, F_OK)) {
		char *out = malloc(room);

		if (out)
			snprintf(out, room, "./%s", word);
		return out;
	}
	if (!chiso_plugin_count(cli->context) && load_plugins(cli))
		return NULL;
	for (size_t i = 0; (plugin = chiso_plugin_at(cli->context, i, &path)); i++)
		if (!strcmp(plugin->id, word))
			return strdup(path);
	return NULL;
}

/* A whole number that an option gives; 0: it is none, which is said. */
static int read_number(const struct cli *cli, const char *option, const char *value,
		       unsigned long long most, unsigned long long *out)
{
	char *end;

	errno = 0;
	*out = strtoull(value, &end, 10);
	if (*value >= '0' && *value <= '9' && !*end && !errno && *out <= most)
		return 1;
	say_misuse(cli, &(struct misuse){.code = "cli-bad-value",
					 .args = {option, value},
					 .expected = "cli-a-number"});
	return 0;
}

/* ---- one plugin ---- */

static void check_indicators(const struct running *running, struct checker *checker)
{
	for (uint32_t i = 0; i < checker->plugin->n_indicators; i++) {
		checker->indicator = checker->plugin->indicators[i];
		run_checks(running, checker, OF_INDICATOR);
	}
	checker->indicator = NULL;
}

static void set_seed(struct checker *checker, uint64_t seed)
{
	checker->seed = seed;
	snprintf(checker->seed_text, sizeof checker->seed_text, "%llu", (unsigned long long)seed);
}

/* Again and again with other seeds, until the time is up or something is found. */
static void fuzz(const struct running *running, struct checker *checker, unsigned seconds)
{
	struct running again = *running;
	time_t end = time(NULL) + (time_t)seconds;
	uint64_t first = checker->seed + 1, seed = first;
	char from[24], to[24];

	again.is_fuzzing = 1;
	while (time(NULL) < end && !report_has_failed(running->report, OF_INDICATOR)) {
		set_seed(checker, seed++);
		check_indicators(&again, checker);
	}
	if (!running->report->is_json) {
		snprintf(from, sizeof from, "%llu", (unsigned long long)first);
		snprintf(to, sizeof to, "%llu", (unsigned long long)seed - 1);
		fputs("# ", stdout);
		say(stdout, checker->cli, "check-fuzzed", from, to);
		putchar('\n');
	}
}

/* A plugin that is not loaded can't be called. */
static void skip_scope(struct report *report, enum scope scope)
{
	for (const struct check *check = checks; check->name; check++)
		if (check->scope == scope && report_wants(report, check))
			report_skip(report, check, text(report->cli, "check-not-loaded"));
}

/* A child has loaded it before, so that a crash at loading is a verdict too. */
static void check_loaded(const struct running *running, struct checker *checker,
			 const struct vector *vectors)
{
	struct cli *cli = (struct cli *)(uintptr_t)checker->cli;
	const char *seconds = cli->arguments.fuzz;

	checker->plugin = chiso_plugin_at(checker->context, 0, NULL);
	run_checks(running, checker, OF_PLUGIN);
	check_indicators(running, checker);
	if (seconds)
		fuzz(running, checker, (unsigned)strtoul(seconds, NULL, 10));
	if (vectors) {
		/* An example may read other plugins beside this one. */
		struct chiso_context *before = cli->context;

		cli->context = checker->context;
		if (!load_plugins(cli))
			vectors_run(running, checker, vectors, checker->plugin);
		cli->context = before;
	}
}

static int check_plugin(const struct running *running, const struct cli *cli, const char *path,
			uint64_t seed, const struct vector *vectors)
{
	struct places places = {0};
	struct checker checker = {
		.cli = cli, .path = path, .context = new_context(cli), .places = &places};

	if (!checker.context)
		return 1;
	set_seed(&checker, seed);
	run_checks(running, &checker, OF_LOADING);
	run_checks(running, &checker, OF_FILE);
	if (!report_has_failed(running->report, OF_LOADING) &&
	    !chiso_plugin_load(checker.context, path)) {
		check_loaded(running, &checker, vectors);
	} else {
		skip_scope(running->report, OF_PLUGIN);
		skip_scope(running->report, OF_INDICATOR);
	}
	report_plugin(running->report, path);
	places_clear(&places);
	chiso_context_free(checker.context);
	return 0;
}

/* Vectors without any plugin: those at hand compute them. */
static int check_vectors(const struct running *running, struct cli *cli,
			 const struct vector *vectors)
{
	struct checker checker = {.cli = cli, .path = "", .context = cli->context};

	if (load_plugins(cli))
		return 1;
	chiso_findings_clear(cli->context);
	running->report->is_of_vectors = 1;
	vectors_run(running, &checker, vectors, NULL);
	report_plugin(running->report, "--vectors");
	return 0;
}

static enum exit_code check_all(const struct running *running, struct cli *cli, uint64_t seed,
				const struct vector *vectors)
{
	const struct arguments *arguments = &cli->arguments;

	if (!arguments->n_words && check_vectors(running, cli, vectors))
		return EXIT_ENVIRONMENT;
	for (int i = 0; i < arguments->n_words; i++) {
		char *path = find_plugin(cli, arguments->words[i]);

		if (!path) {
			say_findings(cli);
			fputs("chiso: ", stderr);
			say(stderr, cli, "cli-no-such-plugin", arguments->words[i]);
			fputc('\n', stderr);
			return EXIT_ENVIRONMENT;
		}
		int failed = check_plugin(running, cli, path, seed, vectors);
		free(path);
		if (failed)
			return EXIT_ENVIRONMENT;
	}
	return running->report->n_failed ? EXIT_ENVIRONMENT : EXIT_FINE;
}

/* ---- the command ---- */

static enum exit_code run_check(struct cli *cli, struct report *report, struct running *running)
{
	const struct arguments *arguments = &cli->arguments;
	struct pool pool = {0};
	struct vector *vectors = NULL;
	unsigned long long seed = 1, seconds = SECONDS, fuzzing;
	enum exit_code code;

	if (arguments->seed &&
	    !read_number(cli, "--seed", arguments->seed, UINT64_MAX / 1000, &seed))
		return EXIT_USE;
	if (arguments->time_limit &&
	    !read_number(cli, "--time-limit", arguments->time_limit, 3600, &seconds))
		return EXIT_USE;
	if (arguments->fuzz && !read_number(cli, "--fuzz", arguments->fuzz, 1000000, &fuzzing))
		return EXIT_USE;
	report->seed = seed;
	running->seconds = seconds ? (unsigned)seconds : 1;
	code = vectors_open(&vectors, &pool, cli);
	if (code == EXIT_FINE) {
		if (report->is_json)
			fputs("{\"chiso_check\":1,\"plugins\":[", stdout);
		code = check_all(running, cli, seed, vectors);
		report_close(report);
	}
	pool_clear(&pool);
	return code;
}

enum exit_code command_check(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	struct report report = {
		.cli = cli, .is_json = arguments->json, .is_strict = arguments->strict};
	struct running running = {.report = &report, .is_in_process = arguments->in_process};
	enum exit_code code = EXIT_FINE;
	regex_t only;
	int is_alone = arguments->list || arguments->n_vectors;

	if (!has_words(cli, is_alone ? 0 : 1, arguments->list ? 0 : arguments->n_words,
		       "cli-a-plugin"))
		return EXIT_USE;
	if (arguments->only) {
		if (regcomp(&only, arguments->only, REG_EXTENDED | REG_NOSUB))
			return say_misuse(cli, &(struct misuse){.code = "cli-bad-value",
								.args = {"--only", arguments->only},
								.expected = "cli-a-regex"});
		report.only = &only;
	}
	if (arguments->list)
		report_list(&report);
	else if (report_open(&report))
		code = EXIT_ENVIRONMENT;
	else
		code = run_check(cli, &report, &running);
	free(report.results);
	if (arguments->only)
		regfree(&only);
	return code;
}
