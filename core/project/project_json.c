/* SPDX-License-Identifier: MIT */
/* What the parts of a project file share: texts, names, bindings, periods, documents. */
#include "project/project.h"

#include "base/context.h"
#include "base/sha256.h"

#include <string.h>

struct words project_words(struct chiso_project *project, struct json_node *object, const char *key)
{
	struct json *json = project->json;
	struct json_node *node = json_get(json, object, key);
	struct words words = {0};

	if (!node)
		return words;
	if (json_kind(node) == JSON_STRING) {
		words.en = words.vi = json_string(node);
	} else if (json_kind(node) == JSON_OBJECT) {
		words.en = json_get_string(json, node, "en");
		words.vi = json_get_string(json, node, "vi");
		json_unknown_keys(json, node);
	} else {
		json_expected(json, node, MSG_WANT_WORDS);
	}
	return words;
}

static int names_reserve(struct chiso_project *project, struct names *names, size_t n)
{
	names->items = arena_new(&project->arena, n, sizeof *names->items);
	names->places = arena_new(&project->arena, n, sizeof *names->places);
	return names->items && names->places ? CHISO_OK : CHISO_ENOMEM;
}

struct names project_names_of(struct chiso_project *project, struct json_node *node)
{
	struct json *json = project->json;
	struct names names = {0};
	int is_list = json_kind(node) == JSON_ARRAY;

	if (!is_list && json_kind(node) != JSON_STRING) {
		json_expected(json, node, MSG_WANT_STRINGS);
		return names;
	}
	if (names_reserve(project, &names, is_list ? json_count(node) : 1))
		return names;
	for (struct json_node *item = is_list ? json_child(node) : node; item;
	     item = is_list ? json_next(item) : NULL) {
		if (!json_string(item)) {
			json_expected(json, item, MSG_WANT_STRING);
			continue;
		}
		names.items[names.n] = json_string(item);
		names.places[names.n++] = json_place(json, item);
	}
	return names;
}

const char *project_digest(struct chiso_project *project, const struct bytes *bytes)
{
	char text[SHA256_ROOM];

	sha256(text, bytes->data, bytes->n);
	return arena_text(&project->arena, text, strlen(text));
}

struct names project_names(struct chiso_project *project, struct json_node *object, const char *key)
{
	struct json_node *node = json_get(project->json, object, key);

	return node ? project_names_of(project, node) : (struct names){0};
}

struct names project_names_from(struct chiso_project *project, const char *const *list)
{
	struct names names = {0};
	size_t n = 0;

	while (list[n])
		n++;
	if (names_reserve(project, &names, n))
		return names;
	for (; names.n < n; names.n++)
		names.items[names.n] = list[names.n];
	return names;
}

struct binding project_binding_of(struct chiso_project *project, struct json_node *node)
{
	struct binding binding = {0};

	if (!node)
		return binding;
	binding.name = json_key(node);
	binding.source = json_string(node);
	binding.place = json_place(project->json, node);
	binding.place.column++; /* behind the quote */
	if (!binding.source)
		json_expected(project->json, node, MSG_WANT_EXPRESSION);
	return binding;
}

struct binding project_binding(struct chiso_project *project, struct json_node *object,
                               const char *key)
{
	return project_binding_of(project, json_get(project->json, object, key));
}

struct binding *project_bindings(struct chiso_project *project, struct json_node *object, size_t *n)
{
	struct binding *bindings = arena_new(&project->arena, json_count(object), sizeof *bindings);

	*n = 0;
	for (struct json_node *node = json_child(object); bindings && node; node = json_next(node)) {
		bindings[*n] = project_binding_of(project, node);
		if (bindings[*n].source)
			++*n;
		json_get(project->json, object, json_key(node));
	}
	return bindings;
}

struct period project_period(struct chiso_project *project, struct json_node *object,
                             const char *key)
{
	const char *text = json_get_text(project->json, object, key);
	struct period period = {1, 0};

	if (text && period_read(&period, text, strlen(text))) {
		json_expected(project->json, json_get(project->json, object, key),
		              MSG_WANT_PERIOD);
		period = (struct period){1, 0};
	}
	return period;
}

const struct document *project_document(struct chiso_project *project, struct json_node *object,
                                        const char *key)
{
	const char *id = json_get_string(project->json, object, key);
	struct nearest near = nearest_to(id ? id : "");

	if (!id)
		return NULL;
	for (size_t i = 0; i < project->n_documents; i++)
		if (!strcmp(project->documents[i].id, id))
			return &project->documents[i];
	for (size_t i = 0; i < project->n_documents; i++)
		nearest_offer(&near, project->documents[i].id);
	struct json_node *node = json_get(project->json, object, key);
	if (near.best)
		report(project->context, MSG_NO_SUCH_DOCUMENT_NEAR, json_place(project->json, node),
		       id, near.best);
	else
		report(project->context, MSG_NO_SUCH_DOCUMENT, json_place(project->json, node), id);
	return NULL;
}
