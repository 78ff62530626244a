/* SPDX-License-Identifier: MIT */
/* An indicator applied to the data of a project: its inputs bound to columns, its axes labelled,
 * its parameters set, and the call that is handed to its functions.
 *
 * Where parameters differ by unit and period (standards, results of an earlier pass) an indicator
 * has several variants, each with a call of its own.  What is bound to columns they share. */
#ifndef CORE_APPLIED_H
#define CORE_APPLIED_H

#include "reader/reader.h"

/** One column of the batches: an input, or one of those that repeat along its axis. */
struct applied_column {
	const struct chiso_input *input;
	uint32_t input_at;    /* row of the table of inputs */
	uint32_t label;       /* of the axis; 0 without one */
	struct reader *reader; /* of its source */
	struct bound bound;   /* expr NULL: not bound, or filled by the host */
	int is_broken;        /* what it is bound to is wrong, which has been said */
};

/** Which row of a table a term or cell is of, and where it is along the axes. */
struct axis_place {
	uint32_t row, at[2];
};

/** A result that is a parameter: of a unit (UNIT_NONE: of none) in a period. */
struct pass_value {
	int unit;
	struct period period;
	double *values; /* per pass of the indicator; NaN: none */
};

#define NOT_GIVEN UINT32_MAX

/** A cell by the numbers of its sums: times * numerator / denominator. */
struct quotient {
	uint32_t numerator, denominator;
	int is_computed; /* by evaluate(): it has neither */
	int is_total;    /* it has no denominator */
	struct quotient_term {
		uint32_t number; /* of the term in the call */
		uint8_t source;
		uint8_t has_input; /* it adds one as it is */
		uint32_t sum;      /* its number among the sums of the variant; only where the cell is given */
	} above, below;
	double times;
};

/** One set of parameters. */
struct variant {
	struct applied *applied;
	const struct param_set *set;
	const struct pass_value *pass; /* NULL: no parameter is a result */
	struct chiso_list *params;
	struct chiso_labels *axes;
	uint32_t *input_at, *term_at, *output_at;
	uint32_t *columns; /* per column of the call, the one of the applied that it is */
	uint8_t *bound;    /* per column of the call, whether there is one to read */
	uint32_t n_columns;
	int is_used; /* some record has been given to it */
	struct axis_place *terms, *cells; /* per term and cell of the call */
	const uint64_t *binary; /* ones.h: the terms that map() says by bits; NULL: none */
	struct quotient *quotients;       /* per cell */
	uint32_t *kept; /* per cell, its place among those that are given, line by line; NOT_GIVEN */
	struct kept_line {
		uint32_t first, n;
	} *kept_lines; /* per cell that is given, which of these are those of its line */
	uint32_t n_kept;
	/* The sums that cells which are given are quotients of, once each: those that are kept beside the cells, then
	 * those that some total is the same as.  And per source which columns of the batches records must have had
	 * for all of them. */
	struct quotient_term *sums;
	uint32_t n_sums, n_kept_sums;
	uint64_t columns_needed[MAX_SOURCES];
	struct chiso_call call;
	int is_prepared;
};

struct applied {
	struct chiso_context *context;
	struct chiso_project *project;
	const struct indicator_spec *spec;
	const struct chiso_indicator *use;
	struct arena arena;
	struct applied_column *columns;
	uint32_t n_columns;
	uint32_t *input_at; /* per input, its first column, with the labels of all variants */
	struct chiso_labels *axes; /* that variants share: of inputs, codes and data; else n 0 */
	struct intern *met;        /* per axis over data: the values met so far */
	struct variant *variants;
	uint32_t n_variants, n_terms; /* n_terms: of the variant that has most */
	struct pass_value *passes;
	size_t n_passes;
	size_t held; /* bytes of the states, where there is a limit to memory */
	int is_broken;
};

/** Binds the inputs: readers[source] reads the dataset of a source.  Faults are findings and set
 *  is_broken.  0 or CHISO_ENOMEM; to be closed in either case. */
int applied_open(struct applied *applied, const struct indicator_spec *spec,
                 struct reader *const *readers);
/** Whether the data must be read for their values before variants can be made. */
int applied_scans(const struct applied *applied);
/** Takes the values of the axes over data from the current batch of a reader. */
int applied_scan(struct applied *applied, const struct reader *reader);
/** applied_variants.c: makes the variants, when all that they need is known. */
int applied_prepare(struct applied *applied);
/** The variant for the records of a unit (UNIT_NONE: none) in a period.  NULL: no standard holds
 *  then, or a parameter that is a result has no value. */
struct variant *applied_variant(const struct applied *applied, int unit, struct period period);
/** Whether it is one and the same for all. */
int applied_has_one_variant(const struct applied *applied);
/** Whether all variants add the same of a record, since there is nothing in which they could differ but the standard
 *  that results name. */
int applied_adds_alike(const struct applied *applied);
/** Whether a standard holds for a unit in a period, or none is needed. */
int applied_has_standard(const struct applied *applied, int unit, struct period period);
/** Says which columns are lacking that a set of parameters needs. */
void applied_check_columns(struct applied *applied, const struct param_set *set);
/** Notes that a variant is given records: columns that it lacks are findings, and is_broken. */
void variant_begin(struct variant *variant);
/** The columns of a batch as a variant has them. */
int variant_columns(const struct variant *variant, const struct chiso_column *columns,
                    struct chiso_column **out, struct arena *scratch);
/** The column of the applied that a term (of the call) adds as it is: the term has an input. */
uint32_t variant_term_column(const struct variant *variant, uint32_t term);
void applied_close(struct applied *applied);

/** The sum that an output of a cell takes: `term` is a row of the table of terms. */
uint32_t variant_sum(const struct variant *variant, const struct chiso_output *output,
                     const struct axis_place *cell, uint32_t term);
/** The label of a cell along an axis of its output (0 or 1). */
const char *variant_label(const struct variant *variant, const struct chiso_output *output,
                          const struct axis_place *cell, int axis);

/** applied_axes.c: a value of a parameter, as labels have it.  NULL: no memory. */
const char *value_label(struct arena *arena, const struct chiso_param *param,
                        const struct chiso_value *value);

/** The host's functions, for a call. */
extern const struct chiso_host applied_host;

/** applied_axes.c: finds the labels that variants share (those over data when they have been met),
 *  and numbers terms and cells of one, and the sums when its columns are known. */
int applied_label(struct applied *applied);
int applied_label_met(struct applied *applied);
int variant_number(struct variant *variant);
int variant_number_sums(struct variant *variant);

/** applied_columns.c: the columns of n rows of a table as the plugin reads them; those of other
 *  sources are not bound.  first_row: the row of the batch that the table begins with. */
struct chiso_column *columns_make(const struct applied *applied, uint8_t source,
                                  struct reader *reader, const struct vector *table, size_t n,
                                  size_t first_row, uint8_t *bad, struct arena *scratch);
/** Whether there is an axis over the values met in an input. */
int columns_have_labels(const struct applied *applied, const struct chiso_input *input);
/** Reports that a plugin refuses a record of the batch; label: of an input that repeats. */
void variant_refuse(const struct variant *variant, struct reader *reader, size_t row, uint8_t fate,
                    double label);
/** Reports that no standard holds for a record of the batch in its period. */
void applied_refuse_then(const struct applied *applied, struct reader *reader, size_t row,
                         struct period period);
/** The type in which the expression of an input is computed. */
int input_type(const struct chiso_input *input);
/** A column of the files where the values of an input come from, to point at; -1: none. */
int applied_place(const struct applied *applied, uint32_t input);

#endif
