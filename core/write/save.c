/* SPDX-License-Identifier: MIT */
/* Results in a folder: all files or none.  Each is written under another name first; only when all
 * are whole and on the disk do they take their names, and a step that fails undoes those before. */
#include "base/context.h"
#include "export/export.h"
#include "files/file.h"
#include "run/provenance.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is written to a folder. */
struct output {
	const char *name;
	int (*write)(struct chiso_results *, struct sink *);
};

enum { MOST_OUTPUTS = 4 };

/* One file on its way.  The names beside it begin with a dot and have the process's number. */
struct file {
	const char *path, *fresh, *old;
	int is_written; /* `fresh` is there */
	int had_old;    /* `old` is there, a second name of what `path` was */
	int is_placed;  /* `path` is the new file */
};

static int write_to_file(void *user, const char *bytes, size_t n)
{
	return fwrite(bytes, 1, n, user) != n;
}

/* Writes one file under its fresh name, down to the disk.  On failure errno says why. */
static int write_fresh(struct chiso_results *results, struct file *file, const struct output *output)
{
	int fd = open(file->fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	FILE *stream = fd < 0 ? NULL : fdopen(fd, "w");
	struct sink sink = {.write = write_to_file, .user = stream};

	if (!stream) {
		if (fd >= 0)
			close(fd);
		return CHISO_EIO;
	}
	file->is_written = 1;
	errno = 0;
	int status = sink_close(&sink, output->write(results, &sink));
	if (!status && (fflush(stream) || fsync(fd)))
		status = CHISO_EIO;
	int error = errno;
	if (fclose(stream) && !status) {
		status = CHISO_EIO;
		error = errno;
	}
	errno = error;
	return status;
}

/* Gives a fresh file its name; what had the name before is kept as `old`. */
static int place(struct file *file)
{
	struct stat there;

	if (!lstat(file->path, &there)) {
		unlink(file->old);
		/* Where files can't have two names the old one is moved out of the way. */
		if (S_ISDIR(there.st_mode)) {
			errno = EISDIR;
			return CHISO_EIO;
		}
		if (link(file->path, file->old) && rename(file->path, file->old))
			return CHISO_EIO;
		file->had_old = 1;
	}
	if (rename(file->fresh, file->path))
		return CHISO_EIO;
	file->is_placed = 1;
	return CHISO_OK;
}

/* Back to what was there before, and nothing left of what was on its way. */
static void undo(struct file *file)
{
	if (file->had_old)
		rename(file->old, file->path);
	else if (file->is_placed)
		unlink(file->path);
	/* rename() of two names of one file does nothing. */
	if (file->had_old)
		unlink(file->old);
	if (file->is_written && !file->is_placed)
		unlink(file->fresh);
}

static int name_files(struct file *files, const struct output *outputs, size_t n, struct arena *arena,
                      const char *folder)
{
	const char *slash = *folder && folder[strlen(folder) - 1] == '/' ? "" : "/";
	long process = (long)getpid();

	for (size_t i = 0; i < n; i++) {
		const char *name = outputs[i].name;

		files[i].path = arena_printf(arena, "%s%s%s", folder, slash, name);
		files[i].fresh =
			arena_printf(arena, "%s%s.%s.%ld.new", folder, slash, name, process);
		files[i].old = arena_printf(arena, "%s%s.%s.%ld.old", folder, slash, name, process);
		if (!files[i].path || !files[i].fresh || !files[i].old)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* A rename is on the disk when its folder is; where that can't be asked for nothing is lost yet. */
static void sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

static int save_files(struct chiso_results *results, const struct output *outputs, size_t n,
                      struct file *files, const char **culprit)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < n && !status; i++) {
		*culprit = files[i].path;
		status = write_fresh(results, &files[i], &outputs[i]);
	}
	for (size_t i = 0; i < n && !status; i++) {
		*culprit = files[i].path;
		status = place(&files[i]);
	}
	return status;
}

/* Says why nothing was written, unless that has been said. */
static void report_failure(struct chiso_results *results, int status, int error, const char *culprit)
{
	if (status == CHISO_ENOMEM)
		report(results->context, MSG_OUT_OF_MEMORY, ((struct place){0}), "");
	else if (status == CHISO_EIO)
		report(results->context, MSG_CANNOT_WRITE, ((struct place){0}), culprit,
		       file_trouble(error, results->context->lang));
}

static int save(struct chiso_results *results, const struct output *outputs, size_t n,
                const char *folder, void (*wrote)(void *user, const char *path), void *user)
{
	struct file files[MOST_OUTPUTS] = {0};
	struct arena arena = {0};
	const char *culprit = folder;
	int is_new = !mkdir(folder, 0777);
	int status = is_new || errno == EEXIST ? CHISO_OK : CHISO_EIO;

	if (!status)
		status = name_files(files, outputs, n, &arena, folder);
	if (!status)
		status = save_files(results, outputs, n, files, &culprit);
	if (status) {
		int error = errno;

		for (size_t i = n; i-- > 0;)
			undo(&files[i]);
		if (is_new)
			rmdir(folder);
		report_failure(results, status, error, culprit);
	} else {
		for (size_t i = 0; i < n; i++)
			if (files[i].had_old)
				unlink(files[i].old);
		sync_folder(folder);
		for (size_t i = 0; wrote && i < n; i++)
			wrote(user, files[i].path);
	}
	arena_clear(&arena);
	return status;
}

static int put_csv(struct chiso_results *results, struct sink *sink)
{
	return write_csv(results, 0, sink);
}

static int put_json(struct chiso_results *results, struct sink *sink)
{
	const struct provenance *run;
	int status = provenance_of(&run, results);

	return status ? status : write_json(results, 0, sink);
}

static int put_scoreboard(struct chiso_results *results, struct sink *sink)
{
	return write_scoreboard_csv(results, 0, sink);
}

static int put_html(struct chiso_results *results, struct sink *sink)
{
	return write_html(results, 0, sink);
}

int chiso_results_save(struct chiso_results *results, const char *folder,
                       void (*wrote)(void *user, const char *path), void *user)
{
	static const struct output outputs[] = {{"results.csv", put_csv},
	                                        {"results.json", put_json},
	                                        {"scoreboard.csv", put_scoreboard},
	                                        {"report.html", put_html}};

	return save(results, outputs, sizeof outputs / sizeof *outputs, folder, wrote, user);
}

static int put_descriptor(struct chiso_results *results, struct sink *sink)
{
	return export_write(results, "datapackage", 0, sink);
}

static int put_table(struct chiso_results *results, struct sink *sink)
{
	return export_write(results, "datapackage-csv", 0, sink);
}

int chiso_results_package(struct chiso_results *results, const char *folder,
                          void (*wrote)(void *user, const char *path), void *user)
{
	const struct output outputs[] = {{"datapackage.json", put_descriptor},
	                                 {export_table_name(results), put_table}};

	return save(results, outputs, sizeof outputs / sizeof *outputs, folder, wrote, user);
}
