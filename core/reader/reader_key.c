/* SPDX-License-Identifier: MIT */
/* The key of a dataset: no two records have it alike or, where it is that of an interval, not on the
 * same day. */
#include "base/grow.h"
#include "records/lookup.h"

#include <string.h>

const char *reader_show_key(struct reader *reader, const struct vector *keys, size_t n, size_t row)
{
	const char *text = "";

	for (size_t i = 0; i < n && text; i++) {
		char *one = "";
		const char *colon;

		if (lookup_key_add(&one, &reader->scratch, &keys[i], row) ||
		    !(colon = strchr(one, ':')))
			return "";
		text = arena_printf(&reader->scratch, "%s%s%s", text, i ? ", " : "", colon + 1);
	}
	return text ? text : "";
}

static void refuse_second(struct reader *reader, const char *key, size_t row, uint32_t first)
{
	char line[NUMBER_ROOM], from[PERIOD_ROOM], to[PERIOD_ROOM];
	const struct key_span *span = &reader->key_rows.spans[first];
	const struct place *place = &reader->key_places[first];
	int column = reader->key[0].column;

	line[number_print(line, place->line)] = '\0';
	if (!reader->spec->interval.key.n) {
		refuse_row(reader, row, column, MSG_KEY_TWICE, key, place->file, line);
		return;
	}
	date_print(from, span->first);
	if (span->last < INT32_MAX)
		date_print(to, span->last);
	refuse_row(reader, row, column, MSG_KEY_AT_ONCE, key, place->file, line, from,
	           span->last < INT32_MAX ? to : "…");
}

static int is_personal(const struct reader *reader, size_t n)
{
	int is = 0;

	for (size_t i = 0; i < n; i++)
		is |= reader_is_personal(reader, &reader->key[i]);
	return is;
}

static int check_row(struct reader *reader, const struct vector *keys, size_t n, size_t row)
{
	char *key = "";
	int status = CHISO_OK, column = reader->key[0].column;
	int of_day = reader->spec->interval.key.n > 0;
	uint32_t at;

	for (size_t i = 0; i < n && !status; i++)
		status = lookup_key_add(&key, &reader->scratch, &keys[i], row);
	if (status < 0)
		return status;
	if (status) {
		refuse_row(reader, row, column, MSG_KEY_MISSING, "");
		return CHISO_OK;
	}
	status = key_spans_add(&reader->key_rows, &at, key, strlen(key),
	                       of_day ? reader->turns.first[row] : INT32_MIN,
	                       of_day ? reader->turns.last[row] : INT32_MAX);
	if (status < 0)
		return status;
	if (!status) {
		refuse_second(reader, is_personal(reader, n) ? "***" : reader_show_key(reader, keys, n, row), row, at);
		return CHISO_OK;
	}
	if (GROW(&reader->key_places, at, &reader->key_places_cap))
		return CHISO_ENOMEM;
	reader->key_places[at] = batch_place(reader, -1, row);
	return CHISO_OK;
}

int reader_check_keys(struct reader *reader)
{
	size_t n = reader->spec->key.n;
	struct vector keys[MAX_DATASET_KEYS];

	if (reader->is_quiet || !n)
		return CHISO_OK;
	for (size_t i = 0; i < n; i++) {
		const struct bound *bound = &reader->key[i];

		if (!bound->expr)
			return CHISO_OK;
		keys[i] = vector_new(&reader->scratch, expr_type(bound->expr), reader->batch.n);
		if (!keys[i].at.f64 || bound_run(reader, bound, reader->table, reader->batch.n,
		                                 &keys[i], &reader->scratch))
			return CHISO_ENOMEM;
	}
	for (size_t row = 0; row < reader->batch.n; row++)
		if (!reader->batch.bad[row] && check_row(reader, keys, n, row))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
