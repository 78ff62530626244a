/* SPDX-License-Identifier: MIT */
/* A standard from JSON, with everything that is wrong with it said at once. */
#include "base/code.h"
#include "base/context.h"
#include "base/grow.h"
#include "json/json.h"
#include "number/number.h"
#include "plugin/registry.h"
#include "units/period.h"

#include <stdlib.h>
#include <string.h>

struct reading {
	struct json *json;
	struct chiso_context *context;
	struct standards *standards;
};

/* Texts of a document outlive it. */
static const char *keep(struct reading *reading, const char *text)
{
	return text ? arena_text(&reading->standards->arena, text, strlen(text)) : NULL;
}

static const char *needed_string(struct reading *reading, const struct json_node *object,
				 const char *key)
{
	if (object && !json_get(reading->json, object, key))
		json_missing(reading->json, object, key);
	return keep(reading, json_get_string(reading->json, object, key));
}

/* A date or null; NULL: open. */
static const char *read_date(struct reading *reading, const char *key, int32_t *day)
{
	struct json *json = reading->json;
	const struct json_node *node = json_get(json, json_root(json), key);
	const char *text = json_string(node);

	if (!node)
		json_missing(json, json_root(json), key);
	else if (json_kind(node) != JSON_NULL && (!text || date_read(day, text, strlen(text), 0)))
		json_expected(json, node, MSG_A_DATE);
	return keep(reading, text);
}

static int status_of(const char *text)
{
	for (int i = CHISO_UNCONFIRMED; text && i <= CHISO_CONFIRMED; i++)
		if (!strcmp(code_evidence(i), text))
			return i;
	return 0;
}

static void read_status(struct reading *reading, const struct json_node *node, int *out)
{
	const struct json_node *status = json_get(reading->json, node, "status");

	if (!status)
		json_missing(reading->json, node, "status");
	else if (!(*out = status_of(json_string(status))))
		json_expected(reading->json, status, MSG_STANDARD_STATUSES);
}

static const char *number_of(struct reading *reading, const struct json_node *node,
			     struct chiso_ratio *out)
{
	const char *text = json_string(node);
	char number[NUMBER_ROOM];

	if (json_kind(node) == JSON_NUMBER) {
		number[number_print(number, json_number(node))] = 0;
		text = number;
	}
	if (!text || number_ratio(out, text, strlen(text)))
		json_expected(reading->json, node, MSG_A_FRACTION);
	return keep(reading, text);
}

/* "value": a number or a list of them; "text": a word. */
static int read_texts(struct reading *reading, const struct json_node *node,
		      struct standard_value *out)
{
	struct json *json = reading->json;
	struct json_node *value = json_get(json, node, "value"), *text = json_get(json, node, "text");
	int is_list = json_kind(value) == JSON_ARRAY;
	struct chiso_ratio ratio;

	out->texts = arena_new(&reading->standards->arena, is_list ? json_count(value) : 1,
			       sizeof *out->texts);
	if (!out->texts)
		return CHISO_ENOMEM;
	if (!value == !text)
		json_missing(json, node, "value");
	if (text && !value) {
		out->is_text = 1;
		out->texts[out->n++] = keep(reading, json_get_string(json, node, "text"));
	}
	for (struct json_node *one = is_list ? json_child(value) : value; value && one;
	     one = is_list ? json_next(one) : NULL) {
		out->texts[out->n] = number_of(reading, one, &ratio);
		if (!out->n++)
			out->value = ratio;
	}
	return CHISO_OK;
}

/* The id of a parameter or an axis of an indicator; NULL: it has no more. */
typedef const char *id_fn(const struct chiso_indicator *indicator, size_t i);

static const char *param_id(const struct chiso_indicator *indicator, size_t i)
{
	const struct chiso_param *param = chiso_param_at(indicator, i);

	return param ? param->field.id : NULL;
}

static const char *axis_id(const struct chiso_indicator *indicator, size_t i)
{
	const struct chiso_axis *axis = chiso_axis_at(indicator, i);

	return axis ? axis->field.id : NULL;
}

/* Offers all ids that a name may be meant for (near NULL: none).  Whether it is one of them. */
static int look_for(const struct reading *reading, const struct standard *standard, const char *name, id_fn *id_at,
		    struct nearest *near)
{
	const struct chiso_indicator *indicator;
	const char *id;

	for (size_t i = 0; i < standard->n_indicators; i++) {
		indicator = registry_find(&reading->context->registry, standard->indicators[i]);
		for (size_t k = 0; indicator && (id = id_at(indicator, k)); k++) {
			if (!strcmp(id, name))
				return 1;
			if (near)
				nearest_offer(near, id);
		}
	}
	return 0;
}

/* A value is taken for the parameter of its name and a list for the axis of its name, so those with a misspelt name
 * would not be taken at all.  A standard may well say more than indicators ask for: only what looks like one of
 * these is meant for it. */
static void check_name(struct reading *reading, const struct standard *standard, const struct json_node *node,
		       id_fn *id_at, enum message message)
{
	struct nearest near = nearest_to(json_key(node));

	/* To compare names letter by letter takes a while. */
	if (look_for(reading, standard, json_key(node), id_at, NULL))
		return;
	look_for(reading, standard, json_key(node), id_at, &near);
	if (near.best)
		report(reading->context, message, json_place(reading->json, node), json_key(node), near.best);
}

static int read_value(struct reading *reading, const struct json_node *node,
		      struct standard_value *out)
{
	struct json *json = reading->json;
	int status;

	if (json_kind(node) != JSON_OBJECT) {
		json_expected(json, node, MSG_JSON_AN_OBJECT);
		return CHISO_OK;
	}
	out->id = keep(reading, json_key(node));
	status = read_texts(reading, node, out);
	read_status(reading, node, &out->status);
	out->note = keep(reading, json_get_string(json, node, "note"));
	out->article = keep(reading, json_get_text(json, node, "article"));
	json_unknown_keys(json, node);
	return status;
}

static int read_values(struct reading *reading, struct standard *out)
{
	struct json *json = reading->json;
	const struct json_node *root = json_root(json), *values, *node;
	int status = CHISO_OK;

	if (!json_get(json, root, "values"))
		json_missing(json, root, "values");
	values = json_get_object(json, root, "values");
	out->values = arena_new(&reading->standards->arena, json_count(values), sizeof *out->values);
	if (!out->values)
		return CHISO_ENOMEM;
	for (node = json_child(values); node && !status; node = json_next(node)) {
		check_name(reading, out, node, param_id, MSG_STANDARD_NO_PARAMETER);
		status = read_value(reading, node, &out->values[out->n_values++]);
	}
	return status;
}

/* ---- items ---- */

/* A member of an item: a number, a word, or a list of numbers as one text "0 1 3". */
static const char *member_text(struct reading *reading, const struct json_node *node)
{
	const char *text = "";
	struct chiso_ratio ratio;

	if (json_kind(node) == JSON_STRING)
		return keep(reading, json_string(node));
	if (json_kind(node) != JSON_ARRAY)
		return number_of(reading, node, &ratio);
	for (struct json_node *one = json_child(node); one && text; one = json_next(one)) {
		const char *number = number_of(reading, one, &ratio);

		text = arena_printf(&reading->standards->arena, "%s%s%s", text, *text ? " " : "",
				    number ? number : "");
	}
	return text;
}

static int is_about_item(const char *key)
{
	static const char *const known[] = {"code", "title", "status", "note", "article"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i], key))
			return 1;
	return 0;
}

static int read_item(struct reading *reading, const struct standard *standard,
		     const struct json_node *node, struct standard_item *out)
{
	struct json *json = reading->json;
	struct arena *arena = &reading->standards->arena;
	const struct json_node *title = json_get_object(json, node, "title");

	out->code = needed_string(reading, node, "code");
	out->title_en = keep(reading, json_get_string(json, title, "en"));
	out->title_vi = keep(reading, json_get_string(json, title, "vi"));
	if (title)
		json_unknown_keys(json, title);
	read_status(reading, node, &out->status);
	out->note = keep(reading, json_get_string(json, node, "note"));
	out->article = keep(reading, json_get_text(json, node, "article"));
	out->values = arena_new(arena, json_count(node), sizeof *out->values);
	if (!out->values)
		return CHISO_ENOMEM;
	for (const struct json_node *m = json_child(node); m; m = json_next(m)) {
		struct standard_value *value = &out->values[out->n_values];

		if (is_about_item(json_key(m)))
			continue;
		json_get(json, node, json_key(m));
		check_name(reading, standard, m, param_id, MSG_STANDARD_NO_PARAMETER);
		value->id = keep(reading, json_key(m));
		value->texts = arena_new(arena, 1, sizeof *value->texts);
		if (!value->texts)
			return CHISO_ENOMEM;
		value->texts[0] = member_text(reading, m);
		value->n = 1;
		value->is_text = json_kind(m) != JSON_NUMBER;
		value->status = out->status;
		out->n_values++;
	}
	return CHISO_OK;
}

static void check_item_twice(struct reading *reading, const struct json_node *node,
			     const struct standard_list *list)
{
	const struct standard_item *last = &list->items[list->n - 1];

	for (size_t i = 0; last->code && i + 1 < list->n; i++)
		if (list->items[i].code && !strcmp(list->items[i].code, last->code))
			report(reading->context, MSG_STANDARD_ITEM_TWICE,
			       json_place(reading->json, json_get(reading->json, node, "code")),
			       last->code, list->axis);
}

static int read_list(struct reading *reading, const struct standard *standard,
		     const struct json_node *node, struct standard_list *out)
{
	int status = CHISO_OK;

	if (json_kind(node) != JSON_ARRAY) {
		json_expected(reading->json, node, MSG_JSON_AN_ARRAY);
		return CHISO_OK;
	}
	out->axis = keep(reading, json_key(node));
	out->items = arena_new(&reading->standards->arena, json_count(node), sizeof *out->items);
	if (!out->items)
		return CHISO_ENOMEM;
	for (const struct json_node *one = json_child(node); one && !status; one = json_next(one)) {
		if (json_kind(one) != JSON_OBJECT) {
			json_expected(reading->json, one, MSG_JSON_AN_OBJECT);
			continue;
		}
		status = read_item(reading, standard, one, &out->items[out->n++]);
		check_item_twice(reading, one, out);
	}
	return status;
}

static int read_lists(struct reading *reading, struct standard *out)
{
	struct json *json = reading->json;
	const struct json_node *lists = json_get_object(json, json_root(json), "items"), *node;
	int status = CHISO_OK;

	out->lists = arena_new(&reading->standards->arena, json_count(lists), sizeof *out->lists);
	if (!out->lists)
		return CHISO_ENOMEM;
	for (node = json_child(lists); node && !status; node = json_next(node)) {
		json_get(json, lists, json_key(node));
		check_name(reading, out, node, axis_id, MSG_STANDARD_NO_AXIS);
		status = read_list(reading, out, node, &out->lists[out->n_lists++]);
	}
	return status;
}

/* ---- the document ---- */

static int read_indicators(struct reading *reading, struct standard *out)
{
	struct json *json = reading->json;
	struct json_node *list = json_get_array(json, json_root(json), "indicators");

	out->indicators = arena_new(&reading->standards->arena, json_count(list),
				    sizeof *out->indicators);
	if (!out->indicators)
		return CHISO_ENOMEM;
	for (struct json_node *node = json_child(list); node; node = json_next(node)) {
		if (!json_string(node))
			json_expected(json, node, MSG_WANT_STRINGS);
		else
			out->indicators[out->n_indicators++] = keep(reading, json_string(node));
	}
	return CHISO_OK;
}

static void read_scope(struct reading *reading, struct standard *out)
{
	struct json *json = reading->json;
	struct json_node *scope = json_get_object(json, json_root(json), "scope");

	out->country = keep(reading, json_get_string(json, scope, "country"));
	out->unit = keep(reading, json_get_text(json, scope, "unit"));
	if (scope)
		json_unknown_keys(json, scope);
}

static int read_head(struct reading *reading, struct standard *out)
{
	struct json *json = reading->json;
	const struct json_node *root = json_root(json), *title;

	out->id = needed_string(reading, root, "id");
	if (out->id && standards_want(reading->context->standards.waiting, out->id, NULL))
		return CHISO_ENOMEM;
	if (out->id && (standard_find(reading->standards, out->id) ||
			standard_find(&reading->context->standards, out->id)))
		report(reading->context, MSG_STANDARD_TWICE,
		       json_place(json, json_get(json, root, "id")), out->id);
	if (!json_get(json, root, "title"))
		json_missing(json, root, "title");
	title = json_get_object(json, root, "title");
	out->title_en = needed_string(reading, title, "en");
	out->title_vi = needed_string(reading, title, "vi");
	if (title)
		json_unknown_keys(json, title);
	out->source = needed_string(reading, root, "source");
	out->first = INT32_MIN;
	out->last = INT32_MAX;
	out->valid_from = read_date(reading, "valid_from", &out->first);
	out->valid_to = read_date(reading, "valid_to", &out->last);
	if (out->first > out->last)
		report(reading->context, MSG_STANDARD_VALIDITY,
		       json_place(json, json_get(json, root, "valid_to")), out->valid_to,
		       out->valid_from);
	out->replaces = keep(reading, json_get_string(json, root, "replaces"));
	read_scope(reading, out);
	return CHISO_OK;
}

static int read_document(struct reading *reading, struct standard *out)
{
	struct json *json = reading->json;
	int status;

	if (json_kind(json_root(json)) != JSON_OBJECT) {
		json_expected(json, json_root(json), MSG_JSON_AN_OBJECT);
		return CHISO_OK;
	}
	status = read_head(reading, out);
	if (!status)
		status = read_indicators(reading, out);
	if (!status)
		status = read_values(reading, out);
	if (!status)
		status = read_lists(reading, out);
	json_unknown_keys(json, json_root(json));
	return status;
}

int standards_read(struct standards *standards, struct chiso_context *context, const char *file,
		   const char *data, size_t n)
{
	struct reading reading = {.context = context, .standards = standards};
	size_t errors = standards_other_errors(context);
	struct standard *standard = arena_new(&standards->arena, 1, sizeof *standard);
	int status = standard ? json_read(&reading.json, context, file, data, n) : CHISO_ENOMEM;

	if (!status) {
		status = read_document(&reading, standard);
		json_free(reading.json);
		if (!status && standards_other_errors(context) != errors)
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
