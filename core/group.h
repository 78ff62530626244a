/* SPDX-License-Identifier: MIT */
/* Groups: from keys to slots.  A key is a row of numbers; texts become numbers in an interner. */
#ifndef CORE_GROUP_H
#define CORE_GROUP_H

#include "arena.h"

#include <stdint.h>

/** Texts to numbers 0, 1, 2 ... in order of arrival. */
struct intern {
	struct arena arena;
	const char **texts;
	size_t n, cap;
	uint32_t *table;
	size_t table_size;
};

/** The number of a text, which is copied when it is new; UINT32_MAX without memory. */
uint32_t intern(struct intern *intern, const char *text, size_t n);
void intern_clear(struct intern *intern);

/** Keys of `width` numbers to slots 0, 1, 2 ... in order of arrival. */
struct groups {
	size_t width, n, cap;
	uint32_t *keys; /* n rows of width */
	uint32_t *table;
	size_t table_size;
};

void groups_init(struct groups *groups, size_t width);
/** The slot of a key, a new one if need be; UINT32_MAX without memory. */
uint32_t groups_slot(struct groups *groups, const uint32_t *key);
/** The slot of a key, or UINT32_MAX when there is none. */
uint32_t groups_find(const struct groups *groups, const uint32_t *key);
const uint32_t *groups_key(const struct groups *groups, uint32_t slot);
void groups_clear(struct groups *groups);

#endif
