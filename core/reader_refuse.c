/* SPDX-License-Identifier: MIT */
/* Records that can't be used: an error each, or kept. */
#include "reader.h"

#include "context.h"

#include <stdio.h>

static void keep_row(struct reader *reader, struct rejects *rejects, struct reject *reject,
                     size_t row)
{
	if (reject_reserve(rejects, reject, reader->n_columns))
		return;
	for (size_t i = 0; i < reader->n_columns; i++) {
		const struct csv_field *cell = &reader->batch.cells[i * BATCH_ROWS + row];

		/* Without a line: this file lacks the column. */
		if (cell->line)
			reject_field(rejects, reject, reader->columns[i], cell->text);
	}
}

void reader_keep(struct reader *reader, size_t row, const char *code, const char *message)
{
	struct rejects *rejects = reader->project->rejects;

	if (rejects->is_closed || reader->is_quiet)
		return;
	struct reject *reject = rejects_add(rejects, &reader->batch.reject[row],
	                                    batch_place(reader, -1, row), code, message);
	if (reject)
		keep_row(reader, rejects, reject, row);
}

void reader_report(struct reader *reader, size_t row, int column, enum message id,
                   const char *const *args)
{
	struct rejects *rejects = reader->project->rejects;
	struct place place = batch_place(reader, column, row);

	if (!rejects) {
		finding_add(reader->context, message_severity(id), id, place, args);
		return;
	}
	const char *message = message_fill(&reader->scratch, id, reader->context->lang, args);
	if (message)
		reader_keep(reader, row, message_code(id), message);
	else
		rejects->out_of_memory = 1;
}

/* The name of a field of the current file. */
static const char *column_name(const struct reader *reader, size_t field, char room[32])
{
	const struct source_file *file = &reader->files[reader->file];

	for (size_t i = 0; i < reader->n_columns; i++)
		if (file->at[i] == (int)field)
			return reader->columns[i];
	snprintf(room, 32, "extra_%zu", field - file->n_fields + 1);
	return room;
}

void reader_refuse_ragged(struct reader *reader, const char *have, const char *want)
{
	struct rejects *rejects = reader->project->rejects;
	const struct csv *csv = &reader->csv;
	struct place place = csv_place(csv, 0);
	enum message id = csv->n_fields < reader->files[reader->file].n_fields ? MSG_RAGGED
	                                                                       : MSG_RAGGED_LONG;
	int32_t at = NO_REJECT;
	char room[32];

	if (reader->is_repeat)
		return;
	if (!rejects) {
		report(reader->context, id, place, have, want);
		return;
	}
	if (rejects->is_closed || reader->is_quiet)
		return;
	const char *message = message_fill(&reader->scratch, id, reader->context->lang,
	                                   (const char *const[]){have, want, NULL});
	place.file = reader->files[reader->file].name;
	struct reject *reject =
		rejects_add(rejects, &at, place, message_code(id), message ? message : "");
	if (!reject || reject_reserve(rejects, reject, csv->n_fields))
		return;
	for (size_t i = 0; i < csv->n_fields; i++)
		reject_field(rejects, reject, column_name(reader, i, room), csv->fields[i].text);
}
