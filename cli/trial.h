/* SPDX-License-Identifier: MIT */
/* One table of random records, and what an indicator's map() makes of it in one piece: what every
 * other way to hand over the same records is compared with. */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "check.h"
#include "subject.h"

enum { TRIALS = 12 };

struct trial {
	struct checker *checker;
	struct subject *subject;
	uint64_t random;
	uint32_t n, source;
	struct records records;
	struct layout layout;
	double *terms;
	uint8_t *fates;
};

/** Not 0 when map() failed, which has been reported; so below. */
int trial_make(struct trial *trial, struct checker *checker, struct subject *subject,
               uint32_t number);
/** Calls map() with n rows from `start`, or with the rows listed; terms and fates are theirs. */
int trial_map(struct trial *trial, const struct layout *layout, uint32_t start, uint32_t n,
              const uint32_t *rows, const double *weight, double *terms, uint8_t *fates);
/** The columns of a layout, begun at another row. */
struct chiso_column *trial_columns(const struct trial *trial, const struct layout *layout,
                                   uint32_t start);

/** The promises of map(), and those of evaluate() and of states. */
void check_map(struct checker *checker, struct subject *subject);
void check_evaluate(struct checker *checker, struct subject *subject);

#endif
