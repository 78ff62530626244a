/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <string.h>

enum { GUARD = 8 };

/* ---- comparing bit for bit ---- */

static int differ(struct trial *trial, uint32_t row, const double *terms, uint8_t fate,
                  const char *when)
{
	uint32_t n_terms = trial->subject->call.n_terms;
	const struct cli *cli = trial->checker->cli;
	char at[16], a[40], b[40];

	snprintf(at, sizeof at, "%u", (unsigned)row);
	if (trial->fates[row] != fate) {
		snprintf(a, sizeof a, "%u", trial->fates[row]);
		snprintf(b, sizeof b, "%u", fate);
		check_fail(trial->checker, "check-fate", at, a, b, text(cli, when), trial->checker->seed_text);
		return 1;
	}
	for (uint32_t t = 0; fate == CHISO_USED && t < n_terms; t++) {
		const double *one = &trial->terms[(size_t)row * n_terms + t];

		if (!memcmp(one, &terms[t], sizeof *one))
			continue;
		number_text(cli, a, *one);
		number_text(cli, b, terms[t]);
		check_fail(trial->checker, "check-term", at,
		           subject_term(trial->subject, t)->field.id, a, b, text(cli, when), trial->checker->seed_text);
		return 1;
	}
	return 0;
}

/* Compares results with those of the whole batch: the i-th is of row rows[i], or start + i. */
static int differ_all(struct trial *trial, uint32_t start, const uint32_t *rows, uint32_t n,
                      const double *terms, const uint8_t *fates, const char *when)
{
	for (uint32_t i = 0; i < n; i++)
		if (differ(trial, rows ? rows[i] : start + i,
		           terms + (size_t)i * trial->subject->call.n_terms, fates[i], when))
			return 1;
	return 0;
}

/* Room for the results of the trial's rows. */
static double *room(const struct trial *trial, uint8_t **fates)
{
	*fates = need(trial->n, 1);
	return need((size_t)trial->n * trial->subject->call.n_terms, sizeof(double));
}

/* ---- the promises of map() ---- */

static int alone(struct trial *trial)
{
	uint8_t *fates;
	double *terms = room(trial, &fates);

	for (uint32_t r = 0; r < trial->n; r++)
		if (trial_map(trial, &trial->layout, r, 1, NULL, NULL, terms, fates) ||
		    differ(trial, r, terms, fates[0], "check-alone"))
			return 1;
	return 0;
}

static int split(struct trial *trial)
{
	uint8_t *fates;
	double *terms = room(trial, &fates);

	for (uint32_t start = 0, n; start < trial->n; start += n) {
		n = 1 + random_below(&trial->random, trial->n - start);
		if (trial_map(trial, &trial->layout, start, n, NULL, NULL, terms, fates) ||
		    differ_all(trial, start, NULL, n, terms, fates, "check-split"))
			return 1;
	}
	return 0;
}

static int some_rows(struct trial *trial)
{
	uint32_t *rows = need(trial->n, sizeof *rows), n = 0;
	uint8_t *fates;
	double *terms = room(trial, &fates);

	for (uint32_t r = 0; r < trial->n; r++)
		if (random_below(&trial->random, 2))
			rows[n++] = r;
	for (uint32_t i = n; i > 1; i--) {
		uint32_t k = random_below(&trial->random, i), row = rows[i - 1];

		rows[i - 1] = rows[k];
		rows[k] = row;
	}
	return trial_map(trial, &trial->layout, 0, n, rows, NULL, terms, fates) ||
	       differ_all(trial, 0, rows, n, terms, fates, "check-rows");
}

static int other_layout(struct trial *trial, uint32_t offset, const char *when)
{
	struct layout layout;
	uint8_t *fates;
	double *terms = room(trial, &fates);

	layout_make(&layout, trial->subject, &trial->records, offset, &trial->random);
	return trial_map(trial, &layout, 0, trial->n, NULL, NULL, terms, fates) ||
	       differ_all(trial, 0, NULL, trial->n, terms, fates, when);
}

static int offset(struct trial *trial)
{
	return other_layout(trial, 1 + random_below(&trial->random, 40), "check-offset");
}

static int behind_nulls(struct trial *trial)
{
	return other_layout(trial, 0, "check-garbage");
}

static int weights(struct trial *trial)
{
	double *weight = need(trial->n, sizeof *weight);
	uint8_t *fates;
	double *terms = room(trial, &fates);

	for (uint32_t r = 0; r < trial->n; r++)
		weight[r] = (double)random_below(&trial->random, 1000) / 8;
	return trial_map(trial, &trial->layout, 0, trial->n, NULL, weight, terms, fates) ||
	       differ_all(trial, 0, NULL, trial->n, terms, fates, "check-weights");
}

static int no_records(struct trial *trial)
{
	uint8_t fate = 99;
	double term = 99;

	return trial_map(trial, &trial->layout, 0, 0, NULL, NULL, &term, &fate);
}

static int fates_declared(struct trial *trial)
{
	uint32_t n = trial->subject->indicator->n_problems;
	char at[16], fate[16], problems[16];

	for (uint32_t r = 0; r < trial->n; r++) {
		uint8_t f = trial->fates[r];

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

/* Guards around the terms and fates show what is written outside them. */
static int inside(struct trial *trial)
{
	static const double term = 4711;
	static const uint8_t fate = 99;
	size_t n = trial->n, n_terms = n * trial->subject->call.n_terms;
	double *terms = need(n_terms + 2 * GUARD, sizeof *terms);
	uint8_t *fates = need(n + 2 * GUARD, 1);
	int broken = 0;

	for (size_t i = 0; i < GUARD; i++) {
		terms[i] = terms[GUARD + n_terms + i] = term;
		fates[i] = fates[GUARD + n + i] = fate;
	}
	if (trial_map(trial, &trial->layout, 0, trial->n, NULL, NULL, terms + GUARD,
	              fates + GUARD))
		return 1;
	for (size_t i = 0; i < GUARD; i++)
		broken |= memcmp(&terms[i], &term, sizeof term) ||
		          memcmp(&terms[GUARD + n_terms + i], &term, sizeof term) ||
		          fates[i] != fate || fates[GUARD + n + i] != fate;
	if (broken)
		check_fail(trial->checker, "check-outside", trial->checker->seed_text);
	return broken;
}

static int batch_untouched(struct trial *trial)
{
	struct layout *layout = &trial->layout;
	uint32_t n = 3 * trial->subject->n_columns;
	unsigned char **copies = need(n, sizeof *copies);
	uint8_t *fates;
	double *terms = room(trial, &fates);
	char column[16];

	for (uint32_t i = 0; i < n; i++) {
		copies[i] = need(layout->buffers[i].n, 1);
		if (layout->buffers[i].n)
			memcpy(copies[i], layout->buffers[i].bytes, layout->buffers[i].n);
	}
	if (trial_map(trial, layout, 0, trial->n, NULL, NULL, terms, fates))
		return 1;
	for (uint32_t i = 0; i < n; i++) {
		if (!layout->buffers[i].n ||
		    !memcmp(copies[i], layout->buffers[i].bytes, layout->buffers[i].n))
			continue;
		snprintf(column, sizeof column, "%u", (unsigned)(i / 3));
			check_fail(trial->checker, "check-written", column, trial->checker->seed_text);
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
		{"map-without-records", no_records},   {"map-fates-declared", fates_declared},
		{"map-writes-inside", inside},         {"map-keeps-batch", batch_untouched},
		{"map-treats-records-alone", alone},   {"map-same-when-split", split},
		{"map-honours-rows", some_rows},       {"map-honours-offsets", offset},
		{"map-ignores-nulls", behind_nulls},   {"map-leaves-weights", weights},
	};

	for (size_t i = 0; i < sizeof promises / sizeof *promises; i++) {
		int failed = 0;

		check_begin(checker, promises[i].name);
		for (uint32_t k = 0; k < TRIALS && !failed; k++) {
			struct trial trial;

			failed = trial_make(&trial, checker, subject, k) ||
			         promises[i].test(&trial);
		}
		if (!failed)
			check_pass(checker);
	}
}
