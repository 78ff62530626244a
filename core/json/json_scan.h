/* SPDX-License-Identifier: MIT */
/* The strict reading of JSON text (RFC 8259): finds every value with its place and says what is
 * wrong, where cJSON would let things through or only say "no".  It makes the nodes of a document
 * in the order of the text; keys and strings are filled in by json.c from what cJSON reads. */
#ifndef CORE_JSON_SCAN_H
#define CORE_JSON_SCAN_H

#include "json/json.h"

/** A key that a getter has asked for, whether the object has it or not. */
struct json_asked {
	struct json_asked *next;
	const char *key;
};

struct json_node {
	enum json_kind kind;
	uint32_t line, column, key_line, key_column;
	int known;                /* a getter has asked for it */
	const char *key, *string; /* NFC; of a number: its text, made when it is asked for */
	double number;
	struct json_node *parent, *first, *next;
	struct json_asked **asked; /* of an object: in the order of asking */
};

/** Reads n bytes, without a BOM.  CHISO_EDATA when there are faults, which are findings then. */
int json_scan(struct json_node **root, struct arena *arena, struct chiso_context *context,
              const char *file, const char *text, size_t n);

#endif
