/* SPDX-License-Identifier: MIT */
/* Datasets by their keys, for lookup('dataset', 'column', key, ...) in row expressions, and by where
 * their records are, for nearest('dataset').  Such a dataset declares its "key" or its "geometry"; its
 * files are read a second time, when all that somebody looks up is known, and kept in memory.  That
 * reading says nothing of what is wrong with the files: the dataset's own reader does. */
#ifndef CORE_LOOKUP_H
#define CORE_LOOKUP_H

#include "base/context.h"
#include "geo/shape_tree.h"
#include "reader/reader.h"

/** A column that is looked up, as one type: a vector over all records. */
struct looked_up {
	const char *name;
	int type;
	struct bound bound;
	struct vector values; /* heap */
	size_t cap, missing_cap;
};

/** The records that a nearest() may find. */
struct net {
	struct binding where; /* source NULL: all */
	struct bound bound;   /* the condition */
	struct shape_tree tree;
};

/** One dataset by its key, and by where its records are. */
struct lookup_table {
	struct chiso_context quiet;
	struct reader *reader; /* NULL: not open, or broken */
	struct bound keys[MAX_DATASET_KEYS];
	struct looked_up *columns;
	size_t n_columns, columns_cap;
	struct key_spans rows; /* a record's number by its key */
	struct looked_up_adjusted {
		uint32_t row;
		int column; /* of the table */
		const char *mark;
	} *adjusted; /* what of the records rests on adjustments */
	size_t n_adjusted, adjusted_cap;
	struct arena texts;
	struct net *nets;
	size_t n_nets, nets_cap;
	enum { LOOKUP_NEW, LOOKUP_OPEN, LOOKUP_LOADING, LOOKUP_LOADED } state;
};

/** Per dataset of the project. */
struct lookups {
	struct chiso_project *project;
	struct lookup_table *tables;
	struct reader **readers; /* the datasets' own */
};

int lookups_init(struct lookups *lookups, struct chiso_project *project, struct reader **readers);
void lookups_clear(struct lookups *lookups);
/** The table of a dataset, its header read; NULL without memory. */
struct lookup_table *lookups_table(struct lookups *lookups, const struct dataset_spec *dataset);
/** The index of a column of a table as a type, -1 when it is broken, or CHISO_ENOMEM. */
int lookups_column(struct lookup_table *table, const char *name, int type);
/** nearest.c: the net of those records of a table for which a condition (source NULL: none) is true:
 *  its index, -1 when it is broken, or CHISO_ENOMEM.  What is wrong with the condition itself is
 *  reported to the context. */
int lookups_net(struct lookup_table *table, const struct binding *where,
                struct chiso_context *context);
/** Adds the records of the table's current batch to its nets.  0 or CHISO_ENOMEM. */
int nets_add(struct lookup_table *table);
/** To be called when all are there. */
int nets_build(struct lookup_table *table);
void nets_clear(struct lookup_table *table);
/** Lets the datasets' own readers see all that is looked up, so that they say what is wrong. */
int lookups_share(struct lookups *lookups);
/** Reads what a reader looks up.  0 or CHISO_ENOMEM. */
int lookups_load(struct lookups *lookups, struct reader *reader);
/** Whether a dataset is looked up with its key and a day, for its records hold for a time. */
int lookups_want_day(const struct dataset_spec *dataset);
/** Adds the text of a row's value to a key; 0, or the reason why there is none; CHISO_ENOMEM. */
int lookup_key_add(char **key, struct arena *arena, const struct vector *values, size_t row);

#endif
