/* SPDX-License-Identifier: MIT */
/* One table of random records, and what an indicator's map() or record() makes of it in one piece:
 * what every other way to hand over the same records is compared with. */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "check.h"
#include "subject.h"

enum { TRIALS = 12, GUARD = 8 };

/** What map() writes, with GUARD elements of room before and behind.  What record() writes is
 *  translated: for each output its reason and, when that is 0, its value. */
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
	/* What record() has done wrong so far, for the check that it is the matter of. */
	int wrote_outside, is_strange; /* is_strange: it gave a value that its output can't have */
	uint32_t strange_row, strange_output;
	double strange_value;
};

/** Not 0 when map() failed, which has been reported; so below. */
int trial_make(struct trial *trial, struct checker *checker, struct subject *subject,
               uint32_t number);
/** Room for the answer about n rows. */
void answer_make(struct answer *out, const struct trial *trial, uint32_t n);
/** How many numbers an answer has for each record. */
uint32_t trial_width(const struct trial *trial);
/** The id of the term or output that a number of an answer is of. */
const char *trial_name(const struct trial *trial, uint32_t at);
/** "map()" or "record()". */
const char *trial_function(const struct trial *trial);
/** Calls it with n rows of the layout, the first ones or those listed. */
int trial_map(struct trial *trial, const struct layout *layout, uint32_t n, const uint32_t *rows,
              const double *weight, struct answer *answer);

/** trial_record.c: calls record() and translates.  Not 0 when it failed, which has been reported;
 *  what else is wrong is noted in the trial. */
int trial_record(struct trial *trial, const struct chiso_batch *batch, struct answer *answer);

/** The promises of map() or record(), and those of evaluate(). */
void check_map(struct checker *checker, struct subject *subject);
void check_evaluate(struct checker *checker, struct subject *subject);

#endif
