/* SPDX-License-Identifier: MIT */
/* From records to batches: all that is worked out of them, in its order. */
#include "reader/reader.h"

#include "base/bits.h"
#include "base/context.h"
#include "project/adjustment.h"
#include "reader/weights.h"
#include "records/pivot.h"

#include <math.h>
#include <string.h>

/* ---- weights ---- */

/* A number that no record may lack, and what is said of one that does, or whose number is none. */
struct demand {
	int (*is_fine)(double);
	int (*are_fine)(const struct vector *, size_t n); /* all of them: mostly they are */
	enum message lacking, bad;
};

static int are_weights(const struct vector *v, size_t n)
{
	return weights_are_plain(v->at.f64, n) && bits_are_none(v->missing, n);
}

static int is_weight(double x)
{
	return x >= 0;
}

/* Past 2^53 not every whole number is a double. */
static int is_frequency(double x)
{
	return x >= 0 && x <= 0x1p53 && x == floor(x);
}

static int are_frequencies(const struct vector *v, size_t n)
{
	int are = bits_are_none(v->missing, n);

	for (size_t row = 0; row < n && are; row++)
		are = is_frequency(v->at.f64[row]);
	return are;
}

static const struct demand weight = {is_weight, are_weights, MSG_WEIGHT_MISSING, MSG_WEIGHT_NEGATIVE};
static const struct demand frequency = {is_frequency, are_frequencies, MSG_FREQUENCY_MISSING,
                                        MSG_FREQUENCY_BAD};

/* What an expression gives for each row.  *out is NULL when there is no such expression. */
static int fill_numbers(struct reader *reader, const struct bound *bound, const struct demand *demand,
                        double **out)
{
	struct batch *batch = &reader->batch;
	struct vector v;

	*out = NULL;
	if (!bound->expr)
		return CHISO_OK;
	v = vector_room(&reader->scratch, CHISO_F64, reader->batch.room);
	if (!v.at.f64 ||
	    bound_run(reader, bound, reader->table, batch->n, &v, &reader->scratch))
		return CHISO_ENOMEM;
	*out = v.at.f64;
	if (demand->are_fine(&v, batch->n))
		return CHISO_OK;
	for (size_t row = 0; row < batch->n; row++) {
		if (!v.missing[row] && demand->is_fine(v.at.f64[row]))
			continue;
		v.at.f64[row] = 1;
		if (!batch->bad[row])
			refuse_row(reader, row, bound->column, v.missing[row] ? demand->lacking : demand->bad,
			           v.missing[row] ? "" : batch_text(reader, bound->column, row));
	}
	return CHISO_OK;
}

static int run_order(struct reader *reader, size_t from, size_t to)
{
	return reader_run_order(reader, from, to, reader->table, reader->batch.n, 0,
	                        reader->batch.bad, &reader->scratch);
}

/* Yes and no first: of these there may be numbers to be made. */
static int read_columns(struct reader *reader)
{
	const struct batch *batch = &reader->batch;
	int status = CHISO_OK;

	if (batch_is_plain(batch))
		status = booleans_read_plainly(reader);
	for (size_t i = 0; i < reader->n_uses && !status; i++) {
		struct column_use *use = &reader->uses[i];
		int is_read = batch_is_plain(batch) && use->type == CHISO_BOOL &&
		              batch->from->at[use->column] >= 0;

		use->waits = !is_read && reader_column_waits(reader, i);
		if (use->n_wanted && !is_read && !use->waits)
			status = cells_read(reader, use, &reader->table[i]);
	}
	return status;
}

/* Which of a few texts the named columns of the batch before had lies in what is emptied. */
static void forget_few(struct reader *reader)
{
	for (size_t i = 0; i < reader->n_named; i++) {
		reader->table[reader->n_uses + i].bytes = NULL;
		reader->table[reader->n_uses + i].few = NULL;
	}
}

/* Reads records into the batch, and all that does not depend on their period: 1; the end: 0. */
static int read_records(struct reader *reader)
{
	if (sniff_numbers(reader))
		return CHISO_ENOMEM;
	arena_empty(&reader->scratch);
	forget_few(reader);
	reader->batch.has_adjusted = 0;
	if (reader->batch.adjusted)
		memset(reader->batch.adjusted, 0, reader->batch.room * sizeof *reader->batch.adjusted);
	int status = reader->pivot ? pivot_fill(reader) : reader_take(reader);
	if (status <= 0)
		return status;
	if (reader_adjust(reader))
		return CHISO_ENOMEM;
	if (read_columns(reader))
		return CHISO_ENOMEM;
	reader->knows_period = 0;
	if (!reader_has_interval(reader))
		return run_order(reader, 0, reader->n_order_keys) ? CHISO_ENOMEM : 1;
	return run_order(reader, 0, reader->n_order) || reader_check_geometry(reader) ||
	                       reader_check_rules(reader) || turns_begin(reader)
	               ? CHISO_ENOMEM
	               : 1;
}

/* The rest, now that the period is known.  Of records that come once a period what record indicators
 * give is all that may have changed. */
static int finish_records(struct reader *reader)
{
	int is_turn = reader_has_interval(reader);
	int status = CHISO_OK;

	reader->knows_period = 1;
	if (!is_turn || reader->records || reader->asks_units)
		status = run_order(reader, reader->n_order_keys, reader->n_order);
	if (!status && !is_turn)
		status = reader_check_keys(reader);
	if (!status && !is_turn)
		status = reader_check_geometry(reader);
	if (!status && !is_turn)
		status = reader_check_rules(reader);
	return status ? status : reader_run_marks(reader);
}

int reader_next(struct reader *reader)
{
	int status = reader_has_interval(reader) ? turns_next(reader) : 0;

	while (!status) {
		status = read_records(reader);
		if (status <= 0)
			return status;
		if (reader_has_interval(reader))
			status = turns_next(reader);
	}
	if (status < 0 || reader_find_keys(reader) || finish_records(reader) || figures_read(reader))
		return CHISO_ENOMEM;
	if (fill_numbers(reader, &reader->weight, &weight, &reader->batch.weight) ||
	    fill_numbers(reader, &reader->frequency, &frequency, &reader->batch.frequency) ||
	    reader_place_records(reader))
		return CHISO_ENOMEM;
	return reader->batch.unquoted->lacks_memory ? CHISO_ENOMEM : 1;
}

void reader_rewind(struct reader *reader)
{
	key_spans_clear(&reader->key_rows);
	reader->turns.next = reader->turns.n;
	reader_rewind_design(reader);
	reader_rewind_rules(reader);
	if (reader->csv_is_open)
		csv_close(&reader->csv);
	reader->csv_is_open = reader->is_at_end = 0;
	reader->file = 0;
	if (reader->pivot)
		reader->pivot->next = 0;
}

void reader_repeat(struct reader *reader)
{
	reader_rewind(reader);
	reader->is_repeat = 1;
}

int reader_has_period(const struct reader *reader)
{
	return reader->spec->period.column || reader->spec->period.constant ||
	       reader_has_interval(reader);
}
