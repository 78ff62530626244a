/* SPDX-License-Identifier: MIT */
#include "records/geojson.h"

#include "base/context.h"
#include "base/sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_COLUMNS = 1000 };

struct table {
	struct json *json;
	struct intern columns;
	const struct json_node **cells; /* of one feature, per column */
	FILE *out;
};

int geojson_is_name(const char *path)
{
	const char *end = strrchr(path, '.');

	return end && (!strcasecmp(end, ".geojson") || !strcasecmp(end, ".json"));
}

/* ---- what is there ---- */

static int is_flat(const struct json_node *node)
{
	return json_kind(node) != JSON_OBJECT && json_kind(node) != JSON_ARRAY;
}

static int is_text(const struct json_node *node, const char *text)
{
	return json_kind(node) == JSON_STRING && !strcmp(json_string(node), text);
}

/* Old files name their coordinates: only those of WGS 84 are read. */
static int check_crs(struct table *table, struct chiso_context *context,
                     const struct json_node *root)
{
	struct json_node *crs = json_get(table->json, root, "crs");
	struct json_node *of = json_get(table->json, crs, "properties");
	struct json_node *name = json_get(table->json, of, "name");
	const char *text = json_string(name);
	size_t n = text ? strlen(text) : 0;

	if (!text || strstr(text, "CRS84") || (n > 4 && !strcmp(text + n - 5, ":4326")))
		return CHISO_OK;
	report(context, MSG_GEOJSON_CRS, json_place(table->json, name), text);
	return CHISO_EDATA;
}

/* The features; NULL, reported, when it is no collection of them. */
static struct json_node *find_features(struct table *table, const struct json_node *root)
{
	struct json_node *type = json_get(table->json, root, "type");
	struct json_node *features = json_get(table->json, root, "features");

	if (is_text(type, "FeatureCollection") && json_kind(features) == JSON_ARRAY)
		return features;
	json_expected(table->json,
	              is_text(type, "FeatureCollection") && features ? features
	              : type                                         ? type
	                                                             : json_root(table->json),
	              MSG_WANT_FEATURES);
	return NULL;
}

static int add_columns(struct table *table, const struct json_node *properties)
{
	for (struct json_node *node = json_child(properties); node; node = json_next(node))
		if (is_flat(node) &&
		    intern(&table->columns, json_key(node), strlen(json_key(node))) == UINT32_MAX)
			return CHISO_ENOMEM;
	return CHISO_OK;
}

/* Finds the columns; what is no feature is reported. */
static int look(struct table *table, const struct json_node *features)
{
	struct json *json = table->json;
	int status = CHISO_OK;

	for (struct json_node *one = json_child(features); one; one = json_next(one)) {
		struct json_node *properties = json_get(json, one, "properties");
		struct json_node *geometry = json_get(json, one, "geometry");
		struct json_node *wrong = !is_text(json_get(json, one, "type"), "Feature") ? one
		                          : json_kind(properties) != JSON_OBJECT &&
		                                          json_kind(properties) != JSON_NULL
		                                  ? properties
		                          : json_kind(geometry) != JSON_OBJECT &&
		                                          json_kind(geometry) != JSON_NULL
		                                  ? geometry
		                                  : NULL;

		if (wrong) {
			json_expected(json, wrong, MSG_WANT_FEATURE);
			status = CHISO_EDATA;
		} else if (add_columns(table, properties)) {
			return CHISO_ENOMEM;
		}
	}
	return status;
}

/* ---- the table ---- */

static void put(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	putc('"', out);
}

/* Null and what is not there are empty. */
static void put_value(FILE *out, const struct json_node *node)
{
	char number[NUMBER_ROOM];

	switch (json_kind(node)) {
	case JSON_STRING:
		put(out, json_string(node));
		break;
	case JSON_NUMBER:
		fwrite(number, 1, number_print(number, json_number(node)), out);
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		fputs(json_kind(node) == JSON_TRUE ? "true" : "false", out);
		break;
	default:
		break;
	}
}

/* A text inside a field in quotes. */
static void put_inside(FILE *out, const char *text)
{
	for (; *text; text++)
		putc(*text == '"' ? '\'' : *text, out);
}

/* "106.64 21.66".  What is no number is written so that it can be shown, and is none. */
static void put_position(FILE *out, const struct json_node *position)
{
	for (const struct json_node *node = json_child(position); node; node = json_next(node)) {
		if (node != json_child(position))
			putc(' ', out);
		if (json_kind(node) == JSON_STRING) {
			putc('\'', out);
			put_inside(out, json_string(node));
			putc('\'', out);
		} else if (json_kind(node) == JSON_NUMBER) {
			put_value(out, node);
		} else {
			putc('?', out);
		}
	}
}

/* Lists of lists become parentheses in each other; no deeper than JSON may be. */
static void put_coordinates(FILE *out, const struct json_node *list)
{
	if (!json_child(list)) {
		fputs("EMPTY", out);
		return;
	}
	putc('(', out);
	for (const struct json_node *node = json_child(list); node; node = json_next(node)) {
		if (node != json_child(list))
			fputs(", ", out);
		if (json_kind(json_child(node)) == JSON_ARRAY)
			put_coordinates(out, node);
		else
			put_position(out, node);
	}
	putc(')', out);
}

static void put_geometry(struct table *table, const struct json_node *geometry)
{
	struct json_node *type = json_get(table->json, geometry, "type");
	struct json_node *coordinates = json_get(table->json, geometry, "coordinates");
	FILE *out = table->out;

	if (json_kind(geometry) != JSON_OBJECT)
		return;
	putc('"', out);
	put_inside(out, json_string(type) ? json_string(type) : "?");
	putc(' ', out);
	if (is_text(type, "Point") && json_child(coordinates)) {
		putc('(', out);
		put_position(out, coordinates);
		putc(')', out);
	} else if (json_kind(coordinates) == JSON_ARRAY) {
		put_coordinates(out, coordinates);
	}
	putc('"', out);
}

static void put_header(const struct table *table)
{
	for (size_t i = 0; i < table->columns.n; i++) {
		put(table->out, table->columns.texts[i]);
		putc(',', table->out);
	}
	fputs("geometry\n", table->out);
}

static void put_feature(struct table *table, const struct json_node *feature)
{
	const struct json_node *node = json_child(json_get(table->json, feature, "properties"));
	size_t n = table->columns.n;

	memset(table->cells, 0, n * sizeof *table->cells);
	for (; node; node = json_next(node))
		if (is_flat(node))
			table->cells[intern_find(&table->columns, json_key(node),
			                         strlen(json_key(node)))] = node;
	for (size_t i = 0; i < n; i++) {
		put_value(table->out, table->cells[i]);
		putc(',', table->out);
	}
	put_geometry(table, json_get(table->json, feature, "geometry"));
	putc('\n', table->out);
}

static int put_table(struct table *table, struct source_file *file, struct arena *arena,
                     const struct json_node *features)
{
	size_t n = json_count(features), i = 0;
	struct bytes bytes = {0};

	file->origins = arena_new(arena, n, sizeof *file->origins);
	table->cells = arena_new(arena, table->columns.n, sizeof(void *));
	table->out = open_memstream(&bytes.data, &bytes.n);
	if (!file->origins || !table->cells || !table->out) {
		if (table->out)
			fclose(table->out);
		free(bytes.data);
		return CHISO_ENOMEM;
	}
	put_header(table);
	for (const struct json_node *one = json_child(features); one; one = json_next(one)) {
		struct place place = json_place(table->json, one);

		file->origins[i++] = (struct origin){.line = place.line, .column = place.column};
		put_feature(table, one);
	}
	int failed = ferror(table->out);
	if (fclose(table->out) || failed) {
		free(bytes.data);
		return CHISO_ENOMEM;
	}
	bytes_clear(&file->bytes);
	file->bytes = bytes;
	return CHISO_OK;
}

static int read_table(struct table *table, struct source_file *file, struct arena *arena,
                      struct chiso_context *context)
{
	const struct json_node *root = json_root(table->json);
	const struct json_node *features = find_features(table, root);
	char most[NUMBER_ROOM], met[NUMBER_ROOM];

	if (!features)
		return CHISO_EDATA;
	int crs = check_crs(table, context, root), status = look(table, features);
	if (status || crs)
		return status ? status : crs;
	if (table->columns.n <= MOST_COLUMNS)
		return put_table(table, file, arena, features);
	number_print(met, (double)table->columns.n);
	number_print(most, MOST_COLUMNS);
	report(context, MSG_GEOJSON_COLUMNS, json_place(table->json, features), met, most);
	return CHISO_EDATA;
}

int geojson_read(struct source_file *file, struct arena *arena, struct chiso_context *context)
{
	struct table table = {.json = NULL};
	char digest[SHA256_ROOM];

	/* Of one that was packed it is known already. */
	if (!file->sha256) {
		bytes_digest(digest, &file->bytes);
		file->sha256 = arena_text(arena, digest, strlen(digest));
	}
	if (!file->sha256)
		return CHISO_ENOMEM;
	int status = json_read(&table.json, context, file->name, file->bytes.data, file->bytes.n);

	if (!status)
		status = read_table(&table, file, arena, context);
	intern_clear(&table.columns);
	json_free(table.json);
	return status;
}
