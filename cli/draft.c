/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "draft.h"

#include "say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int draft_open(struct draft *draft, const char *path)
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

int draft_close(struct draft *draft, int keep)
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

enum exit_code draft_write(struct cli *cli, const char *path,
                           int (*write)(void *user, struct sink *sink), void *user)
{
	struct draft draft;
	int status = CHISO_OK, error = draft_open(&draft, path);

	if (!error)
		status = write(user, &draft.sink);
	if (draft.sink.error)
		error = draft.sink.error;
	int late = draft_close(&draft, !error && !status);
	if (error || late)
		return say_cannot(cli, "cannot-write", path, error ? error : late);
	if (!status)
		puts(path);
	return finish(cli, status);
}
