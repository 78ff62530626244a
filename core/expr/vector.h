/* SPDX-License-Identifier: MIT */
/* A column of some records while it is worked on: one value and one reason per row. */
#ifndef CORE_VECTOR_H
#define CORE_VECTOR_H

#include "base/text.h"

#include <chiso/plugin.h>

#include <string.h>

/** What a program chooses texts from. */
struct few_texts {
	size_t n; /* at most 255 */
	struct slice *items;
};

/** The number of a text among them; how many there are: it is none of them. */
static inline size_t few_texts_find(const struct few_texts *few, struct slice text)
{
	size_t i = 0;

	while (i < few->n && (few->items[i].n != text.n || memcmp(few->items[i].text, text.text, text.n)))
		i++;
	return i;
}

struct vector {
	int type; /* CHISO_F64, CHISO_BOOL (a byte a row), CHISO_DATE, CHISO_STR */
	union {
		double *f64;
		uint8_t *boolean;
		int32_t *date;
		struct slice *str;
	} at;
	uint8_t *missing; /* 0: a value; else CHISO_REASON_... */
	/* Of numbers each of which is 1 or 0: the same in a byte a row, 0 where it is missing.  Of texts that
	   are some of a few: which one, also where it is missing.  NULL: not known.  Who reads the values
	   themselves has them written first, by vector_spell_out(), unless they are bound to an expression
	   that does. */
	uint8_t *bytes;
	const struct few_texts *few;
};

#endif
