/* SPDX-License-Identifier: MIT */
/* Checks what a plugin says about itself before anything is used: a wrong index in a table must be
 * a sentence for its author, not a crash.  All faults are found at once, each named by plugin,
 * indicator, table and row. */
#ifndef CORE_DESCRIPTOR_H
#define CORE_DESCRIPTOR_H

#include "base/finding.h"

/** Faults are findings of the severity given, at the plugin's path, and CHISO_EPLUGIN. */
int descriptor_check(struct chiso_context *context, const struct chiso_plugin *plugin,
		     const char *path, int severity);

/* What the files share: descriptor.c has the frame, descriptor_rows.c what each kind of row means,
 * descriptor_record.c what is different in a record indicator. */

enum table_kind { SOURCES, AXES, INPUTS, PARAMS, TERMS, OUTPUTS, PROBLEMS, TABLES };

struct table {
	const char *name; /* as in plugin.h */
	const char *rows;
	size_t n, stride, least; /* least: bytes of a row of this ABI */
};

struct check {
	struct chiso_context *context;
	struct place place;
	int severity, is_faulty;
	const struct chiso_plugin *plugin;
	const struct chiso_indicator *indicator; /* NULL: the plugin itself */
	struct table tables[TABLES];
	const struct table *table; /* NULL: the indicator itself */
	size_t row;                /* NO_ROW: the table itself */
	struct arena arena;        /* texts of one row */
};
#define NO_ROW SIZE_MAX

/** A finding; {0} is the value, {1} where it is, {2} and {3} the rest; NULL: none. */
void descriptor_fault(struct check *check, enum message id, const char *value, const char *a,
		      const char *b);
/** Row i of a table, whatever its stride. */
const void *descriptor_row(const struct table *table, size_t i);
/** Checks a list of texts, which must have "en" when it is needed. */
void descriptor_texts(struct check *check, const char *name, const struct chiso_text *texts,
		      int is_needed);
/** A text in a language (lang NULL: in none); text NULL is fine. */
void descriptor_text(struct check *check, const char *name, const char *lang, const char *text);
/** Checks row check->row of check->table beyond its id and title. */
void descriptor_check_row(struct check *check, enum table_kind kind, const void *row);
/** The name of a type, as plugin.h has it. */
const char *descriptor_type(struct check *check, uint32_t type);

/** Of an indicator with record(): what it may not have. */
void descriptor_check_record(struct check *check);
/** Of one of its outputs or axes. */
void descriptor_check_record_output(struct check *check, const struct chiso_output *output);
void descriptor_check_record_axis(struct check *check, const struct chiso_axis *axis);

#endif
