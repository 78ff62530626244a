/* SPDX-License-Identifier: MIT */
/* The records of files with one value a line as batches.  A value is looked for by its code and row, and
 * stays in the file until somebody reads it. */
#include "records/pivot.h"

#include "reader/words.h"

#include <string.h>

enum { TOGETHER = 64 };

/* ---- cells ----------------------------------------------------------------------------------- */

/* Which file a text stands in. */
static size_t file_of(const struct reader *reader, const char *text)
{
	for (size_t i = 0; i < reader->n_files; i++) {
		const struct bytes *bytes = &reader->files[i].bytes;

		/* At the end there is one byte more. */
		if (text >= bytes->data && text <= bytes->data + bytes->n)
			return i;
	}
	return 0;
}

struct csv_field pivot_field(const struct reader *reader, const struct pivot_cell *cell)
{
	struct csv_field field = {.text = {cell->at.text, cell->n}, .line = cell->line};

	if (cell->n == PIVOT_OWN)
		return *cell->at.own;
	if (!cell->line)
		return field;
	size_t file = file_of(reader, cell->at.text);
	const char *data = reader->files[file].bytes.data, *begin = cell->at.text, *line;
	begin -= begin > data && begin[-1] == '"';
	for (line = begin; line > data && line[-1] != '\n';)
		line--;
	field.column = 1 + (uint32_t)text_length(line, (size_t)(begin - line));
	field.file = (uint32_t)file + 1;
	return field;
}

/* The file of a record's first value. */
static size_t file_of_record(const struct reader *reader, const struct pivot_record *record)
{
	const struct pivot_cell *cell = &reader->pivot->values[record->first].cell;

	if (cell->n == PIVOT_OWN)
		return cell->at.own->file - 1;
	return cell->line ? file_of(reader, cell->at.text) : 0;
}

static const struct pivot_cell *cell_at(const struct pivot *pivot, int column, size_t row)
{
	static const struct pivot_cell none = {{""}, 0, 0};
	size_t at = (size_t)column, mark;

	if (at < pivot->n_keys)
		return &pivot->records[pivot->first + row].keys[at];
	at -= pivot->n_keys;
	if (at < pivot->codes.n) {
		uint32_t value = pivot->at[at * pivot->n_rows + row];

		return value ? &pivot->values[value - 1].cell : &none;
	}
	at -= pivot->codes.n;
	/* The project may have columns behind them. */
	if (at >= pivot->codes.n * pivot->n_marks)
		return &none;
	mark = at % pivot->n_marks;
	uint32_t value = pivot->at[at / pivot->n_marks * pivot->n_rows + row];
	return value ? &pivot->mark_cells[(value - 1) * pivot->n_marks + mark] : &none;
}

struct csv_field pivot_batch_cell(const struct reader *reader, int column, size_t row)
{
	return pivot_field(reader, cell_at(reader->pivot, column, row));
}

struct slice pivot_slice(const struct reader *reader, int column, size_t row)
{
	const struct pivot_cell *cell = cell_at(reader->pivot, column, row);

	return cell->n == PIVOT_OWN ? cell->at.own->text : (struct slice){cell->at.text, cell->n};
}

void pivot_find_lines(const struct reader *reader, int column, uint8_t *has)
{
	const struct pivot *pivot = reader->pivot;
	const struct batch *batch = &reader->batch;
	size_t code = (size_t)column - pivot->n_keys;

	if (!batch->n_own && column >= (int)pivot->n_keys && code < pivot->codes.n) {
		const uint32_t *at = pivot->at + code * pivot->n_rows;

		for (size_t row = 0; row < batch->n; row++)
			has[row] |= at[row] != 0;
		return;
	}
	for (size_t row = 0; row < batch->n; row++)
		has[row] |= batch_cell(reader, column, row).line != 0;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* The word of a text that stands in a file; 0: it can't be read at once. */
static inline uint64_t word_in(const struct bytes *bytes, const char *text, size_t n)
{
	size_t before = (size_t)(text - bytes->data);

	return n - 1 < WORD_BYTES && before < bytes->n && bytes->n - before >= WORD_BYTES
	               ? word_at(text, n)
	               : 0;
}

/* The words of some rows; 0: none, or it can't be read at once. */
static void read_words(const struct reader *reader, const struct bytes *bytes, int column, size_t from,
                       size_t n, uint64_t *words)
{
	const struct pivot *pivot = reader->pivot;
	size_t code = (size_t)column - pivot->n_keys;

	if (column >= (int)pivot->n_keys && code < pivot->codes.n) {
		const uint32_t *at = pivot->at + code * pivot->n_rows + from;

		for (size_t i = 0; i < n; i++) {
			const struct pivot_cell *cell = at[i] ? &pivot->values[at[i] - 1].cell : NULL;

			/* One with a place of its own is longer than any word. */
			words[i] = cell ? word_in(bytes, cell->at.text, cell->n) : 0;
		}
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct slice text = pivot_slice(reader, column, from + i);

		words[i] = word_in(bytes, text.text, text.n);
	}
}

int pivot_read_numbers(struct reader *reader, const struct column_use *use, struct vector *out)
{
	const struct pivot *pivot = reader->pivot;
	const struct bytes *bytes = &reader->files[file_of_record(reader, &pivot->records[pivot->first])].bytes;
	size_t n = reader->batch.n;
	uint64_t words[TOGETHER], others;
	int status = CHISO_OK;

	memset(out->missing, 0, n);
	for (size_t from = 0; from < n && !status; from += TOGETHER) {
		size_t here = n - from < TOGETHER ? n - from : TOGETHER;

		read_words(reader, bytes, use->column, from, here, words);
		others = words_read_numbers(out->at.f64 + from, words, here, reader->style.decimal);
		for (; others && !status; others &= others - 1)
			status = cell_read(reader, use, from + (size_t)__builtin_ctzll(others), out);
	}
	return status;
}

/* ---- records --------------------------------------------------------------------------------- */

size_t reader_n_expected(const struct reader *reader)
{
	return reader->pivot ? reader->pivot->records_by_key.n : 0;
}

/* Puts the values of the batch in their places. */
static int place_values(struct reader *reader)
{
	struct pivot *pivot = reader->pivot;

	pivot->at = arena_new(&reader->scratch, pivot->codes.n * pivot->n_rows, sizeof *pivot->at);
	for (size_t row = 0; row < pivot->n_rows && pivot->at; row++)
		for (uint32_t at = pivot->records[pivot->first + row].first; at != NO_VALUE;
		     at = pivot->values[at].next)
			pivot->at[pivot->values[at].code * pivot->n_rows + row] = at + 1;
	return pivot->at ? CHISO_OK : CHISO_ENOMEM;
}

int pivot_fill(struct reader *reader)
{
	struct pivot *pivot = reader->pivot;
	struct batch *batch = &reader->batch;

	pivot->first = pivot->next;
	batch->n_own = 0;
	for (batch->n = 0; batch->n < batch->room && pivot->next < pivot->records_by_key.n;) {
		const struct pivot_record *record = &pivot->records[pivot->next];
		const char *name = reader->files[file_of_record(reader, record)].name;

		/* Batches don't mix files, but by the cells of a record. */
		if (batch->n && name != batch->file)
			break;
		batch->file = name;
		batch->line[batch->n] = pivot->values[record->first].cell.line;
		batch->records[batch->n] = NULL;
		batch->own[batch->n] = NULL;
		batch->bad[batch->n] = 0;
		batch->reject[batch->n] = NO_REJECT;
		batch->n++;
		pivot->next++;
	}
	pivot->n_rows = batch->n;
	if (!batch->n)
		return 0;
	return place_values(reader) ? CHISO_ENOMEM : 1;
}
