/* SPDX-License-Identifier: MIT */
/* Standards: the numbers of regulations and published methods, with source, validity and status.
 * Those of the core are built in from core/standards/ (JSON, made into an array by the build):
 *
 *     {"id": "progress.open-sdg", "title": {"en": "...", "vi": "..."}, "source": "...",
 *      "valid_from": "2022-01-01" or null, "valid_to": the last day or null,
 *      "values": {"on_track": {"value": "0.95", "status": "confirmed", "note": "..."}}}
 *
 * A value is an exact fraction ("1/18", "33.33%", "0.95"); its status says how well it is sourced:
 * confirmed, secondary, derived or unconfirmed.  `note` and `article` are for readers of the file.
 */
#ifndef CORE_STANDARD_H
#define CORE_STANDARD_H

#include "arena.h"

#include <chiso/plugin.h>

struct standard_value {
	const char *id;
	struct chiso_ratio value;
	int status; /* CHISO_CONFIRMED, ... */
};

struct standard {
	const char *id, *title_en, *title_vi, *source, *valid_from, *valid_to;
	struct standard_value *values;
	size_t n_values;
};

struct standards {
	struct arena arena;
	struct standard *list;
	size_t n, cap;
};

struct chiso_context;

/** Reads the built-in standards.  Faults are findings. */
int standards_load(struct chiso_context *context);
/** Adds the standard in a file's bytes.  Faults, all at once, are findings and CHISO_EDATA; the
 *  standard is left out then. */
int standards_read(struct chiso_context *context, const char *file, const char *data, size_t n);
const struct standard *standard_find(const struct standards *standards, const char *id);
/** The number of a value; the standard must have it. */
double standard_number(const struct standard *standard, const char *id);
void standards_clear(struct standards *standards);

/** The files of core/standards/, which the build turns into C; the last has no name. */
struct standard_file {
	const char *name;
	const unsigned char *data;
	size_t n;
};
extern const struct standard_file standard_files[];

#endif
