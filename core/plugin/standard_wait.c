/* SPDX-License-Identifier: MIT */
/* The documents of plugins, which are many, wait unread: a project needs few of them.  A light look at one finds its
 * id and the indicators that it is for; where the look is not sure the document is read at once.  What is read later
 * takes the place in the list that it would have had, and what is wrong with it is no fault of the project that asked
 * for it: it is left out, as it would have been. */
#include "plugin/standard.h"

#include "base/context.h"
#include "base/grow.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct waiting_standards {
	struct chiso_context *context;
	struct arena arena;
	struct waiting_standard {
		const struct chiso_document *document;
		const char *id, **indicators;
		size_t n_indicators;
		size_t n_before;      /* standards that were read at once before it came */
		int is_read, is_sound; /* is_sound: and is in the list */
	} *items;
	size_t n, cap;
	size_t errors; /* in those that were read since */
};

/* ---- the look ------------------------------------------------------------------------------ */

/* What is left of a document; NULL: the look is not sure. */
struct look {
	const char *at, *end;
};

static void pass_blanks(struct look *look)
{
	while (look->at && look->at < look->end && strchr(" \t\r\n", *look->at) && *look->at)
		look->at++;
}

/* Whether this sign comes next, which is passed over. */
static int passes(struct look *look, char sign)
{
	pass_blanks(look);
	if (!look->at || look->at == look->end || *look->at != sign)
		return 0;
	look->at++;
	return 1;
}

static void pass_string(struct look *look)
{
	while (look->at < look->end && *look->at != '"')
		if (*look->at++ == '\\' && look->at < look->end)
			look->at++;
	look->at = look->at < look->end ? look->at + 1 : NULL;
}

/* A string that means what is written. */
static struct slice plain_string(struct look *look)
{
	struct slice text = {look->at, 0};

	if (!passes(look, '"')) {
		look->at = NULL;
		return text;
	}
	text.text = look->at;
	while (look->at < look->end && *look->at >= ' ' && *look->at <= '~' && *look->at != '"' && *look->at != '\\')
		look->at++;
	text.n = (size_t)(look->at - text.text);
	if (!passes(look, '"'))
		look->at = NULL;
	return text;
}

/* A value of any kind, up to what stands behind it. */
static void pass_value(struct look *look)
{
	size_t depth = 0;

	pass_blanks(look);
	while (look->at && look->at < look->end) {
		char c = *look->at;

		if (!depth && strchr(",}]", c))
			return;
		look->at++;
		if (c == '"')
			pass_string(look);
		else if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
	}
	look->at = NULL;
}

/* Up to what stands behind the list; `room` NULL: the texts are only counted. */
static size_t read_list(struct look *look, struct arena *arena, const char **room)
{
	size_t n = 0;

	if (!passes(look, '['))
		look->at = NULL;
	else if (!passes(look, ']'))
		do {
			struct slice text = plain_string(look);

			if (room)
				room[n] = arena_text(arena, text.text, text.n);
			n++;
		} while (passes(look, ','));
	if (n && !passes(look, ']'))
		look->at = NULL;
	return n;
}

/* 0, with nothing in `out` that stays, unless all is found; in a document that is sound these keys come once. */
static int look_at(struct waiting_standard *out, struct arena *arena, const struct chiso_document *document)
{
	struct look look = {.at = document->data}, list = {0};

	if (!document->size)
		return 0;
	look.end = document->data + document->size;
	*out = (struct waiting_standard){.document = document};
	for (int is_first = 1; !out->id || !list.at; is_first = 0) {
		if (!passes(&look, is_first ? '{' : ','))
			return 0;
		struct slice key = plain_string(&look);
		if (!look.at || !passes(&look, ':'))
			return 0;
		if (slice_is(key, "id")) {
			struct slice id = plain_string(&look);

			out->id = look.at ? arena_text(arena, id.text, id.n) : NULL;
		} else if (slice_is(key, "indicators")) {
			list = look;
			out->n_indicators = read_list(&look, NULL, NULL);
		} else {
			pass_value(&look);
		}
	}
	if (!look.at)
		return 0;
	out->indicators = arena_new(arena, out->n_indicators, sizeof *out->indicators);
	if (!out->indicators)
		return 0;
	read_list(&list, arena, out->indicators);
	for (size_t i = 0; i < out->n_indicators; i++)
		if (!out->indicators[i])
			return 0;
	return 1;
}

/* ---- waiting ------------------------------------------------------------------------------- */

static int is_known(const struct standards *standards, const char *id)
{
	const struct waiting_standards *waiting = standards->waiting;

	for (size_t i = 0; i < waiting->n; i++)
		if (!strcmp(waiting->items[i].id, id))
			return 1;
	return standard_find(standards, id) != NULL;
}

int standards_offer(struct chiso_context *context, const struct chiso_document *document)
{
	struct standards *standards = &context->standards;
	struct waiting_standards *waiting = standards->waiting;
	struct waiting_standard item;

	if (!waiting) {
		waiting = standards->waiting = calloc(1, sizeof *waiting);
		if (!waiting)
			return CHISO_ENOMEM;
		waiting->context = context;
	}
	if (!look_at(&item, &waiting->arena, document) || is_known(standards, item.id))
		return standards_read(standards, context, document->name, document->data, document->size);
	item.n_before = standards->n;
	for (size_t i = 0; i < waiting->n; i++)
		item.n_before -= waiting->items[i].is_sound != 0;
	/* Copies of the context, such as results have, see the list: it stays where it is when one is read later. */
	if (GROW(&waiting->items, waiting->n, &waiting->cap) ||
	    PROVIDE(&standards->list, &standards->cap, standards->n + waiting->n + 1))
		return CHISO_ENOMEM;
	waiting->items[waiting->n++] = item;
	return CHISO_OK;
}

/* Moves the last standard to where the i-th of those that waited belongs. */
static void put_in_place(struct standards *standards, size_t i)
{
	const struct waiting_standards *waiting = standards->waiting;
	struct standard *standard = standards->list[standards->n - 1];
	size_t at = waiting->items[i].n_before;

	for (size_t k = 0; k < i; k++)
		at += waiting->items[k].is_sound != 0;
	memmove(&standards->list[at + 1], &standards->list[at],
		(standards->n - 1 - at) * sizeof *standards->list);
	standards->list[at] = standard;
}

static int read_one(struct waiting_standards *waiting, size_t i)
{
	struct chiso_context *context = waiting->context;
	const struct chiso_document *document = waiting->items[i].document;
	size_t before = standards_other_errors(context);

	waiting->items[i].is_read = 1;
	int status = standards_read(&context->standards, context, document->name, document->data, document->size);
	waiting->errors += standards_other_errors(context) - before;
	if (!status) {
		put_in_place(&context->standards, i);
		waiting->items[i].is_sound = 1;
	}
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

static int is_for(const struct waiting_standard *item, const char *indicator)
{
	for (size_t i = 0; i < item->n_indicators; i++)
		if (!strcmp(item->indicators[i], indicator))
			return 1;
	return 0;
}

int standards_want(struct waiting_standards *waiting, const char *id, const char *indicator)
{
	int status = CHISO_OK;

	for (size_t i = 0; waiting && i < waiting->n && !status; i++) {
		const struct waiting_standard *item = &waiting->items[i];

		if (!item->is_read &&
		    ((id && !strcmp(item->id, id)) || (indicator && is_for(item, indicator))))
			status = read_one(waiting, i);
	}
	return status;
}

void standards_want_all(struct waiting_standards *waiting)
{
	/* One that there is no memory for has its finding.  It does not keep the others from being read, for these
	 * would move the numbers of those that have been told already. */
	for (size_t i = 0; waiting && i < waiting->n; i++)
		if (!waiting->items[i].is_read)
			(void)read_one(waiting, i);
}

size_t standards_other_errors(const struct chiso_context *context)
{
	const struct waiting_standards *waiting = context->standards.waiting;

	return context_errors(context) - (waiting ? waiting->errors : 0);
}

void waiting_standards_clear(struct waiting_standards *waiting)
{
	if (!waiting)
		return;
	arena_clear(&waiting->arena);
	free(waiting->items);
	free(waiting);
}
