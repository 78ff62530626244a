/* SPDX-License-Identifier: MIT */
/* A column of a batch whose records stand in the file as they are: where its cells begin and end. */
#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include "reader.h"

struct field {
	const char *text, *end;        /* end: of what may be looked at */
	const uint32_t *begins, *ends; /* of the first row */
	uint32_t step;                 /* from an end to the next row's */
	uint32_t begin_step, more;     /* the same of a begin; from a begin to the text */
};

static inline struct field field_at(const struct batch *batch, int at)
{
	struct field field = {.text = batch->text,
	                      .end = batch->text_end,
	                      .ends = batch->ends + at,
	                      .step = batch->n_fields};

	field.begins = at ? field.ends - 1 : batch->begins;
	field.begin_step = at ? field.step : 1;
	field.more = at ? 1 : 0;
	return field;
}

static inline struct slice field_text(const struct field *field, size_t row)
{
	uint32_t end = field->ends[row * field->step];
	uint32_t begin = field->begins[row * field->begin_step] + field->more;

	return (struct slice){field->text + begin, end - begin};
}

#endif
