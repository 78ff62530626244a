/* SPDX-License-Identifier: MIT */
/* How much work a batch is: instructions, counted one by one, so that the machine's load does not
 * matter.  The batches hold the same few records again and again; twice as many must then be twice
 * as much work, but for what is done once. */
#include <config.h>

#include "trial.h"

#if defined __linux__ && defined HAVE_SYS_PTRACE_H
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LEAST = 4, SIZES = 3, MOST_STEPS = 40000 };

/* Calls map() between two signals that its parent sees. */
static void be_traced(struct trial *trial, const struct layout *layout, uint32_t n,
		      struct answer *answer)
{
	const struct chiso_indicator *use = trial->subject->indicator;
	struct chiso_batch batch = {.columns = layout->columns, .n = n, .source = trial->source};

	struct chiso_out *out = use->record ? record_room(trial, n) : NULL;

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(1);
	raise(SIGUSR1);
	/* Without what the host does around it, where it can be. */
	if (use->map)
		use->map(&trial->subject->call, &batch, answer->terms, answer->fates);
	else
		use->record(&trial->subject->call, &batch, out, answer->fates);
	raise(SIGUSR2);
	_exit(0);
}

static int wait_for(pid_t child, int *status)
{
	pid_t got;

	do
		got = waitpid(child, status, 0);
	while (got < 0 && errno == EINTR);
	return got == child;
}

/* Steps until the second signal; -1: that can't be done here. */
static long count_steps(pid_t child)
{
	int status;
	long steps = 0;

	if (!wait_for(child, &status) || !WIFSTOPPED(status) || WSTOPSIG(status) != SIGUSR1 ||
	    ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)(long)PTRACE_O_EXITKILL))
		return -1;
	while (steps < MOST_STEPS) {
		if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) || !wait_for(child, &status) ||
		    !WIFSTOPPED(status))
			return -1;
		if (WSTOPSIG(status) == SIGUSR2)
			return steps;
		steps++;
	}
	return steps;
}

/* Both on one processor: they take turns, and to wake the other one elsewhere takes longer. */
static void stay_here(cpu_set_t *before)
{
	cpu_set_t one;
	int here = sched_getcpu();

	CPU_ZERO(&one);
	if (sched_getaffinity(0, sizeof *before, before) || here < 0)
		return;
	CPU_SET((unsigned)here, &one);
	(void)sched_setaffinity(0, sizeof one, &one);
}

static long steps_of(struct trial *trial, const struct layout *layout, uint32_t n,
		     struct answer *answer)
{
	cpu_set_t before;
	int status;

	CPU_ZERO(&before);
	stay_here(&before);
	pid_t child = fork();
	if (!child)
		be_traced(trial, layout, n, answer);
	if (child < 0) {
		(void)sched_setaffinity(0, sizeof before, &before);
		return -1;
	}
	long steps = count_steps(child);
	kill(child, SIGKILL);
	(void)waitpid(child, &status, 0);
	(void)sched_setaffinity(0, sizeof before, &before);
	return steps;
}

/* The first records of a table, over and over. */
static void repeat(struct records *records, const struct subject *subject)
{
	for (uint32_t c = 0; c < subject->n_columns; c++)
		for (uint32_t r = LEAST; records->is_bound[c] && r < records->n; r++)
			records->cells[(size_t)c * records->n + r] =
				records->cells[(size_t)c * records->n + r - LEAST];
}

/* How much work the second `n` records are, and the next 2n; 0: it can't be counted. */
static int count_work(struct checker *checker, uint32_t n, long *second, long *next)
{
	struct trial trial;
	struct layout layout = {.place = PLAIN};
	long steps[SIZES];

	trial_fill(&trial, checker, 1, n << (SIZES - 1), FULL);
	repeat(&trial.records, trial.subject);
	layout_make(&layout, trial.subject, &trial.records, 0, trial.n, 0, NULL);
	for (int i = 0; i < SIZES; i++) {
		steps[i] = steps_of(&trial, &layout, n << i, &trial.answer);
		if (steps[i] < 0 || steps[i] == MOST_STEPS)
			return 0;
	}
	*second = steps[1] - steps[0];
	*next = steps[2] - steps[1];
	return 1;
}

/* 2 times the work is fine, 4 times is the square. */
static int is_too_much(long second, long next)
{
	return 2 * next > 5 * second && next > 400;
}

void check_work(struct checker *checker)
{
	uint32_t n = LEAST;
	long second = 0, next = 0;
	char few[24], many[24], records[16], more[16];
	int is_counted;

	/* What sets in once, such as another way to clear memory from some size on, does not go on;
	 * what can't be counted any more does. */
	is_counted = count_work(checker, n, &second, &next);
	for (int i = 0; is_counted && i < 2 && is_too_much(second, next); i++) {
		long a, b;

		if (!count_work(checker, 2 * n, &a, &b))
			break;
		n *= 2;
		second = a;
		next = b;
	}
	if (!is_counted) {
		check_skip(checker, "check-no-steps", "");
		return;
	}
	if (!is_too_much(second, next))
		return;
	snprintf(few, sizeof few, "%ld", second);
	snprintf(many, sizeof many, "%ld", next);
	snprintf(records, sizeof records, "%u", (unsigned)n);
	snprintf(more, sizeof more, "%u", 2 * (unsigned)n);
	check_fail(checker, "check-work", checker->indicator->map ? "map()" : "record()", few,
		   records, many, more);
}

#else

void check_work(struct checker *checker)
{
	check_skip(checker, "check-no-steps", "");
}

#endif
