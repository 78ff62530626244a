/* SPDX-License-Identifier: MIT */
/* Cells of records that stand in the file as they are, a column at a time.  What most cells have in them
 * is read without many questions; all others are asked about one by one (reader_cells.c). */
#include "field.h"

#include <string.h>

/* Whether a text has 1 to 8 bytes, and there are eight to be read. */
static inline int has_word(const struct field *field, struct slice text)
{
	return text.n - 1 < sizeof(uint64_t) && field->end - text.text >= (ptrdiff_t)sizeof(uint64_t);
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

static int copy_binary(const struct vector *from, const struct column_use *use, uint32_t n,
                       struct vector *out)
{
	memcpy(out->missing, from->missing, n);
	out->bytes = from->at.boolean;
	if (use->n_spelt_out)
		vector_spell_out(out, n);
	return CHISO_OK;
}

static int read_numbers(struct reader *reader, const struct column_use *use, struct field field,
                        struct vector *out)
{
	struct number_style style = reader->style;
	size_t n = reader->batch.n;
	double *numbers = out->at.f64;
	uint8_t *missing = out->missing;

	memset(missing, 0, n);
	for (size_t row = 0; row < n; row++) {
		struct slice text = field_text(&field, row);

		if (has_word(&field, text) &&
		    number_read_word(&numbers[row], text.text, text.n, style.decimal))
			continue;
		if (field_takes_off_quotes(&text) && has_word(&field, text) &&
		    number_read_word(&numbers[row], text.text, text.n, style.decimal))
			continue;
		if (!text.n)
			missing[row] = CHISO_REASON_NOT_REPORTED;
		else if (!number_read_quickly(&numbers[row], text.text, text.n, style) &&
		         cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* The first bytes of the words that mean that nothing was collected, and a quote. */
static void find_starts(const struct names *words, uint8_t starts[256])
{
	memset(starts, 0, 256);
	starts['"'] = 1;
	for (size_t i = 0; i < words->n; i++)
		starts[(unsigned char)*words->items[i]] = 1;
}

/* Whether a text is short, of ASCII, without blanks at its ends, not in quotes and no word that begins so. */
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

	size_t n = reader->batch.n;

	find_starts(&reader->spec->format.not_collected, starts);
	for (size_t row = 0; row < n; row++) {
		struct slice text = field_text(&field, row);
		int is_simply = is_simple(&field, text, starts);

		if (!is_simply && field_takes_off_quotes(&text))
			is_simply = is_simple(&field, text, starts);
		out->at.str[row] = text;
		out->missing[row] = text.n ? 0 : CHISO_REASON_NOT_REPORTED;
		if (text.n && !is_simply && cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

int words_read_plainly(const struct reader *reader, int column, int which, size_t from, size_t n,
                       struct unit_period_words *words)
{
	const struct batch *batch = &reader->batch;
	int at = column >= 0 && batch_is_plain(batch) ? batch->from->at[column] : -1;

	if (at < 0)
		return 0;
	struct field field = field_at(batch, at);
	for (size_t i = 0; i < n; i++) {
		struct slice text = field_text(&field, from + i);

		/* With blanks and quotes a text has a meaning, too, and always the same. */
		if (has_word(&field, text))
			unit_period_long_word(&words[i], which, text);
		else
			unit_period_word(&words[i], which,
			                 cell_trim(batch_slice(reader, column, from + i)));
	}
	return 1;
}

int cells_read_plainly(struct reader *reader, struct column_use *use, int at, struct vector *out)
{
	struct field field = field_at(&reader->batch, at);
	const struct vector *binary = use->type == CHISO_F64 ? find_binary(reader, use) : NULL;

	if (use->type == CHISO_STR)
		return read_strings(reader, use, field, out);
	if (use->type == CHISO_F64)
		return binary ? copy_binary(binary, use, reader->batch.n, out)
		              : read_numbers(reader, use, field, out);
	for (size_t row = 0; row < reader->batch.n; row++)
		if (cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
