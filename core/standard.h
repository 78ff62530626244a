/* SPDX-License-Identifier: MIT */
/* Standards: the numbers of regulations and published methods, with source, validity and status.
 * Those of the core are built in from core/standards/ (JSON, made into an array by the build). */
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
const struct standard *standard_find(const struct standards *standards, const char *id);
/** The number of a value; the standard must have it. */
double standard_number(const struct standard *standard, const char *id);
void standards_clear(struct standards *standards);

#endif
