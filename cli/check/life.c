/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "life.h"

static int note(struct life *life, const char *function, int64_t status)
{
	life->function = function;
	life->status = status;
	return status < 0;
}

static int evaluate_state(struct life *life, struct inputs *inputs)
{
	if (!life->subject.indicator->evaluate)
		return 0;
	life->cells = need(life->subject.pool, life->subject.call.n_cells + (size_t)GUARD,
			   sizeof *life->cells);
	return note(life, "evaluate()", evaluate(&life->trial, inputs, life->cells));
}

static int pack_state(struct life *life, const void *state, void *copy)
{
	const struct chiso_state *use = life->subject.indicator->state;
	struct chiso_call *call = &life->subject.call;

	if (!use->pack || !use->unpack)
		return 0;
	int64_t n = use->pack(call, state, NULL, 0);
	if (note(life, "pack()", n))
		return 1;
	unsigned char *bytes = need(life->subject.pool, (size_t)n, 1);
	n = use->pack(call, state, bytes, (size_t)n);
	return note(life, "pack()", n) ||
	       note(life, "unpack()", use->unpack(call, copy, bytes, (size_t)n));
}

static void use_state(struct life *life)
{
	const struct chiso_state *use = life->subject.indicator->state;
	struct chiso_call *call = &life->subject.call;
	struct trial *trial = &life->trial;
	uint32_t *rows, n = used_rows(trial, &rows), n_terms = call->n_terms;
	struct inputs inputs = {.sum = need(life->subject.pool, n_terms, sizeof *inputs.sum)};
	size_t size = use ? use->state_size : 1;
	void *state = need(life->subject.pool, 1, size), *copy = need(life->subject.pool, 1, size);
	struct chiso_batch batch = {.columns = trial->layout.columns,
				    .rows = rows,
				    .n = n / 2,
				    .source = trial->source};

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t t = 0; t < n_terms; t++)
			inputs.sum[t] += trial->answer.terms[(size_t)rows[i] * n_terms + t];
	inputs.sums = (struct chiso_sums){.size = sizeof inputs.sums,
					  .sum = inputs.sum,
					  .axis_n = life->subject.axis_n,
					  .n_used = n,
					  .n_seen = trial->n};
	inputs.state = use ? state : NULL;
	if (use && !note(life, "update()", use->update(call, state, &batch))) {
		batch.rows += batch.n;
		batch.n = n - batch.n;
		if (!note(life, "update()", use->update(call, state, &batch)) &&
		    !evaluate_state(life, &inputs) && !pack_state(life, state, copy))
			note(life, "merge()", use->merge(call, copy, state, 1));
	} else if (!use) {
		evaluate_state(life, &inputs);
	}
	if (use) {
		use->clear(call, state);
		use->clear(call, copy);
	}
}

void live(struct life *life, struct checker *checker, size_t fail_at)
{
	*life = (struct life){.checker = *checker};
	subject_open(&life->subject, checker->indicator, &checker->pool, NULL);
	life->subject.ledger.fail_at = fail_at;
	life->checker.subject = &life->subject;
	if (note(life, "prepare()", subject_prepare(&life->subject)))
		return;
	trial_fill(&life->trial, &life->checker, 3, 40, ORDINARY);
	life->trial.is_quiet = 1;
	if (!note(life, trial_function(&life->trial),
		  trial_map(&life->trial, &life->trial.layout, life->trial.n, NULL, NULL,
			    &life->trial.answer)) &&
	    checker->indicator->map)
		use_state(life);
	subject_release(&life->subject);
}
