/* SPDX-License-Identifier: MIT */
/* One table of random records, and what an indicator's map() makes of it in one piece: what every
 * other way to hand over the same records is compared with. */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "check.h"
#include "subject.h"

enum { TRIALS = 12, GUARD = 8 };

/** What map() writes, with GUARD elements of room before and behind. */
struct answer {
	double *terms;
	uint8_t *fates;
};

struct trial {
	struct checker *checker;
	struct subject *subject;
	uint64_t random;
	uint32_t n, source;
	struct records records;
	struct layout layout;
	struct answer answer;
};

/** Not 0 when map() failed, which has been reported; so below. */
int trial_make(struct trial *trial, struct checker *checker, struct subject *subject,
               uint32_t number);
/** Room for the answer about n rows. */
void answer_make(struct answer *out, const struct trial *trial, uint32_t n);
/** Calls map() with n rows of the layout, the first ones or those listed. */
int trial_map(struct trial *trial, const struct layout *layout, uint32_t n, const uint32_t *rows,
              const double *weight, struct answer *answer);

/** The promises of map(), and those of evaluate(). */
void check_map(struct checker *checker, struct subject *subject);
void check_evaluate(struct checker *checker, struct subject *subject);

#endif
