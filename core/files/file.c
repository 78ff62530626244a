/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "files/file.h"

#include "base/context.h"
#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = 1 << 16 };

/* Files from the first size on are not copied into memory: that of a run must not grow with them.  What comes by a
 * pipe is written to one from the other on. */
enum { MAPPED_FROM = 1 << 20, SPOOLED_FROM = 4 << 20 };

/* What goes on after n bytes, to a file that has no name; data has room for as many. */
static int spool(struct bytes *out, int fd, char *data, size_t n)
{
	FILE *file = tmpfile();
	size_t total = n, room = n;
	int status = file && fwrite(data, 1, n, file) == n ? CHISO_OK : CHISO_EIO;

	while (!status) {
		ssize_t got = read(fd, data, room);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || fwrite(data, 1, (size_t)got, file) < (size_t)got)
			status = CHISO_EIO;
		if (got <= 0)
			break;
		total += (size_t)got;
	}
	if (!status)
		status = fflush(file) ? CHISO_EIO : bytes_map(out, fileno(file), total);
	if (file)
		fclose(file);
	free(data);
	return status;
}

/* expected 0: nobody knows, as of a pipe. */
static int read_all(struct bytes *out, int fd, size_t expected)
{
	size_t cap = expected ? expected + 1 : STEP; /* the end shows by itself */
	char *data = malloc(cap + 1);
	size_t n = 0;

	if (!data)
		return CHISO_ENOMEM;
	for (;;) {
		if (n == cap && !expected && n >= SPOOLED_FROM)
			return spool(out, fd, data, n);
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
	*out = (struct bytes){.data = data, .n = n};
	return CHISO_OK;
}

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* Zeroed room that nothing is in. */
static void *reserve(size_t room)
{
	/* cppcheck-suppress invalidFunctionArg ; no file has the number -1, and this is of none */
	return mmap(NULL, room, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Into room that is a byte larger: there is a NUL behind even where a file fills its last page. */
int bytes_map(struct bytes *out, int fd, size_t n)
{
	size_t room = (n / page_size() + 1) * page_size();
	void *data = reserve(room);
	void *file = data == MAP_FAILED
	                     ? data
	                     : mmap(data, n, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0);

	if (file == MAP_FAILED && data != MAP_FAILED)
		munmap(data, room);
	if (file == MAP_FAILED)
		return CHISO_ENOMEM;
	*out = (struct bytes){file, n, room};
	return CHISO_OK;
}

static int read_file(struct bytes *out, int fd, const struct stat *info)
{
	int is_regular = S_ISREG(info->st_mode);

	if (is_regular && info->st_size >= MAPPED_FROM &&
	    !bytes_map(out, fd, (size_t)info->st_size))
		return CHISO_OK;
	return read_all(out, fd, is_regular ? (size_t)info->st_size : 0);
}

void bytes_clear(struct bytes *bytes)
{
	if (bytes->mapped)
		munmap(bytes->data, bytes->mapped);
	else
		free(bytes->data);
	*bytes = (struct bytes){0};
}

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ MADV_WILLNEED
#endif

/* From the first byte of the page of one place on to that of another's. */
static void advise(const struct bytes *bytes, size_t from, size_t to, int advice)
{
	size_t page = page_size();

	from = from / page * page;
	to = to / page * page;
	if (bytes->mapped && from < to)
		(void)madvise(bytes->data + from, to - from, advice);
}

void bytes_ask_for(const struct bytes *bytes, size_t from, size_t to)
{
	advise(bytes, from, to, MADV_POPULATE_READ);
}

void bytes_release(const struct bytes *bytes, size_t from, size_t to)
{
	advise(bytes, from, to, MADV_DONTNEED);
}

void bytes_digest(char *out, const struct bytes *bytes)
{
	enum { PIECE = 4 << 20 };
	struct sha256 sha;

	sha256_begin(&sha);
	for (size_t at = 0; at < bytes->n; at += PIECE) {
		size_t n = bytes->n - at < PIECE ? bytes->n - at : PIECE;

		sha256_add(&sha, bytes->data + at, n);
		bytes_release(bytes, at, at + n);
	}
	sha256_end(&sha, out);
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
			status = read_file(out, fd, &info);
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

static int compare_names(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The folder as a pattern that matches nothing else. */
static char *folder_pattern(struct arena *arena, const char *folder)
{
	char *out = arena_new(arena, 2 * strlen(folder) + 1, 1), *to = out;

	for (; out && *folder; folder++) {
		if (strchr("*?[\\", *folder))
			*to++ = '\\';
		*to++ = *folder;
	}
	return out;
}

int file_match(struct arena *arena, const char *folder, const char *name, const char *const **out,
               size_t *n)
{
	const char *path = file_join(arena, folder, name);
	const char *before = folder_pattern(arena, folder);
	const char *pattern = before ? file_join(arena, before, name) : NULL;
	size_t skip = path ? strlen(path) - strlen(name) : 0; /* the folder, in front of what matches */
	const char **names;
	struct stat info;
	glob_t found = {0};

	*out = NULL;
	*n = 0;
	if (!path || !pattern)
		return CHISO_ENOMEM;
	int is_pattern = name[strcspn(name, "*?[")] && stat(path, &info);
	int got = is_pattern ? glob(pattern, GLOB_NOSORT, NULL, &found) : 0;
	size_t room = is_pattern ? found.gl_pathc : 1;
	names = got == GLOB_NOSPACE ? NULL : arena_new(arena, room, sizeof *names);
	if (names && !is_pattern)
		names[(*n)++] = name;
	for (size_t i = 0; names && is_pattern && i < found.gl_pathc; i++) {
		const char *own = found.gl_pathv[i] + skip;

		names[i] = arena_text(arena, own, strlen(own));
		*n += names[i] != NULL;
	}
	globfree(&found);
	if (!names || *n < room)
		return CHISO_ENOMEM;
	if (*n > 1)
		qsort(names, *n, sizeof *names, compare_names);
	*out = *n ? names : NULL;
	return CHISO_OK;
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
