/* SPDX-License-Identifier: MIT */
/* Promises of map() and record(): the same records give the same bits however they are handed over,
 * and nothing is touched but what is to be written. */
#include <config.h>

#include "trial.h"

#include <string.h>

/* ---- what is written ---- */

/* What is written outside the terms and fates shows in the room around them. */
static int inside(struct trial *trial)
{
	static const double term = 4711;
	static const uint8_t fate = 99;
	static const uint64_t word = 0x123456789abcdef;
	ptrdiff_t n = trial->n, n_terms = n * trial_width(trial);
	ptrdiff_t n_words = n * (ptrdiff_t)trial->subject->call.n_words;
	struct answer answer;
	int broken = 0;

	answer_make(&answer, trial, trial->n);
	for (ptrdiff_t i = 0; i < GUARD; i++) {
		answer.terms[i - GUARD] = answer.terms[n_terms + i] = term;
		answer.fates[i - GUARD] = answer.fates[n + i] = fate;
		if (answer.ones)
			answer.ones[i - GUARD] = answer.ones[n_words + i] = word;
	}
	if (trial_map(trial, &trial->layout, trial->n, NULL, NULL, &answer))
		return 1;
	broken = trial->wrote_outside;
	for (ptrdiff_t i = 0; i < GUARD && answer.ones; i++)
		broken |= answer.ones[i - GUARD] != word || answer.ones[n_words + i] != word;
	for (ptrdiff_t i = 0; i < GUARD; i++)
		broken |= memcmp(&answer.terms[i - GUARD], &term, sizeof term) ||
			  memcmp(&answer.terms[n_terms + i], &term, sizeof term) ||
			  answer.fates[i - GUARD] != fate || answer.fates[n + i] != fate;
	if (broken)
		check_fail(trial->checker, "check-outside", trial->checker->seed_text,
			   trial_function(trial));
	return broken;
}

void check_inside(struct checker *checker)
{
	trials_run(checker, inside);
}

static int batch_untouched(struct trial *trial)
{
	struct layout layout = {.place = PLAIN};
	uint32_t n = 3 * trial->subject->n_columns;
	unsigned char **copies = need(trial->subject->pool, n, sizeof *copies);
	struct answer answer;
	char column[16];

	/* A fresh one: that of the trial has been through map() already. */
	layout_make(&layout, trial->subject, &trial->records, 0, trial->n, 0, NULL);
	for (uint32_t i = 0; i < n; i++) {
		copies[i] = need(trial->subject->pool, layout.buffers[i].n, 1);
		if (layout.buffers[i].n)
			memcpy(copies[i], layout.buffers[i].bytes, layout.buffers[i].n);
	}
	answer_make(&answer, trial, trial->n);
	if (trial_map(trial, &layout, trial->n, NULL, NULL, &answer))
		return 1;
	for (uint32_t i = 0; i < n; i++) {
		if (!layout.buffers[i].n ||
		    !memcmp(copies[i], layout.buffers[i].bytes, layout.buffers[i].n))
			continue;
		snprintf(column, sizeof column, "%u", (unsigned)(i / 3));
		check_fail(trial->checker, "check-written", column, trial->checker->seed_text,
			   trial_function(trial));
		return 1;
	}
	return 0;
}

void check_batch(struct checker *checker)
{
	trials_run(checker, batch_untouched);
}

/* What the host lends with a call: the call itself, parameters, lengths of axes, first columns. */
static unsigned char *copy_call(const struct subject *subject, size_t *n)
{
	const struct chiso_indicator *use = subject->indicator;
	size_t n_values = 0, at = 0;

	for (uint32_t i = 0; i < use->n_params; i++)
		n_values += subject->call.params[i].n;
	const struct {
		const void *bytes;
		size_t n;
	} parts[] = {
		{&subject->call, sizeof subject->call},
		{subject->call.params, use->n_params * sizeof *subject->call.params},
		{subject->call.axes, use->n_axes * sizeof *subject->call.axes},
		{subject->call.input_at, use->n_inputs * sizeof *subject->call.input_at},
		{subject->call.term_at, use->n_terms * sizeof *subject->call.term_at},
		{subject->call.output_at, use->n_outputs * sizeof *subject->call.output_at},
	};
	size_t room = n_values * sizeof(struct chiso_value);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		room += parts[i].n;
	unsigned char *out = need(subject->pool, room, 1);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].n)
			memcpy(out + at, parts[i].bytes, parts[i].n);
		at += parts[i].n;
	}
	for (uint32_t i = 0; i < use->n_params; i++) {
		const struct chiso_list *list = &subject->call.params[i];

		if (list->n)
			memcpy(out + at, list->v, list->n * sizeof *list->v);
		at += list->n * sizeof *list->v;
	}
	*n = at;
	return out;
}

void check_call(struct checker *checker)
{
	struct trial trial;

	for (uint32_t k = 0; k < TRIALS; k++) {
		unsigned char *before, *after;
		size_t n, m;

		trial_fill(&trial, checker, k, 30, ORDINARY);
		before = copy_call(trial.subject, &n);
		if (trial_map(&trial, &trial.layout, trial.n, NULL, NULL, &trial.answer))
			return;
		after = copy_call(trial.subject, &m);
		if (n == m && !memcmp(before, after, n))
			continue;
		check_fail(checker, "check-call", trial_function(&trial));
		return;
	}
}

/* ---- the same records in other ways ---- */

/* A batch of its own for n records from `first`. */
static int part(struct trial *trial, uint32_t first, uint32_t n, const char *when)
{
	struct layout layout = {.place = PLAIN};
	struct answer answer;

	layout_make(&layout, trial->subject, &trial->records, first, n, 0, NULL);
	answer_make(&answer, trial, n);
	return trial_map(trial, &layout, n, NULL, NULL, &answer) ||
	       trial_differs(trial, first, NULL, n, &answer, when);
}

static int alone(struct trial *trial)
{
	for (uint32_t r = 0; r < trial->n; r++)
		if (part(trial, r, 1, "check-alone"))
			return 1;
	return 0;
}

void check_alone(struct checker *checker)
{
	trials_run(checker, alone);
}

static int split(struct trial *trial)
{
	for (uint32_t first = 0, n; first < trial->n; first += n) {
		n = 1 + random_below(&trial->random, trial->n - first);
		if (part(trial, first, n, "check-split"))
			return 1;
	}
	return 0;
}

void check_split(struct checker *checker)
{
	trials_run(checker, split);
}

/* The same records in a layout of its own; all of them, or the rows listed. */
static int again(struct trial *trial, uint32_t n, const uint32_t *rows, const double *weight,
		 const char *when)
{
	struct layout layout = {.place = PLAIN};
	struct answer answer;

	layout_make(&layout, trial->subject, &trial->records, 0, trial->n, 0, NULL);
	answer_make(&answer, trial, n);
	return trial_map(trial, &layout, n, rows, weight, &answer) ||
	       trial_differs(trial, 0, rows, n, &answer, when);
}

static int same_again(struct trial *trial)
{
	return again(trial, trial->n, NULL, NULL, "check-again");
}

void check_again(struct checker *checker)
{
	trials_run(checker, same_again);
}

static void shuffle(struct trial *trial, uint32_t *rows, uint32_t n)
{
	for (uint32_t i = n; i > 1; i--) {
		uint32_t k = random_below(&trial->random, i), row = rows[i - 1];

		rows[i - 1] = rows[k];
		rows[k] = row;
	}
}

static int some_rows(struct trial *trial)
{
	uint32_t *rows = need(trial->subject->pool, trial->n, sizeof *rows), n = 0;

	for (uint32_t r = 0; r < trial->n; r++)
		if (random_below(&trial->random, 2))
			rows[n++] = r;
	shuffle(trial, rows, n);
	return again(trial, n, rows, NULL, "check-rows");
}

void check_rows(struct checker *checker)
{
	trials_run(checker, some_rows);
}

static int weights(struct trial *trial)
{
	double *weight = need(trial->subject->pool, trial->n, sizeof *weight);

	for (uint32_t r = 0; r < trial->n; r++)
		weight[r] = (double)random_below(&trial->random, 1000) / 8;
	return again(trial, trial->n, NULL, weight, "check-weights");
}

void check_weights(struct checker *checker)
{
	trials_run(checker, weights);
}

static int other_layout(struct trial *trial, uint32_t offset, uint64_t *random, const char *when)
{
	struct layout layout = {.place = PLAIN};
	struct answer answer;

	layout_make(&layout, trial->subject, &trial->records, 0, trial->n, offset, random);
	answer_make(&answer, trial, trial->n);
	return trial_map(trial, &layout, trial->n, NULL, NULL, &answer) ||
	       trial_differs(trial, 0, NULL, trial->n, &answer, when);
}

static int offset(struct trial *trial)
{
	return other_layout(trial, 1 + random_below(&trial->random, 40), NULL, "check-offset");
}

void check_offsets(struct checker *checker)
{
	trials_run(checker, offset);
}

static int behind_nulls(struct trial *trial)
{
	return other_layout(trial, 0, &trial->random, "check-garbage");
}

void check_nulls(struct checker *checker)
{
	trials_run(checker, behind_nulls);
}

/* ---- reading outside ---- */

/* The columns lie at pages that can't be touched, so that reading outside ends the process.  `rows`
 * and what map() writes lie there, too. */
static int guarded(struct trial *trial, int place)
{
	struct layout layout = {.place = place};
	uint32_t n = trial->n;
	uint32_t *rows = need_guarded(trial->subject->pool, n, sizeof *rows, place == BEFORE_GUARD);
	struct answer answer;

	layout_make(&layout, trial->subject, &trial->records, 0, n, 0, NULL);
	if (layout.is_unguarded || !rows) {
		check_skip(trial->checker, "check-no-guards", "");
		return 1;
	}
	for (uint32_t i = 0; i < n; i++)
		rows[i] = n - 1 - i;
	answer_make(&answer, trial, n);
	return trial_map(trial, &layout, n, NULL, NULL, &answer) ||
	       trial_map(trial, &layout, n, rows, NULL, &answer);
}

static int behind(struct trial *trial)
{
	return guarded(trial, BEFORE_GUARD);
}

void check_over_read(struct checker *checker)
{
	trials_run(checker, behind);
}

static int before(struct trial *trial)
{
	return guarded(trial, BEHIND_GUARD);
}

void check_under_read(struct checker *checker)
{
	trials_run(checker, before);
}
