/* SPDX-License-Identifier: MIT */
/* Records that hold for a time.  Each batch is given once for every reporting period in which one of
 * its records holds; then its other rows are not meant.  Whoever reads the batches sees records with
 * a period, and need not know. */
#include "base/grow.h"
#include "reader/reader.h"

#include "base/context.h"

#include <string.h>

static const char date_name[] = "reference_date";

int reader_has_interval(const struct reader *reader)
{
	return reader->spec->interval.from.source != NULL;
}

/* ---- binding ---- */

int turns_offer(struct reader *reader)
{
	reader->turns.column = -1;
	if (!reader_has_interval(reader))
		return CHISO_OK;
	for (size_t i = 0; i < reader->n_columns; i++)
		if (!strcmp(reader->columns[i], date_name))
			return CHISO_OK;
	if (GROW(&reader->columns, reader->n_columns, &reader->columns_cap))
		return CHISO_ENOMEM;
	reader->turns.column = (int)reader->n_columns;
	reader->columns[reader->n_columns++] = date_name;
	return CHISO_OK;
}

static int bind_end(struct reader *reader, struct bound *out, const struct binding *binding)
{
	*out = (struct bound){.column = -1};
	return binding->source && reader_bind(reader, out, binding, CHISO_DATE) == CHISO_ENOMEM
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int turns_bind(struct reader *reader)
{
	const struct interval_spec *interval = &reader->spec->interval;
	struct turns *turns = &reader->turns;

	if (!reader_has_interval(reader))
		return CHISO_OK;
	turns->lacks_date = DATE_NOT_YET;
	int status = bind_end(reader, &turns->from, &interval->from);
	if (!status)
		status = bind_end(reader, &turns->to, &interval->to);
	/* Who looks up or collapses takes each record once. */
	turns->lacks_date = reader->is_quiet ? DATE_NEVER : DATE_KNOWN;
	return status;
}

int turns_start(struct reader *reader)
{
	const struct interval_spec *interval = &reader->spec->interval;
	const struct month_day start = reader->project->financial_year;
	struct turns *turns = &reader->turns;
	struct period period = {1, 0};

	if (!reader_has_interval(reader))
		return CHISO_OK;
	turns->first = arena_new(&reader->arena, reader->batch.room, sizeof *turns->first);
	turns->last = arena_new(&reader->arena, reader->batch.room, sizeof *turns->last);
	turns->bad = arena_new(&reader->arena, reader->batch.room, 1);
	turns->unit_is_said = arena_new(&reader->arena, reader->batch.room, 1);
	if (!turns->first || !turns->last || !turns->bad || !turns->unit_is_said)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < reader->n_uses; i++)
		turns->date_is_used |= reader->uses[i].column == turns->column;
	do {
		if (!reader->is_quiet)
			period = interval_next(interval, start, period);
		if ((reader->is_quiet || !period_is_none(period)) &&
		    reader_period(reader, period) < 0)
			return CHISO_ENOMEM;
	} while (!period_is_none(period));
	turns->n = reader->n_periods;
	turns->next = turns->n;
	return CHISO_OK;
}

/* ---- when records hold ---- */

/* An end that is missing: an open one only where a cell says so by being empty. */
static int is_open(const struct reader *reader, const struct bound *to, size_t row)
{
	return expr_is_name(to->expr) && to->in[0] >= 0 &&
	       !cell_trim(batch_slice(reader, to->column, row)).n;
}

static void refuse_backwards(struct reader *reader, size_t row)
{
	char from[PERIOD_ROOM], to[PERIOD_ROOM];

	date_print(from, reader->turns.first[row]);
	date_print(to, reader->turns.last[row]);
	refuse_row(reader, row, reader->turns.to.column, MSG_INTERVAL_BACKWARDS, to, from);
}

static void take_row(struct reader *reader, size_t row, const struct vector *from,
                     const struct vector *to)
{
	struct turns *turns = &reader->turns;
	uint8_t *bad = reader->batch.bad;
	int has_end = !to->missing[row], open = !has_end && is_open(reader, &turns->to, row);

	turns->first[row] = from->at.date[row];
	turns->last[row] = has_end ? to->at.date[row] : INT32_MAX;
	if (!from->missing[row] && (has_end || open)) {
		if (turns->last[row] >= turns->first[row])
			return;
		refuse_backwards(reader, row);
	} else if (!bad[row]) {
		if (from->missing[row])
			refuse_row(reader, row, turns->from.column, MSG_INTERVAL_NO_START, "");
		if (!has_end && !open)
			refuse_row(reader, row, turns->to.column, MSG_INTERVAL_NO_END,
			           batch_text(reader, turns->to.column, row));
	}
	bad[row] |= ROW_BAD | ROW_LOST;
}

int turns_begin(struct reader *reader)
{
	struct turns *turns = &reader->turns;
	size_t n = reader->batch.n;
	struct vector ends[2];
	const struct bound *bounds[2] = {&turns->from, &turns->to};
	int is_bound = turns->from.expr && turns->to.expr;

	intern_clear(&turns->said);
	turns->next = is_bound ? 0 : turns->n;
	for (int i = 0; i < 2 && is_bound; i++) {
		ends[i] = vector_new(&reader->scratch, CHISO_DATE, n);
		if (!ends[i].at.date || bound_run(reader, bounds[i], reader->table, n, &ends[i],
		                                  &reader->scratch))
			return CHISO_ENOMEM;
	}
	for (size_t row = 0; row < n && is_bound; row++)
		take_row(reader, row, &ends[0], &ends[1]);
	if (is_bound && reader_check_keys(reader))
		return CHISO_ENOMEM;
	memcpy(turns->bad, reader->batch.bad, n);
	memset(turns->unit_is_said, 0, n);
	/* The cells stay where they are while the turns come and go. */
	arena_clear(&turns->records);
	turns->records = reader->scratch;
	reader->scratch = (struct arena){0};
	return CHISO_OK;
}

/* ---- turning ---- */

static int32_t reference_date(const struct reader *reader, size_t turn)
{
	return interval_reference(&reader->spec->interval, reader->periods[turn]);
}

/* Marks the rows that do not hold in a period; how many do. */
static size_t mark_rows(struct reader *reader, size_t turn)
{
	const struct turns *turns = &reader->turns;
	int32_t date = reference_date(reader, turn);
	size_t n = 0;

	reader->turns.period = (uint32_t)turn;
	for (size_t row = 0; row < reader->batch.n; row++) {
		uint8_t bad = turns->bad[row];
		int holds = reader->is_quiet || bad & ROW_LOST ||
		            (turns->first[row] <= date && date <= turns->last[row]);

		n += holds && !(bad & ROW_LOST);
		reader->batch.bad[row] = holds ? bad : (uint8_t)(bad | ROW_NOT_MEANT);
	}
	return n;
}

/* What is computed from the reference date is computed anew. */
static int set_date(struct reader *reader, size_t turn)
{
	int32_t date = reference_date(reader, turn);

	if (!reader->turns.date_is_used)
		return CHISO_OK;
	for (size_t i = 0; i < reader->n_uses; i++)
		for (size_t row = 0; reader->uses[i].column == reader->turns.column &&
		                     row < reader->batch.n; row++) {
			reader->table[i].at.date[row] = date;
			reader->table[i].missing[row] = 0;
		}
	return reader_run_named(reader, reader->table, reader->batch.n, 0, reader->batch.bad,
	                        &reader->scratch);
}

int turns_next(struct reader *reader)
{
	struct turns *turns = &reader->turns;

	arena_clear(&reader->scratch);
	reader->knows_period = 0;
	while (turns->next < turns->n) {
		size_t turn = turns->next++;

		if (mark_rows(reader, turn))
			return set_date(reader, turn) ? CHISO_ENOMEM : 1;
	}
	return 0;
}

int turns_is_news(struct reader *reader, size_t row, int column, enum message id,
                  const char *const *args)
{
	struct intern *said = &reader->turns.said;
	const char *text = message_fill(&reader->scratch, id, reader->context->lang, args);
	size_t before = said->n;

	if (text)
		text = arena_printf(&reader->scratch, "%zu,%d,%d,%s", row, column, (int)id, text);
	return !text || intern(said, text, strlen(text)) == before;
}

void turns_close(struct reader *reader)
{
	intern_clear(&reader->turns.said);
	arena_clear(&reader->turns.records);
}
