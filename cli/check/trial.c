/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <string.h>

enum { MOST_ROWS = 90 };

uint32_t trial_width(const struct trial *trial)
{
	const struct subject *subject = trial->subject;

	return subject->indicator->record ? 2u * subject->indicator->n_outputs
					  : subject->call.n_terms;
}

const char *trial_name(const struct trial *trial, uint32_t at)
{
	const struct subject *subject = trial->subject;

	return subject->indicator->record ? chiso_output_at(subject->indicator, at / 2)->field.id
					  : subject_term(subject, at)->field.id;
}

const char *trial_function(const struct trial *trial)
{
	return trial->subject->indicator->record ? "record()" : "map()";
}

/* How many words of bits the terms of a record have; 0: none is a bit. */
static size_t n_words(const struct trial *trial)
{
	return trial->subject->call.n_words;
}

void answer_make(struct answer *out, const struct trial *trial, uint32_t n)
{
	size_t n_terms = (size_t)n * trial_width(trial);
	struct pool *pool = trial->subject->pool;

	out->terms = (double *)need(pool, n_terms + 2 * GUARD, sizeof(double)) + GUARD;
	out->ones = !n_words(trial)
			    ? NULL
			    : (uint64_t *)need(pool, n * n_words(trial) + 2 * GUARD, sizeof(uint64_t)) + GUARD;
	out->fates = (uint8_t *)need(pool, n + 2u * GUARD, 1) + GUARD;
}

int trial_needs(const struct trial *trial, const struct chiso_output *output, uint32_t term)
{
	const struct chiso_indicator *use = trial->subject->indicator;
	const struct chiso_term *row = subject_term(trial->subject, term);

	return output->numerator >= use->n_terms || row == chiso_term_at(use, output->numerator) ||
	       (output->denominator < use->n_terms && row == chiso_term_at(use, output->denominator));
}

/* Whether a term is said by a bit. */
static int is_binary(const struct trial *trial, uint32_t term)
{
	return (subject_term(trial->subject, term)->field.flags & CHISO_BINARY) != 0;
}

/* What terms hold that an output does not need. */
static void fill_others(const struct trial *trial, struct answer *answer, uint32_t n)
{
	static const double anything = 4711.5;
	uint32_t n_terms = trial_width(trial);

	/* In the first one map() may say at which label a record is refused. */
	for (uint32_t t = 1; t < n_terms; t++) {
		if (is_binary(trial, t) || trial_needs(trial, trial->only, t))
			continue;
		for (uint32_t row = 0; row < n; row++)
			answer->terms[(size_t)row * n_terms + t] = anything;
	}
}

static void note_mistake(struct trial *trial, int what, uint32_t row, uint32_t term, double value)
{
	if (!trial->mistake.what)
		trial->mistake = (struct mistake){what, row, term, value};
}

/* Makes the bits of a record numbers. */
static void expand(struct trial *trial, struct answer *answer, uint32_t row)
{
	const uint64_t *bits = answer->ones + row * n_words(trial);
	uint32_t n_terms = trial_width(trial);

	/* No term has the first bit, nor those behind the last term. */
	trial->wrote_outside |= bits[0] & 1 ||
				(n_terms % 64 < 63 && bits[n_terms / 64] >> (n_terms % 64 + 1));
	for (uint32_t t = 0; t < n_terms; t++) {
		double *term = &answer->terms[(size_t)row * n_terms + t];
		int is_set = bits[(t + 1) / 64] >> (t + 1) % 64 & 1;
		int is_bit = is_binary(trial, t);
		/* The first one says at which label a record is refused. */
		int says_label = !t && answer->fates[row] >= CHISO_REFUSED;

		if (is_set && !is_bit)
			note_mistake(trial, A_BIT, row, t, 1);
		else if (is_bit && *term != 0 && !says_label)
			note_mistake(trial, A_NUMBER, row, t, *term);
		if (is_bit && !says_label)
			*term = is_set;
	}
}

int trial_map(struct trial *trial, const struct layout *layout, uint32_t n, const uint32_t *rows,
	      const double *weight, struct answer *answer)
{
	struct chiso_call *call = &trial->subject->call;
	struct chiso_batch batch = {
		.columns = layout->columns,
		.weight = weight,
		.rows = rows,
		.n = n,
		.source = trial->source,
	};

	memset(answer->terms, 0, (size_t)n * trial_width(trial) * sizeof *answer->terms);
	if (trial->subject->indicator->record)
		return trial_record(trial, &batch, answer);
	call->ones = answer->ones;
	if (trial->only)
		fill_others(trial, answer, n);
	if (answer->ones)
		memset(answer->ones, 0, n * n_words(trial) * sizeof *answer->ones);
	int status = trial->subject->indicator->map(call, &batch, answer->terms, answer->fates);
	/* So that one who has changed it can be told. */
	if (call->ones == answer->ones)
		call->ones = NULL;
	if (status && !trial->is_quiet)
		check_status(trial->checker, "map()", status);
	for (uint32_t row = 0; row < n && answer->ones && !status; row++)
		expand(trial, answer, row);
	return status;
}

void trial_fill(struct trial *trial, struct checker *checker, uint32_t number, uint32_t n,
		enum kind kind)
{
	struct subject *subject = checker->subject;
	uint32_t n_sources = subject->indicator->n_sources;

	*trial = (struct trial){.checker = checker, .subject = subject, .n = n};
	trial->random = checker->seed * TRIALS + number;
	trial->source = n_sources ? number % n_sources : 0;
	records_make(&trial->records, subject, trial->source, n, kind, &trial->random);
	layout_make(&trial->layout, subject, &trial->records, 0, n, 0, NULL);
	answer_make(&trial->answer, trial, n);
}

int trial_make_of(struct trial *trial, struct checker *checker, uint32_t number, uint32_t n,
		  enum kind kind)
{
	trial_fill(trial, checker, number, n, kind);
	return trial_map(trial, &trial->layout, n, NULL, NULL, &trial->answer);
}

int trial_make(struct trial *trial, struct checker *checker, uint32_t number)
{
	uint64_t random = checker->seed * TRIALS + number;

	return trial_make_of(trial, checker, number,
			     number ? 2 + random_below(&random, MOST_ROWS) : 2, ORDINARY);
}

/* ---- comparing bit for bit ---- */

static int differs(struct trial *trial, uint32_t row, const struct answer *answer, uint32_t i,
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
		check_fail(trial->checker, "check-term", at, trial_name(trial, t), a, b,
			   text(cli, when), seed);
		return 1;
	}
	return 0;
}

int trial_differs(struct trial *trial, uint32_t first, const uint32_t *rows, uint32_t n,
		  const struct answer *answer, const char *when)
{
	for (uint32_t i = 0; i < n; i++)
		if (differs(trial, rows ? rows[i] : first + i, answer, i, when))
			return 1;
	return 0;
}

void trials_run(struct checker *checker, int (*test)(struct trial *))
{
	struct trial trial;

	for (uint32_t k = 0; k < TRIALS; k++)
		if (trial_make(&trial, checker, k) || test(&trial))
			return;
}
