/* SPDX-License-Identifier: MIT */
/**
 * @file chiso/chiso.h
 * Embedding chiso: load plugins, open a project, run it, read the results.
 *
 * The library never prints, never exits, sets no locale and keeps no mutable global.  A context
 * belongs to one thread at a time; different contexts are independent.  While chiso_project_run() or
 * chiso_project_validate() reads a large file or computes many results, or chiso_results_write() writes
 * many as CSV, there are more threads, which are gone when it returns: map(), update(), record() and
 * evaluate() of a plugin are called in them, with a call of their own; a chiso_write_fn only in the
 * thread of the caller.
 *
 * Functions that can fail return CHISO_OK or a negative status (<chiso/plugin.h> and below); what is
 * wrong, where, and what was expected is kept in the context as findings.  Strings and structs that a
 * function hands out are borrowed: they live as long as the object they come from.  Structs that begin
 * with `size` are allocated by the caller, who sets `size` to sizeof the struct first.
 */
#ifndef CHISO_CHISO_H
#define CHISO_CHISO_H

#include <chiso/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Further statuses. */
enum {
	CHISO_EIO = -20,     /* a file can't be read or written */
	CHISO_EPLUGIN = -21, /* a plugin can't be loaded */
	CHISO_EUSE = -22,    /* a wrong call: an unknown id, format or option */
};

struct chiso_context;
struct chiso_project;
struct chiso_results;

/** Takes n bytes; 0, or anything else to stop with CHISO_EIO. */
typedef int chiso_write_fn(void *user, const char *bytes, size_t n);

/* ---- Context and findings ------------------------------------------------------------------ */

struct chiso_options {
	uint32_t size;
	uint32_t max_findings; /* more are counted, not kept; 0: 1000 */
	const char *lang;      /* "en" or "vi", of findings and texts for people; NULL: "en" */
	uint32_t threads;      /* that may read large files at once; 0: one per processor.  No result
	                          depends on it */
	uint64_t memory;       /* bytes that groups, sums, states, datasets and results may hold; when
	                          they need more, it fails with CHISO_ENOMEM and a finding that says
	                          who holds most; 0: no limit */
};

/** "0.1.0". */
CHISO_EXPORT const char *chiso_version(void);

/** The libraries in use with their versions, "cJSON 1.7.15, libltdl 7.3.2, utf8proc 2.8.0". */
CHISO_EXPORT const char *chiso_dependencies(void);

/** A new context, or NULL without memory.  options may be NULL.  Caller frees. */
CHISO_EXPORT struct chiso_context *chiso_context_new(const struct chiso_options *options);

/** Frees a context.  Its projects and results must have been freed.  NULL is fine. */
CHISO_EXPORT void chiso_context_free(struct chiso_context *context);

/** The text of a message or label in the context's language, by its code ("no-data"); the code
 *  itself when there is no such text. */
CHISO_EXPORT const char *chiso_message(const struct chiso_context *context, const char *code);

enum { CHISO_NOTE, CHISO_WARNING, CHISO_ERROR };

/** Something found: sorted by file, line and column. */
struct chiso_finding {
	uint32_t size;
	int severity;
	const char *code;      /* stable, kebab-case */
	const char *file;      /* NULL: of no file */
	uint32_t line, column; /* from 1; column in characters; 0: unknown */
	const char *value;     /* what was met, "" for none */
	const char *message;   /* a sentence in the context's language */
	const char *name;      /* of the column, NULL: none, or unknown */
	const char *rule;      /* of the project, "dataset.rule", that is broken; NULL: none */
};

/** How many findings of at least this severity there are, those past the limit included. */
CHISO_EXPORT size_t chiso_finding_count(const struct chiso_context *context, int severity);

/** Fills *out with the i-th kept finding; CHISO_EUSE past the last.  Borrowed until the next call
 *  that adds findings. */
CHISO_EXPORT int chiso_finding_at(struct chiso_context *context, size_t i,
                                  struct chiso_finding *out);

/** Writes the kept findings as "csv" or "json", in order of place; the numbers of JSON count those past
 *  the limit too.  CHISO_EUSE with a finding: there is no such format. */
CHISO_EXPORT int chiso_findings_write(struct chiso_context *context, const char *format,
                                      chiso_write_fn *write, void *user);

/** Forgets all findings. */
CHISO_EXPORT void chiso_findings_clear(struct chiso_context *context);

/* ---- Plugins and indicators ---------------------------------------------------------------- */

/** Loads one plugin: an absolute or relative path with a '/', or the name of a preopened module.
 *  A fault is a finding and CHISO_EPLUGIN. */
CHISO_EXPORT int chiso_plugin_load(struct chiso_context *context, const char *path);

/** Loads every plugin found in, in this order: `dirs` (colon-separated, may be NULL),
 *  $CHISO_PLUGIN_PATH, the user's folder ($XDG_DATA_HOME or ~/.local/lib)/chiso/plugins, the folder
 *  that came with the library, preopened modules.  The first of two with one id is taken.  Faults
 *  are warnings and keep no other plugin from loading. */
CHISO_EXPORT int chiso_plugins_load(struct chiso_context *context, const char *dirs);

CHISO_EXPORT size_t chiso_plugin_count(const struct chiso_context *context);
/** NULL past the last.  *path (may be NULL) gets the file it came from. */
CHISO_EXPORT const struct chiso_plugin *chiso_plugin_at(const struct chiso_context *context,
                                                        size_t i, const char **path);

CHISO_EXPORT size_t chiso_indicator_count(const struct chiso_context *context);
/** In order of ids; NULL past the last. */
CHISO_EXPORT const struct chiso_indicator *chiso_indicator_at(const struct chiso_context *context,
                                                              size_t i);
/** NULL when there is none, with a finding that proposes the nearest id. */
CHISO_EXPORT const struct chiso_indicator *chiso_indicator_find(struct chiso_context *context,
                                                                const char *id);

/** Row i of a table of the indicator, whatever its stride; NULL past the last. */
CHISO_EXPORT const struct chiso_source *chiso_source_at(const struct chiso_indicator *, size_t i);
CHISO_EXPORT const struct chiso_axis *chiso_axis_at(const struct chiso_indicator *, size_t i);
CHISO_EXPORT const struct chiso_input *chiso_input_at(const struct chiso_indicator *, size_t i);
CHISO_EXPORT const struct chiso_param *chiso_param_at(const struct chiso_indicator *, size_t i);
CHISO_EXPORT const struct chiso_term *chiso_term_at(const struct chiso_indicator *, size_t i);
CHISO_EXPORT const struct chiso_output *chiso_output_at(const struct chiso_indicator *, size_t i);
CHISO_EXPORT const struct chiso_problem *chiso_problem_at(const struct chiso_indicator *, size_t i);

/** The text in the wanted language, else in English, else "". */
CHISO_EXPORT const char *chiso_text_in(const struct chiso_text *texts, const char *lang);

/** Whether the table of units of measure has all of this one: "ha", "t/ha", "bn VND", "%". */
CHISO_EXPORT int chiso_measure_is_known(const char *unit);

/** The word for a reason in CSV, JSON and vectors: "not_reported" for CHISO_REASON_NOT_REPORTED; "" for
 *  0 and for what is none. */
CHISO_EXPORT const char *chiso_reason_word(uint32_t reason);

/** A standard: the numbers of a regulation or a published method. */
struct chiso_standard_info {
	uint32_t size;
	const char *id, *title, *source;   /* title in the context's language */
	const char *valid_from, *valid_to; /* ISO dates, NULL: open */
	const char *status;                /* the weakest of its values and items: "confirmed" */
	const char *country, *unit;        /* what it holds for, NULL: everything */
	const char *replaces;              /* a standard, NULL: none */
	const char *const *indicators;     /* that it is made for, n_indicators */
	size_t n_indicators;
};
/** How many there are.  Those of plugins that were found, not named, are read at the latest now: what is wrong with
 *  them is among the findings. */
CHISO_EXPORT size_t chiso_standard_count(const struct chiso_context *context);
/** CHISO_EUSE when there is no i-th one. */
CHISO_EXPORT int chiso_standard_at(const struct chiso_context *context, size_t i,
                                   struct chiso_standard_info *out);

/** What a standard says of a parameter, or an item of a parameter along its axis. */
struct chiso_standard_value {
	uint32_t size;
	const char *id;            /* of the parameter */
	const char *const *texts;  /* as the file writes them, n; one, unless it is a list */
	size_t n;
	int is_text;               /* a word rather than a number */
	const char *status, *article, *note; /* the last two NULL: none */
};

/** A label of an axis of the indicators, such as a deprivation. */
struct chiso_standard_item {
	uint32_t size;
	const char *axis, *code, *title; /* title in the context's language, NULL: none */
	const char *status, *article, *note;
	size_t n_values;
};

/** The k-th value or item of the i-th standard, and the m-th value of the item; CHISO_EUSE when
 *  there is none. */
CHISO_EXPORT int chiso_standard_value_at(const struct chiso_context *context, size_t i, size_t k,
                                         struct chiso_standard_value *out);
CHISO_EXPORT int chiso_standard_item_at(const struct chiso_context *context, size_t i, size_t k,
                                        struct chiso_standard_item *out);
CHISO_EXPORT int chiso_standard_item_value_at(const struct chiso_context *context, size_t i,
                                              size_t k, size_t m,
                                              struct chiso_standard_value *out);

/* ---- Projects ------------------------------------------------------------------------------ */

enum { CHISO_ALLOW_OUTSIDE = 1u << 0 }; /* data files may lie outside the project's folder */

/** Opens a project: a JSON file, or a folder with a plan.json.  Everything that is wrong with it
 *  becomes a finding, all at once; *out is set even then when anything could be read, so that
 *  chiso_project_validate() can go on to the data.  Caller frees. */
CHISO_EXPORT int chiso_project_open(struct chiso_project **out, struct chiso_context *context,
                                    const char *path, uint32_t flags);

/** A name and what it stands for. */
struct chiso_pair {
	const char *name, *value;
};

/** One indicator over one table, without a project file. */
struct chiso_compute {
	uint32_t size;
	const char *indicator;
	const char *file;          /* a CSV file; shown as the name of `data` when that is given */
	const char *data;          /* its bytes, borrowed until the project is freed; NULL: read file */
	size_t n_data;
	const char *units;         /* a units.csv; NULL: units are just codes */
	const char *unit, *period; /* names of columns; NULL: "unit"; "period" or "year", if any */
	const char *const *by;     /* the columns that results are grouped by; may name unit and period */
	uint32_t n_by;
	const struct chiso_pair *columns; /* input, expression over columns of the file */
	uint32_t n_columns;
	const struct chiso_pair *set; /* parameter, value */
	uint32_t n_set;
	const char *decimal; /* "." or ",", the other one then being between thousands; NULL: found */
	const char *standard; /* whose parameters hold; NULL: those made for the indicator, by period */
	const char *prefix;  /* of a record indicator: in front of the names of its columns; NULL: "" */
};

/** A project made from arguments.  As chiso_project_open().  Of a record indicator it has no results
 *  but a table, for chiso_project_records(). */
CHISO_EXPORT int chiso_project_compute(struct chiso_project **out, struct chiso_context *context,
                                       const struct chiso_compute *what);

/** From now on a record that can't be used is no error: it is left out, counted in n_seen where it
 *  is known whose it is, and kept in a CSV file with file, line, code and message in front.
 *  chiso_project_run() and chiso_project_validate() write that file when they succeed, whole or not
 *  at all and readable for its owner only; a warning says how many there are.  CHISO_EUSE when the
 *  project reads that file.  path is copied; NULL: errors again. */
CHISO_EXPORT int chiso_project_reject(struct chiso_project *project, const char *path);

/** Reads all data and reports every finding in one pass.  CHISO_EDATA when there are errors.
 *  `file` (may be NULL) restricts the reading to datasets with this file; CHISO_EUSE when the
 *  project does not read it. */
CHISO_EXPORT int chiso_project_validate(struct chiso_project *project, const char *file);

/** Computes everything.  With any error nothing is computed, *out is NULL and the status is
 *  CHISO_EDATA.  Caller frees the results before the project. */
CHISO_EXPORT int chiso_project_run(struct chiso_results **out, struct chiso_project *project);

/** Reads all data and writes the records of a dataset (NULL: the only one), which must be one file,
 *  as CSV: the bytes of the file, and behind the fields of each record the columns that record
 *  indicators give it.  A missing value is empty; where an output has any, a column NAME_reason
 *  follows it ("not_reported", ...).  Rows of totals stay, with nothing behind them; records that
 *  are kept elsewhere (chiso_project_reject()) are left out.  With any error nothing is written and
 *  the status is CHISO_EDATA; CHISO_EUSE when the project has no such table. */
CHISO_EXPORT int chiso_project_records(struct chiso_project *project, const char *dataset,
                                       chiso_write_fn *write, void *user);

/** Which form chiso_project_template() writes. */
struct chiso_template {
	uint32_t size;
	const char *dataset; /* its id in the project */
	const char *period;  /* "2025"; NULL: the one after the last in the files, else the first that a
	                        rule asks reports for */
	const char *level;   /* of the units; NULL: the dataset's, else those that a rule asks for, else
	                        those in the files, else the only one there is */
	const char *unit;    /* code or name: this unit and those below it; NULL: all */
};

/** Writes the blank form of a dataset as CSV: a line for each unit that is expected to report, with its
 *  code, its name where there is a column for it, and the period; of figures that are broken down by
 *  columns whose values a rule lists (`one_of`) one for each of these; of files with one value a line
 *  one for each code that the project reads.  All else is empty, and an empty cell is read as not
 *  reported.  Filled in, it is read as a file of the dataset: the layout is that of its last file
 *  (lines above the header, columns, delimiter, line ends), without one the columns that the project
 *  reads in the format that it declares.  A unit that is not valid in all of the period is not in it.
 *  CHISO_EUSE, with findings and nothing written: no such dataset, period, level or unit, nobody is
 *  expected, or the dataset has no files that can be filled in; CHISO_EDATA: the project or the files
 *  are broken. */
CHISO_EXPORT int chiso_project_template(struct chiso_project *project,
                                        const struct chiso_template *what, chiso_write_fn *write,
                                        void *user);

CHISO_EXPORT void chiso_project_free(struct chiso_project *project);

/* ---- Results ------------------------------------------------------------------------------- */

/** What a figure is a bound of.  The value of "more than 2,300" is 2300, CHISO_LOWER_BOUND. */
enum { CHISO_EXACT, CHISO_ABOUT, CHISO_LOWER_BOUND, CHISO_UPPER_BOUND };

/** Status of a figure, Law on Statistics 89/2015/QH13, Art. 48; SDMX OBS_STATUS E, P, A. */
enum { CHISO_STATUS_UNKNOWN, CHISO_ESTIMATE, CHISO_PRELIMINARY, CHISO_OFFICIAL };

/** How well a figure is sourced; a result has the weakest of its records. */
enum { CHISO_UNCONFIRMED = 1, CHISO_DERIVED, CHISO_SECONDARY, CHISO_CONFIRMED };

/** How a figure came to be on the boundaries of another time. */
enum {
	CHISO_BOUNDARIES_OWN,      /* it is not: the unit was there */
	CHISO_BOUNDARIES_REPORTED, /* its records are coded with the units of another day */
	CHISO_BOUNDARIES_EXACT,    /* whole units were put together */
	CHISO_BOUNDARIES_ESTIMATE, /* units were divided, by area, population or what is known */
	CHISO_BOUNDARIES_BROKEN    /* neither: there is no value, it would not be comparable */
};

/** A value of a record that somebody answers for, instead of the one in the file.  A value "" is none;
 *  values of columns about persons are "***". */
struct chiso_adjustment {
	uint32_t size;
	const char *dataset, *unit, *period; /* of the record, as they are written; "": it has none */
	const char *keys;                    /* what else tells the record, "crop=na"; "": nothing */
	const char *column, *old_value, *new_value;
	const char *who, *why;
	const char *document, *document_title; /* id in the project; in the context's language */
};

/** One value: indicator x output x unit x period x breakdown. */
struct chiso_cell {
	uint32_t size;
	uint32_t version;            /* of the indicator */
	const char *indicator, *use; /* id in the project; id of the plugin's indicator */
	const char *title;           /* in the context's language */
	const char *output, *output_title, *unit_measure;
	const char *unit, *unit_name, *level, *period; /* unit "" when there are none */
	/* Breakdown, and behind it the axes along which the output repeats ("k" = "1/3"); n_keys 0:
	   the total. */
	const char *const *keys, *const *key_values;
	uint32_t n_keys;
	struct chiso_value value, numerator, denominator; /* CHISO_F64 or CHISO_NONE with a reason */
	uint64_t n_used, n_seen; /* 0 where the value is CHISO_REASON_SUPPRESSED: it is not said */
	uint32_t reporting, expected; /* units with records, units that should have */
	int bound, status, evidence;
	int is_break;                 /* breaks with the period before */
	int rolled_up;                /* added up from lower units */
	int synthetic;                /* from made-up data */
	const char *const *notes, *const *sources; /* in order of text, n_notes and n_sources */
	uint32_t n_notes, n_sources;
	int direction; /* of the indicator: 1 more is better, -1 less is better, 0 neither */
	/* Of a period that is added up from shorter ones: how many of them there are and how many
	   there should be, in `notes` in words; expected 0: it has records of its own. */
	uint32_t periods_reporting, periods_expected;
	const char *standard; /* id of the standard whose parameters hold; NULL: none, or mixed ones */
	/* Of a sample: what the value is worth.  Each is CHISO_F64 or CHISO_NONE with a reason. */
	struct chiso_value se;              /* standard error, in the value's unit of measure */
	struct chiso_value ci_low, ci_high; /* confidence interval */
	struct chiso_value deff;            /* design effect */
	double confidence; /* of the interval, 0.95; 0: the dataset has no design */
	uint32_t df, n_psu, n_strata; /* of the design; 0 without a value */
	/* Of a breakdown: its part of the total's numerator and denominator, in per cent; CHISO_NONE
	   where there is no total of the unit and period, or no sums are behind the value. */
	struct chiso_value numerator_share, denominator_share;
	/* Of a unit outside its own time: the date (ISO 8601) on whose boundaries the figure is, and
	   how it came about, CHISO_BOUNDARIES_...; NULL and 0 inside it. */
	const char *boundaries;
	int boundaries_by;
	/* What it rests on that was adjusted, in the project's order; in `notes` in words. */
	const struct chiso_adjustment *const *adjustments;
	uint32_t n_adjustments;
};

/** Cells come by indicator in the project's order, breakdown and axes, unit in the units file's
 *  order, period in time, output.  1 and *out filled, or 0 at the end. */
CHISO_EXPORT int chiso_results_next(struct chiso_results *results, struct chiso_cell *out);

/** What the verdict on a goal is. */
enum chiso_verdict {
	CHISO_NO_DATA,              /* `needs` says what is missing */
	CHISO_NO_TARGET,            /* a trend at most */
	CHISO_TARGET_ACHIEVED,
	CHISO_ON_TRACK,
	CHISO_ACCELERATION_NEEDED,
	CHISO_LIMITED_PROGRESS,
	CHISO_DETERIORATION,
	CHISO_NOT_YET_DUE,          /* a mean or a yes/no whose date is ahead and that has no rate */
	CHISO_MISSED,               /* the date is past and the target is not met */
	CHISO_NOT_COMPUTABLE,       /* `why` says why not */
	CHISO_NOT_ASSESSED,         /* no indicator: a goal without a number, confidential, political */
	CHISO_STAGNATION,           /* or regression: the UN Progress Chart has one word for both */
};

enum { CHISO_TARGET_NONE, CHISO_MORE_THAN, CHISO_LESS_THAN, CHISO_AT_LEAST, CHISO_AT_MOST,
       CHISO_BETWEEN, CHISO_YES, CHISO_NO };

/** How a value is projected to the target's date: at the growth rate so far, or by the change so
 *  far, the same amount each year. */
enum { CHISO_PROJECTION_NONE, CHISO_PROJECTION_GROWTH, CHISO_PROJECTION_LINEAR };

/** What a target is about: the value itself, its mean growth over a period, the mean of the values of
 *  a period (of growth rates also the geometric one), or the rank among other units. */
enum { CHISO_ASPECT_VALUE, CHISO_ASPECT_MEAN_GROWTH, CHISO_ASPECT_MEAN,
       CHISO_ASPECT_GEOMETRIC_MEAN, CHISO_ASPECT_RANK };

/** How a target stood by the values up to the end of a year. */
struct chiso_standing {
	const char *as_of; /* "2023" */
	enum chiso_verdict verdict;
};

/** One point of the series behind an assessment. */
struct chiso_point {
	const char *period;
	double value;
	int bound, is_break;
};

/** One row of the scoreboard. */
struct chiso_assessment {
	uint32_t size;
	const char *goal, *goal_title, *domain, *title; /* title of the row, in the language */
	const char *words;                              /* of the document, in its language */
	const char *document, *document_title, *document_date, *document_status; /* NULL: none */
	const char *set;                                /* named set of the target, NULL: none */
	const char *indicator, *output, *unit, *unit_name, *unit_measure; /* NULL: none */
	int target;                   /* CHISO_TARGET_NONE, CHISO_MORE_THAN, ... */
	double target_value, target_upper;
	const char *target_period;    /* "2030"; of a mean growth "2021/2030"; NULL: no date */
	int is_mean_growth;           /* the target is about the mean growth over target_period */
	struct chiso_cell current;    /* the latest value, current.value.type CHISO_NONE: none */
	const struct chiso_point *points; /* the series up to now, breaks included */
	uint32_t n_points;
	enum chiso_verdict verdict;
	const char *why, *needs, *note; /* NULL: nothing to say */
	const char *method;             /* id of the standard the verdict follows, NULL: none */
	struct chiso_value rate;        /* observed growth a year, a fraction */
	struct chiso_value rate_needed; /* to reach the target from the baseline */
	struct chiso_value ratio;       /* of the two, in the wanted direction */
	struct chiso_value projected;   /* value at the target's date at the observed rate */
	struct chiso_value change_needed; /* a year from now, absolute */
	const char *owner;                /* who answers for it, NULL: not said */
	double weight;                    /* of the target; 1 unless the project says otherwise */
	const char *baseline;             /* period of the value that is compared with, NULL: none */
	struct chiso_value baseline_value;
	struct chiso_value gap;           /* what must be added to the value to reach the target */
	int projection;                   /* how `projected` was found, CHISO_PROJECTION_... */
	const char *first_met; /* "2034": the first period that meets the target at the present pace
	                          or, when it is met, since when; "never"; NULL: can't be said */
	int aspect;                     /* CHISO_ASPECT_... of the target */
	struct chiso_value mean;        /* of the periods so far, of a target for a mean */
	struct chiso_value mean_needed; /* in the periods left, so that the target is met */
	uint32_t n_periods, periods_expected; /* of the mean: those with a value, all */
	uint32_t rank, rank_worst;      /* the best and the worst place, from 1, that the figures
	                                   known allow; 0: none.  Equal figures share a place */
	uint32_t n_peers, n_ranked;     /* units compared, this one included; those with a value */
	const struct chiso_standing *standings; /* of a target, for every year of the scoreboard */
	uint32_t n_standings;
	/* What the values of the series rest on that was adjusted, in the project's order. */
	const struct chiso_adjustment *const *adjustments;
	uint32_t n_adjustments;
};

/** Rows in the order of the project's goals.  1 and *out filled, or 0 at the end. */
CHISO_EXPORT int chiso_results_next_assessment(struct chiso_results *results,
                                               struct chiso_assessment *out);

enum { CHISO_BY_PLAN, CHISO_BY_SET, CHISO_BY_DOMAIN, CHISO_BY_UNIT };

/** How the targets of a group stand.  What has no target is not counted; a target that can't be
 *  judged is counted as open, never as met or missed. */
struct chiso_summary {
	uint32_t size;
	int by;              /* CHISO_BY_... */
	const char *id, *title; /* a set, a domain or a unit; "" for the plan, and for those without one */
	uint64_t n_targets;  /* n_judged and n_open */
	uint64_t n_judged;
	uint64_t n_on_track; /* of these: achieved or on track */
	uint64_t n_open;     /* can't be judged, without data, or not yet due */
	struct chiso_value share;          /* n_on_track of n_judged, per cent; CHISO_NONE: none judged */
	struct chiso_value weighted_share; /* the same by the weights of the targets */
	const char *as_of; /* by the values up to the end of this year, "2023"; NULL: by all */
};

/** The plan, its sets, domains and units, in this order and each in the order of the scoreboard.  1
 *  and *out filled, or 0 at the end. */
CHISO_EXPORT int chiso_results_next_summary(struct chiso_results *results,
                                            struct chiso_summary *out);

/** The same as of each year in which some target has a value: group by group, the years of each in
 *  order of time. */
CHISO_EXPORT int chiso_results_next_year(struct chiso_results *results, struct chiso_summary *out);

/** All iterators begin anew. */
CHISO_EXPORT void chiso_results_rewind(struct chiso_results *results);

/** What the results are about. */
struct chiso_about {
	uint32_t size;
	const char *title;          /* of the project, in the context's language */
	const char *document_title; /* of the plan's main document, NULL: none */
	const char *document_date, *document_status; /* NULL: none; status "stated", "adopted", "ended" */
	const char *lang;
	int synthetic;              /* some data are made up */
	const char *const *keys;    /* every breakdown column of the project, in its order */
	uint32_t n_keys;
	size_t n_cells, n_assessments;
	int has_design; /* some data are a sample: their results have standard errors */
	int has_shares; /* an indicator has a total and breakdowns, which are parts of it */
	int has_boundaries; /* some figures are on the boundaries of another time */
	int has_adjustments; /* some values of the files have been adjusted */
};
CHISO_EXPORT void chiso_results_about(const struct chiso_results *results, struct chiso_about *out);

enum { CHISO_COLOUR = 1u << 0 };

/** Writes results as "table" (text for people), "scoreboard" (text for people), "csv" (a row for each figure, with
 *  all that is known of it), "wide" (CSV with a row for each unit and period and a column for each figure, named
 *  "af.censored[deprivation=water;k=1/3]"; "wide:n_used,se" has such fields behind each figure, in columns "af.h:n_used",
 *  and "wide:af.h:n_used" one behind this figure only), "scoreboard-csv", "json" or "html"; or how targets stand "by-plan", "by-set", "by-domain",
 *  "by-unit", each also by year ("by-domain-year"; "by-year" is the plan's) and each also as CSV
 *  ("by-domain-csv").  Numbers of CSV and JSON have a point and the fewest digits
 *  that read back to the same double; those for people follow the language. */
CHISO_EXPORT int chiso_results_write(struct chiso_results *results, const char *format,
                                     uint32_t flags, chiso_write_fn *write, void *user);

/** The fields that a figure can have behind it in the format "wide", by their names in "csv", from 0 on; NULL: there are
 *  no more. */
CHISO_EXPORT const char *chiso_results_field(size_t at);

/** Writes results.csv, results.json, scoreboard.csv and report.html to a folder, which is made if
 *  need be: all of them or none.  `wrote` (may be NULL) is called with each path at the end. */
CHISO_EXPORT int chiso_results_save(struct chiso_results *results, const char *folder,
                                    void (*wrote)(void *user, const char *path), void *user);

/** What chiso_results_export() writes. */
struct chiso_export {
	uint32_t size;
	/* "sdmx-csv" (2.0), "sdmx-csv-1", "sdmx-json" (2.1), "datapackage" (the descriptor),
	   "datapackage-csv" (its table), "dhis2", "worldbank", "xlsx" */
	const char *format;
	int64_t prepared; /* when, in seconds since 1970, where the format says so; 0: now */
};

/** Writes results for other systems, with the dimensions and codes of the project's "export", which
 *  saved results keep.  CHISO_EDATA with findings, and nothing written, when they can't be told apart
 *  there or have no code; CHISO_EUSE: no such format, or this build has no libxlsxwriter. */
CHISO_EXPORT int chiso_results_export(struct chiso_results *results,
                                      const struct chiso_export *what, chiso_write_fn *write,
                                      void *user);

/** Writes a data package to a folder, which is made if need be: datapackage.json and its table, both
 *  or none.  `wrote` (may be NULL) is called with each path at the end. */
CHISO_EXPORT int chiso_results_package(struct chiso_results *results, const char *folder,
                                       void (*wrote)(void *user, const char *path), void *user);

/** Reads a results.json that chiso_results_save() or the format "json" wrote: everything that it
 *  holds can be written, compared and walked through again; explaining needs the project.  Texts are
 *  in English, whatever the context's language.  *out is the caller's, to be freed before the
 *  context; NULL with an error, every one of which is a finding. */
CHISO_EXPORT int chiso_results_read(struct chiso_results **out, struct chiso_context *context,
                                    const char *path);

/** How printed figures compare. */
struct chiso_reconciled {
	uint32_t size;
	size_t n, n_agree;
};

/** Compares results with the figures of a CSV file, each at as many decimals as it was printed with
 *  (exact ties round away from zero, as spreadsheets do), and writes a line for each and a sum.
 *  Columns: indicator and value, and of output, unit (code or name), period and the names of
 *  breakdowns as many as tell one result from the others; source is for people.  A figure without a
 *  result does not agree.  CHISO_EDATA: the file is no such file, nothing is written. */
CHISO_EXPORT int chiso_results_reconcile(struct chiso_results *results, const char *path,
                                         chiso_write_fn *write, void *user,
                                         struct chiso_reconciled *out);

/** How two results compare. */
struct chiso_difference {
	uint32_t size;
	size_t n_same, n_changed, n_added, n_removed;
	size_t n_unexplained; /* of those that differ: nothing in the records of the runs says why */
};

/** Writes what changed from one results to another, by how much, and what explains it: data files,
 *  status, standards, plugins, boundaries, definitions, the library.  Formats "text" (in the context's
 *  language), "csv", "json". */
CHISO_EXPORT int chiso_results_diff(struct chiso_results *from, struct chiso_results *to,
                                    const char *format, chiso_write_fn *write, void *user,
                                    struct chiso_difference *out);

/** Which cells to explain; NULL: any.  Or a goal: its rows of the unit, indicator and output. */
struct chiso_explain {
	uint32_t size;
	/* indicator may be "id.output" or, where there is no such indicator, the id of a goal.  The
	   period of a goal is that by whose end its values count: how it stood then. */
	const char *indicator, *output, *unit, *period;
	const char *format; /* "text" (for people, NULL) or "json" */
	const char *goal;   /* id; NULL: none */
};

/** Writes where values come from: formula with numbers, operands, sums, records, files with their
 *  SHA-256, standard, source, notes.  Of a goal: its words and document, the verdict on each row, the
 *  method with its formulas in numbers and the cut-off that decided, and where the values come from.
 *  JSON is after schema/explain.schema.json.  CHISO_EUSE with a finding when nothing fits, or when the
 *  results were read from a file. */
CHISO_EXPORT int chiso_results_explain(struct chiso_results *results,
                                       const struct chiso_explain *what, uint32_t flags,
                                       chiso_write_fn *write, void *user);

CHISO_EXPORT void chiso_results_free(struct chiso_results *results);

#ifdef __cplusplus
}
#endif
#endif /* CHISO_CHISO_H */
