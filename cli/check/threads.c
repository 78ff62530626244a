/* SPDX-License-Identifier: MIT */
/* Four threads at once, each with a call of its own, on the same records. */
#include <config.h>

#include "trial.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>

enum { THREADS = 4, ROUNDS = 40 };

/* Where all wait for each other before a round, so that they are at work at the same time. */
struct gate {
	atomic_uint arrived, threads; /* threads: 0 until it is known how many there are */
};

static void pass(struct gate *gate, unsigned round)
{
	unsigned n;

	atomic_fetch_add(&gate->arrived, 1);
	while (!(n = atomic_load(&gate->threads)) || atomic_load(&gate->arrived) < (round + 1) * n)
		sched_yield();
}

/* ---- interruptions ---- */

/* On a machine with other work each thread would do its part alone, one after the other.  Whoever
 * runs is therefore stopped every now and then, in the middle of what it does, for another one. */
struct interruptions {
	struct sigaction action; /* what there was before */
	sigset_t mask;
};

static void give_way(int signal)
{
	(void)signal;
	sched_yield();
}

/* Once the threads are there: this one, which only waits for them, is left alone. */
static void interruptions_begin(struct interruptions *before)
{
	struct sigaction action = {.sa_handler = give_way, .sa_flags = SA_RESTART};
	struct itimerval often = {{0, 40}, {0, 40}};
	sigset_t alarms;

	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigemptyset(&action.sa_mask);
	pthread_sigmask(SIG_BLOCK, &alarms, &before->mask);
	sigaction(SIGALRM, &action, &before->action);
	setitimer(ITIMER_REAL, &often, NULL);
}

static void interruptions_end(const struct interruptions *before)
{
	setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
	/* One that is still on its way comes now. */
	pthread_sigmask(SIG_SETMASK, &before->mask, NULL);
	sigaction(SIGALRM, &before->action, NULL);
}

/* ---- threads ---- */

struct worker {
	pthread_t thread;
	struct gate *gate;
	struct subject subject;
	struct checker checker;
	struct trial trial;
	struct answer answers[ROUNDS];
	int status;
};

static void *work(void *arg)
{
	struct worker *worker = arg;

	for (unsigned i = 0; i < ROUNDS; i++) {
		pass(worker->gate, i);
		if (!worker->status)
			worker->status =
				trial_map(&worker->trial, &worker->trial.layout, worker->trial.n,
					  NULL, NULL, &worker->answers[i]);
	}
	return NULL;
}

/* Memory and prepare() before any thread begins. */
static int get_ready(struct worker *worker, struct checker *checker, uint32_t number)
{
	worker->checker = *checker;
	worker->checker.subject = &worker->subject;
	subject_open(&worker->subject, checker->indicator, &checker->pool, NULL);
	int status = subject_prepare(&worker->subject);
	if (status) {
		check_status(checker, "prepare()", status);
		return status;
	}
	trial_fill(&worker->trial, &worker->checker, number, 60, ORDINARY);
	worker->trial.is_quiet = 1;
	/* What record() needs for each call comes from the pool of the checker, which is of one
	 * thread. */
	worker->subject.pool = need(&checker->pool, 1, sizeof *worker->subject.pool);
	for (int i = 0; i < ROUNDS; i++)
		answer_make(&worker->answers[i], &worker->trial, worker->trial.n);
	return 0;
}

/* Each worker looks at records of its own. */
static void compare(struct checker *checker, struct worker *worker)
{
	struct trial *trial = &worker->trial;
	int status = worker->status ? worker->status
				    : trial_map(trial, &trial->layout, trial->n, NULL, NULL,
						&trial->answer);

	if (status)
		check_status(checker, trial_function(trial), status);
	trial->checker = checker;
	for (int i = 0; i < ROUNDS && !status && !checker->n_faults; i++)
		trial_differs(trial, 0, NULL, trial->n, &worker->answers[i], "check-in-threads");
}

void check_threads(struct checker *checker)
{
	struct worker *workers = need(&checker->pool, THREADS, sizeof *workers);
	struct gate gate = {0};
	struct interruptions before;
	int n = 0;

	for (int i = 0; i < THREADS; i++)
		if (get_ready(&workers[i], checker, (uint32_t)i))
			return;
	for (int i = 0; i < THREADS; i++)
		workers[i].gate = &gate;
	while (n < THREADS && !pthread_create(&workers[n].thread, NULL, work, &workers[n]))
		n++;
	interruptions_begin(&before);
	atomic_store(&gate.threads, (unsigned)n);
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	interruptions_end(&before);
	if (n < THREADS)
		check_skip(checker, "check-no-threads", "");
	for (int i = 0; i < n && n == THREADS; i++) {
		if (!checker->n_faults)
			compare(checker, &workers[i]);
		subject_release(&workers[i].subject);
	}
	for (int i = 0; i < THREADS; i++)
		pool_clear(workers[i].subject.pool);
}
