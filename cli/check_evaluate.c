/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <string.h>

/* What evaluate() reads, made as a host would. */
struct inputs {
	struct chiso_sums sums;
	double *sum;
	void *state;
};

static int add_to_state(struct trial *trial, struct inputs *inputs)
{
	const struct chiso_state *state = trial->subject->indicator->state;
	uint32_t *rows = need(trial->n, sizeof *rows), n = 0;

	if (!state)
		return 0;
	inputs->state = need(1, state->state_size);
	for (uint32_t r = 0; r < trial->n; r++)
		if (trial->answer.fates[r] == CHISO_USED)
			rows[n++] = r;
	struct chiso_batch batch = {
		.columns = trial->layout.columns,
		.rows = rows,
		.n = n,
		.source = trial->source,
	};
	int status = state->update(&trial->subject->call, inputs->state, &batch);
	if (status) {
		char number[16];

		snprintf(number, sizeof number, "%d", status);
		check_fail(trial->checker, "check-status", "update()", number, "");
	}
	return status;
}

static int make_inputs(struct trial *trial, struct inputs *inputs)
{
	uint32_t n_terms = trial->subject->call.n_terms;

	*inputs = (struct inputs){.sum = need(n_terms, sizeof *inputs->sum)};
	inputs->sums = (struct chiso_sums){
		.sum = inputs->sum, .axis_n = trial->subject->axis_n, .n_seen = trial->n};
	for (uint32_t r = 0; r < trial->n; r++) {
		if (trial->answer.fates[r] != CHISO_USED)
			continue;
		inputs->sums.n_used++;
		for (uint32_t t = 0; t < n_terms; t++)
			inputs->sum[t] += trial->answer.terms[(size_t)r * n_terms + t];
	}
	return add_to_state(trial, inputs);
}

/* evaluate() on the inputs; the sums must be what they were. */
static int evaluate(struct trial *trial, struct inputs *inputs, struct chiso_value *cells)
{
	struct subject *subject = trial->subject;
	size_t n = subject->call.n_terms;
	double *copy = need(n, sizeof *copy);

	memcpy(copy, inputs->sum, n * sizeof *copy);
	int status = subject->indicator->evaluate(&subject->call, &inputs->sums, inputs->state,
	                                          cells);
	if (status) {
		char number[16];

		snprintf(number, sizeof number, "%d", status);
		check_fail(trial->checker, "check-status", "evaluate()", number, "");
		return 1;
	}
	for (size_t t = 0; t < n; t++) {
		char before[40], after[40];

		if (!memcmp(&copy[t], &inputs->sum[t], sizeof *copy))
			continue;
		number_text(trial->checker->cli, before, copy[t]);
		number_text(trial->checker->cli, after, inputs->sum[t]);
		check_fail(trial->checker, "check-sums",
		           subject_term(subject, (uint32_t)t)->field.id, before, after,
		           trial->checker->seed_text);
		return 1;
	}
	return 0;
}

static int is_same(const struct chiso_value *a, const struct chiso_value *b)
{
	if (a->type != b->type || a->reason != b->reason)
		return 0;
	return a->type == CHISO_NONE || !memcmp(&a->as.f64, &b->as.f64, sizeof a->as.f64);
}

static int twice(struct trial *trial, struct inputs *inputs)
{
	uint32_t n = trial->subject->call.n_cells;
	struct chiso_value *first = need(n, sizeof *first), *second = need(n, sizeof *second);

	if (evaluate(trial, inputs, first) || evaluate(trial, inputs, second))
		return 1;
	for (uint32_t i = 0; i < n; i++) {
		char cell[16], a[40], b[40];

		if (is_same(&first[i], &second[i]))
			continue;
		snprintf(cell, sizeof cell, "%u", (unsigned)i);
		number_text(trial->checker->cli, a, first[i].as.f64);
		number_text(trial->checker->cli, b, second[i].as.f64);
		check_fail(trial->checker, "check-twice", cell, a, b,
		           trial->checker->seed_text);
		return 1;
	}
	return 0;
}

static void clear(struct trial *trial, struct inputs *inputs)
{
	const struct chiso_state *state = trial->subject->indicator->state;

	if (state && inputs->state)
		state->clear(&trial->subject->call, inputs->state);
}

void check_evaluate(struct checker *checker, struct subject *subject)
{
	int failed = 0;

	check_begin(checker, "evaluate-keeps-sums");
	for (uint32_t k = 0; k < TRIALS && !failed; k++) {
		struct trial trial;
		struct inputs inputs = {.sum = NULL};

		failed = trial_make(&trial, checker, subject, k) ||
		         make_inputs(&trial, &inputs) || twice(&trial, &inputs);
		clear(&trial, &inputs);
	}
	if (!failed)
		check_pass(checker);
	failed = 0;
	check_begin(checker, "evaluate-without-records");
	struct trial nobody;
	struct inputs nothing;
	if (!trial_make(&nobody, checker, subject, 0)) {
		nobody.n = 0;
		failed = make_inputs(&nobody, &nothing) || twice(&nobody, &nothing);
		clear(&nobody, &nothing);
		if (!failed)
			check_pass(checker);
	}
}
