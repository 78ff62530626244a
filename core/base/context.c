/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/context.h"

#include "base/chunks.h"
#include "base/memory.h"
#include "base/text.h"
#include "json/json.h"
#include "plugin/load.h"

#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FINDINGS = 1000 };

const char *chiso_version(void)
{
	return PACKAGE_VERSION;
}

/* Written once, before anybody reads it. */
static struct {
	pthread_once_t once;
	char text[128];
} dependencies = {.once = PTHREAD_ONCE_INIT};

static void list_dependencies(void)
{
	char ltdl[LOAD_VERSION_ROOM];

	load_library(ltdl);
	snprintf(dependencies.text, sizeof dependencies.text, "cJSON %s, libltdl%s%s, utf8proc %s",
	         json_library(), *ltdl ? " " : "", ltdl, text_library());
}

const char *chiso_dependencies(void)
{
	pthread_once(&dependencies.once, list_dependencies);
	return dependencies.text;
}

/* How many threads may work: as many as asked for, else as this process may use processors. */
static uint32_t count_threads(const struct chiso_options *options)
{
	int is_there = options && options->size >= offsetof(struct chiso_options, threads) +
	                                                   sizeof options->threads;
	uint32_t n = is_there ? options->threads : 0;
	cpu_set_t allowed;

	if (!n)
		n = sched_getaffinity(0, sizeof allowed, &allowed) ? 1 : (uint32_t)CPU_COUNT(&allowed);
	return n < MAX_THREADS ? n : MAX_THREADS;
}

struct chiso_context *chiso_context_new(const struct chiso_options *options)
{
	struct chiso_context *context = calloc(1, sizeof *context);

	if (!context)
		return NULL;
	context->lang = options && options->lang && !strcmp(options->lang, "vi") ? "vi" : "en";
	context->threads = count_threads(options);
	context->memory = calloc(1, sizeof *context->memory);
	context->chunks = chunks_new();
	if (!context->memory || !context->chunks) {
		chiso_context_free(context);
		return NULL;
	}
	if (options && options->size >= offsetof(struct chiso_options, memory) + sizeof options->memory)
		context->memory->limit = options->memory;
	context->findings.limit =
		options && options->max_findings ? options->max_findings : MAX_FINDINGS;
	if (standards_load(context) == CHISO_ENOMEM) {
		chiso_context_free(context);
		return NULL;
	}
	return context;
}

void chiso_context_free(struct chiso_context *context)
{
	if (!context)
		return;
	registry_clear(&context->registry);
	standards_clear(&context->standards);
	findings_free(&context->findings);
	chunks_free(context->chunks);
	free(context->memory);
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
