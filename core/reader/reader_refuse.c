/* SPDX-License-Identifier: MIT */
/* Records that can't be used: an error each, or kept. */
#include "reader/reader.h"

#include "base/context.h"

#include <stdio.h>
#include <string.h>

static const char mask[] = "***";

int reader_column_is_personal(const struct reader *reader, int column)
{
	const struct names *personal = &reader->spec->personal;

	for (size_t i = 0; column >= 0 && i < personal->n; i++)
		if (!strcmp(personal->items[i], reader->columns[column]))
			return 1;
	return 0;
}

int reader_is_personal(const struct reader *reader, const struct bound *bound)
{
	const struct names *personal = &reader->spec->personal;

	for (size_t i = 0; i < personal->n; i++) {
		int column = reader_column(reader, personal->items[i]);

		if (column >= 0 && bound_reads(reader, bound, column))
			return 1;
	}
	return 0;
}

const char *const *reader_mask(struct reader *reader, const char *const *args)
{
	const char **masked;
	size_t n = 0;

	while (args[n])
		n++;
	masked = arena_new(&reader->scratch, n + 1, sizeof *masked);
	for (size_t i = 0; masked && i < n; i++)
		masked[i] = i || !*args[0] ? args[i] : mask;
	return masked ? masked : args + n; /* rather nothing than what is to be hidden */
}

static void keep_field(struct rejects *rejects, struct reject *reject, const struct reader *reader,
                       int column, const char *name, struct slice text)
{
	if (reader_column_is_personal(reader, column) && text.n)
		text = (struct slice){mask, sizeof mask - 1};
	reject_field(rejects, reject, name, text);
}

static void keep_row(struct reader *reader, struct rejects *rejects, struct reject *reject,
                     size_t row)
{
	if (reject_reserve(rejects, reject, reader->n_columns))
		return;
	for (size_t i = 0; i < reader->n_columns; i++) {
		struct csv_field cell = batch_cell(reader, (int)i, row);

		/* Without a line: this file lacks the column. */
		if (cell.line)
			keep_field(rejects, reject, reader, (int)i, reader->columns[i], cell.text);
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
	const struct subject subject = {.name = column >= 0 ? reader->columns[column] : NULL};

	if (reader_column_is_personal(reader, column))
		args = reader_mask(reader, args);
	reader_report_about(reader, row, column, id, &subject, args);
}

void reader_report_about(struct reader *reader, size_t row, int column, enum message id,
                         const struct subject *subject, const char *const *args)
{
	struct rejects *rejects = reader->project->rejects;
	struct place place = batch_place(reader, column, row);

	if (!rejects) {
		if (reader_has_interval(reader) &&
		    !turns_is_news(reader, row, column, id, args))
			return;
		finding_add_about(reader->context, message_severity(id), id, place, subject, args);
		return;
	}
	const char *message =
		finding_message(&reader->scratch, id, reader->context->lang, subject, args);
	if (message)
		reader_keep(reader, row, message_code(id), message);
	else
		rejects->out_of_memory = 1;
}

/* The column of a field of the current file, -1 behind the last, and its name. */
static int column_of(const struct reader *reader, size_t field, const char **name, char room[32])
{
	const struct source_file *file = &reader->files[reader->file];

	*name = room;
	for (size_t i = 0; i < reader->n_columns; i++)
		if (file->at[i] == (int)field) {
			*name = reader->columns[i];
			return (int)i;
		}
	snprintf(room, 32, "extra_%zu", field - file->n_fields + 1);
	return -1;
}

void reader_refuse_record(struct reader *reader, size_t field, enum message id,
                          const char *const *args)
{
	struct rejects *rejects = reader->project->rejects;
	const struct csv *csv = &reader->csv;
	struct place place = csv_place(csv, field);
	int32_t at = NO_REJECT;
	char room[32];

	if (reader->is_repeat)
		return;
	if (!rejects) {
		finding_add(reader->context, message_severity(id), id, place, args);
		return;
	}
	if (rejects->is_closed || reader->is_quiet)
		return;
	const char *message = message_fill(&reader->scratch, id, reader->context->lang, args);
	place.file = reader->files[reader->file].name;
	struct reject *reject =
		rejects_add(rejects, &at, place, message_code(id), message ? message : "");
	if (!reject || reject_reserve(rejects, reject, csv->n_fields))
		return;
	for (size_t i = 0; i < csv->n_fields; i++) {
		const char *name;
		int column = column_of(reader, i, &name, room);

		keep_field(rejects, reject, reader, column, name, csv->fields[i].text);
	}
}
