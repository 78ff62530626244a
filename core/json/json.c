/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include "base/context.h"
#include "base/text.h"
#include "json/json_scan.h"
#include "number/number.h"

#include <cJSON.h>

#include <stdlib.h>
#include <string.h>

struct json {
	struct arena arena;
	struct chiso_context *context;
	const char *file;
	struct json_node *root;
};

/* ---- Reading --------------------------------------------------------------------------------- */

static const char *nfc(struct json *json, const char *text)
{
	return text_nfc(&json->arena, text, strlen(text));
}

/* Most keys that are compared begin with other letters. */
static int is_same(const char *a, const char *b)
{
	return *a == *b && !strcmp(a, b);
}

/* Takes keys and strings over from cJSON's tree, which has the same shape. */
static int take(struct json *json, struct json_node *node, const cJSON *item)
{
	const cJSON *child = item->child;
	int status = CHISO_OK;

	if (item->string && !(node->key = nfc(json, item->string)))
		return CHISO_ENOMEM;
	if (node->kind == JSON_STRING && !(node->string = nfc(json, item->valuestring)))
		return CHISO_ENOMEM;
	for (node = node->first; node && !status; node = node->next, child = child->next)
		status = take(json, node, child);
	return status;
}

static int by_key(const void *x, const void *y)
{
	const struct json_node *a = *(struct json_node *const *)x;
	const struct json_node *b = *(struct json_node *const *)y;
	int order = strcmp(a->key, b->key);

	if (order)
		return order;
	if (a->key_line != b->key_line)
		return a->key_line < b->key_line ? -1 : 1;
	return a->key_column < b->key_column ? -1 : a->key_column > b->key_column;
}

static void report_double(struct json *json, const struct json_node *first,
                          const struct json_node *second)
{
	char line[NUMBER_ROOM], column[NUMBER_ROOM];

	number_print(line, first->key_line);
	number_print(column, first->key_column);
	report(json->context, MSG_JSON_DOUBLE_KEY,
	       ((struct place){json->file, second->key_line, second->key_column}), second->key,
	       line, column);
}

enum { FEW = 16 };

/* Whether a key of an object comes twice; of one that has more than a few members they may. */
static int may_have_double(const struct json_node *object, size_t n)
{
	if (n > FEW)
		return 1;
	for (const struct json_node *a = object->first; a; a = a->next)
		for (const struct json_node *b = object->first; b != a; b = b->next)
			if (is_same(a->key, b->key))
				return 1;
	return 0;
}

/* Reports keys that come twice in an object, in it and below.  0 or CHISO_ENOMEM: that is a fault,
 * but the rest can be read and may have more of them. */
static int check_keys(struct json *json, struct json_node *node)
{
	struct json_node **keys, *child;
	size_t n = 0, first = 0;

	for (child = node->first; child; child = child->next, n++)
		if (child->first && check_keys(json, child))
			return CHISO_ENOMEM;
	if (node->kind != JSON_OBJECT || !may_have_double(node, n))
		return CHISO_OK;
	keys = malloc(n * sizeof *keys);
	if (!keys)
		return CHISO_ENOMEM;
	n = 0;
	for (child = node->first; child; child = child->next)
		keys[n++] = child;
	qsort(keys, n, sizeof *keys, by_key);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(keys[first]->key, keys[i]->key)) {
			first = i;
			continue;
		}
		report_double(json, keys[first], keys[i]);
		keys[i]->known = 1; /* one finding is enough */
	}
	free(keys);
	return CHISO_OK;
}

static int fill(struct json *json, const char *data, size_t n)
{
	/* cJSON 1.7.15 passes over a BOM only when two bytes follow it. */
	size_t bom = n >= 3 && !memcmp(data, "\xef\xbb\xbf", 3) ? 3 : 0;
	int status;

	data += bom;
	n -= bom;
	status = json_scan(&json->root, &json->arena, json->context, json->file, data, n);
	if (status)
		return status;
	/* What the scan let pass is JSON to cJSON too, so that only memory can be lacking. */
	cJSON *tree = cJSON_ParseWithLengthOpts(data, n, NULL, 0);
	if (!tree)
		return CHISO_ENOMEM;
	status = take(json, json->root, tree);
	cJSON_Delete(tree);
	return status ? status : check_keys(json, json->root);
}

int json_read(struct json **out, struct chiso_context *context, const char *file, const char *data,
              size_t n)
{
	struct json *json = calloc(1, sizeof *json);

	*out = NULL;
	if (!json)
		return CHISO_ENOMEM;
	json->context = context;
	json->file = finding_file(context, file);
	int status = json->file ? fill(json, data, n) : CHISO_ENOMEM;
	if (status)
		json_free(json);
	else
		*out = json;
	return status;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	arena_clear(&json->arena);
	free(json);
}

const char *json_library(void)
{
#define TEXT_OF(x) #x
#define VERSION(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)
	/* cJSON_Version() prints into a static buffer at each call: not for threads. */
	return VERSION(CJSON_VERSION_MAJOR, CJSON_VERSION_MINOR, CJSON_VERSION_PATCH);
}

/* ---- Values ---------------------------------------------------------------------------------- */

struct json_node *json_root(const struct json *json)
{
	return json->root;
}

enum json_kind json_kind(const struct json_node *node)
{
	return node ? node->kind : JSON_NULL;
}

struct place json_place(const struct json *json, const struct json_node *node)
{
	return node ? (struct place){json->file, node->line, node->column}
	            : (struct place){json->file, 0, 0};
}

const char *json_string(const struct json_node *node)
{
	return node && node->kind == JSON_STRING ? node->string : NULL;
}

double json_number(const struct json_node *node)
{
	return node ? node->number : 0;
}

struct json_node *json_child(const struct json_node *node)
{
	return node ? node->first : NULL;
}

struct json_node *json_next(const struct json_node *node)
{
	return node ? node->next : NULL;
}

size_t json_count(const struct json_node *node)
{
	size_t n = 0;

	for (const struct json_node *child = json_child(node); child; child = json_next(child))
		n++;
	return n;
}

const char *json_key(const struct json_node *node)
{
	return node ? node->key : NULL;
}

/* ---- Getters --------------------------------------------------------------------------------- */

/* Remembers that a key was asked for.  Without memory it is only missing among the proposals. */
static void remember(struct json *json, const struct json_node *object, const char *key)
{
	struct json_asked **link = object->asked;

	for (; *link; link = &(*link)->next)
		if (is_same((*link)->key, key))
			return;
	struct json_asked *asked = arena_room(&json->arena, 1, sizeof *asked);
	if (asked)
		*asked = (struct json_asked){NULL, key};
	*link = asked;
}

struct json_node *json_get(struct json *json, const struct json_node *object, const char *key)
{
	struct json_node *node;

	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	remember(json, object, key);
	for (node = object->first; node && !is_same(node->key, key); node = node->next)
		;
	if (node)
		node->known = 1;
	return node;
}

static const char *words(const struct json *json, enum message label)
{
	return message_text(label, json->context->lang);
}

/* json_get() of a node that may be of two kinds. */
static struct json_node *get(struct json *json, const struct json_node *object, const char *key,
                             enum json_kind a, enum json_kind b, enum message wanted)
{
	struct json_node *node = json_get(json, object, key);

	if (!node || node->kind == a || node->kind == b)
		return node;
	json_expected(json, node, wanted);
	return NULL;
}

struct json_node *json_get_object(struct json *json, const struct json_node *object,
                                  const char *key)
{
	return get(json, object, key, JSON_OBJECT, JSON_OBJECT, MSG_JSON_AN_OBJECT);
}

struct json_node *json_get_array(struct json *json, const struct json_node *object, const char *key)
{
	return get(json, object, key, JSON_ARRAY, JSON_ARRAY, MSG_JSON_A_LIST);
}

const char *json_get_string(struct json *json, const struct json_node *object, const char *key)
{
	return json_string(get(json, object, key, JSON_STRING, JSON_STRING, MSG_JSON_A_STRING));
}

double json_get_number(struct json *json, const struct json_node *object, const char *key,
                       double fallback)
{
	struct json_node *node =
		get(json, object, key, JSON_NUMBER, JSON_NUMBER, MSG_JSON_A_NUMBER);

	return node ? node->number : fallback;
}

int json_get_bool(struct json *json, const struct json_node *object, const char *key, int fallback)
{
	struct json_node *node =
		get(json, object, key, JSON_TRUE, JSON_FALSE, MSG_JSON_TRUE_OR_FALSE);

	return node ? node->kind == JSON_TRUE : fallback;
}

const char *json_get_text(struct json *json, const struct json_node *object, const char *key)
{
	struct json_node *node =
		get(json, object, key, JSON_STRING, JSON_NUMBER, MSG_JSON_A_STRING);

	if (node && !node->string) {
		char text[NUMBER_ROOM];
		size_t n = number_print(text, node->number);

		node->string = arena_text(&json->arena, text, n);
	}
	return node ? node->string : NULL;
}

/* ---- What is wrong --------------------------------------------------------------------------- */

void json_missing(struct json *json, const struct json_node *object, const char *key)
{
	report(json->context, MSG_JSON_MISSING, json_place(json, object), "", key);
}

/* A value in a few words: what is written, or what kind it is. */
static const char *shown(struct json *json, struct arena *arena, const struct json_node *node)
{
	enum { MAX_SHOWN = 60 };
	char number[NUMBER_ROOM];

	switch (node->kind) {
	case JSON_NULL:
		return "null";
	case JSON_FALSE:
		return "false";
	case JSON_TRUE:
		return "true";
	case JSON_ARRAY:
		return words(json, MSG_JSON_A_LIST);
	case JSON_OBJECT:
		return words(json, MSG_JSON_AN_OBJECT);
	case JSON_NUMBER:
		number_print(number, node->number);
		return arena_text(arena, number, strlen(number));
	case JSON_STRING:
		break;
	}
	size_t n = strlen(node->string), cut = n < MAX_SHOWN ? n : MAX_SHOWN;
	while (cut < n && ((unsigned char)node->string[cut] & 0xc0) == 0x80)
		cut--;
	return arena_printf(arena, "\"%.*s%s\"", (int)cut, node->string, cut < n ? "..." : "");
}

void json_expected(struct json *json, const struct json_node *node, enum message label)
{
	const struct json_node *named = node;
	enum message id = MSG_JSON_EXPECTED;
	struct arena scratch = {0};

	if (!node)
		return;
	while (named && !named->key)
		named = named->parent;
	if (!named)
		id = MSG_JSON_EXPECTED_ROOT;
	else if (named != node)
		id = MSG_JSON_EXPECTED_ITEM;
	const char *met = shown(json, &scratch, node);
	report(json->context, id, json_place(json, node), met ? met : "", named ? named->key : "",
	       words(json, label));
	arena_clear(&scratch);
}

/* The keys asked for, "a, b, c"; NULL when there are none, or no memory. */
static const char *join(struct arena *arena, const struct json_asked *asked)
{
	const char *text = NULL;

	for (; asked; asked = asked->next)
		text = arena_printf(arena, "%s%s%s", text ? text : "", text ? ", " : "",
		                    asked->key);
	return text;
}

void json_unknown_keys(struct json *json, const struct json_node *object)
{
	const struct json_node *node = json_child(object);

	for (; node && object->kind == JSON_OBJECT; node = node->next) {
		struct place place = {json->file, node->key_line, node->key_column};
		struct nearest nearest = nearest_to(node->key);
		struct arena scratch = {0};

		if (node->known || *node->key == '$')
			continue;
		for (const struct json_asked *asked = *object->asked; asked; asked = asked->next)
			nearest_offer(&nearest, asked->key);
		const char *all = nearest.best ? NULL : join(&scratch, *object->asked);
		if (nearest.best)
			report(json->context, MSG_JSON_UNKNOWN_KEY_NEAR, place, node->key,
			       nearest.best);
		else if (all)
			report(json->context, MSG_JSON_UNKNOWN_KEY_OF, place, node->key, all);
		else
			report(json->context, MSG_JSON_UNKNOWN_KEY, place, node->key);
		arena_clear(&scratch);
	}
}
