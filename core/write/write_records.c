/* SPDX-License-Identifier: MIT */
/* The records of a dataset as they stand in their file, with the columns that record indicators give
 * behind them.  The file's own bytes are passed on, so that nothing of them is lost or changed:
 * while the records are read only the new fields are kept, and the file is split a second time. */
#include "base/grow.h"
#include "records/record.h"

#include "base/code.h"
#include "base/context.h"
#include "base/memory.h"
#include "results/results.h"
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

/* The new fields of one record. */
struct fields {
	uint32_t line;
	const char **texts; /* per new column; NULL: the record has been refused */
	uint8_t *reasons;
};

struct records {
	const struct dataset_spec *dataset;
	struct arena arena;
	struct reader *reader;
	size_t *named, n_named; /* which named columns are new ones */
	uint8_t *has_reasons;   /* per new column: some value is missing */
	struct fields *rows;
	size_t n, cap;
};

/* ---- keeping ---- */

static const char *value_text(struct records *records, const struct vector *v, size_t row)
{
	char room[NUMBER_ROOM + PERIOD_ROOM], *point;
	size_t n;

	switch (v->type) {
	case CHISO_BOOL:
		return v->at.boolean[row] ? "true" : "false";
	case CHISO_STR:
		return v->at.str[row].text; /* the id of a code: the plugin's */
	case CHISO_DATE:
		n = date_print(room, v->at.date[row]);
		break;
	default:
		n = number_print(room, v->at.f64[row]);
		/* As the file's own numbers, so that it can be read again as one. */
		point = memchr(room, '.', n);
		if (point && records->reader->style.decimal)
			*point = records->reader->style.decimal;
	}
	return arena_text(&records->arena, room, n);
}

static int keep(struct records *records, size_t row)
{
	const struct reader *reader = records->reader;
	struct fields *fields;

	if (GROW(&records->rows, records->n, &records->cap))
		return CHISO_ENOMEM;
	fields = &records->rows[records->n++];
	*fields = (struct fields){.line = reader->batch.line[row]};
	if (reader->batch.bad[row])
		return CHISO_OK;
	fields->texts = arena_new(&records->arena, records->n_named, sizeof *fields->texts);
	fields->reasons = arena_new(&records->arena, records->n_named, 1);
	if (!fields->texts || !fields->reasons)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < records->n_named; i++) {
		const struct vector *v = &reader->table[reader->n_uses + records->named[i]];

		fields->reasons[i] = v->missing[row];
		records->has_reasons[i] |= v->missing[row] != 0;
		fields->texts[i] = v->missing[row] ? "" : value_text(records, v, row);
		if (!fields->texts[i])
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

static int take_batch(void *user, struct reader *reader)
{
	struct records *records = user;
	int status = CHISO_OK;

	records->reader = reader;
	/* What is broken is not filled. */
	for (size_t i = 0; i < records->n_named; i++)
		if (reader->named[records->named[i]].state != 2)
			return CHISO_OK;
	for (size_t i = 0; i < records->n_named; i++)
		vector_spell_out(&reader->table[reader->n_uses + records->named[i]], reader->batch.n);
	for (size_t row = 0; row < reader->batch.n && !status; row++)
		status = keep(records, row);
	return status;
}

/* ---- names ---- */

static const char *header_of(const struct records *records, size_t i)
{
	return records->dataset->columns[records->named[i]].header;
}

/* header: of the file. */
static void check_name(const struct records *records, const struct csv *header, const char *name)
{
	const struct reader *reader = records->reader;
	struct place place = csv_place(header, 0);
	int taken = 0;

	for (size_t i = 0; i < reader->n_columns; i++)
		if (!strcmp(reader->columns[i], name)) {
			place = csv_place(header, (size_t)reader->files[0].at[i]);
			taken = 1;
		}
	for (size_t i = 0; i < records->n_named; i++)
		taken |= name != header_of(records, i) && !strcmp(header_of(records, i), name);
	if (taken)
		report(reader->context, MSG_RECORDS_NAME_TAKEN, place, name);
}

/* Names must not depend on whether some value happens to be missing. */
static int check_names(struct records *records)
{
	const struct source_file *file = &records->reader->files[0];
	struct csv header;
	int status = CHISO_OK;

	csv_open(&header, NULL, file->name, file->bytes.data, file->bytes.n, file->delimiter,
	         file->skip);
	if (csv_next(&header) == CHISO_ENOMEM)
		status = CHISO_ENOMEM;
	for (size_t i = 0; i < records->n_named && !status; i++) {
		const char *reason = arena_printf(&records->arena, "%s_reason",
		                                  header_of(records, i));

		if (!reason) {
			status = CHISO_ENOMEM;
			break;
		}
		check_name(records, &header, header_of(records, i));
		check_name(records, &header, reason);
	}
	csv_close(&header);
	return status;
}

/* ---- writing ---- */

static void put(struct sink *sink, char delimiter, const char *text, const char *more)
{
	const char marks[] = {delimiter, '"', '\r', '\n', '\0'};
	int is_quoted = strpbrk(text, marks) != NULL;

	sink_bytes(sink, &delimiter, 1);
	if (is_quoted)
		sink_text(sink, "\"");
	for (const char *quote; is_quoted && (quote = strchr(text, '"')); text = quote + 1) {
		sink_bytes(sink, text, (size_t)(quote - text) + 1);
		sink_text(sink, "\"");
	}
	sink_text(sink, text);
	sink_text(sink, more);
	if (is_quoted)
		sink_text(sink, "\"");
}

static void put_header(const struct records *records, struct sink *sink, char delimiter)
{
	for (size_t i = 0; i < records->n_named; i++) {
		put(sink, delimiter, header_of(records, i), "");
		if (records->has_reasons[i])
			put(sink, delimiter, header_of(records, i), "_reason");
	}
}

/* fields NULL: a row of totals. */
static void put_fields(const struct records *records, struct sink *sink, char delimiter,
                       const struct fields *fields)
{
	for (size_t i = 0; i < records->n_named; i++) {
		put(sink, delimiter, fields ? fields->texts[i] : "", "");
		if (records->has_reasons[i])
			put(sink, delimiter, fields ? chiso_reason_word(fields->reasons[i]) : "", "");
	}
}

/* The end of a line: how many bytes of the text it has. */
static size_t line_end(const char *text, size_t n)
{
	size_t end = n && text[n - 1] == '\n';

	return end && n > 1 && text[n - 2] == '\r' ? 2 : end;
}

static void put_records(const struct records *records, struct sink *sink)
{
	const struct source_file *file = &records->reader->files[0];
	const struct fields *next = records->rows, *end = records->rows + records->n;
	const char *newline = "\n";
	struct csv csv;
	int got, is_header = 1;

	csv_open(&csv, NULL, file->name, file->bytes.data, file->bytes.n, file->delimiter, file->skip);
	sink_bytes(sink, csv.data, (size_t)(csv.at - csv.data));
	for (const char *from = csv.at; (got = csv_next(&csv)) > 0; from = csv.at, is_header = 0) {
		size_t n = (size_t)(csv.at - from), tail = line_end(from, n);
		const struct fields *fields = NULL;

		if (is_header && tail == 2)
			newline = "\r\n";
		if (!is_header && next < end && next->line == csv.fields[0].line)
			fields = next++;
		/* What has been refused is kept elsewhere; one of another width has been too. */
		if (!is_header && (csv.n_fields != file->n_fields || (fields && !fields->texts)))
			continue;
		sink_bytes(sink, from, n - tail);
		if (is_header)
			put_header(records, sink, csv.delimiter);
		else
			put_fields(records, sink, csv.delimiter, fields);
		if (tail)
			sink_bytes(sink, from + n - tail, tail);
		else
			sink_text(sink, newline);
	}
	if (got == CHISO_ENOMEM && !sink->status)
		sink->status = got;
	csv_close(&csv);
}

/* ---- the dataset ---- */

static const struct dataset_spec *find_dataset(struct chiso_project *project, const char *id)
{
	char number[NUMBER_ROOM];
	struct nearest near = nearest_to(id ? id : "");

	if (!id && project->n_datasets == 1)
		return &project->datasets[0];
	if (!id) {
		number[number_print(number, (double)project->n_datasets)] = '\0';
		report(project->context, MSG_RECORDS_WHICH, (struct place){0}, "", number);
		return NULL;
	}
	const struct dataset_spec *dataset = project_dataset(project, id);
	for (size_t i = 0; i < project->n_datasets; i++)
		nearest_offer(&near, project->datasets[i].id);
	if (!dataset)
		report(project->context,
		       near.best ? MSG_NO_SUCH_DATASET_NEAR : MSG_NO_SUCH_DATASET,
		       (struct place){0}, id, near.best);
	return dataset;
}

static int list_columns(struct records *records, struct chiso_project *project)
{
	const struct dataset_spec *dataset = records->dataset;
	const struct chiso_indicator *use =
		!project->json && project->n_indicators ? project->indicators->use : NULL;

	records->named = arena_new(&records->arena, dataset->n_columns, sizeof *records->named);
	records->has_reasons = arena_new(&records->arena, dataset->n_columns, 1);
	if (!records->named || !records->has_reasons)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < dataset->n_columns; i++)
		if (dataset->columns[i].record)
			records->named[records->n_named++] = i;
	if (use)
		return project_use_fits(project, (struct place){0}, use, 1) ? CHISO_OK : CHISO_EUSE;
	if (!records->n_named)
		report(project->context, MSG_RECORDS_OF_NOTHING, dataset->place, dataset->id);
	else if (dataset->from_id || dataset->is_geojson || dataset->files.n > 1 ||
	         dataset->lines.code.source || dataset->interval.from.source)
		report(project->context, MSG_RECORDS_ONE_FILE, dataset->place, dataset->id);
	else
		return CHISO_OK;
	return CHISO_EUSE;
}

static int read_and_write(struct records *records, struct chiso_results *results,
                          struct sink *sink)
{
	struct chiso_project *project = results->project;
	size_t before = context_errors(project->context);

	results->run->watch = take_batch;
	results->run->watched = records->dataset;
	results->run->user = records;
	int status = run_read(results, NULL);
	if (status)
		return status;
	records->reader = results->run->readers[records->dataset - project->datasets];
	if (records->reader)
		status = reader_unpack(records->reader, 0);
	if (records->reader && !status)
		status = check_names(records);
	/* As of a run: with an error nothing is to be had. */
	if (!status && (project->errors || context_errors(project->context) > before))
		status = CHISO_EDATA;
	if (!status && project->rejects)
		status = rejects_finish(project->rejects, project->context);
	if (!status)
		put_records(records, sink);
	return status ? status : sink->status;
}

int chiso_project_records(struct chiso_project *project, const char *dataset, chiso_write_fn *write,
                          void *user)
{
	struct records records = {.dataset = find_dataset(project, dataset)};
	struct sink sink = {.write = write, .user = user};
	struct chiso_results *results;
	int status = records.dataset ? list_columns(&records, project) : CHISO_EUSE;

	if (!status) {
		results = results_new(project);
		status = results ? read_and_write(&records, results, &sink) : CHISO_ENOMEM;
		chiso_results_free(results);
	}
	if (status == CHISO_ENOMEM)
		report_no_memory(project->context);
	free(records.rows);
	arena_clear(&records.arena);
	return sink_close(&sink, status);
}
