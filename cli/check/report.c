/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "report.h"

#include "../info_json.h"

#include <stdlib.h>
#include <string.h>

int report_open(struct report *report)
{
	size_t n = 0;

	while (checks[n].name)
		n++;
	report->results = calloc(n + 1, sizeof *report->results);
	return report->results ? 0 : 1;
}

int report_wants(const struct report *report, const struct check *check)
{
	return !report->only || !regexec(report->only, check->name, 0, NULL, 0);
}

struct result *report_of(struct report *report, const struct check *check)
{
	return &report->results[check - checks];
}

void report_pass(struct report *report, const struct check *check)
{
	report_of(report, check)->n_passed++;
}

void report_skip(struct report *report, const struct check *check, const char *why)
{
	struct result *result = report_of(report, check);

	result->n_skipped++;
	if (!result->why_skipped)
		result->why_skipped = strdup(why);
}

static int is_known(const struct result *result, const char *subject, const char *detail)
{
	for (size_t i = 0; i < result->n_faults; i++)
		if (!strcmp(result->faults[i].subject, subject) &&
		    !strcmp(result->faults[i].detail, detail))
			return 1;
	return 0;
}

void report_fault(struct report *report, const struct check *check, const char *subject,
		  const char *detail)
{
	struct result *result = report_of(report, check);
	struct fault fault;

	if (is_known(result, subject, detail))
		return;
	fault = (struct fault){strdup(subject), strdup(detail)};
	if (result->n_faults == result->cap) {
		size_t cap = 2 * result->cap + 4;
		struct fault *more = realloc(result->faults, cap * sizeof *more);

		if (more) {
			result->faults = more;
			result->cap = cap;
		}
	}
	if (!fault.subject || !fault.detail || result->n_faults == result->cap) {
		/* What can't be kept is said at once: a fault must not be lost. */
		fprintf(stderr, "%s: %s: %s\n", check->name, subject, detail);
		report->n_failed++;
		free(fault.subject);
		free(fault.detail);
		return;
	}
	result->faults[result->n_faults++] = fault;
}

int report_has_failed(const struct report *report, enum scope scope)
{
	for (const struct check *check = checks; check->name; check++)
		if (check->scope == scope && check->severity == MUST &&
		    report->results[check - checks].n_faults)
			return 1;
	return 0;
}

/* ---- saying it ---- */

static const char *sentence_of(const struct cli *cli, const struct check *check)
{
	char code[64];

	snprintf(code, sizeof code, "promise-%s", check->name);
	return text(cli, code);
}

static int is_failure(const struct report *report, const struct check *check)
{
	return check->severity == MUST || report->is_strict;
}

static void print_fault(const struct fault *fault)
{
	printf("%s: ", fault->subject);
	/* A sign of TAP in a plugin's words would be taken for one of ours. */
	for (const char *c = fault->detail; *c; c++) {
		if (*c == '#')
			putchar('\\');
		putchar(*c);
	}
}

/* With --quiet only what is wrong is said. */
static int is_silent(const struct report *report, const struct result *result)
{
	return report->cli->arguments.quiet && !result->n_faults;
}

static void print_tap(const struct report *report, const struct check *check,
		      const struct result *result)
{
	printf("%s %-4u %-30s ", result->n_faults ? "not ok" : "ok", report->n, check->name);
	if (result->n_faults)
		print_fault(&result->faults[0]);
	else
		fputs(sentence_of(report->cli, check), stdout);
	if (result->n_faults && !is_failure(report, check))
		printf(" # TODO %s", text(report->cli, "check-should"));
	else if (!result->n_faults && !result->n_passed)
		printf(" # SKIP %s", result->why_skipped ? result->why_skipped
							 : text(report->cli, "check-nothing-such"));
	putchar('\n');
	for (size_t i = 1; i < result->n_faults; i++) {
		fputs("#   ", stdout);
		print_fault(&result->faults[i]);
		putchar('\n');
	}
}

static void print_json(const struct report *report, const struct check *check,
		       const struct result *result, int is_first)
{
	const char *verdict = result->n_faults   ? is_failure(report, check) ? "failed" : "should"
			      : result->n_passed ? "passed"
						 : "skipped";

	printf("%s{\"name\":\"%s\",\"severity\":\"%s\",\"result\":\"%s\",\"sentence\":",
	       is_first ? "" : ",\n    ", check->name, check->severity == MUST ? "must" : "should",
	       verdict);
	put_json_string(sentence_of(report->cli, check));
	if (result->n_faults) {
		fputs(",\"faults\":[", stdout);
		for (size_t i = 0; i < result->n_faults; i++) {
			fputs(i ? ",{\"subject\":" : "{\"subject\":", stdout);
			put_json_string(result->faults[i].subject);
			fputs(",\"message\":", stdout);
			put_json_string(result->faults[i].detail);
			putchar('}');
		}
		putchar(']');
	} else if (!result->n_passed) {
		fputs(",\"reason\":", stdout);
		put_json_string(result->why_skipped ? result->why_skipped
						 : text(report->cli, "check-nothing-such"));
	}
	putchar('}');
}

static void count(struct report *report, const struct check *check, const struct result *result)
{
	report->n++;
	if (!result->n_faults)
		*(result->n_passed ? &report->n_passed : &report->n_skipped) += 1;
	else if (is_failure(report, check))
		report->n_failed++;
	else
		report->n_should++;
}

static void forget(struct result *result)
{
	for (size_t i = 0; i < result->n_faults; i++) {
		free(result->faults[i].subject);
		free(result->faults[i].detail);
	}
	free(result->faults);
	free(result->why_skipped);
	*result = (struct result){0};
}

/* Whether there is something to say: of vectors only when there are any. */
static int is_shown(const struct report *report, const struct check *check,
		    const struct result *result)
{
	if (report->is_of_vectors && check->scope != OF_VECTOR)
		return 0;
	return (report_wants(report, check) || result->n_faults) &&
	       (check->scope != OF_VECTOR || result->n_faults || result->n_passed);
}

void report_plugin(struct report *report, const char *path)
{
	int is_first = 1;

	if (report->is_json) {
		printf("%s\n  {\"plugin\":", report->n_plugins ? "," : "");
		put_json_string(path);
		fputs(",\"checks\":[\n    ", stdout);
	} else {
		printf("# %s\n", path);
	}
	report->n_plugins++;
	for (const struct check *check = checks; check->name; check++) {
		struct result *result = report_of(report, check);

		if (is_shown(report, check, result)) {
			count(report, check, result);
			if (report->is_json)
				print_json(report, check, result, is_first);
			else if (!is_silent(report, result))
				print_tap(report, check, result);
			is_first = 0;
		}
		forget(result);
	}
	if (report->is_json)
		fputs("]}", stdout);
}

static const char *number(char out[16], unsigned n)
{
	snprintf(out, 16, "%u", n);
	return out;
}

void report_close(struct report *report)
{
	char a[16], b[16], c[16], d[16];

	if (report->is_json) {
		printf("],\n  "
		       "\"seed\":\"%llu\",\"passed\":%u,\"failed\":%u,\"should\":%u,\"skipped\":%u,"
		       "\"vectors\":%u,\"vectors_passed\":%u}\n",
		       (unsigned long long)report->seed, report->n_passed, report->n_failed,
		       report->n_should, report->n_skipped, report->n_vectors,
		       report->n_vectors_passed);
	} else {
		if (!report->cli->arguments.quiet)
			printf("1..%u\n", report->n);
		fputs("# ", stdout);
		say(stdout, report->cli, "check-count", number(a, report->n_passed),
		    number(b, report->n_failed), number(c, report->n_should),
		    number(d, report->n_skipped));
		if (report->n_vectors)
			say(stdout, report->cli, "check-count-vectors",
			    number(a, report->n_vectors_passed), number(b, report->n_vectors));
		putchar('\n');
	}
	free(report->results);
	report->results = NULL;
}

void report_list(const struct report *report)
{
	for (const struct check *check = checks; check->name; check++)
		if (report_wants(report, check))
			printf("%-31s %-7s %s\n", check->name,
			       check->severity == MUST ? "must" : "should",
			       sentence_of(report->cli, check));
}
