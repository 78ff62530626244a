/* SPDX-License-Identifier: MIT */
/* Files of a project: whole ones in memory, and paths that stay below the project's folder. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "base/finding.h"

struct bytes {
	char *data; /* n bytes and a NUL */
	size_t n;
	size_t mapped; /* bytes of a file that is read where it lies; 0: they are on the heap */
};

/** Reads a regular file or a pipe.  Faults are findings at `place` (the name in the project file)
 *  or, when that is nowhere, of no file; CHISO_EIO or CHISO_ENOMEM then. */
int file_read(struct bytes *out, struct chiso_context *context, struct place place,
              const char *path);
/** Maps a file's n bytes.  0, or CHISO_ENOMEM. */
int bytes_map(struct bytes *out, int fd, size_t n);
/** Frees the bytes of file_read(). */
void bytes_clear(struct bytes *bytes);
/** Asks for a part of a mapped file that is looked at soon: at once rather than a page at a time. */
void bytes_ask_for(const struct bytes *bytes, size_t from, size_t to);
/** Gives back the memory of a part of a mapped file, which is read again when somebody looks there. */
void bytes_release(const struct bytes *bytes, size_t from, size_t to);
/** The SHA-256 of a file in hexadecimal, of which no more than a piece need be in memory.  out has
 *  SHA256_ROOM bytes. */
void bytes_digest(char *out, const struct bytes *bytes);
/** Why a file can't be read or written, for people. */
const char *file_trouble(int error, const char *lang);
/** The folder part of a path, "." when it has none. */
char *file_folder(struct arena *arena, const char *path);
/** folder/name, or name alone when it is absolute or the folder is ".". */
char *file_join(struct arena *arena, const char *folder, const char *name);
/** Whether the name, links resolved, stays below the folder.  A name that does not exist counts by
 *  its words. */
int file_is_below(const char *folder, const char *name);
int file_is_folder(const char *path);
/** The names below a folder that match a pattern (*, ?, [...]), in bytewise order; the name itself when
 *  there is such a file or it is no pattern.  Both are NULL and 0 when nothing matches.  0 or
 *  CHISO_ENOMEM. */
int file_match(struct arena *arena, const char *folder, const char *name, const char *const **out,
               size_t *n);
/** Whether two paths are of one file. */
int file_is_same(const char *a, const char *b);

#endif
