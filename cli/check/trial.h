/* SPDX-License-Identifier: MIT */
/* One table of random records, and what an indicator's map() or record() makes of it in one piece:
 * what every other way to hand over the same records is compared with. */
#ifndef CLI_CHECK_TRIAL_H
#define CLI_CHECK_TRIAL_H

#include "check.h"
#include "subject.h"

enum { TRIALS = 5, GUARD = 8 };

/** What map() writes, with GUARD elements of room before and behind; terms that are bits are made numbers
 *  then.  What record() writes is translated: for each output its reason and, when that is 0, its value. */
struct answer {
	double *terms;
	uint64_t *ones; /* NULL: no term is a bit */
	uint8_t *fates;
};

struct trial {
	struct checker *checker;
	struct subject *subject;
	uint64_t random;
	uint32_t n, source;
	int is_quiet; /* a status that is not 0 is no fault: the check looks at it */
	struct records records;
	struct layout layout;
	struct answer answer;
	/* The output whose terms are zero before map() is called, and other numbers are not; NULL: all are. */
	const struct chiso_output *only;
	/* The first term that map() has said in the way of the others. */
	struct mistake {
		enum { NO_MISTAKE, A_BIT, A_NUMBER } what;
		uint32_t row, term;
		double value;
	} mistake;
	/* What record() has done wrong so far, for the check that it is the matter of. */
	int wrote_outside, is_strange; /* is_strange: it gave a value that its output can't have */
	uint32_t strange_row, strange_output;
	double strange_value;
};

/** Makes the records of trial `number`, and calls map() or record() once.  Not 0 when that failed,
 *  which has been reported; so below. */
int trial_make(struct trial *trial, struct checker *checker, uint32_t number);
/** The same with n records of a kind. */
int trial_make_of(struct trial *trial, struct checker *checker, uint32_t number, uint32_t n,
		  enum kind kind);
/** Without that call. */
void trial_fill(struct trial *trial, struct checker *checker, uint32_t number, uint32_t n,
		enum kind kind);
/** Room for the answer about n rows. */
void answer_make(struct answer *out, const struct trial *trial, uint32_t n);
/** How many numbers an answer has for each record. */
uint32_t trial_width(const struct trial *trial);
/** The id of the term or output that a number of an answer is of. */
const char *trial_name(const struct trial *trial, uint32_t at);
/** "map()" or "record()". */
const char *trial_function(const struct trial *trial);
/** Whether an output is made of a term, or of what none can tell. */
int trial_needs(const struct trial *trial, const struct chiso_output *output, uint32_t term);
/** Calls it with n rows of the layout, the first ones or those listed. */
int trial_map(struct trial *trial, const struct layout *layout, uint32_t n, const uint32_t *rows,
	      const double *weight, struct answer *answer);
/** Compares n answers bit for bit with those about the whole batch: the i-th is about row rows[i],
 * or first + i.  Not 0 when one differs, which has been reported; `when`: the code of what was
 *  different. */
int trial_differs(struct trial *trial, uint32_t first, const uint32_t *rows, uint32_t n,
		  const struct answer *answer, const char *when);
/** Runs a test on TRIALS trials, until one fails. */
void trials_run(struct checker *checker, int (*test)(struct trial *));

/** trial_record.c: room for what record() writes of n records; calls it and translates.  Not 0 when
 * it failed, which has been reported; what else is wrong is noted in the trial. */
struct chiso_out *record_room(struct trial *trial, uint32_t n);
int trial_record(struct trial *trial, const struct chiso_batch *batch, struct answer *answer);

/** What evaluate() reads, made as a host would from the records of a trial. */
struct inputs {
	struct chiso_sums sums;
	double *sum;
	void *state; /* NULL: the indicator has none */
};
int inputs_make(struct trial *trial, struct inputs *inputs);
/** A zeroed state and update() with these rows of the trial (all of them used); NULL without state.
 */
int state_make(struct trial *trial, void **state, const uint32_t *rows, uint32_t n);
void state_clear(struct trial *trial, void *state);
/** The rows of the trial that are used. */
uint32_t used_rows(const struct trial *trial, uint32_t **rows);
/** evaluate() into cells that the plugin has not seen.  Not 0: a fault, which has been reported. */
int evaluate(struct trial *trial, const struct inputs *inputs, struct chiso_value *cells);
int is_same_value(const struct chiso_value *a, const struct chiso_value *b);

#endif
