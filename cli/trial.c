/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <string.h>

enum { MOST_ROWS = 150 };

struct chiso_column *trial_columns(const struct trial *trial, const struct layout *layout,
                                    uint32_t start)
{
	uint32_t n = trial->subject->n_columns;
	struct chiso_column *columns = need(n, sizeof *columns);

	for (uint32_t c = 0; c < n; c++) {
		columns[c] = layout->columns[c];
		columns[c].offset += start;
	}
	return columns;
}

int trial_map(struct trial *trial, const struct layout *layout, uint32_t start, uint32_t n,
               const uint32_t *rows, const double *weight, double *terms, uint8_t *fates)
{
	struct chiso_call *call = &trial->subject->call;
	struct chiso_batch batch = {
		.columns = trial_columns(trial, layout, start),
		.weight = weight,
		.rows = rows,
		.n = n,
		.source = trial->source,
	};

	memset(terms, 0, (size_t)n * call->n_terms * sizeof *terms);
	int status = trial->subject->indicator->map(call, &batch, terms, fates);
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
	layout_make(&trial->layout, subject, &trial->records, 0, &trial->random);
	trial->terms = need((size_t)trial->n * subject->call.n_terms, sizeof *trial->terms);
	trial->fates = need(trial->n, 1);
	return trial_map(trial, &trial->layout, 0, trial->n, NULL, NULL, trial->terms, trial->fates);
}
