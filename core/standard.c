/* SPDX-License-Identifier: MIT */
#include "standard.h"

#include "context.h"
#include "json.h"
#include "number.h"
#include "period.h"

#include <stdlib.h>
#include <string.h>

static const char *const statuses[] = {
	[CHISO_UNCONFIRMED] = "unconfirmed",
	[CHISO_DERIVED] = "derived",
	[CHISO_SECONDARY] = "secondary",
	[CHISO_CONFIRMED] = "confirmed",
};

/* Texts of a document outlive it. */
static const char *keep(struct standards *standards, const char *text)
{
	return text ? arena_text(&standards->arena, text, strlen(text)) : NULL;
}

static const char *needed_string(struct json *json, const struct json_node *object, const char *key)
{
	if (object && !json_get(json, object, key))
		json_missing(json, object, key);
	return json_get_string(json, object, key);
}

/* A date or null; NULL: open. */
static const char *read_date(struct json *json, const char *key)
{
	const struct json_node *node = json_get(json, json_root(json), key);
	const char *text = json_string(node);
	int32_t day;

	if (!node)
		json_missing(json, json_root(json), key);
	else if (json_kind(node) != JSON_NULL && (!text || date_read(&day, text, strlen(text), 0)))
		json_expected(json, node, MSG_A_DATE);
	return text;
}

static int status_of(const char *text)
{
	for (int i = CHISO_UNCONFIRMED; text && i <= CHISO_CONFIRMED; i++)
		if (!strcmp(statuses[i], text))
			return i;
	return 0;
}

static void read_value(struct json *json, struct chiso_context *context,
		       const struct json_node *node, struct standard_value *out)
{
	const struct json_node *value = json_get(json, node, "value"),
			       *status = json_get(json, node, "status");
	const char *text;

	if (json_kind(node) != JSON_OBJECT) {
		json_expected(json, node, MSG_JSON_AN_OBJECT);
		return;
	}
	out->id = keep(&context->standards, json_key(node));
	if (!value)
		json_missing(json, node, "value");
	text = json_get_text(json, node, "value");
	if (text && number_ratio(&out->value, text, strlen(text)))
		json_expected(json, value, MSG_A_FRACTION);
	if (!status)
		json_missing(json, node, "status");
	else if (!(out->status = status_of(json_string(status))))
		json_expected(json, status, MSG_STANDARD_STATUSES);
	json_get_string(json, node, "note");
	json_get_string(json, node, "article");
	json_unknown_keys(json, node);
}

static int read_values(struct json *json, struct chiso_context *context, struct standard *out)
{
	const struct json_node *root = json_root(json), *values, *node;
	size_t n = 0;

	if (!json_get(json, root, "values"))
		json_missing(json, root, "values");
	values = json_get_object(json, root, "values");
	for (node = json_child(values); node; node = json_next(node))
		n++;
	out->values = arena_new(&context->standards.arena, n, sizeof *out->values);
	if (!out->values)
		return CHISO_ENOMEM;
	for (node = json_child(values); node; node = json_next(node))
		read_value(json, context, node, &out->values[out->n_values++]);
	return CHISO_OK;
}

static int read_document(struct json *json, struct chiso_context *context, struct standard *out)
{
	struct standards *standards = &context->standards;
	const struct json_node *root = json_root(json), *title;

	if (json_kind(root) != JSON_OBJECT) {
		json_expected(json, root, MSG_JSON_AN_OBJECT);
		return CHISO_OK;
	}
	out->id = keep(standards, needed_string(json, root, "id"));
	if (out->id && standard_find(standards, out->id))
		report(context, MSG_STANDARD_TWICE, json_place(json, json_get(json, root, "id")),
		       out->id);
	if (!json_get(json, root, "title"))
		json_missing(json, root, "title");
	title = json_get_object(json, root, "title");
	out->title_en = keep(standards, needed_string(json, title, "en"));
	out->title_vi = keep(standards, needed_string(json, title, "vi"));
	if (title)
		json_unknown_keys(json, title);
	out->source = keep(standards, needed_string(json, root, "source"));
	out->valid_from = keep(standards, read_date(json, "valid_from"));
	out->valid_to = keep(standards, read_date(json, "valid_to"));
	/* ISO dates sort as texts. */
	if (out->valid_from && out->valid_to && strcmp(out->valid_from, out->valid_to) > 0)
		report(context, MSG_STANDARD_VALIDITY,
		       json_place(json, json_get(json, root, "valid_to")), out->valid_to,
		       out->valid_from);
	int status = read_values(json, context, out);
	json_unknown_keys(json, root);
	return status;
}

int standards_read(struct chiso_context *context, const char *file, const char *data, size_t n)
{
	struct standards *standards = &context->standards;
	size_t errors = context_errors(context);
	struct standard standard = {0};
	struct json *json;
	int status = json_read(&json, context, file, data, n);

	if (!status) {
		status = read_document(json, context, &standard);
		json_free(json);
		if (!status && context_errors(context) > errors)
			status = CHISO_EDATA;
		if (!status && GROW(&standards->list, standards->n, &standards->cap))
			status = CHISO_ENOMEM;
	}
	if (!status)
		standards->list[standards->n++] = standard;
	else if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, file);
	return status;
}

int standards_load(struct chiso_context *context)
{
	int status = CHISO_OK;

	for (const struct standard_file *f = standard_files; f->name && !status; f++)
		status = standards_read(context, f->name, (const char *)f->data, f->n);
	return status;
}

const struct standard *standard_find(const struct standards *standards, const char *id)
{
	for (size_t i = 0; i < standards->n; i++)
		if (!strcmp(standards->list[i].id, id))
			return &standards->list[i];
	return NULL;
}

double standard_number(const struct standard *standard, const char *id)
{
	const struct standard_value *value = standard->values;

	while (strcmp(value->id, id))
		value++;
	return (double)value->value.num / (double)value->value.den;
}

size_t chiso_standard_count(const struct chiso_context *context)
{
	return context->standards.n;
}

int chiso_standard_at(const struct chiso_context *context, size_t i,
		      struct chiso_standard_info *out)
{
	const struct standards *standards = &context->standards;

	if (i >= standards->n)
		return CHISO_EUSE;
	const struct standard *s = &standards->list[i];
	int weakest = CHISO_CONFIRMED;
	for (size_t v = 0; v < s->n_values; v++)
		if (s->values[v].status < weakest)
			weakest = s->values[v].status;
	*out = (struct chiso_standard_info){
		.size = out->size,
		.id = s->id,
		.title = strcmp(context->lang, "vi") ? s->title_en : s->title_vi,
		.source = s->source,
		.valid_from = s->valid_from,
		.valid_to = s->valid_to,
		.status = statuses[weakest],
	};
	return CHISO_OK;
}

void standards_clear(struct standards *standards)
{
	arena_clear(&standards->arena);
	free(standards->list);
	*standards = (struct standards){0};
}
