/* SPDX-License-Identifier: MIT */
#include "reader_drawn.h"

#include "design.h"
#include "lookup.h"

#include <stdlib.h>
#include <string.h>

/* So many numbers a value takes in a key: a text of up to 16 bytes or any other value; before them
 * stand the period and the lengths of texts. */
enum { VALUE_WIDTH = 4, LONGEST = 16, BEFORE_VALUES = 2 };
/* So many keys may be new in any case. */
enum { MANY_KEYS = 1 << 16 };

static void give_up(struct drawn_by *by)
{
	by->is_off = 1;
	groups_clear(&by->all);
	free(by->cluster_of);
	by->cluster_of = NULL;
	by->cluster_of_cap = 0;
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

	key[0] = reader->batch.period[row];
	key[1] = 0;
	for (size_t i = 0; i < by->n && is_whole; i++)
		is_whole =
			add_value(columns[i], row, &key[1], key + BEFORE_VALUES + i * VALUE_WIDTH);
	return is_whole;
}

/* The numbers of the batch's keys. */
static int number_rows(struct reader *reader, struct drawn_by *by)
{
	size_t n = reader->batch.n, n_keys = 0;
	struct arena *scratch = &reader->scratch;
	uint32_t *keys = arena_new(scratch, n * by->all.width, sizeof *keys);
	uint32_t *found = arena_new(scratch, n, sizeof *found);
	const struct vector *columns[MAX_DRAWN_BY];

	by->numbers = arena_new(scratch, n, sizeof *by->numbers);
	if (!keys || !found || !by->numbers)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < by->n; i++) {
		columns[i] =
			&reader->table[by->columns[i] < 0 ? (int)reader->n_uses - 1 - by->columns[i]
							  : by->columns[i]];
		vector_spell_out(columns[i], n);
	}
	for (size_t row = 0; row < n; row++) {
		int is_whole = make_key(reader, by, columns, row, keys + n_keys * by->all.width);

		by->numbers[row] = is_whole ? 0 : NOT_DRAWN_BY;
		n_keys += (size_t)is_whole;
	}
	if (groups_slots(&by->all, keys, n_keys, found) ||
	    WIDEN(&by->cluster_of, &by->cluster_of_cap, by->all.n))
		return CHISO_ENOMEM;
	for (size_t row = 0, at = 0; row < n; row++)
		if (by->numbers[row] != NOT_DRAWN_BY)
			by->numbers[row] = found[at++];
	return CHISO_OK;
}

int drawn_by_find(struct reader *reader, struct drawn_by *by, size_t n_known)
{
	struct batch *batch = &reader->batch;
	int is_unknown = 0;

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

void drawn_by_note(struct drawn_by *by, size_t row, uint32_t cluster)
{
	if (!by->is_off && by->numbers[row] != NOT_DRAWN_BY)
		by->cluster_of[by->numbers[row]] = cluster + 1;
}

void drawn_by_clear(struct drawn_by *by)
{
	groups_clear(&by->all);
	free(by->cluster_of);
}
