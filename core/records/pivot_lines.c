/* SPDX-License-Identifier: MIT */
/* Taking the lines of files with one value a line.  Nearly all say of which record and what they are in a
 * way that lines before them did: those are taken as they stand in the file, by where its separators are,
 * and no others are. */
#include "base/grow.h"
#include "records/pivot.h"

#include "base/context.h"
#include "reader/words.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 1024, TOGETHER = 64 };
#define SLACK (65 / 64.) /* lines may be shorter than those before */

/* Some lines of the file, and where the columns that matter are in them. */
struct lines {
	struct csv_rows rows;
	size_t n_fields;
	int keys[2 + MAX_DATASET_KEYS], code, value, marks[PIVOT_MARKS]; /* fields; -1: not in this file */
	size_t n_keys, n_marks;
	/* How the keys of some lines are spelled, side by side, and their codes. */
	uint64_t key_spellings[TOGETHER * (2 + MAX_DATASET_KEYS)], code_spellings[TOGETHER];
};

/* ---- fields ---------------------------------------------------------------------------------- */

/* A field of a line as it stands in the file. */
static inline struct slice raw_field(const struct lines *lines, uint32_t row, int field)
{
	const uint32_t *ends = lines->rows.ends + row * lines->n_fields;

	if (field < 0)
		return (struct slice){"", 0};
	uint32_t begin = field ? ends[field - 1] + 1 : lines->rows.begins[row];
	return (struct slice){lines->rows.text + begin, ends[field] - begin};
}

/* A field with quotes in its text, which are doubled where it stands. */
static int keep_undoubled(struct reader *reader, const struct lines *lines, uint32_t row,
                          struct slice inside, struct pivot_cell *out)
{
	const char *line = lines->rows.text + lines->rows.begins[row];
	char *copy = arena_room(&reader->scratch, inside.n, 1);
	struct csv_field field = {
		.line = lines->rows.lines[row],
		.column = 1 + (uint32_t)text_length(line, (size_t)(inside.text - 1 - line))};

	if (!copy)
		return CHISO_ENOMEM;
	field.text = (struct slice){copy, csv_undouble(copy, inside)};
	return pivot_keep_own(reader, &field, out);
}

/* A field as a cell that stays. */
static inline int keep_cell(struct reader *reader, const struct lines *lines, uint32_t row, int field,
                            struct pivot_cell *out)
{
	struct slice text = raw_field(lines, row, field);

	if (text.n && *text.text == '"') {
		text = (struct slice){text.text + 1, text.n - 2};
		if (memchr(text.text, '"', text.n))
			return keep_undoubled(reader, lines, row, text, out);
	}
	*out = (struct pivot_cell){
		{text.text}, (uint32_t)text.n, field < 0 ? 0 : lines->rows.lines[row]};
	return CHISO_OK;
}

/* ---- spellings ------------------------------------------------------------------------------- */

/* A number for what stands in a field that is longer than a word, or at the end of the file: no word of a
 * text, whose highest byte is its last.  Mostly it is the number of the line before.  0: no memory. */
static uint64_t number_of(struct pivot *pivot, struct slice text)
{
	struct intern *longs = &pivot->long_texts;
	uint32_t number = pivot->last_long;

	if (text.n <= WORD_BYTES)
		return word_of(text);
	if (number >= longs->n || longs->looks[number].length != text.n ||
	    memcmp(longs->texts[number], text.text, text.n) != 0)
		number = intern(longs, text.text, text.n);
	pivot->last_long = number;
	return number == UINT32_MAX ? 0 : number + (uint64_t)1;
}

/* How the fields of n lines are spelled, each as one number; 0 is an empty one. */
static int read_spellings(struct pivot *pivot, const struct lines *lines, uint32_t from, size_t n, int at,
                          uint64_t *out)
{
	if (at < 0) {
		memset(out, 0, n * sizeof *out);
		return CHISO_OK;
	}
	const struct field field = {.text = lines->rows.text,
	                            .end = lines->rows.end,
	                            .ends = lines->rows.ends + at,
	                            .step = (uint32_t)lines->n_fields,
	                            .begins = at ? lines->rows.ends + at - 1 : lines->rows.begins,
	                            .begin_step = at ? (uint32_t)lines->n_fields : 1,
	                            .more = at ? 1 : 0};
	int are_words = words_read(&field, from, n, out);
	for (size_t i = 0; i < n && !are_words; i++) {
		struct slice text = field_text(&field, from + i);

		if (out[i] || !text.n)
			continue;
		out[i] = number_of(pivot, text);
		if (!out[i])
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

__attribute__((always_inline)) static inline int is_same(const struct pivot_spellings *all, uint32_t number,
                                                         const uint64_t *spelling, size_t n)
{
	uint64_t differs = 0, one;

	if (!n)
		return 1;
	const uint32_t *known = all->known.keys + number * 2 * n;
	for (size_t i = 0; i < n; i++) {
		memcpy(&one, known + 2 * i, sizeof one);
		differs |= one ^ spelling[i];
	}
	return !differs;
}

/* What fields mean that are spelled like this; UINT32_MAX: nobody knows yet.  Lines come in some order, so that
 * it is mostly what the line before meant, or what came behind that before. */
__attribute__((always_inline)) static inline uint32_t look_up(struct pivot_spellings *all,
                                                              const uint64_t *spelling, size_t n)
{
	if (!all->known.n)
		return UINT32_MAX;
	if (is_same(all, all->last, spelling, n))
		return all->means[all->last];
	uint32_t found = all->next[all->last];
	if (!is_same(all, found, spelling, n)) {
		found = groups_find(&all->known, (const uint32_t *)(const void *)spelling);
		if (found == UINT32_MAX)
			return found;
		all->next[all->last] = found;
	}
	all->last = found;
	return all->means[found];
}

/* Notes what fields mean. */
static int note(struct pivot_spellings *all, const uint64_t *spelling, uint32_t meaning)
{
	size_t before = all->known.n;

	if (meaning == UINT32_MAX)
		return CHISO_OK;
	uint32_t number = groups_slot(&all->known, (const uint32_t *)(const void *)spelling);
	if (number == UINT32_MAX || GROW(&all->means, number, &all->means_cap) ||
	    GROW(&all->next, number, &all->next_cap))
		return CHISO_ENOMEM;
	if (number == before) {
		all->means[number] = meaning;
		all->next[number] = number;
	}
	if (before)
		all->next[all->last] = number;
	all->last = number;
	return CHISO_OK;
}

static void forget(struct pivot_spellings *all)
{
	groups_clear(&all->known);
	free(all->means);
	free(all->next);
	*all = (struct pivot_spellings){.last = 0};
}

void pivot_forget_spellings(struct pivot *pivot)
{
	forget(&pivot->key_spellings);
	forget(&pivot->code_spellings);
	intern_clear(&pivot->long_texts);
}

/* Of a line among those that have been spelled last. */
static inline const uint64_t *key_spelling(const struct lines *lines, uint32_t row)
{
	return &lines->key_spellings[row % TOGETHER * lines->n_keys];
}

static inline const uint64_t *code_spelling(const struct lines *lines, uint32_t row)
{
	return &lines->code_spellings[row % TOGETHER];
}

/* Spells lines from one on, as many as are looked at together. */
static int spell_rows(struct pivot *pivot, struct lines *lines, uint32_t from)
{
	uint32_t left = lines->rows.n - from, n = left < TOGETHER ? left : TOGETHER;
	uint64_t some[TOGETHER];

	for (size_t k = 0; k < lines->n_keys; k++) {
		if (read_spellings(pivot, lines, from, n, lines->keys[k], some))
			return CHISO_ENOMEM;
		for (size_t i = 0; i < n; i++)
			lines->key_spellings[i * lines->n_keys + k] = some[i];
	}
	return read_spellings(pivot, lines, from, n, lines->code, lines->code_spellings);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Goes back to a line to look at it with care. */
static int take_carefully(struct reader *reader, struct pivot *pivot, const struct lines *lines, uint32_t row)
{
	struct csv *csv = &reader->csv;
	const char *at = csv->at;
	uint32_t number = csv->line;
	struct pivot_line line = {UINT32_MAX, UINT32_MAX};

	csv->at = lines->rows.text + lines->rows.begins[row];
	csv->line = lines->rows.lines[row];
	int got = csv_next(csv);
	int status = got > 0 ? pivot_take_line(reader, pivot, &line) : CHISO_OK;
	csv->at = at;
	csv->line = number;
	arena_empty(&reader->scratch);
	if (got == CHISO_ENOMEM || status ||
	    note(&pivot->key_spellings, key_spelling(lines, row), line.record) ||
	    note(&pivot->code_spellings, code_spelling(lines, row), line.code))
		return CHISO_ENOMEM;
	return pivot_check_codes(reader, pivot);
}

/* Whether all fields of a line are on one: where each is needs no counting then. */
static inline int is_one_line(const struct reader *reader, const struct csv_rows *rows, uint32_t row)
{
	uint32_t behind = row + 1 < rows->n ? rows->lines[row + 1] : reader->csv.line;

	return behind - rows->lines[row] == 1;
}

static int take_row(struct reader *reader, struct pivot *pivot, const struct lines *lines, uint32_t row)
{
	const uint64_t *keys = key_spelling(lines, row);
	/* Mostly they are unit and period. */
	uint32_t record = lines->n_keys == 2 ? look_up(&pivot->key_spellings, keys, 2)
	                                     : look_up(&pivot->key_spellings, keys, lines->n_keys);
	uint32_t code = look_up(&pivot->code_spellings, code_spelling(lines, row), 1);
	struct pivot_cell *marks = lines->n_marks ? pivot->mark_cells + pivot->n_values * lines->n_marks : NULL;
	struct pivot_cell cell;

	if (record == UINT32_MAX || code == UINT32_MAX || !is_one_line(reader, &lines->rows, row) ||
	    pivot_has_code(&pivot->records[record], code))
		return take_carefully(reader, pivot, lines, row);
	int status = keep_cell(reader, lines, row, lines->value, &cell);
	for (size_t i = 0; i < lines->n_marks && !status; i++)
		status = keep_cell(reader, lines, row, lines->marks[i], &marks[i]);
	if (status || code >= PIVOT_CODES)
		return status ? status : pivot_add_value(reader, pivot, record, code, cell);
	pivot_append(pivot, &pivot->records[record], code, &cell);
	return CHISO_OK;
}

/* Makes room for the values of some lines, and for as many as the rest of the file may have when it goes on
 * like this: what is not used of it is not touched. */
static int make_room(const struct reader *reader, struct pivot *pivot, const struct csv_rows *rows)
{
	const struct csv *csv = &reader->csv;
	size_t n = pivot->n_values + (size_t)rows->n;

	if (n <= pivot->values_cap && n * pivot->n_marks <= pivot->marks_cap)
		return CHISO_OK;
	double taken = (double)(csv->at - rows->text) - rows->begins[0];
	double left = (double)(csv->end - csv->at) / taken * rows->n;
	return pivot_make_room(pivot, n + (size_t)(left * SLACK) + ROWS);
}

/* Takes lines that stand in the file as they are, as many as come. */
static int take_rows(struct reader *reader, struct pivot *pivot, struct lines *lines)
{
	int status;

	do {
		lines->rows.n = 0;
		status = csv_take_plain(&reader->csv, lines->n_fields, &lines->rows);
		if (!status && lines->rows.n)
			status = make_room(reader, pivot, &lines->rows);
		for (uint32_t row = 0; row < lines->rows.n && !status; row++) {
			if (row % TOGETHER == 0)
				status = spell_rows(pivot, lines, row);
			if (!status)
				status = take_row(reader, pivot, lines, row);
		}
	} while (!status && lines->rows.is_full);
	return status;
}

static void find_fields(struct lines *lines, const struct reader *reader, const struct pivot *pivot)
{
	const int *at = reader->files[reader->file].at;

	for (size_t i = 0; i < pivot->n_keys; i++)
		lines->keys[lines->n_keys++] = at[pivot->keys[i]];
	for (int mark = 0; mark < PIVOT_MARKS; mark++)
		if (pivot->marks[mark] >= 0)
			lines->marks[lines->n_marks++] = at[pivot->marks[mark]];
	lines->code = at[pivot->code];
	lines->value = at[pivot->value];
}

static int take_lines(struct reader *reader, struct pivot *pivot, struct lines *lines)
{
	int status = CHISO_OK, got = 1;

	while (!status && got) {
		struct pivot_line line;

		status = take_rows(reader, pivot, lines);
		got = status ? 0 : csv_next(&reader->csv);
		if (got == CHISO_ENOMEM)
			return got;
		if (got > 0)
			status = pivot_take_line(reader, pivot, &line);
		/* Columns past all reason are one fault of the project, not one of each line. */
		if (got > 0 && !status)
			status = pivot_check_codes(reader, pivot);
		arena_empty(&reader->scratch);
	}
	return status;
}

int pivot_read_file(struct reader *reader, struct pivot *pivot)
{
	struct lines lines;
	int status = reader_open_file(reader);

	lines.n_keys = lines.n_marks = 0;
	lines.n_fields = reader->files[reader->file].n_fields;
	lines.rows = (struct csv_rows){.most = ROWS};
	lines.rows.begins = malloc(ROWS * sizeof *lines.rows.begins);
	lines.rows.lines = malloc(ROWS * sizeof *lines.rows.lines);
	lines.rows.ends = malloc((lines.n_fields * ROWS + CSV_SPARE) * sizeof *lines.rows.ends);
	if (!lines.rows.begins || !lines.rows.lines || !lines.rows.ends)
		status = CHISO_ENOMEM;
	find_fields(&lines, reader, pivot);
	if (!status)
		status = take_lines(reader, pivot, &lines);
	free(lines.rows.begins);
	free(lines.rows.lines);
	free(lines.rows.ends);
	csv_close(&reader->csv);
	reader->csv_is_open = 0;
	return status;
}
