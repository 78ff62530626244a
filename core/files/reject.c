/* SPDX-License-Identifier: MIT */
#include "files/reject.h"

#include "base/context.h"
#include "base/group.h"
#include "base/grow.h"
#include "files/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- keeping ---- */

static void add_reason(struct rejects *rejects, struct reject *reject, const char *message)
{
	/* Two indicators of one plugin may say the same. */
	if (strstr(reject->message, message))
		return;
	const char *both = arena_printf(&rejects->arena, "%s; %s", reject->message, message);
	if (both)
		reject->message = both;
	else
		rejects->out_of_memory = 1;
}

struct reject *rejects_add(struct rejects *rejects, int32_t *at, struct place place,
                           const char *code, const char *message)
{
	if (*at != NO_REJECT) {
		add_reason(rejects, &rejects->list[*at], message);
		return NULL;
	}
	message = arena_text(&rejects->arena, message, strlen(message));
	if (!message || rejects->n >= INT32_MAX ||
	    GROW(&rejects->list, rejects->n, &rejects->cap)) {
		rejects->out_of_memory = 1;
		return NULL;
	}
	*at = (int32_t)rejects->n;
	struct reject *reject = &rejects->list[rejects->n];
	*reject = (struct reject){.file = place.file,
	                          .line = place.line,
	                          .order = rejects->n++,
	                          .code = code,
	                          .message = message};
	return reject;
}

int reject_reserve(struct rejects *rejects, struct reject *reject, size_t n)
{
	reject->fields = arena_new(&rejects->arena, n, sizeof *reject->fields);
	if (!reject->fields)
		rejects->out_of_memory = 1;
	return reject->fields ? CHISO_OK : CHISO_ENOMEM;
}

void reject_field(struct rejects *rejects, struct reject *reject, const char *column,
                  struct slice text)
{
	struct reject_field *field = &reject->fields[reject->n];

	field->column = arena_text(&rejects->arena, column, strlen(column));
	field->text = (struct slice){arena_text(&rejects->arena, text.text, text.n), text.n};
	if (field->column && field->text.text)
		reject->n++;
	else
		rejects->out_of_memory = 1;
}

void rejects_restart(struct rejects *rejects)
{
	const char *path = rejects->path;

	rejects_clear(rejects);
	rejects->path = path;
}

void rejects_clear(struct rejects *rejects)
{
	free(rejects->list);
	arena_clear(&rejects->arena);
	*rejects = (struct rejects){0};
}

/* ---- writing ---- */

/* In the order in which the files were read, and of their lines. */
static int compare(const void *x, const void *y)
{
	const struct reject *a = x, *b = y;

	if (a->file == b->file && a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void put(FILE *out, const char *text, size_t n)
{
	int quote = n && (text[0] == ' ' || text[n - 1] == ' ');

	for (size_t i = 0; i < n && !quote; i++)
		quote = strchr(",\"\r\n", text[i]) && text[i];
	if (quote)
		putc('"', out);
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '"')
			putc('"', out);
		putc(text[i], out);
	}
	if (quote)
		putc('"', out);
}

/* One row; row has room for a text per column. */
static void write_record(FILE *out, const struct reject *reject, const struct intern *columns,
                         struct slice *row)
{
	for (size_t i = 0; i < columns->n; i++)
		row[i] = (struct slice){"", 0};
	for (size_t i = 0; i < reject->n; i++) {
		const char *name = reject->fields[i].column;

		row[intern_find(columns, name, strlen(name))] = reject->fields[i].text;
	}
	put(out, reject->file, strlen(reject->file));
	fprintf(out, ",%lu,%s,", (unsigned long)reject->line, reject->code);
	put(out, reject->message, strlen(reject->message));
	for (size_t i = 0; i < columns->n; i++) {
		putc(',', out);
		put(out, row[i].text, row[i].n);
	}
	putc('\n', out);
}

static int write_records(FILE *out, const struct rejects *rejects)
{
	struct intern columns = {0};
	int status = CHISO_OK;

	for (size_t i = 0; i < rejects->n; i++)
		for (size_t k = 0; k < rejects->list[i].n; k++) {
			const char *name = rejects->list[i].fields[k].column;

			if (intern(&columns, name, strlen(name)) == UINT32_MAX)
				status = CHISO_ENOMEM;
		}
	struct slice *row = calloc(columns.n + 1, sizeof *row);
	if (!row)
		status = CHISO_ENOMEM;
	if (!status)
		fputs("file,line,code,message", out);
	for (size_t i = 0; i < columns.n && !status; i++) {
		putc(',', out);
		put(out, columns.texts[i], columns.looks[i].length);
	}
	if (!status)
		putc('\n', out);
	for (size_t i = 0; i < rejects->n && !status; i++)
		write_record(out, &rejects->list[i], &columns, row);
	free(row);
	intern_clear(&columns);
	return status;
}

/* Writes the file under another name first.  On failure errno says why. */
static int write_file(const struct rejects *rejects, const char *fresh)
{
	unlink(fresh);
	/* Records of persons: nobody else may read them, even for a moment. */
	int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out) {
		if (fd >= 0)
			close(fd);
		return CHISO_EIO;
	}
	int status = write_records(out, rejects);
	errno = 0;
	if (!status && (ferror(out) || fflush(out) || fsync(fd)))
		status = CHISO_EIO;
	int error = errno ? errno : EIO;
	if (fclose(out) && !status) {
		status = CHISO_EIO;
		error = errno;
	}
	errno = error;
	if (!status && rename(fresh, rejects->path))
		status = CHISO_EIO;
	if (status) {
		error = errno;
		unlink(fresh);
		errno = error;
	}
	return status;
}

/* How many there are of each file. */
static void say(const struct rejects *rejects, struct chiso_context *context)
{
	char number[24];

	for (size_t i = 0, n; i < rejects->n; i += n) {
		const char *file = rejects->list[i].file;

		for (n = 1; i + n < rejects->n && rejects->list[i + n].file == file; n++)
			;
		snprintf(number, sizeof number, "%zu", n);
		report(context, MSG_RECORDS_LEFT_OUT,
		       ((struct place){file, rejects->list[i].line, 0}), number, rejects->path);
	}
}

int rejects_finish(struct rejects *rejects, struct chiso_context *context)
{
	struct arena arena = {0};
	const char *fresh = arena_printf(&arena, "%s.%ld.new", rejects->path, (long)getpid());
	int status = fresh && !rejects->out_of_memory ? CHISO_OK : CHISO_ENOMEM;

	rejects->is_closed = 1;
	if (!status && rejects->n > 1)
		qsort(rejects->list, rejects->n, sizeof *rejects->list, compare);
	if (!status)
		status = write_file(rejects, fresh);
	if (status == CHISO_EIO)
		report(context, MSG_CANNOT_WRITE, ((struct place){0}), rejects->path,
		       file_trouble(errno, context->lang));
	if (!status)
		say(rejects, context);
	arena_clear(&arena);
	return status;
}
