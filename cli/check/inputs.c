/* SPDX-License-Identifier: MIT */
/* What evaluate() reads: sums and states of the records of a trial. */
#include <config.h>

#include "trial.h"

#include <string.h>

uint32_t used_rows(const struct trial *trial, uint32_t **rows)
{
	uint32_t n = 0;

	*rows = need(trial->subject->pool, trial->n, sizeof **rows);
	for (uint32_t r = 0; r < trial->n; r++)
		if (trial->answer.fates[r] == CHISO_USED)
			(*rows)[n++] = r;
	return n;
}

int state_make(struct trial *trial, void **out, const uint32_t *rows, uint32_t n)
{
	const struct chiso_state *state = trial->subject->indicator->state;
	struct chiso_batch batch = {
		.columns = trial->layout.columns, .rows = rows, .n = n, .source = trial->source};

	*out = NULL;
	if (!state)
		return 0;
	*out = need(trial->subject->pool, 1, state->state_size);
	int status = state->update(&trial->subject->call, *out, &batch);
	if (status && !trial->is_quiet)
		check_status(trial->checker, "update()", status);
	return status;
}

void state_clear(struct trial *trial, void *state)
{
	if (state)
		trial->subject->indicator->state->clear(&trial->subject->call, state);
}

int inputs_make(struct trial *trial, struct inputs *inputs)
{
	uint32_t n_terms = trial->subject->call.n_terms, *rows, n = used_rows(trial, &rows);

	*inputs = (struct inputs){.sum = need(trial->subject->pool, n_terms, sizeof *inputs->sum)};
	inputs->sums = (struct chiso_sums){.size = sizeof inputs->sums,
					   .sum = inputs->sum,
					   .axis_n = trial->subject->axis_n,
					   .n_used = n,
					   .n_seen = trial->n};
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t t = 0; t < n_terms; t++)
			inputs->sum[t] += trial->answer.terms[(size_t)rows[i] * n_terms + t];
	int status = state_make(trial, &inputs->state, rows, n);
	if (status)
		state_clear(trial, inputs->state);
	return status;
}

int evaluate(struct trial *trial, const struct inputs *inputs, struct chiso_value *cells)
{
	struct subject *subject = trial->subject;

	memset(cells, 0, subject->call.n_cells * sizeof *cells);
	int status =
		subject->indicator->evaluate(&subject->call, &inputs->sums, inputs->state, cells);
	if (status && !trial->is_quiet)
		check_status(trial->checker, "evaluate()", status);
	return status;
}

int is_same_value(const struct chiso_value *a, const struct chiso_value *b)
{
	if (a->type != b->type || a->reason != b->reason)
		return 0;
	return a->type == CHISO_NONE || !memcmp(&a->as, &b->as, sizeof a->as.f64);
}
