/* SPDX-License-Identifier: MIT */
/* A context: language, findings, loaded plugins and standards. */
#ifndef CORE_CONTEXT_H
#define CORE_CONTEXT_H

#include "finding.h"
#include "registry.h"
#include "standard.h"

struct chiso_context {
	const char *lang; /* "en" or "vi" */
	struct findings findings;
	struct registry registry;
	struct standards standards;
};

/** The number of findings of severity CHISO_ERROR. */
size_t context_errors(const struct chiso_context *context);

#endif
