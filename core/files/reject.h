/* SPDX-License-Identifier: MIT */
/* Records that can't be used, kept whole so that they can be mended and read again.  Without a file
 * to keep them in they are errors, and nothing is computed. */
#ifndef CORE_REJECT_H
#define CORE_REJECT_H

#include "base/finding.h"
#include "base/text.h"

struct reject_field {
	const char *column;
	struct slice text;
};

/** One record.  It may have been refused for several reasons. */
struct reject {
	const char *file;
	uint32_t line;
	size_t order; /* of arrival */
	const char *code;
	const char *message; /* in the context's language, "; " between several */
	struct reject_field *fields;
	size_t n;
};

struct rejects {
	struct arena arena;
	const char *path;
	struct reject *list;
	size_t n, cap;
	int is_closed; /* what is read again is not refused again */
	int out_of_memory;
};

enum { NO_REJECT = -1 };

/** Adds a reason to the record *at or, when that is NO_REJECT, a record that has no fields yet.
 *  NULL when the record is not new, or without memory. */
struct reject *rejects_add(struct rejects *rejects, int32_t *at, struct place place,
                           const char *code, const char *message);
/** Makes room for n fields; 0 or CHISO_ENOMEM. */
int reject_reserve(struct rejects *rejects, struct reject *reject, size_t n);
/** Adds a field; both texts are copied. */
void reject_field(struct rejects *rejects, struct reject *reject, const char *column,
                  struct slice text);
/** Writes the file, whole or not at all, readable for its owner only; says how many there are. */
int rejects_finish(struct rejects *rejects, struct chiso_context *context);
/** Forgets all records: the data are read anew. */
void rejects_restart(struct rejects *rejects);
void rejects_clear(struct rejects *rejects);

#endif
