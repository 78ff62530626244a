/* SPDX-License-Identifier: MIT */
/* The promises of evaluate(). */
#include <config.h>

#include "trial.h"

#include <math.h>
#include <string.h>

static struct chiso_value *new_cells(const struct trial *trial)
{
	/* One that writes more fails the check that is about that, and no other. */
	return need(trial->subject->pool, trial->subject->call.n_cells + (size_t)GUARD,
		    sizeof(struct chiso_value));
}

static int keeps_sums(struct trial *trial)
{
	size_t n = trial->subject->call.n_terms;
	struct inputs inputs;

	if (inputs_make(trial, &inputs))
		return 1;
	double *copy = need(trial->subject->pool, n, sizeof *copy);
	memcpy(copy, inputs.sum, n * sizeof *copy);
	int failed = evaluate(trial, &inputs, new_cells(trial));
	for (size_t t = 0; t < n && !failed; t++) {
		char before[40], after[40];

		if (!memcmp(&copy[t], &inputs.sum[t], sizeof *copy))
			continue;
		number_text(trial->checker->cli, before, copy[t]);
		number_text(trial->checker->cli, after, inputs.sum[t]);
		check_fail(trial->checker, "check-sums",
			   subject_term(trial->subject, (uint32_t)t)->field.id, before, after,
			   trial->checker->seed_text);
		failed = 1;
	}
	state_clear(trial, inputs.state);
	return failed;
}

void check_sums(struct checker *checker)
{
	trials_run(checker, keeps_sums);
}

/* The id of the output that a cell is of. */
static const struct chiso_output *output_of(const struct subject *subject, uint32_t cell)
{
	uint32_t i = subject->indicator->n_outputs - 1u;

	while (i && subject->call.output_at[i] > cell)
		i--;
	return chiso_output_at(subject->indicator, i);
}

/* The sums are copied for each call, so that a plugin that changes them fails there only. */
static int evaluate_copy(struct trial *trial, const struct inputs *inputs,
			 struct chiso_value *cells)
{
	size_t n = trial->subject->call.n_terms;
	struct inputs own = *inputs;

	own.sum = need(trial->subject->pool, n, sizeof *own.sum);
	memcpy(own.sum, inputs->sum, n * sizeof *own.sum);
	own.sums.sum = own.sum;
	return evaluate(trial, &own, cells);
}

static int twice(struct trial *trial)
{
	uint32_t n = trial->subject->call.n_cells;
	struct chiso_value *first = new_cells(trial), *second = new_cells(trial);
	struct inputs inputs;

	if (inputs_make(trial, &inputs))
		return 1;
	int failed = evaluate_copy(trial, &inputs, first) || evaluate_copy(trial, &inputs, second);
	for (uint32_t i = 0; i < n && !failed; i++) {
		char a[40], b[40];

		if (is_same_value(&first[i], &second[i]))
			continue;
		number_text(trial->checker->cli, a, first[i].as.f64);
		number_text(trial->checker->cli, b, second[i].as.f64);
		check_fail(trial->checker, "check-twice", output_of(trial->subject, i)->field.id, a,
			   b, trial->checker->seed_text);
		failed = 1;
	}
	state_clear(trial, inputs.state);
	return failed;
}

void check_evaluate_again(struct checker *checker)
{
	trials_run(checker, twice);
}

void check_evaluate_nobody(struct checker *checker)
{
	struct trial trial;
	struct inputs inputs;

	trial_fill(&trial, checker, 0, 0, ORDINARY);
	if (inputs_make(&trial, &inputs))
		return;
	evaluate(&trial, &inputs, new_cells(&trial));
	state_clear(&trial, inputs.state);
}

/* A computed cell is a finite number, or none with a reason of the list. */
static int cells_are_values(struct trial *trial)
{
	struct chiso_value *cells = new_cells(trial);
	struct inputs inputs;
	int failed;

	if (inputs_make(trial, &inputs))
		return 1;
	failed = evaluate(trial, &inputs, cells);
	for (uint32_t i = 0; i < trial->subject->call.n_cells && !failed; i++) {
		const struct chiso_output *output = output_of(trial->subject, i);
		int is_sound = cells[i].type == CHISO_F64
				       ? isfinite(cells[i].as.f64)
				       : cells[i].type == CHISO_NONE &&
						 cells[i].reason <= CHISO_REASON_FAILED;
		char value[40];

		if (output->numerator != CHISO_COMPUTED || is_sound)
			continue;
		number_text(trial->checker->cli, value,
			    cells[i].type == CHISO_F64    ? cells[i].as.f64
			    : cells[i].type == CHISO_NONE ? cells[i].reason
							  : cells[i].type);
		check_fail(trial->checker, "check-cell", output->field.id, value,
			   trial->checker->seed_text);
		failed = 1;
	}
	state_clear(trial, inputs.state);
	return failed;
}

void check_cells(struct checker *checker)
{
	trials_run(checker, cells_are_values);
}

static int cells_inside(struct trial *trial)
{
	static const unsigned char mark[sizeof(struct chiso_value)] = {0xa5, 0x5a, 0xa5};
	uint32_t n = trial->subject->call.n_cells;
	struct chiso_value *cells = need(trial->subject->pool, n + 2u * GUARD, sizeof *cells);
	struct inputs inputs;

	if (inputs_make(trial, &inputs))
		return 1;
	for (uint32_t i = 0; i < GUARD; i++) {
		memcpy(&cells[i], mark, sizeof mark);
		memcpy(&cells[GUARD + n + i], mark, sizeof mark);
	}
	int failed = evaluate(trial, &inputs, cells + GUARD), broken = 0;
	for (uint32_t i = 0; i < GUARD; i++)
		broken |= memcmp(&cells[i], mark, sizeof mark) ||
			  memcmp(&cells[GUARD + n + i], mark, sizeof mark);
	if (broken && !failed)
		check_fail(trial->checker, "check-outside", trial->checker->seed_text,
			   "evaluate()");
	state_clear(trial, inputs.state);
	return failed || broken;
}

void check_cells_inside(struct checker *checker)
{
	trials_run(checker, cells_inside);
}
