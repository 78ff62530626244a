/* SPDX-License-Identifier: MIT */
/* Cells of records that stand in the file as they are, a column at a time.  What most cells have in them
 * is read without many questions; all others are asked about one by one (reader_cells.c). */
#include "reader.h"

#include <string.h>

struct field {
	const char *text, *end;        /* end: of what may be looked at */
	const uint32_t *begins, *ends; /* of the first row */
	uint32_t step;                 /* from an end to the next row's */
	uint32_t begin_step, more;     /* the same of a begin; from a begin to the text */
};

static struct field field_at(const struct batch *batch, int at)
{
	struct field field = {.text = batch->text,
	                      .end = batch->text_end,
	                      .ends = batch->ends + at,
	                      .step = batch->n_fields};

	field.begins = at ? field.ends - 1 : batch->begins;
	field.begin_step = at ? field.step : 1;
	field.more = at ? 1 : 0;
	return field;
}

static inline struct slice text_in(const struct field *field, size_t row)
{
	uint32_t end = field->ends[row * field->step];
	uint32_t begin = field->begins[row * field->begin_step] + field->more;

	return (struct slice){field->text + begin, end - begin};
}

/* Whether a text has 1 to 8 bytes, and there are eight to be read. */
static inline int has_word(const struct field *field, struct slice text)
{
	return text.n - 1 < sizeof(uint64_t) && field->end - text.text >= (ptrdiff_t)sizeof(uint64_t);
}

/* ---- yes or no ------------------------------------------------------------------------------- */

static int read_booleans(struct reader *reader, struct column_use *use, struct field field,
                         struct vector *out)
{
	uint32_t n = reader->batch.n;
	unsigned is_odd = 0;

	for (size_t row = 0; row < n; row++) {
		struct slice text = text_in(&field, row);
		unsigned is_empty = text.n == 0, value = (unsigned char)*text.text - '0';
		unsigned is_digit = (text.n == 1) & (value < 2);

		out->missing[row] = (uint8_t)(is_empty * CHISO_REASON_NOT_REPORTED);
		out->at.boolean[row] = (uint8_t)(is_digit & value);
		is_odd |= !(is_empty | is_digit);
	}
	use->is_binary = !is_odd;
	for (size_t row = 0; is_odd && row < n; row++) {
		struct slice text = text_in(&field, row);

		if (text.n && !(text.n == 1 && (*text.text == '0' || *text.text == '1')) &&
		    cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* What has been read of the column as yes or no, where that was 1, 0 or nothing everywhere: these are
 * numbers, too.  NULL: it has not. */
static const struct vector *find_binary(const struct reader *reader, const struct column_use *use)
{
	for (size_t i = 0; i < reader->n_uses; i++)
		if (reader->uses[i].column == use->column && reader->uses[i].is_binary)
			return &reader->table[i];
	return NULL;
}

static int copy_binary(const struct vector *from, uint32_t n, struct vector *out)
{
	for (size_t row = 0; row < n; row++)
		out->at.f64[row] = from->at.boolean[row];
	memcpy(out->missing, from->missing, n);
	return CHISO_OK;
}

static int read_numbers(struct reader *reader, const struct column_use *use, struct field field,
                        struct vector *out)
{
	struct number_style style = reader->style;

	for (size_t row = 0; row < reader->batch.n; row++) {
		struct slice text = text_in(&field, row);

		out->missing[row] = 0;
		if (has_word(&field, text) &&
		    number_read_word(&out->at.f64[row], text.text, text.n, style.decimal))
			continue;
		if (!text.n)
			out->missing[row] = CHISO_REASON_NOT_REPORTED;
		else if (!number_read_quickly(&out->at.f64[row], text.text, text.n, style) &&
		         cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* The first bytes of the words that mean that nothing was collected. */
static void find_starts(const struct names *words, uint8_t starts[256])
{
	memset(starts, 0, 256);
	for (size_t i = 0; i < words->n; i++)
		starts[(unsigned char)*words->items[i]] = 1;
}

/* Whether a text is short, of ASCII, without blanks at its ends and no word that begins so. */
static inline int is_simple(const struct field *field, struct slice text, const uint8_t starts[256])
{
	uint64_t word;

	if (!has_word(field, text))
		return 0;
	/* What stands behind the text is looked at, too: that is ASCII mostly. */
	memcpy(&word, text.text, sizeof word);
	unsigned first = (unsigned char)text.text[0], last = (unsigned char)text.text[text.n - 1];
	return !(word & 0x8080808080808080) && first > ' ' && last > ' ' && !starts[first];
}

static int read_strings(struct reader *reader, const struct column_use *use, struct field field,
                        struct vector *out)
{
	uint8_t starts[256];

	find_starts(&reader->spec->format.not_collected, starts);
	for (size_t row = 0; row < reader->batch.n; row++) {
		struct slice text = text_in(&field, row);

		out->at.str[row] = text;
		out->missing[row] = text.n ? 0 : CHISO_REASON_NOT_REPORTED;
		if (text.n && !is_simple(&field, text, starts) && cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

int cells_read_plainly(struct reader *reader, struct column_use *use, int at, struct vector *out)
{
	struct field field = field_at(&reader->batch, at);
	const struct vector *binary = use->type == CHISO_F64 ? find_binary(reader, use) : NULL;

	switch (use->type) {
	case CHISO_BOOL:
		return read_booleans(reader, use, field, out);
	case CHISO_STR:
		return read_strings(reader, use, field, out);
	case CHISO_F64:
		return binary ? copy_binary(binary, reader->batch.n, out)
		              : read_numbers(reader, use, field, out);
	default:
		break;
	}
	for (size_t row = 0; row < reader->batch.n; row++)
		if (cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
