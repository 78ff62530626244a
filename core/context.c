/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "context.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FINDINGS = 1000 };

const char *chiso_version(void)
{
	return PACKAGE_VERSION;
}

struct chiso_context *chiso_context_new(const struct chiso_options *options)
{
	struct chiso_context *context = calloc(1, sizeof *context);

	if (!context)
		return NULL;
	context->lang = options && options->lang && !strcmp(options->lang, "vi") ? "vi" : "en";
	context->findings.limit =
		options && options->max_findings ? options->max_findings : MAX_FINDINGS;
	return context;
}

void chiso_context_free(struct chiso_context *context)
{
	if (!context)
		return;
	findings_free(&context->findings);
	free(context);
}

const char *chiso_message(const struct chiso_context *context, const char *code)
{
	enum message id = message_find(code);

	return id == MESSAGE_N ? code : message_text(id, context->lang);
}

size_t context_errors(const struct chiso_context *context)
{
	return context->findings.count[CHISO_ERROR] + (context->findings.out_of_memory != 0);
}
