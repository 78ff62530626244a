/* SPDX-License-Identifier: MIT */
/* Groups: from keys to slots.  A key is a row of numbers; texts become numbers in an interner.
 * Both number what is new in order of arrival, so nothing depends on how the hashing works.  Zeroed
 * memory is an empty interner, and groups with keys of no numbers. */
#ifndef CORE_GROUP_H
#define CORE_GROUP_H

#include "base/text.h"

#include <stdint.h>
#include <string.h>

/** Up to eight bytes as one number: of texts of one length those that differ have others. */
static inline uint64_t text_word(const char *p, size_t n)
{
	uint64_t word = 0;
	uint32_t first, last;

	if (n == sizeof word) {
		memcpy(&word, p, sizeof word);
	} else if (n >= sizeof first) { /* two loads that overlap */
		memcpy(&first, p, sizeof first);
		memcpy(&last, p + n - sizeof last, sizeof last);
		word = (uint64_t)last << 32 | first;
	} else if (n) {
		word = (uint64_t)(unsigned char)p[0] << 16 |
		       (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
	}
	return word;
}

/** A hash table of numbers.  An entry is a hash (upper half) and a number plus 1; 0: empty. */
struct slots {
	uint64_t *entries;
	size_t size; /* a power of two, or 0 */
};

/** Texts to numbers 0, 1, 2 ... in order of arrival. */
struct intern {
	struct arena arena;
	const char **texts; /* n of them, each with a NUL behind */
	struct intern_look {
		size_t length;
		uint64_t word; /* its first bytes: of a short text all */
	} *looks;
	size_t n, cap;
	struct slots table;
};

/** The number of a text, which is copied when it is new; UINT32_MAX without memory. */
uint32_t intern(struct intern *intern, const char *text, size_t n);
/** The numbers of n texts, those in some rows of a list (NULL: the first ones), as intern() gives one after the other: what one needs
 *  comes from memory while others are looked up.  0 or CHISO_ENOMEM. */
int intern_rows(struct intern *intern, const struct slice *texts, const uint32_t *rows, size_t n,
                uint32_t *numbers);
/** The number of a text, or UINT32_MAX when it is not there. */
uint32_t intern_find(const struct intern *intern, const char *text, size_t n);
void intern_clear(struct intern *intern);

/** Keys of `width` numbers to slots 0, 1, 2 ... in order of arrival. */
struct groups {
	size_t width, n, cap;
	uint32_t *keys; /* n rows of width */
	struct slots table;
	size_t n_known; /* the first ones, which are in the table */
};

void groups_init(struct groups *groups, size_t width);
/** The slot of a key, a new one if need be; UINT32_MAX without memory. */
uint32_t groups_slot(struct groups *groups, const uint32_t *key);
/** Makes room for the keys of n in all.  0 or CHISO_ENOMEM. */
int groups_reserve(struct groups *groups, size_t n);
/** Adds n keys, one behind the other, none of which is there: their slots follow each other.  They are made known
 *  when a slot is asked for: mostly nobody does.  0 or CHISO_ENOMEM. */
int groups_add_new(struct groups *groups, const uint32_t *keys, size_t n);
/** Makes known what has been added so, before many are looked for.  0 or CHISO_ENOMEM. */
int groups_know(struct groups *groups);
/** The slots of n keys, one behind the other: as groups_slot() gives them, and as intern_rows() does it.  0 or
 *  CHISO_ENOMEM. */
int groups_slots(struct groups *groups, const uint32_t *keys, size_t n, uint32_t *slots);
/** The slot of a key, or UINT32_MAX when there is none.  Keys that are not known yet are looked at one by one. */
uint32_t groups_find(const struct groups *groups, const uint32_t *key);
static inline const uint32_t *groups_key(const struct groups *groups, uint32_t slot)
{
	return groups->width ? groups->keys + slot * groups->width : NULL;
}
void groups_clear(struct groups *groups);

#endif
