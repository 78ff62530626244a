/* SPDX-License-Identifier: MIT */
/* How much work a batch is: instructions, counted one by one, so that the machine's load does not
 * matter.  The batches hold the same few records again and again; what the second half of a small
 * one takes then tells what a large one must take.  It is as large as can be counted, so that work
 * for pairs of records shows also where little is done for each pair. */
#include <config.h>

#include "trial.h"

#if defined __linux__ && defined HAVE_SYS_PTRACE_H
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	LEAST = 4,           /* records that differ */
	FEW = 16,            /* a small batch */
	MOST_RECORDS = 4096, /* a large one */
	ENOUGH = 40000,      /* instructions of a small batch, which is else too slow to count */
	MORE = 12000         /* those that a large one should have more */
};

/* Calls map() between two signals that its parent sees. */
static void be_traced(struct trial *trial, const struct layout *layout, uint32_t n,
		      struct answer *answer)
{
	const struct chiso_indicator *use = trial->subject->indicator;
	struct chiso_batch batch = {.columns = layout->columns, .n = n, .source = trial->source};

	struct chiso_out *out = use->record ? record_room(trial, n) : NULL;

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(1);
	trial->subject->call.ones = answer->ones;
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

/* Where the process is, to tell an instruction from one more turn of the same: to clear or copy
 * memory takes a single one, which stops once for each piece. */
static long place_of(pid_t child)
{
#if defined __x86_64__
	return ptrace(PTRACE_PEEKUSER, child, (void *)offsetof(struct user, regs.rip), NULL);
#else
	(void)child;
	return -1;
#endif
}

/* Steps until the second signal, `most` at most; -1: that can't be done here.  is_exact: turns of
 * one instruction are not counted, which takes twice the time. */
static long count_steps(pid_t child, long most, int is_exact)
{
	int status;
	long steps = 0, at, before = -1;

	if (!wait_for(child, &status) || !WIFSTOPPED(status) || WSTOPSIG(status) != SIGUSR1 ||
	    ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)(long)PTRACE_O_EXITKILL))
		return -1;
	while (steps < most) {
		if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) || !wait_for(child, &status) ||
		    !WIFSTOPPED(status))
			return -1;
		if (WSTOPSIG(status) == SIGUSR2)
			return steps;
		at = is_exact ? place_of(child) : -1;
		steps += at != before || at == -1;
		before = at;
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

static long steps_of(struct trial *trial, const struct layout *layout, uint32_t n, long most,
		     int is_exact)
{
	cpu_set_t before;
	int status;

	CPU_ZERO(&before);
	stay_here(&before);
	pid_t child = fork();
	if (!child)
		be_traced(trial, layout, n, &trial->answer);
	if (child < 0) {
		(void)sched_setaffinity(0, sizeof before, &before);
		return -1;
	}
	long steps = count_steps(child, most, is_exact);
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

/* Instructions of small and large batches. */
struct work {
	uint32_t n;           /* records of the large one; 0: not counted */
	long few, many, most; /* most: what the large one may take */
};

static void count_work(struct checker *checker, struct work *work, int is_exact)
{
	struct trial trial;
	struct layout layout = {.place = PLAIN};

	trial_fill(&trial, checker, 1, MOST_RECORDS, FULL);
	repeat(&trial.records, trial.subject);
	layout_make(&layout, trial.subject, &trial.records, 0, trial.n, 0, NULL);
	long half = steps_of(&trial, &layout, FEW / 2, ENOUGH, is_exact);
	long few = half < 0 ? -1 : steps_of(&trial, &layout, FEW, ENOUGH, is_exact);
	*work = (struct work){.few = few};
	if (few <= half || few == ENOUGH)
		return;
	long each = (few - half + FEW / 2 - 1) / (FEW / 2), more = MORE / each;

	more = more < 3 * FEW ? 3 * FEW : more;
	work->n = more < MOST_RECORDS - FEW ? FEW + (uint32_t)more : MOST_RECORDS;
	/* Half as much again is for what sets in from some size on, such as another way to copy. */
	work->most = few + (work->n - FEW) * each * 3 / 2 + 400;
	work->many = steps_of(&trial, &layout, work->n, 2 * work->most, is_exact);
	if (work->many < 0)
		work->n = 0;
}

void check_work(struct checker *checker)
{
	struct work work = {0};
	char few[24], many[24], small[16], large[16];

	count_work(checker, &work, 0);
	if (work.n && work.many > work.most)
		count_work(checker, &work, 1);
	if (!work.n) {
		check_skip(checker, "check-no-steps", "");
		return;
	}
	if (work.many <= work.most)
		return;
	snprintf(few, sizeof few, "%ld", work.few / FEW);
	snprintf(many, sizeof many, "%ld", work.many / work.n);
	snprintf(small, sizeof small, "%d", FEW);
	snprintf(large, sizeof large, "%u", (unsigned)work.n);
	check_fail(checker, "check-work", checker->indicator->map ? "map()" : "record()", few,
		   small, many, large);
}

#else

void check_work(struct checker *checker)
{
	check_skip(checker, "check-no-steps", "");
}

#endif
