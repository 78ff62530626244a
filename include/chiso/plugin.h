/* SPDX-License-Identifier: MIT */
/**
 * @file chiso/plugin.h
 * What an indicator plugin and its host agree on.
 *
 * An indicator says in tables what it reads (inputs, parameters), what it adds up (terms) and what
 * it puts out (outputs), and in one function, map(), what one record adds.  The host owns the sums:
 * grouping, threads, merging, weights and roll-up are its business.  Where a quotient of two sums
 * is not the answer an indicator has evaluate(); where sums can't hold what is needed (order
 * statistics) it has a state as well.  A record indicator adds nothing up: its one function,
 * record(), gives new columns of each record.
 *
 * A plugin is one shared object that exports chiso_plugin_entry() and imports nothing from
 * libchiso; <chiso/batch.h> has the helpers that make a simple one short.
 *
 * Rules of growth: structs that begin with `size` only grow at their end, tables carry their
 * stride, the structs called frozen never change because they are embedded in others, enumerators
 * are only added.  doc/plugin-reference.md has every rule and its reason.
 */
#ifndef CHISO_PLUGIN_H
#define CHISO_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define CHISO_EXPORT __attribute__((visibility("default")))
#else
#define CHISO_EXPORT
#endif

/** major << 16 | minor.  A host takes plugins of its own major, whatever the minor is: what a minor
 *  adds is behind `size`, strides and extensions, so that both may be older than the other.  A plugin that can't do
 *  without it declines hosts of before: CHISO_NEEDS_ABI of <chiso/batch.h>. */
#define CHISO_ABI 0x00010002u

/** What a function of a plugin returns. */
enum {
	CHISO_OK = 0,
	CHISO_ENOMEM = -1,  /* resize() gave NULL */
	CHISO_EPARAM = -2,  /* a parameter can't be used; tell the host which with host->error() */
	CHISO_EDATA = -3,   /* the data make the whole indicator impossible */
	CHISO_ESTATE = -4,  /* packed state is damaged */
	CHISO_ENOTSUP = -5, /* the host lacks something */
	CHISO_EABI = -6,    /* another major */
};

/** Types of inputs, parameters and values. */
enum {
	CHISO_NONE,  /* no value: see the reason */
	CHISO_F64,   /* double */
	CHISO_I64,   /* int64_t */
	CHISO_BOOL,  /* a bit, packed like the validity bits */
	CHISO_CODE,  /* int32_t, an index into the declared codes */
	CHISO_DATE,  /* int32_t, days since 1970-01-01, of the years 0001 to 9999 */
	CHISO_STR,   /* UTF-8 in NFC */
	CHISO_RATIO, /* an exact fraction: parameters only */
};

/** Why there is no value.  0 means that there is one. */
enum {
	CHISO_REASON_NOT_REPORTED = 1, /* no record, or none that could be used */
	CHISO_REASON_DENOMINATOR_ZERO,
	CHISO_REASON_TOO_FEW,        /* fewer records than the method needs */
	CHISO_REASON_OUT_OF_DOMAIN,  /* log of 0, overflow */
	CHISO_REASON_NOT_APPLICABLE, /* the question has no meaning here */
	CHISO_REASON_NOT_COMPARABLE, /* a rate without its sums can't be rolled up, a broken series */
	CHISO_REASON_SUPPRESSED,     /* kept back to protect persons */
	CHISO_REASON_FAILED,         /* the plugin failed: see the findings */
};

/** The fate of a record, which map() writes.  From CHISO_REFUSED on: CHISO_REFUSED + p is
 *  problems[p]. */
enum { CHISO_USED, CHISO_MISSING, CHISO_EXCLUDED, CHISO_REFUSED = 16 };

/** A text for people in one language, "en" or "vi".  Lists end with {NULL, NULL}.  Frozen. */
struct chiso_text {
	const char *lang, *text;
};

/** "1/18", "33.33%", 0.35: exact, den > 0, in lowest terms.  Frozen. */
struct chiso_ratio {
	int64_t num, den;
};

/** One value of any type; type CHISO_NONE: missing, `reason` says why.  24 bytes, frozen. */
struct chiso_value {
	uint32_t type, reason;
	union {
		double f64;
		int64_t i64;
		int32_t code, date;
		const char *str;
		struct chiso_ratio ratio;
	} as;
};

/** Borrowed values.  Frozen. */
struct chiso_list {
	const struct chiso_value *v;
	uint32_t n;
};

/** Flags of fields and indicators. */
enum {
	CHISO_OPTIONAL = 1u << 0,    /* input: need not be bound; parameter: need not be given */
	CHISO_LIST = 1u << 1,        /* parameter: takes several values */
	CHISO_UNWEIGHTED = 1u << 2,  /* term: the dataset's weight is not applied (counts of records) */
	CHISO_WHOLE = 1u << 3,       /* source: read first, handed to prepare() in one piece */
	CHISO_SMOOTH = 1u << 4,      /* output: evaluate() is smooth in the sums, so a jackknife is valid */
	CHISO_AS_REPORTED = 1u << 5, /* indicator: one record a cell, never added up nor rolled up */
	CHISO_BINARY = 1u << 6,      /* term: a record adds 1 or nothing, which map() says by a bit of
	                                call->ones in place of a number; since ABI 1.2 */
};

/** One code of a CHISO_CODE field.  Lists end with {NULL, NULL}.  Frozen. */
struct chiso_code {
	const char *id;
	const struct chiso_text *title;
};

/** What every row of a table begins with.  Frozen. */
struct chiso_field {
	const char *id;                  /* [a-z][a-z0-9_]* */
	const struct chiso_text *title;  /* "en" must be there */
	const char *unit;                /* unit of measure: "ha", "%", "{person}", "1"; NULL: of the data */
	uint32_t type, flags;
	const struct chiso_code *codes;  /* CHISO_CODE only; NULL: those of the axis or of the data */
};

/** An axis is an index along which inputs, parameters, terms and outputs repeat.  Tables name axes
 *  from 1; 0 is none. */
enum {
	CHISO_AXIS_INPUT = 1, /* one label per column bound to the repeated inputs of this axis */
	CHISO_AXIS_PARAM,     /* the distinct values of list parameter `of`: cut-offs, alphas, deciles */
	CHISO_AXIS_CODES,     /* the declared codes of input `of`: stars, road classes, months */
	CHISO_AXIS_DATA,      /* the values met in input `of`, in bytewise order: crops, species */
};
struct chiso_axis {
	struct chiso_field field;
	uint16_t kind, of;
};

/** Role of an input that the host fills itself: first or last day of the record's period, or the day
 *  on which it is asked whether a record holds (a certificate counts in each period whose reference
 *  date lies in its validity; of other records it is the last day of the period). */
enum { CHISO_PERIOD_FIRST = 1, CHISO_PERIOD_LAST, CHISO_REFERENCE_DATE };

struct chiso_source {
	struct chiso_field field;
};

/** A column that map() reads.  With min < max the host refuses values outside [min, max]. */
struct chiso_input {
	struct chiso_field field;
	uint8_t axis, source, role, reserved;
	double min, max;
};

struct chiso_param {
	struct chiso_field field;
	uint8_t axis, reserved[7];
	struct chiso_value def, min, max; /* CHISO_NONE: none */
};

/** How a term rolls up over time; over units it always adds. */
enum { CHISO_FLOW, CHISO_STOCK_LAST, CHISO_STOCK_MEAN };

/** A named sum. */
struct chiso_term {
	struct chiso_field field;
	uint8_t axis[2], source, over_time;
	uint16_t input; /* 1 + the input that it adds as it is where a record has it, so that explain
	                   can show where a sum comes from, and a sum of an input that nobody
	                   reported is not taken for zero; 0: something else */
};

#define CHISO_ONE 0xffffu      /* denominator of a plain sum */
#define CHISO_COMPUTED 0xfffeu /* numerator of an output that evaluate() fills */

/** scale * factor * sum[numerator] / sum[denominator], left to right. */
struct chiso_output {
	struct chiso_field field;
	uint8_t axis[2];
	uint16_t numerator, denominator; /* terms, CHISO_ONE, CHISO_COMPUTED */
	uint16_t factor;                 /* 1 + a parameter; 0: none */
	double scale;                    /* not 0 */
	/** Of a computed output, else NULL: over terms, other outputs and parameters, by their ids.
	 *  One that repeats along an axis that this output does not go along stands for all its numbers.
	 *  What depends on the order of records is written as a function of an input: quantile(income,
	 *  1/2); explain prints that as it stands. */
	const char *formula;
};

/** What can be wrong with a record, in words; the host adds file, line, column and value.  For the id
 *  of a parameter in braces, "expected one of {options}", it puts the parameter's values; of one along
 *  the axis of the input the value at the label meant. */
struct chiso_problem {
	const char *id;
	const struct chiso_text *text;
	uint16_t input; /* the column to point at; of an input that repeats the one whose label's
	                   number map() writes as the refused record's first term, and record()
	                   as its element of out[n_outputs] */
};

/** One column of a batch in the layout of Arrow: element i of the column is element offset + i of
 *  the buffers.  values NULL: not bound.  validity NULL: nothing is missing.  CHISO_STR: values are
 *  bytes, offsets say where a string begins and ends.  Frozen. */
struct chiso_column {
	const void *values;
	const uint8_t *validity;
	const int32_t *offsets;
	int64_t offset;
};

/** Some records, all borrowed until map() returns.  Frozen. */
struct chiso_batch {
	const struct chiso_column *columns; /* in the order of the inputs */
	const double *weight; /* the dataset's weights, NULL when all are 1; the host has multiplied
	                         terms by them, states read them */
	const uint32_t *rows; /* the rows meant; NULL: 0 to n - 1 */
	uint32_t n, source;
};

/** The labels of an axis, in order.  Frozen. */
struct chiso_labels {
	const char *const *id;
	uint32_t n;
};

struct chiso_host;

/** One thread and one set of parameters. */
struct chiso_call {
	uint32_t size, n_terms, n_cells, reserved;
	const struct chiso_host *host;
	void *conf;                      /* what prepare() made */
	const struct chiso_list *params; /* a scalar is a list of one; one not given has n = 0 */
	const struct chiso_labels *axes;
	const uint32_t *input_at, *term_at, *output_at; /* first column, term, cell of a table row */
	const struct chiso_batch *whole;                /* per source, CHISO_WHOLE only */
	const uint8_t *bound; /* per column, whether it is bound; NULL: the host can't tell yet */
	/** In map() of an indicator that has terms with CHISO_BINARY, else NULL: n_words for each of the
	 *  batch's rows, zeroed by the host.  Bit (t + 1) % 64 of a row's word (t + 1) / 64 is its term t, as
	 *  chiso_add_one() of <chiso/batch.h> sets it; bits of other terms are not to be set.  Since ABI 1.2:
	 *  a plugin that has such terms declines hosts of 1.1 and before. */
	uint64_t *ones;
	uint32_t n_words, reserved_2;
};

/** What evaluate() reads. */
struct chiso_sums {
	uint32_t size, reserved;
	const double *sum;        /* n_terms */
	const uint32_t *axis_n;   /* length of each axis */
	uint64_t n_used, n_seen;  /* records, unweighted */
};

/** Only for what sums can't hold.  A zeroed state is the state of no records. */
struct chiso_state {
	uint32_t size, state_size;
	/** Adds the rows of the batch; they are used ones only. */
	int (*update)(struct chiso_call *, void *state, const struct chiso_batch *);
	/** Adds other's records with their weights times factor. */
	int (*merge)(struct chiso_call *, void *state, const void *other, double factor);
	/** Gives back what the state holds; the state is zeroed memory again. */
	void (*clear)(struct chiso_call *, void *state);
	/** Returns the bytes needed, having written them if cap is enough, or a negative status. */
	int64_t (*pack)(struct chiso_call *, const void *state, void *buf, size_t cap);
	/** Fills a zeroed state; buf may be hostile. */
	int (*unpack)(struct chiso_call *, void *state, const void *buf, size_t len);
	/** The i-th row of the batch is added to states[at[i]], `states` being an array of them, as
	 *  update() of this row alone does: for a state that millions of records go to one by one,
	 *  as it can ask for what comes from memory before its turn.  NULL: update() is called.  Since
	 *  ABI 1.1: one of 1.0 ends before it. */
	int (*update_each)(struct chiso_call *, void *states, const uint32_t *at,
	                   const struct chiso_batch *);
};

/** Where record() writes one output: element i is of the i-th row that is meant, as fate[i] is.
 *  values: double for CHISO_F64, int64_t for CHISO_I64, uint8_t (0 or 1, a byte each) for
 *  CHISO_BOOL, int32_t for CHISO_CODE (an index into the output's codes) and CHISO_DATE.
 *  reasons: 0, there is a value, or why there is none.  Before the call the host has zeroed the
 *  values and set all reasons to CHISO_REASON_NOT_REPORTED, so that what nobody writes is missing:
 *  who writes a value sets its reason to 0.  Frozen. */
struct chiso_out {
	void *values;
	uint8_t *reasons;
};

struct chiso_indicator {
	uint32_t size;
	uint32_t version; /* raised when numbers change */
	const char *id;   /* "plugin.indicator" */
	const struct chiso_text *title, *summary;
	const char *formula, *reference; /* for people; reference: article, decree, paper with year */
	int32_t direction;               /* 1 more is better, -1 less is better, 0 neither */
	uint32_t flags;
	const struct chiso_source *sources;
	const struct chiso_axis *axes;
	const struct chiso_input *inputs;
	const struct chiso_param *params;
	const struct chiso_term *terms;
	const struct chiso_output *outputs;
	const struct chiso_problem *problems;
	uint16_t n_sources, source_stride, n_axes, axis_stride, n_inputs, input_stride, n_params,
		param_stride, n_terms, term_stride, n_outputs, output_stride, n_problems,
		problem_stride;
	/** Checks parameters and makes conf; NULL when there is nothing to do.  release() is called
	 *  once when it has returned CHISO_OK, and not after a failure. */
	int (*prepare)(struct chiso_call *, void **conf);
	void (*release)(struct chiso_call *, void *conf);
	/** What each row adds: terms[i * call->n_terms + t], zeroed by the host, and fate[i]; i counts
	 *  the batch's rows.  Of a term with CHISO_BINARY call->ones says it, and of a record that is used terms[]
	 *  does not; an indicator that has any writes terms and never reads them, for the host zeroes
	 *  only those that some result needs.  Treats each record alone.  NULL only for a record indicator, which
	 *  has record(). */
	int (*map)(struct chiso_call *, const struct chiso_batch *, double *terms, uint8_t *fate);
	const struct chiso_state *state; /* NULL for nine in ten */
	/** Fills the CHISO_COMPUTED cells from sums and state (NULL without one); cells[] has all
	 *  outputs.  NULL when there are none. */
	int (*evaluate)(struct chiso_call *, const struct chiso_sums *, const void *state,
	                struct chiso_value *cells);
	/** A record indicator: one value per row for each output, instead of map().  out[o] is of
	 *  outputs[o]; fate[i] as of map(): with CHISO_USED the outputs are what out says, with
	 *  CHISO_MISSING all are missing, not reported, with CHISO_EXCLUDED all are missing, not
	 *  applicable, and a refused record is refused for everybody who reads the table.
	 *  Treats each record alone; the batch has no weights, for those may come from its outputs.
	 *  out[n_outputs] has doubles, zeroed: where a record is refused for an input that repeats,
	 *  the number of the label (chiso_refuse_at() of <chiso/batch.h>).
	 *
	 *  Such an indicator has inputs, parameters, problems and axes over inputs, parameters or
	 *  codes, prepare() and release(); it has at most one source and no terms, map(),
	 *  evaluate() nor state.  An output is its field alone, without axes: of any type but
	 *  CHISO_STR (what is a text has codes), CHISO_CODE with its codes. */
	int (*record)(struct chiso_call *, const struct chiso_batch *, const struct chiso_out *out,
	              uint8_t *fate);
};

/** A file inside a plugin.  Frozen. */
struct chiso_document {
	const char *name, *data;
	size_t size;
};

/** Names of extensions that a host may ask a plugin for. */
#define CHISO_STANDARDS "chiso.standards" /* struct chiso_document[]: JSON, ends with name NULL */

struct chiso_plugin {
	uint32_t size, abi;
	const char *id, *version, *vendor, *license, *url;
	const struct chiso_text *title;
	const struct chiso_indicator *const *indicators;
	uint32_t n_indicators;
	const void *(*extension)(const char *name); /* NULL: none */
};

/** Levels of what a plugin logs. */
enum { CHISO_LOG_NOTE, CHISO_LOG_WARNING };

/** What the host offers.  Borrowed for as long as the call. */
struct chiso_host {
	uint32_t size, abi;
	/** As realloc; size 0 frees and gives NULL.  old_size is the size that ptr was asked for with.
	 *  All memory behind a state comes from here. */
	void *(*resize)(struct chiso_call *, void *ptr, size_t old_size, size_t size);
	/** Something to know, in English, at one of the levels above.  Errors go to error(). */
	void (*log)(struct chiso_call *, int level, const char *message);
	/** In prepare(): what is wrong with parameter `param`, in words for people;
	 *  every one is kept. */
	void (*error)(struct chiso_call *, int status, int param, const struct chiso_text *message);
	const void *(*extension)(struct chiso_call *, const char *name);
};

/** The one function that a plugin exports: its description, or NULL when it can't serve a host of
 *  this ABI.  Pure and fast. */
CHISO_EXPORT const struct chiso_plugin *chiso_plugin_entry(uint32_t host_abi);

#ifdef __cplusplus
}
#endif
#endif /* CHISO_PLUGIN_H */
