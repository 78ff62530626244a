/* SPDX-License-Identifier: MIT */
/* The laws of states: they are functions of the records, whatever the order and the tree of merges.
 * Two states are the same when they pack to the same bytes, or, of plugins that don't pack, when
 * evaluate() says the same of them. */
#include <config.h>

#include "trial.h"

#include <string.h>

/* What can be seen of a state. */
struct view {
	unsigned char *bytes;
	size_t n;
	struct chiso_value *cells;
};

static int look(struct trial *trial, struct view *view, const struct inputs *inputs,
		const void *state)
{
	const struct chiso_indicator *use = trial->subject->indicator;
	struct chiso_call *call = &trial->subject->call;
	struct inputs own = *inputs;

	*view = (struct view){.n = 0};
	if (use->state->pack) {
		int64_t n = use->state->pack(call, state, NULL, 0);

		if (n >= 0) {
			view->n = (size_t)n;
			view->bytes = need(trial->subject->pool, view->n, 1);
			n = use->state->pack(call, state, view->bytes, view->n);
		}
		if (n < 0) {
			check_status(trial->checker, "pack()", n);
			return 1;
		}
	}
	if (!use->evaluate)
		return 0;
	view->cells =
		need(trial->subject->pool, call->n_cells + (size_t)GUARD, sizeof *view->cells);
	own.state = (void *)(uintptr_t)state;
	return evaluate(trial, &own, view->cells);
}

static int compare(struct trial *trial, const struct view *a, const struct view *b,
		   const char *when)
{
	const struct cli *cli = trial->checker->cli;
	char one[40], other[40];

	for (uint32_t i = 0; a->cells && i < trial->subject->call.n_cells; i++) {
		if (is_same_value(&a->cells[i], &b->cells[i]))
			continue;
		number_text(cli, one, a->cells[i].as.f64);
		number_text(cli, other, b->cells[i].as.f64);
		check_fail(trial->checker, "check-state-cell", one, other, text(cli, when),
			   trial->checker->seed_text);
		return 1;
	}
	if (a->n == b->n && (!a->n || !memcmp(a->bytes, b->bytes, a->n)))
		return 0;
	check_fail(trial->checker, "check-state-bytes", text(cli, when), trial->checker->seed_text);
	return 1;
}

/* Compares two states, then gives them back. */
static int same(struct trial *trial, const struct inputs *inputs, void *a, void *b,
		const char *when)
{
	struct view one, other;
	int failed = look(trial, &one, inputs, a) || look(trial, &other, inputs, b) ||
		     compare(trial, &one, &other, when);

	state_clear(trial, a);
	state_clear(trial, b);
	return failed;
}

static int merge(struct trial *trial, void *into, const void *other)
{
	int status = trial->subject->indicator->state->merge(&trial->subject->call, into, other, 1);

	if (status)
		check_status(trial->checker, "merge()", status);
	return status;
}

static void *empty(struct trial *trial)
{
	return need(trial->subject->pool, 1, trial->subject->indicator->state->state_size);
}

/* The states of `n` parts of the trial's used records. */
enum { PARTS = 3 };
static int parts(struct trial *trial, void **out)
{
	uint32_t *rows, n = used_rows(trial, &rows), first = 0;

	for (uint32_t k = 0; k < PARTS; k++) {
		uint32_t last =
			k + 1 < PARTS ? first + random_below(&trial->random, n - first + 1) : n;

		if (state_make(trial, &out[k], rows + first, last - first))
			return 1;
		first = last;
	}
	return 0;
}

static int has_each(const struct trial *trial)
{
	const struct chiso_state *use = trial->subject->indicator->state;

	return use->size >= offsetof(struct chiso_state, update_each) + sizeof use->update_each &&
	       use->update_each;
}

/* Of two states in an array each gets the rows that are meant for it. */
static int any_each(struct trial *trial, const struct inputs *inputs, const uint32_t *rows, uint32_t n)
{
	const struct chiso_state *use = trial->subject->indicator->state;
	char *states = need(trial->subject->pool, 2, use->state_size);
	uint32_t *at = need(trial->subject->pool, n, sizeof *at);
	struct chiso_batch batch = {
		.columns = trial->layout.columns, .rows = rows, .n = n, .source = trial->source};

	for (uint32_t i = 0; i < n; i++)
		at[i] = random_below(&trial->random, 2);
	int status = use->update_each(&trial->subject->call, states, at, &batch);
	if (status)
		check_status(trial->checker, "update_each()", status);
	for (uint32_t k = 0; k < 2 && !status; k++) {
		uint32_t *own = need(trial->subject->pool, n, sizeof *own), n_own = 0;
		void *alone;

		for (uint32_t i = 0; i < n; i++)
			if (at[i] == k)
				own[n_own++] = rows[i];
		status = state_make(trial, &alone, own, n_own) ||
			 same(trial, inputs, alone, states + k * use->state_size, "check-each");
	}
	return status;
}

static int any_order(struct trial *trial)
{
	uint32_t *rows, n = used_rows(trial, &rows);
	struct inputs inputs;
	void *turned;

	if (inputs_make(trial, &inputs))
		return 1;
	for (uint32_t i = 0; i < n / 2; i++) {
		uint32_t row = rows[i];

		rows[i] = rows[n - 1 - i];
		rows[n - 1 - i] = row;
	}
	if (state_make(trial, &turned, rows, n) ||
	    same(trial, &inputs, inputs.state, turned, "check-order"))
		return 1;
	return has_each(trial) && any_each(trial, &inputs, rows, n);
}

void check_state_order(struct checker *checker)
{
	trials_run(checker, any_order);
}

static int any_parts(struct trial *trial)
{
	uint32_t *rows, n = used_rows(trial, &rows);
	struct inputs inputs;
	void *state = empty(trial);

	if (inputs_make(trial, &inputs))
		return 1;
	/* One after the other into one state, and each merged as a state of its own. */
	for (uint32_t i = 0; i < n; i++) {
		void *one;

		if (state_make(trial, &one, rows + i, 1) || merge(trial, state, one))
			return 1;
		state_clear(trial, one);
	}
	return same(trial, &inputs, inputs.state, state, "check-split");
}

void check_state_parts(struct checker *checker)
{
	trials_run(checker, any_parts);
}

static int commutes(struct trial *trial)
{
	struct inputs inputs;
	void *a[PARTS], *b[PARTS];

	if (inputs_make(trial, &inputs) || parts(trial, a))
		return 1;
	b[0] = empty(trial);
	b[1] = empty(trial);
	if (merge(trial, b[0], a[0]) || merge(trial, b[0], a[1]) || merge(trial, b[1], a[1]) ||
	    merge(trial, b[1], a[0]))
		return 1;
	for (uint32_t k = 0; k < PARTS; k++)
		state_clear(trial, a[k]);
	state_clear(trial, inputs.state);
	return same(trial, &inputs, b[0], b[1], "check-commuted");
}

void check_merge_commutes(struct checker *checker)
{
	trials_run(checker, commutes);
}

static int associates(struct trial *trial)
{
	struct inputs inputs;
	void *a[PARTS], *left = empty(trial), *right = empty(trial), *middle = empty(trial);

	if (inputs_make(trial, &inputs) || parts(trial, a))
		return 1;
	/* (a + b) + c and a + (b + c) */
	if (merge(trial, left, a[0]) || merge(trial, left, a[1]) || merge(trial, left, a[2]) ||
	    merge(trial, middle, a[1]) || merge(trial, middle, a[2]) || merge(trial, right, a[0]) ||
	    merge(trial, right, middle))
		return 1;
	for (uint32_t k = 0; k < PARTS; k++)
		state_clear(trial, a[k]);
	state_clear(trial, middle);
	state_clear(trial, inputs.state);
	return same(trial, &inputs, left, right, "check-associated");
}

void check_merge_associates(struct checker *checker)
{
	trials_run(checker, associates);
}

static int identity(struct trial *trial)
{
	uint32_t *rows, n = used_rows(trial, &rows);
	struct inputs inputs;
	void *state, *nobody = empty(trial), *copy = empty(trial);

	if (inputs_make(trial, &inputs) || state_make(trial, &state, rows, n) ||
	    merge(trial, state, nobody) || merge(trial, copy, inputs.state))
		return 1;
	struct view one, two, three;
	int failed = look(trial, &one, &inputs, inputs.state) ||
		     look(trial, &two, &inputs, state) || look(trial, &three, &inputs, copy) ||
		     compare(trial, &one, &two, "check-merged-empty") ||
		     compare(trial, &one, &three, "check-merged-empty");
	state_clear(trial, inputs.state);
	state_clear(trial, state);
	state_clear(trial, copy);
	return failed;
}

void check_merge_empty(struct checker *checker)
{
	trials_run(checker, identity);
}

static int keeps_other(struct trial *trial)
{
	uint32_t *rows, n = used_rows(trial, &rows);
	struct inputs inputs;
	struct view before, after;
	void *state;

	if (inputs_make(trial, &inputs) || state_make(trial, &state, rows, n / 2) ||
	    look(trial, &before, &inputs, inputs.state) || merge(trial, state, inputs.state))
		return 1;
	/* What they hold must not be shared either. */
	state_clear(trial, state);
	int failed = look(trial, &after, &inputs, inputs.state) ||
		     compare(trial, &before, &after, "check-was-merged");
	state_clear(trial, inputs.state);
	return failed;
}

void check_merge_other(struct checker *checker)
{
	trials_run(checker, keeps_other);
}

static int keeps_state(struct trial *trial)
{
	size_t size = trial->subject->indicator->state->state_size;
	struct inputs inputs;
	struct view before, after;

	if (inputs_make(trial, &inputs))
		return 1;
	void *copy = need(trial->subject->pool, 1, size);
	int failed = look(trial, &before, &inputs, inputs.state);
	memcpy(copy, inputs.state, size);
	failed = failed || look(trial, &after, &inputs, inputs.state) ||
		 compare(trial, &before, &after, "check-was-evaluated");
	if (!failed && memcmp(copy, inputs.state, size)) {
		check_fail(trial->checker, "check-state-bytes",
			   text(trial->checker->cli, "check-was-evaluated"),
			   trial->checker->seed_text);
		failed = 1;
	}
	state_clear(trial, inputs.state);
	return failed;
}

void check_evaluate_state(struct checker *checker)
{
	trials_run(checker, keeps_state);
}

static int leaves_zeros(struct trial *trial)
{
	size_t size = trial->subject->indicator->state->state_size;
	struct inputs inputs;

	if (inputs_make(trial, &inputs))
		return 1;
	state_clear(trial, inputs.state);
	for (size_t i = 0; i < size; i++)
		if (((const unsigned char *)inputs.state)[i]) {
			char at[24];

			snprintf(at, sizeof at, "%zu", i);
			check_fail(trial->checker, "check-not-zero", at);
			return 1;
		}
	return 0;
}

void check_clear(struct checker *checker)
{
	trials_run(checker, leaves_zeros);
}
