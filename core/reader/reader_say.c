/* SPDX-License-Identifier: MIT */
/* What is said once of many records: how often it was met, and where for the first time in the files, in whatever
 * order they are read. */
#include "reader/reader.h"

#include "base/context.h"
#include "number/number.h"

size_t reader_file(const struct reader *reader, const char *name)
{
	size_t i = 0;

	while (i < reader->n_files && reader->files[i].name != name)
		i++;
	return i;
}

int reader_is_before(const struct reader *reader, struct place place, struct place other)
{
	if (place.file != other.file)
		return reader_file(reader, place.file) < reader_file(reader, other.file);
	return place.line < other.line || (place.line == other.line && place.column < other.column);
}

/* Columns are read one after the other, and parts of a file from the back. */
void reader_meet(const struct reader *reader, struct first_met *met, struct place place)
{
	if (!met->n++ || reader_is_before(reader, place, met->first))
		met->first = place;
}

void reader_meet_cell(const struct reader *reader, struct first_met *met, int column, size_t row)
{
	const struct batch *batch = &reader->batch;
	struct place of_row = {batch->file, batch->line[row], 0};

	/* To count the characters before it takes longer than to read it. */
	if (met->n && reader_is_before(reader, met->first, of_row))
		met->n++;
	else
		reader_meet(reader, met, batch_place(reader, column, row));
}

static void say(struct reader *reader, enum message id, struct first_met met)
{
	char number[NUMBER_ROOM];

	number_print(number, (double)met.n);
	if (met.n)
		report(reader->context, id, met.first, number);
}

void reader_say(struct reader *reader)
{
	say(reader, MSG_TOTALS_LEFT_OUT, reader->met_totals);
	say(reader, MSG_NONE_READ_AS_ZERO, reader->met_nones);
}
