/* SPDX-License-Identifier: MIT */
/* What checks came to, plugin by plugin, and how it is said: a line of TAP for each check, or JSON.
 */
#ifndef CLI_CHECK_REPORT_H
#define CLI_CHECK_REPORT_H

#include "check.h"

#include <regex.h>

/** Of one check of one plugin. */
struct result {
	unsigned n_passed, n_skipped; /* on how many subjects */
	struct fault {
		char *subject, *detail; /* heap */
	} * faults;
	size_t n_faults, cap;
	char *why_skipped; /* the first reason; heap, NULL: none */
};

struct report {
	const struct cli *cli;
	uint64_t seed;
	int is_json, is_strict, is_of_vectors; /* is_of_vectors: no plugin, vectors only */
	const regex_t *only;                   /* names of checks; NULL: all */
	struct result *results; /* of the plugin at hand, as many as there are checks */
	unsigned n, n_passed, n_failed, n_skipped, n_should; /* lines so far */
	unsigned n_plugins, n_vectors, n_vectors_passed;
};

int report_open(struct report *report);
/** Whether a check is asked for. */
int report_wants(const struct report *report, const struct check *check);
struct result *report_of(struct report *report, const struct check *check);
void report_pass(struct report *report, const struct check *check);
void report_skip(struct report *report, const struct check *check, const char *why);
/** The same fault of the same subject is kept once; another seed may find it again. */
void report_fault(struct report *report, const struct check *check, const char *subject,
		  const char *detail);
/** Whether any check of a scope has failed that must not. */
int report_has_failed(const struct report *report, enum scope scope);
/** Says what was found in a plugin, and forgets it. */
void report_plugin(struct report *report, const char *path);
/** The sums of all plugins. */
void report_close(struct report *report);
/** All checks, what they are for and how much they matter. */
void report_list(const struct report *report);

#endif
