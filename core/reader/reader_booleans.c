/* SPDX-License-Identifier: MIT */
/* Columns of yes and no that stand side by side in the file, whose cells are looked at together. */
#include "reader/digits.h"

struct booleans {
	struct column_use *uses[DIGITS_COLUMNS];
	struct vector *out[DIGITS_COLUMNS];
	struct digits_out digits;
	size_t n;
};

static int read_row(struct reader *reader, const struct booleans *columns, const struct field *first,
                    size_t row)
{
	unsigned others = digits_read_row(first, row, columns->n, &columns->digits);
	int status = CHISO_OK;

	for (size_t i = 0; others && !status; i++, others >>= 1) {
		if (!(others & 1))
			continue;
		columns->uses[i]->is_binary = 0;
		status = cell_read(reader, columns->uses[i], row, columns->out[i]);
	}
	return status;
}

/* Reads columns side by side, the first of which is in the at-th field. */
static int read_side_by_side(struct reader *reader, const struct booleans *columns, int at)
{
	const struct field first = field_at(&reader->batch, at);
	size_t n = reader->batch.n, row = 0;
	int status = CHISO_OK;

	for (; row + DIGITS_ROWS <= n && !status; row += DIGITS_ROWS) {
		uint32_t others = ~digits_read(&first, row, columns->n, &columns->digits);

		for (; others && !status; others &= others - 1)
			status = read_row(reader, columns, &first,
			                  row + (size_t)__builtin_ctz(others));
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
			columns.digits.to[columns.n] = columns.out[columns.n]->at.boolean;
			columns.digits.missing[columns.n] = columns.out[columns.n]->missing;
			columns.n++;
		}
		if (columns.n)
			status = read_side_by_side(reader, &columns, (int)at);
		else
			next = at + 1;
	}
	return status;
}
