/* SPDX-License-Identifier: MIT */
/* Findings: what is wrong or worth knowing, with its place.  They are kept in order of place, and a
 * limit keeps the first in that order, whatever the order they come in. */
#ifndef CORE_FINDING_H
#define CORE_FINDING_H

#include "base/message.h"

#include <chiso/chiso.h>

/** Where in a file.  file NULL: nowhere; line and column from 1, 0: unknown.  The file's name is
 *  borrowed for as long as the context. */
struct place {
	const char *file;
	uint32_t line, column;
};

/** What a finding is about besides; NULL: nothing.  All is copied. */
struct subject {
	const char *name;  /* of the column */
	const char *rule;  /* "dataset.rule", that is broken */
	const char *title; /* of the rule: stands before the message */
};

/** Adds a finding; args[0] is the value met ("" for none).  The last word of the variadic macro's
 *  list is added by it:  report(context, MSG_NO_SUCH_UNIT, place, "6475", "06475"). */
void finding_add(struct chiso_context *context, int severity, enum message id, struct place place,
                 const char *const *args);
/** The same with what it is about. */
void finding_add_about(struct chiso_context *context, int severity, enum message id,
                       struct place place, const struct subject *subject, const char *const *args);
/** The sentence of such a finding; NULL without memory. */
const char *finding_message(struct arena *arena, enum message id, const char *lang,
                            const struct subject *subject, const char *const *args);
#define report(context, id, place, ...) \
	finding_add(context, message_severity(id), id, place, \
	            (const char *const[]){__VA_ARGS__, NULL})
/** The same with another severity than the table's. */
#define report_as(context, severity, id, place, ...) \
	finding_add(context, severity, id, place, (const char *const[]){__VA_ARGS__, NULL})

/** A file's name that lives as long as the context: the same pointer for the same name. */
const char *finding_file(struct chiso_context *context, const char *name);

struct findings {
	struct finding *items;
	size_t n, cap, limit;
	size_t count[3]; /* by severity, those past the limit included */
	int sorted, out_of_memory;
	struct arena names;
	const char **files;
	size_t n_files, files_cap;
};
void findings_free(struct findings *findings);

#endif
