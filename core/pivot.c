/* SPDX-License-Identifier: MIT */
#include "pivot.h"

#include "context.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CODES = 1000, SPELLING = 256 /* bytes of keys that are looked up as they are */ };
#define NO_VALUE SIZE_MAX

/* ---- which columns ---- */

/* The column of a mark, as the project names it. */
static const struct binding *binding_of(const struct reader *reader, int mark)
{
	const struct figures_spec *figures = &reader->spec->figures;

	if (mark < MARK_KINDS)
		return &figures->marks[mark];
	return figures->n_qualifiers ? &figures->qualifiers[0] : NULL;
}

static void report_no_column(struct reader *reader, const struct binding *binding)
{
	struct nearest near = nearest_to(binding->source);

	for (size_t i = 0; i < reader->n_columns; i++)
		nearest_offer(&near, reader->columns[i]);
	report(reader->context, near.best ? MSG_NO_SUCH_COLUMN_NEAR : MSG_NO_SUCH_COLUMN_HERE,
	       binding->place, binding->source, near.best ? near.best : reader->files[0].name);
}

static void find_marks(struct reader *reader, struct pivot *pivot)
{
	const struct figures_spec *figures = &reader->spec->figures;
	const char *value = reader->spec->lines.value.source;

	for (size_t i = 0; i < figures->n_qualifiers; i++)
		if (strcmp(figures->qualifiers[i].name, value) != 0)
			report(reader->context, MSG_LONG_QUALIFIED, figures->qualifiers[i].place,
			       figures->qualifiers[i].name, value);
	for (int mark = 0; mark < PIVOT_MARKS; mark++) {
		const struct binding *binding = binding_of(reader, mark);

		pivot->marks[mark] = -1;
		if (!binding || !binding->source)
			continue;
		pivot->marks[mark] = reader_column(reader, binding->source);
		if (pivot->marks[mark] < 0)
			report_no_column(reader, binding);
		pivot->n_marks += pivot->marks[mark] >= 0;
	}
}

static void add_key(struct reader *reader, struct pivot *pivot, const char *name)
{
	int column = name ? reader_column(reader, name) : -1;

	/* A column of the project's own is computed from those of the group. */
	if (column < 0)
		return;
	for (size_t i = 0; i < pivot->n_keys; i++)
		if (pivot->keys[i] == column)
			return;
	pivot->keys[pivot->n_keys++] = column;
}

static void find_columns(struct reader *reader, struct pivot *pivot)
{
	const struct dataset_spec *spec = reader->spec;

	pivot->unit = spec->unit.column ? reader_column(reader, spec->unit.column) : -1;
	pivot->code = reader_column(reader, spec->lines.code.source);
	pivot->value = reader_column(reader, spec->lines.value.source);
	add_key(reader, pivot, spec->unit.column);
	size_t before = pivot->n_keys;
	add_key(reader, pivot, spec->period.column);
	pivot->period_key = pivot->n_keys > before ? (int)before : -1;
	for (size_t i = 0; i < spec->lines.group.n; i++)
		add_key(reader, pivot, spec->lines.group.items[i]);
	find_marks(reader, pivot);
}

/* ---- taking lines ---- */

/* A field of the current line that stays; an empty one where the file lacks the column. */
static int keep_field(struct reader *reader, int column, struct csv_field *out)
{
	const struct source_file *file = &reader->files[reader->file];
	const struct csv *csv = &reader->csv;

	*out = (struct csv_field){.text = {"", 0}};
	if (column < 0 || file->at[column] < 0)
		return CHISO_OK;
	*out = csv->fields[file->at[column]];
	out->file = (uint32_t)reader->file + 1;
	/* Unquoted text is gone with the next line. */
	if (out->text.n && (out->text.text < csv->data || out->text.text >= csv->end))
		out->text.text = arena_text(&reader->arena, out->text.text, out->text.n);
	return out->text.text ? CHISO_OK : CHISO_ENOMEM;
}

static struct slice field_text(const struct reader *reader, int column)
{
	int at = reader->files[reader->file].at[column];

	return at < 0 ? (struct slice){"", 0} : cell_trim(reader->csv.fields[at].text);
}

/* The number of a record by its keys; UINT32_MAX without memory.  Two spellings of a period are one. */
static uint32_t record_of_keys(struct reader *reader, struct pivot *pivot)
{
	const char *key = "";
	char label[PERIOD_ROOM] = "";
	struct period period;

	for (size_t i = 0; i < pivot->n_keys && key; i++) {
		struct slice text = field_text(reader, pivot->keys[i]);

		if ((int)i == pivot->period_key && !period_read(&period, text.text, text.n))
			text = (struct slice){label, period_print(label, period)};
		key = arena_printf(&reader->scratch, "%s%zu:%.*s", key, text.n, (int)text.n, text.text);
	}
	return key ? intern(&pivot->records_by_key, key, strlen(key)) : UINT32_MAX;
}

/* The keys as they are written, each with its length in front; 0: they are too long. */
static size_t spell_keys(char out[SPELLING], const struct reader *reader, const struct pivot *pivot)
{
	size_t n = 0;

	for (size_t i = 0; i < pivot->n_keys; i++) {
		struct slice text = field_text(reader, pivot->keys[i]);

		if (text.n >= SPELLING - n)
			return 0;
		out[n++] = (char)text.n;
		memcpy(out + n, text.text, text.n);
		n += text.n;
	}
	return n;
}

static uint32_t find_record(struct reader *reader, struct pivot *pivot)
{
	char keys[SPELLING];
	size_t n = spell_keys(keys, reader, pivot), before = pivot->key_spellings.n;

	if (!n)
		return record_of_keys(reader, pivot);
	uint32_t spelling = intern(&pivot->key_spellings, keys, n);
	if (spelling == UINT32_MAX || GROW(&pivot->record_of, spelling, &pivot->record_of_cap))
		return UINT32_MAX;
	if (spelling == before)
		pivot->record_of[spelling] = record_of_keys(reader, pivot);
	return pivot->record_of[spelling];
}

static int begin_record(struct reader *reader, struct pivot *pivot, uint32_t at)
{
	if (GROW(&pivot->records, at, &pivot->records_cap))
		return CHISO_ENOMEM;
	struct pivot_record *record = &pivot->records[at];
	*record = (struct pivot_record){.first = NO_VALUE, .last = NO_VALUE};
	record->keys = arena_new(&reader->arena, pivot->n_keys, sizeof *record->keys);
	int status = record->keys ? CHISO_OK : CHISO_ENOMEM;
	for (size_t i = 0; i < pivot->n_keys && !status; i++)
		status = keep_field(reader, pivot->keys[i], &record->keys[i]);
	return status;
}

static int add_value(struct reader *reader, struct pivot *pivot, uint32_t record, size_t at)
{
	if (GROW(&pivot->values, at, &pivot->values_cap))
		return CHISO_ENOMEM;
	struct pivot_value *value = &pivot->values[at];
	value->next = NO_VALUE;
	value->fields = arena_new(&reader->arena, 1 + pivot->n_marks, sizeof *value->fields);
	int status = value->fields ? keep_field(reader, pivot->value, value->fields) : CHISO_ENOMEM;
	size_t n = 1;
	for (int mark = 0; mark < PIVOT_MARKS && !status; mark++)
		if (pivot->marks[mark] >= 0)
			status = keep_field(reader, pivot->marks[mark], &value->fields[n++]);
	struct pivot_record *of = &pivot->records[record];
	if (of->last == NO_VALUE)
		of->first = at;
	else
		pivot->values[of->last].next = at;
	of->last = at;
	return status;
}

static void refuse_twice(struct reader *reader, const struct csv_field *first, const char *code)
{
	size_t at = (size_t)reader->files[reader->file].at[reader->pivot->value];
	char line[NUMBER_ROOM];

	line[number_print(line, first->line)] = '\0';
	refuse_record(reader, at, MSG_LONG_TWICE, code, reader->files[first->file - 1].name, line);
}

/* The number of a code; UINT32_MAX: the line has none that can be used, which is reported. */
static int read_code(struct reader *reader, struct pivot *pivot, struct slice text, uint32_t *out)
{
	const struct source_file *file = &reader->files[reader->file];
	const char *name = reader->spec->lines.code.source;
	const char *code = text_nfc(&reader->scratch, text.text, text.n);
	size_t n = code == text.text ? text.n : code ? strlen(code) : 0;

	if (!code)
		return CHISO_ENOMEM;
	*out = UINT32_MAX;
	if (!n) {
		refuse_record(reader, (size_t)file->at[pivot->code], MSG_LONG_NO_CODE, "", name);
		return CHISO_OK;
	}
	for (size_t i = 0; i < pivot->n_keys; i++)
		if (slice_is((struct slice){code, n}, reader->columns[pivot->keys[i]])) {
			refuse_record(reader, (size_t)file->at[pivot->code], MSG_COLUMN_TWICE,
			              reader->columns[pivot->keys[i]]);
			return CHISO_OK;
		}
	*out = intern(&pivot->codes, code, n);
	return *out == UINT32_MAX ? CHISO_ENOMEM : CHISO_OK;
}

/* A code that has been met is known by its spelling, mostly by that of the line before. */
static int find_code(struct reader *reader, struct pivot *pivot, uint32_t *out)
{
	struct slice text = field_text(reader, pivot->code);
	const struct intern *known = &pivot->code_spellings;
	uint32_t spelling = pivot->last_code;

	if (spelling >= known->n || known->looks[spelling].length != text.n ||
	    memcmp(known->texts[spelling], text.text, text.n) != 0)
		spelling = intern_find(known, text.text, text.n);
	if (spelling != UINT32_MAX) {
		pivot->last_code = spelling;
		*out = pivot->code_of[spelling];
		return CHISO_OK;
	}
	int status = read_code(reader, pivot, text, out);
	if (status || *out == UINT32_MAX)
		return status;
	spelling = intern(&pivot->code_spellings, text.text, text.n);
	if (spelling == UINT32_MAX || GROW(&pivot->code_of, spelling, &pivot->code_of_cap))
		return CHISO_ENOMEM;
	pivot->code_of[spelling] = *out;
	return CHISO_OK;
}

static int take_line(struct reader *reader, struct pivot *pivot)
{
	const struct source_file *file = &reader->files[reader->file];
	uint32_t pair[2];

	if (reader_leaves_out(reader, pivot->unit < 0 ? -1 : file->at[pivot->unit]))
		return CHISO_OK;
	int status = find_code(reader, pivot, &pair[1]);
	if (status || pair[1] == UINT32_MAX)
		return status;
	size_t n_records = pivot->records_by_key.n, before = pivot->pairs.n;
	pair[0] = find_record(reader, pivot);
	if (pair[0] == UINT32_MAX ||
	    (pair[0] == n_records && begin_record(reader, pivot, pair[0])))
		return CHISO_ENOMEM;
	uint32_t at = groups_slot(&pivot->pairs, pair);
	if (at == UINT32_MAX)
		return CHISO_ENOMEM;
	if (at == before)
		return add_value(reader, pivot, pair[0], at);
	refuse_twice(reader, pivot->values[at].fields, pivot->codes.texts[pair[1]]);
	return CHISO_OK;
}

static void refuse_codes(struct reader *reader, const struct pivot *pivot)
{
	size_t at = (size_t)reader->files[reader->file].at[pivot->code];
	char most[NUMBER_ROOM];

	most[number_print(most, MOST_CODES)] = '\0';
	report(reader->context, MSG_LONG_CODES, csv_place(&reader->csv, at),
	       pivot->codes.texts[MOST_CODES], reader->columns[pivot->code], most);
}

static int read_file(struct reader *reader, struct pivot *pivot)
{
	int got = CHISO_OK, status = reader_open_file(reader);

	/* Columns past all reason are one fault of the project, not one of each line. */
	while (!status && (got = csv_next(&reader->csv)) && got != CHISO_ENOMEM) {
		if (got > 0)
			status = take_line(reader, pivot);
		arena_clear(&reader->scratch);
		if (!status && pivot->codes.n > MOST_CODES) {
			refuse_codes(reader, pivot);
			status = CHISO_EDATA;
		}
	}
	csv_close(&reader->csv);
	reader->csv_is_open = 0;
	return got == CHISO_ENOMEM ? got : status;
}

/* ---- the columns of the records ---- */

static int column_of_code(const struct pivot *pivot, size_t code)
{
	return (int)(pivot->n_keys + code);
}

int pivot_column_of(const struct pivot *pivot, size_t value)
{
	return column_of_code(pivot, groups_key(&pivot->pairs, (uint32_t)value)[1]);
}

/* The column of the i-th mark of a code's values. */
static int column_of_mark(const struct pivot *pivot, size_t code, size_t i)
{
	return (int)(pivot->n_keys + pivot->codes.n + code * pivot->n_marks + i);
}

static int name_columns(struct reader *reader, struct pivot *pivot)
{
	const char *marks[PIVOT_MARKS];
	size_t n_marks = 0, n = pivot->n_keys + pivot->codes.n * (1 + pivot->n_marks);
	const char **names = malloc((n + 1) * sizeof *names);
	int no_memory = !names;

	for (int mark = 0; mark < PIVOT_MARKS; mark++)
		if (pivot->marks[mark] >= 0)
			marks[n_marks++] = reader->columns[pivot->marks[mark]];
	for (size_t i = 0; i < pivot->n_keys && names; i++)
		names[i] = reader->columns[pivot->keys[i]];
	for (size_t code = 0; code < pivot->codes.n && !no_memory; code++) {
		names[column_of_code(pivot, code)] = pivot->codes.texts[code];
		for (size_t i = 0; i < n_marks && !no_memory; i++) {
			const char *name = arena_printf(&reader->arena, "%s/%s",
			                                pivot->codes.texts[code], marks[i]);

			names[column_of_mark(pivot, code, i)] = name;
			no_memory = !name;
		}
	}
	if (no_memory) {
		free(names);
		return CHISO_ENOMEM;
	}
	free(reader->columns);
	reader->columns = names;
	reader->n_columns = n;
	reader->columns_cap = n + 1;
	return CHISO_OK;
}

int pivot_open(struct reader *reader)
{
	struct pivot *pivot = arena_new(&reader->arena, 1, sizeof *pivot);
	int status = CHISO_OK;

	if (!pivot)
		return CHISO_ENOMEM;
	reader->pivot = pivot;
	groups_init(&pivot->pairs, 2);
	find_columns(reader, pivot);
	for (reader->file = 0; reader->file < reader->n_files && !status; reader->file++)
		status = read_file(reader, pivot);
	reader->file = 0;
	return status ? status : name_columns(reader, pivot);
}

void pivot_rest(struct pivot *pivot)
{
	intern_clear(&pivot->records_by_key);
	intern_clear(&pivot->key_spellings);
	intern_clear(&pivot->code_spellings);
	free(pivot->record_of);
	free(pivot->code_of);
	groups_clear(&pivot->pairs);
	free(pivot->records);
	free(pivot->values);
	pivot->record_of = pivot->code_of = NULL;
	pivot->records = NULL;
	pivot->values = NULL;
	pivot->record_of_cap = pivot->code_of_cap = pivot->records_cap = pivot->values_cap = 0;
}

void pivot_close(struct pivot *pivot)
{
	if (!pivot)
		return;
	pivot_rest(pivot);
	intern_clear(&pivot->codes);
}

/* ---- giving records ---- */

static int give_record(struct reader *reader, const struct pivot_record *record, size_t row)
{
	const struct pivot *pivot = reader->pivot;
	struct csv_field *cells = arena_new(&reader->scratch, reader->n_columns, sizeof *cells);

	reader->batch.own[row] = cells;
	if (!cells)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < reader->n_columns; i++)
		cells[i].text.text = "";
	for (size_t i = 0; i < pivot->n_keys; i++)
		cells[i] = record->keys[i];
	for (size_t at = record->first; at != NO_VALUE; at = pivot->values[at].next) {
		const struct csv_field *fields = pivot->values[at].fields;
		size_t code = groups_key(&pivot->pairs, (uint32_t)at)[1];

		cells[column_of_code(pivot, code)] = fields[0];
		for (size_t i = 0; i < pivot->n_marks; i++)
			cells[column_of_mark(pivot, code, i)] = fields[1 + i];
	}
	return CHISO_OK;
}

int pivot_fill(struct reader *reader)
{
	struct pivot *pivot = reader->pivot;
	struct batch *batch = &reader->batch;

	for (batch->n = 0; batch->n < BATCH_ROWS && pivot->next < pivot->records_by_key.n;) {
		const struct pivot_record *record = &pivot->records[pivot->next];
		const struct csv_field *first = pivot->values[record->first].fields;
		const char *name = reader->files[first->file - 1].name;

		/* Batches don't mix files, but by the cells of a record. */
		if (batch->n && name != batch->file)
			break;
		batch->file = name;
		batch->line[batch->n] = first->line;
		batch->records[batch->n] = NULL;
		batch->bad[batch->n] = 0;
		batch->reject[batch->n] = NO_REJECT;
		if (give_record(reader, record, batch->n++))
			return CHISO_ENOMEM;
		pivot->next++;
	}
	return batch->n > 0;
}

/* ---- binding ---- */

static struct bound bound_to(int column)
{
	return (struct bound){.column = column};
}

int pivot_bind_marks(struct reader *reader)
{
	const struct pivot *pivot = reader->pivot;
	size_t n = pivot->codes.n;

	reader->marks = arena_new(&reader->arena, n, sizeof *reader->marks);
	reader->qualified = arena_new(&reader->arena, n, sizeof *reader->qualified);
	if (!reader->marks || !reader->qualified)
		return CHISO_ENOMEM;
	for (size_t code = 0; code < n; code++) {
		struct marks *marks = &reader->marks[reader->n_marks++];
		size_t i = 0;

		marks->column = column_of_code(pivot, code);
		for (int kind = 0; kind < MARK_KINDS; kind++)
			marks->by[kind] = bound_to(pivot->marks[kind] < 0
			                                   ? -1
			                                   : column_of_mark(pivot, code, i++));
		if (pivot->marks[MARK_KINDS] >= 0)
			reader->qualified[reader->n_qualified++] =
				(struct qualified){-1, marks->column,
			                           bound_to(column_of_mark(pivot, code, i))};
	}
	return CHISO_OK;
}
