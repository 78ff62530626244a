/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "scaffold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- filling ------------------------------------------------------------------------------- */

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

static const struct field *find(const struct field *fields, const char *name, size_t n)
{
	for (; fields->name; fields++)
		if (strlen(fields->name) == n && !memcmp(fields->name, name, n))
			return fields;
	return NULL;
}

struct filling {
	FILE *out;
	const struct field *fields;
	int depth;  /* of the conditions that are open */
	int hidden; /* the depth of the outermost that does not hold; 0: all hold */
};

/* "@[name]", "@[!name]" and "@]"; how many bytes it takes, 0: it is none of them. */
static size_t take_condition(struct filling *filling, const char *at, const char *end)
{
	if (end - at >= 2 && at[1] == ']') {
		if (filling->hidden == filling->depth)
			filling->hidden = 0;
		filling->depth--;
		return 2;
	}
	const char *close =
		end - at >= 2 && at[1] == '[' ? memchr(at, ']', (size_t)(end - at)) : NULL;
	if (!close)
		return 0;
	const char *name = at + 2 + (at[2] == '!');
	int holds = (find(filling->fields, name, (size_t)(close - name)) != NULL) == (at[2] != '!');

	filling->depth++;
	if (!holds && !filling->hidden)
		filling->hidden = filling->depth;
	return (size_t)(close + 1 - at);
}

/* "@name@" with a field of this name; how many bytes it takes, 0: it is none. */
static size_t take_field(struct filling *filling, const char *at, const char *end)
{
	const char *close = memchr(at + 1, '@', (size_t)(end - at - 1));
	size_t n = close ? (size_t)(close - at - 1) : 0;
	const struct field *field = n ? find(filling->fields, at + 1, n) : NULL;

	if (!field || !field->value || strspn(at + 1, letters) < n)
		return 0;
	if (!filling->hidden)
		fputs(field->value, filling->out);
	return n + 2;
}

static void fill(FILE *out, const char *text, size_t size, const struct field *fields)
{
	struct filling filling = {out, fields, 0, 0};
	const char *end = text + size;

	while (text < end) {
		const char *at = memchr(text, '@', (size_t)(end - text));
		size_t plain = (size_t)((at ? at : end) - text), taken = 0;

		if (!filling.hidden)
			fwrite(text, 1, plain, out);
		text += plain;
		if (text < end)
			taken = take_condition(&filling, text, end);
		if (text < end && !taken)
			taken = take_field(&filling, text, end);
		if (text < end && !taken) {
			if (!filling.hidden)
				fputc('@', out);
			taken = 1;
		}
		text += taken;
	}
}

const struct chiso_document *scaffold_template(const char *name)
{
	for (const struct chiso_document *file = template_files; file->name; file++)
		if (!strcmp(file->name, name))
			return file;
	return NULL;
}

void scaffold_fill(FILE *out, const struct chiso_document *from, const struct field *fields)
{
	fill(out, from->data, from->size, fields);
}

char *scaffold_text(const char *text, const struct field *fields)
{
	char *filled = NULL;
	size_t size;
	FILE *out = open_memstream(&filled, &size);

	if (!out)
		return NULL;
	fill(out, text, strlen(text), fields);
	if (!fclose(out))
		return filled;
	free(filled);
	return NULL;
}

/* ---- the folder ---------------------------------------------------------------------------- */

static void fail(struct scaffold *scaffold, int error)
{
	if (!scaffold->error)
		scaffold->error = error ? error : EIO;
}

/* Keeps the path of what is to be made, so that it can be taken away; NULL: no memory. */
static const char *keep(struct scaffold *scaffold, const char *name)
{
	size_t room = strlen(scaffold->folder) + strlen(name) + 2;
	char *path = malloc(room);

	if (path && scaffold->n == scaffold->cap) {
		size_t cap = 2 * scaffold->cap + 16;
		char **more = realloc(scaffold->paths, cap * sizeof *more);

		if (!more) {
			free(path);
			path = NULL;
		} else {
			scaffold->paths = more;
			scaffold->cap = cap;
		}
	}
	if (!path) {
		fail(scaffold, ENOMEM);
		return NULL;
	}
	snprintf(path, room, "%s%s%s", scaffold->folder, *name ? "/" : "", name);
	scaffold->paths[scaffold->n] = path;
	return path;
}

void scaffold_folder(struct scaffold *scaffold, const char *name)
{
	const char *path = scaffold->error ? NULL : keep(scaffold, name);

	if (!path)
		return;
	if (!mkdir(path, 0777)) {
		scaffold->n++;
		return;
	}
	fail(scaffold, errno);
	free(scaffold->paths[scaffold->n]);
}

void scaffold_begin(struct scaffold *scaffold, const char *folder)
{
	*scaffold = (struct scaffold){.folder = folder};
	scaffold_folder(scaffold, "");
}

static int write_file(const char *path, const struct chiso_document *from,
		      const struct field *fields)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), error = 0;
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

	if (!out) {
		error = errno;
		if (fd >= 0)
			close(fd);
		return error;
	}
	scaffold_fill(out, from, fields);
	if (ferror(out))
		error = EIO;
	if (fclose(out) && !error)
		error = errno;
	return error;
}

void scaffold_file(struct scaffold *scaffold, const char *name, const char *template,
		   const struct field *fields)
{
	char *own = scaffold->error ? NULL : scaffold_text(name, fields);
	char *source = own ? scaffold_text(template, fields) : NULL;
	const struct chiso_document *from = source ? scaffold_template(source) : NULL;
	const char *path = from ? keep(scaffold, own) : NULL;

	if (path) {
		scaffold->n++;
		int error = write_file(path, from, fields);
		if (error)
			fail(scaffold, error);
	} else if (!scaffold->error) {
		fail(scaffold, ENOMEM);
	}
	free(own);
	free(source);
}

int scaffold_end(struct scaffold *scaffold)
{
	while (scaffold->n) {
		char *path = scaffold->paths[--scaffold->n];

		/* Files before the folder that they are in. */
		if (scaffold->error && unlink(path))
			rmdir(path);
		free(path);
	}
	free(scaffold->paths);
	return scaffold->error;
}
