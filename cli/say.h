/* SPDX-License-Identifier: MIT */
/* Texts for people on a terminal: messages from the library's table, findings, aligned rows. */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "cli.h"

/** The text with this code in the language. */
const char *text(const struct cli *cli, const char *code);
/** The text with this code, its places {0} to {9} filled, to a stream. */
void say_list(FILE *out, const struct cli *cli, const char *code, const char *const *args);
#define say(out, cli, code, ...) \
	say_list(out, cli, code, (const char *const[]){__VA_ARGS__, NULL})
/** The same as a new string; NULL without memory.  Caller frees. */
char *fill_list(const struct cli *cli, const char *code, const char *const *args);
#define fill(cli, code, ...) fill_list(cli, code, (const char *const[]){__VA_ARGS__, NULL})

/** "chiso: can't write FILE: why", and EXIT_ENVIRONMENT.  code: "cannot-read" or "cannot-write". */
enum exit_code say_cannot(const struct cli *cli, const char *code, const char *file, int error);
/** "chiso: what is wrong (see chiso ... --help)", and EXIT_USE. */
enum exit_code say_misuse(const struct cli *cli, const struct misuse *misuse);

/** "2 errors, 1 warning in 3 files" or "no errors"; NULL without memory.  Caller frees. */
char *count_findings(struct cli *cli);
/** Prints the findings on standard error and forgets them; notes unless --quiet. */
void say_findings(struct cli *cli);

/** Whether text on this stream has colours. */
int has_colour(const struct cli *cli, FILE *stream);
/** A number as the language writes it, shortest form that reads back. */
void number_text(const struct cli *cli, char out[40], double value);
/** Prints rows of n_columns texts (NULL: empty) as aligned columns, two blanks apart. */
void print_rows(FILE *out, const char *indent, const char *const *cells, size_t n_rows,
                size_t n_columns);

#endif
