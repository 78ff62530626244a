/* SPDX-License-Identifier: MIT */
/* Memory that the plugin has from the host: each request fails in turn, which is CHISO_ENOMEM or
 * nothing at all, and in the end all of it has come back. */
#include <config.h>

#include "life.h"

void check_allocations(struct checker *checker)
{
	enum { MOST_FAILURES = 200 };
	struct life *life = need(&checker->pool, 1, sizeof *life);
	size_t n;

	live(life, checker, 0);
	n = life->subject.ledger.n_asked;
	if (life->status < 0)
		check_status(checker, life->function, life->status);
	for (size_t k = 1; k <= n && k <= MOST_FAILURES && !checker->n_faults; k++) {
		char at[24];

		snprintf(at, sizeof at, "%zu", k);
		live(life, checker, k);
		if (life->status < 0 && life->status != CHISO_ENOMEM)
			check_status(checker, life->function, life->status);
		else if (life->subject.ledger.live)
			check_fail(checker, "check-leak-failed", at, checker->seed_text);
	}
}

void check_returned(struct checker *checker)
{
	struct life *life = need(&checker->pool, 1, sizeof *life);
	char n[24];

	live(life, checker, 0);
	snprintf(n, sizeof n, "%zu", life->subject.ledger.live);
	if (life->subject.ledger.live)
		check_fail(checker, "check-leak", n, checker->seed_text);
}

void check_true_sizes(struct checker *checker)
{
	struct life *life = need(&checker->pool, 1, sizeof *life);
	const struct ledger *ledger = &life->subject.ledger;
	char told[24], truth[24];

	live(life, checker, 0);
	snprintf(told, sizeof told, "%zu", ledger->told);
	snprintf(truth, sizeof truth, "%zu", ledger->truth);
	if (ledger->is_foreign)
		check_fail(checker, "check-foreign", checker->seed_text);
	else if (ledger->is_wrong)
		check_fail(checker, "check-old-size", told, truth, checker->seed_text);
}
