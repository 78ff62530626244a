/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int has_words(const struct cli *cli, int least, int most, const char *missing)
{
	const struct arguments *arguments = &cli->arguments;

	if (arguments->n_words < least) {
		say_misuse(cli, &(struct misuse){.code = "cli-missing",
		                                 .args = {arguments->command->name},
		                                 .expected = missing});
		return 0;
	}
	if (arguments->n_words > most) {
		say_misuse(cli, &(struct misuse){.code = "cli-excess",
		                                 .args = {arguments->words[most]}});
		return 0;
	}
	return 1;
}

int is_one_of(const struct cli *cli, const char *option, const char *value,
              const char *const *choices)
{
	char list[128] = "";

	for (size_t i = 0; choices[i]; i++) {
		size_t n = strlen(list);

		if (!strcmp(value, choices[i]))
			return 1;
		snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", choices[i]);
	}
	say_misuse(cli, &(struct misuse){.code = "cli-bad-value",
	                                 .args = {option, value},
	                                 .expected = "cli-one-of",
	                                 .choices = list});
	return 0;
}

const char *by_format(const struct cli *cli, char out[BY_ROOM], int is_csv)
{
	static const char *const choices[] = {"plan", "set", "domain", "unit", "year", "set,year",
	                                      "domain,year", "unit,year", NULL};
	const char *by = cli->arguments.by;

	if (!is_one_of(cli, "--by", by, choices))
		return NULL;
	snprintf(out, BY_ROOM, "by-%s%s", by, is_csv ? "-csv" : "");
	char *comma = strchr(out, ',');
	if (comma)
		*comma = '-';
	return out;
}

/* A folder that the user names must be there; those of the system need not. */
static int is_folder(const struct cli *cli, const char *path)
{
	struct stat info;
	int error = stat(path, &info) ? errno : S_ISDIR(info.st_mode) ? 0 : ENOTDIR;

	if (error)
		say_cannot(cli, "cannot-read", path, error);
	return !error;
}

int load_plugins(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	char *dirs = NULL;
	size_t size = 0;

	FILE *list = open_memstream(&dirs, &size);
	if (!list)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < arguments->n_folders; i++) {
		if (!is_folder(cli, arguments->folders[i])) {
			fclose(list);
			free(dirs);
			return CHISO_EPLUGIN;
		}
		fprintf(list, "%s%s", i ? ":" : "", arguments->folders[i]);
	}
	int status = fclose(list) ? CHISO_ENOMEM
	                          : chiso_plugins_load(cli->context, size ? dirs : NULL);
	free(dirs);
	return status;
}

enum { STEP = 1 << 16 };

/* Standard input whole; 0 or what went wrong. */
static int read_input(char **out, size_t *n)
{
	size_t cap = STEP;

	*n = 0;
	*out = malloc(cap);
	if (!*out)
		return ENOMEM;
	while (!ferror(stdin) && !feof(stdin)) {
		if (*n == cap) {
			char *more = cap <= SIZE_MAX / 2 ? realloc(*out, 2 * cap) : NULL;

			if (!more)
				return ENOMEM;
			*out = more;
			cap *= 2;
		}
		errno = 0;
		*n += fread(*out + *n, 1, cap - *n, stdin);
	}
	return ferror(stdin) ? (errno ? errno : EIO) : 0;
}

enum exit_code describe_table(struct cli *cli, struct chiso_compute *out, char **data)
{
	static const char *const signs[] = {".", ",", NULL};
	const struct arguments *arguments = &cli->arguments;

	if (!has_words(cli, 1, 2, "cli-an-indicator") || !has_words(cli, 2, 2, "cli-a-table") ||
	    (arguments->decimal && !is_one_of(cli, "--decimal", arguments->decimal, signs)))
		return EXIT_USE;
	*out = (struct chiso_compute){
		.size = sizeof *out,
		.indicator = arguments->words[0],
		.file = arguments->words[1],
		.units = arguments->units,
		.unit = arguments->unit,
		.period = arguments->period,
		.decimal = arguments->decimal,
		.standard = arguments->standard,
		.prefix = arguments->prefix,
		.columns = arguments->columns,
		.n_columns = arguments->n_columns,
		.set = arguments->set,
		.n_set = arguments->n_set,
	};
	if (strcmp(out->file, "-"))
		return EXIT_FINE;
	int error = read_input(data, &out->n_data);
	out->data = *data;
	return error ? say_cannot(cli, "cannot-read", text(cli, "cli-stdin"), error) : EXIT_FINE;
}

int keep_refused(struct cli *cli, struct chiso_project *project)
{
	return cli->arguments.reject ? chiso_project_reject(project, cli->arguments.reject)
	                             : CHISO_OK;
}

static enum exit_code run_path(struct cli *cli, const char *path, struct chiso_project **project,
                               struct chiso_results **results)
{
	const struct arguments *arguments = &cli->arguments;
	uint32_t flags = arguments->allow_outside ? CHISO_ALLOW_OUTSIDE : 0;
	int status = load_plugins(cli);

	*results = NULL;
	*project = NULL;
	if (!status)
		status = chiso_project_open(project, cli->context, path, flags);
	if (!status)
		status = keep_refused(cli, *project);
	/* Faults of the project keep nobody from hearing of those of the data as well. */
	if (*project && status == CHISO_EDATA)
		chiso_project_validate(*project, NULL);
	else if (!status)
		status = chiso_project_run(results, *project);
	return finish(cli, status);
}

enum exit_code run_project(struct cli *cli, struct chiso_project **project,
                           struct chiso_results **results)
{
	return run_path(cli, cli->arguments.words[0], project, results);
}

/* The file of results that a word names, itself or in its folder; NULL: it names none.  To be freed. */
static char *results_file(const char *word)
{
	size_t room = strlen(word) + sizeof "/results.json";
	char *path = malloc(room), head[512];
	struct stat is;

	if (!path)
		return NULL;
	snprintf(path, room, "%s%s", word, !stat(word, &is) && S_ISDIR(is.st_mode) ? "/results.json" : "");
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(head, 1, sizeof head - 1, file) : 0;
	if (file)
		fclose(file);
	head[n] = 0;
	if (strstr(head, "urn:chiso:results:"))
		return path;
	free(path);
	return NULL;
}

enum exit_code load_results(struct cli *cli, const char *word, struct chiso_project **project,
                            struct chiso_results **results)
{
	char *path = results_file(word);
	enum exit_code code;

	*project = NULL;
	if (path)
		code = finish(cli, chiso_results_read(results, cli->context, path));
	else
		code = run_path(cli, word, project, results);
	free(path);
	return code;
}

void hold_signals(sigset_t *before)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, before);
}

void release_signals(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

enum exit_code finish(struct cli *cli, int status)
{
	char *counts = status == CHISO_EDATA ? count_findings(cli) : NULL;

	say_findings(cli);
	if (counts && cli->arguments.command->run != command_validate)
		fprintf(stderr, "%s%s\n", counts, text(cli, "cli-not-computed"));
	free(counts);
	switch (status) {
	case CHISO_OK:
		return EXIT_FINE;
	case CHISO_EDATA:
	case CHISO_EPARAM:
		return EXIT_DATA;
	case CHISO_EUSE:
		return EXIT_USE;
	default:
		return EXIT_ENVIRONMENT;
	}
}

enum exit_code finish_output(struct cli *cli, int status)
{
	return finish(cli, status == CHISO_EIO && cli->output.error ? CHISO_OK : status);
}

int write_sink(void *sink, const char *bytes, size_t n)
{
	struct sink *to = sink;

	if (fwrite(bytes, 1, n, to->stream) == n)
		return 0;
	to->error = errno ? errno : EIO;
	return -1;
}
