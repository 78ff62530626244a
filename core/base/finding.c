/* SPDX-License-Identifier: MIT */
#include "base/finding.h"

#include "base/context.h"
#include "base/grow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct finding {
	struct place place;
	int severity;
	enum message id;
	char *value; /* one allocation with the rest: message, name and rule behind it */
	char *message, *name, *rule; /* the last two NULL: none */
};

static int compare_places(const struct place *a, const struct place *b)
{
	if (a->file != b->file) {
		int order = strcmp(a->file ? a->file : "", b->file ? b->file : "");

		if (order)
			return order;
	}
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return 0;
}

static int compare(const void *x, const void *y)
{
	const struct finding *a = x, *b = y;
	int order = compare_places(&a->place, &b->place);

	if (!order && a->id != b->id)
		order = a->id < b->id ? -1 : 1;
	if (!order)
		order = strcmp(a->value, b->value);
	return order ? order : strcmp(a->message, b->message);
}

/* Keeps the first `limit` in order of place. */
static void settle(struct findings *findings)
{
	if (!findings->sorted && findings->n)
		qsort(findings->items, findings->n, sizeof *findings->items, compare);
	findings->sorted = 1;
	while (findings->n > findings->limit)
		free(findings->items[--findings->n].value);
}

const char *finding_message(struct arena *arena, enum message id, const char *lang,
                            const struct subject *subject, const char *const *args)
{
	const char *message = message_fill(arena, id, lang, args);

	return message && subject->title ? arena_printf(arena, "%s: %s", subject->title, message)
	                                 : message;
}

/* Copies the texts of a finding into one piece of memory.  0 or CHISO_ENOMEM. */
static int copy_texts(struct finding *finding, const char *const texts[4])
{
	char **into[4] = {&finding->value, &finding->message, &finding->name, &finding->rule};
	size_t n = 0;

	for (int i = 0; i < 4; i++)
		n += texts[i] ? strlen(texts[i]) + 1 : 0;
	char *at = malloc(n);
	if (!at)
		return CHISO_ENOMEM;
	for (int i = 0; i < 4; i++) {
		*into[i] = texts[i] ? at : NULL;
		if (texts[i])
			at = stpcpy(at, texts[i]) + 1;
	}
	return CHISO_OK;
}

void finding_add(struct chiso_context *context, int severity, enum message id, struct place place,
                 const char *const *args)
{
	finding_add_about(context, severity, id, place, &(struct subject){0}, args);
}

void finding_add_about(struct chiso_context *context, int severity, enum message id,
                       struct place place, const struct subject *subject, const char *const *args)
{
	struct findings *findings = &context->findings;
	struct finding finding = {.place = place, .severity = severity, .id = id};
	struct arena scratch = {0};
	const char *message = finding_message(&scratch, id, context->lang, subject, args);
	const char *const texts[4] = {args[0] ? args[0] : "", message, subject->name, subject->rule};

	findings->count[severity]++;
	/* Twice the limit is the bound on memory, and sorting stays rare. */
	if (findings->n >= 2 * findings->limit)
		settle(findings);
	if (!message || copy_texts(&finding, texts) ||
	    GROW(&findings->items, findings->n, &findings->cap)) {
		findings->out_of_memory = 1;
		free(finding.value);
	} else {
		findings->items[findings->n++] = finding;
		findings->sorted = 0;
	}
	arena_clear(&scratch);
}

const char *finding_file(struct chiso_context *context, const char *name)
{
	struct findings *findings = &context->findings;

	for (size_t i = 0; i < findings->n_files; i++)
		if (!strcmp(findings->files[i], name))
			return findings->files[i];
	const char *copy = arena_text(&findings->names, name, strlen(name));
	if (!copy || GROW(&findings->files, findings->n_files, &findings->files_cap)) {
		findings->out_of_memory = 1;
		return NULL;
	}
	return findings->files[findings->n_files++] = copy;
}

size_t chiso_finding_count(const struct chiso_context *context, int severity)
{
	size_t n = 0;

	for (int i = severity < CHISO_NOTE ? CHISO_NOTE : severity; i <= CHISO_ERROR; i++)
		n += context->findings.count[i];
	return n;
}

int chiso_finding_at(struct chiso_context *context, size_t i, struct chiso_finding *out)
{
	struct findings *findings = &context->findings;

	settle(findings);
	if (i >= findings->n)
		return CHISO_EUSE;
	const struct finding *f = &findings->items[i];
	*out = (struct chiso_finding){.size = out->size,
	                              .severity = f->severity,
	                              .code = message_code(f->id),
	                              .file = f->place.file,
	                              .line = f->place.line,
	                              .column = f->place.column,
	                              .value = f->value,
	                              .message = f->message,
	                              .name = f->name,
	                              .rule = f->rule};
	return CHISO_OK;
}

void chiso_findings_clear(struct chiso_context *context)
{
	struct findings *findings = &context->findings;

	for (size_t i = 0; i < findings->n; i++)
		free(findings->items[i].value);
	findings->n = 0;
	memset(findings->count, 0, sizeof findings->count);
	findings->out_of_memory = 0;
}

void findings_free(struct findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		free(findings->items[i].value);
	free(findings->items);
	free(findings->files);
	arena_clear(&findings->names);
}
