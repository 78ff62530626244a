/* SPDX-License-Identifier: MIT */
/* A context: language, findings, loaded plugins and standards. */
#ifndef CORE_CONTEXT_H
#define CORE_CONTEXT_H

#include "base/finding.h"
#include "plugin/registry.h"
#include "plugin/standard.h"

enum { MAX_THREADS = 256 };

struct chiso_context {
	const char *lang; /* "en" or "vi" */
	uint32_t threads; /* that may work for it at once */
	struct memory *memory; /* that it may use; NULL in one beside it: as much as there is */
	struct chunks *chunks; /* of states */
	struct findings findings;
	struct registry registry;
	struct standards standards;
};

/** The number of findings of severity CHISO_ERROR. */
size_t context_errors(const struct chiso_context *context);

#endif
