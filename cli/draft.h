/* SPDX-License-Identifier: MIT */
/* A file that appears whole or not at all: written beside its place, then renamed. */
#ifndef CLI_DRAFT_H
#define CLI_DRAFT_H

#include "cli.h"

struct draft {
	const char *path;
	char *name; /* of the draft; NULL: straight to the path, which is a device or a pipe */
	sigset_t before; /* signals held while there is a draft */
	struct sink sink;
};

/** 0 or what went wrong.  To be closed in either case. */
int draft_open(struct draft *draft, const char *path);
/** Keeps the file when all is well, else leaves no trace.  Returns what went wrong. */
int draft_close(struct draft *draft, int keep);
/** Writes a file: `write` gets the draft's sink and returns a status of the library.  Prints the path
 *  when it is there, or says why it is not. */
enum exit_code draft_write(struct cli *cli, const char *path,
                           int (*write)(void *user, struct sink *sink), void *user);

#endif
