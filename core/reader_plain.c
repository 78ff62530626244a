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

/* Columns side by side, whose cells are looked at together: where each of them has one sign, digits and
 * separators take turns. */
enum { SIDE_BY_SIDE = 32 };
struct booleans {
	struct column_use *uses[SIDE_BY_SIDE];
	struct vector *out[SIDE_BY_SIDE];
	uint8_t *to[SIDE_BY_SIDE];
	size_t n;
};

/* Reads the cells of a row, of which it must be known that eight bytes behind them may be read.  Whether
 * all of them are 1 or 0; else what has been written means nothing. */
static inline int read_signs(const struct booleans *columns, const char *text, size_t row)
{
	enum { AT_ONCE = 4 };
	static const uint64_t digit_of[AT_ONCE] = {0xff, 0xff00ff, 0xff00ff00ff, 0xff00ff00ff00ff};
	uint64_t others = 0;

	for (size_t k = 0; k < columns->n; k += AT_ONCE) {
		size_t left = columns->n - k, here = left < AT_ONCE ? left : AT_ONCE;
		uint64_t digits;

		memcpy(&digits, text + 2 * k, sizeof digits);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		digits = __builtin_bswap64(digits);
#endif
		digits = (digits ^ 0x0030003000300030) & digit_of[here - 1];
		others |= digits & 0x00fe00fe00fe00fe;
		for (size_t i = 0; i < here; i++)
			columns->to[k + i][row] = (uint8_t)(digits >> 16 * i & 0xff);
	}
	return !others;
}

static int read_boolean(struct reader *reader, struct column_use *use, struct slice text, size_t row,
                        struct vector *out)
{
	unsigned value = text.n ? (unsigned char)*text.text - '0' : 0;
	unsigned is_digit = (text.n == 1) & (value < 2);

	out->missing[row] = text.n ? 0 : CHISO_REASON_NOT_REPORTED;
	out->at.boolean[row] = (uint8_t)(is_digit & value);
	if (!text.n || is_digit)
		return CHISO_OK;
	use->is_binary = 0;
	return cell_read(reader, use, row, out);
}

/* Reads columns side by side, the first of which is in the at-th field. */
static int read_side_by_side(struct reader *reader, const struct booleans *columns, int at)
{
	const struct batch *batch = &reader->batch;
	struct field first = field_at(batch, at);
	size_t n = columns->n;

	for (size_t i = 0; i < n; i++)
		memset(columns->out[i]->missing, 0, batch->n);
	for (size_t row = 0; row < batch->n; row++) {
		const uint32_t *ends = first.ends + row * first.step;
		const char *text = text_in(&first, row).text;
		size_t length = (size_t)(batch->text + ends[n - 1] - text);

		if (length == 2 * n - 1 &&
		    (size_t)(batch->text_end - text) >= 2 * n + sizeof(uint64_t) &&
		    read_signs(columns, text, row))
			continue;
		for (size_t i = 0; i < n; i++) {
			struct slice cell = {i ? batch->text + ends[i - 1] + 1 : text, 0};

			cell.n = (size_t)(batch->text + ends[i] - cell.text);
			if (read_boolean(reader, columns->uses[i], cell, row, columns->out[i]))
				return CHISO_ENOMEM;
		}
	}
	return CHISO_OK;
}

/* Which use of a field is read as yes or no; NO_USE: none. */
enum { NO_USE = -1 };
static int *find_booleans(struct reader *reader)
{
	const struct batch *batch = &reader->batch;
	int *use_of = arena_new(&reader->scratch, batch->n_fields, sizeof *use_of);

	for (uint32_t i = 0; use_of && i < batch->n_fields; i++)
		use_of[i] = NO_USE;
	for (size_t i = 0; use_of && i < reader->n_uses; i++) {
		const struct column_use *use = &reader->uses[i];
		int at = batch->from->at[use->column];

		if (use->n_wanted && use->type == CHISO_BOOL && at >= 0)
			use_of[at] = (int)i;
	}
	return use_of;
}

int booleans_read_plainly(struct reader *reader)
{
	const int *use_of = find_booleans(reader);
	uint32_t n = reader->batch.n_fields, next;
	int status = use_of ? CHISO_OK : CHISO_ENOMEM;

	for (uint32_t at = 0; at < n && !status; at = next) {
		struct booleans columns = {.n = 0};

		for (next = at; next < n && use_of[next] != NO_USE && columns.n < SIDE_BY_SIDE; next++) {
			struct column_use *use = &reader->uses[use_of[next]];
			struct vector *out = &reader->table[use_of[next]];

			use->is_binary = 1;
			columns.uses[columns.n] = use;
			columns.out[columns.n] = out;
			columns.to[columns.n++] = out->at.boolean;
		}
		if (columns.n)
			status = read_side_by_side(reader, &columns, (int)at);
		else
			next = at + 1;
	}
	return status;
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

int words_read_plainly(const struct reader *reader, int column, int which, size_t from, size_t n,
                       struct unit_period_words *words)
{
	const struct batch *batch = &reader->batch;
	int at = column >= 0 && batch_is_plain(batch) ? batch->from->at[column] : -1;

	if (at < 0)
		return 0;
	struct field field = field_at(batch, at);
	for (size_t i = 0; i < n; i++) {
		struct slice text = text_in(&field, from + i);
		unsigned char first = (unsigned char)text.text[0];
		unsigned char last = (unsigned char)text.text[text.n ? text.n - 1 : 0];

		/* No blanks of any kind around it. */
		if (has_word(&field, text) && first > ' ' && first < 0x80 && last > ' ' && last < 0x80)
			unit_period_long_word(&words[i], which, text);
		else
			unit_period_word(&words[i], which, cell_trim(text));
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
		return binary ? copy_binary(binary, reader->batch.n, out)
		              : read_numbers(reader, use, field, out);
	for (size_t row = 0; row < reader->batch.n; row++)
		if (cell_read(reader, use, row, out))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
