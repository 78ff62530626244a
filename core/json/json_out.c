/* SPDX-License-Identifier: MIT */
#include "json/json_out.h"

#include "number/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A word that is written out here. */
#define PUT(sink, word) sink_bytes((sink), (word), sizeof(word) - 1)

/* What a string can't have as it is begins with one of these; nearly all that is written has none. */
static const char stops[256] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                ['"'] = 1, ['\\'] = 1, [0x7F] = 1, [0xE2] = 1};

static const char *next_stop(const char *p)
{
	while (!stops[(unsigned char)*p])
		p++;
	return p;
}

void json_out_string(struct json_out *json, const char *text)
{
	struct sink *sink = json->sink;
	const char *p = next_stop(text);

	sink_byte(sink, '"');
	for (; *p; p = next_stop(p + 1)) {
		unsigned char c = (unsigned char)*p;
		char escaped[8];

		if (c == '"' || c == '\\')
			snprintf(escaped, sizeof escaped, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			snprintf(escaped, sizeof escaped, "\\u%04x", c);
		else if (!strncmp(p, "\342\200\250", 3) || !strncmp(p, "\342\200\251", 3))
			snprintf(escaped, sizeof escaped, "\\u202%d", p[2] == '\250' ? 8 : 9);
		else
			continue;
		sink_bytes(sink, text, (size_t)(p - text));
		sink_text(sink, escaped);
		p += c == 0xE2 ? 2 : 0;
		text = p + 1;
	}
	sink_bytes(sink, text, (size_t)(p - text));
	sink_byte(sink, '"');
}

void json_out_separate(struct json_out *json)
{
	if (json->begun)
		sink_byte(json->sink, ',');
	json->begun = 1;
}

void json_out_key(struct json_out *json, const char *name)
{
	json_out_separate(json);
	json_out_string(json, name);
	sink_byte(json->sink, ':');
}

void json_out_begin(struct json_out *json, const char *bracket)
{
	sink_text(json->sink, bracket);
	json->begun = 0;
}

void json_out_finish(struct json_out *json, const char *bracket)
{
	sink_text(json->sink, bracket);
	json->begun = 1;
}

void json_out_open(struct json_out *json, const char *name, const char *bracket)
{
	json_out_key(json, name);
	json_out_begin(json, bracket);
}

void json_out_text(struct json_out *json, const char *name, const char *value)
{
	json_out_key(json, name);
	if (value)
		json_out_string(json, value);
	else
		PUT(json->sink, "null");
}

void json_out_code(struct json_out *json, const char *name, const char *value)
{
	json_out_text(json, name, *value ? value : NULL);
}

void json_out_bare_number(struct json_out *json, double value)
{
	if (isfinite(value))
		json->sink->n += number_print(sink_room(json->sink, NUMBER_ROOM), value);
	else
		PUT(json->sink, "null"); /* JSON has no word for it */
}

void json_out_number(struct json_out *json, const char *name, double value)
{
	json_out_key(json, name);
	json_out_bare_number(json, value);
}

void json_out_count(struct json_out *json, const char *name, uint64_t n)
{
	json_out_key(json, name);
	json->sink->n += number_print_count(sink_room(json->sink, NUMBER_ROOM), n);
}

void json_out_known_count(struct json_out *json, const char *name, uint64_t n, int is_known)
{
	if (is_known)
		json_out_count(json, name, n);
	else
		json_out_text(json, name, NULL);
}

void json_out_truth(struct json_out *json, const char *name, int yes)
{
	json_out_key(json, name);
	sink_text(json->sink, yes ? "true" : "false");
}

void json_out_value(struct json_out *json, const char *name, const struct chiso_value *v)
{
	if (v->type == CHISO_F64)
		json_out_number(json, name, v->as.f64);
	else
		json_out_text(json, name, NULL);
}

void json_out_strings(struct json_out *json, const char *name, const char *const *list, size_t n)
{
	json_out_key(json, name);
	json_out_begin(json, "[");
	for (size_t i = 0; i < n; i++) {
		json_out_separate(json);
		json_out_string(json, list[i]);
	}
	json_out_finish(json, "]");
}

void json_out_node(struct json_out *json, const struct json_node *node)
{
	enum json_kind kind = node ? json_kind(node) : JSON_NULL;
	int is_object = kind == JSON_OBJECT;

	switch (kind) {
	case JSON_STRING:
		json_out_string(json, json_string(node));
		return;
	case JSON_NUMBER:
		json_out_bare_number(json, json_number(node));
		return;
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	default:
		sink_text(json->sink, kind == JSON_TRUE    ? "true"
		                      : kind == JSON_FALSE ? "false"
		                                           : "null");
		return;
	}
	json_out_begin(json, is_object ? "{" : "[");
	for (const struct json_node *at = json_child(node); at; at = json_next(at)) {
		if (is_object)
			json_out_key(json, json_key(at));
		else
			json_out_separate(json);
		json_out_node(json, at);
	}
	json_out_finish(json, is_object ? "}" : "]");
}
