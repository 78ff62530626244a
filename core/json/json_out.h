/* SPDX-License-Identifier: MIT */
/* Writing JSON: members of objects and arrays one after the other, with the commas that belong
 * between them.  Numbers have the fewest digits that read back to the same double. */
#ifndef CORE_JSON_OUT_H
#define CORE_JSON_OUT_H

#include "base/sink.h"
#include "json/json.h"

/** A document in the making. */
struct json_out {
	struct sink *sink;
	int begun; /* the object or array in hand has a member already */
};

/** A string.  Control characters and U+2028, U+2029 (line ends to some readers) are escaped. */
void json_out_string(struct json_out *json, const char *text);
/** What goes in front of an element of an array. */
void json_out_separate(struct json_out *json);
void json_out_key(struct json_out *json, const char *name);
void json_out_begin(struct json_out *json, const char *bracket);
void json_out_finish(struct json_out *json, const char *bracket);
/** A member that is an object or array: its key and its first bracket. */
void json_out_open(struct json_out *json, const char *name, const char *bracket);

/** A value of another document, with what is in it; null for NULL. */
void json_out_node(struct json_out *json, const struct json_node *node);

/* Members of an object. */
/** null for NULL. */
void json_out_text(struct json_out *json, const char *name, const char *value);
/** A code; null when it is "". */
void json_out_code(struct json_out *json, const char *name, const char *value);
/** null for what is no number. */
void json_out_bare_number(struct json_out *json, double value);
void json_out_number(struct json_out *json, const char *name, double value);
void json_out_count(struct json_out *json, const char *name, uint64_t n);
/** null where it is not known. */
void json_out_known_count(struct json_out *json, const char *name, uint64_t n, int is_known);
void json_out_truth(struct json_out *json, const char *name, int yes);
void json_out_value(struct json_out *json, const char *name, const struct chiso_value *v);
void json_out_strings(struct json_out *json, const char *name, const char *const *list, size_t n);

#endif
