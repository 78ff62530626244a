/* SPDX-License-Identifier: MIT */
/* Reading a dataset: from the files of a project to batches of typed columns.
 *
 * A reader is opened, everything that somebody wants to know of a record is bound to it (columns
 * and expressions), and then it gives batch after batch.  Its table has one vector per column of
 * the files that is read as some type, and behind those one per named column of the project. */
#ifndef CORE_READER_H
#define CORE_READER_H

#include "base/group.h"
#include "expr/expr.h"
#include "files/csv.h"
#include "geo/shape.h"
#include "project/project.h"
#include "reader/unit_periods.h"
#include "records/key_spans.h"

enum { BATCH_ROWS = 1024 /* at most */, NO_TEXT = -1 };

/** Why a row does not count, as bits: refused; refused, and nobody knows whose it is; not meant.  On
 *  trial: made up, so that its faults are noted and not reported.  Said: it has been read before,
 *  and what is wrong with it was reported then. */
enum { ROW_BAD = 1, ROW_LOST = 2, ROW_NOT_MEANT = 4, ROW_ON_TRIAL = 8, ROW_SAID = 16 };

/** An expression bound to the columns of a reader. */
struct bound {
	struct expr *expr; /* NULL: not bound */
	int *in;           /* per use of the expression: a vector of the table; -1 - i: named column i,
	                      or from n_named on what is looked up */
	int column;        /* of the files, where its value comes from: to point at; -1: none */
	const struct slice *texts; /* of the batch, of a key that is more than a column's name */
};

/** The columns that say what is known about figures. */
struct marks {
	int column; /* of the files, whose figures they are about; -1: all */
	struct bound by[MARK_KINDS];
};

struct mark {
	uint8_t status, evidence, is_break;
	int32_t source, note; /* texts of the reader; NO_TEXT.  A note: see reader_note() */
};

/** The qualifier of a figure. */
enum qualifier { QUALIFIER_NONE, QUALIFIER_ABOUT, QUALIFIER_LOWER, QUALIFIER_UPPER };

/** A column that qualifies another one. */
struct qualified {
	int use;   /* in the table: the qualified column as a number; -1: nobody reads it */
	int column; /* of the files */
	struct bound by;
};

/** That a column of a record made of others, or of one that is looked up, rests on an adjustment. */
struct adjusted_from {
	int column;
	const char *mark;
	const struct adjusted_from *next;
};

/** A value of a record that somebody adjusted. */
struct adjusted {
	int column;   /* of the files; below -1: -2 - i, of what is looked up */
	int32_t note; /* its mark, a text of the reader */
	struct adjusted *next;
};

struct reader_adjustments; /* reader_adjust.c */
struct lookup_table; /* lookup.h */
struct record;       /* record.h */
struct reader_rules; /* reader_rules.h */

/** Copies of texts in quotes that have quotes in them, as long as the batch. */
struct unquoted {
	struct arena texts;
	int lacks_memory; /* for some text, which is empty then */
};

struct batch {
	uint32_t n, room;        /* so many records there are, and may be */
	const char *file;        /* of these records */
	const struct source_file *from; /* the same */
	/* The fields of a record: as they stand in the file, places from `text` on (the first begins at
	   `begins`, each other one behind the end of the one before, n_fields a row), or its own. */
	const char *text, *text_end; /* text_end: of what may be looked at, */
	size_t spare;                /* so many bytes behind all records */
	uint32_t n_fields, *begins, *ends;
	size_t ends_cap;
	struct unquoted *unquoted;
	struct csv_field **own; /* by column; NULL: as they stand in the file */
	uint32_t n_own;         /* how many have some, at least */
	uint8_t *bad;            /* ROW_... bits: the record has been refused and does not count */
	int32_t *reject;         /* where it is kept, if it is */
	uint32_t *line;
	const char **records;    /* that it is made of, "members.csv:2, 3"; NULL: read as it is */
	uint32_t *unit_period;   /* see reader_unit_of(); of a lost record of no meaning */
	double *weight;          /* NULL: all 1 */
	double *frequency;       /* for how many records one stands, whole; NULL: all 1 */
	uint32_t *cluster;       /* of the design, or NO_CLUSTER, see batch_cluster(); NULL: there is no design */
	/* By unit_period 1 + the cluster, once all of them are known, and `cluster` is not filled; else NULL. */
	const uint32_t *cluster_of;
	int are_clusters_of_units; /* in all batches so far, one of each unit in a period: by unit_period */
	struct mark *marks;      /* marks * room + row; of no meaning, or NULL, where has_marks is 0 */
	int has_marks;           /* some may say something */
	uint8_t *is_qualified;
	struct adjusted **adjusted; /* per row; NULL: there can't be any */
	int has_adjusted;           /* some row has one */
};

/** Of records that hold for a time.  A batch is given once for each reporting period, with the rows
 *  that do not hold then marked as not meant. */
struct turns {
	struct bound from, to;
	int32_t *first, *last; /* days, per row */
	uint8_t *bad;          /* per row: refused in whatever period */
	uint8_t *unit_is_said; /* per row: what is wrong with its unit; NULL: records of a period */
	size_t n, next;        /* reporting periods, the first ones of the reader */
	uint32_t period;       /* that of the batch */
	struct arena records;  /* what the batch has whatever the period */
	struct intern said;    /* of the batch: a fault is one, in however many periods it shows */
	int column;            /* reference_date, a column of no file; -1: not offered */
	enum { DATE_KNOWN, DATE_NOT_YET, DATE_NEVER } lacks_date; /* what is bound now */
	int date_is_missed;    /* by what is compiled now */
	int date_is_used;
};

/** Where the records are. */
struct geometry {
	struct bound by[3]; /* text, longitude, latitude */
	enum { GEOMETRY_NEW, GEOMETRY_BINDING, GEOMETRY_READY, GEOMETRY_BROKEN } state;
	int is_origin; /* nearest() measures from it: it must be a point */
	struct shape shape; /* of the record that is looked at */
};

struct source_file {
	const char *name;
	struct bytes bytes;
	struct bytes packed; /* n 0: bytes are all of it; else they are only its beginning, unpacked */
	int is_borrowed; /* the bytes are another reader's */
	const char *sha256; /* of what bytes were made from; NULL: of themselves */
	uint32_t skip;
	char delimiter;
	int *at; /* per column, the field in this file; -1: it lacks the column */
	size_t n_at, n_fields;
	struct origin {
		uint32_t line, column; /* column 0: nobody knows */
		const char *records;
		const struct adjusted_from *adjusted; /* NULL: nothing */
	} *origins; /* by record, of a file that is made of other ones; NULL */
};

/** A part of a file that is read by one of several readers: from the beginning of a record to that of another one. */
struct block {
	size_t file, begin, end; /* begin 0: behind the header */
	uint32_t base;           /* what its reader takes for the number of lines before it */
	int is_in_front;         /* that has been the true one */
	/* When it has been read: where the next record begins, how many lines it has, and how many are before it. */
	size_t stopped;
	uint32_t lines, before;
};

struct reader {
	struct chiso_project *project;
	struct chiso_context *context;
	const struct dataset_spec *spec;
	struct arena arena;   /* lives as long as the reader */
	struct arena scratch; /* of one batch */
	struct source_file *files;
	size_t n_files, file; /* file: the one that is being read */
	struct blocks *blocks; /* that it shares with other readers; NULL: it reads all of the files */
	struct block *block;   /* the one that it reads */
	int is_first;          /* of these readers */
	size_t released, asked; /* of the current file: so much of it is needed no more, and has been asked for */
	struct csv csv;
	int csv_is_open, header_is_read;
	int is_at_end; /* there are no more records in the current file, or the part of it that is read */
	int unpacks_aside; /* a thread of its own may unpack what it reads */
	size_t n_taken; /* records of the current file */
	struct collapse *collapse; /* of a dataset made of another one; NULL */
	struct pivot *pivot;       /* of files with one value a line; NULL */
	struct reader_design *design; /* of a sample; NULL */
	struct reader_rules *rules;   /* that the records must keep; NULL: none */
	struct reader_adjustments *adjustments; /* NULL: none */
	const char **columns; /* of the first file, then those that only later ones have */
	size_t n_columns, columns_cap;
	struct column_use {
		int column, type;
		int is_number; /* a text that a rule takes for a number */
		uint32_t n_wanted; /* by so many who read its values */
		uint32_t n_spelt_out; /* by so many of them as they are, rather than as bytes */
		int waits;         /* of the batch it has not been read yet: see reader_column_waits() */
		struct few_words *few; /* texts that have been met, where nobody reads them as they are; NULL */
		int is_binary;     /* of the batch it has been read, and is 1, 0 or nothing everywhere */
	} *uses; /* the first vectors of the table */
	size_t n_uses, uses_cap;
	struct named_column {
		const struct column_spec *spec;
		struct bound bound;    /* expr NULL: an output of a record indicator */
		struct record *record; /* NULL: an expression */
		int state; /* 0 untouched, 1 being compiled, 2 ready, 3 broken */
		int alias; /* a mere column of the files, by another name; -1 */
		uint32_t n_spelt_out; /* so many read its texts, where it has a few, as they are */
	} *named;
	size_t n_named;
	struct lookup_call {
		struct lookup_table *table;
		const char *name; /* of the column there */
		struct bound *keys;
		size_t n_keys;
		struct place place;
		int column; /* of the files, to point at; -1 */
		int type;   /* CHISO_NONE: that of its place */
		int is_nearest;
		int net; /* of the table, for nearest(); -1: broken */
		enum { NOT_OF_UNIT, UNIT_GROUP, IN_GROUP, UNIT_ON } of_unit;
		uint32_t group; /* a kind, or a group */
		int32_t day;    /* of UNIT_ON */
	} *calls; /* of lookup() and nearest() */
	size_t n_calls, calls_cap;
	struct lookup_column {
		size_t call;
		int type, column; /* of the table; -1: broken */
		uint32_t n_wanted; /* by so many beside the design */
	} *looked_up; /* what the calls give, each as the types that somebody wants */
	size_t n_looked_up, looked_up_cap;
	int *order; /* named and (n_named on) looked up columns in use, operands first */
	size_t n_order, order_cap;
	size_t n_order_keys; /* those that unit and period need, which are known before the rest */
	int knows_period;    /* of the batch: so that record indicators can be asked */
	int binds_keys;      /* they are being bound */
	int binds_design; /* likewise: what it looks up waits until it is needed */
	int asks_units;      /* about units, which are known when the period is */
	struct record *records; /* record indicators at work, in order of need */
	struct vector *table; /* n_uses, n_named, n_looked_up */
	int is_quiet;         /* another reader of the dataset says what is wrong */
	int is_repeat;        /* the records are read again: what is wrong has been said */
	struct geometry geometry;
	struct bound key[MAX_DATASET_KEYS];
	struct key_spans key_rows; /* records by key */
	struct place *key_places;
	size_t key_places_cap;
	struct number_style style;
	int knows_style; /* it has been declared or found */
	struct bound unit, period, weight, frequency;
	struct marks *marks; /* one of all columns, or some */
	size_t n_marks;
	struct qualified *qualified;
	size_t n_qualified;
	struct unit_periods unit_periods;
	struct intern keys, texts;
	struct groups unit_cache;
	int32_t *unit_cached;
	size_t unit_cached_cap;
	struct period *periods;
	const char **period_labels;
	size_t n_periods, periods_cap, period_labels_cap;
	int32_t *period_of_key; /* per interned text */
	size_t period_of_key_cap;
	const char **totals;    /* folded */
	struct period constant_period;
	int32_t constant_unit;
	size_t n_constant_units;  /* in unit_cached, by period */
	struct turns turns;
	struct batch batch;
	struct aggregate_room *room; /* aggregate.h; NULL: nobody has asked for it */
	int is_mixed; /* numbers are written in two ways, which is reported */
	struct first_met {
		uint64_t n;
		struct place first; /* in the files, whichever was met first */
	} met_nones, met_totals; /* cells that say "nothing occurred", and totals that are left out */
};

/** The text of a field that begins with a quote where it stands in the file. */
struct slice batch_unquote(const struct batch *batch, struct slice text);

/** The cluster that a record was drawn in, or NO_CLUSTER; where there is a design, and not of a lost one. */
static inline uint32_t batch_cluster(const struct batch *batch, size_t row)
{
	return batch->cluster_of ? batch->cluster_of[batch->unit_period[row]] - 1 : batch->cluster[row];
}

/** The unit of a record, by its index among those of the project, and its period, by that among those of the reader; of a
 *  lost record UNIT_NONE, and any of them. */
static inline int reader_unit_of(const struct reader *reader, size_t row)
{
	uint32_t number = reader->batch.unit_period[row];

	return number == NO_UNIT_PERIOD ? UNIT_NONE : (int)groups_key(&reader->unit_periods.all, number)[0] - 1;
}
static inline uint32_t reader_period_of(const struct reader *reader, size_t row)
{
	uint32_t number = reader->batch.unit_period[row];

	return number == NO_UNIT_PERIOD ? 0 : groups_key(&reader->unit_periods.all, number)[1];
}

/** Whether all records stand in the file as they are. */
static inline int batch_is_plain(const struct batch *batch)
{
	return batch->from && batch->ends && !batch->n_own;
}
/** How many records there are in all, where that is known before they are read; else 0. */
size_t reader_n_expected(const struct reader *reader);

/** pivot_batch.c: batch_slice() and batch_cell() for a batch of records whose files have one value a line. */
struct slice pivot_slice(const struct reader *reader, int column, size_t row);
struct csv_field pivot_batch_cell(const struct reader *reader, int column, size_t row);
/** Sets has[row] of each record that has a line for a column. */
void pivot_find_lines(const struct reader *reader, int column, uint8_t *has);
/** Fills a vector of numbers from such a batch, none of whose rows has fields of its own. */
int pivot_read_numbers(struct reader *reader, const struct column_use *use, struct vector *out);

/** The text of a field of the batch, "" where the file lacks the column. */
static inline struct slice batch_slice(const struct reader *reader, int column, size_t row)
{
	const struct batch *batch = &reader->batch;

	if (batch->own[row])
		return batch->own[row][column].text;
	if (!batch->from)
		return pivot_slice(reader, column, row);
	int field = batch->from->at[column];
	if (field < 0)
		return (struct slice){"", 0};
	const uint32_t *ends = batch->ends + row * batch->n_fields;
	uint32_t begin = field ? ends[field - 1] + 1 : batch->begins[row];
	struct slice text = {batch->text + begin, ends[field] - begin};
	return text.n && *text.text == '"' ? batch_unquote(batch, text) : text;
}

/** The same with its place; line 0: the file lacks the column. */
struct csv_field batch_cell(const struct reader *reader, int column, size_t row);

/** Opens all files and finds their headers.  Faults are findings; *out is NULL only without
 *  memory or when not even one header could be read.  Caller closes. */
int reader_open(struct reader **out, struct chiso_project *project,
                const struct dataset_spec *spec);
/** The same for a second reading, whose findings go to another context. */
int reader_open_for(struct reader **out, struct chiso_project *project,
                    const struct dataset_spec *spec, struct chiso_context *quiet);
/** The same over the files of another reader of the dataset, which must stay. */
int reader_open_beside(struct reader **out, struct chiso_project *project,
                       const struct reader *other);
/** Binds an expression over columns, of a type (CHISO_NONE: any). */
int reader_bind(struct reader *reader, struct bound *out, const struct binding *binding, int type);
/** Binds the column with this name (of the project or the files) as a text.  *out is not bound,
 *  without a finding, when there is none. */
int reader_bind_name(struct reader *reader, struct bound *out, const char *name, int type);
/** Whether the files or the project have a column of this name. */
int reader_has(const struct reader *reader, const char *name);
/** The type of a column; CHISO_NONE: it has that of its place. */
int reader_type(struct reader *reader, const char *name);
/** The type of a part of a key: what has no type of its own is a text; CHISO_NONE: no mere name. */
int reader_key_type(struct reader *reader, const char *source);
/** Binds a column of a key: those of the files are texts. */
int reader_bind_key(struct reader *reader, struct bound *out, const char *name);
void reader_offer(const struct reader *reader, struct nearest *nearest);
/** Binds a column as a type; one that is not there is a finding and CHISO_EDATA.  name NULL: *out is
 *  not bound. */
int reader_bind_column(struct reader *reader, struct bound *out, const char *name,
                       struct place place, int type);
/** Reads the other datasets that the reader's own is made of or looks up.  0 or CHISO_ENOMEM. */
int reader_prepare(struct reader *reader);
/** Notes that a named or looked up column is in use.  0 or CHISO_ENOMEM. */
int reader_add_order(struct reader *reader, int column);
/** reader_lookup.c: a call of lookup() or nearest(), as in struct expr_scope. */
extern const char *const reader_lookups[];
int reader_lookup(void *user, const char *name, struct place place,
                  const struct expr_argument *arguments, size_t n, int *type);
/** Has the keys of another dataset read before the records: its table, to be found in *out.  A fault
 *  is a finding at the place, and CHISO_EDATA; or CHISO_ENOMEM. */
int reader_look_into(struct reader *reader, struct lookup_table **out, const char *dataset,
                     struct place place);
/** reader_nearest.c: a call of nearest(), likewise. */
int reader_nearest(struct reader *reader, struct lookup_call *call,
                   const struct dataset_spec *dataset, const struct expr_argument *where);
/** Fills a column with distances. */
int reader_run_nearest(const struct reader *reader, const struct lookup_call *call,
                       const struct vector *table, size_t n, struct vector *out,
                       struct arena *scratch);
/** What a call gives as a type, in use from now on; negative: CHISO_ENOMEM. */
int reader_looked_up(struct reader *reader, size_t call, int type);
/** Fills a looked up column of a table. */
int reader_run_lookup(struct reader *reader, size_t i, struct vector *table, size_t n,
                      size_t first_row, struct arena *scratch);
/** Whether that is put off until the design asks for it, which alone does. */
int reader_looks_up_late(const struct reader *reader, size_t i);
/** Fills those columns of a table of n rows that have room there.  0 or CHISO_ENOMEM. */
int reader_run_late(struct reader *reader, struct vector *table, size_t n);
/** reader_ask_unit.c: the functions about a record's unit, as reader_lookup(); what they give for n
 *  records. */
int reader_ask_unit(struct reader *reader, const char *name, struct place place,
                    const struct expr_argument *arguments, size_t n, int *type);
/** Whether a key that is nothing but unitGroup() has another value for a unit in a period: nobody
 *  expects it to report. */
int reader_excludes_unit(const struct reader *reader, const struct bound *bound, int unit,
                         struct period period, const char *value);
int reader_run_unit(const struct reader *reader, const struct lookup_call *call, size_t n,
                    size_t first_row, struct vector *out);
/* reader_geometry.c: where records are. */
int reader_has_geometry(const struct reader *reader);
/** Binds it, when that has not been done.  0 or CHISO_ENOMEM. */
int reader_bind_geometry(struct reader *reader);
/** What it is made of in n rows of a table: text, longitude and latitude; vectors without missing
 *  bits: nothing.  0 or CHISO_ENOMEM. */
int reader_run_geometry(const struct reader *reader, struct vector out[3],
                        const struct vector *table, size_t n, struct arena *scratch);
/** The geometry of one of those rows, as shape_read(). */
int geometry_read(struct shape *shape, struct arena *arena, const struct vector values[3],
                  size_t row, struct shape_fault *fault);
/** Refuses records whose geometry can't be used.  0 or CHISO_ENOMEM. */
int reader_check_geometry(struct reader *reader);
/** reader_key.c: refuses records whose key another one has. */
int reader_check_keys(struct reader *reader);
/** What the key of a row is for people: "H1, 2023". */
const char *reader_show_key(struct reader *reader, const struct vector *keys, size_t n, size_t row);
/* reader_rules.c */
/** Binds the rules of the dataset.  0 or CHISO_ENOMEM. */
int reader_bind_rules(struct reader *reader);
/** Asks them of the batch; records that break one may be refused.  0 or CHISO_ENOMEM. */
int reader_check_rules(struct reader *reader);
/** When all records have been read: says what only shows in all of them.  0 or CHISO_ENOMEM. */
int reader_judge_rules(struct reader *reader);
void reader_rewind_rules(struct reader *reader);
void reader_close_rules(struct reader *reader);
/** To be called once when all is bound: makes room. */
int reader_start(struct reader *reader);
/** The part of a note that is in a language; a note in one language alone serves both. */
struct slice reader_note(const char *note, const char *lang);
/** A note among the reader's texts; NO_TEXT without memory. */
int32_t reader_add_note(struct reader *reader, const char *en, const char *vi);
/** Computes what the project says of the figures of a batch.  0 or CHISO_ENOMEM. */
int reader_run_marks(struct reader *reader);
/** reader_unit.c: unit and period of each record, and the texts of all keys and figures.  0 or
 *  CHISO_ENOMEM. */
int reader_find_keys(struct reader *reader);
/** The texts of keys that are more than the name of a column.  0 or CHISO_ENOMEM. */
int reader_run_keys(struct reader *reader);
/** A period as files write it, or a date.  0, or not. */
int period_of_text(struct period *out, const char *text, size_t n);
/** reader_take.c: makes room for a batch.  0 or CHISO_ENOMEM. */
int reader_make_batch(struct reader *reader);
/** Fills the batch with records of one file: 1; the end: 0; negative: no memory. */
int reader_take(struct reader *reader);
/** reader_next.c: the next batch: 1; the end: 0; negative: no memory. */
int reader_next(struct reader *reader);
/** Begins the file that is next, its header behind it.  0 or CHISO_ENOMEM. */
int reader_open_file(struct reader *reader);
/** Begins to read file i, from its header on.  0 or CHISO_ENOMEM. */
int reader_open_csv(const struct reader *reader, struct csv *csv, struct chiso_context *context,
                    size_t i);
/** Has all of file i at hand, unpacked.  Faults are findings; 0, CHISO_EDATA, CHISO_EIO or CHISO_ENOMEM. */
int reader_unpack(struct reader *reader, size_t i);
/** Whether the current record of the file is to be left out: it has too many or too few fields, which
 *  is reported, or is a row of totals.  `unit`: the unit's field; -1: none. */
int reader_leaves_out(struct reader *reader, int unit);
/** Begins anew, with everything still bound. */
void reader_rewind(struct reader *reader);
/** The same for another pass: what is wrong with the records themselves has been said. */
void reader_repeat(struct reader *reader);
/** Whether its records are of periods. */
int reader_has_period(const struct reader *reader);
/** The index of a period among those met; negative without memory. */
int64_t reader_period(struct reader *reader, struct period period);
/** Runs a bound expression over n rows of a table (the reader's own, or another of its shape). */
int bound_run(const struct reader *reader, const struct bound *bound, const struct vector *table,
              size_t n, struct vector *out, struct arena *scratch);
/** Whether a bound expression reads a column of the files (or, as of struct adjusted, of what is looked
 *  up), be it by way of others. */
int bound_reads(const struct reader *reader, const struct bound *bound, int column);
/** Says that of a bound expression that is a named column with a few texts it is only asked which. */
void bound_asks_which(struct reader *reader, const struct bound *bound);
/** Runs all named columns of a table whose first n_uses vectors are filled and that begins with row
 *  first_row of the batch; marks rows that a record indicator refuses. */
int reader_run_named(struct reader *reader, struct vector *table, size_t n, size_t first_row,
                     uint8_t *bad, struct arena *scratch);
/** The same of those in a part of the order. */
int reader_run_order(struct reader *reader, size_t from, size_t to, struct vector *table, size_t n,
                     size_t first_row, uint8_t *bad, struct arena *scratch);
/** The type of a named column that is ready. */
int reader_named_type(const struct reader *reader, size_t i);
/** Copies one value between vectors of a type; texts stay where they are. */
void vector_copy(struct vector *out, size_t to, const struct vector *from, size_t row);
/** A table whose vectors are one row of this one.  NULL without memory. */
struct vector *table_row(const struct reader *reader, size_t row, struct arena *arena);
/** The index of a column of the files; -1. */
int reader_column(const struct reader *reader, const char *name);
/** The place and text of a column's cell in the current batch. */
struct place batch_place(const struct reader *reader, int column, size_t row);
/** reader_say.c: counts something, of which only the first place is said. */
void reader_meet(const struct reader *reader, struct first_met *met, struct place place);
/** The same of a cell. */
void reader_meet_cell(const struct reader *reader, struct first_met *met, int column, size_t row);
/** The number of a file by its name, the very same pointer; n_files: it is none. */
size_t reader_file(const struct reader *reader, const char *name);
/** Whether a place is before another one in the files. */
int reader_is_before(const struct reader *reader, struct place place, struct place other);
const char *batch_text(struct reader *reader, int column, size_t row);
/** reader_refuse.c: refuses a row for what is in a column (-1: the whole row): an error or, where
 *  refused records are kept, one of them. */
void reader_report(struct reader *reader, size_t row, int column, enum message id,
                   const char *const *args);
void reader_report_about(struct reader *reader, size_t row, int column, enum message id,
                         const struct subject *subject, const char *const *args);
#define report_row(reader, row, column, id, ...) \
	reader_report(reader, row, column, id, (const char *const[]){__VA_ARGS__, NULL})
/** The same for everybody who reads the batch, not for one indicator only. */
#define refuse_row(reader, row, column, id, ...) \
	((reader)->batch.bad[row] |= ROW_BAD, \
	 (reader)->is_repeat ? (void)0 : report_row(reader, row, column, id, __VA_ARGS__))
/** Whether a column of the files, or one that a bound expression reads, is about persons. */
int reader_column_is_personal(const struct reader *reader, int column);
int reader_is_personal(const struct reader *reader, const struct bound *bound);
/** The same arguments of a message with the value masked; they live as long as the batch. */
const char *const *reader_mask(struct reader *reader, const char *const *args);
/** Keeps a row that has been refused. */
void reader_keep(struct reader *reader, size_t row, const char *code, const char *message);
/** The same for the current record of the file, before it is a row: for one of its fields. */
void reader_refuse_record(struct reader *reader, size_t field, enum message id,
                          const char *const *args);
#define refuse_record(reader, field, id, ...) \
	reader_refuse_record(reader, field, id, (const char *const[]){__VA_ARGS__, NULL})
enum qualifier reader_qualifier(const struct reader *reader, size_t i, size_t row);
/** The text of a key in the current batch, as the file has it or as the project computes it. */
struct slice bound_text(const struct reader *reader, const struct bound *bound, size_t row);
/** The source of a bound expression with the values of a row filled in; NULL without memory. */
const char *reader_fill(struct reader *reader, const struct bound *bound, size_t row);
/** A copy that lives as long as the batch; "" without memory. */
const char *reader_copy(struct reader *reader, struct slice text);
/** reader_figures.c: marks, sources and notes of the batch.  0 or CHISO_ENOMEM. */
int figures_read(struct reader *reader);
/** reader_design.c: binds the columns of the design.  0 or CHISO_ENOMEM. */
int reader_bind_design(struct reader *reader);
/** Whether a column is looked at only where it is not known yet which cluster a record belongs to.  Such columns wait
 *  until there is such a record in the batch, which is what the other function reads them for.  0 or CHISO_ENOMEM. */
int reader_column_waits(const struct reader *reader, size_t use);
int reader_read_waiting(struct reader *reader);
/** Finds the cluster of each record of the batch.  0 or CHISO_ENOMEM. */
int reader_place_records(struct reader *reader);
/** When all records have been read: reports what is wrong with the design as a whole. */
void reader_check_design(struct reader *reader);
/** NULL: the dataset is no sample, or its design is broken. */
struct design *reader_design(const struct reader *reader);
void reader_rewind_design(struct reader *reader);
void reader_close_design(struct reader *reader);
/** Says what was found rather than declared; at the end. */
void reader_say(struct reader *reader);
/** Gives back what only reading needs, when nothing will be read again. */
void reader_rest(struct reader *reader);
void reader_close(struct reader *reader);

/** reader_bind.c: binds what the dataset itself names: keys, figures, weight, named columns. */
int reader_bind_keys(struct reader *reader);

/* reader_interval.c: records that hold for a time. */
int reader_has_interval(const struct reader *reader);
/** Adds the column reference_date behind those of the files.  0 or CHISO_ENOMEM. */
int turns_offer(struct reader *reader);
int turns_bind(struct reader *reader);
/** Makes room, and the reporting periods the first ones of the reader. */
int turns_start(struct reader *reader);
/** Begins with a batch whose cells have been read: when each record holds. */
int turns_begin(struct reader *reader);
/** Turns the batch to the next period in which some record of it holds: 1; there is none: 0; or
 *  CHISO_ENOMEM. */
int turns_next(struct reader *reader);
/** Whether this has not been said of a row of the batch. */
int turns_is_news(struct reader *reader, size_t row, int column, enum message id,
                  const char *const *args);
void turns_close(struct reader *reader);

/* What a file does not declare. */
/** reader_sniff.c: finds the header of file i: the line that has the columns of unit and period. */
int sniff_header(struct reader *reader, size_t i);
/** reader_style.c: finds how numbers are written, from all cells read as numbers, unless that is known. */
int sniff_numbers(struct reader *reader);
/** How numbers in quotes are written, between commas, as far as the first records of a file tell that is not packed.
 *  Whoever reads all numbers by it finds none that can't be read if nothing contradicts it; where a cell may be passed
 *  over that can't be read, there is no guess. */
struct style_guess {
	int is_made;
	struct number_style style;
	struct place place; /* of the cell that tells it, */
	char text[64];      /* and what is in it */
};
int guess_style(struct reader *reader, struct style_guess *guess);
/** Makes it what is known, and says so, when all has been read by it. */
void take_guess(struct reader *reader, const struct style_guess *guess);

/* reader_cells.c: from the text of a cell to a value. */
/** Fills a vector from the cells of a column; marks bad rows. */
int cells_read(struct reader *reader, struct column_use *use, struct vector *out);
/** The same of one row. */
int cell_read(struct reader *reader, const struct column_use *use, size_t row, struct vector *out);
/** reader_plain.c: the same where the batch is plain; at: the field. */
int cells_read_plainly(struct reader *reader, struct column_use *use, int at, struct vector *out);
/** reader_few.c: the same of texts that nobody reads as they are, if they are few.  1; 0: they are not, and nothing is read;
 *  or CHISO_ENOMEM. */
int few_read_plainly(struct reader *reader, struct column_use *use, int at, struct vector *out);
/** reader_plain.c: reads all columns that are wanted as yes or no. */
int booleans_read_plainly(struct reader *reader);
/** The same file: the texts of a column in n rows as words.  1; -1: some have none; 0: the batch isn't plain, or the
 *  file has no such column. */
int words_read_plainly(const struct reader *reader, int column, size_t from, size_t n, uint64_t *words);
struct slice cell_trim(struct slice text);
/** Whether a text is a number as the file writes them, or a sign that stands for 0. */
int cell_number(const struct reader *reader, struct slice text, double *out);
/** 1 of "yes", 0 of "no", as files write them; -1: neither. */
int cell_boolean(struct reader *reader, struct slice text);

#endif
