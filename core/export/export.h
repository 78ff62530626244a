/* SPDX-License-Identifier: MIT */
/* Results for other systems.  export.c makes a flat table of them, with the dimensions and codes that
 * the project's mapping asks for; export_codes.c says what stands for a value; one file per format
 * writes that table. */
#ifndef CORE_EXPORT_H
#define CORE_EXPORT_H

#include "base/group.h"
#include "project/mapping.h"
#include "results/results.h"

struct export_code {
	const char *id; /* NULL: what has it is left out */
	struct words name;
};

/** A column of the table and the codes met in it. */
struct export_column {
	const char *from; /* "freq", "unit", "indicator", "output", "period", or a breakdown */
	const char *id;
	struct words name;
	const struct concept *mapped; /* NULL: nothing is said of it */
	struct intern met;            /* what the results have */
	struct export_code *codes;    /* beside it */
	size_t n, cap;
};

struct export_row {
	const struct chiso_cell *cell;
	const uint32_t *at; /* per dimension: the number of its code */
	uint32_t status;
	const char *comment; /* "": nothing to say */
};

enum export_form { EXPORT_SDMX, EXPORT_DHIS2, EXPORT_FREE };

struct export {
	struct chiso_results *results;
	const struct chiso_results *plain;
	const struct mapping *mapping;
	enum export_form form;
	int64_t prepared;
	struct arena arena;
	struct export_column *dimensions, status;
	size_t n_dimensions, n_keys;
	struct export_row *rows;
	size_t n_rows, cap;
	struct intern keys; /* of rows, so that no two are alike */
	int has_comments;
};

/** Makes the table.  Faults are findings and CHISO_EDATA.  To be cleared in any case. */
int export_open(struct export *export, struct chiso_results *results, enum export_form form);
void export_clear(struct export *export);

/** The code that a row has in a dimension; NULL: there is no such dimension. */
const struct export_code *export_code_of(const struct export *export, const struct export_row *row,
                                         const char *from);
/** Whether a column is a breakdown. */
int export_is_breakdown(const struct export_column *column);
/** What is written of a value: "12.4", "NaN". */
const char *export_number(struct export *export, const struct export_row *row);
/** A field of a CSV file. */
void export_field(struct sink *sink, const char *text, int is_first);

/** export_codes.c: fills the codes of a row.  1: fine, 0: left out, or CHISO_ENOMEM. */
int export_code_row(struct export *export, const struct chiso_cell *cell, uint32_t *at,
                    uint32_t *status);
/** What the "export" of no project says otherwise: ids and names. */
const char *export_upper(struct arena *arena, const char *text);
struct words export_words(enum message id);

/* One file per format. */
int export_sdmx_csv(struct export *export, struct sink *sink);
int export_sdmx_csv_1(struct export *export, struct sink *sink);
int export_sdmx_json(struct export *export, struct sink *sink);
int export_datapackage(struct export *export, struct sink *sink);
int export_datapackage_csv(struct export *export, struct sink *sink);
int export_dhis2(struct export *export, struct sink *sink);
int export_worldbank(struct export *export, struct sink *sink);
/** export_xlsx.c: the results as people read them, without a mapping. */
int export_xlsx(struct chiso_results *results, int64_t prepared, struct sink *sink);

/** Writes a format by its name. */
int export_write(struct chiso_results *results, const char *format, int64_t prepared,
                 struct sink *sink);
/** The name of the table beside a package's descriptor. */
const char *export_table_name(const struct chiso_results *results);

#endif
