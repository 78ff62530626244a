/* SPDX-License-Identifier: MIT */
/* How files write numbers, which they do not declare: the first cells that can be read in one way only tell it.  All
 * cells are asked, for others may contradict them; but what has no sign in it that could say something new is passed
 * over. */
#include "reader/reader.h"

#include "base/context.h"
#include "files/stream.h"
#include "records/pivot.h"

#include <stdlib.h>
#include <string.h>

/* Looked for in steps, so that a large file does not stay in memory. */
enum { STEP = 4 << 20 };

/* ---- what cells tell ---- */

/* The first cell of each kind that was met. */
struct evidence {
	struct place point, comma, either;
	char point_text[64], comma_text[64], either_text[64];
};

static void keep(struct place *place, char text[64], struct place at, struct slice cell)
{
	size_t n = cell.n < 63 ? cell.n : 63;

	if (place->file)
		return;
	*place = at;
	memcpy(text, cell.text, n);
	text[n] = 0;
}

static void look_at_cell(struct evidence *evidence, const struct csv_field *field, struct place place,
                         char delimiter)
{
	struct slice cell = cell_trim(field->text);

	if (!memchr(cell.text, ',', cell.n) && !memchr(cell.text, '.', cell.n))
		return;
	switch (number_evidence(cell.text, cell.n)) {
	case NUMBER_POINT:
		keep(&evidence->point, evidence->point_text, place, cell);
		break;
	case NUMBER_COMMA:
		keep(&evidence->comma, evidence->comma_text, place, cell);
		break;
	case NUMBER_EITHER:
		/* In a file of commas a point is the decimal sign, as everywhere. */
		if (delimiter != ',' || memchr(cell.text, ',', cell.n))
			keep(&evidence->either, evidence->either_text, place, cell);
		break;
	default:
		break;
	}
}

static int is_number(const struct column_use *use)
{
	return use->type == CHISO_F64 || use->is_number;
}

/* Whether a field between commas can tell more than a point does. */
static int has_quoted_comma(const struct csv_field *field)
{
	return field->quoted && memchr(field->text.text, ',', field->text.n);
}

static void look_at_record(const struct reader *reader, const struct source_file *file,
                           const struct csv *csv, int are_quoted, struct evidence *evidence)
{
	for (size_t u = 0; u < reader->n_uses; u++) {
		int at = file->at[reader->uses[u].column];

		if (!is_number(&reader->uses[u]) || at < 0 || (size_t)at >= csv->n_fields ||
		    (are_quoted && !has_quoted_comma(&csv->fields[at])))
			continue;
		look_at_cell(evidence, &csv->fields[at], csv_place(csv, (size_t)at),
		             csv->delimiter);
	}
}

/* ---- whether any can ---- */

static void has_quotes(int *has, const struct bytes *bytes)
{
	for (size_t at = 0; at < bytes->n && !*has; at += STEP) {
		size_t n = bytes->n - at < STEP ? bytes->n - at : STEP;

		*has = memchr(bytes->data + at, '"', n) != NULL;
		bytes_release(bytes, at, at + n);
	}
}

static int has_quotes_packed(int *has, const struct reader *reader, const struct bytes *packed)
{
	enum { PIECE = 256 << 10 };
	char *step = malloc(PIECE);
	struct stream *stream = NULL;
	int status = step ? stream_open(&stream, packed, reader->unpacks_aside) : CHISO_ENOMEM;

	for (size_t n = PIECE; !status && n == PIECE && !*has;) {
		n = stream_read(stream, step, PIECE);
		*has = memchr(step, '"', n) != NULL;
	}
	stream_close(stream);
	free(step);
	return status;
}

/* Unquoted fields between commas have no commas: nothing to find. */
static int has_evidence(int *has, const struct reader *reader, const struct source_file *file)
{
	*has = file->delimiter != ',';
	if (!*has && file->packed.n)
		return has_quotes_packed(has, reader, &file->packed);
	if (!*has)
		has_quotes(has, &file->bytes);
	return CHISO_OK;
}

/* Values of a line each: those whose codes somebody reads as numbers. */
static int gather_from_pivot(const struct reader *reader, struct evidence *evidence)
{
	const struct pivot *pivot = reader->pivot;
	uint8_t *is_wanted = calloc(reader->n_columns + 1, 1);
	int has = 0, status = is_wanted ? CHISO_OK : CHISO_ENOMEM;

	for (size_t i = 0; i < reader->n_files && !has && !status; i++)
		status = has_evidence(&has, reader, &reader->files[i]);
	for (size_t u = 0; u < reader->n_uses && !status; u++)
		is_wanted[reader->uses[u].column] |= (uint8_t)is_number(&reader->uses[u]);
	for (size_t i = 0; has && !status && i < pivot->n_values; i++) {
		const struct pivot_cell *cell = &pivot->values[i].cell;

		if (!is_wanted[pivot_column_of(pivot, i)] || !cell->line)
			continue;
		struct csv_field field = pivot_field(reader, cell);
		const struct source_file *file = &reader->files[field.file - 1];
		look_at_cell(evidence, &field, (struct place){file->name, field.line, field.column},
		             file->delimiter);
	}
	free(is_wanted);
	return status;
}

/* ---- what has nothing new to say ---- */

/* Whether nothing else that is met makes a difference. */
static int is_settled(const struct evidence *evidence)
{
	return evidence->point.file && evidence->comma.file;
}

/* Where signs come next, as far as they have been looked for; NULL: they have not. */
struct next {
	const char *point, *comma, *quote;
};

/* The next place of a sign from where the file is read; the end: there is none. */
static const char *find_sign(const char **known, const struct csv *csv, const struct bytes *bytes, char sign)
{
	const char *at = csv->at, *found = *known;

	if (found && found >= at)
		return found;
	for (found = NULL; at < csv->end && !found;) {
		size_t n = csv->end - at < STEP ? (size_t)(csv->end - at) : STEP;

		found = memchr(at, sign, n);
		at += n;
		if (!found)
			bytes_release(bytes, (size_t)(at - n - bytes->data), (size_t)(at - bytes->data));
	}
	*known = found ? found : csv->end;
	return *known;
}

static uint32_t count_newlines(const char *from, const char *to)
{
	uint32_t n = 0;

	for (; from < to; from++)
		n += *from == '\n';
	return n;
}

/* Passes over records whose cells have no sign that could say something new.  Where no quotes stand a record ends
 * with its line. */
static void pass(struct csv *csv, const struct bytes *bytes, const struct evidence *evidence, struct next *next)
{
	const char *to = csv->end, *sign;

	if (!evidence->point.file)
		to = find_sign(&next->point, csv, bytes, '.');
	if (!evidence->comma.file && (sign = find_sign(&next->comma, csv, bytes, ',')) < to)
		to = sign;
	if (to < csv->end && (sign = find_sign(&next->quote, csv, bytes, '"')) < to)
		to = sign;
	if (to < csv->end) {
		while (to > csv->at && to[-1] != '\n')
			to--;
		csv->line += count_newlines(csv->at, to);
	}
	csv->at = to;
}

/* ---- looking at files ---- */

static int gather_from_file(struct reader *reader, size_t i, struct evidence *evidence)
{
	const struct source_file *file = &reader->files[i];
	struct next next = {0};
	struct csv csv;
	int has, got;

	if (has_evidence(&has, reader, file))
		return CHISO_ENOMEM;
	if (!has)
		return CHISO_OK;
	/* Faults of the records are reported when they are read in earnest. */
	if (reader_open_csv(reader, &csv, NULL, i))
		return CHISO_ENOMEM;
	got = csv_next(&csv);
	while (got && got != CHISO_ENOMEM && !is_settled(evidence)) {
		if (!csv.window && csv.delimiter != ',')
			pass(&csv, &file->bytes, evidence, &next);
		got = csv_next(&csv);
		if (got > 0)
			look_at_record(reader, file, &csv, 0, evidence);
	}
	csv_close(&csv);
	return got == CHISO_ENOMEM ? got : CHISO_OK;
}

static int gather(struct reader *reader, struct evidence *evidence)
{
	int status = CHISO_OK;

	if (reader->pivot)
		return gather_from_pivot(reader, evidence);
	for (size_t i = 0; i < reader->n_files && !status; i++)
		status = gather_from_file(reader, i, evidence);
	return status;
}

/* ---- what it comes to ---- */

static const struct number_style plain = {'.', 0}, point = {'.', ','}, comma = {',', '.'};

int sniff_numbers(struct reader *reader)
{
	struct evidence evidence = {.point_text = ""};

	if (reader->knows_style)
		return CHISO_OK;
	reader->knows_style = 1;
	if (gather(reader, &evidence))
		return CHISO_ENOMEM;
	if (evidence.point.file && evidence.comma.file) {
		report(reader->context, MSG_STYLES_MIXED, evidence.comma, evidence.comma_text,
		       evidence.point_text);
		reader->style = plain;
		reader->is_mixed = 1;
	} else if (evidence.comma.file) {
		report(reader->context, MSG_COMMA_FOUND, evidence.comma, evidence.comma_text);
		reader->style = comma;
	} else if (evidence.point.file) {
		reader->style = point;
	} else {
		if (evidence.either.file)
			report(reader->context, MSG_STYLE_UNKNOWN, evidence.either,
			       evidence.either_text);
		reader->style = plain;
	}
	return CHISO_OK;
}

/* Whether a sign that is read as something else could be taken for a number. */
static int has_digit(const struct names *signs)
{
	int has = 0;

	for (size_t i = 0; i < signs->n; i++)
		has |= signs->items[i][strcspn(signs->items[i], "0123456789")] != 0;
	return has;
}

/* Whether each cell that is looked at is read, and one that can't be is said to be so. */
static int are_all_read(const struct reader *reader)
{
	int are = !has_digit(&reader->spec->format.none) && !has_digit(&reader->spec->format.not_collected);

	/* Rules look at some records only. */
	for (size_t u = 0; u < reader->n_uses; u++)
		are &= !is_number(&reader->uses[u]) || (reader->uses[u].n_wanted && !reader->uses[u].is_number);
	return are;
}

int guess_style(struct reader *reader, struct style_guess *guess)
{
	enum { FIRST_RECORDS = 256, FIRST_BYTES = 1 << 20 };
	struct evidence all = {.point_text = ""}, quoted = {.point_text = ""};
	struct csv csv;

	*guess = (struct style_guess){0};
	if (!reader->n_files || reader->files[0].packed.n || !are_all_read(reader))
		return CHISO_OK;
	if (reader_open_csv(reader, &csv, NULL, 0))
		return CHISO_ENOMEM;
	int got = csv_next(&csv);
	for (int i = 0; i < FIRST_RECORDS && got > 0 && csv.at - csv.data < FIRST_BYTES && !quoted.point.file &&
	                !quoted.comma.file;
	     i++) {
		got = csv_next(&csv);
		if (got <= 0)
			break;
		look_at_record(reader, &reader->files[0], &csv, 0, &all);
		look_at_record(reader, &reader->files[0], &csv, 1, &quoted);
	}
	bytes_release(&reader->files[0].bytes, 0, (size_t)(csv.at - csv.data));
	csv_close(&csv);
	guess->is_made = quoted.comma.file ? !all.point.file : quoted.point.file && !all.comma.file;
	guess->style = quoted.comma.file ? comma : point;
	guess->place = all.comma;
	memcpy(guess->text, all.comma_text, sizeof guess->text);
	return got == CHISO_ENOMEM ? got : CHISO_OK;
}

void take_guess(struct reader *reader, const struct style_guess *guess)
{
	if (!guess->is_made)
		return;
	reader->style = guess->style;
	reader->knows_style = 1;
	if (guess->style.decimal == comma.decimal)
		report(reader->context, MSG_COMMA_FOUND, guess->place, guess->text);
}
