/* SPDX-License-Identifier: MIT */
#include "file.h"

#include "context.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = 1 << 16 };

static int read_all(struct bytes *out, int fd, size_t expected)
{
	size_t cap = expected + STEP;
	char *data = malloc(cap + 1);
	size_t n = 0;

	if (!data)
		return CHISO_ENOMEM;
	for (;;) {
		if (n == cap) {
			char *more = cap < SIZE_MAX / 2 ? realloc(data, 2 * cap + 1) : NULL;

			if (!more) {
				free(data);
				return CHISO_ENOMEM;
			}
			data = more;
			cap *= 2;
		}
		ssize_t got = read(fd, data + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			free(data);
			return CHISO_EIO;
		}
		if (!got)
			break;
		n += (size_t)got;
	}
	data[n] = 0;
	*out = (struct bytes){data, n};
	return CHISO_OK;
}

const char *file_trouble(int error, const char *lang)
{
	switch (error) {
	case ENOENT:
		return message_text(MSG_NO_SUCH_FILE, lang);
	case EISDIR:
		return message_text(MSG_IS_A_FOLDER, lang);
	case EACCES:
		return message_text(MSG_NOT_ALLOWED, lang);
	default:
		return strerror(error);
	}
}

int file_read(struct bytes *out, struct chiso_context *context, struct place place,
              const char *path)
{
	struct stat info;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int status = CHISO_EIO;

	*out = (struct bytes){0};
	if (fd >= 0 && !fstat(fd, &info)) {
		if (S_ISDIR(info.st_mode))
			errno = EISDIR;
		else
			status = read_all(out, fd, S_ISREG(info.st_mode) ? (size_t)info.st_size : 0);
	}
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, place, path);
	else if (status)
		report(context, MSG_CANNOT_READ, place, path,
		       file_trouble(errno, context->lang));
	if (fd >= 0)
		close(fd);
	return status;
}

char *file_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return arena_text(arena, ".", 1);
	return arena_text(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

char *file_join(struct arena *arena, const char *folder, const char *name)
{
	if (*name == '/' || !strcmp(folder, "."))
		return arena_text(arena, name, strlen(name));
	size_t n = strlen(folder);
	return arena_printf(arena, "%s%s%s", folder, folder[n - 1] == '/' ? "" : "/", name);
}

/* Whether a relative name never climbs above where it starts. */
static int stays(const char *name)
{
	int depth = 0;

	if (*name == '/')
		return 0;
	while (*name) {
		size_t n = strcspn(name, "/");

		if (n == 2 && !strncmp(name, "..", 2))
			depth--;
		else if (n && !(n == 1 && *name == '.'))
			depth++;
		if (depth < 0)
			return 0;
		name += n + (name[n] == '/');
	}
	return 1;
}

int file_is_below(const char *folder, const char *name)
{
	char root[PATH_MAX], real[PATH_MAX];
	struct arena arena = {0};
	int below = stays(name);
	char *path = file_join(&arena, folder, name);

	if (path && realpath(folder, root) && realpath(path, real)) {
		size_t n = strlen(root);

		below = !strncmp(real, root, n) && (n == 1 || real[n] == '/');
	}
	arena_clear(&arena);
	return below;
}

int file_is_folder(const char *path)
{
	struct stat info;

	return !stat(path, &info) && S_ISDIR(info.st_mode);
}

int file_is_same(const char *a, const char *b)
{
	struct stat x, y;

	return !strcmp(a, b) ||
	       (!stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino);
}
