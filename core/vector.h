/* SPDX-License-Identifier: MIT */
/* A column of some records while it is worked on: one value and one reason per row. */
#ifndef CORE_VECTOR_H
#define CORE_VECTOR_H

#include "text.h"

#include <chiso/plugin.h>

struct vector {
	int type; /* CHISO_F64, CHISO_BOOL (a byte a row), CHISO_DATE, CHISO_STR */
	union {
		double *f64;
		uint8_t *boolean;
		int32_t *date;
		struct slice *str;
	} at;
	uint8_t *missing; /* 0: a value; else CHISO_REASON_... */
	/* Of numbers each of which is 1 or 0: the same in a byte a row, 0 where it is missing; NULL: not
	   known to be.  Who reads the numbers themselves has them written first, by vector_spell_out(),
	   unless they are bound to an expression that does. */
	const uint8_t *bytes;
};

#endif
