/* SPDX-License-Identifier: MIT */
#include "records/pivot.h"

#include "base/context.h"
#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CODES = 1000 };

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

/* A field of the current line as a cell that stays; an empty one where the file lacks the column. */
static int keep_field(struct reader *reader, int column, struct pivot_cell *out)
{
	const struct source_file *file = &reader->files[reader->file];
	const struct csv *csv = &reader->csv;

	*out = (struct pivot_cell){{""}, 0, 0};
	if (column < 0 || file->at[column] < 0)
		return CHISO_OK;
	const struct csv_field *field = &csv->fields[file->at[column]];
	*out = (struct pivot_cell){{field->text.text}, (uint32_t)field->text.n, field->line};
	/* Unquoted text is gone with the next line. */
	return out->n && (out->at.text < csv->data || out->at.text >= csv->end)
	               ? pivot_keep_own(reader, field, out)
	               : CHISO_OK;
}

int pivot_keep_own(struct reader *reader, const struct csv_field *field, struct pivot_cell *out)
{
	struct csv_field *own = arena_new(&reader->arena, 1, sizeof *own);
	const char *text = arena_text(&reader->arena, field->text.text, field->text.n);

	if (!own || !text)
		return CHISO_ENOMEM;
	*own = *field;
	own->text.text = text;
	own->file = (uint32_t)reader->file + 1;
	*out = (struct pivot_cell){{.own = own}, PIVOT_OWN, field->line};
	return CHISO_OK;
}

static struct slice field_text(const struct reader *reader, int column)
{
	int at = reader->files[reader->file].at[column];

	return at < 0 ? (struct slice){"", 0} : cell_trim(reader->csv.fields[at].text);
}

/* The number of a record by its keys, each with its length in front; UINT32_MAX without memory.  Two
 * spellings of a period are one. */
static uint32_t record_of_keys(struct reader *reader, struct pivot *pivot)
{
	struct slice texts[2 + MAX_DATASET_KEYS] = {{NULL, 0}};
	char label[PERIOD_ROOM] = "", *key, *to;
	struct period period;
	size_t room = 0;

	for (size_t i = 0; i < pivot->n_keys; i++) {
		texts[i] = field_text(reader, pivot->keys[i]);
		if ((int)i == pivot->period_key && !period_read(&period, texts[i].text, texts[i].n))
			texts[i] = (struct slice){label, period_print(label, period)};
		room += sizeof texts[i].n + texts[i].n;
	}
	to = key = arena_room(&reader->scratch, room, 1);
	for (size_t i = 0; i < pivot->n_keys && key; i++) {
		memcpy(to, &texts[i].n, sizeof texts[i].n);
		to += sizeof texts[i].n;
		memcpy(to, texts[i].text, texts[i].n);
		to += texts[i].n;
	}
	return key ? intern(&pivot->records_by_key, key, room) : UINT32_MAX;
}

static int begin_record(struct reader *reader, struct pivot *pivot, uint32_t at)
{
	if (GROW(&pivot->records, at, &pivot->records_cap))
		return CHISO_ENOMEM;
	struct pivot_record *record = &pivot->records[at];
	*record = (struct pivot_record){.first = NO_VALUE, .last = NO_VALUE};
	record->keys = arena_room(&reader->arena, pivot->n_keys, sizeof *record->keys);
	int status = record->keys ? CHISO_OK : CHISO_ENOMEM;
	for (size_t i = 0; i < pivot->n_keys && !status; i++)
		status = keep_field(reader, pivot->keys[i], &record->keys[i]);
	return status;
}

int pivot_make_room(struct pivot *pivot, size_t n)
{
	return n >= NO_VALUE || PROVIDE(&pivot->values, &pivot->values_cap, n) ||
	                       PROVIDE(&pivot->mark_cells, &pivot->marks_cap, n * pivot->n_marks)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int pivot_add_value(struct reader *reader, struct pivot *pivot, uint32_t record, uint32_t code,
                    struct pivot_cell cell)
{
	struct pivot_record *of = &pivot->records[record];

	if (code >= PIVOT_CODES && !of->more_codes) {
		of->more_codes = arena_new(&reader->arena, MOST_CODES / PIVOT_CODES,
		                           sizeof *of->more_codes);
		if (!of->more_codes)
			return CHISO_ENOMEM;
	}
	pivot_append(pivot, of, code, &cell);
	return CHISO_OK;
}

/* Adds the value of the current line, and its marks. */
static int add_value(struct reader *reader, struct pivot *pivot, const struct pivot_line *line)
{
	struct pivot_cell cell;
	int status = pivot_make_room(pivot, pivot->n_values + (size_t)1);
	size_t at = pivot->n_values * pivot->n_marks;

	if (!status)
		status = keep_field(reader, pivot->value, &cell);
	for (int mark = 0; mark < PIVOT_MARKS && !status; mark++)
		if (pivot->marks[mark] >= 0)
			status = keep_field(reader, pivot->marks[mark], &pivot->mark_cells[at++]);
	return status ? status : pivot_add_value(reader, pivot, line->record, line->code, cell);
}

/* Says that a record has had a value of this code. */
static void refuse_twice(struct reader *reader, const struct pivot *pivot, const struct pivot_line *line)
{
	size_t at = (size_t)reader->files[reader->file].at[pivot->value];
	uint32_t value = pivot->records[line->record].first;
	char text[NUMBER_ROOM];

	while (pivot->values[value].code != line->code)
		value = pivot->values[value].next;
	struct csv_field first = pivot_field(reader, &pivot->values[value].cell);
	text[number_print(text, first.line)] = '\0';
	refuse_record(reader, at, MSG_LONG_TWICE, pivot->codes.texts[line->code],
	              reader->files[first.file ? first.file - 1 : 0].name, text);
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

int pivot_take_line(struct reader *reader, struct pivot *pivot, struct pivot_line *line)
{
	const struct source_file *file = &reader->files[reader->file];

	*line = (struct pivot_line){UINT32_MAX, UINT32_MAX};
	if (reader_leaves_out(reader, pivot->unit < 0 ? -1 : file->at[pivot->unit]))
		return CHISO_OK;
	int status = read_code(reader, pivot, field_text(reader, pivot->code), &line->code);
	if (status || line->code == UINT32_MAX)
		return status;
	size_t n_records = pivot->records_by_key.n;
	line->record = record_of_keys(reader, pivot);
	if (line->record == UINT32_MAX ||
	    (line->record == n_records && begin_record(reader, pivot, line->record)))
		return CHISO_ENOMEM;
	if (!pivot_has_code(&pivot->records[line->record], line->code))
		return add_value(reader, pivot, line);
	refuse_twice(reader, pivot, line);
	return CHISO_OK;
}

int pivot_check_codes(struct reader *reader, const struct pivot *pivot)
{
	size_t at = (size_t)reader->files[reader->file].at[pivot->code];
	char most[NUMBER_ROOM];

	if (pivot->codes.n <= MOST_CODES)
		return CHISO_OK;
	most[number_print(most, MOST_CODES)] = '\0';
	report(reader->context, MSG_LONG_CODES, csv_place(&reader->csv, at),
	       pivot->codes.texts[MOST_CODES], reader->columns[pivot->code], most);
	return CHISO_EDATA;
}

/* ---- the columns of the records ---- */

static int column_of_code(const struct pivot *pivot, size_t code)
{
	return (int)(pivot->n_keys + code);
}

int pivot_column_of(const struct pivot *pivot, size_t value)
{
	return column_of_code(pivot, pivot->values[value].code);
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
	find_columns(reader, pivot);
	groups_init(&pivot->key_spellings.known, 2 * pivot->n_keys);
	groups_init(&pivot->code_spellings.known, 2);
	for (reader->file = 0; reader->file < reader->n_files && !status; reader->file++)
		status = pivot_read_file(reader, pivot);
	reader->file = 0;
	return status ? status : name_columns(reader, pivot);
}

void pivot_rest(struct pivot *pivot)
{
	intern_clear(&pivot->records_by_key);
	pivot_forget_spellings(pivot);
	free(pivot->records);
	free(pivot->values);
	free(pivot->mark_cells);
	pivot->records = NULL;
	pivot->values = NULL;
	pivot->mark_cells = NULL;
	pivot->records_cap = pivot->values_cap = pivot->marks_cap = 0;
}

void pivot_close(struct pivot *pivot)
{
	if (!pivot)
		return;
	pivot_rest(pivot);
	intern_clear(&pivot->codes);
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
