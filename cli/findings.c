/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void print_count(FILE *out, struct cli *cli, size_t n, const char *one, const char *many)
{
	char number[24];

	snprintf(number, sizeof number, "%zu", n);
	say(out, cli, n == 1 ? one : many, number);
}

static void print_counts(FILE *out, struct cli *cli)
{
	size_t errors = chiso_finding_count(cli->context, CHISO_ERROR);
	size_t warnings = chiso_finding_count(cli->context, CHISO_WARNING) - errors;
	struct chiso_finding finding = {.size = sizeof finding};
	const char *last = NULL;
	size_t files = 0;

	/* They are in order of files. */
	for (size_t i = 0; !chiso_finding_at(cli->context, i, &finding); i++)
		if (finding.severity > CHISO_NOTE && finding.file &&
		    (!last || strcmp(last, finding.file))) {
			files++;
			last = finding.file;
		}
	if (errors)
		print_count(out, cli, errors, "cli-one-error", "cli-errors");
	else
		fputs(text(cli, "cli-no-errors"), out);
	if (warnings) {
		fputs(", ", out);
		print_count(out, cli, warnings, "cli-one-warning", "cli-warnings");
	}
	if (files)
		print_count(out, cli, files, "cli-in-one-file", "cli-in-files");
}

char *count_findings(struct cli *cli)
{
	char *out = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&out, &size);

	if (!stream)
		return NULL;
	print_counts(stream, cli);
	if (fclose(stream)) {
		free(out);
		return NULL;
	}
	return out;
}

static int is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Where a finding is: "file:line:column", as far as known. */
static char *place_text(const struct cli *cli, const struct chiso_finding *finding)
{
	const char *file = finding->file;

	if (file && cli->given_name && is_same_file(file, cli->given_name))
		file = cli->given_name;
	size_t room = (file ? strlen(file) : 8) + 32;
	char *out = malloc(room);
	if (!out)
		return NULL;
	int n = snprintf(out, room, "%s", file ? file : "chiso");
	if (file && finding->line)
		n += snprintf(out + n, room - (size_t)n, ":%u", (unsigned)finding->line);
	if (file && finding->line && finding->column)
		snprintf(out + n, room - (size_t)n, ":%u", (unsigned)finding->column);
	return out;
}

static char *severity_text(const struct cli *cli, int severity, int coloured)
{
	static const char *const codes[] = {"cli-note", "cli-warning", "cli-error"};
	static const char *const colours[] = {"\033[36m", "\033[33m", "\033[31m"};
	const char *word = text(cli, codes[severity]);
	size_t room = strlen(word) + 16;
	char *out = malloc(room);

	if (out)
		snprintf(out, room, "%s%s%s", coloured ? colours[severity] : "", word,
		         coloured ? "\033[0m" : "");
	return out;
}

/* The message and the rule that is broken; NULL: no rule is, or no memory. */
static char *message_text(const struct chiso_finding *finding)
{
	size_t room = finding->rule ? strlen(finding->message) + strlen(finding->rule) + 4 : 0;
	char *out = room ? malloc(room) : NULL;

	if (out)
		snprintf(out, room, "%s [%s]", finding->message, finding->rule);
	return out;
}

static void say_rest(const struct cli *cli, size_t shown)
{
	char limit[24], rest[24];
	size_t all = chiso_finding_count(cli->context, CHISO_NOTE);

	if (all <= shown)
		return;
	snprintf(limit, sizeof limit, "%zu", shown);
	snprintf(rest, sizeof rest, "%zu", all - shown);
	say(stderr, cli, "too-many-findings", limit, rest);
	fputc('\n', stderr);
}

void say_findings(struct cli *cli)
{
	struct chiso_finding finding = {.size = sizeof finding};
	int least = cli->arguments.quiet ? CHISO_WARNING : CHISO_NOTE;
	int coloured = has_colour(cli, stderr);
	size_t n = 0, rows = 0;

	while (!chiso_finding_at(cli->context, n, &finding))
		n++;
	const char **cells = calloc(3 * n + 1, sizeof *cells);
	char **places = calloc(n + 1, sizeof *places), **words = calloc(n + 1, sizeof *words);
	char **messages = calloc(n + 1, sizeof *messages);
	for (size_t i = 0; cells && places && words && messages && i < n; i++) {
		if (chiso_finding_at(cli->context, i, &finding) || finding.severity < least)
			continue;
		cells[3 * rows] = places[rows] = place_text(cli, &finding);
		cells[3 * rows + 1] = words[rows] =
			severity_text(cli, finding.severity, coloured);
		messages[rows] = message_text(&finding);
		cells[3 * rows + 2] = messages[rows] ? messages[rows] : finding.message;
		rows++;
	}
	print_rows(stderr, "", cells, rows, 3);
	say_rest(cli, n);
	for (size_t i = 0; i < rows; i++) {
		free(places[i]);
		free(words[i]);
		free(messages[i]);
	}
	free(messages);
	free(words);
	free(places);
	free(cells);
	chiso_findings_clear(cli->context);
}
