/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char plan_file[] = "plan.json";

static int is_project(const char *path)
{
	const char *dot = strrchr(path, '.');
	struct stat info;

	return (dot && !strcmp(dot, ".json")) || (!stat(path, &info) && S_ISDIR(info.st_mode));
}

/* The absolute path of a file, links of its folder resolved but not the file's own: a link to a
 * file elsewhere belongs to the project it is in.  0 or what is wrong. */
static int real_name(char out[PATH_MAX], const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	size_t n = slash ? (size_t)(slash - path) + 1 : 0;

	if (n >= sizeof folder)
		return ENAMETOOLONG;
	memcpy(folder, path, n);
	folder[n] = 0;
	if (access(path, R_OK) || !realpath(n ? folder : ".", out))
		return errno;
	n = strlen(out);
	if (n + strlen(base) + 2 > PATH_MAX)
		return ENAMETOOLONG;
	snprintf(out + n, PATH_MAX - n, "%s%s", n > 1 ? "/" : "", base);
	return 0;
}

/* The path as seen from the current folder, when it is below it. */
static const char *from_here(const char *here, const char *path)
{
	size_t n = strlen(here);

	return n && !strncmp(path, here, n) && path[n] == '/' ? path + n + 1 : path;
}

/* Validates the file with the plan in this folder; CHISO_EUSE when there is none that has it. */
static int try_folder(struct cli *cli, const char *here, const char *folder)
{
	struct chiso_project *project = NULL;
	uint32_t flags = cli->arguments.allow_outside ? CHISO_ALLOW_OUTSIDE : 0;
	char path[PATH_MAX + sizeof plan_file];

	snprintf(path, sizeof path, "%s/%s", folder, plan_file);
	if (access(path, F_OK))
		return CHISO_EUSE;
	int status = chiso_project_open(&project, cli->context, from_here(here, path), flags);
	if (project && !status && keep_refused(cli, project))
		status = CHISO_EPARAM;
	if (project && status != CHISO_EPARAM) {
		int data = chiso_project_validate(project, cli->given_name);

		if (data == CHISO_EUSE) {
			chiso_findings_clear(cli->context);
			status = data;
		} else if (!status) {
			status = data;
		}
	}
	chiso_project_free(project);
	return status;
}

/* The project of a file is the nearest one above it that reads it. */
static int validate_file(struct cli *cli, const char *here, const char *file)
{
	char folder[PATH_MAX];
	int status = CHISO_EUSE;

	snprintf(folder, sizeof folder, "%s", file);
	for (char *slash; status == CHISO_EUSE && (slash = strrchr(folder, '/'));) {
		*slash = 0;
		status = try_folder(cli, here, folder);
	}
	return status;
}

static int validate_project(struct cli *cli, const char *path)
{
	struct chiso_project *project = NULL;
	uint32_t flags = cli->arguments.allow_outside ? CHISO_ALLOW_OUTSIDE : 0;
	int status = chiso_project_open(&project, cli->context, path, flags);

	if (!status)
		status = keep_refused(cli, project);
	if (project && status != CHISO_EUSE) {
		int data = chiso_project_validate(project, NULL);

		if (!status)
			status = data;
	}
	chiso_project_free(project);
	return status;
}

static enum exit_code no_plan(struct cli *cli)
{
	say_findings(cli);
	fputs("chiso: ", stderr);
	say(stderr, cli, "cli-no-plan", cli->given_name);
	fputc('\n', stderr);
	return EXIT_USE;
}

enum exit_code command_validate(struct cli *cli)
{
	char file[PATH_MAX], here[PATH_MAX];

	static const char *const formats[] = {"text", "csv", "json", NULL};
	const char *format = cli->arguments.format;

	if (!has_words(cli, 1, 1, "cli-a-project-or-file") ||
	    (format && !is_one_of(cli, "--format", format, formats)))
		return EXIT_USE;
	const char *path = cli->arguments.words[0];
	int status = load_plugins(cli);
	if (!status && is_project(path)) {
		status = validate_project(cli, path);
	} else if (!status) {
		int error = real_name(file, path);

		if (error)
			return say_cannot(cli, "cannot-read", path, error);
		if (!getcwd(here, sizeof here))
			*here = 0;
		cli->given_name = path;
		status = validate_file(cli, here, file);
		if (status == CHISO_EUSE)
			return no_plan(cli);
	}
	if (format && strcmp(format, "text") && (!status || status == CHISO_EDATA)) {
		int wrote = chiso_findings_write(cli->context, format, write_sink, &cli->output);

		chiso_findings_clear(cli->context);
		return finish_output(cli, wrote ? wrote : status);
	}
	char *counts = !status || status == CHISO_EDATA ? count_findings(cli) : NULL;
	enum exit_code code = finish(cli, status);
	if (counts)
		puts(counts);
	free(counts);
	return code;
}
