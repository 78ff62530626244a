/* SPDX-License-Identifier: MIT */
/* Checks in a process of their own. */
#ifndef CLI_CHECK_CHILD_H
#define CLI_CHECK_CHILD_H

#include "report.h"

/** How checks are run. */
struct running {
	struct report *report;
	unsigned seconds;  /* that a check may take */
	int is_in_process; /* no processes: for a debugger */
	int is_fuzzing;    /* only those of which another seed may find more */
};

/** Runs all checks of a scope that are asked for and apply.  Where a process ends early the check
 * that was under way has failed, and another process goes on behind it. */
void run_checks(const struct running *running, struct checker *checker, enum scope scope);

/** Runs one piece of work of a check, as above: for checks that come by themselves. */
void run_work(const struct running *running, struct checker *checker, const struct check *check,
	      void (*work)(struct checker *, void *), void *user, const char *subject);

#endif
