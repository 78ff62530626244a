/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "subject.h"

#include <string.h>

static void set_bit(unsigned char *bits, size_t i, int value)
{
	if (value)
		bits[i >> 3] |= (unsigned char)(1u << (i & 7));
	else
		bits[i >> 3] &= (unsigned char)~(1u << (i & 7));
}

/* Bytes an element takes; 0: a bit. */
static size_t size_of(uint32_t type)
{
	switch (type) {
	case CHISO_F64:
	case CHISO_I64:
		return 8;
	case CHISO_CODE:
	case CHISO_DATE:
		return 4;
	default:
		return 0;
	}
}

static void put(unsigned char *values, size_t at, const struct chiso_value *value)
{
	switch (value->type) {
	case CHISO_F64:
		memcpy(values + 8 * at, &value->as.f64, 8);
		break;
	case CHISO_I64:
		memcpy(values + 8 * at, &value->as.i64, 8);
		break;
	case CHISO_CODE:
		memcpy(values + 4 * at, &value->as.code, 4);
		break;
	case CHISO_DATE:
		memcpy(values + 4 * at, &value->as.date, 4);
		break;
	case CHISO_BOOL:
		set_bit(values, at, value->as.i64 != 0);
		break;
	}
}

/* Room for n bytes of elements of a size. */
static void *room_for(struct layout *out, size_t n, size_t size)
{
	void *room = NULL;

	if (out->place != PLAIN)
		room = need_guarded(out->pool, n / size, size, out->place == BEFORE_GUARD);
	if (out->place != PLAIN && !room)
		out->is_unguarded = 1;
	return room ? room : need(out->pool, n, 1);
}

static unsigned char *garbage(struct layout *out, uint32_t buffer, size_t n, size_t size,
			      uint64_t *random)
{
	unsigned char *bytes = room_for(out, n, size);

	for (size_t i = 0; random && i < n; i++)
		bytes[i] = (unsigned char)random_next(random);
	out->buffers[buffer].bytes = bytes;
	out->buffers[buffer].n = n;
	return bytes;
}

/* Strings lie one behind the other; a missing one may have bytes as well. */
static void lay_strings(struct layout *out, uint32_t c, const struct chiso_value *cells, uint32_t n,
			uint32_t offset, uint64_t *random)
{
	enum { JUNK = 3 };
	size_t total = offset;

	for (uint32_t r = 0; r < n; r++)
		total += cells[r].type ? strlen(cells[r].as.str) : JUNK;
	unsigned char *bytes = garbage(out, 3 * c, total, 1, random);
	int32_t *offsets =
		room_for(out, ((size_t)offset + n + 1) * sizeof *offsets, sizeof *offsets);
	int32_t at = 0;

	for (uint32_t i = 0; i < offset; i++)
		offsets[i] = at++;
	for (uint32_t r = 0; r < n; r++) {
		size_t length = JUNK;

		offsets[offset + r] = at;
		if (cells[r].type) {
			length = strlen(cells[r].as.str);
			memcpy(bytes + at, cells[r].as.str, length);
		}
		at += (int32_t)length;
	}
	offsets[offset + n] = at;
	out->buffers[3 * c + 2].bytes = (unsigned char *)offsets;
	out->buffers[3 * c + 2].n = ((size_t)offset + n + 1) * sizeof *offsets;
	out->columns[c].offsets = offsets;
	out->columns[c].values = bytes;
}

static void lay_column(struct layout *out, uint32_t c, uint32_t type,
		       const struct chiso_value *cells, uint32_t n, uint32_t offset,
		       uint64_t *random)
{
	size_t elements = (size_t)offset + n, size = size_of(type);
	int has_nulls = 0;

	for (uint32_t r = 0; r < n; r++)
		has_nulls |= !cells[r].type;
	if (type == CHISO_STR) {
		lay_strings(out, c, cells, n, offset, random);
	} else {
		unsigned char *values =
			garbage(out, 3 * c, size ? elements * size : (elements + 7) / 8,
				size ? size : 1, random);

		for (uint32_t r = 0; r < n; r++)
			put(values, (size_t)offset + r, &cells[r]);
		out->columns[c].values = values;
	}
	if (has_nulls) {
		unsigned char *bits = garbage(out, 3 * c + 1, (elements + 7) / 8, 1, random);

		for (uint32_t r = 0; r < n; r++)
			set_bit(bits, (size_t)offset + r, cells[r].type != CHISO_NONE);
		out->columns[c].validity = bits;
	}
	out->columns[c].offset = offset;
}

void layout_make(struct layout *out, const struct subject *subject, const struct records *records,
		 uint32_t first, uint32_t n, uint32_t offset, uint64_t *random)
{
	out->pool = subject->pool;
	out->columns = need(out->pool, subject->n_columns, sizeof *out->columns);
	out->buffers = need(out->pool, 3 * (size_t)subject->n_columns, sizeof *out->buffers);
	for (uint32_t c = 0; c < subject->n_columns; c++)
		if (records->is_bound[c])
			lay_column(out, c, subject->column_input[c]->field.type,
				   records->cells + (size_t)c * records->n + first, n, offset,
				   random);
}
