/* SPDX-License-Identifier: MIT */
/* Standards: the numbers of regulations and published methods, with source, validity and status.
 * Those of the core are built in from core/standards/, plugins bring their own, and a project may
 * add files.  doc/standards.md has the format:
 *
 *     {"id": "vn.poverty.nd07-2021", "title": {"en": "...", "vi": "..."}, "source": "...",
 *      "valid_from": "2022-01-01" or null, "valid_to": the last day or null,
 *      "scope": {"country": "VN", "unit": "75"}, "replaces": "...", "indicators": ["poverty...."],
 *      "values": {"k": {"value": "3", "status": "secondary", "article": "3", "note": "..."}},
 *      "items": {"indicator": [{"code": "job", "weights": "1/12", "status": "secondary"}]}}
 *
 * A value is an exact fraction ("1/18", "33.33%", "0.95"), a list of them, or a text.  It is taken
 * for the parameter of its name; an item is a label of the axis of that name, and its members are
 * the values of parameters along the axis. */
#ifndef CORE_STANDARD_H
#define CORE_STANDARD_H

#include "base/arena.h"

#include <chiso/plugin.h>

struct standard_value {
	const char *id;
	const char **texts; /* as the file writes them; one, unless it is a list */
	size_t n;
	int is_text;               /* no number: a word */
	struct chiso_ratio value;  /* of the first text, if it is a number */
	int status;                /* CHISO_CONFIRMED, ... */
	const char *article, *note; /* NULL: none */
};

/** A label of an axis, with values of parameters along it. */
struct standard_item {
	const char *code;
	const char *title_en, *title_vi; /* NULL: none */
	int status;
	const char *article, *note; /* NULL: none */
	struct standard_value *values;
	size_t n_values;
};

struct standard_list {
	const char *axis;
	struct standard_item *items;
	size_t n;
};

struct standard {
	const char *id, *title_en, *title_vi, *source, *valid_from, *valid_to;
	int32_t first, last; /* days of validity; INT32_MIN, INT32_MAX: open */
	const char *country, *unit, *replaces; /* NULL: none */
	const char **indicators;               /* n_indicators */
	size_t n_indicators;
	struct standard_value *values;
	size_t n_values;
	struct standard_list *lists;
	size_t n_lists;
};

struct standards {
	struct arena arena;
	struct standard **list; /* those that have been read, in the order of their documents */
	size_t n, cap;
	struct waiting_standards *waiting; /* of plugins; NULL: none */
};

struct chiso_context;

/** Reads the built-in standards.  Faults are findings. */
int standards_load(struct chiso_context *context);
/** standard_read.c: adds the standard in a file's bytes.  Faults, all at once, are findings and
 *  CHISO_EDATA; the standard is left out then. */
int standards_read(struct standards *standards, struct chiso_context *context, const char *file,
		   const char *data, size_t n);
/** standard_wait.c: adds a document of a plugin, which must stay; it is read when it is asked for.  Faults are
 *  findings; 0 or CHISO_ENOMEM or, for one that had to be read at once, CHISO_EDATA. */
int standards_offer(struct chiso_context *context, const struct chiso_document *document);
/** Reads what waits with this id, and what is for this indicator (NULL: none).  What is asked for from several
 *  threads must have been read before.  0 or CHISO_ENOMEM. */
int standards_want(struct waiting_standards *waiting, const char *id, const char *indicator);
/** Reads all that waits, but for what there is no memory for, which is a finding. */
void standards_want_all(struct waiting_standards *waiting);
/** context_errors() but for those of documents that had waited: to be compared with what it was before. */
size_t standards_other_errors(const struct chiso_context *context);
void waiting_standards_clear(struct waiting_standards *waiting);
/** One that has been read; NULL: there is none. */
const struct standard *standard_find(const struct standards *standards, const char *id);
const struct standard_value *standard_value(const struct standard *standard, const char *id);
const struct standard_list *standard_items(const struct standard *standard, const char *axis);
/** Whether it is made for an indicator. */
int standard_is_for(const struct standard *standard, const char *indicator);
/** The number of a value; the standard must have it. */
double standard_number(const struct standard *standard, const char *id);
/** The weakest status of its values and items. */
int standard_status(const struct standard *standard);
void standards_clear(struct standards *standards);

/** The files of core/standards/, which the build turns into C; the last has no name. */
extern const struct chiso_document standard_files[];

#endif
