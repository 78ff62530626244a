/* SPDX-License-Identifier: MIT */
#include "reader/reader_drawn.h"

#include "base/cpu.h"
#include "base/grow.h"
#include "records/lookup.h"
#include "sample/design.h"

#include <stdlib.h>
#include <string.h>

/* So many numbers a value takes in a key: a text of up to 16 bytes or any other value; before them
 * stand the period and the lengths of texts. */
enum { VALUE_WIDTH = 4, LONGEST = 16, BEFORE_VALUES = 2 };
/* So many keys may be new in any case. */
enum { MANY_KEYS = 1 << 16 };
/* In the place of a number. */
#define TO_BE_FOUND (NOT_DRAWN_BY - 1)
/* So many rows ahead what a key will be compared with is asked for. */
enum { AHEAD = 16 };

static void give_up(struct drawn_by *by)
{
	by->is_off = 1;
	groups_clear(&by->all);
	free(by->cluster_of);
	free(by->last);
	by->cluster_of = by->last = NULL;
	by->cluster_of_cap = by->last_cap = 0;
}

static void add_column(struct drawn_by *by, int column)
{
	for (size_t i = 0; i < by->n; i++)
		if (by->columns[i] == column)
			return;
	if (by->n == MAX_DRAWN_BY)
		give_up(by);
	else
		by->columns[by->n++] = column;
}

/* What is looked up depends on the keys of the call. */
static void add_looked_up(const struct reader *reader, struct drawn_by *by, size_t i)
{
	const struct lookup_call *call = &reader->calls[reader->looked_up[i].call];

	if (call->is_nearest || call->of_unit)
		give_up(by);
	for (size_t k = 0; k < call->n_keys && !by->is_off; k++)
		drawn_by_add(reader, by, &call->keys[k]);
}

void drawn_by_add(const struct reader *reader, struct drawn_by *by, const struct bound *bound)
{
	const struct expr_use *uses;
	size_t n = bound->expr ? expr_uses(bound->expr, &uses) : 0;

	for (size_t i = 0; i < n && !by->is_off; i++) {
		size_t behind = bound->in[i] < 0 ? (size_t)(-1 - bound->in[i]) : 0;

		if (behind >= reader->n_named && bound->in[i] < 0)
			add_looked_up(reader, by, behind - reader->n_named);
		else
			add_column(by, bound->in[i]);
	}
	by->all.width = BEFORE_VALUES + VALUE_WIDTH * by->n;
}

/* A value as part of a key.  0: it is missing, or too long a text. */
static int add_value(const struct vector *v, size_t row, uint32_t *lengths, uint32_t *out)
{
	uint64_t words[2] = {0};

	if (v->missing[row])
		return 0;
	if (v->type == CHISO_STR) {
		struct slice text = v->at.str[row];

		if (text.n > LONGEST)
			return 0;
		*lengths = *lengths << 8 | (uint32_t)text.n;
		words[0] = text_word(text.text, text.n < 8 ? text.n : 8);
		words[1] = text.n > 8 ? text_word(text.text + 8, text.n - 8) : 0;
	} else if (v->type == CHISO_F64) {
		memcpy(words, &v->at.f64[row], sizeof *words);
	} else {
		words[0] = v->type == CHISO_DATE ? (uint32_t)v->at.date[row] : v->at.boolean[row];
	}
	memcpy(out, words, sizeof words);
	return 1;
}

/* The key of a row. */
static int make_key(const struct reader *reader, const struct drawn_by *by,
		    const struct vector *const *columns, size_t row, uint32_t *key)
{
	int is_whole = !(reader->batch.bad[row] & ROW_LOST);

	key[0] = reader_period_of(reader, row);
	key[1] = 0;
	for (size_t i = 0; i < by->n && is_whole; i++)
		is_whole =
			add_value(columns[i], row, &key[1], key + BEFORE_VALUES + i * VALUE_WIDTH);
	return is_whole;
}

/* What the key of a row is compared with: that of the last record of its unit and period, which it mostly has,
 * too.  NULL: there is none. */
static const uint32_t *last_key(const struct reader *reader, const struct drawn_by *by, size_t row)
{
	/* That of a lost record may be any number. */
	uint32_t at = reader->batch.unit_period[row];
	uint32_t last = at < reader->unit_periods.all.n ? by->last[at] : 0;

	return last ? groups_key(&by->all, last - 1) : NULL;
}

static int is_same(const uint32_t *a, const uint32_t *b, size_t width)
{
	uint32_t differ = 0;

	for (size_t i = 0; i < width; i++)
		differ |= a[i] ^ b[i];
	return !differ;
}

/* Numbers the rows whose keys are those of the last records of their units and periods.  The keys of the others,
 * n_keys of them, are left to be found. */
static size_t number_known(const struct reader *reader, struct drawn_by *by,
                           const struct vector *const *columns, uint32_t *keys)
{
	size_t n = reader->batch.n, width = by->all.width, n_keys = 0;

	for (size_t row = 0; row < n; row++) {
		uint32_t *key = keys + n_keys * width;
		const uint32_t *last = last_key(reader, by, row);

		if (row + AHEAD < n)
			cpu_ask_for(last_key(reader, by, row + AHEAD));
		by->numbers[row] = NOT_DRAWN_BY;
		if (!make_key(reader, by, columns, row, key))
			continue;
		if (last && is_same(key, last, width)) {
			by->numbers[row] = by->last[reader->batch.unit_period[row]] - 1;
			continue;
		}
		by->numbers[row] = TO_BE_FOUND;
		n_keys++;
	}
	return n_keys;
}

/* The numbers of the batch's keys. */
static int number_rows(struct reader *reader, struct drawn_by *by)
{
	size_t n = reader->batch.n, n_keys;
	struct arena *scratch = &reader->scratch;
	uint32_t *keys = arena_new(scratch, n * by->all.width, sizeof *keys);
	uint32_t *found = arena_new(scratch, n, sizeof *found);
	const struct vector *columns[MAX_DRAWN_BY];

	by->numbers = arena_new(scratch, n, sizeof *by->numbers);
	if (!keys || !found || !by->numbers ||
	    WIDEN(&by->last, &by->last_cap, reader->unit_periods.all.n))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < by->n; i++) {
		columns[i] =
			&reader->table[by->columns[i] < 0 ? (int)reader->n_uses - 1 - by->columns[i]
							  : by->columns[i]];
		vector_spell_out(columns[i], n);
	}
	n_keys = number_known(reader, by, columns, keys);
	if (groups_slots(&by->all, keys, n_keys, found) ||
	    WIDEN(&by->cluster_of, &by->cluster_of_cap, by->all.n))
		return CHISO_ENOMEM;
	for (size_t row = 0, at = 0; row < n && at < n_keys; row++)
		if (by->numbers[row] == TO_BE_FOUND) {
			by->numbers[row] = found[at++];
			by->last[reader->batch.unit_period[row]] = by->numbers[row] + 1;
		}
	return CHISO_OK;
}

/* Whether the text of the unit, which the record has in a column of its own, is all that tells clusters of a
 * period apart: then so does the unit, as long as each comes with one text. */
static int are_by_units(const struct reader *reader, const struct drawn_by *by)
{
	const struct bound *unit = &reader->unit;

	return !by->is_off && by->n == 1 && unit->expr && expr_is_name(unit->expr) && unit->in[0] >= 0 &&
	       by->columns[0] == unit->in[0] && unit_periods_are_words(&reader->unit_periods);
}

static int find_by_units(struct reader *reader, struct drawn_by *by)
{
	struct batch *batch = &reader->batch;
	size_t n_units = reader->unit_periods.all.n;
	int is_unknown = 0;

	if (WIDEN(&by->of_unit, &by->of_unit_cap, n_units))
		return CHISO_ENOMEM;
	/* Mostly none is new, and no record is looked at. */
	if (by->n_of_unit == n_units) {
		batch->cluster_of = by->of_unit;
		return 1;
	}
	for (size_t row = 0; row < batch->n; row++) {
		/* That of a lost record may be any number. */
		int is_lost = batch->bad[row] & ROW_LOST;
		uint32_t cluster = is_lost ? NO_CLUSTER : by->of_unit[batch->unit_period[row]] - 1;

		batch->cluster[row] = cluster; /* 0 becomes NO_CLUSTER */
		is_unknown |= !is_lost & (cluster == NO_CLUSTER);
	}
	return !is_unknown;
}

int drawn_by_find(struct reader *reader, struct drawn_by *by, size_t n_known)
{
	struct batch *batch = &reader->batch;
	int is_unknown = 0;

	batch->cluster_of = NULL;
	batch->are_clusters_of_units = are_by_units(reader, by);
	if (batch->are_clusters_of_units)
		return find_by_units(reader, by);
	if (reader_read_waiting(reader))
		return CHISO_ENOMEM;
	if (by->all.n > MANY_KEYS && by->all.n / 2 > n_known)
		give_up(by);
	if (!by->is_off && number_rows(reader, by))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < batch->n; row++) {
		uint32_t number = by->is_off ? NOT_DRAWN_BY : by->numbers[row];

		/* 0 becomes NO_CLUSTER */
		batch->cluster[row] =
			number == NOT_DRAWN_BY ? NO_CLUSTER : by->cluster_of[number] - 1;
		is_unknown |= batch->cluster[row] == NO_CLUSTER && !(batch->bad[row] & ROW_LOST);
	}
	return !is_unknown;
}

int drawn_by_remembers(const struct reader *reader, const struct drawn_by *by, size_t row)
{
	return reader->batch.are_clusters_of_units || (!by->is_off && by->numbers[row] != NOT_DRAWN_BY);
}

void drawn_by_note(const struct reader *reader, struct drawn_by *by, size_t row, uint32_t cluster)
{
	const struct batch *batch = &reader->batch;

	if (batch->are_clusters_of_units) {
		by->n_of_unit += by->of_unit[batch->unit_period[row]] == 0;
		by->of_unit[batch->unit_period[row]] = cluster + 1;
	} else if (drawn_by_remembers(reader, by, row)) {
		by->cluster_of[by->numbers[row]] = cluster + 1;
	}
}

void drawn_by_clear(struct drawn_by *by)
{
	groups_clear(&by->all);
	free(by->cluster_of);
	free(by->last);
	free(by->of_unit);
}
