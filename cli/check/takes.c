/* SPDX-License-Identifier: MIT */
/* Which calls a plugin must take: prepare() with its defaults, tables of all kinds. */
#include <config.h>

#include "trial.h"

#include <math.h>
#include <string.h>

/* ---- prepare() ---- */

void check_prepare(struct checker *checker)
{
	struct subject subject;

	subject_open(&subject, checker->indicator, &checker->pool, NULL);
	int status = subject_prepare(&subject);
	if (!status) {
		subject_release(&subject);
	} else if (subject.made_up) {
		check_skip(checker, "check-needs-parameters", subject.said);
	} else {
		char number[16];

		snprintf(number, sizeof number, "%d", status);
		check_fail(checker, "check-refused", number, subject.said);
	}
}

/* Parameters within their ranges, most of them not the defaults: prepare() takes them, or says in
 * words what is wrong with which of them. */
void check_refusals(struct checker *checker)
{
	enum { TRIES = 40 };

	for (uint32_t k = 0; k < TRIES; k++) {
		uint64_t random = checker->seed * TRIES + k;
		struct subject subject;
		char number[16];

		subject_open(&subject, checker->indicator, &checker->pool, &random);
		int status = subject_prepare(&subject);
		snprintf(number, sizeof number, "%d", status);
		if (!status)
			subject_release(&subject);
		else if (status < CHISO_EABI || status > 0)
			check_fail(checker, "check-no-status", "prepare()", number,
				   checker->seed_text);
		else if (status == CHISO_EPARAM && (!subject.n_said || !*subject.said))
			check_fail(checker, "check-silent", number, checker->seed_text);
		else if (subject.n_said && subject.said_of >= subject.indicator->n_params) {
			snprintf(number, sizeof number, "%d", subject.said_of);
			check_fail(checker, "check-said-of", number, checker->seed_text);
		}
		if (checker->n_faults)
			return;
	}
}

/* ---- tables ---- */

static void take(struct checker *checker, uint32_t least, enum kind kind)
{
	struct trial trial;
	uint32_t n_sources = checker->indicator->n_sources;
	uint32_t n_trials = n_sources > TRIALS ? n_sources : TRIALS;

	for (uint32_t k = 0; k < n_trials; k++) {
		uint32_t n = least < 2 ? least : least + 20 * k;

		if (trial_make_of(&trial, checker, k, n, kind))
			return;
	}
}

void check_records(struct checker *checker)
{
	take(checker, 20, FULL);
}

void check_missing(struct checker *checker)
{
	take(checker, 20, MISSING);
}

void check_one_record(struct checker *checker)
{
	take(checker, 1, ORDINARY);
}

void check_no_records(struct checker *checker)
{
	take(checker, 0, ORDINARY);
}

void check_unbound(struct checker *checker)
{
	take(checker, 20, UNBOUND);
}

void check_extremes(struct checker *checker)
{
	take(checker, 20, EXTREME);
}

/* ---- what it says of them ---- */

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
		check_fail(trial->checker, "check-undeclared", at, fate, problems,
			   trial->checker->seed_text);
		return 1;
	}
	return 0;
}

void check_fates(struct checker *checker)
{
	trials_run(checker, fates_declared);
}

/* How many columns the input of a problem has; 0: it does not repeat. */
static uint32_t labels_of(const struct subject *subject, uint8_t fate)
{
	const struct chiso_problem *problem;
	const struct chiso_input *input;

	if (fate < CHISO_REFUSED)
		return 0;
	problem = chiso_problem_at(subject->indicator, fate - (uint32_t)CHISO_REFUSED);
	input = problem ? chiso_input_at(subject->indicator, problem->input) : NULL;
	return input && input->axis ? subject->axis_n[input->axis - 1] : 0;
}

static int labels_in_range(struct trial *trial)
{
	uint32_t width = trial_width(trial);

	for (uint32_t r = 0; r < trial->n && width; r++) {
		uint32_t n = labels_of(trial->subject, trial->answer.fates[r]);
		double label = trial->answer.terms[(size_t)r * width];
		char at[16], met[40], most[16];

		/* Any whole number from 0 on. */
		if (!n || (label >= 0 && label < n && label <= (double)(uint32_t)label))
			continue;
		snprintf(at, sizeof at, "%u", (unsigned)r);
		number_text(trial->checker->cli, met, label);
		snprintf(most, sizeof most, "%u", (unsigned)n);
		check_fail(trial->checker, "check-label", at, met, most, trial->checker->seed_text);
		return 1;
	}
	return 0;
}

void check_labels(struct checker *checker)
{
	trials_run(checker, labels_in_range);
}

static int terms_are_numbers(struct trial *trial)
{
	uint32_t width = trial_width(trial);
	char at[16];

	for (uint32_t r = 0; r < trial->n; r++)
		for (uint32_t t = 0; trial->answer.fates[r] == CHISO_USED && t < width; t++) {
			double term = trial->answer.terms[(size_t)r * width + t];

			if (!isnan(term))
				continue;
			snprintf(at, sizeof at, "%u", (unsigned)r);
			check_fail(trial->checker, "check-nan", at, trial_name(trial, t),
				   trial->checker->seed_text);
			return 1;
		}
	return 0;
}

void check_term_values(struct checker *checker)
{
	trials_run(checker, terms_are_numbers);
}

static int binary_terms_are_bits(struct trial *trial)
{
	const struct mistake *mistake = &trial->mistake;
	char at[16], value[40];

	if (!mistake->what)
		return 0;
	snprintf(at, sizeof at, "%u", (unsigned)mistake->row);
	number_text(trial->checker->cli, value, mistake->value);
	if (mistake->what == A_BIT)
		check_fail(trial->checker, "check-bit", at, trial_name(trial, mistake->term),
			   trial->checker->seed_text);
	else
		check_fail(trial->checker, "check-binary", at, trial_name(trial, mistake->term), value,
			   trial->checker->seed_text);
	return 1;
}

void check_binary_terms(struct checker *checker)
{
	trials_run(checker, binary_terms_are_bits);
}

/* Whether a term of a record that an output needs is the same whatever the others hold. */
static int is_same(struct trial *trial, const struct answer *answer, uint32_t row, uint32_t term)
{
	size_t place = (size_t)row * trial_width(trial) + term;
	const double *zeroed = &trial->answer.terms[place], *filled = &answer->terms[place];
	const struct cli *cli = trial->checker->cli;
	char at[16], a[40], b[40];

	if (trial->answer.fates[row] != CHISO_USED || !trial_needs(trial, trial->only, term) ||
	    !memcmp(zeroed, filled, sizeof *zeroed))
		return 1;
	snprintf(at, sizeof at, "%u", (unsigned)row);
	number_text(cli, a, *zeroed);
	number_text(cli, b, *filled);
	check_fail(trial->checker, "check-terms-read", at, trial_name(trial, term), a, b,
		   trial->only->field.id, trial->checker->seed_text);
	return 0;
}

static int terms_are_not_read(struct trial *trial)
{
	const struct chiso_indicator *use = trial->subject->indicator;
	uint32_t width = trial_width(trial);
	struct answer answer;
	int is_fine = 1;

	for (uint32_t o = 0; o < use->n_outputs && trial->answer.ones && is_fine; o++) {
		trial->only = chiso_output_at(use, o);
		answer_make(&answer, trial, trial->n);
		if (trial_map(trial, &trial->layout, trial->n, NULL, NULL, &answer))
			return 1;
		for (uint32_t i = 0; i < trial->n * width && is_fine; i++)
			is_fine = is_same(trial, &answer, i / width, i % width);
	}
	return !is_fine;
}

void check_terms_read(struct checker *checker)
{
	trials_run(checker, terms_are_not_read);
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

void check_output_values(struct checker *checker)
{
	trials_run(checker, values_declared);
}

/* The number in a cell of the records; 0: there is none. */
static int number_at(const struct trial *trial, uint32_t column, uint32_t row, double *out)
{
	const struct chiso_value *cell = &trial->records.cells[(size_t)column * trial->n + row];

	if (!trial->records.is_bound[column] ||
	    (cell->type != CHISO_F64 && cell->type != CHISO_I64))
		return 0;
	*out = cell->type == CHISO_F64 ? cell->as.f64 : (double)cell->as.i64;
	return 1;
}

/* What was met of a term over all trials. */
struct tally {
	unsigned n_records, n_added; /* with an input that is not 0; those of which it was added */
};

/* The number that a term should be, and is; 0: the record has none there. */
static int term_is(const struct trial *trial, uint32_t i, uint32_t k, uint32_t r, double *value,
		   double *met)
{
	const struct subject *subject = trial->subject;
	const struct chiso_term *term = chiso_term_at(subject->indicator, i);

	*met = trial->answer.terms[(size_t)r * trial_width(trial) + subject->call.term_at[i] + k];
	return trial->answer.fates[r] == CHISO_USED &&
	       number_at(trial, subject->call.input_at[term->input - 1] + k, r, value);
}

/* The terms of a row of the table that says which input it adds; not 0: one is neither that nor 0,
 * as of a record that does not count there. */
static int term_differs(struct trial *trial, uint32_t i, struct tally *tally)
{
	const struct subject *subject = trial->subject;
	const struct chiso_term *term = chiso_term_at(subject->indicator, i);
	const struct chiso_input *input =
		term->input ? chiso_input_at(subject->indicator, term->input - 1u) : NULL;
	uint32_t n = input && input->axis ? subject->axis_n[input->axis - 1] : 1;

	/* Only where there is one term for each column. */
	if (!input || term->axis[0] != input->axis || term->axis[1] ||
	    term->source != trial->source)
		return 0;
	for (uint32_t r = 0; r < trial->n; r++)
		for (uint32_t k = 0; k < n; k++) {
			double value, met;
			char at[16], a[40], b[40];

			if (!term_is(trial, i, k, r, &value, &met) || (value >= 0 && value <= 0))
				continue;
			tally->n_records++;
			tally->n_added += met >= value && met <= value;
			if ((met >= value && met <= value) || (met >= 0 && met <= 0))
				continue;
			snprintf(at, sizeof at, "%u", (unsigned)r);
			number_text(trial->checker->cli, a, met);
			number_text(trial->checker->cli, b, value);
			check_fail(trial->checker, "check-term-input", at, term->field.id, a,
				   input->field.id, b, trial->checker->seed_text);
			return 1;
		}
	return 0;
}

/* One that is 0 for each of many records adds nothing at all. */
static void look_for_zeros(struct checker *checker, uint32_t i, const struct tally *tally)
{
	enum { MANY = 30 };
	const struct chiso_term *term = chiso_term_at(checker->indicator, i);
	char n[16];

	if (tally->n_records < MANY || tally->n_added)
		return;
	snprintf(n, sizeof n, "%u", tally->n_records);
	check_fail(checker, "check-term-never", term->field.id, n,
		   chiso_input_at(checker->indicator, term->input - 1u)->field.id,
		   checker->seed_text);
}

void check_term_inputs(struct checker *checker)
{
	uint32_t n_terms = checker->indicator->n_terms;
	struct tally *tallies = need(&checker->pool, n_terms, sizeof *tallies);
	struct trial trial;

	for (uint32_t k = 0; k < TRIALS; k++) {
		if (trial_make(&trial, checker, k))
			return;
		for (uint32_t i = 0; i < n_terms; i++)
			if (term_differs(&trial, i, &tallies[i]))
				return;
	}
	for (uint32_t i = 0; i < n_terms; i++)
		look_for_zeros(checker, i, &tallies[i]);
}
