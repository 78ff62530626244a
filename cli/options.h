/* SPDX-License-Identifier: MIT */
/* The command line: options may stand before and behind the command. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <chiso/chiso.h>

/** Which options a command takes beside the global ones. */
enum {
	TAKES_FORMAT = 1 << 0,
	TAKES_OUTPUT = 1 << 1,
	TAKES_OUTSIDE = 1 << 2,
	TAKES_TABLE = 1 << 3, /* --column, --decimal, --set, --standard, --units */
	TAKES_UNIT = 1 << 4,  /* --unit, --period */
	TAKES_INDICATOR = 1 << 5, /* --indicator */
	TAKES_SEED = 1 << 6,
	TAKES_REJECT = 1 << 7,
	TAKES_BY = 1 << 8,
	TAKES_PREFIX = 1 << 9,
	TAKES_LIMIT = 1 << 10,
	TAKES_FORM = 1 << 11, /* --force, --level */
	TAKES_GOAL = 1 << 12,
	TAKES_KIT = 1 << 13, /* --build, --license; --lang may be a list */
	TAKES_CHECK = 1 << 14, /* --fuzz, --in-process, --json, --list, --only, --strict, --time-limit,
	                          --vectors */
	N_TAKES = 15
};

/** What the command line says; NULL or 0: not given.  All texts are borrowed from argv. */
struct arguments {
	const struct command *command;
	char *const *words; /* behind the command */
	int n_words;
	const char *lang, *colour, *format, *output, *by, *decimal, *units, *unit, *period, *indicator,
		*goal, *seed, *reject, *prefix, *standard, *limit, *level, *fuzz, *only, *time_limit,
		*threads, *memory, *build, *licence;
	const char **vectors; /* files */
	const char **folders; /* of plugins */
	const char **indicators; /* each --indicator */
	struct chiso_pair *set, *columns;
	uint32_t n_folders, n_indicators, n_set, n_columns, n_vectors;
	int help, version, quiet, allow_outside, force, in_process, json, list, strict;
	const char *used[N_TAKES]; /* by bit: an option of this kind that was given */
};

/** A wrong command line: the code of a text and what goes into its places. */
struct misuse {
	const char *code, *args[3];
	const char *expected; /* code of the text for the place behind args, or NULL */
	const char *choices;  /* for the place of `expected` */
	char letter[3];       /* "-x" */
};

/** Reads the command line.  At the first fault misuse->code is set.  CHISO_OK or CHISO_ENOMEM. */
int arguments_read(struct arguments *out, struct misuse *misuse, int argc, char **argv);
void arguments_clear(struct arguments *arguments);
/** How many findings are kept; 0: as many as usual. */
uint32_t arguments_limit(const struct arguments *arguments);
/** How many threads may work; 0: one per processor. */
uint32_t arguments_threads(const struct arguments *arguments);
/** How many bytes may be held; 0: as many as there are. */
uint64_t arguments_memory(const struct arguments *arguments);
/** "en" or "vi": --lang, else what the environment says in gettext's order. */
const char *arguments_language(const struct arguments *arguments);
/** The nearest of names (the list ends with NULL): what was meant? */
const char *nearest(const char *name, const char *const *names);

#endif
