/* SPDX-License-Identifier: MIT */
/* What a file does not declare: where its header is, and what separates its fields (how it writes numbers: reader_style.c).
 * Whatever is found is said, and what can't be known is an error, never a guess. */
#include "base/grow.h"
#include "reader/reader.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER_LINES = 40 };

/* ---- the header ---- */

static const char *header_name(struct reader *reader, const struct csv_field *field)
{
	struct slice text = cell_trim(field->text);
	const char *name = text_nfc(&reader->arena, text.text, text.n);

	/* text_nfc() may hand back the file's own bytes, which are not ours to keep. */
	return name ? arena_text(&reader->arena, name, name == text.text ? text.n : strlen(name))
	            : NULL;
}

static int has_name(struct reader *reader, const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->n_fields; i++) {
		const char *field = header_name(reader, &csv->fields[i]);

		if (field && !strcmp(field, name))
			return 1;
	}
	return 0;
}

/* The columns by which a header is known: those that the dataset names for its keys and, where files
 * have one value a line, for codes and values.  A name that is one of the project's own columns need
 * not be in the file. */
enum { MOST_WANTED = 4 + MAX_DATASET_KEYS };
struct wanted {
	const char *names[MOST_WANTED];
	size_t n;
};

static void want(struct wanted *wanted, const struct dataset_spec *spec, const char *name)
{
	for (size_t i = 0; name && i < spec->n_columns; i++)
		if (spec->columns[i].of.name && !strcmp(spec->columns[i].of.name, name))
			return;
	if (name)
		wanted->names[wanted->n++] = name;
}

static struct wanted wanted_columns(const struct reader *reader)
{
	const struct dataset_spec *spec = reader->spec;
	struct wanted wanted = {.n = 0};

	want(&wanted, spec, spec->unit.column);
	want(&wanted, spec, spec->period.column);
	want(&wanted, spec, spec->lines.code.source);
	want(&wanted, spec, spec->lines.value.source);
	for (size_t k = 0; k < spec->lines.group.n; k++)
		want(&wanted, spec, spec->lines.group.items[k]);

	return wanted;
}

/* How many of them a record has. */
static size_t count_wanted(struct reader *reader, const struct wanted *wanted,
                           const struct csv *csv)
{
	size_t n = 0;

	for (size_t k = 0; k < wanted->n; k++)
		n += has_name(reader, csv, wanted->names[k]) != 0;
	return n;
}

/* Takes the names of a file's header to the reader's columns. */
static int take_header(struct reader *reader, struct source_file *file, const struct csv *csv)
{
	size_t room = csv->n_fields + reader->n_columns;
	int *at = arena_new(&reader->arena, room, sizeof *at);

	if (!at)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < room; i++)
		at[i] = -1;
	for (size_t i = 0; i < csv->n_fields; i++) {
		const char *name = header_name(reader, &csv->fields[i]);
		size_t k = 0;

		if (!name)
			return CHISO_ENOMEM;
		while (k < reader->n_columns && strcmp(reader->columns[k], name))
			k++;
		if (k < reader->n_columns && at[k] >= 0 && *name)
			report(reader->context, MSG_COLUMN_TWICE, csv_place(csv, i), name);
		if (k == reader->n_columns) {
			if (GROW(&reader->columns, reader->n_columns, &reader->columns_cap))
				return CHISO_ENOMEM;
			reader->columns[reader->n_columns++] = name;
		}
		at[k] = (int)i;
	}
	file->at = at;
	file->n_at = reader->n_columns;
	file->n_fields = csv->n_fields;
	return CHISO_OK;
}

/* With its mark, or as Latin letters look: every other byte is 0. */
static int is_utf16(const struct bytes *bytes)
{
	const char *data = bytes->data;

	return bytes->n >= 2 && (!memcmp(data, "\xff\xfe", 2) || !memcmp(data, "\xfe\xff", 2) ||
	                         !data[0] != !data[1]);
}

static int is_blank(const struct bytes *bytes)
{
	size_t at = bytes->n >= 3 && !memcmp(bytes->data, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < bytes->n && memchr(" \t\r\n", bytes->data[at], 4))
		at++;
	return at == bytes->n;
}

/* Of a header that has only one of the columns: the other one, with what it may be called. */
static void report_lack(struct reader *reader, const char *name, const struct csv *csv)
{
	struct nearest near = nearest_to(name);
	const char *all = "", *best = NULL;
	size_t at = 0;

	for (size_t i = 0; i < csv->n_fields && all; i++) {
		const char *field = header_name(reader, &csv->fields[i]);

		nearest_offer(&near, field ? field : "");
		if (near.best != best)
			at = i;
		best = near.best;
		all = arena_printf(&reader->scratch, "%s%s%s", all, i ? ", " : "",
		                   field ? field : "");
	}
	if (best)
		report(reader->context, MSG_HEADER_LACKS_NEAR, csv_place(csv, at), name, best);
	else
		report(reader->context, MSG_HEADER_LACKS, csv_place(csv, 0), name, all ? all : "");
}

static void report_lacks(struct reader *reader, const struct source_file *file, uint32_t skip,
                         const struct wanted *wanted)
{
	struct csv csv;

	csv_open(&csv, NULL, file->name, file->bytes.data, file->bytes.n,
	         reader->spec->format.delimiter, skip);
	if (csv_next(&csv) > 0)
		for (size_t k = 0; k < wanted->n; k++)
			if (!has_name(reader, &csv, wanted->names[k]))
				report_lack(reader, wanted->names[k], &csv);
	csv_close(&csv);
}

static void report_no_header(struct reader *reader, const struct source_file *file)
{
	const struct wanted wanted = wanted_columns(reader);
	const char *names = "";

	for (size_t k = 0; k < wanted.n && names; k++)
		names = arena_printf(&reader->scratch, "%s%s%s", names, k ? ", " : "",
		                     wanted.names[k]);

	enum message id = is_utf16(&file->bytes)   ? MSG_FILE_UTF16
	                  : is_blank(&file->bytes) ? MSG_FILE_EMPTY
	                                           : MSG_NO_HEADER;

	report(reader->context, id, ((struct place){file->name, 1, 1}), names ? names : "");
}

int sniff_header(struct reader *reader, size_t i)
{
	struct source_file *file = &reader->files[i];
	const struct format_spec *format = &reader->spec->format;
	uint32_t skip = format->skip < 0 ? 0 : (uint32_t)format->skip;
	uint32_t last = format->skip < 0 ? HEADER_LINES : skip, nearly = 0;
	const struct wanted wanted = wanted_columns(reader);
	int status = CHISO_EDATA, has_some = 0;
	struct csv csv;

	for (; skip <= last && status == CHISO_EDATA; skip++) {
		/* Lines above the header may be anything: only the reading in earnest reports. */
		csv_open(&csv, NULL, file->name, file->bytes.data, file->bytes.n, format->delimiter,
		         skip);
		int got = csv_next(&csv);
		size_t n = got > 0 ? count_wanted(reader, &wanted, &csv) : 0;
		if (got > 0 && n < wanted.n && n && !has_some) {
			has_some = 1;
			nearly = skip;
		}
		if (got > 0 && n == wanted.n) {
			file->skip = skip;
			file->delimiter = csv.delimiter;
			status = take_header(reader, file, &csv);
			if (!status && skip && format->skip < 0) {
				char lines[NUMBER_ROOM];

				number_print(lines, (double)csv.fields[0].line - 1);
				report(reader->context, MSG_LINES_SKIPPED, csv_place(&csv, 0), lines);
			}
		}
		csv_close(&csv);
		if (got == 0 || got == CHISO_ENOMEM || csv.at >= csv.end)
			break;
	}
	if (status == CHISO_EDATA && has_some)
		report_lacks(reader, file, nearly, &wanted);
	else if (status == CHISO_EDATA)
		report_no_header(reader, file);
	return status;
}
