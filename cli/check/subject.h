/* SPDX-License-Identifier: MIT */
/* An indicator under test, called as a host would: parameters and axes, defaults or made-up ones,
 * and tables of random records in the layout that map() reads. */
#ifndef CLI_CHECK_SUBJECT_H
#define CLI_CHECK_SUBJECT_H

#include "pool.h"

#include <chiso/chiso.h>

/** What the plugin has asked of host->resize(). */
struct ledger {
	size_t live;             /* bytes that have not been given back */
	size_t n_asked, fail_at; /* fail_at: the call that gets NULL; 0: none */
	int is_wrong;            /* an old size was not what had been given */
	int is_foreign;          /* a pointer was none of ours */
	size_t told, truth;
};

struct subject {
	const struct chiso_indicator *indicator;
	struct chiso_call call;
	struct chiso_host host;
	struct pool *pool;
	uint64_t *random; /* makes up parameters; NULL: those that have no default only */
	struct ledger ledger;
	uint32_t n_columns, *axis_n;
	const struct chiso_input **column_input; /* the input each column belongs to */
	int made_up;                             /* some parameter is not its default */
	unsigned n_said; /* calls of host->error(): how many, and the last */
	int said_of;
	char said[200];
};

/** Makes the call; prepare() has not been called. */
void subject_open(struct subject *subject, const struct chiso_indicator *indicator,
		  struct pool *pool, uint64_t *random);
/** prepare() and release(), if any. */
int subject_prepare(struct subject *subject);
void subject_release(struct subject *subject);
/** The table row of a term. */
const struct chiso_term *subject_term(const struct subject *subject, uint32_t term);
/** How many codes a field has; without any as many as axes are made up with. */
uint32_t code_count(const struct chiso_field *field);

/** What tables are made of: most of them of ORDINARY records with nulls. */
enum kind { ORDINARY, FULL, MISSING, EXTREME, UNBOUND };

/** Random records: cells[column * n + row]; a column that is not bound has no cells. */
struct records {
	uint32_t n;
	struct chiso_value *cells;
	uint8_t *is_bound;
};
void records_make(struct records *out, const struct subject *subject, uint32_t source, uint32_t n,
		  enum kind kind, uint64_t *random);

/** Records as columns in memory. */
struct layout {
	struct pool *pool;
	enum { PLAIN, BEFORE_GUARD, BEHIND_GUARD } place; /* of pages that can't be touched */
	int is_unguarded;                                 /* this system has none */
	struct chiso_column *columns;
	struct {
		unsigned char *bytes;
		size_t n;
	} * buffers; /* three a column: values, validity, offsets */
};
/** Lays n records from `first` out, behind `offset` elements that are not meant.  What lies there
 * and behind null bits comes from the random numbers; NULL: zeros.  out->place is set before. */
void layout_make(struct layout *out, const struct subject *subject, const struct records *records,
		 uint32_t first, uint32_t n, uint32_t offset, uint64_t *random);

#endif
