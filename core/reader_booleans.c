/* SPDX-License-Identifier: MIT */
/* Columns of yes and no that stand side by side in the file, whose cells are looked at together: where
 * each of them has one sign, digits and separators take turns. */
#include "digits.h"
#include "field.h"

#include <string.h>

struct booleans {
	struct column_use *uses[DIGITS_COLUMNS];
	struct vector *out[DIGITS_COLUMNS];
	uint8_t *to[DIGITS_COLUMNS], *missing[DIGITS_COLUMNS];
	size_t n;
};

/* Reads the cells of a row that are 1, 0 or empty.  Bits of the others.  Without branches: which cells are
 * empty nobody can foresee. */
static unsigned read_signs(const struct booleans *columns, const struct field *first, size_t row)
{
	const uint32_t *ends = first->ends + row * first->step;
	uint32_t begin = first->begins[row * first->begin_step] + first->more;
	const char *text = first->text;
	size_t n_columns = columns->n;
	unsigned others = 0;

	for (size_t i = 0; i < n_columns; i++) {
		uint32_t n = ends[i] - begin;
		unsigned is_there = n != 0;
		/* Of an empty one that is the sign behind it. */
		unsigned digit = ((unsigned char)text[begin] - (unsigned)'0') & (0 - is_there);

		others |= (unsigned)((digit | (n & ~1u)) > 1) << i;
		columns->to[i][row] = (uint8_t)digit;
		columns->missing[i][row] = (uint8_t)((is_there - 1) & CHISO_REASON_NOT_REPORTED);
		begin = ends[i] + 1;
	}
	return others;
}

static int read_row(struct reader *reader, const struct booleans *columns, const struct field *first,
                    size_t row)
{
	unsigned others = read_signs(columns, first, row);
	int status = CHISO_OK;

	for (size_t i = 0; others && !status; i++, others >>= 1) {
		if (!(others & 1))
			continue;
		columns->uses[i]->is_binary = 0;
		status = cell_read(reader, columns->uses[i], row, columns->out[i]);
	}
	return status;
}

/* The text of a row where it is long enough for digits with something between them; else one that has
 * none. */
static const char *digits_in(const struct booleans *columns, const struct field *first, size_t row)
{
	static const char none[DIGITS_ROOM] = "";
	uint32_t end = first->ends[row * first->step + columns->n - 1];
	uint32_t begin = first->begins[row * first->begin_step] + first->more;
	const char *text = first->text + begin;

	return end - begin == 2 * columns->n - 1 && first->end - text >= DIGITS_ROOM ? text : none;
}

/* Reads columns side by side, the first of which is in the at-th field. */
static int read_side_by_side(struct reader *reader, const struct booleans *columns, int at)
{
	const struct field first = field_at(&reader->batch, at);
	size_t n = reader->batch.n, row = 0;
	int status = CHISO_OK;

	for (size_t i = 0; i < columns->n; i++)
		memset(columns->missing[i], 0, n);
	for (; row + DIGITS_ROWS <= n && !status; row += DIGITS_ROWS) {
		const char *texts[DIGITS_ROWS];
		uint8_t *to[DIGITS_COLUMNS];
		unsigned others;

		for (size_t i = 0; i < columns->n; i++)
			to[i] = columns->to[i] + row;
		for (size_t i = 0; i < DIGITS_ROWS; i++)
			texts[i] = digits_in(columns, &first, row + i);
		others = ~digits_read(texts, columns->n, to);
		for (size_t i = 0; i < DIGITS_ROWS && !status; i++)
			if (others >> i & 1)
				status = read_row(reader, columns, &first, row + i);
	}
	for (; row < n && !status; row++)
		status = read_row(reader, columns, &first, row);
	return status;
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

		for (next = at; next < n && use_of[next] != NO_USE && columns.n < DIGITS_COLUMNS; next++) {
			struct column_use *use = &reader->uses[use_of[next]];

			use->is_binary = 1;
			columns.uses[columns.n] = use;
			columns.out[columns.n] = &reader->table[use_of[next]];
			columns.to[columns.n] = columns.out[columns.n]->at.boolean;
			columns.missing[columns.n] = columns.out[columns.n]->missing;
			columns.n++;
		}
		if (columns.n)
			status = read_side_by_side(reader, &columns, (int)at);
		else
			next = at + 1;
	}
	return status;
}
