/* SPDX-License-Identifier: MIT */
/* Rules that a project declares for the records of a dataset: what a column holds, which columns no two
 * records have alike, which are keys of another dataset, what holds between columns, which values are
 * unusual, who has not reported.  A rule has an id and a severity.  One whose severity is an error refuses
 * the records that break it, as any other fault of a record does; the others are only said. */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include "number/outlier.h"
#include "project/project.h"

enum rule_kind {
	RULE_COLUMN,
	RULE_UNIQUE,
	RULE_FOREIGN_KEY,
	RULE_CHECK,
	RULE_OUTLIERS,
	RULE_REPORTED_BY,
	RULE_KINDS /* broken, which has been reported */
};

enum rule_type {
	RULE_ANY,
	RULE_INTEGER,
	RULE_NUMBER,
	RULE_DATE,
	RULE_BOOLEAN,
	RULE_CODE, /* an id of SDMX: letters A to Z, digits, _ @ $ - */
	RULE_TEXT,
	RULE_TYPES
};

struct rule_spec {
	const char *id; /* "dataset.rule" */
	struct words title;
	int severity; /* CHISO_ERROR, CHISO_WARNING or CHISO_NOTE */
	enum rule_kind kind;
	struct binding where; /* source NULL: all records */
	struct place place;
	/* The column, the columns of a key, or those that a unit must have filled in to have reported. */
	struct names columns;
	/* Of a column. */
	enum rule_type type;
	int is_required, has_min, has_max;
	double min, max; /* numbers, or days */
	const char *pattern; /* NULL: none */
	struct place pattern_place;
	struct names one_of;
	/* Of a foreign key. */
	const char *in;
	struct place in_place;
	/* A check, or the value that may be an outlier; then limits that are stated. */
	struct binding value, low, high;
	enum outlier_method method;
	double threshold;
	struct names by;
	/* Of who has not reported. */
	const char *level;
	enum period_kind each;
	struct period first, last; /* none: those that are met */
};

/** project_rules.c: the rules of a dataset. */
void project_read_rules(struct chiso_project *project, struct dataset_spec *dataset,
                        struct json_node *node);

#endif
