/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that appears whole or not at all: written beside its place, then renamed. */
struct draft {
	const char *path;
	char *name; /* of the draft; NULL: straight to the path, which is a device or a pipe */
	sigset_t before; /* signals held while there is a draft */
	struct sink sink;
};

static int draft_open(struct draft *draft, const char *path)
{
	struct stat info;
	mode_t mask = umask(0);
	size_t room = strlen(path) + sizeof ".XXXXXX";

	umask(mask);
	*draft = (struct draft){.path = path};
	if (!stat(path, &info) && !S_ISREG(info.st_mode)) {
		draft->sink.stream = fopen(path, "w");
		return draft->sink.stream ? 0 : errno;
	}
	draft->name = malloc(room);
	if (!draft->name)
		return ENOMEM;
	snprintf(draft->name, room, "%s.XXXXXX", path);
	hold_signals(&draft->before);
	int fd = mkstemp(draft->name);
	if (fd < 0)
		return errno;
	fchmod(fd, 0666 & ~mask);
	draft->sink.stream = fdopen(fd, "w");
	if (draft->sink.stream)
		return 0;
	int error = errno;
	close(fd);
	unlink(draft->name);
	return error;
}

/* Keeps the file when all is well, else leaves no trace.  Returns what went wrong. */
static int draft_close(struct draft *draft, int keep)
{
	int error = 0;

	if (draft->sink.stream) {
		if (keep && (fflush(draft->sink.stream) ||
		             (draft->name && fsync(fileno(draft->sink.stream)))))
			error = errno;
		if (fclose(draft->sink.stream) && keep && !error)
			error = errno;
		if (draft->name && keep && !error && rename(draft->name, draft->path))
			error = errno;
		if (draft->name && (!keep || error))
			unlink(draft->name);
	}
	if (draft->name)
		release_signals(&draft->before);
	free(draft->name);
	return error;
}

static enum exit_code write_file(struct cli *cli, struct chiso_results *results, const char *path)
{
	struct draft draft;
	int status = CHISO_OK, error = draft_open(&draft, path);

	if (!error)
		status = chiso_results_write(results, "html", 0, write_sink, &draft.sink);
	if (draft.sink.error)
		error = draft.sink.error;
	int late = draft_close(&draft, !error && !status);
	if (error || late)
		return say_cannot(cli, "cannot-write", path, error ? error : late);
	if (!status)
		puts(path);
	return finish(cli, status);
}

static enum exit_code write_output(struct cli *cli, struct chiso_results *results)
{
	return finish_output(cli, chiso_results_write(results, "html", 0, write_sink,
	                                              &cli->output));
}

enum exit_code command_report(struct cli *cli)
{
	const char *path = cli->arguments.output ? cli->arguments.output : "report.html";
	struct chiso_project *project;
	struct chiso_results *results;

	if (!has_words(cli, 1, 1, "cli-a-project"))
		return EXIT_USE;
	enum exit_code code = run_project(cli, &project, &results);
	if (!code)
		code = strcmp(path, "-") ? write_file(cli, results, path)
		                         : write_output(cli, results);
	chiso_results_free(results);
	chiso_project_free(project);
	return code;
}
