/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <chiso/chiso.h>

#include <string.h>

enum { MOST_ROWS = 150 };

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

void answer_make(struct answer *out, const struct trial *trial, uint32_t n)
{
	size_t n_terms = (size_t)n * trial_width(trial);

	out->terms = (double *)need(n_terms + 2 * GUARD, sizeof(double)) + GUARD;
	out->fates = (uint8_t *)need(n + 2u * GUARD, 1) + GUARD;
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
	int status = trial->subject->indicator->map(call, &batch, answer->terms, answer->fates);
	if (status) {
		char number[16];

		snprintf(number, sizeof number, "%d", status);
		check_fail(trial->checker, "check-status", "map()", number, "");
	}
	return status;
}

int trial_make(struct trial *trial, struct checker *checker, struct subject *subject,
               uint32_t number)
{
	uint32_t n_sources = subject->indicator->n_sources;

	*trial = (struct trial){.checker = checker, .subject = subject};
	trial->random = checker->seed * TRIALS + number;
	trial->n = number < 3 ? number + 1 : 1 + random_below(&trial->random, MOST_ROWS);
	trial->source = n_sources ? number % n_sources : 0;
	records_make(&trial->records, subject, trial->source, trial->n, &trial->random);
	layout_make(&trial->layout, subject, &trial->records, 0, trial->n, 0, NULL);
	answer_make(&trial->answer, trial, trial->n);
	return trial_map(trial, &trial->layout, trial->n, NULL, NULL, &trial->answer);
}
