/* SPDX-License-Identifier: MIT */
#include "records/key_spans.h"

#include "base/context.h"
#include "base/grow.h"

#include <stdlib.h>

/* The record of a key that holds on some day of these, or UINT32_MAX. */
static uint32_t find(const struct key_spans *spans, uint32_t key, int32_t first, int32_t last)
{
	uint32_t at = spans->heads[key];

	while (at != UINT32_MAX &&
	       (spans->spans[at].last < first || spans->spans[at].first > last))
		at = spans->spans[at].next;
	return at;
}

int key_spans_add(struct key_spans *spans, uint32_t *at, const char *key, size_t n, int32_t first,
                  int32_t last)
{
	size_t n_keys = spans->keys.n;

	if (GROW(&spans->heads, n_keys, &spans->heads_cap) ||
	    GROW(&spans->spans, spans->n, &spans->spans_cap))
		return CHISO_ENOMEM;
	uint32_t k = intern(&spans->keys, key, n);
	if (k == UINT32_MAX)
		return CHISO_ENOMEM;
	if (k == n_keys)
		spans->heads[k] = UINT32_MAX;
	*at = find(spans, k, first, last);
	if (*at != UINT32_MAX)
		return 0;
	*at = (uint32_t)spans->n;
	spans->spans[spans->n++] = (struct key_span){first, last, spans->heads[k]};
	spans->heads[k] = *at;
	return 1;
}

uint32_t key_spans_find(const struct key_spans *spans, const char *key, size_t n, int32_t day)
{
	uint32_t k = intern_find(&spans->keys, key, n);

	return k == UINT32_MAX ? k : find(spans, k, day, day);
}

void key_spans_clear(struct key_spans *spans)
{
	intern_clear(&spans->keys);
	free(spans->heads);
	free(spans->spans);
	*spans = (struct key_spans){0};
}
