/* SPDX-License-Identifier: MIT */
/* The driver: a thin user of <chiso/chiso.h>.  main.c reads the arguments and calls one command;
 * each command is a file of its own.  Results go to standard output, messages to standard error,
 * and what people read comes from the library's table of messages. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "options.h"

#include <chiso/chiso.h>

#include <signal.h>
#include <stdio.h>

/** What the process returns; the help documents it. */
enum exit_code { EXIT_FINE, EXIT_DATA, EXIT_USE, EXIT_ENVIRONMENT };

/** Where a chiso_write_fn writes to. */
struct sink {
	FILE *stream;
	int error; /* errno of the first write that failed */
};

struct cli {
	struct arguments arguments;
	struct chiso_context *context;
	struct sink output; /* standard output */
	const char *lang; /* "en" or "vi" */
	const char *given_name; /* of a file that findings shall call so; NULL: none */
};

struct command {
	const char *name, *help; /* help: code of a text */
	unsigned options;        /* TAKES_..., those it takes beside the global ones */
	enum exit_code (*run)(struct cli *);
};
/** In order of importance; ends with a NULL name. */
extern const struct command commands[];

enum exit_code command_check(struct cli *cli);
enum exit_code command_compute(struct cli *cli);
enum exit_code command_diff(struct cli *cli);
enum exit_code command_explain(struct cli *cli);
enum exit_code command_export(struct cli *cli);
enum exit_code command_info(struct cli *cli);
enum exit_code command_list(struct cli *cli);
enum exit_code command_new_plugin(struct cli *cli);
enum exit_code command_reconcile(struct cli *cli);
enum exit_code command_records(struct cli *cli);
enum exit_code command_report(struct cli *cli);
enum exit_code command_run(struct cli *cli);
enum exit_code command_template(struct cli *cli);
enum exit_code command_validate(struct cli *cli);

/** heap.c: what makes memory cheaper, before any is asked for. */
void prepare_heap(void);

/* ---- what commands share: shared.c ---- */

/** Whether there are `least` to `most` words behind the command; if not, says that it needs the
 *  thing with the code `missing`, or which word is too many. */
int has_words(const struct cli *cli, int least, int most, const char *missing);
/** Whether a value is one of a few (the list ends with NULL); if not, says what is expected. */
int is_one_of(const struct cli *cli, const char *option, const char *value,
              const char *const *choices);
enum { BY_ROOM = 32 };
/** The format that --by asks for, "by-domain-year"; NULL when it says nothing that there is, which is
 *  said. */
const char *by_format(const struct cli *cli, char out[BY_ROOM], int is_csv);
/** Loads the plugins of all folders.  What can't be loaded becomes findings. */
int load_plugins(struct cli *cli);
/** Opens the project that the first word names, and runs it.  With an error anywhere all errors
 *  are said and *results is NULL.  The caller frees both. */
enum exit_code run_project(struct cli *cli, struct chiso_project **project,
                           struct chiso_results **results);
/** The results that a word names: a results.json, a folder with one, or a project, which is run.  The
 *  caller frees both; *project is NULL for saved ones. */
enum exit_code load_results(struct cli *cli, const char *word, struct chiso_project **project,
                            struct chiso_results **results);
/** While files are on their way Ctrl-C and the like wait, so that they appear whole and no draft is
 *  left behind. */
void hold_signals(sigset_t *before);
void release_signals(const sigset_t *before);
/** What --reject asks for. */
int keep_refused(struct cli *cli, struct chiso_project *project);
/** Fills what `compute` and `records` have alike from the arguments: an indicator and a table, which
 *  may be standard input.  *data, to be freed, gets the bytes of that. */
enum exit_code describe_table(struct cli *cli, struct chiso_compute *out, char **data);
/** Says all findings, and the exit code of a status. */
enum exit_code finish(struct cli *cli, int status);
/** A chiso_write_fn; `sink` is a struct sink. */
int write_sink(void *sink, const char *bytes, size_t n);
/** Says what a writer to standard output returned.  That the output is closed or full is said at
 *  the end of main(). */
enum exit_code finish_output(struct cli *cli, int status);

#endif
