/* SPDX-License-Identifier: MIT */
/* `chiso check`: does a plugin keep the promises of <chiso/plugin.h>?  It uses nothing but that
 * header.  What could crash runs in a child process, which sends its verdicts through a pipe; a
 * child ends with its work, and all its memory with it. */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "say.h"

struct checker {
	const struct cli *cli;
	const char *path;                        /* of the plugin */
	const struct chiso_indicator *indicator; /* NULL while the plugin is being loaded */
	uint64_t seed;
	char seed_text[24];
	FILE *pipe;
};

/** Begins a check with a stable name; one verdict follows. */
void check_begin(struct checker *checker, const char *name);
void check_pass(struct checker *checker);
/** The check failed: the text with this code. */
#define check_fail(checker, code, ...) \
	check_verdict(checker, 'f', code, (const char *const[]){__VA_ARGS__, NULL})
/** What should be but need not. */
#define check_should(checker, code, ...) \
	check_verdict(checker, 't', code, (const char *const[]){__VA_ARGS__, NULL})
/** The check can't be made. */
#define check_skip(checker, code, ...) \
	check_verdict(checker, 's', code, (const char *const[]){__VA_ARGS__, NULL})
void check_verdict(struct checker *checker, int kind, const char *code, const char *const *args);

/** All checks of one indicator; in a child. */
void check_indicator(struct checker *checker);

#endif
