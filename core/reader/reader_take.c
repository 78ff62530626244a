/* SPDX-License-Identifier: MIT */
/* Taking records of the files into a batch, and what their fields are there. */
#include "base/context.h"
#include "project/adjustment.h"
#include "reader/blocks.h"
#include "reader/digits.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields ---- */

struct slice batch_unquote(const struct batch *batch, struct slice text)
{
	struct slice inside = {text.text + 1, text.n - 2};

	if (!memchr(inside.text, '"', inside.n))
		return inside;
	char *copy = arena_new(&batch->unquoted->texts, inside.n, 1);
	if (!copy) {
		batch->unquoted->lacks_memory = 1;
		return (struct slice){"", 0};
	}
	return (struct slice){copy, csv_undouble(copy, inside)};
}

struct csv_field batch_cell(const struct reader *reader, int column, size_t row)
{
	const struct batch *batch = &reader->batch;
	struct csv_field cell = {.text = {"", 0}};

	if (batch->own[row])
		return batch->own[row][column];
	if (!batch->from)
		return pivot_batch_cell(reader, column, row);
	int field = batch->from->at[column];
	if (field < 0)
		return cell;
	const char *line = batch->text + batch->begins[row], *newline;
	const char *begin = field ? batch->text + batch->ends[row * batch->n_fields + (size_t)field - 1] + 1
	                          : line;
	cell.text = batch_slice(reader, column, row);
	cell.line = batch->line[row];
	/* Texts in front of it may have several lines. */
	while ((newline = memchr(line, '\n', (size_t)(begin - line))) != NULL) {
		cell.line++;
		line = newline + 1;
	}
	cell.column = 1 + (uint32_t)text_length(line, (size_t)(begin - line));
	return cell;
}

struct place batch_place(const struct reader *reader, int column, size_t row)
{
	const struct batch *batch = &reader->batch;
	struct place place = {batch->file, batch->line[row], 0};

	if (column >= 0) {
		struct csv_field cell = batch_cell(reader, column, row);

		if (cell.line) {
			place.line = cell.line;
			place.column = cell.column;
			if (cell.file)
				place.file = reader->files[cell.file - 1].name;
		}
	}
	return place;
}

static struct slice cell_text(const struct reader *reader, int column, size_t row)
{
	return column < 0 ? (struct slice){"", 0} : cell_trim(batch_slice(reader, column, row));
}

const char *reader_copy(struct reader *reader, struct slice text)
{
	const char *copy = arena_text(&reader->scratch, text.text, text.n);

	return copy ? copy : "";
}

const char *batch_text(struct reader *reader, int column, size_t row)
{
	return reader_copy(reader, cell_text(reader, column, row));
}

/* The text of a key: as the file has it, or as the project computes it. */
struct slice bound_text(const struct reader *reader, const struct bound *bound, size_t row)
{
	return bound->texts ? cell_trim(bound->texts[row]) : cell_text(reader, bound->column, row);
}

/* ---- records ---- */

static int is_total(struct reader *reader, struct slice unit)
{
	const char *folded;

	if (!unit.n || (unit.text[0] >= '0' && unit.text[0] <= '9'))
		return 0;
	folded = text_fold(&reader->scratch, unit.text, unit.n);
	for (size_t i = 0; folded && i < reader->spec->format.totals.n; i++)
		if (!strcmp(folded, reader->totals[i]))
			return 1;
	return 0;
}

int reader_open_csv(const struct reader *reader, struct csv *csv, struct chiso_context *context,
                    size_t i)
{
	const struct source_file *file = &reader->files[i];

	if (file->packed.n)
		return csv_open_packed(csv, context, file->name, &file->packed,
		                       reader->unpacks_aside, file->delimiter, file->skip);
	csv_open(csv, context, file->name, file->bytes.data, file->bytes.n, file->delimiter,
	         file->skip);
	return CHISO_OK;
}

int reader_open_file(struct reader *reader)
{
	struct source_file *file = &reader->files[reader->file];

	if (reader_open_csv(reader, &reader->csv, reader->context, reader->file))
		return CHISO_ENOMEM;
	reader->csv_is_open = 1;
	reader->n_taken = 0;
	int status = csv_next(&reader->csv); /* the header, which has been read before */
	file->n_fields = reader->csv.n_fields;
	if (reader->block && reader->block->begin)
		csv_go_to(&reader->csv, reader->block->begin, reader->block->base + 1);
	reader->released = reader->asked = (size_t)(reader->csv.at - reader->csv.data);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

/* Whether all records of the part of the file have been read, which are all of them where there are
 * no parts. */
static int is_over(const struct reader *reader)
{
	const struct csv *csv = &reader->csv;

	return reader->block && (size_t)(csv->at - csv->data) >= reader->block->end;
}

/* Gives back what a file in memory has been read from. */
static void release(struct reader *reader)
{
	size_t at = (size_t)(reader->csv.at - reader->csv.data);

	bytes_release(&reader->files[reader->file].bytes, reader->released, at);
	reader->released = at;
}

/* What the batches before this one were read from is needed no more, and what comes next is soon. */
static int move_on(struct reader *reader)
{
	/* What is given back makes all processors forget where pages are, so that is rarely done. */
	enum { STEP = 1 << 20, AHEAD = STEP / 2, MOST_KEPT = 4 << 20 };
	const struct bytes *bytes = &reader->files[reader->file].bytes;
	size_t at = (size_t)(reader->csv.at - reader->csv.data);
	size_t end = reader->block ? reader->block->end : bytes->n;

	if (reader->csv.window)
		return csv_window_ready(&reader->csv);
	if (at - reader->released >= MOST_KEPT)
		release(reader);
	size_t to = at + AHEAD + STEP < end ? at + AHEAD + STEP : end;
	/* A record may have ended behind all that was asked for. */
	size_t from = reader->asked < at ? at : reader->asked;
	if (from < to && from < at + AHEAD) {
		bytes_ask_for(bytes, from, to);
		reader->asked = to;
	}
	return CHISO_OK;
}

static void close_file(struct reader *reader)
{
	struct block *block = reader->block;

	if (block) {
		block->stopped = (size_t)(reader->csv.at - reader->csv.data);
		block->lines = reader->csv.line - 1 - block->base;
	}
	if (!reader->csv.window)
		release(reader);
	csv_close(&reader->csv);
	reader->csv_is_open = reader->is_at_end = 0;
	reader->block = NULL;
	reader->file++;
}

/* Whether there is a file to be read, or one more part of it. */
static int has_file(struct reader *reader)
{
	if (reader->blocks && !reader->block) {
		reader->block = blocks_take(reader->blocks, reader);
		reader->file = reader->block ? reader->block->file : reader->n_files;
	}
	return reader->file < reader->n_files;
}

static void report_ragged(struct reader *reader, size_t expected)
{
	char have[NUMBER_ROOM], want[NUMBER_ROOM];

	number_print(have, (double)reader->csv.n_fields);
	number_print(want, (double)expected);
	refuse_record(reader, 0, reader->csv.n_fields < expected ? MSG_RAGGED : MSG_RAGGED_LONG, have,
	              want);
}

int reader_leaves_out(struct reader *reader, int unit)
{
	const struct source_file *file = &reader->files[reader->file];
	const struct csv *csv = &reader->csv;

	if (csv->n_fields != file->n_fields) {
		report_ragged(reader, file->n_fields);
		return 1;
	}
	if (unit < 0 || !is_total(reader, cell_trim(csv->fields[unit].text)))
		return 0;
	reader_meet(reader, &reader->met_totals, csv_place(csv, (size_t)unit));
	return 1;
}

/* Where the file has the column with the unit; -1: nowhere. */
static int unit_field(const struct reader *reader)
{
	return reader->unit.column < 0 ? -1
	                               : reader->files[reader->file].at[reader->unit.column];
}

static void begin_row(struct batch *batch, uint32_t line, const char *records)
{
	batch->line[batch->n] = line;
	batch->records[batch->n] = records;
	batch->bad[batch->n] = 0;
	batch->reject[batch->n] = NO_REJECT;
	batch->own[batch->n] = NULL;
}

/* Takes the current record, with fields of its own.  1 when it is one. */
static int take_record(struct reader *reader)
{
	const struct source_file *file = &reader->files[reader->file];
	struct batch *batch = &reader->batch;
	struct csv *csv = &reader->csv;
	const struct origin *origin = file->origins ? &file->origins[reader->n_taken++] : NULL;

	if (reader_leaves_out(reader, unit_field(reader)))
		return 0;
	begin_row(batch, origin ? origin->line : csv->fields[0].line,
	          origin ? origin->records : NULL);
	struct csv_field *cells = arena_new(&reader->scratch, reader->n_columns, sizeof *cells);
	batch->own[batch->n] = cells;
	batch->n_own++;
	if (!cells)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < reader->n_columns; i++) {
		struct csv_field *cell = &cells[i];

		if (file->at[i] < 0) {
			cell->text.text = "";
			continue;
		}
		*cell = csv->fields[file->at[i]];
		if (origin) {
			cell->line = origin->line;
			cell->column = origin->column;
		}
		/* Unquoted text is gone with the next record. */
		if (cell->text.n && (cell->text.text < csv->data || cell->text.text >= csv->end)) {
			cell->text.text = arena_text(&reader->scratch, cell->text.text, cell->text.n);
			if (!cell->text.text)
				return CHISO_ENOMEM;
		}
	}
	for (const struct adjusted_from *a = origin ? origin->adjusted : NULL; a; a = a->next)
		if (reader_add_adjusted(reader, batch->n, a->column, a->mark))
			return CHISO_ENOMEM;
	return 1;
}

/* Leaves a row out of those that have been taken. */
static void drop_row(struct batch *batch, uint32_t row, uint32_t n)
{
	size_t n_fields = batch->n_fields, left = n - row - 1;
	uint32_t *ends = batch->ends + row * n_fields;

	memmove(batch->begins + row, batch->begins + row + 1, left * sizeof *batch->begins);
	memmove(batch->line + row, batch->line + row + 1, left * sizeof *batch->line);
	memmove(ends, ends + n_fields, left * n_fields * sizeof *ends);
}

/* Whether each row's text begins with a digit. */
static int are_digits(const struct field *field, uint32_t row, uint32_t n)
{
	const uint32_t *begins = field->begins + (size_t)row * field->begin_step;
	const char *text = field->text + field->more;
	const uint32_t step = field->begin_step;
	unsigned any = 0;

	/* From 10 on there is a bit above the lowest four. */
#pragma GCC unroll 4
	for (; row < n; row++, begins += step)
		any |= ((unsigned char)text[*begins] ^ '0') + 6u;
	return any < 16;
}

/* Leaves out the totals among rows that stand in the file; how many rows are left. */
static uint32_t drop_totals(struct reader *reader, uint32_t from, uint32_t n)
{
	struct batch *batch = &reader->batch;
	int at = unit_field(reader);

	if (at < 0)
		return n;
	const struct field field = field_at(batch, at);
	/* Codes are digits, and those are nearly all. */
	if (are_digits(&field, from, n))
		return n;
	for (uint32_t row = from; row < n;) {
		if (!is_total(reader, cell_trim(batch_slice(reader, reader->unit.column, row)))) {
			row++;
			continue;
		}
		reader_meet_cell(reader, &reader->met_totals, reader->unit.column, row);
		drop_row(batch, row, n--);
	}
	return n;
}

/* Takes records that stand in the file as they are, as many as come. */
static int take_plain(struct reader *reader, int *is_full)
{
	const struct block *block = reader->block;
	struct batch *batch = &reader->batch;
	struct csv_rows rows = {.text = batch->text,
	                        .end = batch->text_end,
	                        .spare = batch->spare,
	                        .stop = block && !reader->csv.window
	                                        ? reader->csv.data + block->end
	                                        : NULL,
	                        .begins = batch->begins,
	                        .lines = batch->line,
	                        .ends = batch->ends,
	                        .n = batch->n,
	                        .most = batch->room};
	int status = csv_take_plain(&reader->csv, batch->n_fields, &rows);

	batch->text = rows.text;
	batch->text_end = rows.end;
	batch->spare = rows.spare;
	*is_full = rows.is_full;
	for (uint32_t row = batch->n; reader->project->rejects && row < rows.n; row++)
		batch->reject[row] = NO_REJECT;
	memset(batch->bad + batch->n, 0, rows.n - batch->n);
	batch->n = drop_totals(reader, batch->n, rows.n);
	return status;
}

/* Takes the next records into the batch; *is_full: no more fit; *is_end: there are
 * no more in the file. */
static int take_next(struct reader *reader, int *is_full, int *is_end)
{
	const struct source_file *file = &reader->files[reader->file];
	struct batch *batch = &reader->batch;

	*is_full = 0;
	if (!file->origins && !is_over(reader) && take_plain(reader, is_full))
		return CHISO_ENOMEM;
	*is_end = is_over(reader);
	if (*is_end || *is_full)
		return CHISO_OK;
	if (reader->csv.window)
		reader->csv.window->is_pinned = batch->n > 0;
	int got = csv_next(&reader->csv);
	*is_full = got == CSV_MORE;
	*is_end = !got;
	if (*is_full)
		return CHISO_OK;
	if (got > 0)
		got = take_record(reader);
	batch->n += got > 0;
	*is_full = batch->n == batch->room;
	return got == CHISO_ENOMEM ? got : CHISO_OK;
}

/* ---- batches ---- */

static size_t count_lines(const struct bytes *bytes)
{
	size_t n = 1; /* the last one need not end */

	for (const char *at = bytes->data, *end = at + bytes->n;
	     (at = memchr(at, '\n', (size_t)(end - at))); at++)
		n++;
	return n;
}

/* For how many records there is room in a batch: of small files no more than they may have, since it is made for
 * every dataset before the first one is read.  Where there are more of them, batches are. */
static uint32_t batch_room(const struct reader *reader)
{
	enum { SMALL = 1 << 16, STEP = 64 /* words of yes and no */ };
	size_t n = reader_n_expected(reader);

	for (size_t i = 0; i < reader->n_files && !reader->pivot; i++) {
		const struct source_file *file = &reader->files[i];

		/* What a dataset is made of is not yet there. */
		if (!file->bytes.data || file->packed.n || file->bytes.n > SMALL || reader->collapse)
			return BATCH_ROWS;
		n += count_lines(&file->bytes);
	}
	n = n / STEP * STEP + STEP;
	return n < BATCH_ROWS ? (uint32_t)n : BATCH_ROWS;
}

/* No record has anything of its own at first, see empty_batch(). */
int reader_make_batch(struct reader *reader)
{
	struct batch *batch = &reader->batch;
	struct arena *arena = &reader->arena;
	uint32_t n = batch->room = batch_room(reader);

	batch->unquoted = arena_new(arena, 1, sizeof *batch->unquoted);
	batch->begins = arena_room(arena, n, sizeof *batch->begins);
	batch->own = arena_new(arena, n, sizeof *batch->own);
	batch->bad = arena_room(arena, n, 1);
	batch->reject = arena_room(arena, n, sizeof *batch->reject);
	batch->line = arena_room(arena, n, sizeof *batch->line);
	batch->records = arena_new(arena, n, sizeof *batch->records);
	batch->unit_period = arena_room(arena, n, sizeof *batch->unit_period);
	batch->is_qualified = arena_room(arena, n, 1);
	if (!batch->unquoted || !batch->begins || !batch->own || !batch->bad || !batch->reject || !batch->line || !batch->records ||
	    !batch->unit_period || !batch->is_qualified)
		return CHISO_ENOMEM;
	return CHISO_OK;
}

/* A batch begins with the records of a file that come next. */
static int begin_batch(struct reader *reader)
{
	struct batch *batch = &reader->batch;

	if (!reader->csv_is_open && reader_open_file(reader))
		return CHISO_ENOMEM;
	if (move_on(reader))
		return CHISO_ENOMEM;
	batch->from = &reader->files[reader->file];
	batch->file = batch->from->name;
	batch->n_fields = (uint32_t)batch->from->n_fields;
	size_t n = batch->n_fields * (size_t)batch->room + DIGITS_COLUMNS;
	/* The index has an entry a byte at most. */
	n += batch->from->packed.n || batch->from->bytes.n > CSV_SPARE - INDEX_SPARE
	             ? CSV_SPARE
	             : batch->from->bytes.n + INDEX_SPARE;
	if (n > batch->ends_cap) {
		free(batch->ends);
		batch->ends = malloc(n * sizeof *batch->ends);
		batch->ends_cap = batch->ends ? n : 0;
	}
	return batch->ends ? CHISO_OK : CHISO_ENOMEM;
}

/* Begins without rows, of which none is more than what stands in the file. */
static void empty_batch(struct batch *batch)
{
	if (batch->n_own) {
		memset(batch->own, 0, batch->room * sizeof *batch->own);
		memset(batch->records, 0, batch->room * sizeof *batch->records);
	}
	batch->n = batch->n_own = 0;
	arena_empty(&batch->unquoted->texts);
}

/* Fills the batch from one file: batches never mix files, so a place needs one name.  A file stays open as
 * long as the batch has texts of it. */
int reader_take(struct reader *reader)
{
	struct batch *batch = &reader->batch;

	empty_batch(batch);
	while (!batch->n && has_file(reader)) {
		int is_full = 0;

		if (reader->is_at_end) {
			close_file(reader);
			continue;
		}
		if (begin_batch(reader))
			return CHISO_ENOMEM;
		while (!is_full && !reader->is_at_end)
			if (take_next(reader, &is_full, &reader->is_at_end))
				return CHISO_ENOMEM;
	}
	return batch->n ? 1 : 0;
}
