/* SPDX-License-Identifier: MIT */
/* The rules of a dataset at work: bound to a reader, and asked of every batch.  Of a rule about single
 * records nothing is kept; keys that must be unique are kept once each, values that may be outliers are
 * kept whole (32 bytes each), since what is usual is known at the end only. */
#ifndef CORE_READER_RULES_H
#define CORE_READER_RULES_H

#include "project/rule.h"
#include "records/lookup.h"

#include <locale.h>
#include <regex.h>

struct rule {
	const struct rule_spec *spec;
	int is_ready;
	struct bound where, value, low, high;
	struct bound keys[MAX_DATASET_KEYS]; /* columns, or those that make groups of outliers */
	size_t n_keys;
	int reads_personal; /* its condition, or one of its columns */
	regex_t pattern;
	int has_pattern;
	locale_t letters; /* of the pattern: UTF-8 wherever the program runs; 0: none */
	struct lookup_table *table; /* of a foreign key */
	struct intern seen;         /* unique keys, or groups of outliers */
	struct first_place {
		const char *file;
		uint32_t line;
	} *firsts; /* by unique key */
	size_t firsts_cap;
	struct rule_value {
		double value;
		const char *file;
		uint32_t group, line, column;
	} *values; /* that may be outliers */
	size_t n_values, values_cap;
	struct groups reported; /* unit and period */
};

struct reader_rules {
	struct rule *list;
	size_t n;
	int is_over; /* all records have been read once: what they break has been said */
};

/** Says that a row breaks a rule; args[0] is the value, shown unless a person's. */
void rule_broken(struct reader *reader, const struct rule *rule, size_t row, int column,
                 enum message id, const char *const *args);
#define break_rule(reader, rule, row, column, id, ...) \
	rule_broken(reader, rule, row, column, id, (const char *const[]){__VA_ARGS__, NULL})
/** The same of the data as a whole, at a place. */
void rule_broken_at(struct reader *reader, const struct rule *rule, struct place place,
                    const char *name, enum message id, const char *const *args);
#define break_rule_at(reader, rule, place, name, id, ...) \
	rule_broken_at(reader, rule, place, name, id, (const char *const[]){__VA_ARGS__, NULL})

/** Runs a bound expression over the batch; missing NULL without memory. */
struct vector rule_run(struct reader *reader, const struct bound *bound);
/** The key that the columns of a rule make in a row: 0; why there is none; or CHISO_ENOMEM. */
int rule_key(char **key, struct reader *reader, const struct rule *rule,
             const struct vector *vectors, size_t row);
/** Runs all of its keys; NULL without memory. */
struct vector *rule_run_keys(struct reader *reader, const struct rule *rule);

/* Each asks one kind of rule of the rows that are meant.  0 or CHISO_ENOMEM. */
int rule_check_column(struct reader *reader, struct rule *rule, const uint8_t *meant);
int rule_check_unique(struct reader *reader, struct rule *rule, const uint8_t *meant);
int rule_check_foreign_key(struct reader *reader, struct rule *rule, const uint8_t *meant);
int rule_check_stated(struct reader *reader, struct rule *rule, const uint8_t *meant);
int rule_gather_values(struct reader *reader, struct rule *rule, const uint8_t *meant);
int rule_judge_values(struct reader *reader, struct rule *rule);
int rule_gather_reports(struct reader *reader, struct rule *rule, const uint8_t *meant);
int rule_judge_reports(struct reader *reader, struct rule *rule);

#endif
