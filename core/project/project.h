/* SPDX-License-Identifier: MIT */
/* A project: what its JSON file (or the arguments of `compute`) says, checked and in order, before
 * any data are read.  doc/project-file.md describes the file. */
#ifndef CORE_PROJECT_H
#define CORE_PROJECT_H

#include "base/group.h"
#include "files/file.h"
#include "files/reject.h"
#include "json/json.h"
#include "number/number.h"
#include "number/variance.h"
#include "plugin/standard.h"
#include "units/calendar.h"
#include "units/lineage.h"
#include "units/unit_groups.h"
#include "units/units.h"

enum {
	MAX_KEYS = 64,        /* columns to group by */
	MAX_CELL_KEYS = MAX_KEYS + 2, /* with the axes of an output */
	MAX_DATASET_KEYS = 8, /* columns of a key */
	MAX_SOURCES = 8,      /* of an indicator */
};

/** A text for people; either language may be NULL. */
struct words {
	const char *en, *vi;
};
const char *words_in(struct words words, const char *lang);

struct document {
	const char *id, *date, *status, *source;
	struct words title, authority;
};

/** A name and an expression (or a column) that it stands for. */
struct binding {
	const char *name, *source;
	struct place place; /* of the first character of the source */
};

/** A list of names. */
struct names {
	const char **items;
	struct place *places;
	size_t n;
};

/** A column, or the same for all records.  Both NULL: neither. */
struct key_source {
	const char *column, *constant;
	struct place place;
};

/** Instead of a period: the time for which a record holds.  It counts in each reporting period whose
 *  reference date lies in that. */
struct interval_spec {
	struct binding from, to; /* source NULL: the records have periods */
	enum period_kind each;
	struct period first, last; /* reporting periods; none: broken, already reported */
	int is_first_day;          /* the reference date is the first day of its period */
	struct month_day day;      /* or this one; month 0: the last */
	struct names key;          /* that no two records have alike on one day; none: not declared */
	struct place place;
};

struct format_spec {
	char delimiter;             /* 0: found */
	int skip;                   /* -1: found */
	struct number_style style;  /* decimal 0: found */
	struct names none, not_collected, totals;
};

/** What is known about the figures of a record, or of some of its columns. */
enum mark_kind {
	MARK_STATUS,
	MARK_EVIDENCE,
	MARK_SOURCE,
	MARK_BREAK,
	MARK_NOTE_EN,
	MARK_NOTE_VI,
	MARK_KINDS
};

struct figures_spec {
	struct binding marks[MARK_KINDS]; /* .source: the column that says so */
	struct binding *qualifiers; /* name: the qualified column, source: the qualifying one */
	size_t n_qualifiers;
};

/** Files with one value a line: the lines that agree in unit, period and group are one record. */
struct long_spec {
	struct binding code, value; /* .source: columns; NULL: the files have a record a line */
	struct names group;
};

/** What a column of a dataset made of another one has of each group. */
enum collapse_kind {
	COLLAPSE_SUM,
	COLLAPSE_MEAN,
	COLLAPSE_LEAST,
	COLLAPSE_MOST,
	COLLAPSE_ANY,
	COLLAPSE_ALL,
	COLLAPSE_COUNT,
	COLLAPSE_FIRST,
	COLLAPSE_KINDS
};

struct collapse_column {
	const char *name;
	enum collapse_kind kind;
	struct binding of; /* source NULL: the records themselves, of a count */
};

/** How the records of a sample were drawn. */
struct design_spec {
	int is_there;
	struct binding stratum, psu, ssu; /* source NULL: one stratum; each record is one; one stage */
	struct binding fpc[2];            /* of the stages */
	size_t n_fpc;
	enum lonely lonely;
	struct place place;
};

/** Where the records are: a geometry as text, or a point by its degrees.  All sources NULL: that is
 *  not declared. */
struct geometry_spec {
	struct binding wkt, lon, lat;
};

/** On the units of which day records of a period are coded. */
struct coding_spec {
	struct period of; /* none: of all periods */
	int32_t day;
};

struct indicator_spec;
struct rule_spec;
struct adjustments;

/** A named column of a dataset: an expression, or an output of a record indicator.  Neither: it is
 *  broken, which has been reported. */
struct column_spec {
	struct binding of; /* name NULL: nobody can name it; source NULL: no expression */
	const char *header; /* its name in a table of the records */
	const struct indicator_spec *record; /* NULL: an expression */
	uint32_t output;
};

struct dataset_spec {
	const char *id;
	struct words title;
	struct names files; /* paths; the places are those of their names */
	struct key_source unit, period;
	struct interval_spec interval;
	struct names key;  /* columns that no two records have alike (or, that of the interval, not on
	                      one day); none: not declared */
	struct coding_spec *coding; /* the units that records are coded with, if not those of their period */
	size_t n_coding;
	const char *level; /* NULL: found */
	int complete, synthetic;
	uint64_t min_n; /* results of fewer records are kept back; 0: as the dataset it is made of */
	int is_geojson; /* its files are, instead of CSV */
	struct binding weight, frequency; /* source NULL: none */
	struct geometry_spec geometry;
	struct design_spec design;
	struct column_spec *columns;
	size_t n_columns;
	struct format_spec format;
	struct figures_spec figures;
	struct long_spec lines;
	/* Instead of files, another dataset whose records are collapsed by group. */
	const char *from_id;
	struct place from_place;
	const struct dataset_spec *from; /* NULL: none, or unknown, which has been reported */
	struct names group;
	struct collapse_column *collapsed;
	size_t n_collapsed;
	struct rule_spec *rules; /* rule.h */
	struct names personal; /* columns whose values are not shown */
	struct adjustments *adjustments; /* NULL: none */
	size_t n_rules;
	const char *data; /* bytes given instead of a file */
	size_t n_data;
	struct place place;
};

/** What the project binds to an input, or to one of those that repeat along an axis. */
struct input_spec {
	const char *input, *label; /* label NULL: the input does not repeat */
	struct binding of;
};

/** The parameters of an indicator under one standard. */
struct param_set {
	const struct standard *standard; /* NULL: none */
	struct chiso_labels *labels;     /* per axis, of one over inputs; else n 0 */
	struct chiso_list *params;       /* per parameter; n 0: not given */
	int is_broken; /* a parameter has not as many values as its axis, which has been said */
};

/** A parameter that is a result: an output of another indicator, times a number. */
struct pass_param {
	size_t param;
	const char *from_id;                /* "median.income" */
	const struct indicator_spec *from;  /* NULL: broken, already reported */
	uint32_t output;
	const char *level; /* of the units whose result it is; NULL: the record's own unit */
	double times;
	struct place place;
};

struct indicator_spec {
	const char *id, *unit_measure;
	const struct chiso_indicator *use;
	const struct dataset_spec *sources[MAX_SOURCES]; /* NULL: broken, already reported */
	uint32_t n_sources;
	struct words title;
	struct input_spec *inputs;   /* those that the project binds itself */
	size_t n_inputs;
	struct chiso_labels *labels; /* per axis over inputs, those of all standards */
	uint32_t *labels_from;       /* per axis, the input that says what they are */
	struct param_set *sets;      /* one for each standard that may hold; else one */
	size_t n_sets;
	struct pass_param *passes;   /* parameters that are results */
	size_t n_passes;
	struct binding *where; /* per source; source NULL: all records */
	/* What a record stands for, likewise; source NULL: as many as its dataset says. */
	struct binding *weight;
	int is_unweighted;    /* each record stands for itself, whatever its dataset says */
	uint8_t *is_left_out; /* per output; NULL: all are given */
	struct names levels;  /* of units that have results; n 0: all have */
	int is_hidden;        /* it serves others, and is not among the results */
	struct period *shown; /* of which alone it is; n_shown 0: of all */
	struct place *shown_places;
	size_t n_shown;
	struct names *by;            /* key sets */
	size_t n_by;
	unsigned periods; /* bit per enum period_kind: coarser periods to add up to */
	double confidence; /* of intervals, of a sample */
	int is_logit;      /* the kind of them */
	const char *basis; /* of shares, where units are divided; NULL: the first one of the lineage */
	int counts_units;  /* of which there were others on other boundaries */
	struct binding expression; /* of a derived indicator; source NULL: none */
	struct derived *derived;   /* its program; NULL: none, or broken */
	struct place place;
};

/** Makes room for what is said of each of n sources.  0 or CHISO_ENOMEM. */
int indicator_reserve_sources(struct chiso_project *project, struct indicator_spec *spec, uint32_t n);
/** Whether an output is among the results. */
static inline int indicator_gives(const struct indicator_spec *spec, uint32_t output)
{
	return !spec->is_left_out || !spec->is_left_out[output];
}
/** Whether units of a level have results. */
int indicator_has_level(const struct indicator_spec *spec, const char *level);

/** A value for one unit. */
struct unit_value {
	const char *unit;
	double value;
};

struct target_spec {
	int kind; /* CHISO_MORE_THAN, ... */
	double value, upper;
	struct period by, from, to; /* by, or from and to of a mean or a mean growth */
	const char *by_text;
	int aspect; /* CHISO_ASPECT_... */
	enum { AMONG_LEVEL, AMONG_SIBLINGS, AMONG_LISTED } among; /* of a rank */
	struct names peers;
	int order; /* of a rank: 1 the highest value is first, -1 the lowest */
	struct unit_value *of; /* instead of one value, those of units; NULL: one value */
	size_t n_of;
	const char *set, *owner; /* owner NULL: not said */
	double weight;
	int method; /* enum progress_method */
	const struct document *document;
};

struct row_spec {
	struct words title, needs, note;
	const struct indicator_spec *indicator; /* NULL: none */
	const char *indicator_id; /* as the project writes it */
	uint32_t output;
	const char *unit;         /* a code, NULL: none */
	const char *level;        /* instead: one row for each unit of it; NULL: no level */
	struct names units;       /* instead: one row for each */
	const char *owner;
	int method, has_method;   /* enum progress_method */
	struct binding *by;       /* name: column, source: value */
	size_t n_by;
	struct period baseline;   /* first > last: the first value */
	struct target_spec *targets;
	size_t n_targets;
};

struct goal_spec {
	const char *id, *domain, *words, *owner;
	struct words title, note, reason;
	const struct document *document;
	int names_document; /* one that may be unknown */
	struct row_spec *rows;
	size_t n_rows;
};

struct chiso_project {
	struct arena arena;
	struct chiso_context *context;
	struct json *json;
	const char *path, *folder; /* of the project file; "-" and "." without one */
	uint32_t flags;
	struct words title;
	struct document *documents;
	size_t n_documents;
	const struct document *document; /* the plan's */
	const char *plan_unit, *country; /* country: whose standards hold; NULL: all */
	struct standards standards;      /* of files that the project adds */
	const char *units_file;
	struct place units_place;
	struct units units;
	struct lineage lineage;
	int has_lineage;
	struct unit_groups groups; /* of units; n 0: none */
	int groups_are_broken;     /* which has been reported */
	int32_t *boundaries; /* days on whose units every series is shown, too; in order of time */
	size_t n_boundaries;
	int plan_area;       /* the plan's unit, which may end before the plan does; UNIT_NONE */
	struct month_day financial_year; /* its first day */
	struct geodesic *geodesic;       /* NULL: the earth is a sphere */
	struct dataset_spec *datasets;
	size_t n_datasets;
	struct indicator_spec *indicators;
	size_t n_indicators;
	struct intern indicator_ids;          /* each once, */
	const struct indicator_spec **by_id; /* with the first indicator that has it */
	struct indicator_spec **derived; /* the derived ones, operands first */
	size_t n_derived;
	struct names sets; /* of targets, that the project declares */
	int method;        /* enum progress_method, of targets that name none */
	struct goal_spec *goals;
	size_t n_goals;
	struct mapping *mapping; /* of "export"; NULL: none */
	struct lookups *lookups; /* of the run that is on */
	struct rejects *rejects; /* NULL: a record that can't be used stops the run */
	const char *lineage_file, *groups_file; /* as the project names them; NULL: none */
	/* Of their files; NULL: none. */
	const char *sha256, *units_sha256, *lineage_sha256, *groups_sha256;
	struct standard_file {
		const char *name, *sha256;
	} *standard_files; /* that were read */
	size_t n_standard_files;
	size_t errors; /* of the project itself, found while opening */
};

/** An empty project; NULL without memory (reported). */
struct chiso_project *project_new(struct chiso_context *context, uint32_t flags);
/** Reads the units file, if there is one. */
int project_read_units(struct chiso_project *project);

/* Parts of reading, one file each. */
int project_read_datasets(struct chiso_project *project, struct json_node *root);
/** Reports a level that no unit has; says nothing where there are no units. */
void project_check_level(struct chiso_project *project, const char *level, struct place place);
/** project_collapse.c: a dataset made of another one, but for what all datasets have. */
int project_read_collapse(struct chiso_project *project, struct dataset_spec *dataset,
                          struct json_node *node);
/** project_interval.c: whether a period is written as an interval, which is read then. */
int project_read_interval(struct chiso_project *project, struct interval_spec *interval,
                          struct json_node *node);
/** The next reporting period; none behind the last one.  `before` none: the first. */
struct period interval_next(const struct interval_spec *interval, struct month_day financial_year,
                            struct period before);
/** The day of a period on which it is asked what holds: for records with periods, the last. */
int32_t interval_reference(const struct interval_spec *interval, struct period period);
/** project_design.c: how a dataset's records were drawn. */
void project_read_design(struct chiso_project *project, struct dataset_spec *dataset,
                         struct json_node *node);
/** The same file: an indicator's intervals. */
void indicator_read_interval(struct chiso_project *project, struct indicator_spec *spec,
                           struct json_node *node);
/** The least number of records of which a result may tell; 0: any. */
uint64_t dataset_min_n(const struct dataset_spec *dataset);
/** Whether any dataset has one. */
int project_keeps_back(const struct chiso_project *project);
/** Finds what datasets are made of, when all have been read. */
void project_link_datasets(struct chiso_project *project);
/** project_time.c: units in time.  Lineage and boundaries, when units and plan have been read. */
int project_read_lineage(struct chiso_project *project, struct json_node *root);
int project_read_groups(struct chiso_project *project, struct json_node *root);
/** "boundaries" of a dataset: with the units of which day its records are coded. */
void dataset_read_coding(struct chiso_project *project, struct dataset_spec *dataset,
                         struct json_node *node);
/** "boundaries" of an indicator: how it is shown on those of another time. */
void indicator_read_boundaries(struct chiso_project *project, struct indicator_spec *spec,
                               struct json_node *node);
/** When the records of a period are coded: the period, or the day that the dataset says. */
struct period dataset_coding(const struct dataset_spec *dataset, struct period period);
/** The day on whose boundaries a unit is shown outside its own time. */
int32_t project_boundary_day(const struct chiso_project *project, int unit);
int project_read_indicators(struct chiso_project *project, struct json_node *root);
int project_read_goals(struct chiso_project *project, struct json_node *root);
/** project_targets.c: the sets that targets may belong to, and the method of those that name none. */
int project_read_target_rules(struct chiso_project *project, struct json_node *root);
/** The same file: one target of a row, what that leaves open taken from row and goal. */
int project_read_target(struct chiso_project *project, const struct goal_spec *goal,
                        const struct row_spec *row, struct target_spec *target,
                        struct json_node *node);
/** project_aspects.c: what a target is about, if not the value at a date; after its condition and its
 *  method. */
void target_read_aspect(struct chiso_project *project, const struct row_spec *row,
                        struct target_spec *target, struct json_node *node);
/** project_targets.c: "method"; 1 when it is there. */
int project_read_method(struct chiso_project *project, struct json_node *object, const char *key,
                        int has_target, int *out);

/** project_records.c: the named columns of a dataset, from an object; or only those of them that a
 *  record indicator gives. */
int project_read_columns(struct chiso_project *project, struct dataset_spec *dataset,
                         struct json_node *columns, int only_records);
/** Whether an indicator is of the kind that is asked for; if not, says what to do. */
int project_use_fits(struct chiso_project *project, struct place place,
                     const struct chiso_indicator *use, int is_record);
/** What the project says of an indicator: NULL, reported, when no plugin has it or it is of the
 *  other kind. */
const struct chiso_indicator *project_find_use(struct chiso_project *project,
                                               struct json_node *node, int is_record);
/** "inputs", "standard", labels and "parameters" of an indicator, or inputs only without a use. */
int project_read_bindings(struct chiso_project *project, struct indicator_spec *spec,
                          struct json_node *node);
/** project_axes.c: finds the labels of the axes over inputs, when all inputs are bound and the
 *  standards are known.  Faults are findings. */
int indicator_set_labels(struct chiso_project *project, struct indicator_spec *spec);
/** project_standards.c: reads the files that a project adds. */
int project_read_standards(struct chiso_project *project, struct json_node *root);
/** Makes a parameter set for each standard that may hold for an indicator: those named, or all that
 *  are made for it. */
int indicator_find_standards(struct chiso_project *project, struct indicator_spec *spec,
                             const struct names *named);
/** Sets all parameters of all sets: `given` (per parameter, texts NULL: not given) before what a
 *  standard says before the default. */
struct given_param {
	const char **texts;
	size_t n;
	struct place place;
};
int indicator_set_params(struct chiso_project *project, struct indicator_spec *spec,
                         const struct given_param *given);
/** project_passes.c: reads a parameter that is a result; links them all when all indicators have
 *  been read. */
int indicator_read_pass(struct chiso_project *project, struct indicator_spec *spec, size_t param,
                        struct json_node *node);
void project_link_passes(struct chiso_project *project);
/** Whether two values of one type are equal. */
int value_is_same(const struct chiso_value *a, const struct chiso_value *b);
/** The texts of a parameter along an axis, from an object by label. */
const char **indicator_param_by_label(struct chiso_project *project,
                                      const struct indicator_spec *spec, size_t param,
                                      struct json_node *object, size_t *n);
/** A parameter along an axis has a value for each label: its default is repeated. */
int indicator_align_param(struct chiso_project *project, const struct indicator_spec *spec,
                          struct param_set *set, size_t param, struct place place, int is_given);
/** Reads and checks a parameter of a set; without texts it has its default. */
int indicator_set_param(struct chiso_project *project, const struct indicator_spec *spec,
                        struct param_set *set, size_t param, const struct given_param *given);

/** A text: a string or an object of strings by language. */
struct words project_words(struct chiso_project *project, struct json_node *object,
                           const char *key);
/** A string or a list of strings; none when it is missing. */
/** The SHA-256 of a file's bytes; NULL without memory. */
const char *project_digest(struct chiso_project *project, const struct bytes *bytes);
struct names project_names(struct chiso_project *project, struct json_node *object,
                           const char *key);
struct names project_names_of(struct chiso_project *project, struct json_node *node);
/** The same from a list that ends with NULL; borrowed. */
struct names project_names_from(struct chiso_project *project, const char *const *list);
/** How the tables are written that chiso makes itself. */
void project_own_format(struct format_spec *format);
/** How files are written unless a dataset says otherwise. */
void project_default_format(struct chiso_project *project, struct format_spec *format);
/** A member that is a string with an expression in it. */
struct binding project_binding(struct chiso_project *project, struct json_node *object,
                               const char *key);
/** The same of the node itself. */
struct binding project_binding_of(struct chiso_project *project, struct json_node *node);
/** All members of an object, each a string. */
struct binding *project_bindings(struct chiso_project *project, struct json_node *object, size_t *n);
/** A period in a string or number; none when it is missing or wrong (reported). */
struct period project_period(struct chiso_project *project, struct json_node *object,
                             const char *key);
const struct document *project_document(struct chiso_project *project, struct json_node *object,
                                        const char *key);
const struct dataset_spec *project_dataset(const struct chiso_project *project, const char *id);
/** Makes room for n indicators.  0 or CHISO_ENOMEM. */
int project_reserve_indicators(struct chiso_project *project, size_t n);
/** Makes an indicator known by its id.  0 or CHISO_ENOMEM. */
int project_name_indicator(struct chiso_project *project, const struct indicator_spec *spec);
const struct indicator_spec *project_indicator(const struct chiso_project *project,
                                               const char *id, size_t n);

#endif
