/* SPDX-License-Identifier: MIT */
/* Four threads at once, each with a call of its own, on the same records. */
#include <config.h>

#include "trial.h"

#include <pthread.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 40 };

struct worker {
	pthread_t thread;
	struct subject subject;
	struct checker checker;
	struct trial trial;
	struct answer answers[ROUNDS];
	int status;
};

static void *work(void *arg)
{
	struct worker *worker = arg;

	for (int i = 0; i < ROUNDS && !worker->status; i++)
		worker->status = trial_map(&worker->trial, &worker->trial.layout, worker->trial.n,
					   NULL, NULL, &worker->answers[i]);
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
	int n = 0;

	for (int i = 0; i < THREADS; i++)
		if (get_ready(&workers[i], checker, (uint32_t)i))
			return;
	while (n < THREADS && !pthread_create(&workers[n].thread, NULL, work, &workers[n]))
		n++;
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
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
