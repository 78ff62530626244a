/* SPDX-License-Identifier: MIT */
/* Cells of records that stand in the file as they are, a column at a time.  What most cells have in them
 * is read without many questions; all others are asked about one by one (reader_cells.c). */
#include "reader/words.h"

#include <string.h>

enum { TOGETHER = 64 }; /* rows: as many as there are bits */

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

/* One that is no word of digits as it stands: in quotes, longer, missing, wrong. */
static int read_number(struct reader *reader, const struct column_use *use, struct slice text, size_t row,
                       struct vector *out)
{
	struct number_style style = reader->style;
	double *number = &out->at.f64[row];

	if (field_takes_off_quotes(&text) && text.n - 1 < WORD_BYTES &&
	    number_of_word(number, word_of(text), text.n, style.decimal))
		return CHISO_OK;
	if (!text.n)
		out->missing[row] = CHISO_REASON_NOT_REPORTED;
	else if (!number_read_quickly(number, text.text, text.n, style))
		return cell_read(reader, use, row, out);
	return CHISO_OK;
}

static int read_numbers(struct reader *reader, const struct column_use *use, struct field field,
                        struct vector *out)
{
	uint64_t words[TOGETHER], others;
	size_t n = reader->batch.n;
	int status = CHISO_OK;

	memset(out->missing, 0, n);
	for (size_t from = 0; from < n && !status; from += TOGETHER) {
		size_t here = n - from < TOGETHER ? n - from : TOGETHER;

		words_read(&field, from, here, words);
		others = words_read_numbers(out->at.f64 + from, words, here, reader->style.decimal);
		for (; others && !status; others &= others - 1) {
			size_t row = from + (size_t)__builtin_ctzll(others);

			status = read_number(reader, use, field_text(&field, row), row, out);
		}
	}
	return status;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* The words that mean that nothing was collected, how many; those are left out that no simple text can be. */
static size_t find_not_collected(const struct names *names, uint64_t *words)
{
	size_t n = 0;

	for (size_t i = 0; i < names->n; i++) {
		uint64_t word = word_of((struct slice){names->items[i], strlen(names->items[i])});

		if (word_is_simple(word, NULL, 0))
			words[n++] = word;
	}
	return n;
}

/* Reads one that is not simple as it stands. */
static int read_string(struct reader *reader, const struct column_use *use, size_t row, const uint64_t *but,
                       size_t n_but, struct vector *out)
{
	struct slice *text = &out->at.str[row];

	out->missing[row] = text->n ? 0 : CHISO_REASON_NOT_REPORTED;
	if (!text->n || (field_takes_off_quotes(text) && word_is_simple(word_of(*text), but, n_but)))
		return CHISO_OK;
	return cell_read(reader, use, row, out);
}

static int read_strings(struct reader *reader, const struct column_use *use, struct field field,
                        struct vector *out)
{
	const struct names *not_collected = &reader->spec->format.not_collected;
	uint64_t *but = arena_new(&reader->scratch, not_collected->n, sizeof *but), others;
	size_t n = reader->batch.n, n_but = but ? find_not_collected(not_collected, but) : 0;
	int status = but ? CHISO_OK : CHISO_ENOMEM;

	memset(out->missing, 0, n);
	for (size_t from = 0; from < n && !status; from += TOGETHER) {
		size_t here = n - from < TOGETHER ? n - from : TOGETHER;

		others = words_read_texts(&field, from, here, but, n_but, out->at.str + from);
		for (; others && !status; others &= others - 1)
			status = read_string(reader, use, from + (size_t)__builtin_ctzll(others), but, n_but,
			                     out);
	}
	return status;
}

int words_read_plainly(const struct reader *reader, int column, size_t from, size_t n, uint64_t *words)
{
	const struct batch *batch = &reader->batch;
	int at = column >= 0 && batch_is_plain(batch) ? batch->from->at[column] : -1;

	if (at < 0)
		return 0;
	const struct field field = field_at(batch, at);
	if (words_read(&field, from, n, words))
		return 1;
	/* With blanks and quotes a text has a meaning, too, and always the same. */
	int are_all = 1;
	for (size_t i = 0; i < n; i++) {
		if (!words[i])
			words[i] = word_of(cell_trim(batch_slice(reader, column, from + i)));
		are_all &= words[i] != 0;
	}
	return are_all ? 1 : -1;
}

int cells_read_plainly(struct reader *reader, struct column_use *use, int at, struct vector *out)
{
	struct field field = field_at(&reader->batch, at);
	const struct vector *binary = use->type == CHISO_F64 ? find_binary(reader, use) : NULL;

	if (use->type == CHISO_STR) {
		int status = few_read_plainly(reader, use, at, out);

		return status ? (status < 0 ? status : CHISO_OK) : read_strings(reader, use, field, out);
	}
	if (use->type == CHISO_F64)
		return binary ? copy_binary(binary, use, reader->batch.n, out)
		              : read_numbers(reader, use, field, out);
	for (size_t row = 0; row < reader->batch.n; row++)
		if (cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
