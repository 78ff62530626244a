/* SPDX-License-Identifier: MIT */
/* From the text of a cell to a value of the type that somebody asks for. */
#include "reader/reader.h"

#include "base/context.h"

#include <string.h>

/* Blanks and no-break spaces (U+00A0) around a text. */
struct slice cell_trim(struct slice text)
{
	for (;;) {
		if (text.n && (text.text[0] == ' ' || text.text[0] == '\t'))
			text.text++, text.n--;
		else if (text.n > 1 && !memcmp(text.text, "\xc2\xa0", 2))
			text.text += 2, text.n -= 2;
		else
			break;
	}
	for (;;) {
		if (text.n && (text.text[text.n - 1] == ' ' || text.text[text.n - 1] == '\t'))
			text.n--;
		else if (text.n > 1 && !memcmp(text.text + text.n - 2, "\xc2\xa0", 2))
			text.n -= 2;
		else
			break;
	}
	return text;
}

static int is_one_of(struct slice text, const struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (slice_is(text, names->items[i]))
			return 1;
	return 0;
}

static void read_number(struct reader *reader, int column, size_t row, struct slice text,
                        struct vector *out)
{
	const struct format_spec *format = &reader->spec->format;
	enum message id;

	if (number_read_quickly(&out->at.f64[row], text.text, text.n, reader->style))
		return;
	switch (number_read(&out->at.f64[row], text.text, text.n, reader->style)) {
	case NUMBER_FINE:
		return;
	case NUMBER_RANGE:
		id = MSG_NUMBER_RANGE;
		break;
	case NUMBER_AMBIGUOUS:
		id = MSG_NUMBER_AMBIGUOUS;
		break;
	default:
		id = MSG_NUMBER_BAD;
	}
	if (is_one_of(text, &format->none)) {
		/* The yearbook's sign for "nothing occurred". */
		out->at.f64[row] = 0;
		reader_meet_cell(reader, &reader->met_nones, column, row);
		return;
	}
	out->missing[row] = CHISO_REASON_NOT_REPORTED;
	if (is_one_of(text, &format->not_collected))
		return;
	/* Where both ways are mixed that has been said, once, and nothing else is to be said of the record. */
	if (id == MSG_NUMBER_AMBIGUOUS && reader->is_mixed) {
		reader->batch.bad[row] |= ROW_BAD;
		return;
	}
	refuse_row(reader, row, column, id, batch_text(reader, column, row),
	           reader->columns[column]);
}

int cell_number(const struct reader *reader, struct slice text, double *out)
{
	*out = 0;
	return number_read(out, text.text, text.n, reader->style) == NUMBER_FINE ||
	       is_one_of(text, &reader->spec->format.none);
}

int cell_boolean(struct reader *reader, struct slice text)
{
	static const char *const yes[] = {"1", "true", "yes", "có", "x", NULL};
	static const char *const no[] = {"0", "false", "no", "không", "-", NULL};

	/* What nearly all are. */
	if (text.n == 1 && (*text.text == '1' || *text.text == '0'))
		return *text.text == '1';
	const char *folded = text_fold(&reader->scratch, text.text, text.n);
	for (size_t i = 0; folded && yes[i]; i++)
		if (!strcmp(folded, yes[i]))
			return 1;
	for (size_t i = 0; folded && no[i]; i++)
		if (!strcmp(folded, no[i]))
			return 0;
	return -1;
}

static void read_boolean(struct reader *reader, int column, size_t row, struct slice text,
                         struct vector *out)
{
	int value = cell_boolean(reader, text);

	if (value >= 0) {
		out->at.boolean[row] = (uint8_t)value;
		return;
	}
	out->missing[row] = CHISO_REASON_NOT_REPORTED;
	if (is_one_of(text, &reader->spec->format.not_collected))
		return;
	refuse_row(reader, row, column, MSG_BOOLEAN_BAD, batch_text(reader, column, row),
	           reader->columns[column]);
}

static void read_date(struct reader *reader, int column, size_t row, struct slice text,
                      struct vector *out)
{
	if (!date_read(&out->at.date[row], text.text, text.n, 1))
		return;
	out->missing[row] = CHISO_REASON_NOT_REPORTED;
	if (is_one_of(text, &reader->spec->format.not_collected))
		return;
	refuse_row(reader, row, column, MSG_DATE_BAD, batch_text(reader, column, row),
	           reader->columns[column]);
}

static int read_string(struct reader *reader, size_t row, struct slice text, struct vector *out)
{
	out->at.str[row] = text;
	if (!text_is_nfc(text.text, text.n)) {
		const char *nfc = text_nfc(&reader->scratch, text.text, text.n);

		if (!nfc)
			return CHISO_ENOMEM;
		out->at.str[row] = (struct slice){nfc, strlen(nfc)};
	}
	if (is_one_of(text, &reader->spec->format.not_collected))
		out->missing[row] = CHISO_REASON_NOT_REPORTED;
	return CHISO_OK;
}

/* Whether there is a text, and it begins and ends with a sign that is no blank of any kind. */
static int is_tight(struct slice text)
{
	unsigned char first, last;

	if (!text.n)
		return 0;
	first = (unsigned char)text.text[0];
	last = (unsigned char)text.text[text.n - 1];
	return first > ' ' && last > ' ' && first < 0x80 && last < 0x80;
}

static int read_cell(struct reader *reader, const struct column_use *use, size_t row,
                     struct slice text, struct vector *out)
{
	switch (use->type) {
	case CHISO_STR:
		return read_string(reader, row, text, out);
	case CHISO_BOOL:
		read_boolean(reader, use->column, row, text, out);
		break;
	case CHISO_DATE:
		read_date(reader, use->column, row, text, out);
		break;
	default:
		read_number(reader, use->column, row, text, out);
	}
	return CHISO_OK;
}

int cell_read(struct reader *reader, const struct column_use *use, size_t row, struct vector *out)
{
	struct slice text = batch_slice(reader, use->column, row);

	if (!is_tight(text))
		text = cell_trim(text);
	out->missing[row] = text.n ? 0 : CHISO_REASON_NOT_REPORTED;
	if (!text.n && use->type == CHISO_STR)
		out->at.str[row] = (struct slice){"", 0};
	return text.n ? read_cell(reader, use, row, text, out) : CHISO_OK;
}

int cells_read(struct reader *reader, struct column_use *use, struct vector *out)
{
	const struct batch *batch = &reader->batch;
	int at = batch_is_plain(batch) ? batch->from->at[use->column] : -1;

	use->is_binary = 0;
	out->bytes = NULL;
	out->few = NULL;
	if (at >= 0)
		return cells_read_plainly(reader, use, at, out);
	if (reader->pivot && !batch->n_own && use->type == CHISO_F64)
		return pivot_read_numbers(reader, use, out);
	for (size_t row = 0; row < batch->n; row++)
		if (cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
