/* SPDX-License-Identifier: MIT */
/* One indicator over its dataset: what each record adds, kept in exact sums per group.
 *
 * A group is unit x period x the columns of one key set.  Several key sets (total, by crop, ...)
 * are filled in one pass.  Beside the sums a group keeps what is known about its figures: bounds,
 * weakest status and evidence, breaks, notes, and where its first record is. */
#ifndef CORE_AGGREGATE_H
#define CORE_AGGREGATE_H

#include "reader.h"
#include "sum.h"

enum { BOUND_ABOUT = 1, BOUND_LOWER = 2, BOUND_UPPER = 4 }; /* of a term, as bits */
#define NO_SLOT UINT32_MAX

/** A sorted set of small numbers. */
struct id_set {
	int32_t *ids;
	uint32_t n, cap;
};

struct slot {
	uint64_t n_used, n_seen;
	uint64_t inputs_seen; /* bit per input: some used record has it */
	uint8_t status, evidence, is_break, rolled_up;
	uint8_t is_zero; /* some unit of a register has no record: that is a report of nothing */
	uint8_t is_incomplete; /* a period of which a part is missing: no value */
	uint32_t periods_reporting, periods_expected; /* added up over time; expected 0: it is not */
	const char *file; /* of the first record in order of place */
	uint32_t line;
	uint8_t *bounds; /* per term, BOUND_... bits; NULL: all exact */
	struct id_set notes, sources;
};

struct key_set {
	const char **names;
	int *columns; /* of the aggregate's key columns */
	uint32_t n;
	struct groups groups; /* unit + 1, period, one text per column */
	struct sums sums;
	struct slot *slots;
	size_t slots_cap;
	char *states; /* state_size each */
	size_t states_cap;
};

struct aggregate {
	struct chiso_context *context;
	const struct indicator_spec *spec;
	const struct chiso_indicator *use;
	struct reader *reader;
	struct arena arena;
	struct bound *inputs;
	struct bound where;
	struct key_column {
		const char *name;
		struct bound bound;
	} *key_columns;
	size_t n_key_columns;
	struct key_set *sets;
	size_t n_sets;
	struct intern key_texts;
	uint8_t *reports; /* per unit: of a level that records are of; NULL: not yet known */
	struct chiso_call call;
	uint32_t *identity;
	int is_prepared, is_broken;
	double *terms; /* BATCH_ROWS x n_terms */
	uint8_t *fates;
	uint32_t *rows, *chosen; /* chosen[i]: row of the i-th record */
};

/** Binds inputs, condition and keys to the reader.  Faults are findings; is_broken then. */
int aggregate_open(struct aggregate *aggregate, struct chiso_project *project,
                   const struct indicator_spec *spec, struct reader *reader);
/** Takes the reader's current batch. */
int aggregate_add(struct aggregate *aggregate);
void aggregate_close(struct aggregate *aggregate);

/** The slot of a group, a new one if need be; NO_SLOT without memory. */
uint32_t key_set_slot(struct aggregate *aggregate, struct key_set *set, const uint32_t *key);
/** Adds what is known about one group to another.  0 or CHISO_ENOMEM. */
int slot_merge(struct slot *into, const struct slot *from, uint32_t n_terms);
/** Adds a note, a text of the reader.  0 or CHISO_ENOMEM. */
int slot_add_note(struct slot *slot, int32_t id);
/** Adds a slot's sums, state and annotations to another slot of the same set. */
int key_set_merge(struct aggregate *aggregate, struct key_set *set, uint32_t into, uint32_t from);

/** aggregate_columns.c: the columns of a batch as a plugin reads them. */
struct chiso_column *columns_make(struct aggregate *aggregate, const struct vector *table, size_t n,
                                  size_t first_row, uint8_t *bad, struct arena *scratch);

/** aggregate_bounds.c: a bounded figure moved up or down to where the true one may lie, and what a
 *  result that followed from `before` to `after` is then, BOUND_... bits. */
enum { BOUND_MOVES = 3 };
double bound_move(double value, int move, int up);
uint8_t bound_of_move(double before, double after, enum qualifier qualifier);

/** aggregate_bounds.c: the bounds of terms for one record with qualified figures; bounds has n_terms. */
int bounds_of_row(struct aggregate *aggregate, uint32_t row, const double *terms, uint8_t *bounds);

#endif
