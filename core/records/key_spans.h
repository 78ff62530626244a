/* SPDX-License-Identifier: MIT */
/* Records by key and time: of the records with one key no two hold on the same day.  Records of a
 * dataset whose key holds whenever are all given from the first day to the last. */
#ifndef CORE_KEY_SPANS_H
#define CORE_KEY_SPANS_H

#include "base/group.h"

struct key_spans {
	struct intern keys;
	uint32_t *heads; /* per key, its latest record */
	struct key_span {
		int32_t first, last;
		uint32_t next; /* an earlier one of the key; UINT32_MAX: none */
	} *spans; /* per record */
	size_t n, heads_cap, spans_cap;
};

/** Adds record n, with *at its number: 1; it meets the record *at: 0; or CHISO_ENOMEM. */
int key_spans_add(struct key_spans *spans, uint32_t *at, const char *key, size_t n, int32_t first,
                  int32_t last);
/** The record of a key that holds on a day, or UINT32_MAX. */
uint32_t key_spans_find(const struct key_spans *spans, const char *key, size_t n, int32_t day);
void key_spans_clear(struct key_spans *spans);

#endif
