/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <string.h>

/* ---- comparing bit for bit ---- */

static int differ(struct trial *trial, uint32_t row, const struct answer *answer, uint32_t i,
                  const char *when)
{
	uint32_t n_terms = trial_width(trial);
	const struct cli *cli = trial->checker->cli;
	const char *seed = trial->checker->seed_text;
	uint8_t fate = trial->answer.fates[row];
	char at[16], a[40], b[40];

	snprintf(at, sizeof at, "%u", (unsigned)row);
	if (fate != answer->fates[i]) {
		snprintf(a, sizeof a, "%u", fate);
		snprintf(b, sizeof b, "%u", answer->fates[i]);
		check_fail(trial->checker, "check-fate", at, a, b, text(cli, when), seed);
		return 1;
	}
	for (uint32_t t = 0; fate == CHISO_USED && t < n_terms; t++) {
		const double *one = &trial->answer.terms[(size_t)row * n_terms + t];
		const double *other = &answer->terms[(size_t)i * n_terms + t];

		if (!memcmp(one, other, sizeof *one))
			continue;
		number_text(cli, a, *one);
		number_text(cli, b, *other);
		check_fail(trial->checker, "check-term", at,
		           trial_name(trial, t), a, b, text(cli, when), seed);
		return 1;
	}
	return 0;
}

/* Compares n answers with those about the whole batch: the i-th is about row rows[i], or first + i. */
static int differ_all(struct trial *trial, uint32_t first, const uint32_t *rows, uint32_t n,
                      const struct answer *answer, const char *when)
{
	for (uint32_t i = 0; i < n; i++)
		if (differ(trial, rows ? rows[i] : first + i, answer, i, when))
			return 1;
	return 0;
}

/* ---- the promises of map() and record() ---- */

/* A batch of its own for n records from `first`. */
static int part(struct trial *trial, uint32_t first, uint32_t n, const char *when)
{
	struct layout layout;
	struct answer answer;

	layout_make(&layout, trial->subject, &trial->records, first, n, 0, NULL);
	answer_make(&answer, trial, n);
	return trial_map(trial, &layout, n, NULL, NULL, &answer) ||
	       differ_all(trial, first, NULL, n, &answer, when);
}

static int alone(struct trial *trial)
{
	for (uint32_t r = 0; r < trial->n; r++)
		if (part(trial, r, 1, "check-alone"))
			return 1;
	return 0;
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

/* The same records in a layout of its own; all of them, or the rows listed. */
static int again(struct trial *trial, uint32_t n, const uint32_t *rows, const double *weight,
                 const char *when)
{
	struct layout layout;
	struct answer answer;

	layout_make(&layout, trial->subject, &trial->records, 0, trial->n, 0, NULL);
	answer_make(&answer, trial, n);
	return trial_map(trial, &layout, n, rows, weight, &answer) ||
	       differ_all(trial, 0, rows, n, &answer, when);
}

static int some_rows(struct trial *trial)
{
	uint32_t *rows = need(trial->n, sizeof *rows), n = 0;

	for (uint32_t r = 0; r < trial->n; r++)
		if (random_below(&trial->random, 2))
			rows[n++] = r;
	for (uint32_t i = n; i > 1; i--) {
		uint32_t k = random_below(&trial->random, i), row = rows[i - 1];

		rows[i - 1] = rows[k];
		rows[k] = row;
	}
	return again(trial, n, rows, NULL, "check-rows");
}

static int weights(struct trial *trial)
{
	double *weight = need(trial->n, sizeof *weight);

	for (uint32_t r = 0; r < trial->n; r++)
		weight[r] = (double)random_below(&trial->random, 1000) / 8;
	return again(trial, trial->n, NULL, weight, "check-weights");
}

static int other_layout(struct trial *trial, uint32_t offset, uint64_t *random, const char *when)
{
	struct layout layout;
	struct answer answer;

	layout_make(&layout, trial->subject, &trial->records, 0, trial->n, offset, random);
	answer_make(&answer, trial, trial->n);
	return trial_map(trial, &layout, trial->n, NULL, NULL, &answer) ||
	       differ_all(trial, 0, NULL, trial->n, &answer, when);
}

static int offset(struct trial *trial)
{
	return other_layout(trial, 1 + random_below(&trial->random, 40), NULL, "check-offset");
}

static int behind_nulls(struct trial *trial)
{
	return other_layout(trial, 0, &trial->random, "check-garbage");
}

static int no_records(struct trial *trial)
{
	struct answer answer;

	answer_make(&answer, trial, 0);
	return trial_map(trial, &trial->layout, 0, NULL, NULL, &answer);
}

static int fates_declared(struct trial *trial)
{
	uint32_t n = trial->subject->indicator->n_problems;
	char at[16], fate[16], problems[16];

	for (uint32_t r = 0; r < trial->n; r++) {
		uint8_t f = trial->answer.fates[r];

		if (f <= CHISO_EXCLUDED || (f >= CHISO_REFUSED && f - CHISO_REFUSED < (int)n))
			continue;
		snprintf(at, sizeof at, "%u", (unsigned)r);
		snprintf(fate, sizeof fate, "%u", f);
		snprintf(problems, sizeof problems, "%u", (unsigned)n);
			check_fail(trial->checker, "check-undeclared", at, fate, problems, trial->checker->seed_text);
		return 1;
	}
	return 0;
}

/* What is written outside the terms and fates shows in the room around them. */
static int inside(struct trial *trial)
{
	static const double term = 4711;
	static const uint8_t fate = 99;
	ptrdiff_t n = trial->n, n_terms = n * trial_width(trial);
	struct answer answer;
	int broken = 0;

	answer_make(&answer, trial, trial->n);
	for (ptrdiff_t i = 0; i < GUARD; i++) {
		answer.terms[i - GUARD] = answer.terms[n_terms + i] = term;
		answer.fates[i - GUARD] = answer.fates[n + i] = fate;
	}
	if (trial_map(trial, &trial->layout, trial->n, NULL, NULL, &answer))
		return 1;
	broken = trial->wrote_outside;
	for (ptrdiff_t i = 0; i < GUARD; i++)
		broken |= memcmp(&answer.terms[i - GUARD], &term, sizeof term) ||
		          memcmp(&answer.terms[n_terms + i], &term, sizeof term) ||
		          answer.fates[i - GUARD] != fate || answer.fates[n + i] != fate;
	if (broken)
		check_fail(trial->checker, "check-outside", trial->checker->seed_text,
		           trial_function(trial));
	return broken;
}

static int values_declared(struct trial *trial)
{
	char at[16], value[40];

	if (!trial->is_strange)
		return 0;
	snprintf(at, sizeof at, "%u", (unsigned)trial->strange_row);
	number_text(trial->checker->cli, value, trial->strange_value);
	check_fail(trial->checker, "check-value", at, trial_name(trial, 2 * trial->strange_output),
	           value, trial->checker->seed_text);
	return 1;
}

static int batch_untouched(struct trial *trial)
{
	struct layout layout;
	uint32_t n = 3 * trial->subject->n_columns;
	unsigned char **copies = need(n, sizeof *copies);
	struct answer answer;
	char column[16];

	/* A fresh one: that of the trial has been through map() already. */
	layout_make(&layout, trial->subject, &trial->records, 0, trial->n, 0, NULL);
	for (uint32_t i = 0; i < n; i++) {
		copies[i] = need(layout.buffers[i].n, 1);
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

void check_map(struct checker *checker, struct subject *subject)
{
	static const struct {
		const char *name;
		int (*test)(struct trial *);
	} promises[] = {
		{"without-records", no_records},   {"fates-declared", fates_declared},
		{"writes-inside", inside},         {"keeps-batch", batch_untouched},
		{"treats-records-alone", alone},   {"same-when-split", split},
		{"honours-rows", some_rows},       {"honours-offsets", offset},
		{"ignores-nulls", behind_nulls},   {"leaves-weights", weights},
		{"values-declared", values_declared},
	};
	int is_record = subject->indicator->record != NULL;
	char name[64];

	for (size_t i = 0; i < sizeof promises / sizeof *promises; i++) {
		int failed = 0;

		/* Weights may come from the outputs of record(), which gets none; a term may be any
		 * number. */
		if (promises[i].test == (is_record ? weights : values_declared))
			continue;
		snprintf(name, sizeof name, "%s-%s", is_record ? "record" : "map",
		         promises[i].name);
		check_begin(checker, name);
		for (uint32_t k = 0; k < TRIALS && !failed; k++) {
			struct trial trial;

			failed = trial_make(&trial, checker, subject, k) ||
			         promises[i].test(&trial);
		}
		if (!failed)
			check_pass(checker);
	}
}
