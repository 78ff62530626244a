/* SPDX-License-Identifier: MIT */
#include "project/mapping.h"

#include <string.h>

/* A mapping being read. */
struct scan {
	struct json *json;
	struct arena *arena;
	int no_memory;
};

static const char *const dhis2_keys[DHIS2_KINDS] = {"dataElement", "orgUnit", "categoryOptionCombo"};

static const char *copy(struct scan *scan, const char *text)
{
	const char *own = text ? arena_text(scan->arena, text, strlen(text)) : NULL;

	scan->no_memory |= text && !own;
	return own;
}

static const char *member(struct scan *scan, struct json_node *object, const char *key)
{
	return copy(scan, json_get_string(scan->json, object, key));
}

/* A string is a name in English: standard code lists are. */
static struct words words_of(struct scan *scan, struct json_node *object, const char *key)
{
	struct json_node *node = json_get(scan->json, object, key);
	struct words words = {0};

	if (json_kind(node) == JSON_STRING) {
		words.en = copy(scan, json_string(node));
	} else if (json_kind(node) == JSON_OBJECT) {
		words.en = member(scan, node, "en");
		words.vi = member(scan, node, "vi");
		json_unknown_keys(scan->json, node);
	} else if (node) {
		json_expected(scan->json, node, MSG_WANT_WORDS);
	}
	return words;
}

/* "F" or {"id": "F", "name": "Female"}; null: left out. */
static void read_named(struct scan *scan, struct json_node *node, const char **id,
                       struct words *name)
{
	*id = NULL;
	if (json_kind(node) == JSON_STRING) {
		*id = copy(scan, json_string(node));
	} else if (json_kind(node) == JSON_OBJECT) {
		*id = member(scan, node, "id");
		*name = words_of(scan, node, "name");
		if (!json_get(scan->json, node, "id"))
			json_missing(scan->json, node, "id");
	} else if (json_kind(node) != JSON_NULL) {
		json_expected(scan->json, node, MSG_WANT_MAPPED);
	}
	if (*id && !**id)
		json_expected(scan->json, node, MSG_WANT_MAPPED);
}

static struct mapped_codes read_codes(struct scan *scan, struct json_node *list)
{
	struct mapped_codes codes = {0};

	codes.list = arena_new(scan->arena, json_count(list), sizeof *codes.list);
	scan->no_memory |= !codes.list;
	for (struct json_node *node = json_child(list); node && codes.list; node = json_next(node)) {
		struct mapped_code *code = &codes.list[codes.n++];

		code->from = copy(scan, json_key(node));
		read_named(scan, node, &code->id, &code->name);
		if (json_kind(node) == JSON_OBJECT)
			json_unknown_keys(scan->json, node);
	}
	return codes;
}

static void read_concept(struct scan *scan, struct json_node *node, struct concept *out)
{
	out->from = copy(scan, json_key(node));
	read_named(scan, node, &out->id, &out->name);
	if (json_kind(node) != JSON_OBJECT)
		return;
	out->codes = read_codes(scan, json_get_object(scan->json, node, "codes"));
	json_unknown_keys(scan->json, node);
}

static void read_dimensions(struct scan *scan, struct json_node *list, struct mapping *out)
{
	out->dimensions = arena_new(scan->arena, json_count(list), sizeof *out->dimensions);
	scan->no_memory |= !out->dimensions;
	for (struct json_node *node = json_child(list); node && out->dimensions;
	     node = json_next(node))
		read_concept(scan, node, &out->dimensions[out->n_dimensions++]);
}

/* Letters, digits and a few signs, as SDMX has its ids; n bytes. */
static int is_id(const char *text, size_t n, const char *more)
{
	static const char signs[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

	for (size_t i = 0; i < n; i++)
		if (!strchr(signs, text[i]) && !strchr(more, text[i]))
			return 0;
	return n > 0;
}

/* "AGENCY:ID(1.0.0)" */
static void read_dataflow(struct scan *scan, struct json_node *root, struct mapping *out)
{
	const char *text = json_get_string(scan->json, root, "dataflow");
	size_t n = text ? strlen(text) : 0, agency = text ? strcspn(text, ":") : 0;
	const char *open = text ? strchr(text, '(') : NULL;

	if (!text)
		return;
	if (!open || agency >= (size_t)(open - text) || text[n - 1] != ')' ||
	    !is_id(text, agency, ".") ||
	    !is_id(text + agency + 1, (size_t)(open - text) - agency - 1, "@$") ||
	    !is_id(open + 1, n - (size_t)(open - text) - 2, ".+")) {
		json_expected(scan->json, json_get(scan->json, root, "dataflow"), MSG_WANT_DATAFLOW);
		return;
	}
	out->agency = arena_text(scan->arena, text, agency);
	out->dataflow =
		arena_text(scan->arena, text + agency + 1, (size_t)(open - text) - agency - 1);
	out->version = arena_text(scan->arena, open + 1, n - (size_t)(open - text) - 2);
	scan->no_memory |= !out->agency || !out->dataflow || !out->version;
}

/* A file beside the package's descriptor. */
static const char *read_path(struct scan *scan, struct json_node *package)
{
	const char *path = member(scan, package, "path");

	if (path && (!*path || *path == '.' || strchr(path, '/')))
		json_expected(scan->json, json_get(scan->json, package, "path"), MSG_WANT_FILE_NAME);
	return path;
}

int mapping_read(struct mapping **out, struct arena *arena, struct json *json,
                 struct json_node *node)
{
	struct mapping *mapping = arena_new(arena, 1, sizeof *mapping);
	struct scan scan = {.json = json, .arena = arena};
	struct json_node *part;

	*out = mapping;
	if (!mapping)
		return CHISO_ENOMEM;
	read_dataflow(&scan, node, mapping);
	mapping->title = words_of(&scan, node, "title");
	read_dimensions(&scan, json_get_object(json, node, "dimensions"), mapping);
	if ((part = json_get(json, node, "status")))
		read_concept(&scan, part, &mapping->status);
	if ((part = json_get(json, node, "value")))
		read_concept(&scan, part, &mapping->value);
	if ((part = json_get_object(json, node, "package"))) {
		mapping->package = member(&scan, part, "name");
		mapping->resource = member(&scan, part, "resource");
		mapping->path = read_path(&scan, part);
		json_unknown_keys(json, part);
	}
	part = json_get_object(json, node, "dhis2");
	for (int i = 0; part && i < DHIS2_KINDS; i++)
		mapping->dhis2[i] = read_codes(&scan, json_get_object(json, part, dhis2_keys[i]));
	if (part)
		json_unknown_keys(json, part);
	json_unknown_keys(json, node);
	return scan.no_memory ? CHISO_ENOMEM : CHISO_OK;
}

const struct mapped_code *mapped_code(const struct mapped_codes *codes, const char *from)
{
	for (size_t i = 0; i < codes->n; i++)
		if (!strcmp(codes->list[i].from, from))
			return &codes->list[i];
	return NULL;
}

/* ---- writing ---- */

static void write_words(struct json_out *json, const char *key, struct words words)
{
	if (!words.en && !words.vi)
		return;
	json_out_open(json, key, "{");
	if (words.en)
		json_out_text(json, "en", words.en);
	if (words.vi)
		json_out_text(json, "vi", words.vi);
	json_out_finish(json, "}");
}

static void write_codes(struct json_out *json, const char *key, const struct mapped_codes *codes)
{
	if (!codes->n)
		return;
	json_out_open(json, key, "{");
	for (size_t i = 0; i < codes->n; i++) {
		const struct mapped_code *code = &codes->list[i];

		if (!code->name.en && !code->name.vi) {
			json_out_text(json, code->from, code->id);
			continue;
		}
		json_out_open(json, code->from, "{");
		json_out_text(json, "id", code->id);
		write_words(json, "name", code->name);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "}");
}

static void write_concept(struct json_out *json, const struct concept *concept)
{
	if (!concept->id) {
		json_out_text(json, concept->from, NULL);
		return;
	}
	json_out_open(json, concept->from, "{");
	json_out_text(json, "id", concept->id);
	write_words(json, "name", concept->name);
	write_codes(json, "codes", &concept->codes);
	json_out_finish(json, "}");
}

static void write_package(struct json_out *json, const struct mapping *mapping)
{
	json_out_open(json, "package", "{");
	if (mapping->package)
		json_out_text(json, "name", mapping->package);
	if (mapping->resource)
		json_out_text(json, "resource", mapping->resource);
	if (mapping->path)
		json_out_text(json, "path", mapping->path);
	json_out_finish(json, "}");
}

static void write_dataflow(struct json_out *json, const struct mapping *mapping)
{
	if (!mapping->dataflow)
		return;
	json_out_key(json, "dataflow");
	sink_text(json->sink, "\"");
	sink_text(json->sink, mapping->agency);
	sink_text(json->sink, ":");
	sink_text(json->sink, mapping->dataflow);
	sink_text(json->sink, "(");
	sink_text(json->sink, mapping->version);
	sink_text(json->sink, ")\"");
}

void mapping_write(struct json_out *json, const struct mapping *mapping)
{
	json_out_open(json, "export", "{");
	write_dataflow(json, mapping);
	write_words(json, "title", mapping->title);
	if (mapping->n_dimensions) {
		json_out_open(json, "dimensions", "{");
		for (size_t i = 0; i < mapping->n_dimensions; i++)
			write_concept(json, &mapping->dimensions[i]);
		json_out_finish(json, "}");
	}
	if (mapping->status.id)
		write_concept(json, &mapping->status);
	if (mapping->value.id)
		write_concept(json, &mapping->value);
	if (mapping->package || mapping->resource || mapping->path)
		write_package(json, mapping);
	json_out_open(json, "dhis2", "{");
	for (int i = 0; i < DHIS2_KINDS; i++)
		write_codes(json, dhis2_keys[i], &mapping->dhis2[i]);
	json_out_finish(json, "}");
	json_out_finish(json, "}");
}
