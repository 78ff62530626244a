/* SPDX-License-Identifier: MIT */
/* JSON documents with places.  cJSON reads them; this part adds what it lacks: line and column of
 * every value, duplicate keys, strictness (no control characters, no 007, valid UTF-8, nothing
 * behind the end), and typed getters that report what was expected.  Only json.c knows cJSON.
 *
 * Getters take the object and a key.  A key that is asked for counts as known: at the end
 * json_unknown_keys() reports all keys that nobody asked for, with the nearest known one.  Keys
 * that begin with '$' ("$schema") belong to editors and are never reported.
 *
 * Refused are also: more than 100 levels, \u0000, halves of surrogate pairs, numbers past the range
 * of double or longer than 63 characters, comments, commas before a closing sign.  A BOM in front
 * is passed over.  All faults that can be passed over are reported at once. */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "base/finding.h"

struct json;      /* a document */
struct json_node; /* a value in it; NULL is "not there" for every function below */

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/** Reads a document; faults are findings, CHISO_EDATA and *out NULL.  `data` need not stay.  Caller
 *  frees, before the context. */
int json_read(struct json **out, struct chiso_context *context, const char *file, const char *data,
              size_t n);
void json_free(struct json *json);
struct json_node *json_root(const struct json *json);

enum json_kind json_kind(const struct json_node *node);
struct place json_place(const struct json *json, const struct json_node *node);
/** Text of a string, NFC; NULL when it is none. */
const char *json_string(const struct json_node *node);
/** 0 when it is no number. */
double json_number(const struct json_node *node);
/** Members of an array or object in order; NULL past the last. */
struct json_node *json_child(const struct json_node *node);
struct json_node *json_next(const struct json_node *node);
/** How many members it has; 0 for NULL and for what has none. */
size_t json_count(const struct json_node *node);
/** The key of a member of an object. */
const char *json_key(const struct json_node *node);

/** The member with this key, or NULL.  Marks it as known.  The key must stay as long as the document. */
struct json_node *json_get(struct json *json, const struct json_node *object, const char *key);

/* As json_get(), of one kind; a value of another kind is reported and counts as not there. */
struct json_node *json_get_object(struct json *, const struct json_node *, const char *key);
struct json_node *json_get_array(struct json *, const struct json_node *, const char *key);
const char *json_get_string(struct json *, const struct json_node *, const char *key);
/** fallback when it is not there. */
double json_get_number(struct json *, const struct json_node *, const char *key, double fallback);
int json_get_bool(struct json *, const struct json_node *, const char *key, int fallback);
/** A string; a number such as 2030 where a period is asked for gives its shortest text. */
const char *json_get_text(struct json *, const struct json_node *, const char *key);

/** Reports that `object` lacks a key that must be there. */
void json_missing(struct json *, const struct json_node *object, const char *key);
/** Reports that a value is not what was expected: the label says what that is. */
void json_expected(struct json *, const struct json_node *node, enum message label);
/** Reports the keys of this object that no getter has asked for.  Not for objects whose keys are
 *  ids. */
void json_unknown_keys(struct json *, const struct json_node *object);

/** The version of the library behind, "1.7.15". */
const char *json_library(void);

#endif
