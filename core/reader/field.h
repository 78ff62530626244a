/* SPDX-License-Identifier: MIT */
/* A column of a batch whose records stand in the file as they are: where its cells begin and end. */
#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include "reader/reader.h"

#include <string.h>

struct field {
	const char *text, *end;        /* end: of what may be looked at, */
	size_t spare;                  /* so many bytes behind all rows */
	const uint32_t *begins, *ends; /* of the first row */
	uint32_t step;                 /* from an end to the next row's */
	uint32_t begin_step, more;     /* the same of a begin; from a begin to the text */
};

static inline struct field field_at(const struct batch *batch, int at)
{
	struct field field = {.text = batch->text,
	                      .end = batch->text_end,
	                      .spare = batch->spare,
	                      .ends = batch->ends + at,
	                      .step = batch->n_fields};

	field.begins = at ? field.ends - 1 : batch->begins;
	field.begin_step = at ? field.step : 1;
	field.more = at ? 1 : 0;
	return field;
}

/** The text of a row as it stands in the file. */
static inline struct slice field_text(const struct field *field, size_t row)
{
	uint32_t end = field->ends[row * field->step];
	uint32_t begin = field->begins[row * field->begin_step] + field->more;

	return (struct slice){field->text + begin, end - begin};
}

/** Whether a text is in quotes and has none in it; then they are taken off. */
static inline int field_takes_off_quotes(struct slice *text)
{
	if (text->n < 2 || *text->text != '"' || memchr(text->text + 1, '"', text->n - 2))
		return 0;
	*text = (struct slice){text->text + 1, text->n - 2};
	return 1;
}

#endif
