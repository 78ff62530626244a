/* SPDX-License-Identifier: MIT */
/* The blank form of a dataset: a file in which the units that are to report stand already, and which is
 * read as it is once it has been filled in.  Where the dataset has a file the form has its layout, else
 * the columns that the project reads.
 *
 * Columns first: what the project asks of the files (template_ask.c), what the files there are look like
 * (template_files.c), what each column of the form is filled with (template_columns.c).  Then lines: one
 * for each unit and period that is expected (template_lines.c). */
#ifndef CORE_TEMPLATE_H
#define CORE_TEMPLATE_H

#include "expr/expr.h"
#include "project/rule.h"
#include "reader/reader.h"

/** Texts in order of arrival, each of them once; borrowed. */
struct texts {
	const char **items;
	size_t n, cap;
};

/** What a column has of the unit, as bits. */
enum { SAYS_NAME = 1, SAYS_CODE = 2 };

struct form_column {
	const char *name;
	enum { FORM_BLANK, FORM_UNIT, FORM_CODE, FORM_NAME, FORM_PERIOD, FORM_VALUE } fill;
	const char *lang;          /* of names */
	const char *const *values; /* a line for each of these; n_values */
	size_t n_values;
};

struct form_line {
	int unit; /* UNIT_NONE: the dataset has no column for it */
	struct period period;
};

struct form {
	struct chiso_project *project;
	struct chiso_context *context, *quiet; /* quiet: for what may be wrong without harm */
	const struct dataset_spec *dataset;
	struct arena arena;
	/* What the project reads: columns of the files or, of files with one value a line, also codes. */
	struct texts asked;
	struct texts names; /* all that expressions name */
	/* Columns of the files; NULL: none is declared, or its values are computed. */
	const char *unit, *period;
	/* What the files have. */
	struct reader *reader;          /* knows no more of them than their headers */
	const struct source_file *file; /* whose layout the form has; NULL: there is none */
	size_t n_head;                  /* bytes of it up to the end of the header */
	struct texts met_levels;
	int *met; /* units, in order of arrival, where no units file says which there are */
	size_t n_met, met_cap;
	struct period latest; /* none: no file has a period */
	const char *met_lang; /* of the names that the files have; NULL: they have none */
	/* Per column of `file`, whether it says the unit once more; `is_met`: some record does. */
	uint8_t *says_unit;
	int is_met;
	/* The form. */
	char delimiter;
	const char *newline;
	struct form_column *columns;
	size_t n_columns;
	struct texts levels; /* that report; none: all units do */
	struct form_line *lines;
	size_t n_lines, lines_cap;
};

/** Adds a text unless it is there; its number, or negative without memory. */
int texts_add(struct texts *texts, const char *text);
int texts_have(const struct texts *texts, const char *text);

/** Finds what the project asks of the dataset's files.  0 or CHISO_ENOMEM. */
int template_ask(struct form *form);
/** The column of the files that a name of the dataset stands for; NULL: it is computed, or no memory. */
const char *template_column(struct form *form, const char *name);
/** Looks at the files there are.  0, CHISO_EDATA (reported) or CHISO_ENOMEM. */
int template_look(struct form *form);
/** The columns of the form, and what they are filled with.  As template_look(). */
int template_lay_out(struct form *form);
/** The units and periods that are expected.  As template_look(). */
int template_list(struct form *form, const struct chiso_template *what);

#endif
