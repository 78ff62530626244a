/* SPDX-License-Identifier: MIT */
/* Whose each record is, and when: its unit and its period. */
#include "base/grow.h"
#include "reader/reader.h"

#include "base/context.h"
#include "reader/words.h"

#include <string.h>

enum { KEYS_TOGETHER = 128 };

/* Computes a key that is more than the name of a column. */
static int run_key(struct reader *reader, struct bound *bound)
{
	struct vector v;

	if (!bound->expr || (expr_is_name(bound->expr) && bound->in[0] >= 0))
		return CHISO_OK;
	v = vector_room(&reader->scratch, CHISO_STR, reader->batch.n);
	if (!v.at.str ||
	    bound_run(reader, bound, reader->table, reader->batch.n, &v, &reader->scratch))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++)
		if (v.missing[row])
			v.at.str[row] = (struct slice){"", 0};
	bound->texts = v.at.str;
	return CHISO_OK;
}

int reader_run_marks(struct reader *reader)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < reader->n_marks * MARK_KINDS && !status; i++)
		status = run_key(reader, &reader->marks[i / MARK_KINDS].by[i % MARK_KINDS]);
	for (size_t i = 0; i < reader->n_qualified && !status; i++)
		status = run_key(reader, &reader->qualified[i].by);
	return status;
}

int64_t reader_period(struct reader *reader, struct period period)
{
	for (size_t i = 0; i < reader->n_periods; i++)
		if (reader->periods[i].first == period.first &&
		    reader->periods[i].last == period.last)
			return (int64_t)i;
	if (GROW(&reader->periods, reader->n_periods, &reader->periods_cap))
		return CHISO_ENOMEM;
	reader->periods[reader->n_periods] = period;
	return (int64_t)reader->n_periods++;
}

/* A period, or a date as offices write it. */
int period_of_text(struct period *out, const char *text, size_t n)
{
	int32_t day = 0;

	if (!period_read(out, text, n))
		return CHISO_OK;
	int status = date_read(&day, text, n, 1);
	*out = (struct period){day, day};
	return status;
}

/* The period of a text, kept per text: -2 not looked up yet, -1 no period. */
static int find_period(struct reader *reader, size_t row, int32_t *out)
{
	struct slice text = bound_text(reader, &reader->period, row);
	uint32_t key = intern(&reader->keys, text.text, text.n);

	if (key == UINT32_MAX)
		return CHISO_ENOMEM;
	while (key >= reader->period_of_key_cap) {
		size_t before = reader->period_of_key_cap;

		if (GROW(&reader->period_of_key, before, &reader->period_of_key_cap))
			return CHISO_ENOMEM;
		for (size_t i = before; i < reader->period_of_key_cap; i++)
			reader->period_of_key[i] = -2;
	}
	*out = reader->period_of_key[key];
	if (*out == -2) {
		struct period period;
		*out = -1;
		if (!period_of_text(&period, text.text, text.n)) {
			int64_t index = reader_period(reader, period);

			if (index < 0)
				return CHISO_ENOMEM;
			*out = (int32_t)index;
		}
		reader->period_of_key[key] = *out;
	}
	if (*out < 0)
		refuse_row(reader, row, reader->period.column,
		           text.n ? MSG_BAD_PERIOD : MSG_PERIOD_EMPTY, reader_copy(reader, text));
	return CHISO_OK;
}

/* units_find() says itself what is wrong with a unit; where records are kept, that is listened to. */
static int listen_for_unit(struct reader *reader, size_t row, struct slice text,
                           struct period period, int keep)
{
	struct place place = batch_place(reader, reader->unit.column, row);
	struct chiso_context listener = {.lang = reader->context->lang, .findings.limit = 1};
	struct chiso_finding found = {.size = sizeof found};

	int unit = units_find(&reader->project->units, &listener, place, text.text, text.n, period);
	if (keep && !chiso_finding_at(&listener, 0, &found))
		reader_keep(reader, row, found.code, found.message);
	chiso_findings_clear(&listener);
	findings_free(&listener.findings);
	return unit;
}

static int look_for_unit(struct reader *reader, size_t row, struct slice text,
                         struct period period)
{
	/* A record that holds for a time is looked for in each of its periods, and found fault with
	 * once. */
	uint8_t *said = reader->turns.unit_is_said;
	int is_said = reader->is_repeat || (said && said[row]), unit;

	if (reader->project->rejects || is_said)
		unit = listen_for_unit(reader, row, text, period, !is_said);
	else
		unit = units_find(&reader->project->units, reader->context,
		                  batch_place(reader, reader->unit.column, row), text.text, text.n,
		                  period);
	if (said)
		said[row] |= unit == UNIT_NONE;
	return unit;
}

/* The unit of a text, which is remembered. */
static int remember_unit(struct reader *reader, size_t row, struct slice text, uint32_t period, int *out)
{
	uint32_t key[2] = {intern(&reader->keys, text.text, text.n), period};

	if (key[0] == UINT32_MAX)
		return CHISO_ENOMEM;
	uint32_t slot = groups_slot(&reader->unit_cache, key);
	if (slot == UINT32_MAX)
		return CHISO_ENOMEM;
	while (slot >= reader->unit_cached_cap) {
		size_t before = reader->unit_cached_cap;

		if (GROW(&reader->unit_cached, before, &reader->unit_cached_cap))
			return CHISO_ENOMEM;
		for (size_t i = before; i < reader->unit_cached_cap; i++)
			reader->unit_cached[i] = UNIT_NONE;
	}
	/* What was not found is looked up again: each record gets its own finding. */
	if (reader->unit_cached[slot] == UNIT_NONE)
		reader->unit_cached[slot] =
			look_for_unit(reader, row, text,
		                      dataset_coding(reader->spec, reader->periods[period]));
	*out = reader->unit_cached[slot];
	return CHISO_OK;
}

/* has_words: what is found is going to be noted by the words of the record. */
static int find_unit(struct reader *reader, size_t row, uint32_t period, int has_words, int *out)
{
	struct slice text = bound_text(reader, &reader->unit, row);

	*out = UNIT_NONE;
	if (!text.n) {
		refuse_row(reader, row, reader->unit.column, MSG_UNIT_EMPTY, "");
		return CHISO_OK;
	}
	if (!has_words)
		return remember_unit(reader, row, text, period, out);
	*out = look_for_unit(reader, row, text, dataset_coding(reader->spec, reader->periods[period]));
	return CHISO_OK;
}

/* The unit that all records are of, as it is in a period: a code may be of several units in time. */
static int find_constant_unit(struct reader *reader, uint32_t period, int *out)
{
	const struct key_source *unit = &reader->spec->unit;
	uint32_t key[2] = {0, period};

	*out = reader->constant_unit;
	if (!unit->constant || (!reader->period.expr && !reader_has_interval(reader)))
		return CHISO_OK;
	uint32_t slot = groups_slot(&reader->unit_cache, key);
	if (slot == UINT32_MAX)
		return CHISO_ENOMEM;
	if (slot == reader->n_constant_units) {
		if (GROW(&reader->unit_cached, slot, &reader->unit_cached_cap))
			return CHISO_ENOMEM;
		reader->unit_cached[reader->n_constant_units++] =
			units_find(&reader->project->units, reader->context, unit->place,
			           unit->constant, strlen(unit->constant),
			           dataset_coding(reader->spec, reader->periods[period]));
	}
	*out = reader->unit_cached[slot];
	return CHISO_OK;
}

/* The period of a row; -1 when it has none. */
static int find_when(struct reader *reader, size_t row, int32_t *out)
{
	if (reader_has_interval(reader)) {
		*out = (int32_t)reader->turns.period;
		return CHISO_OK;
	}
	if (reader->period.expr)
		return find_period(reader, row, out);
	int64_t index = reader_period(reader, reader->constant_period);
	*out = (int32_t)index;
	return index < 0 ? CHISO_ENOMEM : CHISO_OK;
}

/* What a record says itself. */
struct said {
	int unit;
	uint32_t period;
};

/* Of a lost record, or one that does not hold, *out is of no unit. */
static int find_unit_and_period(struct reader *reader, size_t row, int has_words, struct said *out)
{
	uint8_t *bad = &reader->batch.bad[row];
	int has_unit = reader->unit.expr || reader->spec->unit.constant;
	int32_t period = 0;

	*out = (struct said){UNIT_NONE, 0};
	if (find_when(reader, row, &period))
		return CHISO_ENOMEM;
	if (period < 0) {
		*bad |= ROW_BAD | ROW_LOST;
		return CHISO_OK;
	}
	out->period = (uint32_t)period;
	if (reader_has_interval(reader) && (reader->is_quiet || *bad & (ROW_LOST | ROW_NOT_MEANT)))
		return CHISO_OK;
	int status = reader->unit.expr ? find_unit(reader, row, out->period, has_words, &out->unit)
	                               : find_constant_unit(reader, out->period, &out->unit);
	if (has_unit && out->unit == UNIT_NONE)
		*bad |= ROW_BAD | ROW_LOST;
	return status;
}

int reader_run_keys(struct reader *reader)
{
	int status = run_key(reader, &reader->unit);

	return status ? status : run_key(reader, &reader->period);
}

/* Notes what the words of a record were found to mean. */
static int note_keys(struct reader *reader, size_t row, struct said said, uint64_t unit_word, uint64_t period_word)
{
	uint32_t number = unit_periods_number(&reader->unit_periods, said.unit, said.period);

	reader->batch.unit_period[row] = number;
	if (number == NO_UNIT_PERIOD)
		return CHISO_ENOMEM;
	return said.unit == UNIT_NONE
	               ? CHISO_OK
	               : unit_periods_note(&reader->unit_periods, unit_word, period_word, number);
}

/* Finds whose a record is whose words are new, or need more than a glance. */
static int find_new_keys(struct reader *reader, size_t row, uint64_t unit_word, uint64_t period_word)
{
	int has_words = unit_word && period_word;
	struct said said;

	/* A record before it in the batch may have had the same. */
	if (has_words &&
	    unit_periods_find(&reader->unit_periods, &unit_word, &period_word, 1, &reader->batch.unit_period[row]))
		return CHISO_OK;
	int status = find_unit_and_period(reader, row, has_words, &said);
	return status || reader->batch.bad[row] & ROW_LOST
	               ? status
	               : note_keys(reader, row, said, unit_word, period_word);
}

/* Gives those that are too long for a word the number of their text for one.  No text has that word: the highest
 * byte of a word is its last sign.  0 or CHISO_ENOMEM. */
static int number_long(struct reader *reader, const struct bound *bound, size_t from, size_t n, uint64_t *words)
{
	struct slice texts[KEYS_TOGETHER];
	uint32_t numbers[KEYS_TOGETHER];
	size_t n_long = 0;

	for (size_t i = 0; i < n; i++) {
		texts[n_long] = words[i] ? (struct slice){"", 0} : bound_text(reader, bound, from + i);
		n_long += texts[n_long].n != 0;
	}
	if (n_long && intern_rows(&reader->keys, texts, NULL, n_long, numbers))
		return CHISO_ENOMEM;
	for (size_t i = 0, at = 0; i < n && at < n_long; i++)
		if (!words[i] && bound_text(reader, bound, from + i).n)
			words[i] = numbers[at++] + (uint64_t)1;
	return CHISO_OK;
}

/* The words of some records, of one of their keys; 0: there is none.  0 or CHISO_ENOMEM. */
static int read_words(struct reader *reader, const struct bound *bound, size_t from, size_t n, uint64_t *words)
{
	int are_words = bound->texts ? 0 : words_read_plainly(reader, bound->column, from, n, words);

	for (size_t i = 0; i < n && !are_words; i++)
		words[i] = word_of(bound_text(reader, bound, from + i));
	return are_words > 0 ? CHISO_OK : number_long(reader, bound, from, n, words);
}

static int find_keys(struct reader *reader, size_t from, size_t n)
{
	struct batch *batch = &reader->batch;
	uint64_t unit_words[KEYS_TOGETHER] = {0}, period_words[KEYS_TOGETHER] = {0};
	int status = CHISO_OK;

	if (reader->unit.expr && reader->period.expr && !reader_has_interval(reader)) {
		if (read_words(reader, &reader->unit, from, n, unit_words) ||
		    read_words(reader, &reader->period, from, n, period_words))
			return CHISO_ENOMEM;
		if (unit_periods_find(&reader->unit_periods, unit_words, period_words, n, batch->unit_period + from))
			return CHISO_OK;
	} else {
		memset(batch->unit_period + from, 0xff, n * sizeof *batch->unit_period);
	}
	for (size_t i = 0; i < n && !status; i++)
		if (batch->unit_period[from + i] == NO_UNIT_PERIOD)
			status = find_new_keys(reader, from + i, unit_words[i], period_words[i]);
	return status;
}

int reader_find_keys(struct reader *reader)
{
	int status = reader_run_keys(reader);

	for (size_t from = 0; from < reader->batch.n && !status; from += KEYS_TOGETHER) {
		size_t left = reader->batch.n - from;

		status = find_keys(reader, from, left < KEYS_TOGETHER ? left : KEYS_TOGETHER);
	}
	return status;
}
